"""Options that every hosted backend has: how fast and how patiently it is asked, never what it makes."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from white_cloud.backends.base import Options


class HostedOptions(Options):
    """`at_once` requests side by side, `per_minute` at most (0: no limit), each given `timeout` seconds to answer.

    `tries` is how often what the vendor did not accept is asked in one build. `resend_below` is the price, in the price table's
    money, below which an order whose fate is unknown is placed again without asking.
    """

    at_once: int = Field(4, ge=1, le=64)
    per_minute: int = Field(0, ge=0)
    timeout: float = Field(60.0, gt=0)
    tries: int = Field(4, ge=1, le=20)
    resend_below: float = Field(0.05, ge=0)

    operational: ClassVar[frozenset[str]] = frozenset({"at_once", "per_minute", "timeout", "tries", "resend_below"})
