"""Render: every segment of the cut that was not rendered before, in worker processes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan, Step
from white_cloud.errors import UserError
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


def check_captions(production: Production, segments: Sequence[Segment]) -> None:
    """Lay out the captions of what is still to be rendered; raise UserError, naming the line, for one that cannot be drawn."""
    captioned = [segment for segment in segments if segment.captions]
    missing = {step.id for step in plan(production, captioned).made()}
    for segment in (segment for segment in captioned if segment.id in missing):
        for shown in segment.captions:
            try:
                _lay_out(shown.texts, segment.size)
            except UserError as error:
                raise UserError(f"the caption of line {shown.line!r}: {error}") from error


def _lay_out(texts: tuple[str, ...], size: tuple[int, int]) -> None:
    from white_cloud.text.lettering import laid_out

    laid_out(texts, size)


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
