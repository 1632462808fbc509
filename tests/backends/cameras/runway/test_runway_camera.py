"""Orders placed at Runway on loopback: every way they go, and every way they fail."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image

from white_cloud.backends.base import Job, Pending
from white_cloud.backends.cameras.base import Footage, ShotRequest
from white_cloud.backends.cameras.runway.camera import KEY, RunwayCamera
from white_cloud.backends.hosted.seam import ordering
from white_cloud.errors import Ambiguous, BackendError, BackendUnavailable, Failed, NotAccepted, Refusal
from white_cloud.media.probe import probe
from white_cloud.testing.vendors import Fault, Vendors

Asked = Callable[..., ShotRequest]
CAMERA = RunwayCamera()


def answers(job: Job, folder: Path) -> list[Pending | Footage]:
    """Ask until the take is there; return all that was answered."""
    said: list[Pending | Footage] = [CAMERA.collect(job, folder)]
    while isinstance(said[-1], Pending):
        said.append(CAMERA.collect(job, folder))
    return said


def test_an_order_is_placed_once_and_asked_about_until_the_take_is_there(
    asked: Asked, vendors: Vendors, tmp_path: Path
) -> None:
    """With what was made, and what it cost, on record."""
    job = CAMERA.submit(asked())
    *waits, footage = answers(job, tmp_path)
    assert (job.cost, waits) == (24, [Pending(0.0), Pending(0.5)])
    assert isinstance(footage, Footage)
    assert (probe(footage.path).frames, footage.cost) == (48, 24)
    wanted = {"model": "gen4.5", "task": job.id, "seed": 5, "ratio": "1280:720", "duration": 2, "credits": "24"}
    assert wanted.items() <= footage.record.items()
    assert footage.record["prompt"] == vendors.created("video")[0].body["promptText"]
    assert json.loads(json.dumps(footage.record))
    assert len(vendors.created("video")) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["take.mp4"]


def test_a_build_that_died_asks_about_its_order_again(asked: Asked, vendors: Vendors, tmp_path: Path) -> None:
    """By its number alone, though then nobody compares the length."""
    job = CAMERA.submit(asked())
    footage = answers(Job(job.id, options=job.options), tmp_path)[-1]
    assert isinstance(footage, Footage)
    assert footage.record["task"] == job.id


def test_a_still_is_uploaded_and_the_take_starts_from_it(asked: Asked, vendors: Vendors, tmp_path: Path) -> None:
    """Without its name; and a still that is gone by the time the take is there takes nothing from it."""
    still = tmp_path / "miner-at-home.png"
    Image.new("RGB", (1280, 720), (200, 30, 30)).save(still)
    job = CAMERA.submit(asked(image=still))
    (order,) = vendors.created("video")
    assert order.path.endswith("image_to_video")
    assert order.body["promptImage"] == [{"position": "first", "uri": "runway://upload-1"}]
    assert "miner" not in repr([one.data() for one in vendors.asked()])
    still.unlink()
    assert isinstance(answers(job, tmp_path)[-1], Footage)


def test_a_long_shot_is_a_chain_of_takes_that_hold_it_together(asked: Asked, vendors: Vendors, tmp_path: Path) -> None:
    """Each but the first starts from the last frame of the one before, which counts once."""
    request = asked(frames=RunwayCamera.sold_frames(245, Fraction(24), asked().options))
    first, second = RunwayCamera.chunks(request)
    half = Fraction(first, request.frames)
    start = answers(CAMERA.submit(replace(request, frames=first, turning=(Fraction(0), half))), tmp_path)[-1]
    assert isinstance(start, Footage)
    start_frames = probe(start.path).frames
    Image.new("RGB", (1280, 720)).save(tmp_path / "last.png")
    goes_on = replace(request, frames=second + 1, turning=(half, Fraction(1)), image=tmp_path / "last.png")
    end = answers(CAMERA.submit(goes_on), tmp_path)[-1]
    assert isinstance(end, Footage)
    assert start_frames + probe(end.path).frames - 1 == request.frames
    assert [order.body["duration"] for order in vendors.created("video")] == [6, 5]
    assert RunwayCamera.quantities(request) == {"second": 11}


@pytest.mark.parametrize("path", ["/v1/uploads", "/upload/"])
@pytest.mark.parametrize("kind", ["error", "cut"])
def test_an_upload_that_fails_costs_nothing_and_may_be_tried_again(
    asked: Asked, vendors: Vendors, tmp_path: Path, path: str, kind: Any
) -> None:
    """Since nothing was ordered yet."""
    Image.new("RGB", (64, 36)).save(tmp_path / "still.png")
    vendors.add(Fault(kind, match=path, status=503))
    with pytest.raises(NotAccepted) as told:
        CAMERA.submit(asked(image=tmp_path / "still.png"))
    assert "/upload/" not in str(told.value)
    assert "taken" not in str(told.value)
    assert not vendors.created("video")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("rate limit", match="text_to_video", wait=7), NotAccepted),
        (Fault("error", match="text_to_video"), Ambiguous),
        (Fault("error", match="text_to_video", after=True), Ambiguous),
        (Fault("cut", match="text_to_video", after=True), Ambiguous),
        (Fault("hold", match="text_to_video", after=True), Ambiguous),
        (Fault("moderated", match="text_to_video"), Refusal),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_an_order_is_never_placed_twice_by_itself(
    asked: Asked, vendors: Vendors, fault: Fault, error: type[BackendError]
) -> None:
    """The error says whether it may be; the vendor's wait is handed on."""
    vendors.add(fault)
    with pytest.raises(error) as told:
        CAMERA.submit(asked({"timeout": 0.3}))
    assert len([one for one in vendors.asked() if "text_to_video" in one.path]) == 1
    if isinstance(told.value, NotAccepted):
        assert told.value.wait == 7


