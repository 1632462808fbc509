"""What rendering costs, in CPU seconds on one thread: `python -m benchmarks.render_ratio`.

Against ffmpeg: decoding the plates and encoding the finished picture, with the same settings. A glitched picture costs x264
more than its plate, so the finished picture is what is compared with. Against MoviePy: the same cut without effects, and of
both what is left when the codec's share is taken away.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe

from benchmarks.measure import run
from benchmarks.render_cut import RATE, SIZE, cut, take_paths, write_takes
from white_cloud.media.encoding import MASTER

#: What else runs on a machine makes a run dearer, never cheaper: the best of so many counts.
RUNS = 2


def figures() -> Iterator[tuple[str, float, float]]:
    """Yield (what, value, limit)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_takes(folder)
        glitched, codec = _best_render(folder, clean=False), _codec(folder, clean=False)
        yield "render, against ffmpeg decoding the plates and encoding the picture", glitched / codec, 1.25
        clean, codec = _best_render(folder, clean=True), _codec(folder, clean=True)
        plain = min(run(sys.executable, "-m", "benchmarks.plain_moviepy", name, f"{name}/plain.mp4").cpu for _ in range(RUNS))
        plain -= run(sys.executable, "-c", "import moviepy").cpu
        yield "   the same without effects", clean / codec, 1.25
        ours, theirs = max(clean - codec, 0.0), max(plain - codec, 1e-9)
        yield "time outside effects and codec, against plain MoviePy", ours / theirs, 0.5


def _best_render(folder: Path, *, clean: bool) -> float:
    task = (sys.executable, "-m", "benchmarks.render_ratio", "render", str(folder), "clean" if clean else "glitched")
    return min(float(run(*task).output.split()[-1]) for _ in range(RUNS))


def _render(folder: Path, kind: str) -> float:
    """Render every segment as a worker does; return the CPU seconds, without those of starting Python."""
    from white_cloud.render.worker import render_segment

    begun = time.process_time()
    for number, segment in enumerate(cut(clean=kind == "clean")):
        render_segment(segment, take_paths(folder), folder / f"{kind}-{number}.mp4")
    return time.process_time() - begun


def _codec(folder: Path, *, clean: bool) -> float:
    """Return the CPU seconds of ffmpeg decoding the plates and encoding what the cut shows."""
    picture = folder / "picture.yuv"
    _write_picture(folder, picture, clean=clean)
    cost = min(_decode(folder) for _ in range(RUNS)) + min(_encode(picture) for _ in range(RUNS))
    picture.unlink()
    return cost


def _write_picture(folder: Path, out: Path, *, clean: bool) -> None:
    from white_cloud.render.picture import segment_clip

    paths = take_paths(folder)
    with out.open("wb") as stream:
        for segment in cut(clean=clean):
            with segment_clip(segment, paths.__getitem__) as clip:
                for number in range(segment.frames):
                    stream.write(clip.frame(number).tobytes())


def _decode(folder: Path) -> float:
    return sum(_ffmpeg("-threads", "1", "-i", str(path), "-f", "null", "-") for path in take_paths(folder).values())


def _encode(picture: Path) -> float:
    shape = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", str(RATE))
    options = [part for name, value in MASTER.options().items() for part in (f"-{name}", value)]
    return _ffmpeg(*shape, "-i", str(picture), "-c:v", "libx264", *options, str(picture.with_suffix(".mp4")))


def _ffmpeg(*arguments: str) -> float:
    """Run ffmpeg on one thread and return the CPU seconds it took."""
    before = os.times()
    subprocess.run([get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", "-filter_threads", "1", *arguments], check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    if sys.argv[1:2] == ["render"]:
        print(_render(Path(sys.argv[2]), sys.argv[3]))
    else:
        for what, value, limit in figures():
            print(f"{what:72} {value:6.2f} (at most {limit:g})")
