"""Profiles: what a render is for. They change the render and the delivery, never what is written, voiced or shot."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from white_cloud.media.encoding import DRAFT, MASTER, REVIEW, Encoding


@dataclass(frozen=True)
class Profile:
    """How the picture is encoded, at what part of the film's size, and whether timecode, shot, take and drift are burnt in."""

    name: str
    encoding: Encoding
    scale: Fraction = Fraction(1)
    burn_in: bool = False

    def size(self, full: tuple[int, int]) -> tuple[int, int]:
        """Return the picture's size: even numbers, the height a multiple of 4."""
        if self.scale == 1:
            return full
        width, height = int(full[0] * self.scale), int(full[1] * self.scale)
        return width // 2 * 2, height // 4 * 4


PROFILES = {
    "draft": Profile("draft", DRAFT, Fraction(1, 2)),
    "review": Profile("review", REVIEW, burn_in=True),
    "master": Profile("master", MASTER),
}
