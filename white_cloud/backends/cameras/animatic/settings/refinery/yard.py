"""The yard of the plant: bare ground with ruts and puddles, in the light and the shadows that the works leave."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.radiance import (
    Array,
    Tile,
    colour,
    columns_and_rows,
    four_channels,
    smoothstep,
    spectral_noise,
)
from white_cloud.media.survey import SKY_DEPTH, Survey, class_number

_LEFT, _NEAR, _STEP = -180.0, -20.0, 0.75
_COLUMNS, _ROWS = 480, 330
_MIRRORED = 95.0


def yard_places() -> Array:
    """Return the places (n, 3) at which the yard's light must be known."""
    x = _LEFT + np.arange(_COLUMNS) * _STEP
    y = _NEAR + np.arange(_ROWS) * _STEP
    grid_x, grid_y = np.meshgrid(x, y)
    return np.stack([grid_x.ravel(), grid_y.ravel(), np.zeros(grid_x.size)], 1)


@dataclass(frozen=True)
class Yard:
    """The ground: `light` (rows, columns, 4) it sends, with the part that is wet in the fourth channel, and gravel."""

    light: Array = field(repr=False)
    gravel: Tile = field(repr=False)

    @classmethod
    def lit(cls, fallen: Array, wet: float, snow: bool, seed: int = 4) -> Yard:
        """Return the yard on which the light `fallen` (n, 3) falls at yard_places; `wet` 0..1 is how much stands in puddles."""
        fall = fallen.reshape(_ROWS, _COLUMNS, 3)
        x, y = (plane.reshape(_ROWS, _COLUMNS) for plane in yard_places()[:, :2].T)
        side = 512
        broad = _stretched(spectral_noise(side, 1.7, seed, 2, 40))
        fine = _stretched(spectral_noise(side, 1.0, seed + 1, 20))
        tone = 1 + 0.16 * broad + 0.12 * fine
        for middle in (3.2, 5.0, 8.2, 10.0):  # the road's ruts
            tone = tone * (1 - 0.22 * np.exp(-(((x - middle - 1.2 * np.sin(y / 31)) / 0.55) ** 2)))
        albedo = (colour("#8f8470") * tone[..., None]).astype(np.float32)
        ore = smoothstep(0.2, 1.4, broad + 0.4 * fine - np.hypot(x - 61, y - 128) / 30 + 1.3)[..., None]
        albedo = albedo * (1 - 0.45 * ore).astype(np.float32)
        if snow:
            lying = smoothstep(-0.9, 0.3, broad * 0.6 + fine * 0.35 - np.exp(-(((x - 6.6) / 5) ** 2)) * 1.1)[..., None]
            albedo = albedo + (colour("#dfe3e6") - albedo) * lying.astype(np.float32)
        pools = smoothstep(1.25 - 1.5 * wet, 1.45 - 1.3 * wet, -broad + 0.25 * fine + 0.3 * np.exp(-(((x - 6.6) / 6) ** 2)))
        pools = pools * (wet > 0)
        light = albedo * fall * (1 - 0.35 * wet * (1 - pools) - 0.75 * pools)[..., None].astype(np.float32)
        gravel = Tile(spectral_noise(512, 0.9, 17, 6) * 0.13 + spectral_noise(512, 1.5, 18, 3, 60) * 0.10)
        whole = np.dstack([light, pools]).astype(np.float32)
        inside = np.minimum(np.minimum(x - x.min(), x.max() - x), np.minimum(y - y.min(), y.max() - y))
        part = smoothstep(0, 30, inside)[..., None].astype(np.float32)  # beyond the map the plain goes on, all of one tone
        plain = whole.mean((0, 1)) * np.array([1, 1, 1, 0], np.float32)
        return cls(plain + (whole - plain) * part, gravel)

    def paint(self, picture: Array, lens: Pinhole, dust: Dust, reflected: Array, survey: Survey | None = None) -> None:
        """Paint the ground below the horizon over `picture` (height, width, 4); puddles show `reflected`, of the same size."""
        width = lens.size[0]
        whole = ground_depth(lens)
        first = int(np.argmax(whole < SKY_DEPTH))
        if whole[first] >= SKY_DEPTH:
            return
        depth = whole[first:, None]
        aside = ((np.arange(width, dtype=np.float32) + 0.5 - width / 2) / np.float32(lens.focal))[None]
        x = depth * (lens.forward[0] + aside * np.float32(lens.right[0])).astype(np.float32) + np.float32(lens.x)
        y = depth * (lens.forward[1] + aside * np.float32(lens.right[1])).astype(np.float32) + np.float32(lens.y)
        ground = cv2.remap(
            self.light, (x - np.float32(_LEFT)) / np.float32(_STEP), (y - np.float32(_NEAR)) / np.float32(_STEP),
            cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        wet = cv2.extractChannel(ground, 3)
        relief = self.gravel(x / np.float32(9), y / np.float32(9))
        relief *= np.exp(depth * np.float32(-1 / 45))
        relief += 1
        ground *= four_channels(relief)
        wet *= np.clip(0.25 + depth / 60, 0, 0.85)
        ground = cv2.blendLinear(reflected[first:], ground, wet, 1 - wet)
        depth = np.ascontiguousarray(np.broadcast_to(depth, wet.shape))
        clear = dust.clear(depth, np.full_like(depth, lens.z / 2))
        haze = np.ascontiguousarray(np.broadcast_to(dust.colours[None], ground.shape))
        picture[first:] = cv2.blendLinear(ground, haze, clear, 1 - clear)
        if survey is not None:
            survey.classes[first:] = class_number("ground")
            survey.depth[first:] = depth


def _stretched(noise: Array) -> Array:
    return cv2.resize(noise, (_COLUMNS, _ROWS), interpolation=cv2.INTER_LINEAR)


def ground_depth(lens: Pinhole) -> Array:
    """Return how far away level ground at height 0 is in each row, float32 (height,); SKY_DEPTH above the horizon."""
    drop = np.arange(lens.size[1], dtype=np.float32) + np.float32(0.5 - lens.horizon_row)
    depth = np.float32(lens.z * lens.focal) / np.maximum(drop, np.float32(0.5))
    return np.where(drop > 0.5, depth, np.float32(SKY_DEPTH)).astype(np.float32)


def mirrored(above: Array, lens: Pinhole) -> Array:
    """Return what still water on the ground mirrors, as large as `above` (height, width, 4), a picture of what stands there.

    It is turned over about where the ground is _MIRRORED metres away: right for what stands there, nearly so for the rest.
    """
    height = lens.size[1]
    foot = lens.horizon_row + lens.z * lens.focal / _MIRRORED
    rows = np.clip(2 * foot - np.arange(height, dtype=np.float32), 0, min(foot, height - 1)).astype(np.float32)
    columns = np.arange(lens.size[0], dtype=np.float32)
    turned = cv2.remap(above, *columns_and_rows(columns, rows), cv2.INTER_LINEAR)
    return cv2.blur(turned, (1, 5))
