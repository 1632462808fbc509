"""The aeroplane: a wing outside, and the oval of the cabin's window before it, both out of focus or nearly so."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.moves import Offset
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.radiance import Array, blur, colour, mix, smoothstep
from white_cloud.backends.cameras.animatic.settings.clouds.weather import Weather
from white_cloud.media.survey import Survey

_MARGIN = 0.30  # of the frame on every side, for moves
_FINE = 3
_WING_AWAY, _CABIN_AWAY = 14.0, 0.7  # metres

#: The wing's outlines as parts of the frame: its upper face, the bright leading edge, a flap's gap, the winglet.
_FACE = ((0.02, 1.32), (0.79, 0.705), (0.825, 0.715), (0.80, 0.80), (0.64, 1.32))
_EDGE = ((0.02, 1.32), (0.79, 0.705), (0.825, 0.715), (0.10, 1.32))
_GAP = ((0.575, 1.32), (0.775, 0.795), (0.78, 0.795), (0.60, 1.32))
_WINGLET = ((0.79, 0.708), (0.843, 0.560), (0.858, 0.558), (0.826, 0.718))


@dataclass(frozen=True)
class Cabin:
    """What of the aeroplane is seen: premultiplied pictures (h, w, 4) larger than the frame by a margin; either may lack."""

    wing: Array | None = field(default=None, repr=False)
    wall: Array | None = field(default=None, repr=False)

    def draw(self, picture: Array, offset: Offset) -> None:
        """Lay wing and wall over `picture` (h, w, 4) in place, as the lens has moved."""
        for one, reach in ((self.wing, 0.035), (self.wall, 0.10)):
            if one is not None:
                over(_seen(one, picture.shape[:2], offset, reach), picture)

    def survey(self, kept: Survey, offset: Offset) -> None:
        """Enter wing and wall where they cover at least half."""
        for one, reach, kind, away in (
            (self.wing, 0.035, "vehicle", _WING_AWAY),
            (self.wall, 0.10, "wall", _CABIN_AWAY),
        ):
            if one is not None:
                kept.put(kind, _seen(one, kept.depth.shape, offset, reach)[..., 3] >= 0.5, away)


def _seen(one: Array, shape: tuple[int, ...], offset: Offset, reach: float) -> Array:
    """Return the frame's part of a picture: `reach` is how far the longest move shifts it, a part of the frame."""
    height, width = shape[:2]
    zoom = 1 + 0.9 * reach * offset.forward
    x = width * (0.5 - reach * offset.across - 0.3 * reach * offset.yaw / 9)
    y = height * (0.5 + reach * 0.8 * offset.up + reach * 3 * offset.horizon)
    rows, columns = one.shape[:2]
    matrix = np.array([[zoom, 0, x - zoom * columns / 2], [0, zoom, y - zoom * rows / 2]])
    return cv2.warpAffine(one, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def board(size: tuple[int, int], weather: Weather, aside: float, framed: bool) -> Cabin:
    """Return the cabin for frames of `size` (width, height): the wing on the sun's far side, the window where `framed`."""
    wing = _wing(size, weather)
    if aside > 0:
        wing = np.ascontiguousarray(wing[:, ::-1])
    return Cabin(wing, _wall(size, weather) if framed else None)


def _canvas(size: tuple[int, int]) -> tuple[int, int]:
    return tuple(int(side * (1 + 2 * _MARGIN)) for side in size)  # type: ignore[return-value]


def _mask(size: tuple[int, int], outline: tuple[tuple[float, float], ...]) -> Array:
    width, height = _canvas(size)
    places = (np.array(outline) + _MARGIN) * size * (_FINE * 16)
    fine = np.zeros((height * _FINE, width * _FINE), np.uint8)
    cv2.fillPoly(fine, [np.round(places).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255


def _wing(size: tuple[int, int], weather: Weather) -> Array:
    width, height = _canvas(size)
    sun, shade = colour(*weather.sun), colour(*weather.shade)
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None] * np.ones((1, width, 1), np.float32)
    face, edge, gap, winglet = (_mask(size, outline) for outline in (_FACE, _EDGE, _GAP, _WINGLET))
    grey = mix(shade * 0.75 + sun * 0.22, shade * 0.42 + sun * 0.10, smoothstep(0.5, 1.0, down))
    paint = mix(grey, shade * 0.8 + sun * 0.42, (edge * face)[..., None])
    paint = mix(paint, shade * 0.16, gap[..., None] * 0.8)
    paint = mix(paint, shade * 0.7 + sun * 0.30, winglet[..., None])
    cover = blur(np.maximum(face, winglet), max(0.4, size[0] / 900))
    return np.dstack([paint * cover[..., None], cover]).astype(np.float32)


def _wall(size: tuple[int, int], weather: Weather) -> Array:
    """Paint the cabin's inside about an oval pane: a bevel that catches the light of outside, the rest in shade."""
    width, height = _canvas(size)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    y = (rows - height / 2) / (size[1] * 0.60)
    x = (columns - width / 2) / (size[1] * 0.82)
    away = (np.abs(x) ** 3.2 + np.abs(y) ** 3.2) ** (1 / 3.2)
    pane = smoothstep(0.80, 0.845, away).astype(np.float32)
    bevel = np.exp(-(((away - 0.87) / 0.05) ** 2)) * (0.55 + 0.45 * np.clip(y * 1.3, -1, 1))
    seal = np.exp(-(((away - 0.815) / 0.016) ** 2))
    rim = smoothstep(0.95, 1.0, away) * (1 - smoothstep(1.0, 1.16, away))
    light = colour(*weather.shade) * 0.55 + colour(*weather.sun) * 0.07
    plastic = light * colour("#dcd8d0")
    tone = 0.30 + 0.75 * bevel + 0.05 * rim - 0.10 * seal + 0.10 * smoothstep(1.5, 0.9, away)
    paint = plastic * np.clip(tone, 0.02, None)[..., None]
    return np.dstack([paint * pane[..., None], pane]).astype(np.float32)
