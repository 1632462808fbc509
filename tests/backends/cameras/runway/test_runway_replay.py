"""Shots that begin with a still, recorded and played back: the still is given anew, and its name for a day is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from white_cloud.backends.base import Job, Pending
from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.runway.camera import RunwayCamera
from white_cloud.backends.hosted.replay.deck import on_deck
from white_cloud.backends.hosted.replay.opening import open_deck
from white_cloud.backends.hosted.replay.player import NotRecorded
from white_cloud.testing.vendors import Vendors


def _still(path: Path, shade: int = 90) -> Path:
    Image.new("RGB", (320, 180), (shade, 60, 30)).save(path)
    return path


def _shot(request: ShotRequest, folder: Path) -> tuple[str, bytes]:
    """Return the number of the order and the take."""
    folder.mkdir()
    camera = RunwayCamera()
    job = camera.submit(request)
    while isinstance(made := camera.collect(job, folder), Pending):
        continue
    return job.id, made.path.read_bytes()


@pytest.fixture
def recording(vendors: Vendors, asked: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shot that begins with a still, recorded; no key and no vendor any more."""
    with on_deck(open_deck(tmp_path / "recording", None), "shot/a"):
        _shot(asked(image=_still(tmp_path / "still.png")), tmp_path / "shot")
    for name in vendors.environment():
        monkeypatch.delenv(name)
    return tmp_path / "recording"


def test_a_shot_from_a_still_is_played_back(recording: Path, asked: Callable[..., Any], tmp_path: Path) -> None:
    """The same order and the same take; the still lies in the recording too."""
    with on_deck(open_deck(None, recording), "shot/a"):
        _, take = _shot(asked(image=tmp_path / "still.png"), tmp_path / "again")
    assert take == (tmp_path / "shot" / "take.mp4").read_bytes()
    assert (tmp_path / "still.png").read_bytes() in [path.read_bytes() for path in (recording / "files").glob("*.png")]


def test_another_still_is_another_request(recording: Path, asked: Callable[..., Any], tmp_path: Path) -> None:
    """It is known by what it holds, where it is given."""
    other = _still(tmp_path / "other.png", 91)
    with on_deck(open_deck(None, recording), "shot/a"), pytest.raises(NotRecorded, match=r"its file\.sha256 has"):
        RunwayCamera().submit(asked(image=other))


def test_what_the_sdk_was_not_answered_then_is_told_as_such(recording: Path, asked: Callable[..., Any], tmp_path: Path) -> None:
    """As an order and as a question; the SDK takes it for a broken connection, which might have cost something."""
    with on_deck(open_deck(None, recording), "shot/a"):
        with pytest.raises(NotRecorded, match="its promptText has"):
            RunwayCamera().submit(asked(image=tmp_path / "still.png", prompt="dunes at noon"))
        with pytest.raises(NotRecorded, match="its path has"):
            RunwayCamera().collect(Job("another", options=asked().options), tmp_path)


def test_a_still_that_was_given_twice_is_no_other(recording: Path, asked: Callable[..., Any], tmp_path: Path) -> None:
    """A build may end between giving the still and ordering; the next one gives it anew, under another name."""
    for path in recording.glob("*-uploads.json"):
        assert "runway://upload-1" in path.read_text()
        path.write_text(path.read_text().replace("runway://upload-1", "runway://upload-7"), encoding="utf-8")
    with on_deck(open_deck(None, recording), "shot/a"):
        assert _shot(asked(image=tmp_path / "still.png"), tmp_path / "again")[1]


def test_references_in_another_order_are_another_request(vendors: Vendors, asked: Callable[..., Any], tmp_path: Path) -> None:
    """They are played back in their own."""
    pictures = _still(tmp_path / "miner.png", 90), _still(tmp_path / "yard.png", 91)
    request = asked({"model": "seedance2"}, references=pictures)
    with on_deck(open_deck(tmp_path / "recording", None), "shot/a"):
        _, first = _shot(request, tmp_path / "shot")
    with on_deck(open_deck(None, tmp_path / "recording"), "shot/a"):
        assert _shot(request, tmp_path / "again")[1] == first
    for other in ({"references": pictures[::-1]}, {"references": pictures[:1]}):
        with on_deck(open_deck(None, tmp_path / "recording"), "shot/a"), pytest.raises(NotRecorded, match=" has "):
            RunwayCamera().submit(replace(request, **other))
