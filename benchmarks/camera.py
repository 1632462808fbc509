"""What a frame of the camera `animatic` costs in each setting: CPU time to paint and print it, and the process's memory.

`python -m benchmarks.camera` prints a line for every setting. A frame's time is the least of two at each of several moments,
so that what else the machine does counts less; writing the file is not in it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from white_cloud.backends.cameras.animatic.take import Take

SIZES = ((1280, 720), (640, 360))
MOMENTS = (0.5, 1.5, 2.5, 3.5, 5.0)
SEEDS = (1, 2)
#: What makes a setting dear: measured apart from the plain one.
DEAR = frozenset({"night", "street", "rain", "truck", "crowd", "lamp", "smoke", "flowers", "snow"})


@dataclass(frozen=True)
class Cost:
    """What a setting costs at one size: milliseconds of CPU a frame in the median and at the most, and the peak in MB."""

    setting: str
    width: int
    median: float
    worst: float
    peak: float


def costs(settings: tuple[str, ...] = ()) -> Iterator[Cost]:
    """Measure each setting at each size in a process of its own."""
    from white_cloud.backends.cameras.animatic.words.lexicon import lexicon

    for name in settings or lexicon().settings:
        for width, height in SIZES:
            command = [sys.executable, "-m", "benchmarks.camera", "--one", name, str(width), str(height)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            yield Cost(**json.loads(done.stdout))


def becoming() -> Cost:
    """Measure, here, a wheel that becomes a tunnel, at the moments when both are seen."""
    from white_cloud.backends.cameras.animatic.moves import Move
    from white_cloud.backends.cameras.animatic.take import Place, Take

    width, height = SIZES[0]
    place = Place("pit", frozenset({"truck", "close"}))
    take = Take.of(place, Move("push in", 8.0, 1), (width, height), Fraction(24), 1, becomes=Place("tunnel"))
    take.frame(0)
    times = [min(_time(take, t) for _ in range(2)) for t in (2.0, 2.7, 3.6, 4.6, 5.4)]
    return Cost("becoming", width, median(times), max(times), 0.0)


def measure(name: str, width: int, height: int) -> Cost:
    """Measure one setting here."""
    from white_cloud.backends.cameras.animatic.moves import Move
    from white_cloud.backends.cameras.animatic.take import Place, Take
    from white_cloud.backends.cameras.animatic.words.lexicon import lexicon

    times = []
    for words in {frozenset[str](), DEAR & lexicon().heeded[name]}:
        for seed in SEEDS:
            take = Take.of(Place(name, words), Move("push in", 6.0, seed), (width, height), Fraction(24), seed)
            take.frame(0)
            times += [min(_time(take, t) for _ in range(2)) for t in MOMENTS]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1000 if sys.platform.startswith("linux") else 1e6)
    return Cost(name, width, median(times), max(times), peak)


def _time(take: Take, t: float) -> float:
    """Return the milliseconds of CPU of a frame at `t` seconds, whose predecessor is at hand as it is within a take."""
    number = round(t * 24)
    previous = take.setting.radiance((number - 1) / 24)
    begun = process_time()
    take.printer(number, take.setting.radiance(number / 24), previous)
    return 1000 * (process_time() - begun)


def main() -> None:
    """Print the costs of all settings, or of those named."""
    if sys.argv[1:2] == ["--one"]:
        name, width, height = sys.argv[2:]
        print(json.dumps(asdict(measure(name, int(width), int(height)))))
        return
    for cost in costs(tuple(sys.argv[1:])):
        print(
            f"{cost.setting:12} {cost.width:5}  {cost.median:6.1f} ms  worst {cost.worst:6.1f} ms  {cost.peak:6.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
