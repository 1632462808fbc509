"""The MoviePy border: clips that carry packed planes, and MoviePy's own effects on them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
from moviepy import Effect, VideoClip

from white_cloud.media.planes import Packed, from_rgb, to_rgb
from white_cloud.media.reader import PictureReader


def frame_number(time: float, rate: Fraction | float) -> int:
    """Return the frame shown at a time in seconds; the slack is for times that are frame / rate in floating point."""
    return int(time * float(rate) + 1e-6)


class PlaneClip(VideoClip):  # type: ignore[misc]
    """A MoviePy clip whose frames are packed planes, uint8 (H * 3/2, W), made by number.

    Closing it, or leaving its `with` block, closes what it reads; so does closing any clip made from it.

    Cuts, effects on time and the house's glitches work on it as on any clip. MoviePy's effects on pixels expect RGB: wrap them
    in InRGB.
    """

    def __init__(
        self,
        make: Callable[[int], Packed],
        frames: int,
        size: tuple[int, int],
        rate: Fraction,
        reader: PictureReader | None = None,
    ) -> None:
        super().__init__()  # given a frame function, it would make frame 0 to learn the size
        self.frame_function = lambda time: make(frame_number(time, rate))
        self.size = size
        self.fps = float(rate)
        self.duration = self.end = frames / self.fps
        self._reader = reader

    @property
    def frames(self) -> int:
        """The clip's length in frames."""
        return round(self.duration * self.fps)

    def frame(self, number: int) -> Packed:
        """Return a frame by its number in this clip."""
        packed: Packed = self.get_frame(number / self.fps)
        return packed

    def close(self) -> None:
        """Close the file that the frames come from, if any."""
        if self._reader:
            self._reader.close()

    def with_updated_frame_function(self, frame_function: Callable[[float], Any]) -> PlaneClip:
        """Return a copy with another frame function.

        MoviePy's own makes frame 0 of the whole chain at every step, and takes the array's shape for the picture's size.
        """
        changed: PlaneClip = self.copy()
        changed.frame_function = frame_function
        return changed


def plate_clip(reader: PictureReader, rate: Fraction, speed: Fraction) -> PlaneClip:
    """Return a whole plate conformed to a film's rate: frame n shows the plate at n * speed / rate seconds."""
    step = speed / rate
    frames = ceil(Fraction(reader.frames) / (reader.rate * step))
    return PlaneClip(lambda number: reader.frame_at(number * step), frames, reader.size, rate, reader)


class InRGB(Effect):  # type: ignore[misc]
    """Runs ordinary MoviePy effects on a clip of planes, by way of RGB (BT.709) and back.

    They may change the length, and the size to one of even sides.
    """

    def __init__(self, *effects: Effect) -> None:
        self.effects = effects

    def apply(self, clip: PlaneClip) -> PlaneClip:
        """Return the clip with the effects on it."""
        rgb = VideoClip(lambda time: to_rgb(clip.get_frame(time)), duration=clip.duration).with_fps(clip.fps)
        changed = rgb.with_effects(list(self.effects))
        result = clip.with_updated_frame_function(lambda time: from_rgb(_bytes(changed.get_frame(time))))
        result.size = tuple(changed.size)
        result.duration = result.end = changed.duration
        return result


def _bytes(picture: Any) -> Any:
    """Return a picture as uint8; some MoviePy effects give floats."""
    return picture if picture.dtype == np.uint8 else np.clip(np.rint(picture), 0, 255).astype(np.uint8)
