"""Chunks of one take: the frame that the next one starts from, and the chunks joined."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2

from white_cloud.errors import MediaError
from white_cloud.media.planes import to_rgb
from white_cloud.media.reader import PictureReader
from white_cloud.media.writer import TAKE, PictureWriter


def write_last_frame(path: Path, still: Path) -> Path:
    """Write the last frame of a picture file as PNG (8 bit sRGB, at the file's size) and return where."""
    with PictureReader(path) as reader:
        rgb = to_rgb(reader.frame(reader.frames - 1))
    if not cv2.imwrite(str(still), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)):
        raise MediaError(f"cannot write {still}")
    return still


def join_chunks(chunks: Sequence[Path], path: Path) -> None:
    """Join picture files into one at the size and rate of the first; each but the first leaves out its first frame.

    That frame is the last of the chunk before, shown again.
    """
    with PictureReader(chunks[0]) as first:
        size, rate = first.size, first.rate
    with PictureWriter(path, size, rate, TAKE) as writer:
        for number, chunk in enumerate(chunks):
            with PictureReader(chunk, size) as reader:
                for frame in range(1 if number else 0, reader.frames):
                    writer.write(reader.frame(frame))
