"""How a shot or a line stands: whether there is a take for this exact request, for another one, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from white_cloud.build.steps import State, Step, differences
from white_cloud.film.edit_changes import TakesDocument
from white_cloud.store.blobs import Blobs
from white_cloud.store.takes import Take, Takes


@dataclass(frozen=True)
class Wanted:
    """A take wanted: the id of its shot or line, its subject (`shot/pit_03`), the subject it had before, key and request."""

    id: str
    subject: str
    origin: str
    key: str
    request: dict[str, Any]
    paid: bool = False
    weight: int = 1


@dataclass(frozen=True)
class Standing:
    """How it stands: the take that the cut will use if there is one now, and the step that tells why.

    `lost_choice` says which take a person chose in vain, and why.
    """

    wanted: Wanted
    take: Take | None
    step: Step
    lost_choice: str = ""


def stand(wanted: Wanted, takes: Takes, choices: TakesDocument, blobs: Blobs) -> Standing:
    """Find the take to use: the one a person chose, else the newest for this request, else, where takes cost, the newest."""
    known = takes_of(wanted, takes)
    rejected = choices.rejected.get(wanted.id, ())
    usable = [take for take in known if take.number not in rejected and blobs.has(take.blob, take.size)]
    number = choices.chosen.get(wanted.id)
    chosen = [take for take in usable if take.number == number]
    if chosen:
        return Standing(wanted, chosen[-1], _step(wanted, "current", f"take {number} was chosen"))
    found = _unchosen(wanted, known, usable, rejected)
    if number is None:
        return found
    why = "its file is missing or damaged" if any(take.number == number for take in known) else "there is no such take"
    lost = f"take {number} was chosen, but {why}"
    return replace(found, lost_choice=lost, step=replace(found.step, reason=f"{lost}; {found.step.reason}"))


def takes_of(wanted: Wanted, takes: Takes) -> list[Take]:
    """Return all takes by number, after those of the subject it had before."""
    before = takes.of(wanted.origin) if wanted.origin != wanted.subject else []
    return before + takes.of(wanted.subject)


def lost_choices(standings: Iterable[Standing]) -> tuple[str, ...]:
    """Return a sentence for every take that was chosen and cannot be used."""
    return tuple(f"{one.wanted.id}: {one.lost_choice}" for one in standings if one.lost_choice)


def _unchosen(wanted: Wanted, known: list[Take], usable: list[Take], rejected: tuple[int, ...]) -> Standing:
    current = [take for take in usable if take.key == wanted.key]
    if current:
        return Standing(wanted, current[-1], _step(wanted, "current", f"take {current[-1].number} is for this request"))
    if not usable:
        return Standing(wanted, None, _step(wanted, "missing", _why_missing(known, rejected)))
    newest = usable[-1]
    why = "; ".join(differences(dict(newest.request), wanted.request)) or "the request is recorded in an older form"
    if wanted.paid:
        said = f"take {newest.number} is used though {why}; a new one costs, and is made only when asked for"
        return Standing(wanted, newest, _step(wanted, "current", said))
    return Standing(wanted, None, _step(wanted, "stale", why))


def _why_missing(known: list[Take], rejected: tuple[int, ...]) -> str:
    if not known:
        return "there is no take of it yet"
    if all(take.number in rejected for take in known):
        return "every take of it was rejected"
    return f"the file of take {known[-1].number} is missing or damaged"


def _step(wanted: Wanted, state: State, reason: str) -> Step:
    return Step(wanted.id, state, reason, wanted.key, wanted.weight)
