"""The writer openai over the wire: the SDK itself, and a server on loopback."""

from __future__ import annotations

import json
import pickle
import socket
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from white_cloud.backends.writers.base import Repair, WriteRequest, Written
from white_cloud.backends.writers.openai.writer import Openai
from white_cloud.errors import Ambiguous, BackendError, BackendUnavailable, Failed, NotAccepted, Refusal, Unusable
from white_cloud.testing.vendors import Fault, Vendors

pytest.importorskip("openai")

Ask = Callable[..., WriteRequest]
FORMATS = ("responses", "json_schema", "json_object")
LINES = {
    "lines": [
        {"phrases": [{"speak": "zh", "text": {"zh": "没人坐那儿。", "en": "Nobody sits there."}}]},
        {"phrases": [{"speak": "en", "text": {"zh": "账上记着呢。", "en": "I have it written down."}}]},
    ]
}


def write(request: WriteRequest) -> Written:
    return Openai().make(request, Path("/nowhere"))


def response(text: str = json.dumps(LINES), **changes: Any) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": []}
    message = {"id": "m", "type": "message", "role": "assistant", "status": "completed", "content": [part]}
    return {
        "id": "r",
        "object": "response",
        "created_at": 1,
        "model": "m",
        "status": "completed",
        "output": [message],
    } | changes


def completion(text: str | None = json.dumps(LINES), finish: str = "stop", **message: Any) -> dict[str, Any]:
    said = {"role": "assistant", "content": text} | message
    choice = {"index": 0, "finish_reason": finish, "message": said}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}


@pytest.mark.parametrize("format_", FORMATS)
def test_it_asks_once_and_tells_what_was_used(vendors: Vendors, ask: Ask, format_: str) -> None:
    """In whichever form it is asked for; tokens are as the server counted."""
    written = write(ask({"format": format_}))
    assert len(written.lines) == 2
    assert [line[0].speak for line in written.lines] == ["zh", "en"]
    assert set(written.used) == {"input_token", "output_token"}
    assert all(count > 0 for count in written.used.values())
    assert written.cost == 0
    assert len(vendors.created("text")) == 1
    assert Written.of(None, written.data()) == written


@pytest.mark.parametrize("seconds", [6, 12, 20])
def test_a_length_that_is_asked_for_can_be_kept(vendors: Vendors, ask: Ask, seconds: int) -> None:
    """A server that keeps to the seconds it is told is believed."""
    assert len(write(ask(around=replace(ask().around, seconds=Fraction(seconds)))).lines) == 2


def test_its_estimate_is_no_less_than_what_is_used(canned: Any, ask: Ask) -> None:
    """A model of today counts a hanzi as one token or fewer, and four letters as one."""
    canned.answer(response())
    write(ask())
    body = canned.asked[0][2]
    text = body["instructions"] + body["input"][0]["content"]
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    assert Openai.quantities(ask())["input_token"] >= han + (len(text) - han) / 4
    assert Openai.quantities(ask())["output_token"] == body["max_output_tokens"]


def test_over_responses_the_schema_goes_along_and_nothing_is_stored(canned: Any, ask: Ask) -> None:
    """What a person did not choose is left to the model."""
    canned.answer(response())
    write(ask())
    path, _, body = canned.asked[0]
    assert path == "/v1/responses"
    assert body["model"] == "gpt-6.1-terra"
    assert body["store"] is False
    assert body["text"]["format"]["strict"] is True
    assert body["text"]["format"]["schema"]["properties"]["lines"]["maxItems"] == 2
    assert "You write the spoken words" in body["instructions"]
    assert not {"temperature", "reasoning", "seed"} & set(body)


def test_options_reach_the_server(canned: Any, ask: Ask) -> None:
    """By the names that each protocol has for them."""
    chosen = {"model": "qwen3", "effort": "low", "temperature": 0.7, "max_output_tokens": 900}
    canned.answer(response())
    write(ask(chosen))
    body = canned.asked[-1][2]
    assert (body["model"], body["reasoning"], body["temperature"], body["max_output_tokens"]) == (
        "qwen3",
        {"effort": "low"},
        0.7,
        900,
    )
    canned.answer(completion())
    write(ask(chosen | {"format": "json_schema"}))
    body = canned.asked[-1][2]
    assert (body["reasoning_effort"], body["temperature"], body["max_completion_tokens"]) == ("low", 0.7, 900)
    assert body["seed"] == 5


