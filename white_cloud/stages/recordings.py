"""Recordings: a person's own voice stands for a line, `voices/NAME/LINE.wav`, whatever voice the film has."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from white_cloud import identity
from white_cloud.documents.inside import complaint
from white_cloud.errors import UserError, nearest
from white_cloud.film.lines import Line
from white_cloud.film.screenplay import Screenplay
from white_cloud.stages.own_files import own_digest, stamp
from white_cloud.stages.production import Production
from white_cloud.stages.standing import Standing, Wanted

if TYPE_CHECKING:
    from white_cloud.stages.voice_work import Spoken

#: Kinds of sound file that are looked for, by their ending.
ENDINGS = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".aif", ".aiff")

#: Recordings by the voice document's name and the line's id, each as a path in the film folder.
Recordings = Mapping[tuple[str, str], str]


def recordings(folder: Path) -> Recordings:
    """Return the recordings in a film folder; raise UserError for two of one line, or one that leads out of the folder."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted((folder / "voices").glob("*/*")):
        if path.suffix.lower() not in ENDINGS or path.name.startswith("."):
            continue
        file = path.relative_to(folder).as_posix()
        wrong = complaint(folder, file)
        if wrong:
            raise UserError(f"the recording {file}: {wrong[0]}" + (f" ({wrong[1]})" if wrong[1] else ""))
        other = found.setdefault((path.parent.name, path.stem), file)
        if other != file:
            raise UserError(f"{other} and {file} are recordings of the same line; keep one of them")
    return found


def recording_of(screenplay: Screenplay, found: Recordings, line: Line) -> str:
    """Return the recording that stands for a line, or nothing."""
    return found.get((screenplay.cast[line.speaker].voice, line.id), "")


def unused(screenplay: Screenplay, found: Recordings, lines: Iterable[Line], unwritten: Iterable[str] = ()) -> tuple[str, ...]:
    """Return a sentence for every recording that stands for no line; lines of `unwritten` slots are still to come."""
    said = [(screenplay.cast[line.speaker].voice, line.id) for line in lines]
    cast = {speaker.voice for speaker in screenplay.cast.values()}
    coming = tuple(unwritten)
    remarks = []
    for (voice, id_), file in found.items():
        if (voice, id_) in said or any(id_ == slot or id_.startswith(f"{slot}_") for slot in coming):
            continue
        remarks.append(f"{file} is not used: {_why(voice, id_, said, cast)}")
    return tuple(remarks)


def _why(voice: str, id_: str, said: Iterable[tuple[str, str]], cast: Iterable[str]) -> str:
    if voice not in cast:
        hint = nearest(voice, cast)
        return f"nobody in the cast has the voice {voice!r}" + (f" ({hint})" if hint else "")
    speakers = [speaker for speaker, line in said if line == id_]
    if speakers:
        return f"the line {id_!r} is spoken by voices/{speakers[0]}"
    hint = nearest(id_, [line for speaker, line in said if speaker == voice])
    return f"there is no line {id_!r}" + (f" ({hint})" if hint else "")


def want_recording(production: Production, line: Line, file: str) -> Wanted:
    """Return the take that a recorded line wants: known by the recording's bytes, whatever words are written there now."""
    subject = f"line/{line.id}"
    data = {"backend": "file", "file": file, "digest": own_digest(production, subject, file)}
    key = identity.key("speech", {"digest": data["digest"]})
    return Wanted(line.id, subject, subject, key, data, weight=sum(len(phrase.spoken()) for phrase in line.phrases))


def told(standing: Standing, file: str) -> Standing:
    """Return how a recorded line stands, with the recording named in the reason."""
    step = standing.step
    reason = f"{file} is to be taken in" if step.to_make else f"{file} stands for it; {step.reason}"
    return replace(standing, step=replace(step, reason=reason))


def take_in(path: Path, folder: Path) -> Spoken:
    """Look at a person's recording, and copy it; raise MediaError that names it when it is no sound."""
    from white_cloud.media.sound import read_sound
    from white_cloud.stages.voice_work import Spoken

    samples, rate = read_sound(path)
    copy = folder / path.name
    shutil.copyfile(path, copy)
    facts = {"rate": rate, "samples": len(samples), "seconds": round(len(samples) / rate, 2), **stamp(path)}
    return Spoken(copy, facts)
