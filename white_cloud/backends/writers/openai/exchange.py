"""One question to the model over one of two protocols, and what came back: text, refused, cut off, and the tokens used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from white_cloud.backends.hosted.keys import scrubbed
from white_cloud.backends.hosted.openai_account import VENDOR, readable
from white_cloud.backends.writers.openai.compose import Conversation
from white_cloud.backends.writers.openai.options import WriterOptions
from white_cloud.errors import Failed

#: What the form of the answer is called; servers want a name.
_FORM = "lines"


@dataclass(frozen=True)
class Answer:
    """What the model said; `refusal` is its own words when it would not, `cut` says why an answer ended too soon."""

    text: str
    used: Mapping[str, Fraction]
    refusal: str = ""
    cut: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked: the conversation, the JSON Schema of the answer, the most tokens it may take, and a seed."""

    conversation: Conversation
    schema: Mapping[str, Any]
    most: int
    seed: int


def over_responses(client: Any, options: WriterOptions, question: Question) -> Answer:
    """Ask over the Responses API, with a structured output; nothing of it is stored at the vendor."""
    import openai
    from openai.types.responses import Response

    found = client.responses.create(
        model=options.model,
        instructions=question.conversation.system,
        input=[{"role": role, "content": text} for role, text in question.conversation.messages],
        text={"format": {"type": "json_schema", "name": _FORM, "strict": True, "schema": question.schema}},
        max_output_tokens=question.most,
        temperature=openai.omit if options.temperature is None else options.temperature,
        reasoning={"effort": options.effort} if options.effort else openai.omit,
        store=False,
    )
    with readable(found, Response):
        return _of_response(found)


def _of_response(found: Any) -> Answer:
    used = _used(found.usage, "input_tokens", "output_tokens")
    if found.status == "failed":
        raise Failed(
            f"{VENDOR} failed at the answer: {scrubbed(found.error.message if found.error else 'it does not say why')}",
            used=used,
        )
    parts = [part for item in found.output if item.type == "message" for part in item.content or []]
    return Answer(
        text="".join(part.text for part in parts if part.type == "output_text"),
        used=used,
        refusal=" ".join(part.refusal for part in parts if part.type == "refusal"),
        cut=_why_cut(found.incomplete_details.reason if found.incomplete_details else "")
        if found.status == "incomplete"
        else "",
    )


def over_chat(client: Any, options: WriterOptions, question: Question) -> Answer:
    """Ask over chat completions, which compatible servers know, with a JSON Schema or with plain JSON."""
    import openai
    from openai.types.chat import ChatCompletion

    shape: Mapping[str, Any] = {"type": "json_object"}
    if options.format == "json_schema":
        shape = {"type": "json_schema", "json_schema": {"name": _FORM, "strict": True, "schema": question.schema}}
    # servers that speak the protocol know the older name, OpenAI's own models take the newer one only
    limit = "max_tokens" if options.base_url else "max_completion_tokens"
    found = client.chat.completions.create(
        model=options.model,
        messages=[
            {"role": "system", "content": question.conversation.system},
            *({"role": role, "content": text} for role, text in question.conversation.messages),
        ],
        response_format=shape,
        seed=question.seed,
        temperature=openai.omit if options.temperature is None else options.temperature,
        reasoning_effort=options.effort or openai.omit,
        **{limit: question.most},
    )
    with readable(found, ChatCompletion):
        return _of_completion(found)


def _of_completion(found: Any) -> Answer:
    choice = found.choices[0]
    ended = {"length": "max_output_tokens", "content_filter": "content_filter"}.get(choice.finish_reason or "", "")
    return Answer(
        text=choice.message.content or "",
        used=_used(found.usage, "prompt_tokens", "completion_tokens"),
        refusal=choice.message.refusal or "",
        cut=_why_cut(ended) if ended else "",
    )


def _why_cut(reason: str | None) -> str:
    return {"max_output_tokens": "tokens", "content_filter": "filter"}.get(reason or "", "unknown")


def _used(usage: Any, taken: str, given: str) -> Mapping[str, Fraction]:
    """Return the tokens a server counted, as the price table names them; nothing when it did not count."""
    counts = {"input_token": getattr(usage, taken, None), "output_token": getattr(usage, given, None)}
    return {name: Fraction(count) for name, count in counts.items() if isinstance(count, int)}
