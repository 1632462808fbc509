"""What a frame of the camera `animatic` costs in each setting: CPU time to paint and print it, and the process's memory.

`python -m benchmarks.camera` prints a line for every setting. A frame's time is the least of two at each of several moments,
so that what else the machine does counts less; writing the file is not in it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from white_cloud.build.executors import Pool, Task

if TYPE_CHECKING:
    from white_cloud.backends.cameras.animatic.take import Take

SIZES = ((1280, 720), (640, 360))
MOMENTS = (0.5, 1.5, 2.5, 3.5, 5.0)
SEEDS = (1, 2)
#: What makes a setting dear, with the move it is measured in, apart from the plain one.
DEAR = (
    (frozenset({"night", "street", "rain", "truck", "crowd", "lamp", "smoke", "flowers", "blast", "rally"}), "push in"),
    (frozenset({"aerial", "wide", "storm", "fog", "snow", "dusk"}), "drone"),
)
#: Places that become others, as in the full film: prompts.
CHANGES = (
    ("close on the wheel of a haul truck in the open pit", "a tunnel, lamps in a row"),
    ("desert dunes, endless", "data centre, a long aisle between racks"),
    ("a long corridor of doors, lamps on", "modern city, avenue at night, every window lit"),
    ("tunnel, driving through", "dashcam, a road at night, rain"),
    ("dormitory room at night, bunk bed, a window", "a phone screen in the dark"),
    ("white clouds at dawn, from above", "virtual paradise, pastel trees in flower"),
    ("paradise lake, islands", "tailings lake, pipes"),
    ("open pit at dawn, terraces, wide", "an immense crowd, silhouettes in rows"),
)


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


def changes() -> Iterator[Cost]:
    """Measure, here, each of CHANGES at moments when both places are seen."""
    from white_cloud.backends.cameras.animatic.camera import staged
    from white_cloud.backends.cameras.base import ShotRequest

    for prompt, becomes in CHANGES:
        take, _ = staged(ShotRequest(prompt, 8 * 24, Fraction(24), SIZES[0], "push in", "testimony", 1, becomes=becomes))
        take.frame(0)
        times = [min(_time(take, t) for _ in range(2)) for t in (2.0, 2.7, 3.6, 4.6, 5.4)]
        yield Cost(f"{prompt} -> {becomes}", SIZES[0][0], median(times), max(times), 0.0)
        del take


def worker(asked: Iterable[tuple[str, str]]) -> float:
    """Shoot a moment of each prompt and what it becomes, in turn, in one worker; return the most memory it held, MB."""
    tasks = [Task(f"{prompt}, {seed}", shoot, (prompt, becomes, seed)) for prompt, becomes in asked for seed in SEEDS]
    with Pool(1) as pool:
        return max(float(outcome.value) for outcome in pool.run(tasks))


def all_settings() -> list[tuple[str, str]]:
    """Return every setting by its name, as a prompt that becomes nothing."""
    from white_cloud.backends.cameras.animatic.words.lexicon import lexicon

    return [(name, "") for name in lexicon().settings]


def shoot(prompt: str, becomes: str, seed: int) -> float:
    """Shoot four frames; return the most memory that this process has held until now, its encoder included, MB."""
    from white_cloud.backends.cameras.animatic.camera import Animatic
    from white_cloud.backends.cameras.base import ShotRequest

    request = ShotRequest(prompt, 4, Fraction(24), SIZES[0], "push in", "testimony", seed, becomes=becomes)
    with tempfile.TemporaryDirectory() as folder:
        Animatic().make(request, Path(folder))
    return _peak()


def measure(name: str, width: int, height: int) -> Cost:
    """Measure one setting here."""
    from white_cloud.backends.cameras.animatic.moves import Move
    from white_cloud.backends.cameras.animatic.take import Place, Take
    from white_cloud.backends.cameras.animatic.words.lexicon import lexicon

    times = []
    asked = {(frozenset[str](), "push in"), *((words & lexicon().heeded[name], move) for words, move in DEAR)}
    for words, move in sorted(asked, key=str):
        for seed in SEEDS:
            take = Take.of(Place(name, words), Move(move, 6.0, seed), (width, height), Fraction(24), seed)
            take.frame(0)
            times += [min(_time(take, t) for _ in range(2)) for t in MOMENTS]
            del take  # a process that shoots holds one take at a time
    return Cost(name, width, median(times), max(times), _peak())


def _peak() -> float:
    """Return the most memory that this process has held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1000 if sys.platform.startswith("linux") else 1e6)


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
