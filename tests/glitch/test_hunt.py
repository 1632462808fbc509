"""Hunt: exposure and white balance swing as a camera's do that is not sure."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from white_cloud.glitch.effect import Moment
from white_cloud.glitch.hunt import _EXPOSURE, _WHITE, Hunt, _answer, reading
from white_cloud.media.planes import Packed, black, planes

SIZE = (64, 32)


def _ramp() -> Packed:
    """Every grey from black to white, without colour."""
    packed = black(SIZE)
    planes(packed)[0][:] = np.linspace(16, 235, SIZE[0]).astype(np.uint8)
    return packed


def _seen(number: int, strength: float = 1.0, seed: int = 7) -> tuple[Packed, Packed, Packed]:
    packed = _ramp()
    return planes(Hunt().frame(packed, Moment(number, strength, seed), lambda _: packed))


def _extreme(seed: int, sign: int) -> int:
    return max(range(240), key=lambda number: sign * reading(Moment(number, 1.0, seed), _EXPOSURE))


def test_a_jump_is_overshot_and_then_reached():
    """As a damped swing does."""
    answers = [_answer(age, _EXPOSURE) for age in range(120)]
    assert answers[0] == 0
    assert 1.2 < max(answers) < 1.6
    assert abs(answers[-1] - 1) < 0.001


@pytest.mark.parametrize("seed", [1, 7, 90])
@pytest.mark.parametrize("loop", [_EXPOSURE, _WHITE])
def test_it_is_too_much_and_too_little_by_turns_and_never_leaps(seed, loop):
    """Nothing flickers from frame to frame, and what is forgotten is not missed."""
    readings = [reading(Moment(number, 1.0, seed), loop) for number in range(480)]
    assert max(readings) > 0.6
    assert min(readings) < -0.6
    assert max(abs(later - earlier) for earlier, later in pairwise(readings)) < 0.4


@pytest.mark.parametrize("seed", [1, 7, 90])
def test_bright_greys_stay_apart_where_it_is_overexposed(seed):
    """White is neared along a shoulder, not cut off."""
    luma = _seen(_extreme(seed, 1), seed=seed)[0][0].astype(int)
    assert (luma[8:-8] > _ramp()[0, 8:-8] + 8).all()
    assert (np.diff(luma) >= 0).all()
    assert len(set(luma[-16:])) > 8
    assert luma.max() <= 236


@pytest.mark.parametrize("seed", [1, 7, 90])
def test_the_dark_swing_loses_light(seed):
    """No grey is brighter then."""
    luma = _seen(_extreme(seed, -1), seed=seed)[0][0].astype(int)
    assert (luma[4:] < _ramp()[0, 4:]).all()


def test_grey_drifts_warm_and_cold_and_black_has_no_colour():
    """Blue and red go against each other."""
    casts = [[plane[8, 20].astype(int) - 128 for plane in _seen(number)[1:]] for number in range(0, 240, 4)]
    assert max(red - blue for blue, red in casts) > 15
    assert min(red - blue for blue, red in casts) < -15
    assert all(abs(int(plane[8, 0]) - 128) <= 2 for number in range(0, 240, 20) for plane in _seen(number)[1:])
