"""What a worker process does: render one segment to a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2

from white_cloud.media.writer import PictureWriter
from white_cloud.memory import keep_room
from white_cloud.render.picture import segment_clip
from white_cloud.render.segments import Segment


def render_segment(segment: Segment, paths: Mapping[str, Path], out: Path) -> None:
    """Render a segment into an MP4 that can be joined with its neighbours; `paths` gives the files of its blobs.

    One thread throughout: the same segment gives the same bytes. Raises MediaError; the file is then absent.
    """
    cv2.setNumThreads(1)
    keep_room()
    with (
        segment_clip(segment, paths.__getitem__) as clip,
        PictureWriter(out, segment.size, segment.rate, segment.encoding) as writer,
    ):
        for number in range(segment.frames):
            writer.write(clip.frame(number))
