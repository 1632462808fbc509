"""Which recorded request comes nearest to one that was not recorded, and what differs, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from white_cloud.backends.hosted.replay.exchange import Asked
from white_cloud.backends.hosted.replay.recording import Exchange

#: Differences that are told, at most, and characters of each side.
_TOLD, _SHOWN = 3, 60
_ABSENT = object()


def told_nearest(asked: Asked, known: Sequence[Exchange]) -> str:
    """Return a sentence or two on the nearest recorded request, or that there is none of this kind."""
    like = [one for one in known if (one.asked.vendor, one.asked.method) == (asked.vendor, asked.method)]
    if not like:
        vendors = ", ".join(sorted({one.asked.vendor for one in known}))
        return f"It holds no {asked.method} at {asked.vendor} at all; it was recorded with {vendors or 'nobody'}."
    nearest = max(like, key=lambda one: _likeness(asked, one.asked))
    differ = differences(nearest.asked, asked)
    more = f"; and {len(differ) - _TOLD} more" if len(differ) > _TOLD else ""
    whose = f", for {nearest.asked.subject}" if nearest.asked.subject else ""
    return f"The nearest is {nearest.name or nearest.number}{whose}: {'; '.join(differ[:_TOLD])}{more}."


def differences(recorded: Asked, asked: Asked) -> list[str]:
    """Return what differs between two requests, place by place, what was recorded first."""
    before, now = _leaves(recorded), _leaves(asked)
    places = [place for place in {**before, **now} if before.get(place, _ABSENT) != now.get(place, _ABSENT)]
    return [_told(place, before.get(place, _ABSENT), now.get(place, _ABSENT)) for place in places]


def _likeness(asked: Asked, other: Asked) -> tuple[bool, bool, float]:
    mine, its = _leaves(asked), _leaves(other)
    same = sum(_alike(value, its[place]) for place, value in mine.items() if place in its)
    return other.path == asked.path, other.subject == asked.subject, same / max(len(mine), len(its))


def _alike(one: Any, other: Any) -> float:
    if one == other:
        return 1.0
    if not (isinstance(one, str) and isinstance(other, str)):
        return 0.0
    start, end = _same(one, other)
    return (start + end) / max(len(one), len(other))


def _leaves(asked: Asked) -> dict[str, Any]:
    return {"path": asked.path, **dict(_within(asked.body, ""))}


def _within(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Yield every plain value in data with its place (`input[1].content`), counted from one as a person counts."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _within(inner, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _within(inner, f"{place}[{number}]")
    elif value is not None:
        yield place or "body", value


def _told(place: str, recorded: Any, asked: Any) -> str:
    if recorded is _ABSENT:
        return f"it has no {place}, here {_shown(str(asked))}"
    if asked is _ABSENT:
        return f"it has {place} {_shown(str(recorded))}, here there is none"
    before, now = str(recorded), str(asked)
    start, end = _same(before, now)
    return f"its {place} has {_shown(_part(before, start, end))}, here {_shown(_part(now, start, end))}"


def _same(one: str, other: str) -> tuple[int, int]:
    """Return how many characters two texts begin with, and end with, in common."""
    start = _begin_alike(one, other)
    return start, _begin_alike(one[start:][::-1], other[start:][::-1])


def _begin_alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _part(text: str, start: int, end: int) -> str:
    """Return the part of a text that differs, with a few words around it."""
    first, last = max(start - 20, 0), min(len(text) - end + 20, len(text))
    return ("..." if first else "") + text[first:last] + ("..." if last < len(text) else "")


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return repr(words if len(words) <= _SHOWN else words[: _SHOWN - 3] + "...")
