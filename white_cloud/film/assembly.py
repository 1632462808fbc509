"""The assembly: from a screenplay, its voiced lines and its takes to a timeline. Words lead; pictures follow.

scene   |--head--| line 1 |pause| line 2 |pause|        as long as its speech, or its shots if they are longer
shots   | shot 1       | shot 2 | shot 3        |        sharing that in proportion to the lengths asked
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from white_cloud.errors import UserError
from white_cloud.film.drift import Curve
from white_cloud.film.rhythm import held, scene_frames
from white_cloud.film.screenplay import Act, Bed, Scene, Screenplay, Shot
from white_cloud.film.shares import share
from white_cloud.film.timeline import BedClip, Card, Clip, Plate, SpokenPhrase, Timeline, VoiceClip
from white_cloud.identity import seed

#: Frames a take holds before and after what was asked.
HANDLES = 12
#: The slowest a picture may be shown to fill its scene.
SLOWEST = Fraction(8, 10)
#: Silence before the first word of a scene, in seconds.
HEAD = Fraction(1, 2)


@dataclass(frozen=True)
class Voiced:
    """A treated line ready to be placed: its blob, the end of its last word and the pause after it, in seconds."""

    line: str
    speaker: str
    blob: str
    seconds: Fraction
    phrases: tuple[SpokenPhrase, ...]
    pause: Fraction
    gain: Fraction = Fraction(0)

    @property
    def spoken(self) -> Fraction:
        """Seconds from the start of the sound to the end of the last word; what rings on after it is not waited for."""
        return max((phrase.end for phrase in self.phrases), default=self.seconds)


@dataclass(frozen=True)
class Material:
    """What the assembly is made from: lines by slot, plates by shot, blobs of bed files, and the cards' words."""

    lines: Mapping[str, tuple[Voiced, ...]]
    plates: Mapping[str, Plate]
    bed_files: Mapping[str, str]
    title: Card
    closing: Card
    credits: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Overrun:
    """Speech that is longer than its picture, where the picture leads: by how many frames."""

    scene: str
    frames: int


def assemble(screenplay: Screenplay, material: Material) -> Timeline:
    """Lay out the film; drift must be stated (`with_drift`).

    The picture track has no gap and no overlap. Raises UserError naming the scene and the missing frames when its takes cannot
    fill it even at the slowest.
    """
    picture: list[Clip] = []
    voice: list[VoiceClip] = []
    beds: list[BedClip] = []
    at = screenplay.title_card
    if at:
        picture.append(Clip(id="title", source=material.title, start=0, frames=at))
    for act, scene in screenplay.scenes():
        said = [line for slot in scene.slots for line in material.lines.get(slot.id, ())]
        frames = scene_frames(scene, _speech(said, screenplay.rate), screenplay.rhythm)
        picture += _lay_shots(screenplay, act, scene, (at, frames), material.plates)
        voice += _lay_voice(said, at, screenplay.rate, voice)
        beds += [_lay_bed(screenplay, bed, material, at, frames) for bed in scene.beds]
        at += frames
    for number, page in enumerate(material.credits if screenplay.credits_card else (), 1):
        picture.append(Clip(id=f"credits_{number}", source=page, start=at, frames=screenplay.credits_card))
        at += screenplay.credits_card
    if screenplay.closing_card and material.closing.lines:
        picture.append(Clip(id="closing", source=material.closing, start=at, frames=screenplay.closing_card))
    whole = Timeline(
        screenplay.name, screenplay.rate, screenplay.size, tuple(picture), tuple(voice), tuple(beds), screenplay.loudness
    )
    return replace(whole, beds=_under_cards(whole))


def overruns(screenplay: Screenplay, lines: Mapping[str, tuple[Voiced, ...]]) -> list[Overrun]:
    """Return the scenes led by the picture whose speech does not fit."""
    found = []
    for _, scene in screenplay.scenes():
        said = [line for slot in scene.slots for line in lines.get(slot.id, ())]
        speech = _speech(said, screenplay.rate)
        missing = speech - scene_frames(scene, speech, screenplay.rhythm)
        if scene.lead == "picture" and missing > 0:
            found.append(Overrun(scene.id, missing))
    return found


def _speech(said: Sequence[Voiced], rate: Fraction) -> int:
    """Return the frames that lines take with their pauses, and with the silence before the first of them."""
    if not said:
        return 0
    return ceil((HEAD + sum((line.spoken + line.pause for line in said), Fraction(0))) * rate)


