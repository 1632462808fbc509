"""The blasting face: silence, then, where it is asked for, a ripple of charges and dust."""

from functools import lru_cache

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic import vocabulary
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.settings.blast.billows import SPRITE, billow, jet
from white_cloud.backends.cameras.animatic.settings.blast.blast import Blast
from white_cloud.backends.cameras.animatic.settings.blast.explosion import Explosion
from white_cloud.backends.cameras.animatic.settings.blast.quarry import BENCH, CELL, place, quarry
from white_cloud.backends.cameras.animatic.settings.blast.things import Charges
from white_cloud.backends.cameras.animatic.settings.blast.veil import Veil
from white_cloud.backends.cameras.animatic.settings.refinery.yard import ground_depth
from white_cloud.media.survey import CLASSES


@lru_cache(maxsize=4)
def blast(*words, seed=5, size=(96, 54)):
    return Blast(size, seed, frozenset(words), Move("static", 6.0, 2))


@lru_cache(maxsize=1)
def explosion():
    return Explosion.of(Charges.drilled(0.0, 9, from_left=True), 1.0, 100.0, 4)


def test_charges_go_off_one_after_the_other():
    """The ripple runs from the first to the last, and the order of the row decides from which side."""
    assert (np.diff(explosion().since(3.0)) < 0).all()
    left, right = (Charges.drilled(0.0, 9, from_left=side).along for side in (True, False))
    assert left[0] < left[-1]
    assert (left == right[::-1]).all()


def test_before_the_blast_the_picture_is_as_without_it():
    """Until the first charge nothing differs but that a blast is to come."""
    assert np.array_equal(blast("blast").radiance(0.3), blast().radiance(0.3))


def test_dust_veils_the_face_more_and_more():
    """Less and less of what was seen before is seen, and at the end hardly a contour is left."""
    seen = [blast("blast").radiance(t)[8:36, :, :3].mean(-1) for t in (0.3, 2.0, 3.0, 5.9)]
    like = [np.corrcoef(seen[0].ravel(), one.ravel())[0, 1] for one in seen[1:]]
    assert like[0] > like[1]
    assert max(like[1:]) < 0.6
    assert np.diff(seen[-1], axis=1).std() < 0.5 * np.diff(seen[0], axis=1).std()


def test_dust_runs_over_the_floor_ahead_of_the_mass():
    """The veil is thick at the foot of the face, thins out upwards and towards the camera, and runs nearer in time."""
    along = np.linspace(-60, 60, 21)
    lens = Pinhole(*place(0.0, -100.0), 3.0, -36.87, 0.6, 50.0, (96, 54))
    land = np.repeat(np.minimum(ground_depth(lens), 100)[:, None], 96, 1).astype(np.float32)
    veil = Veil.of(along, 90.0, 3)
    early, late = (veil.on_floor(land, lens, np.full(21, since)) for since in (1.0, 4.0))
    horizon = int(lens.horizon_row)
    assert late[horizon].mean() > late[horizon - 12].mean()
    assert late[horizon].mean() > late[horizon + 4].mean() > late[horizon + 16].mean()
    assert (late > 0.05).sum() > (early > 0.05).sum()


def test_rock_is_thrown_and_comes_down():
    """Fragments fly after their charge has gone off; later there are fewer in the air."""
    assert explosion().thrown(0.9) is None
    early, late = (explosion().thrown(t) for t in (2.4, 5.0))
    assert len(early.corners) > 50
    assert late is None or len(late.corners) < len(early.corners)
    assert early.corners[..., 2].min() > -2


def test_the_ground_shakes_and_comes_to_rest():
    """The camera shakes when the blast arrives, and hardly any more three seconds later."""
    assert explosion().shake(1.2) == (0.0, 0.0)
    shaken = [max(abs(part) for part in explosion().shake(1.4 + 0.02 * step)) for step in range(20)]
    rested = [max(abs(part) for part in explosion().shake(5.5 + 0.02 * step)) for step in range(20)]
    assert max(shaken) > 10 * max(rested)


def test_the_face_is_sheer():
    """From its foot to the bench above it is a bench high within three metres."""
    height = quarry(7).height
    for along in (-60, 0, 60):
        foot, crest = (place(along, away) for away in (-7, 8))
        low, high = (height[round(y / CELL), round(x / CELL)] for x, y in (foot, crest))
        assert high - low > 0.6 * BENCH
        assert high == pytest.approx(BENCH, abs=3)


def test_the_face_fills_the_middle_of_the_picture():
    """The survey knows rock from ground."""
    for seed in range(4):
        classes = blast(seed=seed).survey(0.5).classes
        assert (classes == CLASSES.index("rock")).mean() > 0.25
        assert (classes == CLASSES.index("ground")).mean() > 0.05


def test_a_billow_ends_within_its_sprite():
    """It is solid in the middle and open at its edge, so that it may roll."""
    cover = billow(3)[..., 3]
    assert cover.shape == (SPRITE, SPRITE)
    assert cover[SPRITE // 2 - 8 : SPRITE // 2 + 8, SPRITE // 2 - 8 : SPRITE // 2 + 8].mean() > 0.8
    for sprite in (billow(3), jet()):
        cover = sprite[..., 3]
        assert max(cover[0].max(), cover[-1].max(), cover[:, 0].max(), cover[:, -1].max()) < 0.02


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("a drill rig on the blasting face, waiting", set()), ("岩壁 炮孔", set()), ("爆破", {"blast"}),
        ("the explosion lifts the rock face at dusk", {"blast", "dusk"}), ("front de taille", set()),
        ("blasting face without explosion", set()),
    ],
)  # fmt: skip
def test_prompts_find_it_and_say_whether_it_goes_off(prompt, words):
    """A face waits; an explosion is asked for."""
    understood = vocabulary.understand(prompt)
    assert (understood.setting, set(understood.words)) == ("blast", words)
