"""Effects with a state: each frame brings it on; by the grid, and where strength comes up from none, it begins anew."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from copy import copy
from typing import Generic, Protocol, TypeVar

from moviepy import VideoClip

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.media.planes import Packed


class State(Protocol):
    """What an effect keeps from one frame to the next; `frame` is the last that it was brought to."""

    frame: int

    def step(self, plate: Callable[[], Packed], moment: Moment) -> None:
        """Go on to a moment's frame, the one after `frame`; begin where it is the first, or a point of the grid.

        `plate` makes what goes in.
        """
        ...


Kept = TypeVar("Kept", bound=State)


class StatefulEffect(GlitchEffect, Generic[Kept]):
    """An effect whose picture follows from a state; that of any frame can be made from the frame that `since` names on.

    It begins anew at points of a grid of its own, whose period divides 240 frames. In order each frame is one step, and no
    earlier frame is kept; after a jump the frames between are made and stepped through, with the strengths that `strength_at`
    has for them.
    """

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        super().__init__(strength, seed)
        self._state: Kept | None = None
        self._made_for: tuple[int, tuple[int, ...] | None] = seed, None

    @abstractmethod
    def nothing(self, frame: int) -> Kept:
        """Return the state before anything was seen, brought to a frame: the next step begins it."""

    @abstractmethod
    def beginning(self, frame: int) -> int:
        """Return the point of the grid with which the state of a frame begins, were the strength never 0."""

    def apply(self, clip: VideoClip) -> VideoClip:
        """Return `clip` with a copy of this effect, since a state is of one clip."""
        own = copy(self)
        own._state = None
        return super(StatefulEffect, own).apply(clip)

    def kept(self) -> int:
        """Return 0: earlier frames are asked for once."""
        return 0

    def since(self, moment: Moment) -> int:
        """Return the frame with which the state of a moment begins."""
        first, frame = self.beginning(moment.frame), moment.frame
        while frame > first and self.strength_at(frame - 1) > 0:
            frame -= 1
        return frame

    def wind(self, moment: Moment, earlier: Earlier) -> None:
        """Bring the state to the frame before a moment's."""
        self._bring(moment, moment.frame - 1, None, earlier)

    def state(self, packed: Packed, moment: Moment, earlier: Earlier) -> Kept:
        """Return the state at a moment."""
        return self._bring(
            moment, moment.frame, packed.shape, lambda number: packed if number == moment.frame else earlier(number)
        )

    def _bring(self, moment: Moment, last: int, shape: tuple[int, ...] | None, source: Earlier) -> Kept:
        """Return the state of a moment as it was at its `last` frame: brought on from where it is, or begun."""
        state = self._standing(moment, shape)
        self._state = None  # what breaks off under way leaves none behind
        if state is None or not (state.frame == moment.frame - 1 or self.since(moment) - 1 <= state.frame <= last):
            state = self.nothing(self.since(moment) - 1)
        for number in range(state.frame + 1, last + 1):
            self._step(state, number, moment.seed, source)
        self._state, self._made_for = state, (moment.seed, shape or self._made_for[1])
        return state

    def _standing(self, moment: Moment, shape: tuple[int, ...] | None) -> Kept | None:
        """Return the state that there is, where it is one of the same seed and of pictures of this shape."""
        seed, seen = self._made_for
        return self._state if seed == moment.seed and (None in (shape, seen) or shape == seen) else None

    def _step(self, state: Kept, number: int, seed: int, source: Earlier) -> None:
        state.step(lambda: source(number), Moment(number, self.strength_at(number), seed))
