"""The camera for works: pieces are drawn far to near as numbers, and every pixel looks its light up.

A pixel knows its panel, so its place in the world follows from the panel's plane: depth is exact, and haze, worn paint and
what runs on a belt are looked up there (deferred shading; Deering et al. 1988). Edges are smooth because numbers are drawn
four to a pixel: a pixel is the mean of its four pieces' flat colours, times how the first of them differs from its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.build import Works
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.props.works.scene import Movers, Scene
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels, spectral_noise
from white_cloud.media.survey import SKY_DEPTH, Survey

_ROW = 256  # pixels that are looked up in a row


@dataclass
class Plate:
    """What was drawn, all of it within `rows`.

    Light is premultiplied by cover (height, width, 4), depth (height, width) in metres, classes are numbers.
    """

    radiance: Array = field(repr=False)
    depth: Array = field(repr=False)
    kinds: Array = field(repr=False)
    rows: slice = field(default_factory=lambda: slice(0, 0))

    def over(self, picture: Array, depth: Array, bias: float = 0.0, part: float = 0.0) -> Array:
        """Return `picture` (height, width, 4) with the plate before it, where what is at `depth` metres does not hide it.

        What is up to `bias` metres and a `part` of its depth nearer does not hide it either. Both arrays are changed.
        """
        rows = self.rows
        shown, far = self.radiance[rows], depth[rows]
        hidden = self.depth[rows] > far * np.float32(1 + part) + np.float32(bias)
        if hidden.any():
            shown = cv2.multiply(shown, four_channels((~hidden).astype(np.float32)))
        if len(far):
            cover = cv2.extractChannel(shown, 3)
            np.copyto(far, self.depth[rows], where=cover >= 0.5)
            picture[rows] = cv2.add(cv2.multiply(np.ascontiguousarray(picture[rows]), four_channels(1 - cover)), shown)
        return picture

    def survey_into(self, survey: Survey, bias: float = 0.0, part: float = 0.0) -> None:
        """Enter into `survey` what covers at least half of a pixel and lies before what is there; see `over`."""
        seen = (self.radiance[..., 3] >= 0.5) & (self.depth <= survey.depth * np.float32(1 + part) + np.float32(bias))
        survey.classes[seen] = self.kinds[seen]
        survey.depth[seen] = self.depth[seen]


class WorksCamera:
    """Photographs works for pictures of one size."""

    def __init__(self, size: tuple[int, int], seed: int = 0, fine: int = 2) -> None:
        """`seed` chooses how paint is worn; `fine` is the samples a pixel, each way: 1 or 2."""
        self._size, self._fine = size, fine
        worn = spectral_noise(512, 1.1, seed + 41, 3) * 0.10 + spectral_noise(512, 1.3, seed + 42, 3, stretch=5.0) * 0.09
        ribs = np.sin(np.arange(512, dtype=np.float32) * np.float32(2 * np.pi * 14 / 512))[None] * np.float32(0.16)
        self._worn = Tile(cv2.merge([worn, np.repeat(ribs, 512, 0)]))

    def photograph(
        self,
        works: Works,
        lens: Pinhole,
        dust: Dust,
        t: float,
        movers: Movers | None = None,
        plain: bool = False,
        reach: float = math.inf,
    ) -> Plate:
        """Return the works as seen through `lens` at `t` seconds, those within `reach` metres.

        `plain`: each piece in its mean colour, for what is far or blurred.
        """
        scene = Scene.of(works, lens, dust, t, movers, self._fine, plain, reach)
        drawn = np.zeros((self._size[1] * self._fine, self._size[0] * self._fine), np.uint16)
        scene.draw(drawn, lens)
        width, height = self._size
        plate = Plate(
            np.zeros((height, width, 4), np.float32),
            np.full((height, width), SKY_DEPTH, np.float32),
            np.zeros((height, width), np.uint8),
        )
        rows = np.flatnonzero(drawn.any(1))
        if len(rows):
            plate.rows = slice(int(rows[0]) // self._fine, int(rows[-1]) // self._fine + 1)
            self._develop(plate, drawn, _Shot(scene, works, lens, dust), plain)
        return plate

    def _develop(self, plate: Plate, drawn: Array, shot: _Shot, plain: bool) -> None:
        """Fill the rows of a plate from the numbers drawn there."""
        fine, scene, rows = self._fine, shot.scene, plate.rows
        part = drawn[rows.start * fine : rows.stop * fine]
        samples = [np.ascontiguousarray(part[i::fine, j::fine]).ravel() for i in range(fine) for j in range(fine)]
        nearer = np.maximum(samples[0], samples[-1])
        pixels = _in_rows(np.flatnonzero(nearer))  # only what is covered is looked up
        radiance = plate.radiance[rows].reshape(-1, 4)
        if len(pixels):
            pieces = nearer[pixels]
            sight = _sight(shot.lens, pixels, rows.start)
            depth = _plane(scene, pieces, 0, *sight)
            np.maximum(depth, np.float32(1 / SKY_DEPTH), out=depth)
            np.divide(np.float32(1), depth, out=depth)
            plate.depth[rows].reshape(-1)[pixels] = depth
            plate.kinds[rows].reshape(-1)[pixels] = scene.kinds[pieces]
            if plain:
                radiance[pixels] = scene.flat[pieces]
            else:
                light = self._shade(pieces, depth, sight, shot, shot.dust.colours[pixels % self._size[0]])
                light[..., 3] = 1
                radiance[pixels] = light
        if fine > 1:
            _soften(radiance, samples, nearer, scene.flat)

    def _shade(self, pieces: Array, depth: Array, sight: tuple[Array, Array], shot: _Shot, haze: Array) -> Array:
        """Return the light (rows, columns, 4) that `pieces` (rows, columns) send through the air at places of the picture."""
        scene = shot.scene
        across, down = (_plane(scene, pieces, first, *sight) for first in (3, 7))
        across = across * depth + scene.lookup(pieces, 6)
        down = down * depth + scene.lookup(pieces, 10)
        light = cv2.remap(shot.works.sheet, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        self._wear(light, pieces, scene, across, down, depth)
        height = sight[1] * depth
        height *= 0.5
        height += np.float32(shot.lens.z)
        np.clip(height, 0, 60, out=height)
        clear = shot.dust.clear(depth, height)
        return cv2.blendLinear(light, haze, clear, 1 - clear)

    def _wear(self, light: Array, drawn: Array, scene: Scene, across: Array, down: Array, depth: Array) -> None:
        """Roughen near walls in place: worn paint, and the ribs of corrugated sheets."""
        tiles = scene.lookup(drawn, 12)
        across = across * tiles
        across += scene.lookup(drawn, 13)
        down = down * tiles
        down += scene.lookup(drawn, 14)
        worn, ribs = cv2.split(self._worn(across, down))
        ribs *= scene.lookup(drawn, 11)
        ribs *= cv2.exp(depth * np.float32(-1 / 70))
        worn *= scene.lookup(drawn, 15)
        worn *= cv2.exp(depth * np.float32(-1 / 160))
        worn += ribs
        worn += 1
        light *= four_channels(worn)


@dataclass(frozen=True)
class _Shot:
    """What one photograph is of."""

    scene: Scene
    works: Works
    lens: Pinhole
    dust: Dust


def _soften(radiance: Array, samples: list[Array], nearer: Array, flat: Array) -> None:
    """Smooth the edges of `radiance` (n, 4) in place, where a pixel's `samples` (four of n) are of several pieces.

    It becomes the mean of their `flat` colours, times how what is there, of the piece `nearer`, differs from its own.
    """
    one, two, three, four = samples
    edge = np.flatnonzero((one != two) | (three != four) | (one != three))
    own = nearer[edge]
    mean = sum(flat[sample[edge]] for sample in samples) * np.float32(0.25)
    differs = radiance[edge] / (flat[own] + np.float32(1e-4))
    np.clip(differs, 0.4, 2.5, out=differs)
    differs[own == 0] = 1
    differs[:, 3] = 1
    radiance[edge] = mean * differs


def _in_rows(pixels: Array) -> Array:
    """Return a list as rows of _ROW, the last filled up with its last, as OpenCV's pictures must not be too wide."""
    return np.concatenate([pixels, np.repeat(pixels[-1:], -len(pixels) % _ROW)]).reshape(
        len(pixels) // _ROW + (len(pixels) % _ROW > 0), _ROW
    )


def _sight(lens: Pinhole, pixels: Array, top: int) -> tuple[Array, Array]:
    """Return how far aside and up pixels, counted from row `top` on, look per metre of depth."""
    width, focal = lens.size[0], np.float32(lens.focal)
    across = (np.arange(width, dtype=np.float32) + np.float32(0.5 - width / 2)) / focal
    up = (np.float32(lens.horizon_row - 0.5) - np.arange(top, lens.size[1], dtype=np.float32)) / focal
    return across[pixels % width], up[pixels // width]


def _plane(scene: Scene, drawn: Array, first: int, x: Array, y: Array) -> Array:
    """Return what is linear in the sight (x, y) of each pixel: three numbers of its piece from `first` on."""
    found = scene.lookup(drawn, first)
    found *= x
    part = scene.lookup(drawn, first + 1)
    part *= y
    found += part
    found += scene.lookup(drawn, first + 2)
    return found
