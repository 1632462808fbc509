"""What goes wrong with the loopback vendors, as the real SDKs see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from white_cloud.errors import UserError
from white_cloud.testing.vendors import Fault, Vendors, load_script
from white_cloud.testing.vendors.faults import Kind, read_script

runway_sdk = pytest.importorskip("runwayml")
openai_sdk = pytest.importorskip("openai")
http = pytest.importorskip("httpx")

#: Seconds after which a client that is meant to give up does.
SOON = 0.3


class Said(BaseModel):
    """A line in two languages."""

    zh: str
    en: str


class Scene(BaseModel):
    """A few lines."""

    lines: list[Said]


@pytest.fixture
def write(openai: Any) -> Callable[[], Any]:
    """Ask for a scene; return the whole response."""
    schema = {"type": "json_schema", "name": "scene", "schema": Scene.model_json_schema()}
    return lambda: openai.responses.create(model="gpt-5-mini", input="a scene", text={"format": schema})


def test_a_rate_limit_says_how_long_to_wait(shoot: Callable[..., Any], vendors: Vendors, play: Callable[..., None]) -> None:
    """429 in both of the headers that SDKs read, and no order."""
    play("rate limit", wait=1.5)
    with pytest.raises(runway_sdk.RateLimitError) as caught:
        shoot()
    assert caught.value.response.headers["retry-after"] == "1.5"
    assert caught.value.response.headers["retry-after-ms"] == "1500"
    assert vendors.created("video") == ()
    assert shoot().id == vendors.created("video")[0].id


@pytest.mark.parametrize("status", [500, 503])
@pytest.mark.parametrize("after", [False, True])
def test_a_failing_server_may_have_taken_the_order(
    shoot: Callable[..., Any], vendors: Vendors, play: Callable[..., None], status: int, after: bool
) -> None:
    """The client sees the same, before and after."""
    play("error", status=status, after=after)
    with pytest.raises(runway_sdk.InternalServerError) as caught:
        shoot()
    assert caught.value.status_code == status
    assert len(vendors.created("video")) == after
    assert len(vendors.asked()) == 1


@pytest.mark.parametrize("after", [False, True])
def test_a_connection_that_is_held_times_out(openai: Any, vendors: Vendors, play: Callable[..., None], after: bool) -> None:
    """Speech was made or not; the client gives up first."""
    play("hold", match="audio/speech", after=after)
    with pytest.raises(openai_sdk.APITimeoutError):
        openai.with_options(timeout=SOON).audio.speech.create(model="tts-1", voice="ash", input="风", response_format="wav")
    assert len(vendors.created("speech")) == after


def test_a_held_order_for_video_times_out_too(runway: Any, shoot: Callable[..., Any], play: Callable[..., None]) -> None:
    """As Runway's SDK says it."""
    play("hold", hold=5)
    with pytest.raises(runway_sdk.APITimeoutError):
        shoot(timeout=SOON)


def test_what_is_held_can_be_released(shoot: Callable[..., Any], vendors: Vendors, play: Callable[..., None]) -> None:
    """The server says when it holds a connection; released, it ends with no answer."""
    from concurrent.futures import ThreadPoolExecutor

    play("hold", after=True)
    with ThreadPoolExecutor(1) as other:
        order = other.submit(shoot)
        assert vendors.wait_held()
        assert len(vendors.created("video")) == 1
        vendors.release()
        assert type(order.exception()) is runway_sdk.APIConnectionError  # and not the time-out that is one too


@pytest.mark.parametrize("after", [False, True])
def test_a_cut_connection_may_have_taken_the_order(
    shoot: Callable[..., Any], vendors: Vendors, play: Callable[..., None], after: bool
) -> None:
    """No answer at all, and no time-out either."""
    play("cut", after=after)
    with pytest.raises(runway_sdk.APIConnectionError) as caught:
        shoot()
    assert not isinstance(caught.value, runway_sdk.APITimeoutError)
    assert len(vendors.created("video")) == after


