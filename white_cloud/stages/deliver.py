"""Deliver: the film, its captions, its contact sheet, drift plot and report, all at once or not at all.

The report says that the film is whole: it goes before the first file is moved into place, and comes back after the last, so
that a build killed in between delivers again. Finished cuts stay under `cuts/NNNN/` as hard links, so that the one before is
never lost and costs no room.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan, Step
from white_cloud.film.timeline import Timeline
from white_cloud.render.segments import Segment
from white_cloud.stages.deliver_work import Order, deliver_files
from white_cloud.stages.production import Production
from white_cloud.store.blobs import replace_text, storing

#: Raised when what is delivered from the same cut changes.
DELIVER_REVISION = 1


@dataclass(frozen=True)
class Delivery:
    """What is to be delivered where, from which segments and sound, under which key."""

    out: Path
    timeline: Timeline
    segments: tuple[Segment, ...]
    mix: str
    title: Mapping[str, str]
    languages: tuple[str, ...]
    profile: str
    acts: Mapping[str, str]
    disclosure: str = ""

    def key(self) -> str:
        """Return the key of everything delivered."""
        return identity.key(
            "delivery",
            {
                "segments": [segment.key() for segment in self.segments],
                "timeline": self.timeline,
                "mix": self.mix,
                "title": self.title,
                "languages": self.languages,
                "profile": self.profile,
                "acts": self.acts,
                "disclosure": self.disclosure,
                "revision": DELIVER_REVISION,
            },
        )

    def report_path(self) -> Path:
        """Return where the report lies."""
        return self.out / "report.json"


def plan(delivery: Delivery) -> StagePlan:
    """See whether this very film lies there already."""
    name = delivery.key()
    report = read_report(delivery.report_path())
    there = report is not None and report.get("key") == name and _whole(delivery.out, report)
    reason = "the film that lies there is this one" if there else "its picture, sound, captions or titles are new"
    return StagePlan("deliver", (Step("film.mp4", "current" if there else "missing", reason, name, delivery.timeline.frames),))


def read_report(path: Path) -> dict[str, Any] | None:
    """Return a report that was written before, or None when there is none that can be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _whole(out: Path, report: Mapping[str, Any]) -> bool:
    files = report.get("files", {})
    return bool(files) and all((out / name).is_file() and (out / name).stat().st_size == size for name, size in files.items())


def make(production: Production, delivery: Delivery) -> dict[str, Any]:
    """Write every file into a folder beside the target, then move them into place; return facts for the report."""
    store = production.store
    with _under_way(delivery) as place:
        order = Order(
            folder=place,
            timeline=delivery.timeline,
            segments=[(store.segments.verified(segment.key()), segment.frames) for segment in delivery.segments],
            clips=[segment.clip for segment in delivery.segments],
            sound=store.mixes.verified(delivery.mix),
            title=delivery.title,
            languages=delivery.languages,
            acts=delivery.acts,
            disclosure=delivery.disclosure,
            captions_off=any(segment.captions for segment in delivery.segments),
        )
        facts: dict[str, Any] = {}

        def keep(outcome: Outcome) -> None:
            facts.update(outcome.value)
            with storing("put the film", delivery.out):
                delivery.report_path().unlink(missing_ok=True)
                for name in facts["files"]:
                    (place / name).replace(delivery.out / name)

        task = Task("film.mp4", deliver_files, (order,), delivery.timeline.frames)
        production.run("deliver", [task], {"film.mp4": "the cut is new"}, keep)
    return facts


def finish(delivery: Delivery, report: Mapping[str, Any]) -> None:
    """Write the report, and keep what was delivered as the next numbered cut, unless the newest is this very film."""
    with _under_way(delivery) as place, storing("keep the finished film", delivery.out):
        replace_text(place / "report.json", json.dumps(report, ensure_ascii=False, indent=1) + "\n")
        (place / "report.json").replace(delivery.report_path())
        _keep_cut(delivery.out, report, place)


@contextmanager
def _under_way(delivery: Delivery) -> Iterator[Path]:
    """Yield an empty folder beside the target, for files under way; what a killed build of this film left there goes first."""
    place = delivery.out / f".under-way-{delivery.timeline.name}"
    with storing("write", delivery.out):
        if place.exists():
            shutil.rmtree(place)
        place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _keep_cut(out: Path, report: Mapping[str, Any], place: Path) -> None:
    """Keep what was delivered by hard links, gathered in `place` first, so that a numbered cut is whole or absent."""
    cuts = out / "cuts"
    cuts.mkdir(exist_ok=True)
    newest = max((int(path.name) for path in cuts.iterdir() if path.name.isdecimal()), default=0)
    kept = read_report(cuts / f"{newest:04d}" / "report.json") or {}
    if all(kept.get(name) == report[name] for name in ("key", "sha256")):
        return
    gathered = place / "cut"
    gathered.mkdir()
    for name in [*report["files"], "report.json"]:
        os.link(out / name, gathered / name)
    gathered.rename(cuts / f"{newest + 1:04d}")
