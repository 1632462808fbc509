"""The writer `openai`: lines from a language model, in all languages in one answer, checked before they are believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from white_cloud.backends.base import Options as BaseOptions
from white_cloud.backends.base import Progress, silent
from white_cloud.backends.hosted import openai_account
from white_cloud.backends.hosted.keys import scrubbed
from white_cloud.backends.hosted.openai_account import VENDOR
from white_cloud.backends.hosted.pace import tokens
from white_cloud.backends.hosted.seam import ordering
from white_cloud.backends.writers.base import WriterBase, WriteRequest, Written
from white_cloud.backends.writers.openai.answer import Form, form
from white_cloud.backends.writers.openai.compose import Conversation, check_prompts, compose, prompts_digest
from white_cloud.backends.writers.openai.critique import complaints
from white_cloud.backends.writers.openai.exchange import Answer, Question, over_chat, over_responses
from white_cloud.backends.writers.openai.options import WriterOptions
from white_cloud.errors import Refusal, Unusable, sentence
from white_cloud.film.screenplay import REGISTERS

#: Tokens left for what a model thinks before it answers, by effort.
_THINKING = {"none": 0, "minimal": 1000, "low": 3000, "": 8000, "medium": 8000, "high": 16000, "xhigh": 32000, "max": 64000}
#: Tokens of one line in one language, its JSON included; a generous line.
_LINE = 120
_LARGEST_SEED = 2**31


class Openai(WriterBase):
    """Asks a model once for each request; an answer of no use is told with its faults, and the caller may ask again."""

    name: ClassVar[str] = "openai"
    revision: ClassVar[int] = 1
    paid: ClassVar[bool] = True
    currency: ClassVar[str] = "USD"
    reads_around: ClassVar[bool] = True
    repairs: ClassVar[int] = 2
    Options: ClassVar[type[BaseOptions]] = WriterOptions

    @classmethod
    def check(cls) -> None:
        """Raise BackendUnavailable when the SDK is missing or OpenAI's key is; a server of one's own may need none."""
        openai_account.require()

    @classmethod
    def at_once(cls, options: Mapping[str, Any]) -> int:
        """Return how many requests go side by side."""
        return WriterOptions.model_validate(dict(options)).at_once

    @classmethod
    def quantities(cls, request: WriteRequest) -> Mapping[str, Fraction]:
        """Return the tokens of what is told, rather too many, and the most that an answer may take."""
        options = WriterOptions.model_validate(dict(request.options))
        shape = form(request)
        told = _conversation(options, request, shape).tokens() + tokens(str(shape.schema()))
        return {"input_token": Fraction(told), "output_token": Fraction(_most(options, request))}

    @classmethod
    def prompts_digest(cls, request: WriteRequest) -> str:
        """Return the digest of the prompt files a request is told by, the film's own among them; not of those for a repair."""
        return prompts_digest(request, form_told=request.options.get("format") == "json_object")

    @classmethod
    def check_prompts(cls, own: Path, languages: Sequence[str]) -> None:
        """Raise UserError, with file and line, for a prompt file of the film that cannot be filled in."""
        check_prompts(own, languages)

    def make(self, request: WriteRequest, folder: Path, progress: Progress = silent) -> Written:
        """Write `request.count` lines; no file is left in `folder`.

        Raises:
            Refusal: the register is unknown, or the model or the vendor would not write this.
            Unusable: what came cannot be spoken; the message says why, line by line, and `used` the tokens it took.
            NotAccepted, Ambiguous, Failed, BackendUnavailable: as they are told in `white_cloud.errors`.
            UserError: a prompt file of the film is in disorder.
        """
        del folder
        _check_request(request)
        options = WriterOptions.model_validate(dict(request.options))
        shape = form(request)
        conversation = _conversation(options, request, shape)
        answer = _asked(options, request, shape, conversation)
        progress(1.0)
        return _believed(request, shape, answer, conversation.examples())


def _asked(options: WriterOptions, request: WriteRequest, shape: Form, conversation: Conversation) -> Answer:
    question = Question(conversation, shape.schema(), _most(options, request), request.seed % _LARGEST_SEED)
    with openai_account.client(options) as client:
        import openai

        with ordering(VENDOR, openai):
            ask = over_responses if options.format == "responses" else over_chat
            return ask(client, options, question)


def _conversation(options: WriterOptions, request: WriteRequest, shape: Form) -> Conversation:
    return compose(request, shape.schema() if options.format == "json_object" else None)


def _most(options: WriterOptions, request: WriteRequest) -> int:
    """Return the most tokens an answer may take: those of the lines, twice over, and those of thinking."""
    lines = 200 + 2 * _LINE * request.count * len(request.languages)
    return options.max_output_tokens or lines + _THINKING[options.effort]


def _believed(request: WriteRequest, shape: Form, answer: Answer, examples: str) -> Written:
    """Return the lines of an answer when nothing is wrong with them; raise Refusal or Unusable."""
    if answer.refusal or answer.cut == "filter":
        said = scrubbed(answer.refusal) or "what it wrote was filtered out"
        raise Refusal(
            f"the model would not write {request.brief!r}: {sentence(said[:300])} "
            "Reword the brief, or write these lines by hand",
            used=answer.used,
        )
    if answer.cut:
        raise _unusable(answer, _cut_short(answer.cut))
    if not answer.text.strip():
        raise _unusable(answer, "the answer is empty")
    try:
        lines = shape.read(answer.text)
    except ValueError as error:
        raise _unusable(answer, str(error)) from None
    if found := complaints(request, lines, examples):
        raise _unusable(answer, "\n".join(found))
    return Written(lines, used=answer.used)


def _cut_short(why: str) -> str:
    if why == "tokens":
        return (
            "the answer was cut off at the limit of tokens before it was whole; if this comes again, raise the writer's option "
            "max_output_tokens, or lower its effort"
        )
    return "the answer ended before it was whole"


def _unusable(answer: Answer, complaint: str) -> Unusable:
    return Unusable(scrubbed(complaint), scrubbed(answer.text), used=answer.used)


def _check_request(request: WriteRequest) -> None:
    if request.register not in REGISTERS:
        raise Refusal(f"there is no register {request.register!r}: choose from {', '.join(REGISTERS)}")
    for language in request.speak:
        if language not in request.languages:
            raise Refusal(f"a line is to be spoken in {language!r}, which is no language of the film: {request.languages}")
