"""A file is fetched whole, looked at, and only then called by its name."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

pytest.importorskip("httpx")

from white_cloud.backends.hosted.download import Expired, fetch
from white_cloud.errors import BackendError, NotAccepted

Fetch = Callable[..., int]


class Store(BaseHTTPRequestHandler):
    """Answers `/STATUS/BYTES/ANNOUNCED` so; nothing is announced for `-`, and `/away` leads elsewhere."""

    def do_GET(self) -> None:
        if self.path.startswith("/away"):
            self._begin(302, {"location": "/200/9/9"})
            return
        status, length, announced = self.path.split("?")[0].split("/")[1:]
        self._begin(int(status), {"content-length": announced} if announced != "-" else {})
        self.wfile.write(b"x" * int(length))

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def get(tmp_path: Path) -> Iterator[Fetch]:
    """Fetch from the store into a file, which is looked at by its size."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

        def get_(path: str, look: Callable[[Path], int] = lambda part: part.stat().st_size) -> int:
            address = f"http://127.0.0.1:{server.server_port}{path}?signature=secret"
            return fetch(address, tmp_path / "take.mp4", 5.0, look, largest=1000)

        yield get_
        server.shutdown()


@pytest.mark.parametrize("path", ["/200/9/9", "/200/9/-", "/away"])
def test_what_came_whole_stands_under_its_name(get: Fetch, tmp_path: Path, path: str) -> None:
    """Whether its length was announced or not, and wherever it lies."""
    assert get(path) == 9
    assert (tmp_path / "take.mp4").read_bytes() == b"x" * 9


@pytest.mark.parametrize(
    ("path", "error", "told"),
    [
        ("/200/5/9", NotAccepted, "did not come whole"),
        ("/200/0/0", NotAccepted, "empty"),
        ("/503/0/0", NotAccepted, "503"),
        ("/401/0/0", Expired, "401"),
        ("/403/0/0", Expired, "403"),
        ("/404/0/0", Expired, "404"),
        ("/410/0/0", Expired, "410"),
        ("/200/9/1001", BackendError, "1000 are the most"),
        ("/200/1500/-", BackendError, "1000 are the most"),
    ],
)
def test_what_did_not_is_told_without_its_address_and_leaves_nothing(
    get: Fetch, tmp_path: Path, path: str, error: type[BackendError], told: str
) -> None:
    """No half file is ever taken for a whole one, and no disk is filled."""
    with pytest.raises(error, match=told) as failed:
        get(path)
    assert type(failed.value) is error
    assert "secret" not in str(failed.value)
    assert "127.0.0.1" not in str(failed.value)
    assert not list(tmp_path.iterdir())


def test_what_signs_an_address_is_in_no_log(get: Fetch, caplog: pytest.LogCaptureFixture) -> None:
    """Though the HTTP library tells every request to whoever listens, and where it was led."""
    caplog.set_level(logging.DEBUG)
    get("/200/9/9")
    assert "/200/9/9?[signed]" in caplog.text
    assert "secret" not in caplog.text


def test_what_does_not_pass_the_look_does_not_count(get: Fetch, tmp_path: Path) -> None:
    """A take that is there already stays."""
    (tmp_path / "take.mp4").write_bytes(b"before")

    def look(part: Path) -> int:
        raise NotAccepted(f"{part.stat().st_size} bytes of nothing")

    with pytest.raises(NotAccepted, match="9 bytes of nothing"):
        get("/200/9/9", look)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"before"]


def test_a_store_that_cannot_be_reached_may_be_asked_again(tmp_path: Path) -> None:
    """As may one whose address makes no sense."""
    for address in ("http://127.0.0.1:9/x?signature=secret", "nonsense"):
        with pytest.raises(NotAccepted) as failed:
            fetch(address, tmp_path / "take.mp4", 1.0, lambda part: part)
        assert "secret" not in str(failed.value)
