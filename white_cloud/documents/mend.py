"""What is wrong in form hides what is wrong in meaning; this looks past it, so that a person is told both at once.

A part that is wrong is left out of a copy, or something harmless stands in for it, and the copy is checked. Only where that
cannot make other parts look wrong: a speaker left out would, a drift left out does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from white_cloud.documents.located import Located, Steps

#: Keys of a screenplay on which nothing else depends.
_LEFT_OUT = {
    "beds", "camera", "cards", "count", "disclosure", "drift", "id", "lead", "listener", "move", "pause", "register", "seed",
    "size", "was", "writer",
}  # fmt: skip
#: What stands in for keys that must be there, and for the words of a line.
_STANDS_IN: dict[str, Any] = {"length": "1s", "title": {}, "text": {}, "prompt": "x"}


@dataclass(frozen=True)
class Mend:
    """A document that can be looked at further, and the paths where it no longer says what was written."""

    document: Located
    touched: tuple[Steps, ...]


def mended(document: Located, wrong: Iterable[Steps], unknown: Iterable[Steps]) -> Mend | None:
    """Return the document without its wrong values and unknown keys; None when a part is wrong that others depend on."""
    data = deepcopy(document.data)
    touched: list[Steps] = []
    for steps in wrong:
        cut = next((steps[: at + 1] for at, step in enumerate(steps) if step in _LEFT_OUT or step in _STANDS_IN), None)
        if cut is None:
            return None
        _replace(data, cut)
        touched.append(cut)
    for steps in unknown:
        if any(steps[: len(cut)] == cut for cut in touched):
            continue
        _around(data, steps).pop(steps[-1], None)
    return Mend(replace(document, data=data), tuple(touched))


def _replace(data: Any, steps: Steps) -> None:
    around, key = _around(data, steps), steps[-1]
    if key in _STANDS_IN:
        around[key] = deepcopy(_STANDS_IN[str(key)])
    else:
        around.pop(key, None)


def _around(data: Any, steps: Steps) -> Any:
    for step in steps[:-1]:
        data = data[step]
    return data
