"""The print: colour space, grain, shutter."""

from dataclasses import replace

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.lab import Grade, Print
from white_cloud.backends.cameras.animatic.radiance import colour

PLAIN = Grade(bloom=0, vignette=0, grain=0, shutter=0, saturation=1, shadow="#000000", highlight="#ffffff")


def even_light(value: float, size: tuple[int, int] = (16, 10), channels: int = 4) -> np.ndarray:
    """Return an even picture of light."""
    return np.full((size[1], size[0], channels), value, np.float32)


def test_planes_are_packed_and_of_the_output_size():
    """Planes are uint8 (height * 3/2, width)."""
    planes = Print((16, 10), (32, 20), Grade(), 1)(0, even_light(0.3))
    assert planes.shape == (30, 32)
    assert planes.dtype == np.uint8


def test_nothing_is_black_and_everything_is_white_in_limited_range():
    """No light prints as Y 16, a great deal as Y near 235, both without colour."""
    develop = Print((16, 10), (32, 20), PLAIN, 1)
    black, white = develop(0, even_light(0)), develop(0, even_light(50))
    assert (black[:20] == 16).all()
    assert white[:20].min() >= 225
    assert white[:20].max() <= 235
    assert np.abs(black[20:].astype(int) - 128).max() <= 1
    assert np.abs(white[20:].astype(int) - 128).max() <= 1


@pytest.mark.parametrize(
    ("code", "expected"), [("#ff0000", (63, 102, 240)), ("#00ff00", (173, 42, 26)), ("#0000ff", (32, 240, 118))]
)
def test_primaries_are_those_of_bt709(code, expected):
    """Full primaries land on the published BT.709 codes (the print curve stops a little short of full)."""
    picture = np.broadcast_to(colour(code, 6.0, channels=4), (10, 16, 4)).astype(np.float32).copy()
    planes = Print((16, 10), (32, 20), replace(PLAIN, middle=0.001, contrast=3.0), 1)(0, picture)
    luma, chroma = planes[10, 16], planes[20:].reshape(2, 10, 16)[:, 5, 8]
    assert (luma, *chroma) == pytest.approx(expected, abs=2)


def test_light_of_three_channels_prints_as_four_do():
    """The spare channel counts for nothing."""
    four, three = (Print((16, 10), (32, 20), Grade(), 1)(0, even_light(0.3, channels=n)) for n in (4, 3))
    assert np.array_equal(four, three)


def test_grain_changes_with_the_frame_and_the_seed_only():
    """A frame printed again, by another print, is the same."""
    first, again, other = (Print((16, 10), (32, 20), Grade(), seed) for seed in (1, 1, 2))
    frame = first(7, even_light(0.2))
    first(8, even_light(0.9))
    assert np.array_equal(frame, first(7, even_light(0.2)))
    assert np.array_equal(frame, again(7, even_light(0.2)))
    assert not np.array_equal(frame, first(8, even_light(0.2)))
    assert not np.array_equal(frame, other(7, even_light(0.2)))


def test_the_shutter_lets_in_the_frame_before():
    """A bright frame before brightens; without one the frame stands alone; the light given is not changed."""
    develop = Print((16, 10), (32, 20), replace(PLAIN, shutter=0.35), 1)
    dark, bright = even_light(0.05), even_light(1.0)
    assert develop(0, dark, bright)[:20].mean() > develop(0, dark)[:20].mean()
    assert (dark == np.float32(0.05)).all()
    assert (bright == 1).all()


def test_bloom_spreads_red_farthest():
    """Beside a lamp there is more red than blue."""
    picture = even_light(0.01, (64, 36))
    picture[18, 32] = 8
    around = Print((64, 36), (64, 36), replace(PLAIN, bloom=0.3), 1).develop(picture)[18, 35]
    assert around[2] > around[0]
