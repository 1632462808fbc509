"""A recording on which exchanges are put by hand, and a sender that answers what a test lays down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from white_cloud.backends.hosted.replay.exchange import Answer, Arriving, Asked, Cut, CutShort
from white_cloud.backends.hosted.replay.recorder import Recorder
from white_cloud.backends.hosted.replay.recording import read_recording

JSON = {"content-type": "application/json"}


class Laid:
    """Records what is laid down: each call is one request with its answer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.recorder = Recorder(read_recording(folder))

    def __call__(
        self,
        asked: Asked,
        body: bytes | Iterator[bytes] = b"{}",
        status: int = 200,
        headers: Mapping[str, str] = JSON,
        cut: Cut | None = None,
    ) -> Answer:
        @contextmanager
        def send() -> Iterator[Arriving]:
            if not status and cut:
                raise CutShort(cut)
            yield Arriving(status, headers, _pieces(body, cut))

        return self.recorder.exchange(asked, send)


def _pieces(body: bytes | Iterator[bytes], cut: Cut | None) -> Iterator[bytes]:
    yield from [body] if isinstance(body, bytes) else body
    if cut:
        raise CutShort(cut)


@pytest.fixture
def laid(tmp_path: Path) -> Laid:
    """A recorder on a new folder."""
    return Laid(tmp_path / "recording")


@pytest.fixture
def poll() -> Callable[..., Asked]:
    """A question about an order, for a subject."""
    return lambda task="t1", subject="shot/a": Asked("runway", "GET", f"/v1/tasks/{task}", None, subject)
