"""Options that every hosted backend has: how fast and how patiently it is asked, never what it makes."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field, model_validator

from white_cloud.backends.base import Options
from white_cloud.documents.fields import refused

#: What somebody calls a key who puts one into a document.
_KEYS = frozenset({"key", "api_key", "apikey", "api_secret", "secret", "token", "password", "authorization"})


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

    @model_validator(mode="before")
    @classmethod
    def _holds_no_key(cls, given: Any) -> Any:
        """Refuse a key, which a document never holds; it is not told."""
        if found := sorted(_KEYS.intersection(given) if isinstance(given, dict) else ()):
            raise refused(
                f"{found[0]!r}: no key stands in a document; take it out, and keep it in the environment or the keyring",
                "`white-cloud doctor` says under which name",
            )
        return given
