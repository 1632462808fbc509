"""What a thing is: the one place where keys, digests and seeds are made.

A key is the SHA-256 of the canonical JSON of what decides a result. It holds no clock, no absolute path and no position in
the film. What is exact is a Fraction; a float may stand where an option is one, but never NaN or infinity.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

#: Raised by one when the meaning of every key changes; part of each key.
KEY_FORMAT = 1


def canonical(value: Any) -> Any:
    """Return `value` as plain JSON data with one representation; raise TypeError for anything that has none."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, float):
        if not math.isfinite(value):
            raise TypeError(f"{value} has no place in a key")
        return value + 0.0  # -0.0 equals 0.0, so it is the same request
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise TypeError("a key's mappings have text for names")
        return {name: canonical(value[name]) for name in sorted(value)}
    if isinstance(value, tuple | list):
        return [canonical(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: canonical(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in a key")


def key(kind: str, value: Any) -> str:
    """Return the key, 64 hexadecimal digits, of a canonical request of one `kind` (`take`, `segment`, `mix`...)."""
    document = {"format": KEY_FORMAT, "kind": kind, "value": canonical(value)}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seed(*ids: str | int) -> int:
    """Return a seed in 0..2**63-1 that follows from ids alone."""
    text = "\x1f".join(str(part) for part in ids)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
