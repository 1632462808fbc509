"""The portrait, and the reliefs it is made of: heads that turn, hats, cloth that hangs."""

import time

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.props.figures import HATS, Glow, Limb, bust, head, sculpt, seated_bowed
from white_cloud.backends.cameras.animatic.props.figures_shadow import shadow
from white_cloud.backends.cameras.animatic.props.figures_turn import Light, Turnable
from white_cloud.backends.cameras.animatic.settings.portrait.backdrops import KINDS, painted
from white_cloud.backends.cameras.animatic.settings.portrait.portrait import Portrait
from white_cloud.backends.cameras.animatic.vocabulary import understand
from white_cloud.media.survey import CLASSES

SIZE = (96, 54)
PERSON = CLASSES.index("person")
WHITE, DARK = np.ones(3, np.float32), np.zeros(3, np.float32)


# -------------------------------------------------------------------- reliefs
def test_a_carved_limb_takes_away():
    """Half a ball is left where the other half was carved."""
    ball = Limb((0, 0, 1), (0, 0, 1), 0.5, 0.5)
    knife = Limb((1.0, 0, 1), (1.0, 0, 1), 1.0, 1.0, 0.01, carve=True)
    whole, cut = sculpt((ball,), metre=30).alpha, sculpt((ball, knife), metre=30).alpha
    assert cut[:, : cut.shape[1] // 3].sum() == pytest.approx(whole[:, : whole.shape[1] // 3].sum(), rel=0.02)
    assert cut[:, cut.shape[1] * 2 // 3 :].sum() < 0.2 * whole[:, whole.shape[1] * 2 // 3 :].sum()


def test_tiles_leave_no_seam():
    """A relief larger than a tile is as smooth at the tile's edge as elsewhere."""
    relief = sculpt((Limb((0, 0, 1), (0, 0, 1), 0.8, 0.8),), metre=130)
    middle = np.s_[relief.alpha.shape[0] // 2, 40:-40]
    assert np.abs(np.diff(relief.normal[middle], 2, axis=0)).max() < 0.01
    assert np.abs(np.diff(relief.open[middle], 2)).max() < 0.02


def test_cloth_creases_and_skin_does_not():
    """Folds move what is cloth, outline and all."""
    limb = Limb((0, 0, 0.3), (0, 0, 1.2), 0.2, 0.2)
    smooth, skin = (sculpt((limb,), metre=60, folds=folds).alpha for folds in (0.0, 0.4))
    cloth = sculpt((Limb((0, 0, 0.3), (0, 0, 1.2), 0.2, 0.2, cloth=True),), metre=60, folds=0.4).alpha
    assert np.array_equal(smooth, skin)
    assert not np.array_equal(smooth, cloth)


@pytest.mark.parametrize("hat", HATS)
def test_every_hat_can_be_worn(hat):
    """A head stays about as wide as a head, whatever is on it."""
    relief = sculpt([limb.moved(z=0.4) for limb in head(0, 0, 0, hat)], 90, 120)
    assert 0.18 < (relief.alpha.max(0) > 0.5).sum() / 120 < 0.42


def test_a_figure_is_sculpted_fast():
    """A seated worker at the size a room shows him takes well under a second, on a busy machine too."""
    before = time.process_time()
    sculpt(seated_bowed(), -110, 240, 0.22)
    assert time.process_time() - before < 1.0


def test_a_head_turns_and_its_shoulders_stay():
    """Turning moves the face and leaves the coat where it was; the picture at rest is the relief lit."""
    relief = sculpt(bust("hair"), 90, 60)
    key = (Glow((1, 0.5, 0.2), WHITE, distant=True),)
    turnable = Turnable.of(relief, WHITE, Light(0.2 * WHITE, (), key), (0.48, 0.58))
    rest, turned = (turnable.seen(angle, 0.0, 0.0) for angle in (0.0, 6.0))
    change = np.abs(rest - turned).sum(2).mean(1)
    h = len(change)
    assert change[: h // 4].mean() > 4 * change[h * 3 // 4 :].mean()
    brighter = turnable.seen(0.0, 0.0, 0.0, 2.0)
    assert brighter[..., :3].sum() > 1.3 * rest[..., :3].sum()
    assert np.allclose(brighter[..., 3], rest[..., 3])


# -------------------------------------------------------------------- pictures
@pytest.mark.parametrize("kind", KINDS)
def test_backdrops_are_soft_bright_enough_and_alive(kind):
    """Each can be painted for any hour; none is black; its areas are classes of a survey."""
    for words in (frozenset(), frozenset({"night"}), frozenset({"dawn"})):
        backdrop = painted(kind, SIZE, 4, words)
        light = backdrop.at(1.0)
        assert np.isfinite(light).all()
        assert light[..., :3].min() >= 0
        assert light[..., :3].max() > 0.02
        assert {name for name, _, _ in backdrop.classes} <= set(CLASSES)


@pytest.mark.parametrize("seed", range(8))
def test_one_person_stands_in_the_middle_part(seed):
    """Head and shoulders take a fifth to two thirds of the frame, at every seed, and reach its lower edge."""
    person = Portrait(SIZE, seed, frozenset(), Move()).survey(1.0).classes == PERSON
    assert 0.12 < person.mean() < 0.66
    assert person[-1].any()
    assert not person[0].all()


def test_somebody_breathes():
    """With the camera at rest the person still moves a little."""
    setting = Portrait(SIZE, 2, frozenset({"day"}), Move())
    assert 0 < np.abs(setting.radiance(0.0) - setting.radiance(1.0)).mean() < 0.05


@pytest.mark.parametrize(
    "prompt",
    [
        "portrait of a miner, silhouette, a lamp behind him",
        "portrait, silhouette at sunrise, wide sky",
        "the face of a miner, close",
        "一个矿工的侧影，窗边",
        "Le visage d'un mineur, contre-jour",
        "portrait of a miner at a table, silhouette, a lamp in front of him",
    ],
)
def test_portraits_are_asked_for_by_name(prompt):
    """In three languages."""
    assert understand(prompt).setting == "portrait"


def test_a_head_throws_its_shadow_on_the_ear_that_the_lamp_does_not_see():
    """A lamp to the right lights the right ear; the skull stands before the left one."""
    limbs = head(0.0, 0.0, 0.3, "hair")
    relief = sculpt(limbs, 0.0, 300.0)
    seen = shadow(limbs, relief, 0.0, (1.0, 0.3, 0.2))
    ears = (relief.alpha > 0.9) & (np.abs(relief.place[..., 0]) > 0.078) & (np.abs(relief.place[..., 2] - 0.3) < 0.03)
    assert seen.shape == relief.alpha.shape
    assert seen[ears & (relief.place[..., 0] > 0)].mean() > seen[ears & (relief.place[..., 0] < 0)].mean() + 0.3
