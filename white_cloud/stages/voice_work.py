"""What a worker does for a line: has it spoken phrase by phrase, then has it heard, and treats it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud.backends.base import BackendBase
from white_cloud.backends.desk import Errand
from white_cloud.backends.drive import obtain
from white_cloud.backends.listeners.base import ListenRequest
from white_cloud.backends.voices.base import VoiceBase
from white_cloud.film.lines import plain
from white_cloud.film.timeline import Word
from white_cloud.media.sound import WavReader, read_sound, write_wav
from white_cloud.sound import RATE
from white_cloud.sound.speech import assemble
from white_cloud.sound.treatment import treat
from white_cloud.stages.phrases import parts


def speak(
    voice: type[VoiceBase],
    request: Mapping[str, Any],
    options: Sequence[Mapping[str, Any]],
    folder: Path,
    errand: Errand | None = None,
) -> tuple[Path, dict[str, Any], Fraction]:
    """Speak a line's phrases and pauses and join them; return the WAV file, what it holds, and what it cost.

    `options` are those of each phrase's voice.
    The facts list every piece with its phrase, its text, its place in samples, and
    the words its voice timed in it.
    """
    sounds: list[Any] = []
    pauses: list[Fraction] = []
    said: list[dict[str, Any]] = []
    cost, rate, waiting = Fraction(0), 0, Fraction(0)
    for index, part in parts(request["phrases"], options, request["seed"]):
        if isinstance(part, Fraction):
            waiting += part
            continue
        place = folder / str(len(said))
        place.mkdir()
        speech = obtain(voice, part, place, errand=errand)
        samples, rate = read_sound(speech.path)
        sounds.append(samples.mean(axis=1))
        pauses.append(waiting)
        waiting = Fraction(0)
        cost += speech.cost
        said.append({"phrase": index, "text": part.text, "words": [_word_data(word) for word in speech.words]})
    joined, places = assemble(sounds, pauses, rate, after=waiting)
    for piece, (start, end) in zip(said, places, strict=True):
        piece |= {"start": start, "end": end}
    path = folder / "line.wav"
    write_wav(path, joined, rate)
    return path, {"rate": rate, "samples": len(joined), "seconds": round(len(joined) / rate, 2), "pieces": said}, cost


def _word_data(word: Word) -> list[Any]:
    return [word.at, word.length, str(word.start), str(word.end)]


@dataclass(frozen=True)
class _Piece:
    """A spoken piece with its heard words, timed from the start of the line, characters counted in the phrase's plain text."""

    phrase: int
    start: Fraction
    end: Fraction
    words: tuple[Word, ...]


def treat_take(
    listener: type[BackendBase], request: Mapping[str, Any], speech: Path, folder: Path
) -> tuple[Path, dict[str, Any]]:
    """Have a line heard and treat it; return the treated 48 kHz stereo WAV and where its phrases and words lie in it."""
    heard = _hear(listener, request, speech, folder)
    samples, rate = read_sound(speech)
    treated = treat(samples.mean(axis=1), rate, request["register"], float(request["drift"]), request["seed"])
    path = folder / "treated.wav"
    write_wav(path, treated.samples, RATE)
    phrases = []
    for index in range(len(request["phrases"])):
        parts = [piece for piece in heard if piece.phrase == index]
        words = [
            [word.at, word.length, str(treated.place(word.start)), str(treated.place(word.end))]
            for part in parts
            for word in part.words
        ]
        span = (str(treated.place(parts[0].start)), str(treated.place(parts[-1].end)))
        phrases.append({"phrase": index, "start": span[0], "end": span[1], "words": words})
    return path, {"seconds": str(Fraction(len(treated.samples), RATE)), "phrases": phrases}


def _hear(listener: type[BackendBase], request: Mapping[str, Any], speech: Path, folder: Path) -> list[_Piece]:
    reader = WavReader(speech)
    found: list[_Piece] = []
    cursor: dict[int, int] = {}
    for number, piece in enumerate(request["pieces"]):
        index = piece["phrase"]
        phrase = request["phrases"][index]
        path = folder / f"piece{number}.wav"
        write_wav(path, reader.read(piece["start"], piece["end"] - piece["start"]), reader.rate)
        given = tuple(Word(at, length, Fraction(start), Fraction(end)) for at, length, start, end in piece["words"])
        asked = ListenRequest(path, piece["text"], phrase["language"], given, request["listener"]["options"])
        offset = plain(phrase["text"]).find(plain(piece["text"]), cursor.get(index, 0))
        cursor[index] = offset + len(plain(piece["text"]))
        start = Fraction(piece["start"], reader.rate)
        words = tuple(
            Word(word.at + offset, word.length, word.start + start, word.end + start)
            for word in obtain(listener, asked, folder).words
        )
        found.append(_Piece(index, start, Fraction(piece["end"], reader.rate), words))
    reader.close()
    return found
