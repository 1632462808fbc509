"""What an edit does to a film: pure changes, a screenplay or a timeline in and a new one out.

Changes that say which shots and lines there are come before the assembly (`remove`, `swap`, `drop`), so that a scene still
lasts as long as its words. Changes that say which frames are shown come after it (`trim`, `gap`), and ripple:

    before   | a      | b          | c     |
    trim b   | a      | b    | c     |
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import ceil

from white_cloud.errors import UserError, nearest
from white_cloud.film.edit_changes import Change, Drop, Gap, Remove, Swap, Trim
from white_cloud.film.screenplay import Scene, Screenplay, Shot
from white_cloud.film.timeline import BedClip, Card, Clip, Timeline, VoiceClip


def before_assembly(screenplay: Screenplay, changes: Sequence[Change]) -> Screenplay:
    """Remove and swap shots, drop lines; each shot carries its drift. Raise UserError for an id that is not there."""
    for change in changes:
        if isinstance(change, Remove):
            _known(change.shot, [shot.id for _, _, shot in screenplay.shots()])
            screenplay = _shots(screenplay, partial(_without_shot, change.shot))
        elif isinstance(change, Swap):
            screenplay = _swap(screenplay, change.first, change.second)
        elif isinstance(change, Drop):
            _known(change.line, [slot.id for _, _, slot in screenplay.slots()])
            screenplay = _scenes(screenplay, partial(_without_slot, change.line))
    return screenplay


def after_assembly(timeline: Timeline, changes: Sequence[Change]) -> Timeline:
    """Trim clips and open gaps; what comes later moves along. Raise UserError when a trim would cut off speech.

    The picture track has no gap and no overlap afterwards either: a gap is a clip of black.
    """
    for change in changes:
        if isinstance(change, Trim):
            timeline = _trim(timeline, change)
        elif isinstance(change, Gap):
            timeline = _gap(timeline, change)
    return timeline


def _known(name: str, known: Collection[str]) -> None:
    if name not in known:
        hint = nearest(name, known)
        raise UserError(f"the edit names {name!r}, which is not in the film" + (f" ({hint})" if hint else ""))


def _scenes(screenplay: Screenplay, change: Callable[[Scene], Scene]) -> Screenplay:
    acts = tuple(replace(act, scenes=tuple(change(scene) for scene in act.scenes)) for act in screenplay.acts)
    return replace(screenplay, acts=acts)


def _shots(screenplay: Screenplay, change: Callable[[tuple[Shot, ...]], tuple[Shot, ...]]) -> Screenplay:
    changed = _scenes(screenplay, lambda scene: replace(scene, shots=change(scene.shots)))
    for _, scene in changed.scenes():
        if not scene.shots:
            raise UserError(
                f"the edit leaves scene {scene.id!r} without a shot; drop its lines and shots from the screenplay instead"
            )
    return changed


def _swap(screenplay: Screenplay, first: str, second: str) -> Screenplay:
    by_id = {shot.id: shot for _, _, shot in screenplay.shots()}
    for name in (first, second):
        _known(name, by_id)
    other = {first: by_id[second], second: by_id[first]}
    return _shots(screenplay, lambda shots: tuple(other.get(shot.id, shot) for shot in shots))


def _without_shot(gone: str, shots: tuple[Shot, ...]) -> tuple[Shot, ...]:
    return tuple(shot for shot in shots if shot.id != gone)


def _without_slot(gone: str, scene: Scene) -> Scene:
    return replace(scene, slots=tuple(slot for slot in scene.slots if slot.id != gone))


def _clip(timeline: Timeline, shot: str) -> Clip:
    found = {clip.id: clip for clip in timeline.picture}
    _known(shot, found)
    return found[shot]


def _trim(timeline: Timeline, change: Trim) -> Timeline:
    clip = _clip(timeline, change.shot)
    head, tail = change.head.in_frames(timeline.rate), change.tail.in_frames(timeline.rate)
    if head + tail >= clip.frames:
        raise UserError(f"the edit trims {head + tail} frames off {clip.id!r}, which has {clip.frames}")
    _, scene_end = _scene_span(timeline, clip)
    _check_speech(timeline, clip, head + tail)
    trimmed = replace(clip, first=clip.first + head, frames=clip.frames - head - tail)
    picture = tuple(trimmed if one.id == clip.id else one for one in timeline.picture)
    return _ripple(replace(timeline, picture=picture), clip.end, -(head + tail), voice_from=scene_end)


def _gap(timeline: Timeline, change: Gap) -> Timeline:
    clip = _clip(timeline, change.after)
    frames = change.length.in_frames(timeline.rate)
    if frames < 1:
        raise UserError(f"the gap after {clip.id!r} lasts at least one frame; found {frames}")
    name = f"gap_after_{clip.id}"
    before = sum(one.id == name or one.id.startswith(f"{name}.") for one in timeline.picture)
    black = Clip(id=f"{name}.{before + 1}" if before else name, source=Card(()), start=clip.end, frames=frames, act=clip.act)
    return _ripple(timeline, clip.end, frames, insert=black)


def _scene_span(timeline: Timeline, clip: Clip) -> tuple[int, int]:
    """Return the first frame of a clip's scene and the frame after its last; a card stands alone."""
    clips = [one for one in timeline.picture if one.scene == clip.scene] if clip.scene else [clip]
    return min(one.start for one in clips), max(one.end for one in clips)


def _check_speech(timeline: Timeline, clip: Clip, frames: int) -> None:
    """Refuse a trim that leaves a scene shorter than what is said in it."""
    scene_start, scene_end = _scene_span(timeline, clip)
    ends = [_spoken_end(voice) for voice in timeline.voice if scene_start <= voice.start * timeline.rate < scene_end]
    room = scene_end - ceil(max(ends, default=Fraction(0)) * timeline.rate)
    if frames > room:
        raise UserError(
            f"trimming {frames} frames off {clip.id!r} would cut into the speech of scene {clip.scene!r}: "
            f"{max(room, 0)} frames can go; drop a line, or trim less"
        )


def _spoken_end(voice: VoiceClip) -> Fraction:
    return voice.start + max((phrase.end for phrase in voice.phrases), default=voice.seconds)


def _ripple(timeline: Timeline, at: int, by: int, insert: Clip | None = None, voice_from: int | None = None) -> Timeline:
    """Move everything that starts at or after film frame `at` by some frames; beds that run over it grow or shrink.

    Where lines of a trimmed scene must not run into each other, only voices from `voice_from` on move.
    """
    spoken_from = at if voice_from is None else voice_from
    seconds = Fraction(by) / timeline.rate
    moved = [replace(clip, start=clip.start + by) if clip.start >= at else clip for clip in timeline.picture]
    if insert:
        moved.append(insert)
    voice = tuple(
        replace(clip, start=clip.start + seconds) if clip.start * timeline.rate >= spoken_from else clip
        for clip in timeline.voice
    )
    beds = tuple(_move_bed(bed, at, by) for bed in timeline.beds)
    return replace(timeline, picture=tuple(sorted(moved, key=lambda clip: clip.start)), voice=voice, beds=beds)


def _move_bed(bed: BedClip, at: int, by: int) -> BedClip:
    if bed.start >= at:
        return replace(bed, start=bed.start + by)
    return replace(bed, frames=bed.frames + by) if bed.start + bed.frames >= at else bed
