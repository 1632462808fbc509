"""Clouds: reliefs of balls, strips in depth, and four ways of looking at them."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.clouds.clouds import Clouds
from white_cloud.backends.cameras.animatic.settings.clouds.cumulus import CloudLight, heap, lit
from white_cloud.backends.cameras.animatic.settings.clouds.stations import STATIONS
from white_cloud.media.survey import class_number

SIZE = (96, 54)
WHITE = np.ones(3, np.float32)


def clouds(seed=3, words="", move=None, size=SIZE):
    return Clouds(size, seed, frozenset(words.split()), move or Move("static", 4.0, 1))


def share(setting, kind, t=1.0):
    return float((setting.survey(t).classes == class_number(kind)).mean())


def test_a_heap_covers_its_balls_softly():
    """A ball hides the sky behind it, not that beside it, and its edge is neither."""
    one = heap((80, 60), np.array([[40.0, 30.0, 0.0, 14.0]]), 1, 5, wraps=False)
    assert one.cover[30, 40] > 0.95
    assert one.cover[5, 5] == 0
    assert ((one.cover > 0.05) & (one.cover < 0.95)).any()


def test_a_heap_wraps():
    """A ball on the right edge goes on at the left."""
    one = heap((80, 60), np.array([[79.0, 30.0, 0.0, 12.0]]), 0, 5)
    assert one.cover[30, 2] > 0.5


@pytest.mark.parametrize(("aside", "brighter"), [(-1.0, "left"), (1.0, "right")])
def test_light_comes_from_one_side(aside, brighter):
    """The side of a cloud that faces the sun is brighter."""
    one = heap((80, 60), np.array([[40.0, 30.0, 0.0, 20.0]]), 2, 5, wraps=False)
    picture = lit(one, CloudLight(WHITE, WHITE * 0.3, aside=aside, rise=0.3), 5)
    left, right = picture[15:45, 24:36, 0].mean(), picture[15:45, 44:56, 0].mean()
    assert (left > right) == (brighter == "left")


def test_stations_are_of_every_kind():
    """There is a wall, a sea, a blast and streaks, and at least eight stations in all."""
    assert {one.kind for one in STATIONS} == {"wall", "sea", "blast", "cirrus"}
    assert len(STATIONS) >= 8


@pytest.mark.parametrize(
    ("word", "kind", "least"), [("aerial", "cloud", 0.5), ("window", "wall", 0.2), ("smoke", "ground", 0.03)]
)
def test_words_choose_the_view(word, kind, least):
    """From above there is cloud, from inside a cabin's wall, under a blast the ground."""
    assert share(clouds(3, word), kind) > least


def test_clouds_drift_slowly():
    """In a second something has moved, but not the whole."""
    setting = clouds(7)
    one, later = (setting.radiance(t)[..., :3] for t in (0.0, 1.0))
    assert 0.0005 < np.abs(one - later).mean() / one.mean() < 0.2