@pytest.mark.parametrize("kind", ["cut short", "short"])
def test_a_download_that_breaks_off_is_noticed_by_the_client(
    shoot: Callable[..., Any],
    delivered: Callable[[Any], str],
    fetch: Callable[[str], Any],
    play: Callable[..., None],
    kind: Kind,
) -> None:
    """Fewer bytes than promised; asked again, the film comes whole."""
    address = delivered(shoot())
    play(kind)
    with pytest.raises(http.TransportError):
        fetch(address)
    whole = fetch(address)
    assert len(whole.content) == int(whole.headers["content-length"]) > 1000


@pytest.mark.parametrize(("kind", "begins"), [("half", b"\0\0\0"), ("page", b"<!doctype html>"), ("empty", b"")])
def test_a_download_that_is_no_film_arrives_as_if_it_were(
    shoot: Callable[..., Any],
    delivered: Callable[[Any], str],
    fetch: Callable[[str], Any],
    play: Callable[..., None],
    kind: Kind,
    begins: bytes,
) -> None:
    """200, and a length that is right: only a look inside tells."""
    address = delivered(shoot())
    whole = fetch(address).content
    play(kind)
    spoiled = fetch(address)
    assert spoiled.status_code == 200
    assert spoiled.content.startswith(begins)
    assert len(spoiled.content) <= len(whole) // 2


def test_an_address_that_expired_stays_so_and_the_task_has_a_fresh_one(
    runway: Any,
    shoot: Callable[..., Any],
    delivered: Callable[[Any], str],
    fetch: Callable[[str], Any],
    play: Callable[..., None],
) -> None:
    """403 for the old; asking about the task again helps."""
    task = shoot()
    old = delivered(task)
    play("expired")
    assert [fetch(old).status_code for _ in range(2)] == [403, 403]
    fresh = runway.tasks.retrieve(task.id).output[0]
    assert fresh != old
    assert fetch(fresh).status_code == 200


def test_an_offending_prompt_is_refused_at_once(shoot: Callable[..., Any], vendors: Vendors, play: Callable[..., None]) -> None:
    """400, and only for the order that matches; hanzi are found as they are."""
    play("moderated", match="禁")
    shoot(prompt_text="湖")
    with pytest.raises(runway_sdk.BadRequestError, match="moderation"):
        shoot(prompt_text="禁湖")
    assert len(vendors.created("video")) == 1


@pytest.mark.parametrize(
    ("code", "charged"), [("SAFETY.INPUT.TEXT", 0), ("SAFETY.OUTPUT.VIDEO", 24), ("INTERNAL.BAD_OUTPUT.CODE01", 0)]
)
def test_a_task_may_fail_with_a_code(
    runway: Any,
    shoot: Callable[..., Any],
    statuses: Callable[[str], list[str]],
    play: Callable[..., None],
    code: str,
    charged: int,
) -> None:
    """The order was taken, the reason comes with the task, and the account is charged what the script says."""
    before = runway.organization.retrieve().credit_balance
    play("fail", code=code, credits=charged)
    task = shoot()
    assert statuses(task.id) == ["PENDING", "FAILED"]
    failed = runway.tasks.retrieve(task.id)
    assert (failed.failure_code, failed.cost.credits) == (code, charged)
    assert failed.failure
    assert runway.organization.retrieve().credit_balance == before - charged


@pytest.mark.parametrize(
    ("kind", "heard"),
    [
        ("cancel", ["PENDING", "CANCELLED"]),
        ("throttle", ["PENDING", "THROTTLED", "THROTTLED", "RUNNING", "SUCCEEDED"]),
        ("queue", ["PENDING", "PENDING", "RUNNING", "SUCCEEDED"]),
    ],
)
def test_a_task_may_be_cancelled_or_wait(
    shoot: Callable[..., Any], statuses: Callable[[str], list[str]], play: Callable[..., None], kind: Kind, heard: list[str]
) -> None:
    """For as many questions as the script says."""
    play(kind, polls=2)
    assert statuses(shoot().id) == heard


