"""The desk that speaks OpenAI: words to a schema (responses, chat completions), speech, the list of models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from white_cloud import identity
from white_cloud.testing.vendors import tone, words
from white_cloud.testing.vendors.answer import Answer, told
from white_cloud.testing.vendors.faults import WORDS, Fault, Script
from white_cloud.testing.vendors.log import Asked, Log

MODELS = ("gpt-5-mini", "gpt-4.1-mini", "gpt-4o-mini", "gpt-4o-mini-tts", "tts-1", "tts-1-hd")
VOICES = ("alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar")
#: Voices that the older models lack.
_NEWER = {"ballad", "cedar", "marin", "verse"}
_OLDER_MODELS = ("tts-1", "tts-1-hd")
_CREATED = 1767225600
_NO = "I cannot help with that."
#: The most characters that speech may have to say, and be told.
_LONGEST = 4096


class OpenAI:
    """Answers what the SDK of OpenAI asks. Safe to ask from many threads."""

    def __init__(self, script: Script, log: Log) -> None:
        self._script, self._log = script, log
        self._pool = words.Pool()

    def answer(self, asked: Asked) -> Answer:
        """Answer one request."""
        match (asked.method, asked.path):
            case "POST", "/v1/responses":
                return self._words(asked, "input")
            case "POST", "/v1/chat/completions":
                return self._words(asked, "messages")
            case "POST", "/v1/audio/speech":
                return self._speech(asked)
            case "GET", "/v1/models":
                listed = [{"id": name, "object": "model", "created": _CREATED, "owned_by": "loopback"} for name in MODELS]
                return told(200, {"object": "list", "data": listed})
        return told(404, message(404))

    def _words(self, asked: Asked, prompt: str) -> Answer:
        body = asked.body if isinstance(asked.body, dict) else {}
        for name in ("model", prompt):
            if not body.get(name):
                return _refused(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")
        if body.get("stream"):
            return _refused("The loopback vendor does not stream.", "stream")
        if self._script.take(asked.said, {"moderated"}):
            return _refused("The prompt was flagged as violating our usage policy.", prompt, "content_policy_violation")
        fault = self._script.take(asked.said, WORDS)
        order = self._log.take_order("text", asked, body, "resp_" if prompt == "input" else "chatcmpl-")
        text = _spoiled(self._written(body, prompt), fault)
        shape = _response if prompt == "input" else _completion
        return told(200, shape(order.id, body, text, fault.kind if fault else ""))

    def _written(self, body: Mapping[str, Any], prompt: str) -> Any:
        wanted = body.get("text", {}).get("format", {}) if prompt == "input" else body.get("response_format", {})
        wanted = wanted.get("json_schema", wanted)
        if wanted.get("type", "json_object") == "text":
            return "Nobody said anything."
        said = "\n".join([body.get("instructions") or "", *_texts(body[prompt])])
        return words.fill(wanted.get("schema") or words.schema_within(said), self._pool, body, said)

    def _speech(self, asked: Asked) -> Answer:
        body = asked.body if isinstance(asked.body, dict) else {}
        wrong = _wrong_speech(body)
        if wrong is not None:
            return wrong
        if self._script.take(asked.said, {"moderated"}):
            return _refused("The input was flagged as violating our usage policy.", "input", "content_policy_violation")
        self._log.take_order("speech", asked, body)
        samples = tone.speak(body["input"], _pitch(body), body.get("speed", 1.0))
        if body.get("response_format") == "pcm":
            return Answer(200, samples.tobytes(), "audio/pcm", file=True)
        return Answer(200, tone.wav(samples), "audio/wav", file=True)


def message(status: int) -> dict[str, Any]:
    """Return OpenAI's body for an error status."""
    said = {
        404: ("Invalid URL or unknown object.", "invalid_request_error", "not_found"),
        429: ("Rate limit reached. Please try again later.", "requests", "rate_limit_exceeded"),
    }
    text, kind, code = said.get(status, ("The server had an error while processing your request.", "server_error", None))
    return {"error": {"message": text, "type": kind, "param": None, "code": code}}


