"""What Runway says of an order when it is asked, in the house's terms."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from white_cloud.backends.base import Pending
from white_cloud.backends.hosted.keys import scrubbed
from white_cloud.errors import Failed, NotAccepted, Refusal

#: Codes of failures that would come again: what was asked offends, or what was given cannot be read.
_REFUSED = ("SAFETY", "INPUT_PREPROCESSING.SAFETY", "ASSET.INVALID")


@dataclass(frozen=True)
class Ready:
    """A take that can be fetched: its signed address, which is never told, and the credits it cost."""

    address: str
    credits: Fraction


def credits_of(said: Any) -> Fraction:
    """Return the credits of a cost as the SDK gives it; 0 where none is said."""
    amount = getattr(said, "credits", None)
    return Fraction(str(amount)) if isinstance(amount, int | float) else Fraction(0)


def read(task: Any) -> Pending | Ready:
    """Return how an order stands; raise Refusal or Failed, with what it cost, when it has ended otherwise."""
    status, cost = getattr(task, "status", None), credits_of(getattr(task, "cost", None))
    match status:
        case "PENDING" | "THROTTLED":
            return Pending()
        case "RUNNING":
            return Pending(min(max(float(getattr(task, "progress", None) or 0), 0.0), 1.0))
        case "SUCCEEDED":
            return Ready(_address(task), cost)
        case "FAILED":
            raise _failure(task, cost)
        case "CANCELLED":
            # whoever cancelled it does not want it back at once
            raise Failed("Runway cancelled the order, or somebody did in its name", cost, again=False)
        case _:
            raise NotAccepted(f"Runway gave no answer that can be read: the order's status is {str(status)[:40]!r}")


def _address(task: Any) -> str:
    output = getattr(task, "output", None)
    if not isinstance(output, list) or not output or not isinstance(output[0], str):
        raise NotAccepted("Runway says that the take is made, and not where it is")
    return output[0]


def _failure(task: Any, cost: Fraction) -> Refusal | Failed:
    code, said = (getattr(task, name, None) or "" for name in ("failure_code", "failure"))
    words = scrubbed(" ".join(str(said).split()))[:400] or "no reason was given"
    if any(code == kind or str(code).startswith(f"{kind}.") for kind in _REFUSED):
        return Refusal(f"Runway refused the shot ({code}): {words}", cost)
    return Failed(f"Runway failed at the shot ({code or 'no code'}): {words}", cost)
