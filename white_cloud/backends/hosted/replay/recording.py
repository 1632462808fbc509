"""A recording on disk: one JSON an exchange, named in the order of asking, and the files that were exchanged beside them.

    00001-openai-responses.json
    00002-runway-uploads.json
    ...
    files/9f86d081884c7d65.mp4

A person may read it, and put it under version control. An exchange is written whole or not at all.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.backends.hosted.replay.exchange import Asked
from white_cloud.backends.hosted.replay.privacy import clean_text
from white_cloud.errors import BackendError, UserError
from white_cloud.store.blobs import flush, replace_text, storing

FORMAT = "white-cloud/exchange@1"
FILES = "files"

_NAMED = re.compile(r"(\d{5,})-[a-z0-9_-]+\.json")
_WORD = re.compile(r"[a-z_]+")
#: How a file is called that is exchanged, by what it is said to be.
_SUFFIXES = {"video/mp4": ".mp4", "audio/wav": ".wav", "audio/x-wav": ".wav", "image/png": ".png", "image/jpeg": ".jpg"}
#: How it begins, where nobody says.
_BEGINNINGS = ((b"\x89PNG", ".png"), (b"\xff\xd8", ".jpg"), (b"RIFF", ".wav"))


@dataclass(frozen=True)
class Exchange:
    """An exchange as it is kept: the number in which it was asked, the request, and the answer as plain data."""

    number: int
    asked: Asked
    answer: Mapping[str, Any]
    name: str = ""

    def text(self) -> str:
        """Return it as the JSON that is written."""
        document = {"format": FORMAT, "for": self.asked.subject, "asked": self.asked.data(), "answer": self.answer}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


@dataclass
class Recording:
    """The exchanges in a folder, in the order of asking."""

    folder: Path
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def subjects(self) -> set[str]:
        """What the exchanges were for."""
        return {one.asked.subject for one in self.exchanges}

    def add(self, exchange: Exchange) -> None:
        """Write an exchange; raise StoreError when the disk refuses."""
        path = self.folder / _name(exchange.number, exchange.asked)
        for number in range(exchange.number, exchange.number + 100_000):
            path = self.folder / _name(number, exchange.asked)
            if not path.exists():  # another build may be recording here
                break
        replace_text(path, exchange.text())
        # without the files that were sent: they lie on disk by now, and may be large
        self.exchanges.append(replace(exchange, asked=replace(exchange.asked, files={}), name=path.name))

    def take_in(self, path: Path, kind: str) -> Path:
        """Move a file in among the exchanged ones, named by its digest, and return where it lies."""
        with storing("keep an exchanged file", self.folder):
            digest = identity.file_digest(path)
            with path.open("rb") as file:
                begins = file.read(16)
            suffix = _SUFFIXES.get(kind.partition(";")[0].strip(), "") or _suffix(begins)
            place = self.folder / FILES / f"{digest}{suffix}"
            place.parent.mkdir(parents=True, exist_ok=True)
            flush(path)
            shutil.move(path, place)
        return place

    def file(self, name: str) -> Path:
        """Return an exchanged file whose bytes are those that came; raise BackendError when they are not, or it is gone."""
        path = self.folder / FILES / name
        if Path(name).name != name or not path.is_file():
            raise BackendError(f"the recording {self.folder} lacks its file {FILES}/{name}: fetch the whole of it")
        if identity.file_digest(path) != name.partition(".")[0]:
            raise BackendError(f"{path} is not the file that was recorded: its bytes have changed; fetch it again")
        return path


def read_recording(folder: Path) -> Recording:
    """Return what a folder holds, nothing where it is not there; raise UserError for an exchange that cannot be read."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; a recording is a folder")
    found = [(int(named[1]), path) for path in folder.glob("*.json") if (named := _NAMED.fullmatch(path.name))]
    return Recording(folder, [_read(number, path) for number, path in sorted(found)])


def _read(number: int, path: Path) -> Exchange:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        found = document.get("format")
        if found != FORMAT:
            raise UserError(f"{path}: its format is {found!r}, this program reads {FORMAT!r}; is it from a newer White Cloud?")
        asked = document["asked"]
        request = Asked(asked["vendor"], asked["method"], asked["path"], asked["body"], document["for"])
        return Exchange(number, request, document["answer"], path.name)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path} is no exchange that can be read: {type(error).__name__}: {error}") from error


def _name(number: int, asked: Asked) -> str:
    words = [word for word in asked.path.lower().split("/") if _WORD.fullmatch(word)]
    return "-".join([f"{number:05d}", clean_text(asked.vendor), *words[-2:]]) + ".json"


def _suffix(begins: bytes) -> str:
    if begins[4:8] == b"ftyp":
        return ".mp4"
    return next((suffix for start, suffix in _BEGINNINGS if begins.startswith(start)), ".bin")
