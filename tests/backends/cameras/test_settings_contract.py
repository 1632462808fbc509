"""The four built settings keep the contract of a setting: pure in time, seeded, and every move moves them."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.city import City
from white_cloud.backends.cameras.animatic.hovel import Hovel
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.paradise import Paradise
from white_cloud.backends.cameras.animatic.town import Town
from white_cloud.backends.cameras.base import MOVES

SETTINGS = (Hovel, Town, City, Paradise)
SIZE = (96, 54)
NO_WORDS = frozenset()


@pytest.fixture(scope="module")
def built():
    """One of each setting, built once for tests that only look."""
    return {maker.name: maker(SIZE, 3, NO_WORDS, Move("drone", 4.0, 3)) for maker in SETTINGS}


def brightness(setting, t=1.0):
    return float(setting.radiance(t)[..., :3].mean())


@pytest.mark.parametrize("name", [maker.name for maker in SETTINGS])
def test_light_is_finite_linear_and_of_the_size_asked(built, name):
    """A frame is float32 (height, width, 4), finite, nowhere below zero, and neither black nor blank."""
    light = built[name].radiance(1.0)
    assert light.shape == (54, 96, 4)
    assert light.dtype == np.float32
    assert np.isfinite(light).all()
    assert light[..., :3].min() >= 0
    assert light[..., :3].std() > 0.02


@pytest.mark.parametrize("maker", SETTINGS)
@pytest.mark.parametrize("words", [NO_WORDS, frozenset({"lamp", "night", "street", "smoke", "islands"})])
def test_a_frame_alone_equals_the_frame_in_order(maker, words):
    """What was asked for before does not show: a fresh setting gives the same bytes."""
    move = Move("push in", 2.0, 5)
    used, fresh = maker(SIZE, 8, words, move), maker(SIZE, 8, words, move)
    for t in (0.0, 1.4, 0.3):
        used.radiance(t)
    assert np.array_equal(used.radiance(1.0), fresh.radiance(1.0))


@pytest.mark.parametrize("name", [maker.name for maker in SETTINGS])
def test_the_caller_may_change_a_frame(built, name):
    """A frame belongs to who asked for it: spoiling it does not spoil the next."""
    first = built[name].radiance(0.5)
    kept = first.copy()
    first[:] = 9
    assert np.array_equal(built[name].radiance(0.5), kept)


@pytest.mark.parametrize("maker", SETTINGS)
def test_another_seed_gives_another_view(maker):
    """Seeds vary a setting."""
    one, other = (maker(SIZE, seed, NO_WORDS, Move()).radiance(0.0) for seed in (1, 2))
    assert np.abs(one - other)[..., :3].mean() > 0.01


@pytest.mark.parametrize("name", [maker.name for maker in SETTINGS])
@pytest.mark.parametrize("move", [name for name in MOVES if name != "static"])
def test_every_move_moves_the_picture(built, name, move):
    """Between the start and the end of a move the picture changes far more than it does by itself."""
    setting = built[name]
    setting.move = Move("static", 4.0, 1)
    still = np.abs(setting.radiance(0.0) - setting.radiance(4.0))[..., :3].mean()
    setting.move = Move(move, 4.0, 1)
    moved = np.abs(setting.radiance(0.0) - setting.radiance(4.0))[..., :3].mean()
    assert moved > max(0.006, 1.15 * still)


@pytest.mark.parametrize(
    ("maker", "plain", "said"),
    [
        (Hovel, "", "dawn"), (Hovel, "", "lamp"), (Hovel, "", "empty"), (Hovel, "", "window"),
        (Town, "", "dawn"), (Town, "", "night"), (Town, "", "smoke"), (Town, "", "fog"),
        (City, "dusk", "night"), (City, "dusk", "day"), (City, "night street", "night aerial"), (City, "dusk", "dusk fog"),
        (City, "night street", "night street empty"),
        (Paradise, "", "sunset"), (Paradise, "", "crowd"), (Paradise, "", "islands"), (Paradise, "lake", "lake flowers"),
    ],
)  # fmt: skip
def test_a_word_it_heeds_changes_the_picture(maker, plain, said):
    """Words from the vocabulary do something."""
    one, other = (maker(SIZE, 1, frozenset(words.split()), Move()).radiance(0.7)[..., :3] for words in (plain, said))
    assert np.abs(one - other).mean() > 0.01 * one.mean()


@pytest.mark.parametrize(("maker", "bright", "dark"), [(City, "day", "night"), (Town, "dawn", "night")])
def test_night_is_darker(maker, bright, dark):
    """The hours have their brightness."""
    assert brightness(maker(SIZE, 1, frozenset({bright}), Move())) > 1.5 * brightness(maker(SIZE, 1, frozenset({dark}), Move()))


@pytest.mark.parametrize("maker", SETTINGS)
@pytest.mark.parametrize("size", [(16, 10), (36, 64), (90, 30)])
def test_any_shape_of_picture_can_be_painted(maker, size):
    """Tiny, upright and very wide pictures are painted too."""
    light = maker(size, 2, frozenset({"street", "crowd"}), Move("descent", 2.0, 1)).radiance(0.0)
    assert light.shape == (size[1], size[0], 4)
    assert np.isfinite(light).all()


def test_paradise_is_the_same_on_the_left_and_on_the_right():
    """Seen from its middle the paradise is its own mirror image, but for the ripples and single isles."""
    light = Paradise((128, 72), 4, frozenset({"crowd"}), Move("static", 4.0, 0)).radiance(0.0)[:34, :, :3]
    assert np.abs(light - light[:, ::-1]).mean() < 0.04


def test_a_mirrored_room_still_pans_the_way_it_was_told():
    """Panning left moves what is seen to the right, in rooms that are flipped as in those that are not."""
    for seed in (1, 2):
        setting = Hovel((96, 54), seed, NO_WORDS, Move("pan left", 0.6, 0))
        first, last = (setting.radiance(t)[18:36, :, :3].mean((0, 2)) for t in (0.0, 0.6))
        errors = [float(np.abs(np.roll(first, shift)[12:-12] - last[12:-12]).mean()) for shift in range(-9, 10)]
        assert int(np.argmin(errors)) - 9 > 0
