"""What documents may name: handed in from above, so that this layer knows no backend."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Door = Literal["writer", "voice", "camera", "listener"]

#: Validates options and fills in defaults; raises pydantic.ValidationError.
OptionReader = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def _speaks_all(_backend: str, _options: Mapping[str, Any], _language: str) -> str | None:
    return None


def _heard_whole(_backend: str, _persona: str, _options: Mapping[str, Any], _language: str) -> str:
    return ""


def _no_files(_backend: str) -> Collection[str]:
    return ()


def _never(_backend: str) -> bool:
    return False


def _no_settings(_backend: str) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Catalogue:
    """Names and options that a screenplay may use.

    `backends` maps a door to its backends' names and option readers; `moves` and `beds` are the camera moves and the kinds of
    procedural bed; `effects` are the glitches, and `presets` the score documents that come with the program, by name.

    `speaks(voice backend, options, language)` returns a complaint when that voice lacks the language; `voice_files(voice
    backend)` returns which of its options name a file in the film folder; `described(voice backend)` whether it makes voices
    from a persona; `persona_complaint(voice backend, persona, options, language)` returns why it could not be told one, empty
    where it can; `voice_example(voice backend)` options that its settings in one language may begin with.
    """

    backends: Mapping[Door, Mapping[str, OptionReader]]
    moves: tuple[str, ...]
    beds: tuple[str, ...]
    effects: tuple[str, ...] = ()
    presets: Mapping[str, Path] = field(default_factory=dict)
    speaks: Callable[[str, Mapping[str, Any], str], str | None] = _speaks_all
    voice_files: Callable[[str], Collection[str]] = _no_files
    described: Callable[[str], bool] = _never
    persona_complaint: Callable[[str, str, Mapping[str, Any], str], str] = _heard_whole
    voice_example: Callable[[str], Mapping[str, Any]] = _no_settings
