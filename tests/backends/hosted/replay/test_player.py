"""Playing back: the recorded answers, in their order, or an error that tells the nearest request."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from white_cloud.backends.hosted.replay.exchange import Answer, Arriving, Asked
from white_cloud.backends.hosted.replay.opening import open_deck
from white_cloud.backends.hosted.replay.player import NotRecorded, Player
from white_cloud.backends.hosted.replay.recording import read_recording
from white_cloud.errors import BackendError, UserError

Poll = Callable[..., Asked]


def _never() -> AbstractContextManager[Arriving]:
    raise AssertionError("a request was sent")


def _player(laid: Any) -> Player:
    return Player(read_recording(laid.folder))


def _heard(player: Player, asked: Asked) -> Any:
    body = player.exchange(asked, _never).body
    assert isinstance(body, bytes)
    return json.loads(body)


def _state(name: str) -> bytes:
    return json.dumps({"status": name}).encode()


def test_answers_to_one_request_come_in_their_order_and_the_last_comes_again(laid: Any, poll: Poll) -> None:
    """As a vendor is asked until it delivers."""
    for name in ("PENDING", "RUNNING", "SUCCEEDED"):
        laid(poll(), _state(name))
    player = _player(laid)
    heard = [_heard(player, poll())["status"] for _ in range(5)]
    assert heard == ["PENDING", "RUNNING", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]


def test_each_subject_hears_its_own_answers_however_many_ask_at_once(laid: Any, poll: Poll) -> None:
    """The same request of eight shots, each answered otherwise, asked by eight threads."""
    subjects = [f"shot/{number}" for number in range(8)]
    for turn in range(3):
        for subject in subjects:
            laid(poll(subject=subject), _state(f"{subject} {turn}"))
    player, together = _player(laid), threading.Barrier(8)

    def ask(subject: str) -> list[str]:
        together.wait()
        return [_heard(player, poll(subject=subject))["status"] for _ in range(3)]

    with ThreadPoolExecutor(8) as pool:
        heard = list(pool.map(ask, subjects))
    assert heard == [[f"{subject} {turn}" for turn in range(3)] for subject in subjects]


def test_a_subject_that_was_called_otherwise_hears_what_the_other_heard(laid: Any, poll: Poll) -> None:
    """A shot may be renamed; the request is the same."""
    laid(poll(subject="shot/old"), _state("DONE"))
    assert _heard(_player(laid), poll(subject="shot/new")) == {"status": "DONE"}


def test_what_is_not_recorded_tells_the_nearest_and_what_differs(laid: Any) -> None:
    """The nearest is of the same subject; the difference stands with its place."""
    body = {"model": "m", "input": [{"role": "user", "content": "the brief is: dust"}]}
    laid(Asked("openai", "POST", "/v1/responses", body, "words/a"))
    laid(Asked("openai", "POST", "/v1/responses", {"model": "m", "input": []}, "words/b"))
    laid(Asked("openai", "POST", "/v1/audio/speech", {"model": "tts"}, "line/a"))
    changed = {"model": "m", "input": [{"role": "user", "content": "the brief is: dust and salt"}]}
    with pytest.raises(NotRecorded) as raised:
        _player(laid).exchange(Asked("openai", "POST", "/v1/responses", changed, "words/a"), _never)
    told = str(raised.value)
    assert "POST /v1/responses" in told
    assert "for words/a" in told
    assert "00001-openai-responses.json" in told
    assert "its input[1].content has" in told
    assert "dust and salt" in told
    assert "--record" in told


def test_a_vendor_that_was_never_asked_is_told(laid: Any, poll: Poll) -> None:
    """There is no nearest then."""
    laid(poll())
    with pytest.raises(NotRecorded, match="no POST at openai at all; it was recorded with runway"):
        _player(laid).exchange(Asked("openai", "POST", "/v1/responses", {}, "words/a"), _never)


def test_a_file_whose_bytes_changed_is_not_played(laid: Any) -> None:
    """A recording travels; what was damaged on the way is told, not shown."""
    asked = Asked("files", "GET", "/film", None, "shot/a")
    laid(asked, b"\0film", headers={"content-type": "video/mp4"})
    player, (file,) = _player(laid), (laid.folder / "files").iterdir()
    answer: Answer = player.exchange(asked, _never)
    assert answer.body == file
    file.write_bytes(b"\0silm")
    with pytest.raises(BackendError, match="its bytes have changed"):
        player.exchange(asked, _never)
    file.unlink()
    with pytest.raises(BackendError, match="lacks its file"):
        player.exchange(asked, _never)


def test_a_recording_cannot_lead_out_of_its_folder(laid: Any, poll: Poll) -> None:
    """The name of a file in it is a name, not a path."""
    laid(poll())
    (kept,) = laid.folder.glob("*.json")
    document = json.loads(kept.read_text())
    (laid.folder / "files").mkdir()
    (laid.folder.parent / "secret.txt").write_text("a secret")
    document["answer"]["body"] = {"file": "../../secret.txt", "bytes": 1}
    kept.write_text(json.dumps(document))
    with pytest.raises(BackendError, match="lacks its file"):
        _player(laid).exchange(poll(), _never)


@pytest.mark.parametrize("spoiled", ["{", "[]", '{"format": "white-cloud/exchange@2"}', '{"format": "white-cloud/exchange@1"}'])
def test_an_exchange_that_cannot_be_read_is_named(laid: Any, poll: Poll, spoiled: str) -> None:
    """With its path; nothing of the recording is played then."""
    laid(poll())
    (kept,) = laid.folder.glob("*.json")
    kept.write_text(spoiled)
    with pytest.raises(UserError, match=r"00001-runway-tasks\.json"):
        read_recording(laid.folder)


def test_recording_and_playing_back_at_once_are_refused(tmp_path: Path) -> None:
    """So is a folder that holds no recording, before anything is made."""
    with pytest.raises(UserError, match="choose one"):
        open_deck(tmp_path, tmp_path)
    with pytest.raises(UserError, match="no recording in"):
        open_deck(None, tmp_path)
    assert open_deck(None, None) is None
