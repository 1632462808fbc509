"""What the loopback Runway sells, and how it says that it does not sell something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_DOCS = "https://docs.dev.runwayml.com/api"
#: The shorter side of a picture whose ratio is only a shape (16:9) or left to the model, by the resolution asked for.
_SHORT = {"480p": 480, "720p": 720, "768p": 768, "1080p": 1080, "2k": 1440}
_USUAL = "720p"
_SEEDS = 4294967295


@dataclass(frozen=True)
class Model:
    """One model behind one route: picture ratios and lengths in seconds that it sells, and what a request must name.

    `references` is how many reference images it takes, the frames among them where `with_frames`; with any, no resolution is
    above `capped`.
    """

    name: str
    needs: tuple[str, ...]
    ratios: tuple[str, ...]
    seconds: tuple[int, ...]
    prompt: int
    credits: int
    references: int = 0
    with_frames: bool = False
    capped: str = ""


@cache
def models(route: str) -> Mapping[str, Model]:
    """Return what a route (`text_to_video`, `image_to_video`) sells, by name."""
    data = yaml.safe_load((files("white_cloud.testing.vendors") / "models.yaml").read_text(encoding="utf-8"))
    prices, looks = data["credits"], data["references"]
    return {
        name: Model(
            name,
            tuple(one["needs"]),
            tuple(one["ratios"]),
            tuple(one["seconds"].get("only") or range(one["seconds"]["from"], one["seconds"]["to"] + 1)),
            one["prompt"],
            prices.get(name, prices["other"]),
            looks[route].get(name, 0),
            name in looks["with_frames"],
            looks["capped"].get(name, ""),
        )
        for name, one in data[route].items()
    }


def size(body: Mapping[str, Any], scale: Fraction) -> tuple[int, int]:
    """Return the width and height of the picture a request asks for, times `scale`, both even."""
    width, height = _full_size(str(body.get("ratio", "")), str(body.get("resolution", _USUAL)).lower())
    return _even(width * scale), _even(height * scale)


def seconds(body: Mapping[str, Any], model: Model) -> int:
    """Return the length asked for; without one, or with `auto`, five seconds or the first that is sold."""
    asked = body.get("duration")
    if isinstance(asked, int):
        return asked
    return 5 if 5 in model.seconds else model.seconds[0]


def complaints(route: str, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is wrong with an order, as Runway lists it; empty when it can be taken."""
    sold = models(route)
    model = sold.get(str(body.get("model")))
    if model is None:
        return [_issue("invalid_enum_value", "model", f"expected one of {', '.join(sold)}, received {body.get('model')!r}")]
    return [*_missing(body, model), *_wrong(body, model), *_wrong_references(body, model)]


def references(body: Mapping[str, Any]) -> list[str]:
    """Return the addresses of the reference images that an order names, in order; of what is none of them, nothing."""
    looks = body.get("references") or []
    looks = [{"uri": looks}] if isinstance(looks, str) else looks
    return [str(one.get("uri", "")) for one in looks if isinstance(one, Mapping)] if isinstance(looks, list) else []


def refusal(issues: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the body of Runway's 400."""
    return {"error": "Validation of body failed", "issues": issues, "docUrl": _DOCS}


def _missing(body: Mapping[str, Any], model: Model) -> Iterator[dict[str, Any]]:
    for name in model.needs:
        if body.get(name) in (None, "", []):
            yield _issue("invalid_type", name, "Required")


def _wrong(body: Mapping[str, Any], model: Model) -> Iterator[dict[str, Any]]:
    ratio, asked, prompt, seed = (body.get(name) for name in ("ratio", "duration", "promptText", "seed"))
    if ratio is not None and ratio not in model.ratios:
        yield _issue("invalid_enum_value", "ratio", f"expected one of {', '.join(model.ratios) or 'none'}, received {ratio!r}")
    if asked not in (None, "auto") and asked not in model.seconds:
        lengths = ", ".join(map(str, model.seconds))
        yield _issue("invalid_value", "duration", f"expected one of {lengths}, received {asked!r}")
    if prompt and model.prompt and len(prompt.encode("utf-16-le")) // 2 > model.prompt:
        yield _issue("too_big", "promptText", f"String must contain at most {model.prompt} character(s)")
    if seed is not None and not (isinstance(seed, int) and 0 <= seed <= _SEEDS):
        yield _issue("invalid_value", "seed", f"expected a whole number from 0 to {_SEEDS}, received {seed!r}")


def _wrong_references(body: Mapping[str, Any], model: Model) -> Iterator[dict[str, Any]]:
    if body.get("references") is None:
        return
    if not model.references:
        yield _issue("unrecognized_keys", "references", "Unrecognized key(s) in object: 'references'")
        return
    count = len(references(body))
    if not count or not all(references(body)):
        yield _issue("invalid_type", "references", "expected images, each with its uri")
    frames = body.get("promptImage") or []
    among = (1 if isinstance(frames, str) else len(frames)) if model.with_frames else 0
    if count + among > model.references:
        yield _issue("too_big", "references", f"Array must contain at most {model.references - among} element(s)")
    asked = str(body.get("resolution", "")).lower()
    if model.capped and _SHORT.get(asked, 0) > _SHORT[model.capped]:
        yield _issue("invalid_value", "resolution", f"with image references at most {model.capped}, received {asked!r}")


def _issue(code: str, name: str, message: str) -> dict[str, Any]:
    return {"code": code, "path": [name], "message": message}


def _full_size(ratio: str, resolution: str) -> tuple[int, int]:
    left_open = ":" not in ratio
    width, height = (16, 9) if left_open else map(int, ratio.split(":"))
    if max(width, height) >= 100:
        return width, height
    short = _SHORT.get(ratio.removeprefix("auto_") if left_open and ratio else resolution, _SHORT[_USUAL])
    return width * short // min(width, height), height * short // min(width, height)


def _even(length: Fraction) -> int:
    return max(2, 2 * round(length / 2))
