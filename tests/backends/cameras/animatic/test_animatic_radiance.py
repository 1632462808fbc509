"""Colour, noise and tiles."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.radiance import Tile, blur, colour, mix, shifted, smoothstep, spectral_noise


def test_a_colour_is_linear_and_blue_first():
    """sRGB #ff8000 is full red, about a fifth of green and no blue."""
    assert colour("#ff8000") == pytest.approx([0.0, 0.2159, 1.0], abs=1e-3)


def test_a_colour_of_four_channels_ends_in_nothing_and_takes_a_gain():
    """The spare channel stays 0 whatever the gain."""
    assert colour("#ffffff", 2.0, channels=4).tolist() == [2.0, 2.0, 2.0, 0.0]


def test_smoothstep_runs_from_nought_to_one_either_way():
    """The edges may be given in falling order."""
    assert smoothstep(0, 1, np.array([-1.0, 0.5, 2.0])).tolist() == [0.0, 0.5, 1.0]
    assert smoothstep(1, 0, np.array([-1.0, 2.0])).tolist() == [1.0, 0.0]


def test_mix_gives_its_ends():
    """A part of 0 is the first, of 1 the second."""
    assert (mix(3.0, 5.0, 0), mix(3.0, 5.0, 1)) == (3.0, 5.0)


def test_noise_is_seeded_and_of_unit_deviation():
    """The same seed gives the same noise, another seed another."""
    noise = spectral_noise(32, 1.5, seed=4)
    assert noise.dtype == np.float32
    assert noise.std() == pytest.approx(1, abs=1e-4)
    assert np.array_equal(noise, spectral_noise(32, 1.5, seed=4))
    assert not np.array_equal(noise, spectral_noise(32, 1.5, seed=5))


def test_noise_has_no_seam():
    """Steps over the edge are as small as steps inside."""
    noise = spectral_noise(64, 2.2, seed=1, lowest=1, highest=6)
    inside = np.abs(np.diff(noise, axis=1)).max()
    assert np.abs(noise[:, 0] - noise[:, -1]).max() <= 1.5 * inside


def test_a_tile_repeats_and_interpolates():
    """A coordinate one period on is the same place; half a cell on is the mean of two."""
    tile = Tile(np.array([[0.0, 4.0], [8.0, 12.0]], np.float32))
    assert tile.at(0.25, 0.0)[0] == pytest.approx(2.0)
    assert tile.at(1.5, -1.0)[0] == pytest.approx(tile.at(0.5, 0.0)[0])
    assert tile.at(0.75, 0.0)[0] == pytest.approx(2.0)  # between the last cell and the first


def test_a_wide_blur_of_a_tile_keeps_its_mean_and_has_no_seam():
    """The quarter-size short cut wraps as the plain blur does."""
    plane = spectral_noise(64, 1.0, seed=2) + 5
    soft = blur(plane, 10, wrap=True)
    assert soft.mean() == pytest.approx(5, abs=0.05)
    assert np.abs(soft[:, 0] - soft[:, -1]).max() < 0.2


def test_shifting_by_whole_cells_is_a_roll():
    """A shift of (1, 2) looks one column and two rows on."""
    plane = np.arange(16, dtype=np.float32).reshape(4, 4)
    assert np.array_equal(shifted(plane, 1, 2), np.roll(plane, (-2, -1), (0, 1)))


def test_shifting_by_half_a_cell_is_a_mean():
    """Between two columns lies their mean."""
    plane = np.array([[0.0, 2.0, 4.0, 6.0]] * 2, np.float32)
    assert shifted(plane, 0.5, 0)[0].tolist() == [1.0, 3.0, 5.0, 3.0]
