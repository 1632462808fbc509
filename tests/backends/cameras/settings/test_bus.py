"""The bus: a cabin that holds still while a country slides by, each strip as fast as its distance tells."""

import math

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import colour
from white_cloud.backends.cameras.animatic.settings.bus.bus import Bus
from white_cloud.backends.cameras.animatic.settings.bus.country import Country, Weather
from white_cloud.backends.cameras.animatic.settings.bus.roadside import GROUND, LEVELS, strips
from white_cloud.media.survey import SKY_DEPTH, Survey, class_number

SIZE = (96, 54)


def bus(*words, seed=1, move="static"):
    return Bus(SIZE, seed, frozenset(words), Move(move, 4.0, 1))


@pytest.fixture(scope="module")
def country():
    grey = colour("#808080")
    return Country(3, Weather(grey, grey, grey, 0.5 * grey, -70.0, 900.0, 0.0, 0.0), snow=False)


def surveyed(country, lens, t=0.0):
    survey = Survey.empty(lens.size)
    country.survey(survey, lens, t, slice(0, lens.size[1]))
    return survey


def test_strips_go_far_to_near_and_repeat_without_a_seam():
    """Distances fall; the last column of a level is its first."""
    found = strips(5, snow=False)
    assert [strip.aside for strip in found] == sorted((strip.aside for strip in found), reverse=True)
    for strip in found:
        assert strip.atlas.shape == (LEVELS * (strip.rows + 2), strip.columns + 1, 2)
        assert np.array_equal(strip.atlas[:, 0], strip.atlas[:, -1])


def test_what_is_seen_straight_aside_is_as_deep_as_its_strip_is_far(country):
    """Through a side window depth is the strip's distance; the ground's follows from its row."""
    lens = Pinhole(0, 3, 1.2, -90, 0.5, 50, (80, 60))
    survey = surveyed(country, lens)
    known = {round(strip.aside, 1) for strip in strips(3, snow=False)}
    land = (survey.classes != class_number("ground")) & (survey.classes != class_number("road")) & (survey.depth < SKY_DEPTH)
    assert {round(float(depth), 1) for depth in np.unique(survey.depth[land])} <= known
    ground = survey.classes[-1] == class_number("ground")
    assert ground.any()
    assert survey.depth[-1][ground] == pytest.approx((1.2 - GROUND) * lens.focal / (59 - 30), rel=0.01)


def test_near_strips_slide_faster_than_far_ones(country):
    """From one frame to the next the verge changes far more than the hills."""
    lens = Pinhole(0, 3, 1.2, -90, 0.5, 50, (80, 60))
    pictures = []
    for t in (1.0, 1.04):
        picture = np.zeros((60, 80, 4), np.float32)
        country.paint(picture, lens, t, slice(0, 60))
        pictures.append(picture)
    change = np.abs(pictures[1] - pictures[0])[..., :3].mean((1, 2))
    assert change[50:58].mean() > 2 * change[18:26].mean()


def test_painting_every_second_column_gives_nearly_the_same_country(country):
    """Coarser along the road, alike to the eye."""
    lens = Pinhole(0, 3, 1.2, 20, 0.5, 60, (80, 60))
    fine, coarse = (np.zeros((60, 80, 4), np.float32) for _ in range(2))
    country.paint(fine, lens, 1.0, slice(0, 60), 1)
    country.paint(coarse, lens, 1.0, slice(0, 60), 2)
    assert np.abs(fine - coarse)[..., :3].mean() < 0.05 * fine[..., :3].mean()


def test_the_country_moves_and_the_cabin_does_not():
    """Between two moments the panes change, the seats hardly."""
    setting = bus("empty", seed=1)
    survey = setting.survey(1.0)
    change = np.abs(setting.radiance(1.0) - setting.radiance(2.0))[..., :3].mean(2)
    outside = survey.depth > 12
    assert 0.05 < outside.mean() < 0.8
    assert change[outside].mean() > 3 * change[~outside].mean()


def test_an_empty_bus_has_its_driver_alone_and_a_full_one_many():
    """Words say who rides."""
    empty, some, many = (
        float((bus(*words, seed=7).survey(0.5).classes == class_number("person")).mean())
        for words in (("empty",), (), ("crowd",))
    )
    assert empty < 0.3 * some
    assert many > some


def test_at_night_the_ceiling_is_lit_and_windows_outside_shine():
    """Lamps are on; it is darker than by day."""
    day, night = (bus(hour, seed=1) for hour in ("day", "night"))
    assert float(day.radiance(1.0)[..., :3].mean()) > 2 * float(night.radiance(1.0)[..., :3].mean())
    assert any(surface.kind == "lamp" for surface in night._stage.surfaces)


def test_the_bus_sways():
    """The lens of the road is not quite the lens of the cabin, and never far from it."""
    setting = bus(seed=2)
    turns = [setting._outside(setting._lens(t), t).yaw - setting._lens(t).yaw for t in np.arange(0, 6, 0.2)]
    assert 0.1 < max(turns) - min(turns) < 1.2
    assert all(math.isfinite(turn) for turn in turns)
