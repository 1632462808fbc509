"""`make bench`: what things cost, as ratios measured in one run, each beside its limit. Ends with 1 when one is over.

`python -m benchmarks planning film` runs some of them only.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import camera, effects, film, planning, render_ratio, shares
from benchmarks.measure import white_cloud

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Figure:
    """A figure and its limit."""

    what: str
    value: float
    limit: float
    unit: str = ""

    def __str__(self) -> str:
        verdict = "ok " if self.value <= self.limit else "OVER"
        return f"{verdict:4} {self.what:72} {self.value:8.2f} {self.unit:3} (at most {self.limit:g})"


def command() -> Iterator[Figure]:
    """Time the help, the best of three: what is asked is what it costs, not what else the machine does."""
    yield Figure("white-cloud --help", min(white_cloud("--help").wall for _ in range(3)), 0.4, "s")


def plans() -> Iterator[Figure]:
    """Plan 10,000 shots."""
    with tempfile.TemporaryDirectory() as folder:
        screenplay = planning.write_long_film(Path(folder))
        yield Figure("planning 10,000 shots", min(planning.plan(screenplay).wall for _ in range(2)), 5, "s")


def short_film() -> Iterator[Figure]:
    """Build the short film from an empty store, then again, then with one prompt changed."""
    with tempfile.TemporaryDirectory() as folder:
        screenplay = film.copy_film(ROOT, Path(folder))
        first = film.build(screenplay)
        yield Figure("the short film from an empty store", first.wall / 60, 4, "min")
        yield Figure("peak memory of any process", first.peak / 1e6, 600, "MB")
        yield Figure("a build with nothing to do", min(film.build(screenplay).wall for _ in range(3)), 1, "s")
        before = film.files_of(Path(folder), ".white_cloud/cache/segments/*/*.mp4")
        takes = film.files_of(Path(folder), ".white_cloud/takes/white_cloud_short/shot/*/*.json")
        shot = film.change_one_prompt(screenplay)
        changed = film.build(screenplay)
        after = film.files_of(Path(folder), ".white_cloud/cache/segments/*/*.mp4")
        kept = all(after.get(name) == value for name, value in before.items())
        records = len(list(Path(folder).glob(".white_cloud/takes/white_cloud_short/shot/*/*.json")))
        yield Figure(f"one prompt changed ({shot}): segments whose inode or time changed", 0 if kept else 1, 0)
        yield Figure("   new segments", len(after) - len(before), 2)
        yield Figure("   new takes", records - sum(1 for _ in _shots(Path(folder))), 1)
        yield Figure("   time, as a part of the first build's", changed.wall / first.wall, 0.25)
        assert takes


def _shots(folder: Path) -> Iterator[Path]:
    yield from folder.glob(".white_cloud/takes/white_cloud_short/shot/*")


def rendering() -> Iterator[Figure]:
    """Compare the render with ffmpeg, and with the same cut in plain MoviePy."""
    for what, value, limit in render_ratio.figures():
        yield Figure(what, value, limit)


def shooting() -> Iterator[Figure]:
    """Paint and print frames of every setting of the camera."""
    costs = list(camera.costs())
    large, small = ([cost for cost in costs if cost.width == width] for width, _ in camera.SIZES)
    dearest, heaviest = max(large, key=lambda cost: cost.worst), max(costs, key=lambda cost: cost.peak)
    yield Figure("animatic, CPU a frame at 1280x720, the median over all settings", median(c.median for c in large), 45, "ms")
    yield Figure(f"   the worst frame ({dearest.setting})", dearest.worst, 80, "ms")
    changing = max(camera.changes(), key=lambda cost: cost.worst)
    yield Figure("   the worst frame in which both places of a change are seen", changing.worst, 80, "ms")
    yield Figure("   at 640x360, the median over all settings", median(c.median for c in small), 20, "ms")
    yield Figure(f"   peak memory of a process ({heaviest.setting})", heaviest.peak, 300, "MB")
    yield Figure("   peak memory of a worker that shoots all settings", camera.worker(camera.all_settings()), 300, "MB")
    yield Figure("   peak memory of a worker that shoots changes, two places at once", camera.worker(camera.CHANGES), 300, "MB")


def glitches() -> Iterator[Figure]:
    """Damage a moving picture with every effect of the catalogue, and with five at once."""
    for cost in effects.costs():
        yield Figure(f"{cost.effect} at full strength, CPU a frame at 1280x720", cost.median, cost.limit, "ms")


def scores() -> Iterator[Figure]:
    """Leave each effect of the presets out of the short film (`make film` first)."""
    for preset in ("white-cloud", "still-water"):
        for share in shares.shares(preset):
            yield Figure(f"{preset}: what {share.clip} still loses without {share.effect}", share.left, 0.95)


BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "command": command,
    "planning": plans,
    "camera": shooting,
    "effects": glitches,
    "scores": scores,
    "rendering": rendering,
    "film": short_film,
}


def main() -> None:
    """Run the benchmarks named, or all, and print each figure as it comes."""
    over = 0
    for name in sys.argv[1:] or BENCHMARKS:
        for figure in BENCHMARKS[name]():
            print(figure, flush=True)
            over += figure.value > figure.limit
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
