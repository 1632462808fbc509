"""The lab: linear light becomes a print on film. Bloom with red halation, vignette, print curve, split tone, grain.

The print is packed planes I420: BT.709, limited range (Y 16..235, Cb and Cr 16..240), uint8 (height * 3/2, width).
A printed frame follows from the grade, the seed, its number, its light and that of the frame before: any can be made alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, smoothstep

#: Full-range B'G'R' to Y'CbCr of BT.709 (Kr .2126, Kb .0722), limited range, 8 bits: rows Y, Cb, Cr; last the offset.
_BT709 = np.array(
    [
        [0.0722 * 219 / 255, 0.7152 * 219 / 255, 0.2126 * 219 / 255, 16],
        [0.5 * 224 / 255, -0.7152 / 1.8556 * 224 / 255, -0.2126 / 1.8556 * 224 / 255, 128],
        [-0.0722 / 1.5748 * 224 / 255, -0.7152 / 1.5748 * 224 / 255, 0.5 * 224 / 255, 128],
    ],
    np.float32,
)
_LUMA = np.array([0.0722, 0.7152, 0.2126])
_TABLE = 65536
_BRIGHTEST = 6.0  # light above this prints as white
_LAMP = 8.0  # a lamp's light as bloom counts it: a lamp is no brighter than this
_SPARE = (128, 256)  # rows and columns of grain beyond the frame, for a fresh place each frame


@dataclass(frozen=True)
class Grade:
    """How a setting is printed.

    `exposure` multiplies light; `middle` is the light that prints half-way and `contrast` the slope there; `shadow` and
    `highlight` are the colours (sRGB) of nothing and of everything; `saturation` 1 leaves colour as it is; `bloom` is the part
    of light that spreads, more of it red by `halation` (blue, green, red); `vignette` is the part lost in the corners; `grain`
    is its deviation in the mid-tones, in 8-bit steps; `shutter` is the part of a frame exposed in the frame before.
    """

    exposure: float = 1.0
    contrast: float = 1.35
    middle: float = 0.22
    saturation: float = 0.8
    bloom: float = 0.16
    halation: tuple[float, float, float] = (0.55, 0.8, 1.25)
    vignette: float = 0.4
    shadow: str = "#101314"
    highlight: str = "#f3ead8"
    grain: float = 3.6
    shutter: float = 0.35


class Print:
    """The lab set up for one take: from light at `size` (width, height) to planes at `output` size, both even."""

    def __init__(self, size: tuple[int, int], output: tuple[int, int], grade: Grade, seed: int) -> None:
        self.size, self.output, self.grade, self.seed = size, output, grade, seed
        self._vignette = self._shade()
        self._curve = self._print_curve()
        self._colour = self._colour_matrix()
        self._bright, self._dark = self._grain()
        self._grain_by_density = self._density()

    def __call__(self, number: int, radiance: Array, previous: Array | None = None) -> Array:
        """Return frame `number` as planes uint8 (height * 3/2, width); `previous` is the light of the frame before it.

        Light is float32 (height, width, 3 or 4), linear, blue first. Neither array is changed.
        """
        return self.finish(number, self.develop(radiance, previous))

    def finish(self, number: int, developed: Array) -> Array:
        """Return frame `number` as planes, with grain, from what `develop` gave."""
        luma, blue, red = cv2.split(cv2.transform(developed, _BT709))
        width, height = self.output
        weight = cv2.LUT(luma, self._grain_by_density)
        if self.size != self.output:
            luma = cv2.resize(luma, self.output, interpolation=cv2.INTER_CUBIC)
            weight = cv2.resize(weight, self.output)
        chroma = (width // 2, height // 2)
        if self.size != chroma:  # the chroma of a half-size picture already has the size of I420's
            blue, red = (cv2.resize(plane, chroma, interpolation=cv2.INTER_AREA) for plane in (blue, red))
        self._add_grain(number, luma, weight)
        return np.concatenate([luma.reshape(-1), blue.reshape(-1), red.reshape(-1)]).reshape(height * 3 // 2, width)

    def develop(self, radiance: Array, previous: Array | None = None) -> Array:
        """Return the print without grain at the size of the light: uint8 (height, width, 3), full range, blue first."""
        picture = radiance
        if previous is not None and self.grade.shutter:
            picture = cv2.addWeighted(picture, 1 - self.grade.shutter, previous, self.grade.shutter, 0)
        if self.grade.bloom:
            picture = self._bloom(picture)
        if picture.shape[2] == 4:
            picture = cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR)  # transforming four channels to three is twenty times slower
        picture = cv2.transform(picture, self._colour)
        picture = cv2.multiply(picture, self._vignette, dst=picture)
        cv2.threshold(picture, 0, 0, cv2.THRESH_TOZERO, picture)
        cv2.sqrt(picture, picture)
        cv2.threshold(picture, _TABLE - 1.0, 0, cv2.THRESH_TRUNC, picture)
        return cv2.LUT(picture.astype(np.uint16), self._curve)

    def _bloom(self, picture: Array) -> Array:
        width, height = self.size
        quarter, far = (max(1, width // 4), max(1, height // 4)), (max(1, width // 16), max(1, height // 16))
        small = cv2.resize(picture, quarter, interpolation=cv2.INTER_AREA)
        cv2.threshold(small, _LAMP, 0, cv2.THRESH_TRUNC, small)
        near_glow = cv2.GaussianBlur(small, (0, 0), max(0.3, width / 640 * 1.5))
        far_glow = cv2.resize(small, far, interpolation=cv2.INTER_AREA)
        far_glow = cv2.GaussianBlur(far_glow, (0, 0), max(0.3, width / 640 * 2.2))
        far_glow = cv2.resize(far_glow, quarter, interpolation=cv2.INTER_CUBIC)
        glow = cv2.addWeighted(near_glow, 0.5, far_glow, 0.5, 0)
        glow = glow * (np.array([*self.grade.halation, 0], np.float32) * np.float32(self.grade.bloom))[: picture.shape[2]]
        return cv2.scaleAdd(picture, 1 - self.grade.bloom, cv2.resize(glow, self.size))

    def _shade(self) -> Array:
        width, height = self.size
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        off_centre = ((x / width - 0.5) * 1.15) ** 2 + (y / height - 0.5) ** 2
        plane: Array = (1 - self.grade.vignette * smoothstep(0.06, 0.62, off_centre)).astype(np.float32)
        return cv2.merge([plane] * 3)

    def _print_curve(self) -> Array:
        # The table is entered with the square root of light: fine steps in the shadows. Naka and Rushton's sigmoid.
        light = (np.arange(_TABLE) / (_TABLE - 1)) ** 2 * _BRIGHTEST
        density = 1 / (1 + (self.grade.middle / np.maximum(light, 1e-6)) ** self.grade.contrast)
        low, high = (
            np.array([int(code[i : i + 2], 16) for i in (5, 3, 1)]) for code in (self.grade.shadow, self.grade.highlight)
        )
        table: Array = np.clip(low + (high - low) * density[:, None], 0, 255).round().astype(np.uint8)
        return table[None]

    def _colour_matrix(self) -> Array:
        saturation = self.grade.saturation
        matrix = saturation * np.eye(3) + (1 - saturation) * np.ones((3, 1)) * _LUMA[None]
        return np.asarray(matrix * self.grade.exposure * (_TABLE - 1) ** 2 / _BRIGHTEST, np.float32)

    def _grain(self) -> tuple[Array, Array]:
        width, height = self.output
        random = np.random.default_rng((self.seed, 1))

        def clumps(sigma: float) -> Array:
            noise: Array = random.standard_normal((height + _SPARE[0], width + _SPARE[1]), np.float32)
            noise = cv2.GaussianBlur(noise, (0, 0), max(0.2, sigma * width / 1280))
            return noise / np.float32(noise.std())

        pattern = (clumps(0.62) * np.float32(0.85) + clumps(1.5) * np.float32(0.5)) * np.float32(self.grade.grain * 3)
        bright, dark = (np.clip(part, 0, 255).round().astype(np.uint8) for part in (pattern, -pattern))
        return bright, dark

    @staticmethod
    def _density() -> Array:
        # Grain shows most in the mid-tones; a third, as the pattern is kept three times too strong for the sake of rounding.
        tone = np.clip(np.arange(256) / 255 * 1.05, 0, 1)
        return (255 * np.clip(0.30 + 0.70 * np.sin(np.pi * tone) ** 0.8, 0, 1) / 3).astype(np.uint8)

    def _add_grain(self, number: int, luma: Array, weight: Array) -> None:
        width, height = self.output
        random = np.random.default_rng((self.seed, 2, number))
        top, left = (int(random.integers(0, spare)) for spare in _SPARE)
        place = np.s_[top : top + height, left : left + width]
        cv2.add(luma, cv2.multiply(self._bright[place], weight, scale=1 / 255), luma)
        cv2.subtract(luma, cv2.multiply(self._dark[place], weight, scale=1 / 255), luma)
