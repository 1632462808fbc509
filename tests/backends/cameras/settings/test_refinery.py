"""The refinery: its ore moves, its lamps burn at night, its ground is its own."""

from functools import lru_cache

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic import vocabulary
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.refinery.ore import FallingOre
from white_cloud.backends.cameras.animatic.settings.refinery.plant import BELTS, FALLS
from white_cloud.backends.cameras.animatic.settings.refinery.refinery import Refinery
from white_cloud.backends.cameras.animatic.settings.refinery.yard import mirrored
from white_cloud.media.survey import CLASSES


@lru_cache(maxsize=4)
def refinery(*words, seed=5, move="static"):
    return Refinery((96, 54), seed, frozenset(words), Move(move, 4.0, 2))


def test_ore_rides_its_belts_and_falls_from_the_head():
    """Between two moments lumps go along the belts at their speed; those in the air are below the head."""
    ore = FallingOre(3)
    one, other = (ore.movers(t).corners.mean(1) for t in (0.0, 0.1))
    way = np.array(BELTS[0][1], float) - np.array(BELTS[0][0])
    gone = (other[:40] - one[:40]) @ way / np.linalg.norm(way)
    assert np.median(gone) == pytest.approx(BELTS[0][2] * 0.1, rel=0.01)
    head, deep = FALLS[0]
    falling = one[-100:, 2]
    assert falling.max() < head[2] + 0.5
    assert falling.min() > head[2] - deep - 0.5


def test_it_is_seen_what_a_refinery_is_made_of():
    """Over the stations there are buildings, machines, pipes, ground and sky."""
    seen = set()
    for seed in range(8):
        seen |= {CLASSES[number] for number in np.unique(refinery(seed=seed).survey(0.5).classes)}
    assert {"sky", "ground", "building", "machine", "pipe"} <= seen


def test_lamps_burn_at_night_alone():
    """By day no lamp is lit; at night the light is that of sodium: more red than blue."""
    assert not refinery()._world.lamps
    light = refinery("night").radiance(0.5)[..., :3].mean((0, 1))
    assert refinery("night")._world.lamps
    assert light[2] > 1.6 * light[0]


def test_puddles_turn_the_picture_over():
    """What stands above the ground at the mirror's foot is seen as far below it."""
    setting = refinery()
    lens = setting._lens(0.0)
    above = np.zeros((54, 96, 4), np.float32)
    foot = lens.horizon_row + lens.z * lens.focal / 95
    above[round(foot) - 10] = 1
    rows = np.flatnonzero(mirrored(above, lens)[:, 40, 0] > 0.05)
    assert abs(rows.mean() - (2 * foot - round(foot) + 10)) < 1.5


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("ore conveyor at night", {"night"}),
        ("raffinerie sous la pluie", {"rain"}),
        ("传送带 黄昏", {"dusk"}),
        ("crusher house", set()),
    ],
)
def test_prompts_find_it(prompt, words):
    """In three languages."""
    understood = vocabulary.understand(prompt)
    assert (understood.setting, set(understood.words)) == ("refinery", words)