def wrong_key(key: str) -> dict[str, Any]:
    """Return the body for a wrong key: masked as OpenAI does, and in full as some compatible servers do."""
    masked = f"{key[:5]}***{key[-4:]}" if len(key) > 12 else "***"
    text = f"Incorrect API key provided: {masked}. Received: Bearer {key}"
    return {"error": {"message": text, "type": "invalid_request_error", "param": None, "code": "invalid_api_key"}}


def _refused(text: str, param: str, code: str | None = None) -> Answer:
    return told(400, {"error": {"message": text, "type": "invalid_request_error", "param": param, "code": code}})


def _wrong_speech(body: Mapping[str, Any]) -> Answer | None:
    for name in ("model", "input", "voice"):
        if not body.get(name):
            return _refused(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")
    for name in ("input", "instructions"):
        if (found := len(body.get(name) or "")) > _LONGEST:
            return _refused(f"The {name} parameter has {found} characters; at most {_LONGEST} are allowed.", name)
    known = [name for name in VOICES if body["model"] not in _OLDER_MODELS or name not in _NEWER]
    if isinstance(body["voice"], str) and body["voice"] not in known:
        return _refused(f"Invalid voice {body['voice']!r}; {body['model']} has {', '.join(known)}.", "voice")
    if body.get("response_format") not in {"wav", "pcm"}:
        return _refused("The loopback vendor makes wav and pcm only.", "response_format")
    if not 0.25 <= body.get("speed", 1.0) <= 4.0:
        return _refused("speed must be from 0.25 to 4.0.", "speed")
    return None


def _pitch(body: Mapping[str, Any]) -> float:
    """Return a pitch in hertz, 110 to 239, that goes with the voice and how it is told to speak."""
    return 110 + identity.seed(json.dumps(body["voice"]), body.get("instructions") or "") % 130


def _spoiled(data: Any, fault: Fault | None) -> str:
    """Return an answer as the text of JSON, or what a fault leaves of it."""
    kind = fault.kind if fault else ""
    if kind == "missing language":
        data = words.lacking_language(data)
    if kind == "too few":
        data = words.one_short(data)
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    if kind in {"malformed", "incomplete"}:
        return text[: len(text) // 2]
    return _NO if kind == "refusal" else text


def _response(name: str, body: Mapping[str, Any], text: str, kind: str) -> dict[str, Any]:
    incomplete = kind == "incomplete"
    part = (
        {"type": "refusal", "refusal": text} if kind == "refusal" else {"type": "output_text", "text": text, "annotations": []}
    )
    status = "incomplete" if incomplete else "completed"
    spent, made = _tokens(body), _tokens(text)
    return {
        "id": name,
        "object": "response",
        "created_at": _CREATED,
        "model": body["model"],
        "status": status,
        "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if incomplete else None,
        "output": [{"id": f"msg_{name[5:]}", "type": "message", "role": "assistant", "status": status, "content": [part]}],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": spent,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": made,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": spent + made,
        },
    }


def _completion(name: str, body: Mapping[str, Any], text: str, kind: str) -> dict[str, Any]:
    refusal = kind == "refusal"
    said = {"role": "assistant", "content": None if refusal else text, "refusal": text if refusal else None}
    spent, made = _tokens(body), _tokens(text)
    return {
        "id": name,
        "object": "chat.completion",
        "created": _CREATED,
        "model": body["model"],
        "choices": [{"index": 0, "finish_reason": "length" if kind == "incomplete" else "stop", "message": said}],
        "usage": {"prompt_tokens": spent, "completion_tokens": made, "total_tokens": spent + made},
    }


def _tokens(said: Any) -> int:
    """Return a plausible count of tokens: four bytes each."""
    return max(1, len("".join(_texts(said)).encode()) // 4)


def _texts(data: Any) -> list[str]:
    """Return every text within plain data, in order."""
    if isinstance(data, str):
        return [data]
    inside = data.values() if isinstance(data, Mapping) else data if isinstance(data, list) else ()
    return [text for value in inside for text in _texts(value)]
