"""The listener `whisper`: finds the words of a known text in any recording, and can say how far it is from the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from white_cloud.backends import local_models
from white_cloud.backends.base import Options as BaseOptions
from white_cloud.backends.base import Progress, silent
from white_cloud.backends.listeners.base import Heard, ListenerBase, ListenRequest
from white_cloud.backends.listeners.error_rate import character_error_rate
from white_cloud.backends.listeners.windows import apportioned, windows
from white_cloud.backends.local_models import Device
from white_cloud.backends.voices.words import word_places
from white_cloud.errors import MediaError
from white_cloud.film.timeline import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from white_cloud.backends.listeners.whisper_model import Ear


class Whisper(ListenerBase):
    """Hears with a Whisper model on this machine: aligns the known text by force, and transcribes where that is asked for."""

    name: ClassVar[str] = "whisper"
    revision: ClassVar[int] = 1

    class Options(BaseOptions):
        """Which model hears, where it runs, and whether speech is compared with what was written."""

        operational: ClassVar[frozenset[str]] = frozenset({"device", "verify", "garbled_above"})

        model: str = Field(
            "openai/whisper-small",
            min_length=1,
            description="the model's name in its hub, already on this machine, or its folder, from the root",
        )
        device: Device = Field("auto", description="where it runs; auto is a GPU where there is one")
        verify: bool = Field(False, description="whether every spoken piece is heard back and its character error rate kept")
        garbled_above: float = Field(
            0.35, ge=0, le=1, description="with verify: the character error rate above which a piece is spoken again, once"
        )

    @classmethod
    def check(cls) -> None:
        """Raise BackendUnavailable when torch or transformers is not installed."""
        local_models.require("the listener 'whisper'", "torch", "transformers")

    @classmethod
    def keyed(cls, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that decide word timings; a model in a folder is known by its files, not by where it lies."""
        return {**super().keyed(options), "model": local_models.identity_of(str(options["model"]))}

    @classmethod
    def at_once(cls, options: Mapping[str, Any]) -> int:  # noqa: ARG003 - the contract's
        """Return one: a model is large."""
        return 1

    @classmethod
    def verifies(cls, options: Mapping[str, Any]) -> bool:
        """Return whether speech is heard back."""
        return bool(options["verify"])

    @classmethod
    def tolerated(cls, options: Mapping[str, Any]) -> Fraction:
        """Return the character error rate above which a piece is garbled."""
        return Fraction(str(options["garbled_above"]))

    @classmethod
    def close(cls) -> None:
        """Give the loaded model back."""
        from white_cloud.backends.listeners.whisper_model import LOCK, forget

        with LOCK:
            forget()

    def make(self, request: ListenRequest, folder: Path, progress: Progress = silent) -> Heard:  # noqa: ARG002 - the contract's
        """Return the words of the text with their times; with `request.verify` also what was heard, and its error rate.

        A recording of more than 30 s is heard in windows cut at its silences. Silence is an error rate of 1 where that was
        asked for. Raises MediaError for a file that holds no sound, UserError for a language the model does not know,
        BackendUnavailable when it is not on this machine, Refusal for a text that cannot be in so little sound.
        """
        sound, spans = _voiced(request.path)
        places = word_places(request.text)
        if not spans:
            return self._silence(request, places, len(sound))
        from white_cloud.backends.listeners.whisper_model import LOCK, LONGEST, ear

        options = self.Options.model_validate(dict(request.options))
        with LOCK:
            hearing = ear(options.model, options.device)
            parts = windows(spans, LONGEST)
            heard = _transcripts(hearing, request, sound, parts)
            progress(0.5)
            words = _aligned(hearing, request.text, request.language, sound, parts, places, heard)
        progress(1.0)
        said = " ".join(heard)
        rate = character_error_rate(request.text, said) if request.verify else None
        return Heard(words, rate, said if request.verify else "")

    @staticmethod
    def _silence(request: ListenRequest, places: tuple[tuple[int, int], ...], samples: int) -> Heard:
        from white_cloud.backends.listeners.whisper_model import RATE

        if not request.verify:
            raise MediaError(f"{request.path} is silent: nothing of {request.text[:40]!r} can be heard in it")
        end = Fraction(samples, RATE)
        each = end / max(len(places), 1)
        words = (Word(at, length, number * each, (number + 1) * each) for number, (at, length) in enumerate(places))
        return Heard(tuple(words), Fraction(bool(places)), "")


def _voiced(path: Path) -> tuple[NDArray[np.float32], tuple[tuple[int, int], ...]]:
    """Return a recording as mono at 16 kHz, and its stretches that are not silent."""
    from white_cloud.backends.listeners.whisper_model import RATE
    from white_cloud.media.sound import read_sound, resample, voiced_spans

    samples, rate = read_sound(path)
    sound = resample(samples.mean(axis=1), rate, RATE)
    return sound, voiced_spans(sound, RATE)


def _transcripts(
    hearing: Ear, request: ListenRequest, sound: NDArray[np.float32], parts: tuple[tuple[int, int], ...]
) -> list[str]:
    """Return what is heard in each window; nothing where neither the error rate nor the place of a border asks for it."""
    if len(parts) == 1 and not request.verify:
        return [""]
    return [hearing.transcript(sound[first:end], request.language, request.text) for first, end in parts]


def _aligned(
    hearing: Ear,
    text: str,
    language: str,
    sound: NDArray[np.float32],
    parts: tuple[tuple[int, int], ...],
    places: tuple[tuple[int, int], ...],
    heard: list[str],
) -> tuple[Word, ...]:
    """Return the words of all windows, each with the part of the text that is said in it."""
    from white_cloud.backends.listeners.whisper_model import RATE

    words: list[Word] = []
    for (first, end), (one, other) in zip(parts, apportioned(text, places, parts, heard), strict=True):
        if one == other:
            continue
        begins = places[one][0] if one else 0
        stops = places[other][0] if other < len(places) else len(text)
        within = [(at - begins, length) for at, length in places[one:other]]
        offset = Fraction(first, RATE)
        words += [
            replace(word, at=word.at + begins, start=word.start + offset, end=word.end + offset)
            for word in hearing.align(sound[first:end], text[begins:stops], language, within)
        ]
    return tuple(words)
