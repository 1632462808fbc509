"""What each effect of a preset is responsible for: the loss of the short film's clips with it, and with it left out.

The film is taken from this repository's folder, where `make film` has built it; its pictures are made anew in memory, so that
no codec is in the figures. Every so many frames of every clip is compared with the plate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

import cv2

from white_cloud.documents.load import load_score
from white_cloud.errors import UserError
from white_cloud.film.score import Score
from white_cloud.film.timeline import Timeline
from white_cloud.glitch.presets import PRESETS
from white_cloud.media.encoding import MASTER
from white_cloud.meter.similarity import picture_loss
from white_cloud.project import BuildOptions, Project, known_names, open_project
from white_cloud.render.picture import segment_clip
from white_cloud.render.segments import Segment, segments

SCREENPLAY = Path(__file__).parents[1] / "scripts_screenplay" / "white_cloud_short.yaml"
#: Of how many frames one is compared.
EVERY = 16


@dataclass(frozen=True)
class Share:
    """What is left of a clip's loss without an effect, as a part of the whole, where that is least."""

    effect: str
    clip: str
    left: float


def shares(preset: str) -> Iterator[Share]:
    """Yield the share of each effect of a preset in the clip that it shapes most; raise UserError before the film is built."""
    project = open_project(SCREENPLAY)
    timeline, score = project.score(BuildOptions()).timeline, load_score(PRESETS[preset], known_names())
    if any(clip.shot and not clip.source.blob for clip in timeline.picture):
        raise UserError("the short film is not built; run `make film`")
    with ProcessPoolExecutor() as pool:
        found = _segments(timeline, score)
        touched = {segment.clip for segment in found if segment.effects}
        whole = _losses(project, pool, [segment for segment in found if segment.clip in touched])
        for effect in dict.fromkeys(one.name for segment in found for one in segment.effects):
            rest = Score({name: part for name, part in score.parts.items() if name != effect})
            worked_on = {segment.clip for segment in found if any(one.name == effect for one in segment.effects)}
            left = _losses(project, pool, [segment for segment in _segments(timeline, rest) if segment.clip in worked_on])
            parts = {clip: loss / whole[clip] for clip, loss in left.items() if whole[clip] > 0}
            least = min(parts, key=parts.__getitem__)
            yield Share(effect, least, parts[least])


def _segments(timeline: Timeline, score: Score) -> list[Segment]:
    """Return the segments of the film's shots under a score."""
    picture = tuple(replace(clip, score=score) if clip.shot else clip for clip in timeline.picture)
    return [one for one in segments(replace(timeline, picture=picture), MASTER) if one.blobs]


def _losses(project: Project, pool: Executor, found: Sequence[Segment]) -> dict[str, float]:
    """Return the loss of every clip of which there are segments, the mean over these."""
    by_clip: dict[str, list[Segment]] = {}
    for one in found:
        by_clip.setdefault(one.clip, []).append(one)
    paths = {blob: project.store.blobs.path(blob) for one in found for blob in one.blobs}
    return dict(zip(by_clip, pool.map(_loss, by_clip.values(), [paths] * len(by_clip)), strict=True))


def _loss(parts: Sequence[Segment], paths: dict[str, Path]) -> float:
    """Return the mean loss of a clip's frames against its plate."""
    cv2.setNumThreads(1)
    losses, place = [], EVERY // 2
    for part in parts:
        clean = replace(part, effects=(), before=None)
        with segment_clip(part, paths.__getitem__) as shown, segment_clip(clean, paths.__getitem__) as plate:
            losses += [picture_loss(shown.frame(at), plate.frame(at)) for at in range(place, part.frames, EVERY)]
        place = (place - part.frames) % EVERY
    return fmean(losses)
