"""Steps: what a stage would make or re-use, and why, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

#: current: made for this exact request. stale: made for another. missing: never made. blocked: something before it is missing.
#: untreated: spoken, and its treatment, which costs nothing, is not in the cache.
State = Literal["current", "stale", "missing", "blocked", "untreated"]


@dataclass(frozen=True)
class Step:
    """One thing a stage makes: what it is called, its state, why, and the weight of making it (frames, or 1).

    `price` is what making it costs, in the price table's money; None when it costs, and nobody knows how much.
    """

    id: str
    state: State
    reason: str
    key: str = ""
    weight: int = 1
    price: Fraction | None = Fraction(0)

    @property
    def to_make(self) -> bool:
        """Whether a build would make it."""
        return self.state != "current"


@dataclass(frozen=True)
class StagePlan:
    """The steps of one stage, in film order, and remarks that concern no single step."""

    stage: str
    steps: tuple[Step, ...]
    remarks: tuple[str, ...] = ()

    def made(self) -> tuple[Step, ...]:
        """Return the steps a build would make."""
        return tuple(step for step in self.steps if step.to_make)

    def price(self) -> Fraction | None:
        """Return what all that a build would make costs; None when a price is not known."""
        prices = [step.price for step in self.made()]
        return None if None in prices else sum((price for price in prices if price), Fraction(0))

    def reused(self) -> tuple[Step, ...]:
        """Return the steps a build would re-use."""
        return tuple(step for step in self.steps if not step.to_make)


def differences(old: object, new: object, names: Sequence[str] = ()) -> list[str]:
    """Say in words which fields of two requests differ: `length changed from 120 to 96`; inside a field, where."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return []
    return [said for name in names or sorted({*old, *new}) for said in _changes(name, old.get(name), new.get(name))]


def _changes(name: str, before: object, after: object) -> list[str]:
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        return [f"{name}: {said}" for said in differences(before, after)]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after) and _of_one_kind([*before, *after]):
        pairs = enumerate(zip(before, after, strict=True), 1)
        return [said for number, (one, other) in pairs for said in _changes(f"{name.removesuffix('s')} {number}", one, other)]
    return [f"{name} changed from {_short(before)} to {_short(after)}"]


def _of_one_kind(items: Sequence[object]) -> bool:
    """Return whether items are all records, or all texts: then each that changed is told by its number."""
    return any(all(isinstance(item, kind) for item in items) for kind in (dict, str))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 48 else text[:45] + "..."
