"""Takes: what was shot or spoken, numbered from 1 for each shot or line, never overwritten.

    takes/blobs/ab/cdef…            the files as they were delivered
    takes/FILM/shot/pit_03/0002.json   the record of one take: its request and key, its blob, and how it was made

A record is linked into place under the next free number, so that two builds at once never take the same one.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.store.blobs import storing

_FORMAT = "white-cloud/take@1"


@dataclass(frozen=True)
class Take:
    """One attempt at a shot or a line.

    `key` is the request's key and `request` the request itself; `blob` and `size` (bytes) name the file; `facts` is what the
    file holds (frames, rate, words...); `record` what the backend said about the making; `cost` what was paid for it
    in the price table's money, an exact number as text, and `orders` the ledger's numbers of what was ordered for it.
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
    orders: tuple[int, ...] = ()
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

    def add(self, take: Take, above: int = 0) -> Take:
        """Keep a take under the next free number over `above`, and return it with that and its reel name; raise StoreError."""
        folder = self.root / take.subject
        with storing(f"keep a take of {take.subject}", folder):
            number = max((int(path.stem) for path in self._records(take.subject)), default=0)
            number = max(number, above)
            folder.mkdir(parents=True, exist_ok=True)
            while True:
                number += 1
                numbered = replace(take, number=number, reel=take.reel or reel(take.subject, number))
                if self._link(folder / f"{number:04d}.json", numbered):
                    return numbered

    def _records(self, subject: str) -> list[Path]:
        """Return a subject's records by number; a file that is not named by a number is none."""
        try:
            names = [entry.name for entry in os.scandir(self.root / subject)]
        except FileNotFoundError:
            return []
        numbers = {int(stem): name for name in names if (stem := name.removesuffix(".json")) != name and stem.isdecimal()}
        return [self.root / subject / numbers[number] for number in sorted(numbers)]

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
            return Take(**{**data, "orders": tuple(data.get("orders", ()))})
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


def reel(subject: str, number: int) -> str:
    """Return a reel name of at most 8 ASCII letters and digits, as EDLs want: the subject's, then the take's number.

    An id that does not fit, or has letters that are lost, keeps two of them, and a digest sets it apart from its neighbours.
    """
    name, take = subject.rpartition("/")[2], f"{number:02d}"
    room = 8 - len(take)
    letters = "".join(letter for letter in name.upper() if letter.isascii() and letter.isalnum())
    if len(letters) > room or not name.isascii():
        apart = base64.b32encode(bytes.fromhex(identity.key("reel", name))).decode()
        letters = letters[:2] + apart[: room - len(letters[:2])]
    return letters + take
