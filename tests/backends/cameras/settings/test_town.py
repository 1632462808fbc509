"""The mining town: its lane, its train, its people and its weather."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.town.lots import House, hidden
from white_cloud.backends.cameras.animatic.settings.town.plan import PLANS
from white_cloud.backends.cameras.animatic.settings.town.town import Town
from white_cloud.media.survey import class_number

SIZE = (96, 54)


def town(seed=3, words="", move=None, size=SIZE):
    return Town(size, seed, frozenset(words.split()), move or Move("static", 4.0, 1))


def share(setting, kind, t=1.0):
    return float((setting.survey(t).classes == class_number(kind)).mean())


def test_every_plan_has_at_least_six_layers():
    """Depth is in the plans: rows and what stands behind them."""
    for plan in PLANS:
        far = sum(thing is not None for thing in (plan.plant, plan.towers, plan.pit)) + bool(plan.slabs) + bool(plan.rail)
        assert len(plan.rows) + far + 3 >= 6
        assert list(plan.rows) == sorted(plan.rows, reverse=True)


def test_a_town_is_of_houses_with_windows_under_a_sky():
    """Over a few seeds houses, ground and sky each take their part of the picture."""
    for seed in (1, 2, 3):
        seen = town(seed)
        assert share(seen, "building") > 0.1
        assert share(seen, "sky") > 0.08


def test_a_nearer_house_hides_what_lies_below_its_roof():
    """Seen from above its ridge it hides the ground behind it up to a height, beside it nothing; a lower eye sees less."""
    near = House((-4.0, 4.0), (30.0, 36.0), 3.0, 1.5, end_on=False)
    assert hidden([], (0.0, 45.0), 12.0) == hidden([near], (9.0, 45.0), 12.0) == -1.0
    assert hidden([near], (0.0, 45.0), 12.0) == pytest.approx(12 - 7.5 * 45 / 33)
    assert hidden([near], (0.0, 45.0), 5.0) > hidden([near], (0.0, 45.0), 12.0)


def test_somebody_walks_where_somebody_is_asked_for():
    """A walker is in the survey, a shift is more of it, and an empty lane has nobody."""
    one, many, none = (share(town(8, words, size=(192, 108)), "person") for words in ("walker", "crowd", "walker empty"))
    assert many > one > 0
    assert none == 0


def test_the_train_runs():
    """The wagons of the coal train are elsewhere a second later."""
    setting = next(one for one in (town(seed, size=(192, 108)) for seed in range(1, 20)) if one._scene.train is not None)
    first, later = (setting.survey(t).classes == class_number("vehicle") for t in (0.0, 1.1))
    assert first.any()
    assert (first != later).any()


@pytest.mark.parametrize("word", ["snow", "fog"])
def test_weather_takes_contrast(word):
    """Far things fade in fog and in falling snow."""
    clear, dim = (town(4, words).radiance(1.0)[:20, :, :3] for words in ("day", f"day {word}"))
    assert np.abs(np.diff(dim, axis=1)).mean() < np.abs(np.diff(clear, axis=1)).mean() * 1.2


def test_an_empty_town_has_its_lights_out():
    """Where nobody lives fewer windows are lit."""
    assert town(4, "night empty").radiance(1.0).mean() < town(4, "night").radiance(1.0).mean()
