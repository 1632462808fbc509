"""The contract of a setting: a small world with its light, that can be looked at whenever one likes.

A setting is built once a take and asked for its light at any time, in any order. The same size, seed, words and move give the
same light; two settings share nothing that either changes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.media.survey import Survey

#: The hours a prompt may name; where it names two, the first of them here counts.
HOURS_OF_DAY = ("night", "dusk", "dawn", "day")


def hour_of(words: frozenset[str], otherwise: str) -> str:
    """Return the hour named among `words`, `otherwise` where there is none."""
    return next((hour for hour in HOURS_OF_DAY if hour in words), otherwise)


class Setting(ABC):
    """One place that the animatic camera can show.

    `name` is what the vocabulary calls it; `grade` is how it is printed (a setting may choose one by its words);
    `internal_scale`, .5 to 1, is how large it is painted before the print enlarges it.
    """

    name: ClassVar[str]
    internal_scale: ClassVar[float] = 0.5
    grade: Grade = Grade()

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Build the world for pictures of `size` (width, height, internal pixels).

        `seed` chooses the station and what varies; `words` are modifiers from the vocabulary (`night`, `dusk`, `truck`...), of
        which a setting heeds those it knows, and refusals (`no truck`) of those it can leave out; `move` is where the camera
        goes.
        """
        self.size, self.seed, self.words, self.move = size, seed, words, move

    @abstractmethod
    def radiance(self, t: float) -> Array:
        """Return the light at `t` seconds: float32 (height, width, 4 or 3), linear, blue first, a fresh array.

        `t` may be a little below 0 (the frame before the first, for the shutter). The array belongs to the caller: the setting
        neither keeps nor changes it.
        """

    @abstractmethod
    def survey(self, t: float) -> Survey:
        """Return what every pixel of `radiance(t)` shows and how far away it is, at the same size and through the same lens."""
