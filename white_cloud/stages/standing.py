"""How a shot or a line stands: whether there is a take for this exact request, for another one, or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from white_cloud.backends.outlook import Outlook
from white_cloud.build.steps import State, Step, differences
from white_cloud.errors import few
from white_cloud.film.edit_changes import TakesDocument
from white_cloud.film.prices import amount, for_about, total
from white_cloud.store.blobs import Blobs
from white_cloud.store.takes import Take, Takes


@dataclass(frozen=True)
class Wanted:
    """A take wanted: the id of its shot or line, its subject (`shot/pit_03`), the subject it had before, key and request.

    `price` is what it costs in `money`, None when nobody knows; `again`: a person asks for it whatever there is. `reached` are
    the options that say how its maker is reached, and are in no key.
    """

    id: str
    subject: str
    origin: str
    key: str
    request: dict[str, Any]
    paid: bool = False
    weight: int = 1
    price: Fraction | None = Fraction(0)
    again: bool = False
    reached: Mapping[str, Any] = field(default_factory=dict)
    money: str = ""

    @property
    def priced(self) -> str:
        """The price as a person reads it, with its money."""
        return "a price nobody knows" if self.price is None else f"{amount(self.price)} {self.money}".rstrip()

    def errand(self, another: bool) -> dict[str, Any]:
        """Return what an errand for it is given: whether one more is wanted, its name of before, and the take it is for."""
        take = {"key": self.key, "request": self.request, "reached": self.reached}
        return {"another": another, "origin": self.origin, "take": take}


@dataclass(frozen=True)
class Standing:
    """How it stands: the take that the cut will use if there is one now, and the step that tells why.

    `lost_choice` says which take a person chose in vain, and why. `another`: one more is wanted, whatever was delivered or
    refused before. `stale`: the take is for another request. `ordered`: a take was ordered, and is only fetched.
    """

    wanted: Wanted
    take: Take | None
    step: Step
    lost_choice: str = ""
    another: bool = False
    stale: bool = False
    ordered: bool = False


#: Says why a take that was made for another request cannot be in the film; empty where it can.
Unfit = Callable[[Take], str]


def stand(
    wanted: Wanted,
    takes: Takes,
    choices: TakesDocument,
    blobs: Blobs,
    reshoot: Collection[str] = (),
    unfit: Unfit = lambda _: "",
) -> Standing:
    """See how it stands; `reshoot` names what is to be made once more, `stale` all that are."""
    found = _stand(wanted, takes, choices, blobs, unfit)
    again = wanted.id in reshoot or ("stale" in reshoot and found.stale)
    return _stand(replace(wanted, again=True), takes, choices, blobs, unfit) if again else found


def _stand(wanted: Wanted, takes: Takes, choices: TakesDocument, blobs: Blobs, unfit: Unfit) -> Standing:
    """Find the take to use: the one a person chose, else the newest for this request, else, where takes cost, the newest."""
    known = takes_of(wanted, takes)
    rejected = choices.rejected.get(wanted.id, ())
    usable = [take for take in known if take.number not in rejected and blobs.has(take.blob, take.size)]
    number = choices.chosen.get(wanted.id)
    if wanted.again:
        return _asked_again(wanted, usable, number)
    chosen = next((take for take in usable if take.number == number), None)
    flaw = unfit(chosen) if chosen else ""
    if chosen and not flaw:
        return Standing(wanted, chosen, _step(wanted, "current", f"take {number} was chosen"))
    found = _unchosen(wanted, known, usable, rejected, unfit)
    if number is None:
        return found
    lost_file = "its file is missing or damaged" if any(take.number == number for take in known) else "there is no such take"
    lost = f"take {number} was chosen, but {flaw or lost_file}"
    return replace(found, lost_choice=lost, step=replace(found.step, reason=f"{lost}; {found.step.reason}"))


def _asked_again(wanted: Wanted, usable: list[Take], chosen: int | None) -> Standing:
    said = "it is asked for once more"
    if any(take.number == chosen for take in usable):
        said += f"; the cut keeps take {chosen}, which was chosen, until edits/*.takes.yaml says otherwise"
    return Standing(wanted, None, _step(wanted, "stale", said), another=True)


def foreseen(standing: Standing, ahead: Outlook) -> Standing:
    """Return how it stands with what the ledger says of it."""
    return replace(standing, step=with_outlook(standing.step, ahead), ordered=ahead.ordered)


def with_outlook(step: Step, ahead: Outlook) -> Step:
    """Return a step with what the ledger says of it: what is still to be paid, what is fetched, what waits for a person."""
    reason = f"{step.reason}; {ahead.said}" if ahead.said else step.reason
    return replace(step, price=ahead.price, reason=reason, state="blocked" if ahead.waits else step.state)


def stale_remarks(standings: Iterable[Standing], what: str, more: str = "") -> tuple[str, ...]:
    """Return a sentence on takes that are used though something else is asked for by now, because a new one costs."""
    stale = [one.wanted for one in standings if one.stale]
    if not stale:
        return ()
    named, price = few([wanted.id for wanted in stale]), for_about(total(wanted.price for wanted in stale), stale[0].money)
    keep = f"1 {what.removesuffix('s')} keeps a take" if len(stale) == 1 else f"{len(stale)} {what} keep takes"
    kept = f"{keep} made for something else, since a new one costs ({named}){more}"
    return (f"{kept}: `--reshoot stale` buys {'it' if len(stale) == 1 else 'them'} {price}",)


def takes_of(wanted: Wanted, takes: Takes) -> list[Take]:
    """Return all takes by number, after those of the subject it had before."""
    before = takes.of(wanted.origin) if wanted.origin != wanted.subject else []
    return before + takes.of(wanted.subject)


def lost_choices(standings: Iterable[Standing]) -> tuple[str, ...]:
    """Return a sentence for every take that was chosen and cannot be used."""
    return tuple(f"{one.wanted.id}: {one.lost_choice}" for one in standings if one.lost_choice)


def _unchosen(wanted: Wanted, known: list[Take], usable: list[Take], rejected: tuple[int, ...], unfit: Unfit) -> Standing:
    current = [take for take in usable if take.key == wanted.key]
    if current:
        return Standing(wanted, current[-1], _step(wanted, "current", f"take {current[-1].number} is for this request"))
    if not usable:
        another = any(take.key == wanted.key and take.number in rejected for take in known)
        return Standing(wanted, None, _step(wanted, "missing", _why_missing(known, rejected)), another=another)
    newest = next((take for take in reversed(usable) if not unfit(take)), usable[-1])
    why = "; ".join(differences(dict(newest.request), wanted.request)) or "the request is recorded in an older form"
    if wanted.paid and (flaw := unfit(newest)):
        return Standing(wanted, None, _step(wanted, "stale", f"take {newest.number} cannot stay in use: {flaw}"))
    if wanted.paid:
        asked = f"--reshoot {wanted.id}"
        costs = f"a new one costs {wanted.priced}"
        said = f"take {newest.number} is used though {why}; {costs}, and is made only when asked for ({asked})"
        return Standing(wanted, newest, _step(wanted, "current", said), stale=True)
    return Standing(wanted, None, _step(wanted, "stale", why))


def _why_missing(known: list[Take], rejected: tuple[int, ...]) -> str:
    if not known:
        return "there is no take of it yet"
    if all(take.number in rejected for take in known):
        return "every take of it was rejected"
    return f"the file of take {known[-1].number} is missing or damaged"


def _step(wanted: Wanted, state: State, reason: str) -> Step:
    return Step(wanted.id, state, reason, wanted.key, wanted.weight, wanted.price)
