"""A model's pictures as the film's: cut to its shape, scaled to its size; and a film's frame as a model's first picture.

The film sees the largest part of a model's picture that has its shape, from the middle. A frame that goes back into a model
(the last of a chunk) is laid onto just that part, so that the picture does not creep from chunk to chunk.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.errors import MediaError

if TYPE_CHECKING:
    from PIL.Image import Image

Rgb = NDArray[np.uint8]
Size = tuple[int, int]


def even(size: Size) -> Size:
    """Return a size (width, height) rounded up to even numbers, as 4:2:0 chroma needs."""
    return size[0] + size[0] % 2, size[1] + size[1] % 2


def seen(picture: Size, film: Size) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the part of a picture that has the film's shape."""
    width = min(picture[0], max(1, round(picture[1] * film[0] / film[1])))
    height = min(picture[1], max(1, round(picture[0] * film[1] / film[0])))
    return (picture[0] - width) // 2, (picture[1] - height) // 2, width, height


def to_rgb8(picture: NDArray[np.floating[Any]]) -> Rgb:
    """Return a picture of 0..1 (height, width, 3) in 8 bit."""
    return np.asarray(np.clip(picture, 0, 1) * 255 + 0.5, np.uint8)


def to_film(picture: Rgb, film: Size) -> Rgb:
    """Return what the film sees of a picture, at the film's size."""
    return _scaled(of_shape(picture, film), film)


def to_model(picture: Rgb, film: Size, model: Size) -> Rgb:
    """Return a still at a model's size: what the film sees of it where the film will see it, mirrored around that."""
    import cv2

    left, top, width, height = seen(model, film)
    part = _scaled(of_shape(picture, film), (width, height))
    right, bottom = model[0] - width - left, model[1] - height - top
    return np.asarray(cv2.copyMakeBorder(part, top, bottom, left, right, cv2.BORDER_REFLECT_101), np.uint8)


def read_still(path: Path) -> Rgb:
    """Return a PNG or JPEG file as 8 bit RGB; raise MediaError when it is missing or no picture."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as opened:
            return np.asarray(opened.convert("RGB"), np.uint8)
    except (OSError, UnidentifiedImageError) as error:
        raise MediaError(f"cannot read the still {path}: {error}; give a PNG or JPEG file") from error


def as_image(picture: Rgb) -> Image:
    """Return a picture as Pillow holds it, which is how pipelines take one."""
    from PIL import Image

    return Image.fromarray(picture)


def write_take(path: Path, frames: Iterator[Rgb], size: Size, rate: Any) -> None:
    """Write RGB frames of one even size as a take."""
    from white_cloud.media.planes import from_rgb
    from white_cloud.media.writer import TAKE, PictureWriter

    with PictureWriter(path, size=size, rate=rate, encoding=TAKE) as writer:
        for frame in frames:
            writer.write(from_rgb(frame))


def of_shape(picture: Rgb, film: Size) -> Rgb:
    """Return the part of a picture that has the film's shape."""
    left, top, width, height = seen((picture.shape[1], picture.shape[0]), film)
    return picture[top : top + height, left : left + width]


def _scaled(picture: Rgb, size: Size) -> Rgb:
    import cv2

    if (picture.shape[1], picture.shape[0]) == size:
        return np.ascontiguousarray(picture)
    shrinks = picture.shape[1] >= size[0] and picture.shape[0] >= size[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(picture), size, interpolation=how), np.uint8)
