"""Light and shade on the ground of a view: shadows, pools of lamplight, prints."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.props.window import Window
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels

_SUBPIXEL = 4  # bits of fraction in OpenCV's polygon corners
_FAR_AWAY = 1 << 20  # as far as a corner may lie outside the picture, in fractions of a pixel


def darken_ground(view: View, places: Array, amount: float) -> None:
    """Take `amount` (0..1) of the light from the ground within the outline of `places` (n, 3), with a soft edge."""
    found = _outlined(view, places, 1.8)
    if found is None:
        return
    window, mask = found
    shade = four_channels(1 - mask * np.float32(amount))
    view.radiance[window.place] = cv2.multiply(view.radiance[window.place].copy(), shade)


def light_ground(view: View, places: Array, light: Array) -> None:
    """Add `light` (3,), as seen, to the ground within the outline of `places` (n, 3), as a pool without an edge."""
    found = _outlined(view, places, view.lens.size[0] / 60, coarser=4)
    if found is None:
        return
    window, mask = found
    pool = cv2.merge([mask * np.float32(part) for part in (*light, 0.0)])
    view.radiance[window.place] = cv2.add(view.radiance[window.place].copy(), pool)


def _outlined(view: View, places: Array, soft: float, coarser: int = 1) -> tuple[Window, Array] | None:
    """Return a window of the picture and in it 1 within the outline of places on the ground, its edge `soft` pixels wide.

    It is drawn `coarser` times smaller and enlarged.
    """
    x, y, depth = view.lens.project(places[:, 0], places[:, 1], places[:, 2])
    if depth.min() < 3:
        return None
    hull = cv2.convexHull(np.stack([x, y], 1).astype(np.float32))[:, 0]
    window = Window.around(hull[:, 0], hull[:, 1], view.lens.size, margin=8 + 2 * soft)
    if min(window.width, window.height) < 2:
        return None
    mask: Array = np.zeros((max(1, window.height // coarser), max(1, window.width // coarser)), np.float32)
    corners = (hull - (window.left, window.top)) * (2**_SUBPIXEL / coarser)
    cv2.fillConvexPoly(mask, np.round(np.clip(corners, -_FAR_AWAY, _FAR_AWAY)).astype(np.int32), 1.0, cv2.LINE_8, _SUBPIXEL)
    mask = cv2.GaussianBlur(mask, (0, 0), soft / coarser)
    mask = cv2.resize(mask, (window.width, window.height)) if coarser > 1 else mask
    mask[view.depth[window.place] < depth.min() - 3] = 0
    return window, mask


def mark_ground(view: View, marks: Sequence[Array], amount: float) -> None:
    """Take `amount` (0..1) of the light from small marks (n, 3) on the ground, all at once; what is nearer hides them."""
    places = np.array(marks)
    x, y, depth = view.lens.project(places[..., 0], places[..., 1], places[..., 2])
    width, height = view.lens.size
    seen = np.flatnonzero(
        (depth.min(1) > 3) & (x.min(1) > 0) & (x.max(1) < width - 1) & (y.min(1) > 0) & (y.max(1) < height - 1)
    )
    seen = seen[view.depth[y[seen, 0].astype(int), x[seen, 0].astype(int)] > depth[seen, 0] - 1.5]
    if not len(seen):
        return
    window = Window.around(x[seen], y[seen], view.lens.size, margin=3)
    mask: Array = np.zeros((window.height * 3, window.width * 3), np.float32)
    corners = np.round((np.stack([x - window.left, y - window.top], 2) * 3 - 0.5) * 2**_SUBPIXEL).astype(np.int32)
    for mark in seen:
        cv2.fillConvexPoly(mask, corners[mark], amount, cv2.LINE_8, _SUBPIXEL)
    mask = cv2.resize(mask, (window.width, window.height), interpolation=cv2.INTER_AREA)
    view.radiance[window.place] = cv2.multiply(view.radiance[window.place].copy(), four_channels(1 - mask))