def test_a_server_of_ones_own_is_asked_as_it_expects(canned: Any, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key needed on this machine; the schema as a grammar, or told in words."""
    monkeypatch.delenv("OPENAI_API_KEY")
    canned.answer(completion())
    write(ask({"base_url": canned.url, "format": "json_schema"}))
    write(ask({"base_url": canned.url, "format": "json_object"}))
    (path, _, schema), (_, _, plain) = canned.asked
    assert path == "/v1/chat/completions"
    assert schema["response_format"]["json_schema"]["schema"]["required"] == ["lines"]
    assert plain["response_format"] == {"type": "json_object"}
    assert '"required": [\n  "lines"\n ]' in plain["messages"][0]["content"]
    assert "JSON Schema" not in schema["messages"][0]["content"]
    assert "max_tokens" in schema


def test_repairs_go_along(canned: Any, ask: Ask) -> None:
    """The answer of no use, and why."""
    canned.answer(response())
    write(ask(repairs=(Repair("{}", "line 1: nothing is said"),)))
    roles = [message["role"] for message in canned.asked[0][2]["input"]]
    assert roles == ["user", "assistant", "user"]
    assert "line 1: nothing is said" in canned.asked[0][2]["input"][2]["content"]


@pytest.mark.parametrize("kind", ["malformed", "missing language", "too few", "incomplete"])
@pytest.mark.parametrize("format_", FORMATS)
def test_an_answer_of_no_use_says_why_and_what_it_took(vendors: Vendors, ask: Ask, kind: Any, format_: str) -> None:
    """So that it is asked again with the complaint, and paid for."""
    vendors.add(Fault(kind))
    with pytest.raises(Unusable) as told:
        write(ask({"format": format_}))
    assert told.value.answer
    assert told.value.used["output_token"] > 0
    expected = {
        "malformed": "JSON",
        "missing language": ".en: Field required",
        "too few": "List should have at least",
        "incomplete": "cut off",
    }
    assert expected[kind] in str(told.value)
    assert pickle.loads(pickle.dumps(told.value)).used == told.value.used
    assert len(vendors.created("text")) == 1


def test_an_example_given_back_is_of_no_use(canned: Any, ask: Ask) -> None:
    """From how a language is written, or from the register; the brief's own words may be used."""
    given = json.loads(json.dumps(LINES))
    texts = [line["phrases"][0]["text"] for line in given["lines"]]
    texts[0]["zh"], texts[1]["en"] = "五点点名，人到齐，天没到。", "It is on the list."
    canned.answer(response(json.dumps(given)))
    with pytest.raises(Unusable) as told:
        write(ask())
    assert str(told.value) == "line 1: '五点点名，人到齐，天没到。' is an example that was shown; write one of your own"
    texts[0]["zh"], texts[1]["en"] = "没人坐那儿。", "New lad asked where the toilet was."
    canned.answer(response(json.dumps(given)))
    with pytest.raises(Unusable, match="line 2: 'New lad asked"):
        write(ask())
    texts[1]["en"] = "Who fills the thermos?"
    canned.answer(response(json.dumps(given)))
    assert write(ask()).lines


def test_an_empty_answer_is_of_no_use(canned: Any, ask: Ask) -> None:
    """And is told as one, also when it is asked again."""
    canned.answer(response(""))
    with pytest.raises(Unusable, match="the answer is empty") as told:
        write(ask())
    with pytest.raises(Unusable):
        write(ask(repairs=(Repair(told.value.answer, str(told.value)),)))
    assert all(message["content"] for message in canned.asked[-1][2]["input"])


@pytest.mark.parametrize("format_", FORMATS)
def test_a_model_that_will_not_is_a_refusal(vendors: Vendors, ask: Ask, format_: str) -> None:
    """In its own words; what it took is told."""
    vendors.add(Fault("refusal"))
    with pytest.raises(Refusal, match="would not write 'who fills the thermos': I cannot help with that") as told:
        write(ask({"format": format_}))
    assert told.value.used["output_token"] > 0


@pytest.mark.parametrize(
    ("answer", "format_"),
    [
        (response("", status="incomplete", incomplete_details={"reason": "content_filter"}), "responses"),
        (completion("", "content_filter"), "json_schema"),
    ],
)
def test_what_is_filtered_out_is_a_refusal(canned: Any, ask: Ask, answer: Any, format_: str) -> None:
    """Asking again would not help."""
    canned.answer(answer)
    with pytest.raises(Refusal, match=r"filtered out\. Reword the brief"):
        write(ask({"format": format_}))


def test_a_prompt_that_is_refused_is_a_refusal(vendors: Vendors, ask: Ask) -> None:
    """With the vendor's words."""
    vendors.add(Fault("moderated"))
    with pytest.raises(Refusal, match="usage policy"):
        write(ask())


def test_a_vendor_that_fails_at_the_answer_has_failed(canned: Any, ask: Ask) -> None:
    """Another try may help; the tokens it took are told."""
    fell = {"code": "server_error", "message": "the model fell over"}
    canned.answer(response(status="failed", output=[], error=fell, usage={"input_tokens": 900, "output_tokens": 20}))
    with pytest.raises(Failed, match="the model fell over") as failed:
        write(ask())
    assert failed.value.used == {"input_token": 900, "output_token": 20}


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (b"<html>hello</html>", "text/html"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"{}", "application/json"),
        (b'{"output": [{"type": "message", "content": 5}]}', "application/json"),
        (b'{"choices": []}', "application/json"),
        (b'{"choices": [{}]}', "application/json"),
    ],
)
@pytest.mark.parametrize("format_", ["responses", "json_schema"])
def test_what_is_no_answer_at_all_is_ambiguous(canned: Any, ask: Ask, body: bytes, content: str, format_: str) -> None:
    """It came with a good status, so it may have been paid."""
    canned.answer(body, content=content)
    with pytest.raises(Ambiguous, match="cannot be read"):
        write(ask({"format": format_}))


