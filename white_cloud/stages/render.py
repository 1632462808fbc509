"""Render: every segment of the cut that was not rendered before, in worker processes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan, Step
from white_cloud.render.segments import Segment
from white_cloud.stages.production import Production


def plan(production: Production, segments: Sequence[Segment]) -> StagePlan:
    """See which segments are in the cache. A segment that stands twice in the film is rendered once."""
    steps: dict[str, Step] = {}
    for segment in segments:
        name = segment.key()
        if name in steps:
            continue
        known = production.store.segments.get(name) is not None
        reason = "rendered before" if known else "its take, its frames, its effects or its size are new"
        steps[name] = Step(segment.id, "current" if known else "missing", reason, name, segment.frames)
    return StagePlan("render", tuple(steps.values()))


def make(production: Production, segments: Sequence[Segment], wanted: StagePlan) -> None:
    """Render what is missing, and keep it."""
    by_id = {segment.id: segment for segment in segments}
    tasks = [
        Task(step.id, render, (by_id[step.id], _paths(production, by_id[step.id]), production.scratch()), step.weight)
        for step in wanted.made()
    ]

    def keep(outcome: Outcome) -> None:
        segment = by_id[outcome.task.id]
        production.store.segments.put(segment.key(), outcome.value, {"frames": segment.frames})

    production.run("render", tasks, {step.id: step.reason for step in wanted.made()}, keep)


def _paths(production: Production, segment: Segment) -> dict[str, Path]:
    return {blob: production.store.blobs.verified(blob) for blob in sorted(segment.blobs)}


def render(segment: Segment, paths: dict[str, Path], folder: Path) -> Path:
    """Render one segment to a file in `folder`."""
    from white_cloud.render.worker import render_segment

    out = folder / "segment.mp4"
    render_segment(segment, paths, out)
    return out
