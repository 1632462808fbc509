"""What each effect of the catalogue costs: milliseconds of CPU a frame at full strength, 1280x720, in order, on one core.

`python -m benchmarks.effects` prints a line for every effect and for a stack of five, `python -m benchmarks.effects tear` or
`... "float + drain"` for what is named. Each is measured in a process of its own, on a panning take with a film's grain that
was decoded before; the first frame, for which an effect may wind through its past and make its sheets, is not counted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.render_cut import write_take

#: Frames that are timed, the last ones of the take.
TIMED = 48
SEED = 7
#: Milliseconds a frame may cost, and what those may that make their pictures from several others.
LIMIT, LIMITS = 10, {"mosh": 20, "hesitate": 20}
#: Joins the names of a stack: effects that work on a picture one after another.
_AND = " + "
#: What propaganda typically does to a picture, in the score's order, and the milliseconds a frame of it may cost.
PROPAGANDA, STACK_LIMIT = _AND.join(("echo", "float", "drain", "tear", "quantise")), 25


@dataclass(frozen=True)
class Cost:
    """What an effect costs, or a stack of them: milliseconds of CPU a frame in the median and at the most."""

    effect: str
    median: float
    worst: float

    @property
    def limit(self) -> float:
        """Return the milliseconds that its median may be."""
        return STACK_LIMIT if _AND in self.effect else LIMITS.get(self.effect, LIMIT)


def costs(effects: tuple[str, ...] = ()) -> Iterator[Cost]:
    """Measure each effect, and then a stack of five, in a process of its own."""
    from white_cloud.build.executors import ONE_THREAD
    from white_cloud.glitch.revisions import REVISIONS

    one_thread = {**os.environ, **ONE_THREAD}  # as the workers of a build
    with tempfile.TemporaryDirectory() as folder:
        take = write_take(Path(folder) / "take.mp4", 0)
        for effect in effects or (*REVISIONS, PROPAGANDA):
            command = [sys.executable, "-m", "benchmarks.effects", "--one", effect, str(take)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=one_thread)
            yield Cost(**json.loads(done.stdout))


def measure(name: str, take: Path) -> Cost:
    """Measure one effect, or a stack of them, here."""
    import cv2

    from white_cloud.glitch.catalogue import effect_class
    from white_cloud.glitch.effect import Moment
    from white_cloud.media.reader import PictureReader
    from white_cloud.memory import keep_room

    cv2.setNumThreads(1)
    keep_room()  # as the workers of a build
    with PictureReader(take) as reader:
        frames = [reader.frame(number) for number in range(reader.frames)]
    stack = [effect_class(one)(1.0, SEED) for one in name.split(_AND)]
    times = []
    for number in range(len(frames) - TIMED - 1, len(frames)):
        begun = process_time()
        picture = frames[number]
        for effect in stack:
            picture = effect.frame(picture, Moment(number, 1.0, SEED), lambda earlier: frames[max(earlier, 0)])
        times.append(1000 * (process_time() - begun))
    return Cost(name, median(times[1:]), max(times[1:]))


def main() -> None:
    """Print the costs of all effects, or of those named."""
    if sys.argv[1:2] == ["--one"]:
        name, take = sys.argv[2:]
        print(json.dumps(asdict(measure(name, Path(take)))))
        return
    for cost in costs(tuple(sys.argv[1:])):
        print(f"{cost.effect:40} {cost.median:6.1f} ms  worst {cost.worst:6.1f} ms", flush=True)


if __name__ == "__main__":
    main()
