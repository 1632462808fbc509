"""The score sheet: how strong every effect is at every frame of a cut, clip by clip. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from white_cloud.film.timeline import Clip, Timeline
from white_cloud.glitch.score import Applied, accents_of, applied


@dataclass(frozen=True)
class ClipScore:
    """One clip of the cut: its drift and the strength of each effect that works on it, 0..1, frame by frame as it is shown."""

    clip: Clip
    drift: tuple[float, ...]
    effects: Mapping[str, Applied]
    strengths: Mapping[str, tuple[float, ...]]


def score_sheet(timeline: Timeline) -> tuple[ClipScore, ...]:
    """Return the score of every clip of a cut in film order; cards have none."""
    return tuple(_clip_score(clip, timeline) for clip in timeline.picture if clip.shot)


def _clip_score(clip: Clip, timeline: Timeline) -> ClipScore:
    frames = range(clip.first, clip.first + clip.frames)
    effects = {one.name: one for one in applied(clip, clip.first, clip.frames, accents_of(clip, timeline))}
    strengths = {name: tuple(one.strength(frame) for frame in frames) for name, one in effects.items()}
    seen = {name: shown for name, shown in strengths.items() if max(shown) > 0}
    return ClipScore(clip, tuple(float(clip.drift_at(frame)) for frame in frames), effects, seen)