def test_a_task_may_be_unknown(runway: Any, shoot: Callable[..., Any], play: Callable[..., None]) -> None:
    """One that never was, and one that the vendor forgets."""
    with pytest.raises(runway_sdk.NotFoundError):
        runway.tasks.retrieve("nobody")
    task = shoot()
    play("unknown", match=task.id)
    with pytest.raises(runway_sdk.NotFoundError):
        runway.tasks.retrieve(task.id)


@pytest.mark.parametrize("kind", ["malformed", "incomplete"])
def test_words_may_end_in_the_middle(write: Callable[[], Any], play: Callable[..., None], kind: Kind) -> None:
    """Text that is no JSON; when the limit of tokens was the reason, the answer says so."""
    play(kind)
    answer = write()
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.output_text)
    assert answer.status == ("incomplete" if kind == "incomplete" else "completed")
    assert (answer.incomplete_details is not None) == (kind == "incomplete")
    assert len(json.loads(write().output_text)["lines"]) == 3


def test_a_language_may_be_missing(write: Callable[[], Any], play: Callable[..., None]) -> None:
    """Valid JSON that does not obey the schema."""
    play("missing language")
    with pytest.raises(ValidationError, match="en"):
        Scene.model_validate_json(write().output_text)


def test_lines_may_be_too_few(write: Callable[[], Any], play: Callable[..., None]) -> None:
    """One less in every list."""
    play("too few")
    assert len(json.loads(write().output_text)["lines"]) == 2


def test_the_model_may_refuse_in_both_ways_of_asking(openai: Any, write: Callable[[], Any], play: Callable[..., None]) -> None:
    """A refusal has a place of its own, and no text; it is charged all the same."""
    play("refusal", times=2)
    answer = write()
    assert (answer.output[0].content[0].type, answer.output_text) == ("refusal", "")
    message = openai.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}]).choices[0].message
    assert message.content is None
    assert message.refusal


def test_a_completion_may_stop_at_its_limit(openai: Any, play: Callable[..., None]) -> None:
    """The SDK's own parser says so."""
    play("incomplete")
    with pytest.raises(openai_sdk.LengthFinishReasonError):
        openai.chat.completions.parse(model="m", messages=[{"role": "user", "content": "x"}], response_format=Scene)


def test_speech_may_not_know_its_length(speak: Callable[..., bytes], play: Callable[..., None]) -> None:
    """A WAV as a vendor writes it that streams: the sizes in its header say nothing."""
    whole = speak()
    play("unsized")
    streamed = speak()
    assert streamed[4:8] == streamed[40:44] == b"\xff" * 4
    assert streamed[44:] == whole[44:]


def test_faults_come_in_order_as_often_and_as_late_as_was_said(
    shoot: Callable[..., Any], vendors: Vendors, play: Callable[..., None]
) -> None:
    """The second and third order fail, the others do not; what was played is gone from the script."""
    play("error", times=2, skip=1)
    went_well = []
    for _ in range(4):
        try:
            shoot()
        except runway_sdk.InternalServerError:
            went_well.append(False)
        else:
            went_well.append(True)
    assert went_well == [True, False, False, True]
    assert vendors.left() == ()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ([{"kind": "rate limits"}], "did you mean 'rate limit'"),
        ([{"kind": "cut", "tims": 2}], "tims"),
        ([{"kind": "cut", "times": "2"}], "times"),
        ({"kind": "cut"}, "a list"),
    ],
)
def test_a_script_that_cannot_be_played_is_refused(script: Any, said: str) -> None:
    """With what is wrong and the nearest kind."""
    with pytest.raises(UserError, match=said):
        read_script(script)


@pytest.mark.parametrize("text", ['[{"kind": "hold", "hold": 1, "after": true}]', "- {kind: hold, hold: 1, after: true}\n"])
def test_a_script_file_is_json_or_yaml(tmp_path: Path, text: str) -> None:
    """Either reads back as the same faults."""
    path = tmp_path / "faults"
    path.write_text(text)
    assert load_script(path) == (Fault("hold", hold=1, after=True),)
