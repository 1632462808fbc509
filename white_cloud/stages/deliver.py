"""Deliver: the film, its captions, its contact sheet, drift plot and report, all at once or not at all.

Finished cuts stay under `cuts/NNNN/` as hard links, so that the one before is never lost and costs no room.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan, Step
from white_cloud.errors import StoreError
from white_cloud.film.timeline import Timeline
from white_cloud.render.segments import Segment
from white_cloud.stages.deliver_work import Order, deliver_files
from white_cloud.stages.production import Production
from white_cloud.store.blobs import replace_text, scratch

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
    """Write every file into a scratch folder beside the target, then move them into place; return facts for the report."""
    store = production.store
    delivery.out.mkdir(parents=True, exist_ok=True)
    with scratch(delivery.out) as place:
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
        )
        facts: dict[str, Any] = {}

        def keep(outcome: Outcome) -> None:
            facts.update(outcome.value)
            for name in facts["files"]:
                (place / name).replace(delivery.out / name)

        task = Task("film.mp4", deliver_files, (order,), delivery.timeline.frames)
        production.run("deliver", [task], {"film.mp4": "the cut is new"}, keep)
    return facts


def write_report(out: Path, report: Mapping[str, Any]) -> None:
    """Write the report last: it says that the film is whole."""
    replace_text(out / "report.json", json.dumps(report, ensure_ascii=False, indent=1) + "\n")


def keep_cut(out: Path, files: Sequence[str]) -> int:
    """Keep what was delivered as the next numbered cut, by hard links where the disk has them; return its number."""
    cuts = out / "cuts"
    cuts.mkdir(exist_ok=True)
    number = max((int(path.name) for path in cuts.iterdir() if path.name.isdigit()), default=0)
    while True:
        number += 1
        try:
            (cuts / f"{number:04d}").mkdir()
            break
        except FileExistsError:
            continue
    try:
        for name in files:
            os.link(out / name, cuts / f"{number:04d}" / name)
    except OSError as error:
        raise StoreError(f"cannot keep cut {number:04d}: {error.strerror}") from error
    return number
