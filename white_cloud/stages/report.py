"""The report: what a finished film is, as data that programs and people can read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from white_cloud.build.steps import StagePlan
from white_cloud.film.lines import join_text
from white_cloud.film.timeline import Clip, Plate, Timeline
from white_cloud.glitch.score import accents_of
from white_cloud.render.segments import Segment
from white_cloud.timecode import frames_to_timecode

FORMAT = "white-cloud/report@1"


def clip_data(clip: Clip, effects: Sequence[str], accents: Sequence[str]) -> dict[str, Any]:
    """Return a clip as the report lists it; drift is read at its first and its last frame.

    `effects` are all that work on it, `accents` those that an accent falls on.
    """
    source = clip.source
    data: dict[str, Any] = {
        "clip": clip.id,
        "shot": clip.shot,
        "scene": clip.scene,
        "act": clip.act,
        "start": clip.start,
        "frames": clip.frames,
        "drift": [round(float(clip.drift_at(n)), 4) for n in (clip.first, clip.first + clip.frames - 1)],
        "effects": list(effects),
        "accents": list(accents),
    }
    if isinstance(source, Plate):
        data |= {"take": source.take, "reel": source.reel, "first": clip.first, "speed": str(clip.speed)}
    return data


def clips_data(timeline: Timeline, segments: Sequence[Segment]) -> list[dict[str, Any]]:
    """Return every clip of the picture track, with the names of the effects that its segments carry."""
    effects: dict[str, list[str]] = {}
    for segment in segments:
        names = effects.setdefault(segment.clip, [])
        names += [effect.name for effect in segment.effects if effect.name not in names]
    return [clip_data(clip, effects.get(clip.id, []), sorted(accents_of(clip, timeline))) for clip in timeline.picture]


def lines_data(timeline: Timeline) -> list[dict[str, Any]]:
    """Return every voiced line with its place in seconds and its words in every language."""
    found = []
    for clip in timeline.voice:
        languages = sorted({language for phrase in clip.phrases for language in phrase.text})
        text = {language: join_text([phrase.text[language] for phrase in clip.phrases], language) for language in languages}
        start = round(float(clip.start), 3)
        spoken = [phrase.language for phrase in clip.phrases]
        found.append({"line": clip.line, "speaker": clip.speaker, "start": start, "spoken": spoken, "text": text})
    return found


def stages_data(plans: Mapping[str, StagePlan], made: Mapping[str, int], seconds: Mapping[str, float]) -> dict[str, Any]:
    """Return how many things each stage made and re-used, and how long it took."""
    return {
        name: {
            "made": made.get(name, 0),
            "reused": max(len(plan.steps) - made.get(name, 0), 0),
            "seconds": round(seconds.get(name, 0.0), 3),
        }
        for name, plan in plans.items()
    }


def made_by(folder: Path, screenplay: Path, edit: Path | None, only: str, *, clean: bool) -> dict[str, Any]:
    """Return what asks for this very film again, beside its profile; paths are relative to the film folder, with slashes."""
    return {
        "screenplay": _inside(folder, screenplay),
        "edit": _inside(folder, edit) if edit else "",
        "only": only,
        "clean": clean,
    }


def _inside(folder: Path, path: Path) -> str:
    return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()


def length(timeline: Timeline) -> dict[str, Any]:
    """Return the film's length in frames, seconds and timecode."""
    return {
        "frames": timeline.frames,
        "seconds": round(float(timeline.frames / timeline.rate), 3),
        "timecode": frames_to_timecode(timeline.frames, timeline.rate),
    }
