"""Radiance: the tools every setting paints with. Colour in linear light, seeded noise, maps that tile.

A picture is a float32 array (height, width, 4) of linear light in the order blue, green, red and a spare fourth channel:
OpenCV and NumPy handle four channels two to twenty times faster than three. Reference white is 1.0, lamps go above it.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

#: An array of float32 unless its docstring says otherwise.
Array = npt.NDArray[Any]

_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3  # glibc's malloc.h


def _keep_pictures_on_the_heap() -> None:
    # glibc gives every array above 128 kB pages of its own and takes them back at once: the page faults were half of all time.
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, 32 << 20)
        libc.mallopt(_M_TRIM_THRESHOLD, 64 << 20)
        libc.mallopt(_M_TOP_PAD, 16 << 20)


_keep_pictures_on_the_heap()
cv2.setNumThreads(1)  # the same bytes however many cores there are


def colour(code: str, gain: float = 1.0, channels: int = 3) -> Array:
    """Return an sRGB colour "#rrggbb" as linear light (IEC 61966-2-1), float32, blue first; a fourth channel is 0."""
    digits = code.removeprefix("#")
    encoded = np.array([int(digits[i : i + 2], 16) / 255 for i in (4, 2, 0)])
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4) * gain
    return np.append(linear, np.zeros(channels - 3)).astype(np.float32)


def smoothstep(low: float, high: float, value: Any) -> Any:
    """Return 0 below `low`, 1 above `high` and a smooth cubic between them; `low` may be the greater."""
    part = np.clip((value - low) / (high - low), 0, 1)
    return part * part * (3 - 2 * part)


def mix(first: Any, second: Any, part: Any) -> Any:
    """Return `first` where `part` is 0, `second` where it is 1, and the linear mixture between."""
    return first + (second - first) * part


def spectral_noise(
    height: int,
    slope: float,
    seed: int,
    lowest: float = 1,
    highest: float | None = None,
    stretch: float = 1.0,
    width: int | None = None,
) -> Array:
    """Return tileable noise (height, width) of mean 0 and deviation 1, by a random phase for every wave (spectral synthesis).

    Amplitude falls as frequency**-slope; waves with fewer than `lowest` periods are left out and those above `highest` damped;
    `stretch` below 1 lengthens the grain along x.
    """
    width = width or height
    rows = np.fft.fftfreq(height).astype(np.float32)[:, None] * height
    columns = np.fft.rfftfreq(width).astype(np.float32)[None] * width
    periods = np.sqrt((columns * np.float32(stretch)) ** 2 + rows**2)
    periods[0, 0] = 1
    amplitude = periods ** np.float32(-slope)
    amplitude[periods < lowest] = 0
    if highest:
        amplitude *= np.exp(-((periods / np.float32(highest)) ** 2))
    amplitude[0, 0] = 0
    turns = np.random.default_rng(seed).random(periods.shape, np.float32) * np.float32(2 * np.pi)
    waves = np.empty(periods.shape, np.complex64)
    waves.real, waves.imag = amplitude * np.cos(turns), amplitude * np.sin(turns)
    noise = np.fft.irfft2(waves, s=(height, width)).astype(np.float32)
    deviation = np.float32(noise.std())
    return noise / deviation


def blur(picture: Array, sigma: float, wrap: bool = False) -> Array:
    """Return a Gaussian blur of `sigma` pixels; with `wrap` of a tileable picture, where a wide one is made at a quarter."""
    if not wrap:
        return cv2.GaussianBlur(picture, (0, 0), sigma)
    if sigma > 8 and min(picture.shape[:2]) >= 64:
        height, width = picture.shape[:2]
        small = cv2.resize(picture, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
        small = cv2.copyMakeBorder(blur(small, sigma / 4, wrap=True), 1, 1, 1, 1, cv2.BORDER_WRAP)
        return _enlarged(small, height, width)
    border = int(3 * sigma) + 1
    padded = cv2.copyMakeBorder(picture, border, border, border, border, cv2.BORDER_WRAP)
    return np.ascontiguousarray(cv2.GaussianBlur(padded, (0, 0), sigma)[border:-border, border:-border])


def _enlarged(padded: Array, height: int, width: int) -> Array:
    """Enlarge a map padded by one on every side to (height, width) without a seam at the edges."""
    rows, columns = padded.shape[0] - 2, padded.shape[1] - 2
    x = (np.arange(width, dtype=np.float32) + 0.5) * (columns / width) + 0.5
    y = (np.arange(height, dtype=np.float32) + 0.5) * (rows / height) + 0.5
    grid_x, grid_y = np.meshgrid(x, y)
    return cv2.remap(padded, grid_x.astype(np.float32), grid_y.astype(np.float32), cv2.INTER_LINEAR)


def shifted(tile: Array, x: float, y: float) -> Array:
    """Return a tileable plane as seen from (x, y) cells further on, bilinear."""
    left, top = int(np.floor(x)), int(np.floor(y))
    right, bottom = x - left, y - top
    rolled = cv2.copyMakeBorder(np.roll(tile, (-top, -left), (0, 1)), 0, 1, 0, 1, cv2.BORDER_WRAP)
    kernel = np.array([[(1 - bottom) * (1 - right), (1 - bottom) * right], [bottom * (1 - right), bottom * right]], np.float32)
    return np.ascontiguousarray(cv2.filter2D(rolled, -1, kernel, anchor=(0, 0))[:-1, :-1])


def four_channels(plane: Array) -> Array:
    """Return a plane as four equal channels, so that products with a picture stay contiguous."""
    return cv2.merge([plane, plane, plane, plane])


class Tile:
    """A tileable map, sampled at coordinates counted in tiles (1 is one period), bilinear."""

    def __init__(self, plane: Array) -> None:
        self.rows, self.columns = plane.shape[:2]
        # Padded by one and wrapped by floor: OpenCV's own wrapping border is up to 30 times slower outside the map.
        self._map = cv2.copyMakeBorder(np.ascontiguousarray(plane, np.float32), 0, 1, 0, 1, cv2.BORDER_WRAP)

    def __call__(self, u: Array, v: Array, out: Array | None = None) -> Array:
        """Return the map at float32 arrays `u` (along x) and `v` (along y) of equal shape; both are used up."""
        u -= np.floor(u)
        v -= np.floor(v)
        u *= self.columns
        v *= self.rows
        return cv2.remap(self._map, u, v, cv2.INTER_LINEAR, out)

    def at(self, u: float, v: float) -> Array:
        """Return the map's value at one place: an array of its channels (one where it is a plane)."""
        return np.atleast_1d(self(np.full((1, 1), u, np.float32), np.full((1, 1), v, np.float32))[0, 0])


def columns_and_rows(across: Array, down: Array) -> tuple[Array, Array]:
    """Return two contiguous float32 planes: `across` (width) repeated over rows, `down` (height) repeated over columns."""
    height, width = len(down), len(across)
    grid_x = np.repeat(across.astype(np.float32)[None], height, 0)
    return grid_x, np.repeat(down.astype(np.float32)[:, None], width, 1)