def _lay_shots(
    screenplay: Screenplay, act: Act, scene: Scene, place: tuple[int, int], plates: Mapping[str, Plate]
) -> list[Clip]:
    at, frames = place
    shots, rate = scene.shots, screenplay.rate
    weights = [held(shot, screenplay.rhythm) for shot in shots]
    speed, lengths = _lengths(scene, frames, weights, [_conformed(plates[shot.id], rate) for shot in shots])
    clips = []
    for shot, length in zip(shots, lengths, strict=True):
        clip = _lay_shot(scene, shot, plates[shot.id], (at, length), speed, rate)
        clips.append(replace(clip, act=act.id, seed=seed(screenplay.seed, shot.origin or shot.id)))
        at += length
    return clips


def _conformed(plate: Plate, rate: Fraction) -> Fraction:
    return plate.frames * rate / plate.rate


def _lengths(scene: Scene, frames: int, weights: Sequence[int], conformed: Sequence[Fraction]) -> tuple[Fraction, list[int]]:
    """Return the speed and the shots' lengths: handles first, then another shot of the scene, then slower."""
    for shot, part in zip(scene.shots, conformed, strict=True):
        if part < 1:
            raise UserError(f"shot {shot.id!r} of scene {scene.id!r} holds less than one frame of the film; use a longer take")
    speed = _speed(frames, conformed)
    if speed is None:
        total = sum(_frames_at(Fraction(1), conformed))
        missing = frames - sum(_frames_at(SLOWEST, conformed))
        raise UserError(
            f"scene {scene.id!r} lasts {frames} frames but its shots hold {total}: {missing} frames are missing even at "
            f"{float(SLOWEST)} of their speed. Ask for longer shots, add a shot, or say less"
        )
    return speed, share(frames, weights, _frames_at(speed, conformed))


def _speed(frames: int, conformed: Sequence[Fraction]) -> Fraction | None:
    """Return the highest speed, in hundredths, at which the shots fill the scene; None when even the slowest does not."""
    speeds = (Fraction(hundredths, 100) for hundredths in range(100, int(SLOWEST * 100) - 1, -1))
    return next((speed for speed in speeds if sum(_frames_at(speed, conformed)) >= frames), None)


def _frames_at(speed: Fraction, conformed: Sequence[Fraction]) -> list[int]:
    return [int(part / speed) for part in conformed]


def _lay_shot(scene: Scene, shot: Shot, plate: Plate, place: tuple[int, int], speed: Fraction, rate: Fraction) -> Clip:
    start, length = place
    conformed = int(_conformed(plate, rate) / speed)
    handle = 0 if shot.file else HANDLES  # a file of one's own is shown from its first frame
    # what is held for less than was asked keeps its middle, where its drift is what it was shortened by
    first = int(handle / speed) + max(shot.frames - length, 0) // 2
    return Clip(
        id=shot.id,
        source=plate,
        start=start,
        frames=length,
        first=min(first, conformed - length),
        speed=speed,
        scene=scene.id,
        shot=shot.id,
        drift=shot.drift or Curve.flat(0),
        score=shot.score,
        drift_span=(int(handle / speed), int((handle + shot.frames) / speed)),
    )


def _lay_voice(said: Sequence[Voiced], at: int, rate: Fraction, before: Sequence[VoiceClip]) -> list[VoiceClip]:
    now = at / rate + HEAD
    if before:
        last = before[-1]
        now = max(now, last.start + max((phrase.end for phrase in last.phrases), default=last.seconds))
    clips = []
    for line in said:
        clips.append(VoiceClip(line.line, line.speaker, line.blob, now, line.seconds, line.phrases, line.gain))
        now += line.spoken + line.pause
    return clips


def _lay_bed(screenplay: Screenplay, bed: Bed, material: Material, at: int, frames: int) -> BedClip:
    blob = material.bed_files[bed.file] if bed.file else ""
    chance = seed(screenplay.seed, "bed", bed.kind) % 2**31 if bed.kind else 0
    return BedClip(bed.kind, blob, chance, at, frames, bed.gain)


def _under_cards(timeline: Timeline) -> tuple[BedClip, ...]:
    """Let the first scene's beds begin under the title, and the last scene's run on under the cards at the end."""
    scenes = [clip for clip in timeline.picture if clip.scene]
    if not scenes:
        return timeline.beds
    first, last = scenes[0].start, scenes[-1].end
    stretched = []
    for bed in timeline.beds:
        start = 0 if bed.start == first else bed.start
        end = timeline.frames if bed.start + bed.frames == last else bed.start + bed.frames
        stretched.append(replace(bed, start=start, frames=end - start))
    return tuple(stretched)