@pytest.mark.parametrize(
    ("fault", "error", "told"),
    [
        (Fault("fail", code="SAFETY.INPUT.TEXT"), Refusal, "SAFETY.INPUT.TEXT.*did not pass moderation"),
        (Fault("fail", code="SAFETY.OUTPUT.VIDEO", credits=24), Refusal, "SAFETY.OUTPUT.VIDEO"),
        (Fault("fail", code="INPUT_PREPROCESSING.SAFETY.TEXT"), Refusal, "INPUT_PREPROCESSING.SAFETY.TEXT"),
        (Fault("fail", code="ASSET.INVALID"), Refusal, "cannot be used"),
        (Fault("fail", code="INPUT_PREPROCESSING.INTERNAL"), Failed, "INPUT_PREPROCESSING.INTERNAL"),
        (Fault("fail", code="INTERNAL.BAD_OUTPUT.CODE01"), Failed, "INTERNAL.BAD_OUTPUT.CODE01"),
        (Fault("fail", code="THIRD_PARTY.UNAVAILABLE", credits=7), Failed, "THIRD_PARTY"),
        (Fault("cancel"), Failed, "cancelled"),
        (Fault("cancel", credits=3), Failed, "cancelled"),
    ],
    ids=lambda value: f"{value.kind} {value.code} {value.credits}" if isinstance(value, Fault) else None,
)
def test_how_an_order_fails_says_whether_another_try_may_help(
    asked: Asked, vendors: Vendors, tmp_path: Path, fault: Fault, error: type[BackendError], told: str
) -> None:
    """A refusal would come again; a failure may not. Both say the vendor's words and what was paid."""
    vendors.add(fault)
    job = CAMERA.submit(asked())
    with pytest.raises(error, match=told) as failed:
        answers(job, tmp_path)
    assert isinstance(failed.value, Refusal | Failed)
    assert failed.value.cost == fault.credits
    if isinstance(failed.value, Failed):
        assert failed.value.again == (fault.kind != "cancel")


def test_a_throttled_order_is_waited_for(asked: Asked, vendors: Vendors, tmp_path: Path) -> None:
    """It stands in the vendor's queue."""
    vendors.add(Fault("throttle", polls=3))
    assert len(answers(CAMERA.submit(asked()), tmp_path)) == 6


@pytest.mark.parametrize("kind", ["rate limit", "error", "cut", "hold"])
def test_a_question_that_is_not_answered_is_asked_again(asked: Asked, vendors: Vendors, tmp_path: Path, kind: Any) -> None:
    """The order stands meanwhile."""
    job = CAMERA.submit(asked({"timeout": 0.3}))
    vendors.add(Fault(kind, match="/v1/tasks/"))
    with pytest.raises(NotAccepted) as told:
        CAMERA.collect(job, tmp_path)
    assert "order" not in str(told.value)
    vendors.release()
    assert isinstance(answers(replace(job, options=asked().options), tmp_path)[-1], Footage)


def test_an_order_that_runway_does_not_know_is_no_take(asked: Asked, vendors: Vendors, tmp_path: Path) -> None:
    """Nor is it waited for; what it cost, a person has to look up."""
    with pytest.raises(Ambiguous, match="no longer knows"):
        CAMERA.collect(Job("lost", options=asked().options), tmp_path)


