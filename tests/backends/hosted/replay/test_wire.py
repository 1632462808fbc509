"""Both HTTP libraries through the deck, against vendors on loopback: recorded, then played back with nobody there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from white_cloud.backends.hosted.keys import NO_KEY, find_key
from white_cloud.backends.hosted.replay.deck import on_deck
from white_cloud.backends.hosted.replay.opening import open_deck
from white_cloud.backends.hosted.replay.player import NotRecorded
from white_cloud.backends.hosted.replay.reading import read_asked
from white_cloud.backends.hosted.wire import httpx2_client, httpx_client
from white_cloud.errors import BackendUnavailable
from white_cloud.testing.vendors import Fault, Vendors

openai = pytest.importorskip("openai")
CLIENTS = [pytest.param(httpx_client, "httpx", id="httpx"), pytest.param(httpx2_client, "httpx2", id="httpx2")]
SPEECH = {"model": "gpt-4o-mini-tts", "input": "风很大。", "voice": "cedar", "response_format": "wav"}


@contextmanager
def _recording(folder: Path) -> Iterator[None]:
    with on_deck(open_deck(folder, None), "line/a"):
        yield


@contextmanager
def _replaying(folder: Path) -> Iterator[None]:
    with on_deck(open_deck(None, folder), "line/a"):
        yield


def _speech(client: Callable[[str], Any], address: str, key: str, said: str = "风很大。") -> tuple[int, bytes]:
    with client("openai") as open_client:
        headers = {"authorization": f"Bearer {key}"}
        answer = open_client.post(f"{address}/audio/speech", json={**SPEECH, "input": said}, headers=headers)
        return answer.status_code, answer.content


@pytest.mark.parametrize(("client", "library"), CLIENTS)
def test_what_was_answered_is_answered_again_at_another_address(client: Any, library: str, tmp_path: Path) -> None:
    """Status and bytes, with nobody at that address; what was not asked then is told as such."""
    del library
    with Vendors(Fault("rate limit", wait=0.5)) as vendors, _recording(tmp_path):
        asked = [_speech(client, vendors.url.openai, vendors.keys["openai"]) for _ in range(2)]
    assert [status for status, _ in asked] == [429, 200]
    with _replaying(tmp_path):
        assert [_speech(client, "https://nobody.invalid/v1", NO_KEY) for _ in range(2)] == asked
        with pytest.raises(NotRecorded):
            _speech(client, "https://nobody.invalid/v1", NO_KEY, "云很白。")


@pytest.mark.parametrize(("client", "library"), CLIENTS)
@pytest.mark.parametrize("kind", ["cut", "cut short", "short"])
def test_a_connection_that_was_cut_is_cut_again(client: Any, library: str, kind: Any, tmp_path: Path) -> None:
    """With the error of the same name, which decides whether an order may have been taken."""
    errors = pytest.importorskip(library).RequestError
    with Vendors(Fault(kind, times=2)) as vendors:
        with pytest.raises(errors) as direct:
            _speech(client, vendors.url.openai, vendors.keys["openai"])
        with _recording(tmp_path), pytest.raises(errors) as recorded:
            _speech(client, vendors.url.openai, vendors.keys["openai"])
    with _replaying(tmp_path), pytest.raises(errors) as replayed:
        _speech(client, "https://nobody.invalid/v1", NO_KEY)
    assert type(recorded.value) is type(replayed.value) is type(direct.value)
    assert str(replayed.value) == str(direct.value)


def test_a_form_is_known_by_its_fields_and_files_whatever_its_boundary() -> None:
    """And by nothing else of how it is written."""
    httpx = pytest.importorskip("httpx")

    def asked(still: bytes, key: str = "upload-1") -> Any:
        form = {"data": {"key": key, "policy": "signed"}, "files": {"file": ("still.png", still, "image/png")}}
        request = httpx.Request("POST", "http://127.0.0.1/upload", **form)
        return read_asked("files", "shot/a", "POST", "/upload", request.headers["content-type"], request.read())

    one, again = asked(b"\x89PNG\r\n--x\r\n"), asked(b"\x89PNG\r\n--x\r\n")
    assert one.key == again.key
    assert list(one.files.values()) == [b"\x89PNG\r\n--x\r\n"]
    assert one.body["policy"] == "[removed]"
    assert asked(b"\x89PNG other").key != one.key
    assert asked(b"\x89PNG\r\n--x\r\n", "upload-2").key != one.key


def test_the_order_of_names_in_json_does_not_count() -> None:
    """Nor does what stands before the version in a path, which belongs to the server's address."""
    one = read_asked("openai", "", "POST", "/proxy/v1/responses", "application/json", b'{"a": 1, "b": "x"}')
    other = read_asked("openai", "", "POST", "/v1/responses", "application/json", b'{"b":"x","a":1}')
    assert one.key == other.key


def test_no_key_is_needed_where_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only there: beside it the key is missed as ever."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with Vendors() as vendors, _recording(tmp_path):
        _speech(httpx_client, vendors.url.openai, vendors.keys["openai"])
    with _replaying(tmp_path):
        assert find_key("OPENAI_API_KEY") == NO_KEY
    with pytest.raises(BackendUnavailable):
        find_key("OPENAI_API_KEY_NOWHERE")
