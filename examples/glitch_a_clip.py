"""Three of the glitches on a clip of your own, with nothing but MoviePy around them.

    python examples/glitch_a_clip.py in.mp4 out.mp4

The picture is calm at first, and ends in pieces: each strength is a function of the frame, from 0 to 1.
"""

from __future__ import annotations

import argparse

from moviepy import VideoFileClip

from white_cloud.glitch.catalogue import effect_class


def main() -> None:
    """Read a clip, lay three effects over each other, and write it."""
    parser = argparse.ArgumentParser(description="Lay three glitches over a clip.")
    parser.add_argument("source", help="any film that MoviePy reads")
    parser.add_argument("result", help="the film to write, as .mp4")
    parser.add_argument("--seed", type=int, default=7, help="chance: another number, other damage")
    asked = parser.parse_args()
    with VideoFileClip(asked.source) as clip:
        glitched = clip.with_effects(effects(clip.n_frames, asked.seed))
        glitched.write_videofile(asked.result, logger=None)


def effects(frames: int, seed: int) -> list[object]:
    """Return the effects in the order in which they work: what remembers earlier frames comes first."""

    def rising(start: float, ceiling: float):
        """Return a strength that is 0 up to a part of the clip and then climbs to its ceiling."""
        return lambda frame: ceiling * min(max((frame / frames - start) / (1 - start), 0.0), 1.0)

    return [
        effect_class("echo")(rising(0.2, 0.8), seed),
        effect_class("float")(rising(0.0, 0.7), seed),
        effect_class("tear")(rising(0.5, 1.0), seed),
    ]


if __name__ == "__main__":
    main()
