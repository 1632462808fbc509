"""In which shape a picture is ordered: of the ratios and resolutions a model sells, those nearest to what is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import log

from white_cloud.backends.cameras.runway.models import Door, Model

_SHAPE = re.compile(r"(\d+):(\d+)")
#: Below this a ratio is a bare shape (16:9), not a size in pixels.
_LEAST_PIXELS = 100
#: Prices are told for these; models sell each in many shapes, with about as many pixels.
_CLASSES = ((600_000, "480p"), (1_500_000, "720p"), (4_000_000, "1080p"))
_TIERS = {"2k": 1440, "4k": 2160}


def shape(ratio: str) -> tuple[int, int] | None:
    """Return the width and height that a ratio names, in pixels or bare; None for one that follows the still."""
    found = _SHAPE.fullmatch(ratio)
    return (int(found[1]), int(found[2])) if found else None


def tier(name: str) -> int:
    """Return the shorter side in pixels that `720p`, `auto_720p` or `2k` stand for; 0 where none is named."""
    digits = re.search(r"(\d+)p$", name)
    return int(digits[1]) if digits else _TIERS.get(name, 0)


def ratios(model: Model) -> tuple[str, ...]:
    """Return every ratio that a model sells by any way, in the order of the table."""
    return tuple(dict.fromkeys(ratio for door in model.doors.values() for ratio in door.ratios))


def resolutions(model: Model) -> tuple[str, ...]:
    """Return every resolution that a model sells by any way."""
    return tuple(dict.fromkeys(name for door in model.doors.values() for name in door.resolutions))


def nearest_ratio(sold: Iterable[str], size: tuple[int, int]) -> str:
    """Return the ratio nearest to a size (width, height): in shape first, then in pixels; empty where none is a shape."""
    shapes = {ratio: found for ratio in sold if (found := shape(ratio))}
    return min(shapes, key=lambda ratio: _distance(shapes[ratio], size), default="")


def nearest_tier(sold: Sequence[str], size: tuple[int, int]) -> str:
    """Return the resolution whose shorter side is nearest to that of a size; of two, the larger."""
    return min(sold, key=lambda name: (abs(tier(name) - min(size)), -tier(name)))


def hint(given: str, sold: Sequence[str]) -> str:
    """Return in words what is sold nearest to a ratio or resolution that a person wrote (`16x9`, `4K`); empty for neither."""
    wanted, high = shape(given.replace("x", ":")), tier(given.lower())
    if wanted and all(wanted) and (found := nearest_ratio(sold, wanted)):
        return f"the nearest is {found}"
    tiers = [name for name in sold if tier(name)]
    return f"the nearest is {nearest_tier(tiers, (high, high))}" if high and tiers else ""


def asked_format(door: Door, ratio: str, resolution: str, size: tuple[int, int], follows: bool) -> dict[str, str]:
    """Return what an order names of the picture's shape: `ratio`, `resolution`, both or nothing.

    What a person asked for stands where this way sells it; else the nearest to that, or to `size`, is taken. An order that
    begins with a still (`follows`) takes the still's own shape where the model offers that, since those models take no other.
    """
    wanted = _pixels(ratio, size)
    named = {}
    adaptive = [one for one in door.ratios if shape(one) is None]
    if follows and adaptive:
        named["ratio"] = ratio if ratio in adaptive else nearest_tier(adaptive, wanted)
    elif door.ratios:
        named["ratio"] = ratio if ratio in door.ratios and shape(ratio) else nearest_ratio(door.ratios, wanted)
    if door.resolutions:
        named["resolution"] = resolution if resolution in door.resolutions else nearest_tier(door.resolutions, wanted)
    return named


def size_class(named: Mapping[str, str]) -> str:
    """Return what prices call the size of an ordered picture: its resolution, else 480p, 720p, 1080p or 4k by its pixels."""
    if "resolution" in named:
        return named["resolution"]
    ratio = named.get("ratio", "")
    width, height = shape(ratio) or (tier(ratio) * 16 // 9, tier(ratio))
    return next((name for most, name in _CLASSES if width * height < most), "4k")


def _pixels(ratio: str, size: tuple[int, int]) -> tuple[int, int]:
    """Return the size that a ratio asks for; a bare shape and one that follows the still have only their own part of it."""
    found = shape(ratio)
    if found and max(found) >= _LEAST_PIXELS:
        return found
    short = tier(ratio) or min(size)
    width, height = found or size
    return width * short // min(width, height), height * short // min(width, height)


def _distance(found: tuple[int, int], size: tuple[int, int]) -> tuple[float, float]:
    bent = abs(log(found[0] * size[1] / (found[1] * size[0])))
    pixels = abs(log(found[0] * found[1] / (size[0] * size[1]))) if max(found) >= _LEAST_PIXELS else 0.0
    # models round their sides: 864:496 and 1280:720 are one shape
    return round(bent, 1), pixels
