"""The whole cut as an ordinary MoviePy clip, for looking at and for work that MoviePy does better."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from moviepy import VideoClip
from numpy.typing import NDArray

from white_cloud.film.timeline import Timeline
from white_cloud.media.planes import to_rgb
from white_cloud.render.clip import PlaneClip, frame_number
from white_cloud.render.picture import segment_clip
from white_cloud.render.segments import Segment

#: Segments kept open at a time: a film may have thousands.
_OPEN = 4


def film_clip(timeline: Timeline, segments: Sequence[Segment], resolve: Callable[[str], Path]) -> VideoClip:
    """Return a cut as a silent RGB clip, uint8 (H, W, 3): at time t, frame floor(t * rate + 1e-6) of the film.

    `segments` are all of the timeline's, in order; `resolve` gives the file of a blob. The last frame holds.
    """
    ends = list(accumulate(segment.frames for segment in segments))

    clips: dict[int, PlaneClip] = {}

    def opened(place: int) -> PlaneClip:
        if place not in clips:
            while len(clips) >= _OPEN:
                clips.pop(next(iter(clips))).close()
            clips[place] = segment_clip(segments[place], resolve)
        return clips[place]

    def picture(time: float) -> NDArray[np.uint8]:
        number = min(frame_number(time, timeline.rate), ends[-1] - 1)
        place = bisect_right(ends, number)
        return to_rgb(opened(place).frame(number - ends[place] + segments[place].frames))

    clip = VideoClip(duration=ends[-1] / float(timeline.rate))
    clip.frame_function = picture  # not given above: MoviePy would make frame 0 to learn the size
    clip.size = segments[0].size
    clip.fps = float(timeline.rate)
    return clip
