"""The cut as values, in film frames. Every time is a whole frame or an exact fraction of a second.

picture   | clip | clip    | clip |...      one track without gaps: black and titles are cards
voice       | line |    | line |            placed in seconds
beds      | bed         | bed               one span a scene
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from white_cloud.film.drift import Curve
from white_cloud.film.score import Score


@dataclass(frozen=True)
class Plate:
    """The picture of one take: its blob, its own frames and rate, and how the person and the report name it.

    `asked` is what it was made from, in lines to be read: the prompt, and the seed.
    """

    shot: str
    take: int
    blob: str
    frames: int
    rate: Fraction
    reel: str = ""
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A title on black: lines of text from top to bottom, by what they are.

    `title`, `heading`, `text` and `small` stand in the middle; of a `credit`, what is before the tabulator stands on the left.
    """

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Clip:
    """A stretch of one source on the picture track.

    `start` is the film frame it begins at and `frames` its length. `first` counts the source's frames conformed to the film's
    rate and to `speed`: film frame n of the source shows source frame floor(n * speed * source rate / film rate).
    `drift` is read over those conformed frames (`drift_at`), so that a trim chooses part of it and a move carries it; so are
    keyframes of `score`. `seed` is that of its shot, and its effects' with it.
    """

    id: str
    source: Plate | Card
    start: int
    frames: int
    first: int = 0
    speed: Fraction = Fraction(1)
    act: str = ""
    scene: str = ""
    shot: str = ""
    drift: Curve = field(default_factory=lambda: Curve.flat(0))
    drift_span: tuple[int, int] = (0, 1)
    score: Score = field(default_factory=Score)
    seed: int = 0

    @property
    def end(self) -> int:
        """The film frame after the last."""
        return self.start + self.frames

    def drift_at(self, conformed: int) -> Fraction:
        """Return the drift at a conformed source frame."""
        return self.at(self.drift, conformed)

    def at(self, curve: Curve, conformed: int) -> Fraction:
        """Return the value of a curve at a conformed source frame; `drift_span` says which of them are positions 0 and 1."""
        low, high = self.drift_span
        position = Fraction(conformed - low, max(high - low, 1))
        return curve.at(min(max(position, Fraction(0)), Fraction(1)))


@dataclass(frozen=True)
class Word:
    """A word where it is heard: `at` and `length` in characters of the phrase's plain text, times in seconds."""

    at: int
    length: int
    start: Fraction
    end: Fraction


@dataclass(frozen=True)
class SpokenPhrase:
    """A phrase as voiced, timed from the start of its line: its language, plain text per language, span and words."""

    language: str
    text: Mapping[str, str]
    start: Fraction
    end: Fraction
    words: tuple[Word, ...]


@dataclass(frozen=True)
class VoiceClip:
    """A treated line on the voice track: blob of 48 kHz sound, start and length in seconds, gain in dB."""

    line: str
    speaker: str
    blob: str
    start: Fraction
    seconds: Fraction
    phrases: tuple[SpokenPhrase, ...]
    gain: Fraction = Fraction(0)


@dataclass(frozen=True)
class BedClip:
    """A bed under a stretch of film frames: a procedural kind with its seed, or the blob of a file; gain in dB."""

    kind: str
    blob: str
    seed: int
    start: int
    frames: int
    gain: Fraction


@dataclass(frozen=True)
class Cue:
    """A caption: span in seconds of film time, and its one or two lines."""

    start: Fraction
    end: Fraction
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Timeline:
    """The whole cut; `loudness` is the mix's, integrated, in LUFS."""

    name: str
    rate: Fraction
    size: tuple[int, int]
    picture: tuple[Clip, ...]
    voice: tuple[VoiceClip, ...] = ()
    beds: tuple[BedClip, ...] = ()
    loudness: Fraction = Fraction(-16)

    @property
    def frames(self) -> int:
        """The film's length in frames."""
        return self.picture[-1].end if self.picture else 0
