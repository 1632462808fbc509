"""What a worker does for a line: has it spoken phrase by phrase, then has it heard, and treats it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from white_cloud.backends.desk import Errand
from white_cloud.backends.drive import obtain
from white_cloud.backends.voices.base import Speech, SpeechRequest, VoiceBase
from white_cloud.film.timeline import Word
from white_cloud.media.sound import read_sound, write_wav
from white_cloud.sound import RATE
from white_cloud.sound.speech import assemble
from white_cloud.sound.treatment import treat
from white_cloud.stages.hearing import hear
from white_cloud.stages.monitor import Monitor, spoken
from white_cloud.stages.phrases import parts


@dataclass(frozen=True)
class Spoken:
    """A line's file: the sound, what it holds, and what else the voices keep of the making."""

    path: Path
    facts: dict[str, Any]
    record: dict[str, list[Any]] = field(default_factory=dict)


def speak(
    voice: type[VoiceBase],
    request: Mapping[str, Any],
    options: Sequence[Mapping[str, Any]],
    folder: Path,
    errand: Errand | None = None,
    monitor: Monitor | None = None,
) -> Spoken:
    """Speak a line's phrases and pauses and join them into one WAV file.

    `options` are those of each phrase's voice. The facts list every piece with its phrase, its text, its place in samples, and
    the words its voice timed in it; with a monitor also how each was heard back.
    """
    sounds: list[Any] = []
    pauses: list[Fraction] = []
    pieces: list[dict[str, Any]] = []
    heard: list[dict[str, Any]] = []
    record: dict[str, list[Any]] = {}
    rate, waiting = 0, Fraction(0)
    for index, part in parts(request["phrases"], options, request["seed"]):
        if isinstance(part, Fraction):
            waiting += part
            continue
        said = spoken(partial(_obtain, voice, errand), part, folder / str(len(pieces)), monitor)
        samples, rate = read_sound(said.speech.path)
        sounds.append(samples.mean(axis=1))
        pauses.append(waiting)
        waiting = Fraction(0)
        pieces.append({"phrase": index, "text": part.text, "words": [_word_data(word) for word in said.speech.words]})
        heard += [said.heard] if said.heard else []
        _keep_record(record, said.speech.record)
        if prompts := voice.prompts_digest(part):
            _keep_record(record, {"prompts": prompts})
    joined, places = assemble(sounds, pauses, rate, after=waiting)
    for piece, (start, end) in zip(pieces, places, strict=True):
        piece |= {"start": start, "end": end}
    path = folder / "line.wav"
    write_wav(path, joined, rate)
    facts = {"rate": rate, "samples": len(joined), "seconds": round(len(joined) / rate, 2), "pieces": pieces}
    return Spoken(path, facts | ({"heard": heard} if heard else {}), record)


def _obtain(voice: type[VoiceBase], errand: Errand | None, asked: SpeechRequest, folder: Path) -> Speech:
    speech: Speech = obtain(voice, asked, folder, errand=errand)
    return speech


def _keep_record(record: dict[str, list[Any]], more: Mapping[str, Any]) -> None:
    """Add what one piece's voice recorded; what is said of several pieces stands once."""
    for name, value in more.items():
        known = record.setdefault(name, [])
        known += [value] if value not in known else []


def _word_data(word: Word) -> list[Any]:
    return [word.at, word.length, str(word.start), str(word.end)]


def treat_take(monitor: Monitor, request: Mapping[str, Any], speech: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """Have a line heard and treat it; return the treated 48 kHz stereo WAV and where its phrases and words lie in it."""
    samples, rate = read_sound(speech)
    hearing = hear(monitor, request, samples, rate, folder)
    treated = treat(
        samples.mean(axis=1),
        rate,
        request["register"],
        float(request["drift"]),
        request["seed"],
        float(request["damage"]),
        [(word.start, word.end) for part in hearing.parts for word in part.words],
    )
    path = folder / "treated.wav"
    write_wav(path, treated.samples, RATE)
    phrases = []
    for index in range(len(request["phrases"])):
        said = [part for part in hearing.parts if part.phrase == index]
        words = [
            [word.at, word.length, str(treated.place(word.start)), str(treated.place(word.end))]
            for part in said
            for word in part.words
        ]
        span = (str(treated.place(said[0].start)), str(treated.place(said[-1].end)))
        phrases.append({"phrase": index, "start": span[0], "end": span[1], "words": words})
    facts: dict[str, Any] = {"seconds": str(Fraction(len(treated.samples), RATE)), "phrases": phrases}
    return path, facts | ({"heard": list(hearing.heard)} if hearing.heard else {})
