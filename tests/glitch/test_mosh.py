"""Mosh drags blocks of another time: of its own cell's beginning, or of the shot before a cut."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from tests.glitch.pictures import natural
from white_cloud.glitch.effect import Moment
from white_cloud.glitch.mosh import Mosh
from white_cloud.media.planes import black, planes

SIZE = (192, 128)
SEED = 7
#: A clip that begins here, inside a cell, after another shot.
CUT = 75


@cache
def _ground():
    """A natural picture of large patches, wider than a frame."""
    small = natural((128, 32))
    return [cv2.resize(plane, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC) for plane in planes(small)]


@cache
def _plate(number: int):
    """The ground, moving one pixel to the right a frame."""
    packed = black(SIZE)
    for plane, ground, share in zip(planes(packed), _ground(), (1, 2, 2), strict=True):
        left = (200 - number) // share
        plane[:] = ground[:, left : left + plane.shape[1]]
    return packed


@cache
def _last_shot():
    """Another natural picture, far darker."""
    turned = natural(SIZE)
    return np.ascontiguousarray(turned[::-1] // 4)


def _shown(effect: Mosh, number: int):
    def earlier(at: int):
        assert number - effect.look_back <= at < number
        return _plate(at)

    return effect.frame(_plate(number), Moment(number, effect.strength_at(number), SEED), earlier)


def _apart(one, other) -> float:
    return float(cv2.absdiff(one, other).mean())


def _luma(packed) -> float:
    return float(planes(packed)[0].mean())


def test_motion_drags_on_faster_than_it_is():
    """What is shown is most like the plate of a later time: it has come further than the plate."""
    shown = planes(_shown(Mosh(), 16))[0][:, 96:]
    likeness = [_apart(shown, planes(_plate(at))[0][:, 96:]) for at in range(100)]
    assert 26 < int(np.argmin(likeness)) < 80


@pytest.mark.parametrize(("strength", "clean"), [(0.25, True), (1.0, False)])
def test_the_key_frame_snaps_only_what_is_strong(strength, clean):
    """A weak one has healed before, block by block; a strong one is snapped clean. After it, both are."""
    effect = Mosh(strength)
    middle, last, after = (_apart(_shown(effect, number), _plate(number)) for number in (90, 119, 120))
    assert (last < middle / 4) == clean
    assert after == 0


def test_over_a_cut_the_last_shot_is_dragged_and_heals():
    """At the cut it is the last shot; later its pixels in other places; before the next key frame the new shot."""
    effect = Mosh(cut=CUT, before=_last_shot())
    first, later, last = (_shown(effect, number) for number in (CUT, CUT + 18, 119))
    assert _apart(first, _last_shot()) < 4
    assert _apart(later, _last_shot()) > 4
    assert _luma(later) < (_luma(_last_shot()) + _luma(_plate(CUT))) / 2
    assert _apart(last, _plate(119)) < _apart(later, _plate(CUT + 18)) / 4


def test_a_cut_at_less_strength_heals_sooner():
    """Strength says for how long the last shot stays."""

    def stays(strength: float) -> int:
        effect = Mosh(strength, cut=CUT, before=_last_shot())
        return sum(_luma(_shown(effect, number)) < 0.75 * _luma(_plate(number)) for number in range(CUT, 120))

    lengths = [stays(strength) for strength in (0.1, 0.3, 0.6, 1.0)]
    assert 0 < lengths[0] < 5
    assert lengths == sorted(set(lengths))


def test_outside_its_cell_a_cut_is_not_seen():
    """Before it, and from the grid's next point on, the pictures are as without it."""
    with_cut, without = Mosh(cut=CUT, before=_last_shot()), Mosh()
    for number in (CUT - 1, 120, 140):
        assert (_shown(with_cut, number) == _shown(without, number)).all()


@pytest.mark.parametrize("cut", [None, CUT])
def test_a_jump_gives_what_going_there_gives(cut):
    """Forward, back, over a cut and a key frame, with a strength that changes on the way; nothing is asked for twice."""

    def effect() -> Mosh:
        return Mosh(lambda number: 0.3 + number / 250, SEED, cut, None if cut is None else _last_shot())

    gone = effect()
    in_order = {number: _shown(gone, number) for number in range(55, 135)}
    jumping = effect()
    for number in (134, 60, 119, CUT, CUT - 1, 100, 101):
        assert (_shown(jumping, number) == in_order[number]).all()
    asked: list[int] = []
    jumping.frame(_plate(102), Moment(102, 0.7, SEED), asked.append)
    assert not asked


def test_a_cut_wants_its_picture_and_of_its_size():
    """Half of a cut is a mistake; so is a picture of another film."""
    with pytest.raises(ValueError, match="go together"):
        Mosh(cut=CUT)
    with pytest.raises(ValueError, match="before the cut"):
        _shown(Mosh(cut=CUT, before=natural((64, 64))), CUT)
