"""`make kills`: a build is killed with SIGKILL at random moments of every stage, and built again to the end.

`python -m benchmarks.kills --times 3 --jobs 1 render deliver` kills fewer times, in some stages only. Ends with 1 when a build
after a kill gave another film, made something again that had been told as made, left a file behind, or found damage.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from benchmarks.measure import white_cloud
from white_cloud.stages.chain import STAGES
from white_cloud.testing.films import small_film
from white_cloud.testing.processes import BuildProcess, told

#: The delivered film's report and its numbered cut are written after the last stage was told as done.
SPANS = (*STAGES, "report")
#: What is under way in these is kept all at once at their end: the script with all its lines, the film with its report.
KEPT_AT_ONCE = {"write", "report"}
#: How often a kill that came too late is tried again, each time at half the delay.
TRIES = 8

Event = dict[str, Any]


@dataclass(frozen=True)
class Bench:
    """A film folder before each span, how long the span takes in seconds, and the film as it has to be."""

    before: dict[str, Path]
    seconds: dict[str, float]
    sha256: str
    files: frozenset[str]
    jobs: str


@dataclass(frozen=True)
class Kill:
    """What became of one kill, and of the build after it."""

    span: str
    sent: int
    inside: bool
    workers_left: int
    damage: str
    same: bool
    made_again: int
    left_behind: tuple[str, ...]

    def bad(self) -> bool:
        """Return whether the promise was broken."""
        again = self.made_again and self.span not in KEPT_AT_ONCE
        return bool(not self.same or self.workers_left or self.damage or again or self.left_behind)


def begins(span: str, event: Event) -> bool:
    """Return whether a span begins with an event."""
    wanted = ("StageDone", "deliver") if span == "report" else ("StageStarted", span)
    return (event["event"], event.get("stage")) == wanted


def is_over(span: str, events: list[Event]) -> bool:
    """Return whether a span's end was told."""
    return told(events, "Finished") if span == "report" else told(events, "StageDone", span)


def write_film(folder: Path) -> Path:
    """Write the small film on the embedded backends, its shots long enough for what is said."""
    screenplay = small_film(folder, writer="phrasebook", voice="espeak", camera="animatic")
    text = screenplay.read_text(encoding="utf-8")
    for length in ("24f", "36f"):
        text = text.replace(f"length: {length}", "length: 48f")
    screenplay.write_text(text, encoding="utf-8")
    return screenplay


def film_in(folder: Path) -> Path:
    """Return the screenplay of a copy of the film."""
    return folder / "scripts_screenplay" / "small.yaml"


def files_of(folder: Path) -> frozenset[str]:
    """Return every file and folder of a film, by its path inside the film's folder."""
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def finish(folder: Path, jobs: str, *options: str) -> BuildProcess:
    """Build to the end, or to a stage; raise RuntimeError with what the build said when it failed."""
    with BuildProcess(film_in(folder), "--jobs", jobs, *options) as build:
        ended = build.finish()
    if ended.status:
        raise RuntimeError(ended.said)
    return build


def prepare(root: Path, jobs: str) -> Bench:
    """Build the film once undisturbed, stage by stage, and keep its folder as it was before each."""
    folder = root / "whole"
    write_film(folder)
    before, seconds = {}, {}
    for stage in STAGES:
        before[stage] = root / stage
        shutil.copytree(folder, before[stage])
        build = finish(folder, jobs, "--until", stage)
        seconds[stage] = next(event["seconds"] for event in reversed(build.events) if event["event"] == "StageDone")
    before["report"] = before["deliver"]
    seconds["report"] = build.times[-1] - build.times[-2]
    return Bench(before, seconds, build.events[-1]["sha256"], files_of(folder), jobs)


def kill_within(bench: Bench, span: str, folder: Path, chance: random.Random) -> tuple[BuildProcess, int, bool, int]:
    """Kill a build of `folder` within a span; return it, the kills that took, whether the last fell inside, and who stayed."""
    delay = chance.random() * bench.seconds[span]
    sent = 0
    while sent < TRIES:
        sent += 1
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(bench.before[span], folder)
        with BuildProcess(film_in(folder), "--jobs", bench.jobs) as build:
            build.follow(lambda event: begins(span, event))
            time.sleep(delay)
            ended = build.kill()
        inside = not is_over(span, build.events)
        if inside:
            break
        delay /= 2
    return build, sent, inside, len(ended.left)


def kill(bench: Bench, span: str, folder: Path, chance: random.Random) -> Kill:
    """Kill a build within a span, verify the store, build to the end, and compare."""
    killed, sent, inside, workers_left = kill_within(bench, span, folder, chance)
    damage = ""
    try:
        white_cloud("store", "verify", str(folder))
    except CalledProcessError as error:
        damage = error.output
    again = finish(folder, bench.jobs)
    damage += "".join(event["message"] for event in again.events if event["event"] == "Warned")
    return Kill(
        span=span,
        sent=sent,
        inside=inside,
        workers_left=workers_left,
        damage=damage,
        same=again.events[-1]["sha256"] == bench.sha256,
        made_again=len(made(killed.events) & made(again.events)),
        left_behind=tuple(sorted(files_of(folder) - bench.files)),
    )


def made(events: list[Event]) -> set[tuple[str, str, str]]:
    """Return what was told as made; a line is both spoken and treated, which the reason tells apart."""
    return {(event["stage"], event["item"], event["reason"]) for event in events if event["event"] == "ItemDone"}


HEADINGS = (
    "span",
    "seconds",
    "kills sent",
    "inside",
    "workers ended",
    "nothing damaged",
    "same sha256",
    "made again",
    "left behind",
)


def row(span: str, seconds: float, kills: Sequence[Kill]) -> Iterator[str]:
    """Yield the cells of a span's row."""
    count = len(kills)
    yield from (span, f"{seconds:.3f}", str(sum(one.sent for one in kills)))
    for fine in (
        [one.inside for one in kills],
        [not one.workers_left for one in kills],
        [not one.damage for one in kills],
        [one.same for one in kills],
    ):
        yield f"{sum(fine)} of {count}"
    yield str(sum(one.made_again for one in kills))
    yield str(sum(len(one.left_behind) for one in kills))


def show(cells: Sequence[str]) -> None:
    """Print a row of the table."""
    print("  ".join(f"{cell:>{len(heading)}}" for heading, cell in zip(HEADINGS, cells, strict=True)), flush=True)


def main() -> None:
    """Kill builds in the spans named, or in all, and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("spans", nargs="*", metavar="SPAN", help=f"some of {', '.join(SPANS)}; all when left out")
    parser.add_argument("--times", type=int, default=10, help="kills in each span")
    parser.add_argument("--jobs", default="2", help="workers of each build")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    asked = parser.parse_args()
    bad: list[Kill] = []
    with tempfile.TemporaryDirectory() as root:
        bench = prepare(Path(root), asked.jobs)
        show(HEADINGS)
        for span in asked.spans or SPANS:
            chance = random.Random(f"{asked.seed} {span}")
            kills = [kill(bench, span, Path(root) / "killed", chance) for _ in range(asked.times)]
            show(list(row(span, bench.seconds[span], kills)))
            bad += [one for one in kills if one.bad()]
    for one in bad:
        print(one)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
