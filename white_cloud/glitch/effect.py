"""The contract of a glitch effect: parameters, and `(frame, moment) -> frame`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from moviepy import Effect, VideoClip
from numpy.typing import NDArray

from white_cloud.glitch.revisions import REVISIONS
from white_cloud.media.planes import Packed, from_rgb, to_rgb

#: Gives an earlier frame of what goes into the effect, by its number; frames before the first are the first.
Earlier = Callable[[int], Packed]
#: A strength for the whole clip, or for each of its frames by number.
Strength = float | Callable[[int], float]


@dataclass(frozen=True)
class Moment:
    """Where an effect is asked to work: the source's frame number at the film's rate, strength 0..1, and the seed.

    Raises ValueError for a strength that is none.
    """

    frame: int
    strength: float
    seed: int

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 1:  # NaN is in no range
            raise ValueError(f"a strength lies between 0 and 1, not {self.strength}")


class GlitchEffect(Effect):  # type: ignore[misc]
    """An effect that follows from (frame, moment) alone, so that any frame can be made by itself.

    A subclass sets `name`, and `look_back` when it needs earlier frames: at most that many frames back; where a moment needs
    fewer it says so in `since`, so that a stretch that begins anywhere begins soon. It is also a MoviePy effect,
    `clip.with_effects([Tear(0.5, seed=7)])`, on clips of packed planes and on anyone's RGB clips; MoviePy copies an effect
    before it applies it, so what a subclass keeps must depend on the picture's size only.
    """

    name: ClassVar[str]
    look_back: ClassVar[int] = 0

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        self.strength = strength
        self.seed = seed

    @classmethod
    def revision(cls) -> int:
        """Return the number raised whenever this effect's picture changes."""
        return REVISIONS[cls.name]

    @abstractmethod
    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return a new packed frame, uint8 (H * 3/2, W), damaged with a strength over 0; `packed` is not written to."""

    def frame(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return the frame at a moment; at strength 0 the very same array."""
        return self.damage(packed, moment, earlier) if moment.strength > 0 else packed

    def since(self, moment: Moment) -> int:
        """Return the earliest frame that a moment needs, `look_back` before it at the most; below 0 there is only the first."""
        return moment.frame - self.look_back

    def kept(self) -> int:
        """Return how many earlier frames are kept at hand as a clip is played."""
        return self.look_back

    def wind(self, moment: Moment, earlier: Earlier) -> None:
        """Make ready for a moment before its own frame is made: oldest first, since readers are quick forwards only."""
        for number in range(max(self.since(moment), 0), moment.frame):
            earlier(number)

    def strength_at(self, number: int) -> float:
        """Return the strength at a frame."""
        return self.strength(number) if callable(self.strength) else self.strength

    def apply(self, clip: VideoClip) -> VideoClip:
        """Return `clip` with this effect; frames are counted from the clip's first.

        Raises ValueError when it has no `fps`, and, as a frame is made, where the strength is not between 0 and 1.
        """
        if not getattr(clip, "fps", None):  # MoviePy leaves it out where it was never set
            raise ValueError(f"the effect {self.name!r} counts frames: set the clip's rate first, clip.with_fps(24)")
        picture_at = _Latest(lambda number: clip.get_frame(number / clip.fps), self.kept())
        packed_at = _Latest(lambda number: _as_planes(picture_at(number)), self.kept())

        def damaged(_: Any, time: float) -> NDArray[np.uint8]:
            number = int(time * clip.fps + 1e-6)
            moment = Moment(number, self.strength_at(number), self.seed)
            if not moment.strength:
                return picture_at(number)
            self.wind(moment, packed_at)
            picture = picture_at(number)
            result = self.damage(packed_at(number), moment, packed_at)
            return result if picture.ndim == 2 else _unpacked(result, picture)

        return clip.transform(damaged)


class _Latest:
    """Makes frames by number, and keeps the last few so that looking back makes none twice."""

    def __init__(self, make: Callable[[int], NDArray[np.uint8]], earlier: int) -> None:
        self._make = make
        self._earlier = earlier
        self._kept: dict[int, NDArray[np.uint8]] = {}

    def __call__(self, number: int) -> NDArray[np.uint8]:
        """Return a frame; those before the first are the first."""
        number = max(number, 0)
        if number not in self._kept:
            while len(self._kept) > self._earlier:
                del self._kept[max(self._kept, key=lambda kept: abs(kept - number))]
            self._kept[number] = self._make(number)
        return self._kept[number]


def _as_planes(picture: NDArray[np.uint8]) -> Packed:
    return picture if picture.ndim == 2 else _packed(picture)


def _packed(rgb: NDArray[np.uint8]) -> Packed:
    """Convert RGB; odd sides are made even by repeating the last row or column."""
    height, width = rgb.shape[:2]
    even = np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return from_rgb(even.astype(np.uint8, copy=False))


def _unpacked(packed: Packed, like: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return to_rgb(packed)[: like.shape[0], : like.shape[1]]
