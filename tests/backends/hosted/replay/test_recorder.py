"""Recording: exchanges are written whole before their answers are handed on."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from white_cloud.backends.hosted.replay.exchange import Asked, Cut
from white_cloud.backends.hosted.replay.opening import notes_at_end, notes_at_start, open_deck
from white_cloud.backends.hosted.replay.player import Player
from white_cloud.backends.hosted.replay.recorder import Recorder
from white_cloud.backends.hosted.replay.recording import read_recording
from white_cloud.errors import BackendUnavailable
from white_cloud.store.ledger import Entry

Poll = Callable[..., Asked]
VIDEO = {"content-type": "video/mp4"}


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_names_sort_in_the_order_of_asking_and_say_what_was_asked(laid: Any, poll: Poll) -> None:
    """A person reads the folder from the top."""
    laid(Asked("openai", "POST", "/v1/responses", {"a": 1}, "words/a"))
    laid(poll())
    laid(Asked("files", "GET", "/film/t1", None, "shot/a"), b"\0", headers=VIDEO)
    *exchanges, file = _names(laid.folder)
    assert exchanges == ["00001-openai-responses.json", "00002-runway-tasks.json", "00003-files-film.json"]
    assert file.startswith("files/")
    assert file.endswith(".mp4")


def test_an_exchange_is_readable(laid: Any) -> None:
    """Hanzi as they are, bodies as data, a format line, and what it was for."""
    laid(Asked("openai", "POST", "/v1/responses", {"input": "风"}, "words/a"), '{"text": "云"}'.encode())
    (kept,) = laid.folder.glob("*.json")
    text = kept.read_text(encoding="utf-8")
    assert '"input": "风"' in text
    document = json.loads(text)
    assert document["format"] == "white-cloud/exchange@1"
    assert document["for"] == "words/a"
    assert document["answer"]["body"] == {"json": {"text": "云"}}


def test_the_same_answer_once_more_adds_nothing(laid: Any, poll: Poll) -> None:
    """An order that is waited for is asked about a hundred times."""
    for state in (b'{"s":1}', b'{"s":1}', b'{"s":2}', b'{"s":1}'):
        laid(poll(), state)
    assert [one.answer["body"]["json"]["s"] for one in read_recording(laid.folder).exchanges] == [1, 2, 1]


def test_a_recording_is_gone_on_with(laid: Any, poll: Poll) -> None:
    """What it holds stays, new exchanges come after, and the build says so."""
    laid(poll(), b'{"s":1}')
    assert notes_at_start(laid.recorder) == [
        f"{laid.folder} holds a recording already, of 1 exchange: it stays, and new ones are added"
    ]
    later = type(laid)(laid.folder)
    later(poll(), b'{"s":1}')
    later(poll(), b'{"s":2}')
    assert [one.number for one in read_recording(laid.folder).exchanges] == [1, 3]
    assert notes_at_start(Recorder(read_recording(laid.folder.with_name("new")))) == []


def test_what_was_delivered_before_is_told_as_lacking(laid: Any, poll: Poll) -> None:
    """A recording of half a film does not build it; a person is told which half it is."""
    laid(poll(subject="shot/a"))
    done = [Entry(number, "f", subject, "k", "runway", "m", "done") for number, subject in enumerate(["shot/a", "line/b"])]
    (note,) = notes_at_end(laid.recorder, [*done, Entry(9, "f", "shot/c", "k", "runway", "m", "failed")])
    assert "line/b" in note
    assert "shot/a" not in note
    assert "shot/c" not in note
    assert notes_at_end(laid.recorder, done[:1]) == []


def test_a_film_on_its_way_is_never_held_in_memory(laid: Any) -> None:
    """Thirty-two megabytes pass through in pieces; a take may have two thousand."""
    piece = bytes(1 << 20)
    tracemalloc.start()
    try:
        answer = laid(Asked("files", "GET", "/film", None, "shot/a"), (piece for _ in range(32)), headers=VIDEO)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.body.stat().st_size == 32 << 20
    assert peak < 6 << 20


def test_a_connection_that_ended_is_recorded_as_it_ended(laid: Any, poll: Poll) -> None:
    """Before a status came, and in the middle of a body; playing back ends in the same place."""
    laid(poll(), status=0, cut=Cut("ReadTimeout", "timed out"))
    film = Asked("files", "GET", "/film", None, "shot/a")
    laid(film, b"\0half", headers={**VIDEO, "content-length": "10"}, cut=Cut("RemoteProtocolError", "peer closed"))
    player = Player(read_recording(laid.folder))
    unheard, half = player.exchange(poll(), None), player.exchange(film, None)  # type: ignore[arg-type]
    assert (unheard.status, unheard.cut) == (0, Cut("ReadTimeout", "timed out"))
    assert isinstance(half.body, Path)
    assert half.body.read_bytes() == b"\0half"
    assert half.headers["content-length"] == "10"
    assert half.cut == Cut("RemoteProtocolError", "peer closed")


def test_an_answer_in_the_middle_of_which_the_connection_ended_keeps_no_signature(laid: Any, poll: Poll) -> None:
    """It is no JSON any more, and a text all the same."""
    laid(poll(), b'{"output": ["https://s.example/a.mp4?_jwt=abcdef', cut=Cut("ReadError"))
    assert "abcdef" not in "".join(path.read_text() for path in laid.folder.glob("*.json"))


def test_nothing_is_asked_when_it_could_not_be_written(tmp_path: Path, poll: Poll) -> None:
    """An order whose answer is lost is paid for nothing."""
    (tmp_path / "file").write_text("")
    recorder = Recorder(read_recording(tmp_path / "new"))
    recorder.recording.folder = tmp_path / "file" / "below"
    with pytest.raises(BackendUnavailable, match=r"nothing was asked, .* cannot write in"):
        recorder.exchange(poll(), lambda: pytest.fail("it was sent"))


def test_a_new_folder_is_made_when_there_is_something_to_keep(tmp_path: Path) -> None:
    """A build that asks nobody leaves none."""
    assert isinstance(open_deck(tmp_path / "new", None), Recorder)
    assert not (tmp_path / "new").exists()
