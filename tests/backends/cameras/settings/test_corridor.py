"""The dormitory corridor: its faltering tube, its wet floor, its empty and its inhabited house."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.corridor.corridor import Corridor
from white_cloud.backends.cameras.animatic.settings.corridor.enamel import basin
from white_cloud.backends.cameras.animatic.settings.corridor.laundry import GARMENTS, hung
from white_cloud.media.survey import class_number

SIZE = (96, 54)


def corridor(*words, seed=2, size=SIZE):
    return Corridor(size, seed, frozenset(words), Move("static", 4.0, 1))


def test_one_tube_falters_and_daylight_does_not():
    """With tubes the light stutters from frame to frame; by day none burns and nothing does."""
    settings = (corridor("lamp", "empty"), corridor("day", "empty"))
    lit, by_day = ([float(one.radiance(n / 24)[..., :3].mean()) for n in range(0, 60, 4)] for one in settings)
    assert np.ptp(lit) > 0.004
    assert np.ptp(by_day) < 0.002


def test_rain_turns_the_floor_into_a_mirror():
    """A wet floor repeats the light at the end more strongly than a dry one."""
    dry, wet = (corridor(*words).radiance(0.0)[30:, 38:58, :3] for words in (("day", "empty"), ("day", "empty", "rain")))
    assert wet.max() > 1.15 * dry.max()


def test_an_empty_house_has_nobody_in_it():
    """`walker` puts a person in, `empty` keeps all persons out, whatever the seed."""
    person = class_number("person")
    for seed in range(2):
        assert (corridor("walker", seed=seed).survey(0.5).classes == person).any()
        assert not (corridor("empty", seed=seed).survey(0.5).classes == person).any()


def test_the_walker_walks_away():
    """Whoever walks down the corridor is farther off later on."""
    setting = corridor("walker")
    person = class_number("person")
    depths = [setting.survey(t).depth[setting.survey(t).classes == person].min() for t in (0.0, 3.0)]
    assert depths[1] - depths[0] == pytest.approx(2.25, abs=0.05)


def test_the_end_is_near_by_the_window():
    """`window` brings the end of the corridor and its window close."""
    window = class_number("window")
    share = [
        (corridor(*words, size=(192, 108), seed=4).survey(0.0).classes == window).mean()
        for words in (("empty",), ("empty", "window"))
    ]
    assert share[1] > 2 * share[0]


@pytest.mark.parametrize("tilt", [0.06, 0.3, 0.7])
def test_a_basin_stands_on_its_foot_with_its_mouth_up(tilt):
    """However steeply it is looked down on, it is wider above than below."""
    picture, left, bottom, metre = basin(0, tilt, 120.0, np.ones(3, np.float32))
    wide = (picture[..., 3] > 0.5).sum(1)
    assert wide[: len(wide) // 2].max() > 1.3 * wide[-3]
    assert left < -0.15
    assert -0.15 < bottom < 0
    assert metre == 120.0


@pytest.mark.parametrize("garment", GARMENTS)
def test_laundry_is_flat_and_hangs_below_its_line(garment):
    """What is over the line is pegs; cloth has no depth and faces the corridor."""
    relief = hung(garment, 1, 90.0, 3, 10.0)
    height = relief.place[..., 2]
    assert relief.alpha[height < -0.05].sum() > 20 * relief.alpha[height > 0.02].sum() > 0
    assert np.ptp(relief.place[..., 1]) == 0
    assert (relief.normal[..., 1] < 0).mean() > 0.95
