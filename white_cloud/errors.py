"""Every error the package raises on purpose.

    WhiteCloudError                exit 1   something failed
    ├── UserError                  exit 2   something a person wrote or asked for cannot be
    │   └── DocumentError          exit 2   one or more problems in a YAML document, all at once
    ├── BackendError               exit 1   a writer, voice, camera or listener failed
    │   ├── BackendUnavailable     exit 2   it cannot serve on this machine, and how to change that
    │   ├── Refusal                exit 1   it refused one request, and why
    │   ├── NotAccepted            exit 1   it took no order, for certain: the same may be asked again, nothing was paid
    │   ├── NotOrdered             exit 1   nothing of the kind was ordered, and what was asked is only to be fetched
    │   ├── Ambiguous              exit 1   an order was sent, and nobody knows whether it was taken: it may have been paid
    │   ├── Failed                 exit 1   an order was taken, and the vendor failed at it: another try may help
    │   ├── Unusable               exit 1   it answered, and was paid, and the answer is of no use
    │   └── OverBudget             exit 1   a person's budget does not allow what comes next
    ├── MediaError                 exit 1   a picture or sound file cannot be read, written or joined
    ├── StoreError                 exit 1   the store cannot keep or give back what it should
    │   └── Damaged                exit 1   stored bytes are not what they were; a build warns and makes the thing again
    └── Interrupted                exit 130 a person pressed Ctrl-C

A message says what failed, where, what was expected, and what to do next.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Self


class WhiteCloudError(Exception):
    """Root of the tree; `exit_status` is what the command ends with."""

    exit_status = 1


class UserError(WhiteCloudError):
    """What a person wrote or asked for cannot be done as it stands."""

    exit_status = 2


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a document: where (1-based line and column), what, and the nearest valid choice."""

    line: int
    column: int
    where: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{self.line}:{self.column}: {place}{self.message}" + (f" ({self.hint})" if self.hint else "")


class DocumentError(UserError):
    """All problems found in one document, each with its line and column."""

    def __init__(self, path: Path | str, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{path}:{problem}" for problem in self.problems))

    def __reduce__(self) -> tuple[type[DocumentError], tuple[Path | str, tuple[Problem, ...]]]:
        return type(self), (self.path, self.problems)


class BackendError(WhiteCloudError):
    """A backend failed while it made something.

    `detail` is what a program said of it (`ReadTimeout: timed out`): it is kept in the ledger, and is in no sentence.
    """

    detail: str = ""

    def because(self, detail: str) -> Self:
        """Return this error with a detail."""
        self.detail = detail
        return self


class BackendUnavailable(BackendError):
    """A backend cannot serve on this machine."""

    exit_status = 2


class Refusal(BackendError):
    """A backend refused one request, and would again; the others go on.

    `cost` is what it took, in the backend's currency, where the vendor tells; `used` what it used up, as prices count it.
    """

    def __init__(self, message: str, cost: Fraction = Fraction(0), used: Mapping[str, Fraction] | None = None) -> None:
        super().__init__(message)
        self.cost = cost
        self.used = dict(used or {})

    def __reduce__(self) -> tuple[type[Refusal], tuple[str, Fraction, Mapping[str, Fraction]]]:
        return type(self), (str(self), self.cost, self.used)


class NotAccepted(BackendError):
    """No order was placed, for certain; `wait` is how many seconds the vendor wants to be left alone, if it said so."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait

    def __reduce__(self) -> tuple[type[NotAccepted], tuple[str, float | None]]:
        return type(self), (str(self), self.wait)


class NotOrdered(BackendError):
    """What was to be fetched was never ordered, or not as it is known now."""


class Ambiguous(BackendError):
    """An order was sent, and whether the vendor took it cannot be known: a time-out, a cut connection, a failing server.

    `order` is its number in the ledger, 0 where it is in none.
    """

    def __init__(self, message: str, order: int = 0) -> None:
        super().__init__(message)
        self.order = order

    def __reduce__(self) -> tuple[type[Ambiguous], tuple[str, int]]:
        return type(self), (str(self), self.order)


class Failed(BackendError):
    """The vendor took an order and failed at it. `cost` is what it took, in the backend's currency; `used` what it used up.

    `again` says whether another try may help at once; otherwise it waits for the next build.
    """

    def __init__(
        self,
        message: str,
        cost: Fraction = Fraction(0),
        again: bool = True,
        used: Mapping[str, Fraction] | None = None,
    ) -> None:
        super().__init__(message)
        self.cost = cost
        self.again = again
        self.used = dict(used or {})

    def __reduce__(self) -> tuple[type[Failed], tuple[str, Fraction, bool, Mapping[str, Fraction]]]:
        return type(self), (str(self), self.cost, self.again, self.used)


class Unusable(BackendError):
    """A paid answer that is of no use; `answer` is what came.

    `cost` is what it cost in the backend's currency, where the vendor tells; `used` what it used up, as the price table counts.
    """

    def __init__(
        self,
        message: str,
        answer: str = "",
        cost: Fraction = Fraction(0),
        used: Mapping[str, Fraction] | None = None,
    ) -> None:
        super().__init__(message)
        self.answer = answer
        self.cost = cost
        self.used = dict(used or {})

    def __reduce__(self) -> tuple[type[Unusable], tuple[str, str, Fraction, Mapping[str, Fraction]]]:
        return type(self), (str(self), self.answer, self.cost, self.used)


class OverBudget(BackendError):
    """The next order would pass the budget that a person set; it was not placed."""


class MediaError(WhiteCloudError):
    """A picture or sound file is missing, damaged or not what was expected."""


class StoreError(WhiteCloudError):
    """The store could not keep, find or verify something."""


class Damaged(StoreError):
    """Something kept was damaged or is gone; it has been set aside, so that it counts as missing."""


class Interrupted(WhiteCloudError):
    """A person stopped the work; what was finished is kept. `abandoned`: threads that still wait were left behind."""

    exit_status = 130
    abandoned = False


def sentence(said: object) -> str:
    """Return a text as a sentence that another can follow: it ends in one full stop, or in what stood for one."""
    text = str(said).rstrip()
    return text if text.endswith(("!", "?", "。", "！", "？")) else text.rstrip(".") + "."


def closest(word: str, choices: Iterable[str]) -> str:
    """Return a hint that names the choice closest to `word`; empty when none is close, as where all were told already."""
    close = get_close_matches(word, sorted(choices), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return a hint that names the choice closest to `word`, or all choices when none is close and they are few."""
    names = sorted(choices)
    if hint := closest(word, names):
        return hint
    if names and len(names) <= 12:
        return "choose from " + ", ".join(names)
    return ""


#: Names that one sentence lists, at most.
_FEW = 6


def few(names: Sequence[str]) -> str:
    """Return names for a sentence: the first of them, and that there are more."""
    return ", ".join(names[:_FEW]) + (", ..." if len(names) > _FEW else "")