def test_a_limit_of_rate_is_not_accepted_and_tells_how_long_to_wait(vendors: Vendors, ask: Ask) -> None:
    """Asked once: waiting is the caller's."""
    vendors.add(Fault("rate limit", wait=7))
    with pytest.raises(NotAccepted) as told:
        write(ask())
    assert told.value.wait == 7
    assert not vendors.created("text")
    assert len(vendors.asked()) == 1


def test_nobody_there_is_not_accepted(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    with pytest.raises(NotAccepted, match="cannot be reached"):
        write(ask())


@pytest.mark.parametrize("fault", [Fault("hold", after=True), Fault("cut", after=True), Fault("error", after=True)])
def test_an_order_whose_fate_is_unknown_is_ambiguous(vendors: Vendors, ask: Ask, fault: Fault) -> None:
    """It was taken once, and the writer did not ask again."""
    vendors.add(fault)
    with pytest.raises(Ambiguous, match="may have been taken"):
        write(ask({"timeout": 0.2}))
    assert len(vendors.created("text")) == 1


def test_a_wrong_key_is_told_without_the_key(vendors: Vendors, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the server repeats it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789-secret")
    with pytest.raises(BackendUnavailable, match="does not accept the key") as told:
        write(ask())
    assert "0123456789" not in str(told.value)


def test_a_model_that_repeats_a_key_does_not_tell_it(canned: Any, ask: Ask) -> None:
    """Neither in the complaint nor in the answer that is kept."""
    canned.answer(response("sk-test-canned-0123456789"))
    with pytest.raises(Unusable) as told:
        write(ask())
    assert "0123456789" not in str(told.value) + told.value.answer
    canned.answer(response(status="failed", output=[], error={"code": "server_error", "message": "sk-test-canned-0123456789"}))
    with pytest.raises(BackendError) as failed:
        write(ask())
    assert "0123456789" not in str(failed.value)


@pytest.mark.parametrize(
    ("changes", "told"), [({"register": "hymn"}, "there is no register 'hymn'"), ({"speak": ("fr",)}, "spoken in 'fr'")]
)
def test_what_cannot_be_asked_is_refused_before_it_is_sent(vendors: Vendors, ask: Ask, changes: Any, told: str) -> None:
    """It costs nothing."""
    with pytest.raises(Refusal, match=told):
        write(ask(**changes))
    assert not vendors.asked()


def test_check_costs_nothing(vendors: Vendors, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is looked for, and nobody is asked."""
    Openai.check()
    assert not vendors.asked()
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(BackendUnavailable, match="OPENAI_API_KEY"):
        Openai.check()


@pytest.mark.parametrize("options", [{"format": "xml"}, {"effort": "heroic"}, {"temperature": 3}, {"model": ""}])
def test_options_that_cannot_be_are_refused(options: Any) -> None:
    """As the document is read."""
    with pytest.raises(ValidationError):
        Openai.read_options(options)


def test_how_it_is_reached_decides_no_key(ask: Ask) -> None:
    """What decides the words is the model, the form and how it is asked."""
    assert set(Openai.keyed(Openai.read_options({}))) == {"model", "format", "effort", "temperature", "max_output_tokens"}
    assert Openai.at_once(Openai.read_options({"at_once": 3})) == 3
    assert Fraction(ask().seed) > 2**32
