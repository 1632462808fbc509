"""What the tests of voices share: lines that were really spoken."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest

from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.backends.voices.espeak import Espeak
from white_cloud.media.sound import read_sound

TEXTS = {
    "en": "The white powder goes into every phone.",
    "zh": "这些东西最后去了哪里？",
}


@dataclass(frozen=True)
class Spoken:
    """A mono line with its rate and where its words lie, in seconds."""

    samples: np.ndarray
    rate: int
    words: tuple[tuple[Fraction, Fraction], ...]

    @property
    def seconds(self) -> Fraction:
        return Fraction(len(self.samples), self.rate)


@pytest.fixture(scope="session")
def spoken(tmp_path_factory) -> dict[str, Spoken]:
    """A line in each language, two or three seconds, by espeak-ng."""
    lines = {}
    for language, text in TEXTS.items():
        speech = Espeak().make(SpeechRequest(text, language, {}, {}, 7), tmp_path_factory.mktemp(language))
        samples, rate = read_sound(speech.path)
        lines[language] = Spoken(samples.mean(axis=1), rate, tuple((word.start, word.end) for word in speech.words))
    return lines
