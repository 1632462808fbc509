"""Stutter: frames held, dropped and gone round in small loops."""

from __future__ import annotations

import numpy as np
import pytest

from white_cloud.glitch.effect import Moment
from white_cloud.glitch.stutter import Stutter, delay
from white_cloud.media.planes import black

SEEDS = [1, 7, 90]


def _shown(strength: float, seed: int, frames: int = 480) -> list[int]:
    return [number - delay(Moment(number, strength, seed)) for number in range(frames)]


@pytest.mark.parametrize("seed", SEEDS)
def test_at_a_tenth_one_frame_a_second_is_dropped(seed):
    """The one before it stays for two."""
    shown = _shown(0.1, seed)
    for second in range(0, 480, 24):
        late = [number - shown[number] for number in range(second, second + 24)]
        assert sorted(late) == [0] * 23 + [1]


@pytest.mark.parametrize("seed", SEEDS)
def test_strength_takes_more_frames(seed):
    """Those that a weaker one takes, and others."""
    weak, middle, full = (
        {number for number, shown in enumerate(_shown(strength, seed)) if shown < number} for strength in (0.1, 0.5, 1.0)
    )
    assert weak < middle < full
    assert 0.5 < len(full) / 480 < 0.85


@pytest.mark.parametrize("seed", SEEDS)
def test_at_full_strength_it_goes_round(seed):
    """Two frames by turns, A B A B, and a frame that is held for long."""
    shown = _shown(1.0, seed)
    runs = [shown[number : number + 6] for number in range(len(shown) - 6)]
    assert any(run == [run[0], run[0] + 1] * 3 for run in runs)
    assert any(len(set(run)) == 1 for run in runs)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_shows_only_the_past_and_comes_back_to_the_present(seed):
    """No further back than is kept ready, and never behind for a whole second."""
    late = [number - shown for number, shown in enumerate(_shown(1.0, seed))]
    assert min(late) == 0
    assert max(late) <= Stutter.look_back
    assert all(0 in late[start : start + 12] for start in range(0, 480, 12))


def test_a_repeated_frame_is_that_frame_in_an_array_of_its_own():
    """What is kept for others is not handed out."""
    plates = [black((16, 16)) + np.uint8(number) for number in range(100)]
    number = next(at for at in range(30, 100) if delay(Moment(at, 1.0, 7)))
    result = Stutter().frame(plates[number], Moment(number, 1.0, 7), lambda at: plates[at])
    shown = plates[number - delay(Moment(number, 1.0, 7))]
    assert (result == shown).all()
    assert not np.shares_memory(result, shown)
