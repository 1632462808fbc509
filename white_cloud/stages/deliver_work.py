"""What a worker process does to deliver a film: join and mux, write captions, draw the pictures about it, check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.film.timeline import Cue, Timeline

#: What a language calls itself, for the names of caption tracks.
LANGUAGE_NAMES = {"zh": "中文", "en": "English", "fr": "Français", "de": "Deutsch", "es": "Español", "it": "Italiano"}


@dataclass(frozen=True)
class Order:
    """A delivery as a worker gets it: `segments` as (file, frames) in film order with the clip that each belongs to.

    `captions_off`: no caption track is shown unasked, since the picture has captions of its own.
    """

    folder: Path
    timeline: Timeline
    segments: list[tuple[Path, int]]
    clips: list[str]
    sound: Path
    title: Mapping[str, str]
    languages: tuple[str, ...]
    acts: Mapping[str, str]
    disclosure: str
    captions_off: bool = False


def deliver_files(order: Order) -> dict[str, Any]:
    """Write all files of a film into the order's folder; return their names and sizes, and the film's digest."""
    from white_cloud.media.film import write_film
    from white_cloud.media.verify import verify_film

    timeline, folder = order.timeline, order.folder
    cues = caption_cues(timeline, order.languages)
    tracks = [
        (
            language,
            LANGUAGE_NAMES.get(language, language),
            [(cue.start, cue.end, "\n".join(cue.lines)) for cue in cues[language]],
        )
        for language in order.languages
    ]
    film = folder / "film.mp4"
    size = timeline.size
    off = order.captions_off
    write_film(film, order.segments, timeline.rate, size, order.sound, tracks, metadata(order), captions_off=off)
    verify_film(film, timeline.frames, timeline.rate)
    write_captions(folder, cues)
    draw_pictures(order)
    files = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    return {"files": files, "sha256": identity.file_digest(film)}


def metadata(order: Order) -> dict[str, str]:
    """Return the film's tags: its title in every language, and that it is synthetic."""
    title = " / ".join(order.title[language] for language in order.languages if language in order.title)
    return {"title": title, "comment": order.disclosure, "genre": "Fake documentary"}


def caption_cues(timeline: Timeline, languages: tuple[str, ...]) -> dict[str, tuple[Cue, ...]]:
    """Return the captions by the name of their file: each language, and the first two side by side."""
    from white_cloud.text.captions import cues, cues_side_by_side

    until = timeline.frames / timeline.rate
    found = {language: cues(timeline.voice, language, timeline.rate, until) for language in languages}
    if len(languages) > 1:
        pair = languages[:2]
        found["-".join(pair)] = cues_side_by_side(timeline.voice, pair, timeline.rate, until)
    return found


def write_captions(folder: Path, cues: Mapping[str, tuple[Cue, ...]]) -> None:
    """Write every caption track as SRT and WebVTT."""
    from white_cloud.interchange.captions import write_srt, write_vtt

    for name, track in cues.items():
        write_srt(folder / f"film.{name}.srt", track)
        write_vtt(folder / f"film.{name}.vtt", track, name.partition("-")[0])


def draw_pictures(order: Order) -> None:
    """Draw the contact sheet, one frame of every shot, and the drift over the film."""
    from white_cloud.render.contact import contact_sheet, save_contact_sheet
    from white_cloud.render.drift_plot import draw_drift

    title = metadata(order)["title"]
    sheet = contact_sheet(list(stills(order)), title=title)
    save_contact_sheet(order.folder / "contact.jpg", sheet)
    draw_drift(order.timeline, title, order.folder / "drift.png", order.acts)


def stills(order: Order) -> Iterator[tuple[str, str, Any]]:
    """Yield (shot id, act title, RGB uint8 picture) of the middle of every shot, read from the rendered segments."""
    from white_cloud.media.planes import to_rgb
    from white_cloud.media.reader import PictureReader

    parts: dict[str, list[tuple[Path, int]]] = {}
    for clip, segment in zip(order.clips, order.segments, strict=True):
        parts.setdefault(clip, []).append(segment)
    for clip_ in order.timeline.picture:
        if not clip_.shot:
            continue
        middle = clip_.frames // 2
        for path, frames in parts[clip_.id]:
            if middle < frames:
                with PictureReader(path) as reader:
                    yield clip_.shot, order.acts.get(clip_.act, clip_.act), to_rgb(reader.frame(middle))
                break
            middle -= frames
