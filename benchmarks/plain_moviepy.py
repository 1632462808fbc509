"""The same cut written plainly in MoviePy, as its manual shows it: `python -m benchmarks.plain_moviepy TAKES OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

from moviepy import VideoFileClip, concatenate_videoclips

from benchmarks.render_cut import FRAMES, HANDLE, RATE, take_paths
from white_cloud.media.encoding import MASTER


def main(takes: Path, out: Path) -> None:
    """Cut the takes together and write them, without effects."""
    rate = float(RATE)
    clips = [
        VideoFileClip(str(path), audio=False).subclipped(HANDLE / rate, (HANDLE + FRAMES) / rate)
        for path in take_paths(takes).values()
    ]
    options = MASTER.options()
    parameters = ["-crf", options["crf"], "-profile:v", options["profile"], "-x264-params", options["x264-params"]]
    film = concatenate_videoclips(clips)
    film.write_videofile(
        str(out), fps=rate, codec="libx264", preset=options["preset"], threads=1, audio=False, logger=None,
        ffmpeg_params=parameters, pixel_format="yuv420p",
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
