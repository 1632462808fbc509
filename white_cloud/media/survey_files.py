"""A survey as files that compositing programs read: classes as a coloured PNG, depth as a TIFF, and a legend."""

from __future__ import annotations

import colorsys
import json
from pathlib import Path

import numpy as np
from PIL import Image

from white_cloud.media.atomic import whole_or_absent
from white_cloud.media.disk import disk_errors
from white_cloud.media.survey import CLASSES, SKY_DEPTH, Survey
from white_cloud.store.blobs import require_writable


def write_survey(survey: Survey, folder: Path, name: str) -> list[Path]:
    """Write NAME.classes.png (8 bit, indexed: the index is the class), NAME.depth.tif (32-bit float, metres) and NAME.json.

    The legend names the classes that are seen, with index, colour, part of the picture and bounding box (left, top, right,
    bottom, in pixels). Each file is whole or absent. Raises UserError for a folder that cannot be written in, MediaError or
    StoreError for what else the disk refuses.
    """
    require_writable(folder, "the survey is written into")
    classes, depth, legend = paths = [folder / f"{name}.{end}" for end in ("classes.png", "depth.tif", "json")]
    indexed = Image.fromarray(survey.classes).copy()
    indexed.putpalette([value for number in range(len(CLASSES)) for value in _colour(number)])
    with disk_errors("write the survey into", folder):
        folder.mkdir(parents=True, exist_ok=True)
        with whole_or_absent(classes) as part:
            indexed.save(part)
        with whole_or_absent(depth) as part:
            Image.fromarray(survey.depth.astype(np.float32)).save(part)
        with whole_or_absent(legend) as part:
            part.write_text(json.dumps(_legend(survey), indent=2) + "\n", encoding="utf-8")
    return paths


def _legend(survey: Survey) -> dict[str, object]:
    seen = {}
    for number in np.unique(survey.classes):
        rows, columns = np.nonzero(survey.classes == number)
        box = [int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1]
        colour = "#{:02x}{:02x}{:02x}".format(*_colour(int(number)))
        part = round(len(rows) / survey.classes.size, 5)
        seen[CLASSES[number]] = {"index": int(number), "colour": colour, "part": part, "box": box}
    height, width = survey.classes.shape
    return {"size": [width, height], "depth": {"unit": "metre", "sky": SKY_DEPTH}, "classes": seen}


def _colour(number: int) -> tuple[int, int, int]:
    """Return a colour for a class: hues that lie far apart for neighbours, by the golden ratio."""
    red, green, blue = colorsys.hsv_to_rgb(number * 0.61803 % 1, 0.55 if number else 0.0, 0.85 if number else 0.15)
    return round(255 * red), round(255 * green), round(255 * blue)
