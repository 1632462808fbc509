"""The voice of the loopback vendor: a soft hum that sounds once for every syllable, as long as its text."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from white_cloud.media.sound import to_pcm

RATE = 24000
#: Samples of a hanzi (0.22 s), of any other character (0.06 s), of the silence at both ends (0.1 s).
_HANZI, _CHARACTER, _END = 5280, 1440, 2400
#: Latin letters that make a syllable.
_SYLLABLE = 3
_LOUDNESS = 0.25


def speak(text: str, pitch: float, speed: float = 1.0) -> NDArray[np.int16]:
    """Return speech as mono PCM, 16 bit at 24 kHz: a pulse at `pitch` hertz for each syllable, silence for the rest."""
    silence = np.zeros(_END, np.float32)
    parts = [
        _pulse(round(length / speed), pitch) if voiced else np.zeros(round(length / speed))
        for length, voiced in _syllables(text)
    ]
    return to_pcm(np.concatenate([silence, *parts, silence]).astype(np.float32))


def wav(samples: NDArray[np.int16]) -> bytes:
    """Return samples as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _syllables(text: str) -> Iterator[tuple[int, bool]]:
    """Yield each syllable and each gap: how many samples it lasts, and whether it is voiced."""
    for kind, run in groupby(text, _kind):
        count = len(list(run))
        if kind == "hanzi":
            yield from ((_HANZI, True) for _ in range(count))
        elif kind == "letter":
            yield from ((_CHARACTER * min(_SYLLABLE, count - at), True) for at in range(0, count, _SYLLABLE))
        else:
            yield _CHARACTER * count, False


def _kind(character: str) -> str:
    if "\u3400" <= character <= "\u9fff":
        return "hanzi"
    return "letter" if character.isalnum() else "gap"


def _pulse(length: int, pitch: float) -> NDArray[np.float64]:
    """Return one syllable: a few harmonics that swell and fade, down to silence at both ends."""
    time = np.arange(length) / RATE
    hum = sum(np.sin(2 * np.pi * pitch * number * time) / number**2 for number in (1, 2, 3, 4))
    return _LOUDNESS * np.asarray(hum) * np.hanning(length)
