"""The monitor: every piece is heard back right after it was spoken, and a garbled one is spoken again, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud.backends import registry
from white_cloud.backends.drive import obtain
from white_cloud.backends.listeners.base import Heard, ListenerBase, ListenRequest
from white_cloud.backends.voices.base import Speech, SpeechRequest
from white_cloud.errors import BackendError
from white_cloud.film.screenplay import Screenplay
from white_cloud.film.timeline import Word

#: Has a request spoken, files in a folder.
Speak = Callable[[SpeechRequest, Path], Speech]


@dataclass(frozen=True)
class Monitor:
    """A film's listener with all its options."""

    listener: type[ListenerBase]
    options: Mapping[str, Any]

    @property
    def verifies(self) -> bool:
        """Whether what was said is compared with what was written."""
        return self.listener.verifies(self.options)

    def hear(self, path: Path, text: str, language: str, words: tuple[Word, ...] = (), *, verify: bool = False) -> Heard:
        """Return when the words of a known text are said in a sound file; with `verify` also what was heard."""
        heard: Heard = obtain(self.listener, ListenRequest(path, text, language, words, self.options, verify), path.parent)
        return heard

    def garbled(self, rate: Fraction) -> bool:
        """Return whether an error rate is more than the film bears."""
        return rate > self.listener.tolerated(self.options)


def monitor_of(screenplay: Screenplay) -> Monitor:
    """Return the monitor of a film."""
    listener = screenplay.listener
    return Monitor(registry.backend("listener", listener.name), listener.options)


@dataclass(frozen=True)
class Said:
    """A piece that was spoken: what came, and how it was heard back, as plain data."""

    speech: Speech
    heard: dict[str, Any] | None = None


def spoken(speak: Speak, asked: SpeechRequest, folder: Path, monitor: Monitor | None) -> Said:
    """Have a piece spoken; where a monitor listens and finds it garbled, once more, and keep the better of the two."""
    first = speak(asked, _place(folder, "1"))
    if monitor is None:
        return Said(first)
    heard = _heard_back(monitor, first, asked)
    if not monitor.garbled(_rate(heard)):
        return Said(first, {**heard, "attempts": 1})
    try:
        second = speak(replace(asked, attempt=2), _place(folder, "2"))
    except BackendError as error:
        # the first was made, and perhaps paid for: it is used, and a person is told of both
        return Said(first, {**heard, "attempts": 1, "trouble": str(error)})
    again = _heard_back(monitor, second, asked)
    if _rate(again) < _rate(heard):
        return Said(second, {**again, "attempts": 2})
    return Said(first, {**heard, "attempts": 2})


def remarks(line: str, heard: Iterable[Mapping[str, Any]], monitor: Monitor) -> list[str]:
    """Return a sentence for every piece of a line that is garbled all the same."""
    return [_remark(line, one) for one in heard if monitor.garbled(_rate(one))]


def as_data(wanted: str, heard: Heard) -> dict[str, Any]:
    """Return how a text was heard as plain data, for a take's facts."""
    return {"wanted": wanted, "heard": heard.text, "error_rate": str(heard.error_rate)}


def _remark(line: str, one: Mapping[str, Any]) -> str:
    percent = round(100 * _rate(one))
    said = f"line {line}: {one['heard']!r} was heard where {one['wanted']!r} is written ({percent} % of its characters differ"
    tried = ", also when it was spoken again)" if one.get("attempts") == 2 else ")"
    trouble = f"; it could not be spoken again: {one['trouble']}" if one.get("trouble") else ""
    return said + tried + trouble


def _heard_back(monitor: Monitor, speech: Speech, asked: SpeechRequest) -> dict[str, Any]:
    return as_data(asked.text, monitor.hear(speech.path, asked.text, asked.language, speech.words, verify=True))


def _rate(heard: Mapping[str, Any]) -> Fraction:
    return Fraction(heard["error_rate"])


def _place(folder: Path, name: str) -> Path:
    place = folder / name
    place.mkdir(parents=True)
    return place
