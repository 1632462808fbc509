"""Recording: vendors are asked as ever, and every exchange is written down before its answer is handed on."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from white_cloud.backends.hosted.replay.exchange import Answer, Asked, Cut, CutShort, Send, TooLarge
from white_cloud.backends.hosted.replay.privacy import clean, clean_text, kept_headers
from white_cloud.backends.hosted.replay.recording import Exchange, Recording
from white_cloud.errors import BackendUnavailable, StoreError
from white_cloud.store.blobs import scratch, storing

#: No answer is larger, in bytes; what a take may have is less.
LARGEST = 2_100_000_000
#: A text that is larger is kept as a file.
_LONGEST_TEXT = 8_000_000
_MEDIA = ("video/", "audio/", "image/")


class Recorder:
    """Keeps what is exchanged in a folder, after what that holds already.

    Failures are kept as well: answers that refuse, and connections that ended otherwise than in order. An answer that is the
    same as the one before to the same request for the same subject adds nothing, and is not written again. `largest` is the
    most bytes that an answer may have.
    """

    offline = False

    def __init__(self, recording: Recording, largest: int = LARGEST) -> None:
        self.recording = recording
        self.largest = largest
        self._lock = threading.Lock()
        self._number = max((one.number for one in recording.exchanges), default=0)
        self._last = {(one.asked.key, one.asked.subject): one.answer for one in recording.exchanges}

    def exchange(self, asked: Asked, send: Send) -> Answer:
        """Send a request, write the exchange down, and return the answer as it came; its file is the one that was kept.

        Raises BackendUnavailable when nothing can be written at all: then nothing is sent. Raises StoreError when what came
        cannot be written, and TooLarge for more than is kept: then the vendor may have taken the order all the same.
        """
        with self._lock:
            self._number += 1
            number = self._number
        with ExitStack() as under_way:
            place = self._room(under_way)
            answer = _received(send, place / "answer", self.largest)
            answer, data = self._kept(answer)
            for digest, content in asked.files.items():
                self._keep_given(place / digest, content)
            self._write(Exchange(number, asked, data))
        return answer

    def lacking(self, subjects: Collection[str]) -> list[str]:
        """Return those of some subjects of which nothing is recorded, in order."""
        with self._lock:
            return sorted(set(subjects) - self.recording.subjects)

    def _room(self, under_way: ExitStack) -> Path:
        try:
            return under_way.enter_context(scratch(self.recording.folder))
        except StoreError as error:
            raise BackendUnavailable(f"nothing was asked, since it could not be recorded: {error}") from None

    def _write(self, exchange: Exchange) -> None:
        asked = exchange.asked
        with self._lock:
            if self._last.get((asked.key, asked.subject)) != exchange.answer:
                self.recording.add(exchange)
                self._last[asked.key, asked.subject] = exchange.answer

    def _keep_given(self, path: Path, content: bytes) -> None:
        with storing("keep a file that was sent", path.parent):
            path.write_bytes(content)
        self.recording.take_in(path, "")

    def _kept(self, answer: Answer) -> tuple[Answer, dict[str, Any]]:
        """Return an answer to hand on, and as it is written; a text stands in what is written, anything else is a file."""
        headers = kept_headers(answer.headers)
        told: dict[str, Any] = {"status": answer.status, "headers": headers}
        if answer.cut:
            told["cut"] = {"error": answer.cut.error, "said": clean_text(answer.cut.said)}
        if not isinstance(answer.body, Path):
            return Answer(answer.status, headers, answer.body, answer.cut), told
        kind = headers.get("content-type", "")
        size = answer.body.stat().st_size
        if size <= _LONGEST_TEXT and not kind.startswith(_MEDIA) and (text := _text(answer.body.read_bytes())) is not None:
            headers.pop("content-length", None)  # what is kept may be of another length
            return Answer(answer.status, headers, answer.body.read_bytes(), answer.cut), told | {"body": text}
        path = self.recording.take_in(answer.body, kind)
        told["body"] = {"file": path.name, "bytes": size}
        return Answer(answer.status, headers, path, answer.cut), told


def _received(send: Send, path: Path, largest: int) -> Answer:
    """Send, and write the body to a file as it comes; raise TooLarge, StoreError."""
    status, headers = 0, dict[str, str]()
    try:
        with send() as arriving:
            status, headers = arriving.status, _plain(arriving.headers)
            with storing("write what a vendor answers", path.parent), path.open("wb") as file:
                for piece in arriving.pieces:
                    file.write(piece)
                    if file.tell() > largest:
                        raise TooLarge(f"the answer has more than {largest} bytes; it is not fetched, and not recorded")
    except CutShort as ended:
        return Answer(status, headers, path if path.exists() else b"", Cut(ended.cut.error, ended.cut.said))
    return Answer(status, headers, path)


def _plain(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a body that is decompressed as it comes: the length announced is that of another."""
    if headers.get("content-encoding", "identity") == "identity":
        return dict(headers)
    return {name: value for name, value in headers.items() if name != "content-length"}


def _text(content: bytes) -> dict[str, Any] | None:
    """Return a text as it is written, None for what is none."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    try:
        return {"json": clean(json.loads(text))}
    except ValueError:
        return None if "\0" in text else {"text": clean_text(text)}
