"""What the model answers: its shape for one request, as a JSON Schema, and read by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from white_cloud.backends.writers.base import WriteRequest
from white_cloud.film.lines import Phrase, join_text


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Form:
    """The form of the answers to one request, and the language in which each line begins to be spoken."""

    model: type[BaseModel]
    turns: tuple[str, ...]

    def schema(self) -> dict[str, Any]:
        """Return it as a JSON Schema in which everything is required and nothing else allowed."""
        return self.model.model_json_schema()

    def read(self, text: str) -> tuple[tuple[Phrase, ...], ...]:
        """Return the lines of an answer; raise ValueError that says what is wrong with it, one complaint a line."""
        try:
            found: Any = self.model.model_validate_json(text)
        except ValidationError as error:
            raise ValueError("\n".join(_told(one) for one in error.errors()[:8])) from error
        return tuple(
            _settled([_phrase(phrase) for phrase in line.phrases], turn)
            for line, turn in zip(found.lines, self.turns, strict=True)
        )


def turns(request: WriteRequest) -> tuple[str, ...]:
    """Return the language in which each line begins to be spoken."""
    return tuple(islice(cycle(request.speak), request.count))


def form(request: WriteRequest) -> Form:
    """Return the form for a request: `count` lines of phrases, each with a text in every language of the film."""
    languages = tuple(dict.fromkeys(request.languages))
    # a language's tag may be no name in Python, so it stands as the field's alias
    texts: Mapping[str, Any] = {f"text_{at}": (str, Field(alias=language)) for at, language in enumerate(languages)}
    text = create_model("Text", __base__=_Data, **texts)
    speak: Any = Literal[languages]
    phrase = create_model("Phrase", __base__=_Data, speak=(speak, ...), text=(text, ...))
    line = create_model("Line", __base__=_Data, phrases=(_list_of(phrase, 1, 6), ...))
    return Form(
        create_model("Lines", __base__=_Data, lines=(_list_of(line, request.count, request.count), ...)), turns(request)
    )


def _list_of(item: Any, least: int, most: int) -> Any:
    return Annotated[list[item], Field(min_length=least, max_length=most)]


def _phrase(found: Any) -> Phrase:
    return Phrase(found.speak, {language: text.strip() for language, text in found.text.model_dump(by_alias=True).items()})


def _settled(phrases: Sequence[Phrase], turn: str) -> tuple[Phrase, ...]:
    """Return the phrases of a line as they are spoken.

    Neighbours in one language are one phrase. A line that does not switch is spoken in the language of its turn, which was
    never the model's to choose.
    """
    merged: list[Phrase] = []
    for phrase in phrases:
        if merged and merged[-1].speak == phrase.speak:
            before = merged.pop()
            texts = {language: join_text([before.text[language], text], language) for language, text in phrase.text.items()}
            merged.append(Phrase(phrase.speak, texts))
        else:
            merged.append(phrase)
    return tuple(merged) if len(merged) > 1 else (Phrase(turn, merged[0].text),)


def _told(error: Mapping[str, Any]) -> str:
    """Return one of pydantic's complaints as `lines[2].phrases[1].text.en: ...`, counted from one as a person counts."""
    place = _place(error["loc"])
    if error["type"] == "json_invalid":
        return f"it is not JSON: {error['ctx']['error']}"
    return f"{place}: {error['msg']}" if place else str(error["msg"])


def _place(location: Sequence[str | int]) -> str:
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location]
    return "".join(parts).lstrip(".")
