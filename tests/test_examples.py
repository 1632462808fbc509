"""The example that a stranger runs first on a clip of their own."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np

from white_cloud.media.encoding import Encoding
from white_cloud.media.planes import black, planes
from white_cloud.media.reader import PictureReader
from white_cloud.media.writer import PictureWriter

EXAMPLE = Path(__file__).parents[1] / "examples" / "glitch_a_clip.py"


def test_the_example_glitches_a_clip_of_ones_own(tmp_path: Path) -> None:
    """Calm at its beginning, in pieces at its end, as long as it was."""
    size, count = (96, 64), 30
    with PictureWriter(tmp_path / "in.mp4", size, Fraction(24), Encoding(crf=4, preset="ultrafast", gop=24)) as writer:
        for number in range(count):
            packed = black(size)
            planes(packed)[0][:] = 60 + 100 * ((np.arange(size[0]) + number) // 8 % 2)
            writer.write(packed)
    command = [sys.executable, EXAMPLE, tmp_path / "in.mp4", tmp_path / "out.mp4"]
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=60)
    with PictureReader(tmp_path / "in.mp4") as before, PictureReader(tmp_path / "out.mp4", size) as after:
        assert after.frames == before.frames
        changes = [np.abs(after.frame(at).astype(int) - before.frame(at)).mean() for at in (0, count - 1)]
    assert changes[0] < 2
    assert changes[1] > 5
