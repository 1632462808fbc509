"""Pulverise: grains leave one end of the light first, fly on paths, and settle."""

from __future__ import annotations

import numpy as np
import pytest

from white_cloud.glitch.effect import Moment
from white_cloud.glitch.pulverise import Pulverise
from white_cloud.media.planes import black, from_rgb, planes

SIZE = (320, 180)
BRIGHT_FIRST, DARK_FIRST = 7, 6


def _halves():
    """Dark on the left, bright on the right."""
    packed = black(SIZE)
    planes(packed)[0][:] = np.repeat((60, 200), SIZE[0] // 2)
    return packed


def _shown(plate, number: int = 40, strength: float = 1.0, seed: int = BRIGHT_FIRST):
    return Pulverise().frame(plate, Moment(number, strength, seed), lambda _: plate)


@pytest.mark.parametrize(("seed", "right_first"), [(BRIGHT_FIRST, True), (DARK_FIRST, False)])
def test_one_end_of_the_light_goes_first(seed, right_first):
    """By seed: the bright land or the dark, away from the border between them."""
    plate = _halves()
    touched = np.mean([planes(_shown(plate, at, 0.45, seed))[0] != planes(plate)[0] for at in range(0, 150, 10)], axis=0)
    left, right = touched[:, :80].mean(), touched[:, 240:].mean()
    assert (right > 3 * left) if right_first else (left > 3 * right)


def test_a_grain_carries_its_colour_away():
    """Light of the bright half, with a glint of its own, comes down on the dark one; more so with strength."""
    plate = _halves()
    dark = planes(plate)[0] < 100
    carried = [
        np.mean(
            [
                (np.abs(planes(_shown(plate, at, strength, seed))[0][dark].astype(int) - 200) < 25).mean()
                for at in range(0, 150, 10)
                for seed in (1, 3, 5)
            ]
        )
        for strength in (0.3, 0.6, 1.0)
    ]
    assert carried == sorted(carried)
    assert carried[-1] > 0.005


def test_grains_go_on_paths():
    """A frame is nearer to the next one than to one of another time, so it is no noise."""
    noise = np.random.default_rng(1).integers(30, 220, (SIZE[1], SIZE[0], 3), np.uint8)
    plate = from_rgb(np.repeat(np.repeat(noise[:30, :40], 6, axis=0), 8, axis=1))
    first, following, later = (_shown(plate, at).astype(int) for at in (40, 41, 90))
    assert np.abs(first - following).mean() < 0.5 * np.abs(first - later).mean()


def test_what_has_settled_is_home_again():
    """Over a round, most places show the plate for a while."""
    plate = _halves()
    shown = [(_shown(plate, at, 0.7) == plate) for at in range(0, 150, 5)]
    assert np.any(shown, axis=0).mean() > 0.9
    assert np.all(shown, axis=0).mean() < 0.9


def test_black_stays_black():
    """No light, no sand; and nothing comes out blacker than black."""
    dark = black(SIZE)
    assert (_shown(dark) == dark).all()
    dim = np.maximum(dark, 18)
    assert planes(_shown(dim))[0].min() >= 16


@pytest.mark.parametrize("size", [(2, 2), (1080, 2), (2, 1080), (4096, 2304)])
@pytest.mark.parametrize("level", [16, 235])
def test_every_shape_is_sand(size, level):
    """However thin or large, all black or all white."""
    plate = black(size)
    plate[: size[1]] = level
    assert _shown(plate).shape == plate.shape
