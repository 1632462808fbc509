"""The virtual paradise: everything twice."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.paradise.paradise import Paradise
from white_cloud.backends.cameras.animatic.settings.paradise.peaks import ridged
from white_cloud.backends.cameras.animatic.settings.paradise.views import VIEWS, view_of
from white_cloud.media.survey import class_number

SIZE = (96, 54)


def paradise(seed=3, words="", move=None, size=SIZE):
    return Paradise(size, seed, frozenset(words.split()), move or Move("static", 4.0, 0))


def share(setting, kind, t=1.0):
    return float((setting.survey(t).classes == class_number(kind)).mean())


@pytest.mark.parametrize("words", ["", "islands", "flowers", "crowd", "walker"])
def test_it_is_the_same_on_the_left_and_on_the_right(words):
    """Seen from its middle the paradise is its own mirror image, but for the ripples and the water that falls."""
    light = paradise(4, words, size=(128, 72)).radiance(0.0)[:34, :, :3]
    assert np.abs(light - light[:, ::-1]).mean() < 0.05


def test_the_lake_shows_what_stands_over_it():
    """A row under the water's edge has the colours of one as far above, not those of nothing."""
    light = paradise(7, "lake", size=(128, 72)).radiance(0.0)[..., :3].mean(1)
    horizon = round((0.535 - 0.06) * 72)
    above, below = light[horizon - 8], light[horizon + 8]
    assert np.abs(above - below).mean() < 0.5 * above.mean()


def test_who_walks_there_walks_twice():
    """A walker has a twin, a crowd is more, and an empty paradise has nobody."""
    two, many, none = (share(paradise(4, words, size=(192, 108)), "person") for words in ("walker", "crowd", "empty"))
    assert many > two > 0
    assert none == 0


def test_words_choose_the_view():
    """Islands, flowers and a lake are seen where they are asked for, and numbers reach every view."""
    assert view_of(frozenset({"islands"}), 3) == "isles"
    assert view_of(frozenset({"flowers"}), 0) == "meadow"
    assert {view_of(frozenset(), number) for number in range(12)} == set(VIEWS)


def test_water_falls():
    """In the view of the falls something white slides down while nothing else stirs above the lake."""
    setting = next(one for one in (paradise(seed) for seed in range(1, 30)) if one._scene.falls)
    assert share(setting, "water") > 0.2
    one, other = (setting.radiance(t)[:20, :, :3] for t in (1.0, 1.5))
    assert np.abs(one - other).max() > 0.01


def test_ridges_are_sharp_and_bounded():
    """Crests reach up to 1 and nothing lies below 0."""
    relief = ridged(40, 80, 3)
    assert relief.min() >= 0
    assert relief.max() == pytest.approx(1.0)
