"""The tailings lake: a flat mirror, darker than the sky, into which slurry falls."""

from functools import lru_cache

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic import vocabulary
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.tailings.basin import CELL, MIDDLE, basin, cracks, shore
from white_cloud.backends.cameras.animatic.settings.tailings.jets import Outfall
from white_cloud.backends.cameras.animatic.settings.tailings.pipes import blades, shoreworks
from white_cloud.backends.cameras.animatic.settings.tailings.tailings import Tailings
from white_cloud.media.survey import CLASSES

WATER = CLASSES.index("water")


@lru_cache(maxsize=4)
def tailings(*words, seed=2, move="static"):
    return Tailings((96, 54), seed, frozenset(words), Move(move, 4.0, 2))


def test_the_lake_lies_at_its_height():
    """The depth of water follows from the lens alone: it is flat."""
    setting = tailings()
    lens, survey = setting._path.lens(0.5), setting.survey(0.5)
    rows, columns = np.nonzero(survey.classes == WATER)
    flat = lens.z * lens.focal / (rows + 0.5 - lens.horizon_row)
    near = flat < 300
    assert near.sum() > 100
    share = np.isclose(survey.depth[rows, columns][near], flat[near], rtol=0.02).mean()
    assert share > 0.95  # the rest is slurry in the air


def test_the_lake_is_dark():
    """Sludge is darker than the sky it mirrors."""
    setting = tailings()
    classes, light = setting.survey(0.5).classes, setting.radiance(0.5)[..., :3].mean(-1)
    assert light[classes == WATER].mean() < 0.75 * light[classes == CLASSES.index("sky")].mean()


def test_the_shore_is_where_it_is_said():
    """Ground lies above the sludge to the south of the shore and below it to the north."""
    height = basin(11).height
    for x in (MIDDLE - 200, MIDDLE, MIDDLE + 200):
        column, south = round(x / CELL), float(shore(x))
        assert height[round((south - 30) / CELL), column] > 0.2
        assert height[round((south + 300) / CELL), column] < 0


def test_slurry_falls_as_things_fall():
    """It reaches the lake after the time of free fall, as far out as its speed takes it."""
    outfall = Outfall((10.0, 5.0, 4.9), 0.4, 3.0)
    assert outfall.seconds == pytest.approx(1.0)
    assert outfall.foot == pytest.approx((10.0, 8.0))
    assert outfall.places(5)[-1] == pytest.approx([10.0, 8.0, 0.0])


def test_every_pipe_pours_into_the_lake():
    """No outfall lies over the shore, and they differ by seed."""
    for seed in (1, 2):
        feet = np.array([outfall.foot for outfall in shoreworks(seed).outfalls])
        assert (feet[:, 1] > shore(feet[:, 0]) + 15).all()
    assert shoreworks(1).outfalls != shoreworks(2).outfalls


def test_windmills_turn_slowly():
    """A blade's tip moves, its hub does not."""
    one, other = (blades(t).corners for t in (0.0, 0.5))
    assert np.linalg.norm(one[:, 2:] - other[:, 2:], axis=-1).min() > 10
    assert np.linalg.norm(one[:, :2].mean(1) - other[:, :2].mean(1), axis=-1).max() < 1e-6


def test_the_crust_is_cracked():
    """The tile has thin dark lines on pale plates, and is as bright as no tile on the whole."""
    tile = cracks()._map
    assert np.quantile(tile, 0.03) < -0.3
    assert abs(float(tile.mean())) < 0.05


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("tailings lake", "tailings"), ("尾矿库", "tailings"), ("黄昏的尾矿坝", "tailings"),
        ("bassin de décantation", "tailings"),
        ("black sludge pours from pipes into a lake", "tailings"), ("a lake", "paradise"), ("湖", "paradise"),
    ],
)  # fmt: skip
def test_a_lake_alone_is_no_tailings_lake(prompt, setting):
    """It takes sludge, slurry or tailings."""
    assert vocabulary.understand(prompt).setting == setting
