"""Reading exact frames of a picture file as planes."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from pathlib import Path
from types import TracebackType

import av

from white_cloud.errors import MediaError
from white_cloud.media.atomic import media_errors
from white_cloud.media.fit import Fitter
from white_cloud.media.index import index, open_picture
from white_cloud.media.planes import Packed

#: Frames kept after they were asked for: an effect that looks back asks again.
_KEPT = 8


class PictureReader:
    """Gives frame n of a file, in presentation order, whatever its rate does; a context manager.

    Reading onwards decodes every frame once; going back, or past a key frame, seeks. Frames come upright, in square pixels,
    8 bit BT.709 limited, and when `size` (width, height) is given, scaled to fit it and centred on black. Raises MediaError,
    which names the file, when it is missing, damaged or cut short.
    """

    def __init__(self, path: Path, size: tuple[int, int] | None = None) -> None:
        self.path = path
        self._index = index(path)
        shape = self._index.geometry
        self.size = size or shape.shown
        self.frames = len(self._index.times)
        self.rate = self._index.rate  # the average, where frames last unequally: see frame_at
        self._fitter = Fitter(shape, self.size)
        self._container, self._stream = open_picture(path)
        self._decoding: Iterator[av.VideoFrame] | None = None
        self._current: av.VideoFrame | None = None
        self._at = -1
        self._kept: OrderedDict[int, Packed] = OrderedDict()

    def frame(self, number: int) -> Packed:
        """Return frame `number` (0-based) as a packed array that is not to be written to; raise IndexError outside the file."""
        if not 0 <= number < self.frames:
            raise IndexError(f"{self.path.name} has frames 0 to {self.frames - 1}, not {number}")
        if number not in self._kept:
            packed = self._fitter.fit(self._decode(number))
            packed.flags.writeable = False
            self._kept[number] = packed
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[number]

    def frame_at(self, seconds: Fraction) -> Packed:
        """Return the frame shown at a time counted from the first frame, exact at any rate; the last one holds."""
        if self._index.constant:  # on the grid: the times in the file may be rounded
            return self.frame(min(floor(seconds * self.rate), self.frames - 1))
        time = self._index.times[0] + seconds / self._index.time_base
        return self.frame(max(bisect_right(self._index.times, time) - 1, 0))

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def __enter__(self) -> PictureReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _decode(self, number: int) -> av.VideoFrame:
        with media_errors("decode", self.path):
            if self._must_seek(number):
                self._seek(number)
            while self._at < number:
                self._step()
        assert self._current is not None
        if self._at != number:
            raise self._damaged(f"frame {number} is missing")
        if self._current.is_corrupt:
            raise self._damaged(f"frame {number} does not decode whole")
        return self._current

    def _must_seek(self, number: int) -> bool:
        return self._decoding is None or self._at > number or (self._at < number and self._key_before(number) > self._time())

    def _key_before(self, number: int) -> int:
        """Return the time of the key frame that frame `number` is decoded from."""
        place = bisect_right(self._index.keys, self._index.times[number]) - 1
        return self._index.keys[max(place, 0)]

    def _time(self) -> int:
        return self._index.times[self._at] if self._at >= 0 else self._index.keys[0]

    def _seek(self, number: int) -> None:
        """Stand on a frame at or before `number`; an open group or a late index may need an earlier key frame."""
        last = bisect_right(self._index.keys, self._key_before(number))
        for key in reversed(self._index.keys[:last]):
            self._container.seek(key, stream=self._stream, backward=True)
            self._decoding = self._container.decode(self._stream)
            self._at = -1
            self._step()
            if self._current is not None and self._current.pts is not None and self._at <= number:
                return

    def _step(self) -> None:
        assert self._decoding is not None
        frame = next(self._decoding, None)
        if frame is None or frame.pts is None:
            raise self._damaged(f"it ends after frame {self._at}")
        self._current = frame
        self._at = bisect_right(self._index.times, frame.pts) - 1

    def _damaged(self, what: str) -> MediaError:
        return MediaError(f"{self.path} is damaged: {what}; fetch or make it again")
