"""The models that Runway sells, as the table of the SDK's types tells; read without the SDK."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any, Literal

import yaml

from white_cloud.errors import nearest

#: Sold in whole seconds, by text and from a still, with a seed.
DEFAULT_MODEL = "gen4.5"
#: How an order begins: from words alone, or from words and a still.
Way = Literal["text", "image"]


@dataclass(frozen=True)
class Door:
    """What a model sells by one way, and what an order may name there. `durations` in whole seconds; empty where unknown.

    `prompt_units` is the longest prompt in UTF-16 units, 0 where none is stated; `rewrites` where the model changes a prompt
    unless it is told not to. `references` is how many reference images an order may name, beside the still where it begins with
    one; with any, no resolution may be larger than `references_capped` (empty: each may be named).
    """

    ratios: tuple[str, ...]
    resolutions: tuple[str, ...]
    durations: tuple[int, ...]
    prompt_units: int
    needs_prompt: bool
    seed: bool
    audio: bool
    negative: bool
    rewrites: bool
    references: int = 0
    references_capped: str = ""


@dataclass(frozen=True)
class Model:
    """One model, with a door for each way an order may begin; `by_size` where a larger picture costs more a second."""

    name: str
    doors: Mapping[Way, Door]
    by_size: bool = False

    @property
    def durations(self) -> tuple[int, ...]:
        """The whole seconds that a take may have whichever way it begins, rising; empty where nobody states them."""
        first, *others = (door.durations for door in self.doors.values())
        return tuple(seconds for seconds in first if all(seconds in other for other in others))

    def takes(self, what: Literal["seed", "audio", "negative"]) -> bool:
        """Return whether an order may name something by any way."""
        return any(getattr(door, what) for door in self.doors.values())


@cache
def models() -> Mapping[str, Model]:
    """Return every model of the table by name."""
    here = files(__package__)
    table = json.loads((here / "models.json").read_text(encoding="utf-8"))
    told = yaml.safe_load((here / "told.yaml").read_text(encoding="utf-8"))
    return {
        name: Model(name, {way: _door(row, name, told) for way, row in rows.items()}, name in told["by_size"])
        for name, rows in table.items()
    }


def _door(row: Mapping[str, Any], name: str, told: Mapping[str, Any]) -> Door:
    first, last = told["seconds"].get(name, (1, 0))
    durations = row["durations"] or range(first, last + 1)
    # a model whose number of references nobody states is taken to take none
    references = told["references"].get(name, 0) if row["references"] is None else row["references"]
    return Door(
        ratios=tuple(row["ratios"]),
        resolutions=tuple(row["resolutions"]),
        durations=tuple(durations),
        prompt_units=row["prompt_units"] or 0,
        needs_prompt=row["needs_prompt"],
        seed=row["seed"],
        audio=row["audio"],
        negative=row["negative"],
        rewrites=row["rewrites"],
        references=references,
        references_capped=row["references_capped"] or "",
    )


def model(name: str) -> Model:
    """Return a model by name; raise ValueError that names the nearest."""
    found = models().get(name)
    if found is None:
        raise ValueError(f"Runway sells no model {name!r} ({nearest(name, models()) or f'such as {DEFAULT_MODEL}'})")
    return found


def like(name: str, ways: set[Way]) -> str:
    """Return the nearest model that can begin by all of `ways` and whose lengths are known: of one family, else the default."""
    able = [one.name for one in models().values() if ways <= set(one.doors) and one.durations]
    return max(able, key=lambda other: (shared_start(other, name), other == DEFAULT_MODEL))


def shared_start(one: str, other: str) -> int:
    """Return with how many letters two names begin alike: models of one family are called alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
