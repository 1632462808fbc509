"""Takes: what was shot or spoken, numbered from 1 for each shot or line, never overwritten.

    takes/blobs/ab/cdef…            the files as they were delivered
    takes/FILM/shot/pit_03/0002.json   the record of one take: its request and key, its blob, and how it was made

A record is linked into place under the next free number, so that two builds at once never take the same one.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from white_cloud.errors import StoreError

_FORMAT = "white-cloud/take@1"


@dataclass(frozen=True)
class Take:
    """One attempt at a shot or a line.

    `key` is the request's key and `request` the request itself; `blob` and `size` (bytes) name the file; `facts` is what the
    file holds (frames, rate, words...); `record` what the backend said about the making; `cost` an exact number as text.
    """

    subject: str
    number: int
    key: str
    request: Mapping[str, Any]
    blob: str
    size: int
    backend: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    cost: str = "0"
    made: str = ""
    reel: str = ""


class Takes:
    """The takes of one film, one folder for each subject (`shot/pit_03`, `line/pit_l1`)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def of(self, subject: str) -> list[Take]:
        """Return a subject's takes by number; a damaged record is left out and named in `damaged()`."""
        return [take for path in self._records(subject) if (take := self._read(path))]

    def subjects(self) -> list[str]:
        """Return every subject that has takes."""
        return sorted({path.parent.relative_to(self.root).as_posix() for path in self.root.glob("*/*/*.json")})

    def damaged(self) -> list[Path]:
        """Return the records that cannot be read."""
        return [path for path in sorted(self.root.glob("*/*/*.json")) if self._read(path) is None]

    def add(self, take: Take) -> Take:
        """Keep a take under the next free number and return it with that number and its reel name."""
        folder = self.root / take.subject
        number = max((int(path.stem) for path in self._records(take.subject)), default=0)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            while True:
                number += 1
                numbered = Take(**{**asdict(take), "number": number, "reel": take.reel or reel(take.subject, number)})
                if self._link(folder / f"{number:04d}.json", numbered):
                    return numbered
        except OSError as error:
            raise StoreError(f"cannot keep a take of {take.subject} in {folder}: {error.strerror}") from error

    def _records(self, subject: str) -> list[Path]:
        try:
            names = sorted(entry.name for entry in os.scandir(self.root / subject) if entry.name.endswith(".json"))
        except FileNotFoundError:
            return []
        return [self.root / subject / name for name in names]

    @staticmethod
    def _link(path: Path, take: Take) -> bool:
        text = json.dumps({"format": _FORMAT, **asdict(take)}, ensure_ascii=False, indent=1)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
            try:
                os.link(stream.name, path)
            except FileExistsError:
                return False
        return True

    @staticmethod
    def _read(path: Path) -> Take | None:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data.pop("format") != _FORMAT:
                return None
            return Take(**data)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


def reel(subject: str, number: int) -> str:
    """Return a reel name of at most 8 ASCII letters and digits, as EDLs want: five of the subject's, three of its number."""
    letters = "".join(letter for letter in subject.rpartition("/")[2].upper() if letter.isascii() and letter.isalnum())
    return f"{(letters[:2] + letters[-3:]) if len(letters) > 5 else letters}{number:03d}"
