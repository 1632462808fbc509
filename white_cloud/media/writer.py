"""Writing a picture file from packed frames."""

from __future__ import annotations

from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from white_cloud.errors import MediaError
from white_cloud.media.atomic import media_errors, whole_or_absent
from white_cloud.media.encoding import DRAFT, MASTER, REVIEW, TAKE, Encoding
from white_cloud.media.planes import BT709, LIMITED, Packed, picture_size, to_frame

__all__ = ["DRAFT", "MASTER", "REVIEW", "TAKE", "Encoding", "PictureWriter"]


class PictureWriter:
    """Encodes packed frames into an MP4 of constant rate, tagged BT.709 limited; a context manager.

    The file appears under its name when the block ends well, and not at all otherwise. One thread, no dates, no program
    names: the same frames give the same bytes.
    """

    def __init__(self, path: Path, size: tuple[int, int], rate: Fraction, encoding: Encoding) -> None:
        self.path = path
        self.size = size
        self.rate = rate
        self.encoding = encoding
        self.frames = 0
        self._open_files = ExitStack()

    def __enter__(self) -> PictureWriter:
        with media_errors("write", self.path), ExitStack() as stack:
            part = stack.enter_context(whole_or_absent(self.path))
            self._container = stack.enter_context(open_output(part))
            self._stream = _add_stream(self._container, self.size, self.rate, self.encoding)
            self._open_files = stack.pop_all()
        return self

    def write(self, packed: Packed) -> None:
        """Encode one more frame, uint8 (H * 3/2, W); raise ValueError when its size is not the file's."""
        if picture_size(packed) != self.size:  # PyAV would rescale it without a word
            raise ValueError(f"frame {self.frames} of {self.path.name} is {picture_size(packed)}, expected {self.size}")
        frame = to_frame(packed)
        frame.pts, frame.time_base = self.frames, 1 / self.rate
        with media_errors("write", self.path):
            self._container.mux(self._stream.encode(frame))
        self.frames += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None:
            self._open_files.__exit__(kind, error, trace)
            return
        with media_errors("write", self.path), self._open_files:
            if not self.frames:
                raise MediaError(f"cannot write {self.path}: no frame was given")
            self._container.mux(self._stream.encode(None))


def open_output(path: Path, **options: str) -> OutputContainer:
    """Open an MP4 for writing that holds neither dates nor program names; `options` are the muxer's."""
    return av.open(str(path), "w", format="mp4", container_options={"fflags": "+bitexact", **options})


def _add_stream(container: OutputContainer, size: tuple[int, int], rate: Fraction, encoding: Encoding) -> VideoStream:
    stream = container.add_stream("libx264", rate=rate, options=encoding.options())
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.time_base = 1 / rate
    context = stream.codec_context
    context.thread_count = 1
    context.color_range = LIMITED
    context.colorspace = context.color_primaries = context.color_trc = BT709
    return stream
