"""Amnesia keeps what was seen and lets it run; it restarts at grid points, unseen."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from white_cloud.glitch.amnesia import Amnesia
from white_cloud.glitch.effect import Moment
from white_cloud.media.planes import black, planes

SIZE = (160, 96)
SEED = 7


@cache
def _plate(number: int):
    """Blocks that stand still, and from frame 60 on, other blocks."""
    packed = black(SIZE)
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    planes(packed)[0][:] = np.where((x // 20 + y // 16) % 2 == (number >= 60), 180, 60)
    return packed


def _earlier(number: int):
    return _plate(max(number, 0))


def _shown(effect: Amnesia, number: int, strength: float = 1.0, plate=_earlier):
    def earlier(at: int):
        assert number - effect.look_back <= at < number
        return plate(at)

    return effect.frame(plate(number), Moment(number, strength, SEED), earlier).astype(int)


def _apart(one, other) -> float:
    return float(np.abs(one - other).mean())


def test_what_is_no_longer_there_is_still_seen():
    """Two pasts and one present: the pictures differ for as long as a memory lasts, and no longer."""

    def always_new(number: int):
        return _plate(60)

    for number, remembers in ((64, True), (99, True), (121, False)):
        with_past, without = _shown(Amnesia(), number), _shown(Amnesia(), number, plate=always_new)
        assert (_apart(with_past, without) > 1) == remembers


def test_forward_in_order_each_frame_is_one_step(monkeypatch):
    """Frames between are not asked for again."""
    effect, asked = Amnesia(), []
    _shown(effect, 50)
    for number in (51, 52, 53):
        effect.frame(_plate(number), Moment(number, 1.0, SEED), asked.append)
    assert asked == []


def test_a_jump_gives_what_going_there_gives():
    """Forward, back, over a restart and farther than is looked back, with a strength that changes on the way."""

    def effect() -> Amnesia:
        return Amnesia(lambda number: 0.3 + number / 200, SEED)

    gone = effect()
    in_order = {number: _shown(gone, number, gone.strength_at(number)) for number in range(30, 100)}
    jumping = effect()
    for number in (99, 39, 40, 59, 60, 42, 96):
        assert (_shown(jumping, number, jumping.strength_at(number)) == in_order[number]).all()


@pytest.mark.parametrize(("change", "around"), [(100, range(90, 102)), (120, range(118, 130))])
def test_nothing_pops_at_a_change_of_memories(change, around):
    """On a plate that stands still: as the next one begins, and as it has taken over, a step is as great as any beside it."""
    effect = Amnesia()
    shown = {number: _shown(effect, number, plate=lambda _: _plate(0)) for number in around}
    steps = {later: _apart(shown[one], shown[later]) for one, later in pairwise(around)}
    assert steps[change] < 1.5 * np.median(list(steps.values()))


def test_a_memory_begins_where_strength_comes_up_from_none():
    """What the plate showed before is not in it, and no frame of that time is asked for."""
    effect = Amnesia(lambda number: 1.0 if number >= 62 else 0.0, SEED)

    def only_since(at: int):
        assert at >= 62
        return _plate(at)

    shown = effect.frame(_plate(70), Moment(70, 1.0, SEED), only_since)
    assert _apart(shown.astype(int), _shown(Amnesia(), 70)) > 0


def test_black_stays_black():
    """Nothing is imagined where no light was."""
    dark = black(SIZE)
    assert (_shown(Amnesia(), 70, plate=lambda _: dark) == dark).all()


@pytest.mark.parametrize("size", [(2, 2), (1080, 2), (2, 1080), (1280, 800)])
def test_every_shape_has_its_memory(size):
    """However thin; a clip of one frame too."""
    plate = black(size)
    plate[: size[1]] = 120
    assert Amnesia().frame(plate, Moment(0, 1.0, SEED), lambda _: plate).shape == plate.shape