@pytest.mark.parametrize("kind", ["cut short", "short", "half", "page", "empty", "error"])
def test_a_damaged_download_is_fetched_again_and_leaves_nothing_behind(
    asked: Asked, vendors: Vendors, tmp_path: Path, kind: Any
) -> None:
    """And the take is not lost by it."""
    job = CAMERA.submit(asked())
    vendors.add(Fault(kind, match="/film/"))
    with pytest.raises(NotAccepted) as told:
        answers(job, tmp_path)
    assert "http" not in str(told.value)
    assert not list(tmp_path.iterdir())
    assert isinstance(answers(job, tmp_path)[-1], Footage)
    assert len(vendors.created("video")) == 1


def test_an_address_that_expired_is_asked_for_again_from_the_order(asked: Asked, vendors: Vendors, tmp_path: Path) -> None:
    """At once, and once."""
    job = CAMERA.submit(asked())
    vendors.add(Fault("expired"))
    assert isinstance(answers(job, tmp_path)[-1], Footage)
    assert not vendors.left()
    vendors.add(Fault("expired", times=2))
    with pytest.raises(NotAccepted, match="no longer holds"):
        CAMERA.collect(job, tmp_path)


def test_a_take_of_another_length_than_was_bought_does_not_count(asked: Asked, vendors: Vendors, tmp_path: Path) -> None:
    """However whole its file is."""
    job = CAMERA.submit(asked())
    with pytest.raises(NotAccepted, match=r"2\.00 s; 4 s were bought"):
        answers(replace(job, request=asked(frames=96)), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_wrong_key_is_told_without_the_key(
    asked: Asked, vendors: Vendors, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor does it stand in a log."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(KEY, "key_of-somebody-else-0123456789")
    with pytest.raises(BackendUnavailable, match="does not accept the key") as told:
        CAMERA.submit(asked())
    assert "somebody" not in repr(told.value) + caplog.text


def test_a_server_that_repeats_the_key_is_not_repeated(asked: Asked, vendors: Vendors, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is the address it signs, whatever it says."""

    class Parrot(BaseHTTPRequestHandler):
        """Answers with the header that holds the key."""

        def do_POST(self) -> None:
            said = f"no: {self.headers['authorization']} {vendors.keys['runway']} https://store.example/a?X-Signature=abc"
            body = json.dumps({"error": said}).encode()
            self.send_response(400)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Parrot) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("RUNWAYML_BASE_URL", f"http://127.0.0.1:{server.server_port}")
        with pytest.raises(Refusal, match="no: ") as told:
            CAMERA.submit(asked())
        server.shutdown()
    assert vendors.keys["runway"] not in str(told.value)
    assert "abc" not in str(told.value)


def test_neither_key_nor_signed_address_stands_in_anything_that_is_kept(
    asked: Asked, vendors: Vendors, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in a job, not in a record; what is said to a log of one's own is the person's affair, but no key is in it."""
    caplog.set_level(logging.DEBUG)
    job = CAMERA.submit(asked())
    footage = answers(job, tmp_path)[-1]
    assert vendors.keys["runway"] not in repr((job, footage)) + caplog.text
    assert "_jwt" not in repr((job, footage))


def test_without_a_key_it_says_how_to_give_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is asked of anybody."""
    monkeypatch.delenv(KEY, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(BackendUnavailable, match=f"set {KEY}"):
        RunwayCamera.check()


def test_at_most_so_many_orders_stand_side_by_side_as_the_options_say(asked: Asked) -> None:
    """A person knows what their account allows."""
    assert RunwayCamera.at_once(asked({"at_once": 2}).options) == 2
    assert RunwayCamera.sold_frames(1, Fraction(25), asked().options) == 50


def test_what_is_wrong_with_an_order_is_told_as_runway_lists_it(vendors: Vendors) -> None:
    """Part by part: the sentence beside the list only says that something is."""
    runwayml = pytest.importorskip("runwayml")
    with runwayml.RunwayML(max_retries=0) as client, pytest.raises(Refusal) as refused, ordering("Runway", runwayml):
        client.text_to_video.create(model="gen4.5", ratio="1:1", duration=77, prompt_text="dunes")
    said = str(refused.value)
    assert "ratio: expected one of 1280:720" in said
    assert "duration: expected one of 2, 3," in said
    assert vendors.created("video") == ()
