"""What an editor decides, as values: changes to the assembly, and which takes to cut from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from white_cloud.film.score import Glitch
from white_cloud.timecode import Duration

_NOTHING = Duration()


@dataclass(frozen=True)
class Trim:
    """Take picture from the ends of a shot."""

    shot: str
    head: Duration = _NOTHING
    tail: Duration = _NOTHING


@dataclass(frozen=True)
class Remove:
    """Take a shot out."""

    shot: str


@dataclass(frozen=True)
class Swap:
    """Let two shots change places."""

    first: str
    second: str


@dataclass(frozen=True)
class Drop:
    """Leave a line unsaid."""

    line: str


@dataclass(frozen=True)
class Gap:
    """Open black after a shot."""

    after: str
    length: Duration


Change = Trim | Remove | Swap | Drop | Gap


@dataclass(frozen=True)
class EditDocument:
    """How a film is cut: changes to the assembly, in order, and the line of the document where each stands.

    `glitch` is what it says of the score, by the id of an act, scene or shot, or `film`.
    """

    name: str
    screenplay: str
    changes: tuple[Change, ...] = ()
    places: tuple[int, ...] = ()
    glitch: Mapping[str, Glitch] = field(default_factory=dict)


@dataclass(frozen=True)
class TakesDocument:
    """Takes by number, per shot: which is chosen, which are rejected, and notes. What is not named is undecided."""

    chosen: Mapping[str, int] = field(default_factory=dict)
    rejected: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    notes: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
