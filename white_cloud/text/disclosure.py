"""The closing card: a fiction says that it is one, and what in it was synthesised.

It is set in the languages of the film that `disclosure.yaml` knows. A film in a language it does not know has it in English as
well, since a disclosure that nobody wrote must not be left out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

import yaml

from white_cloud.film.screenplay import Screenplay
from white_cloud.film.timeline import Card

_ENGLISH = "en"


@dataclass(frozen=True)
class Synthesised:
    """What was made by machine: for words, voices, pictures and sound, the names of the backends that made them (may be none).

    `all_words` and `all_pictures` say that a person wrote, or filmed, none of them.
    """

    words: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    sound: tuple[str, ...] = ()
    all_words: bool = True
    all_pictures: bool = True


def closing_card(screenplay: Screenplay) -> Card:
    """Return the closing card of a film, from what its screenplay asks for."""
    return closing_lines(screenplay, synthesised(screenplay))


def synthesised(screenplay: Screenplay) -> Synthesised:
    """Return what of a film is made by machine, as its screenplay asks for it."""
    slots = [slot for _, _, slot in screenplay.slots()]
    shots = [shot for _, _, shot in screenplay.shots()]
    beds = [bed for _, scene in screenplay.scenes() for bed in scene.beds]
    speakers = {slot.speaker for slot in slots}
    return Synthesised(
        words=(screenplay.writer.name,) if any(not slot.words for slot in slots) else (),
        voices=_names(
            voice.backend for name, speaker in screenplay.cast.items() if name in speakers for voice in speaker.voices.values()
        ),
        pictures=_names(shot.camera.name for shot in shots if not shot.file),
        sound=("white-cloud",) if any(bed.kind for bed in beds) else (),
        all_words=not any(slot.words for slot in slots),
        all_pictures=not any(shot.file for shot in shots),
    )


def closing_lines(screenplay: Screenplay, facts: Synthesised) -> Card:
    """Return the closing card that says `facts` in the film's languages, one block a language, in the film's order."""
    lines: list[tuple[str, str]] = []
    for texts in _texts(screenplay.languages):
        lines.append(("text", texts["fiction"]))
        if facts.voices and facts.pictures and facts.all_pictures:
            lines.append(("text", texts["unseen"]))
        parts = _parts(texts, facts)
        if parts:
            lines.append(("small", texts["made"].format(parts=texts["separator"].join(parts))))
    return Card(tuple(lines))


def disclosure_tag(screenplay: Screenplay) -> str:
    """Return the disclosure as one English sentence or two, for a film's metadata; empty where a person turned it off."""
    if not screenplay.disclosure:
        return ""
    texts = _data()[_ENGLISH]
    parts = _parts(texts, synthesised(screenplay))
    return " ".join([texts["fiction"], *([texts["made"].format(parts=texts["separator"].join(parts))] if parts else [])])


def disclosed_languages() -> tuple[str, ...]:
    """Return the languages the closing card can be set in."""
    return tuple(_data())


@functools.cache
def _data() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath("disclosure.yaml").read_text(encoding="utf-8")
    data: dict[str, dict[str, str]] = yaml.safe_load(text)
    return data


def _texts(languages: Iterable[str]) -> list[Mapping[str, str]]:
    bases = [language.split("-")[0].lower() for language in languages]
    known = [base if base in _data() else _ENGLISH for base in bases]
    return [_data()[base] for base in dict.fromkeys(known)]


def _parts(texts: Mapping[str, str], facts: Synthesised) -> list[str]:
    said = (
        ("words" if facts.all_words else "some_words", facts.words),
        ("voices", facts.voices),
        ("pictures" if facts.all_pictures else "some_pictures", facts.pictures),
        ("sound", facts.sound),
    )
    return [texts["named"].format(what=texts[what], names=texts["separator"].join(names)) for what, names in said if names]


def _names(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
