"""The screenplay as values: what the film is, before anything is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from white_cloud.film.drift import Curve
from white_cloud.film.lines import Phrase
from white_cloud.film.score import Glitch, Response, Score

#: How a line is written, voiced and treated, in the order in which the film slides.
REGISTERS = ("testimony", "slippage", "advert", "propaganda")

Register = Literal["testimony", "slippage", "advert", "propaganda"]


@dataclass(frozen=True)
class Backend:
    """A backend by name, with the options a person gave it (validated, defaults filled in)."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Bed:
    """A bed of sound under a scene: a procedural kind (`wind`) or a file in the film folder; gain in dB."""

    kind: str = ""
    file: str = ""
    gain: Fraction = Fraction(0)


@dataclass(frozen=True)
class Slot:
    """A place where lines are said: written by hand (`words`), or asked of the writer (`brief`, for `count` lines).

    `speak` is the language of each line in turn, repeated; for hand-written words each phrase knows its own.
    """

    id: str
    speaker: str
    register: str
    words: tuple[Phrase, ...] = ()
    brief: str = ""
    count: int = 1
    speak: tuple[str, ...] = ()
    pause: Fraction = Fraction(1, 2)


@dataclass(frozen=True)
class Shot:
    """A picture asked for: its prompt, or a file of one's own; `frames` is the asked length in film frames.

    `becomes` is a second prompt: what the picture turns into while the shot runs. `image` is a still that it starts from,
    `references` are pictures of what is to look the same as there: files, from the film folder.

    `origin` is the id that seeds and takes belong to: the shot's own, or the one it had before (`was:`). `score` is all that
    works on the picture; `glitch` is what was said of it here, as on scenes, acts and the film.
    """

    id: str
    frames: int
    camera: Backend
    prompt: str = ""
    becomes: str = ""
    image: str = ""
    references: tuple[str, ...] = ()
    file: str = ""
    move: str = "static"
    seed: int | None = None
    origin: str = ""
    drift: Curve | None = None
    glitch: Glitch | None = None
    score: Score = field(default_factory=Score)


@dataclass(frozen=True)
class Scene:
    """Shots under what is said in them. `lead` says which gives the length: the words, or the picture."""

    id: str
    register: str
    shots: tuple[Shot, ...]
    slots: tuple[Slot, ...] = ()
    brief: str = ""
    beds: tuple[Bed, ...] = ()
    lead: Literal["words", "picture"] = "words"
    drift: Curve | None = None
    glitch: Glitch | None = None


@dataclass(frozen=True)
class Act:
    """A movement of the film, with its drift over narrative position."""

    id: str
    title: Mapping[str, str]
    drift: Curve
    scenes: tuple[Scene, ...]
    glitch: Glitch | None = None


@dataclass(frozen=True)
class VoiceSettings:
    """How one speaker sounds in one language on the chosen backend, and how it pronounces hard words (`say`)."""

    backend: str
    options: Mapping[str, Any]
    say: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Speaker:
    """One of the cast: settings per language, the gain of the voice in dB, and the name of the voice document."""

    id: str
    name: Mapping[str, str]
    persona: str
    voices: Mapping[str, VoiceSettings]
    gain: Fraction = Fraction(0)
    voice: str = ""


@dataclass(frozen=True)
class Credit:
    """Who did what: a role in every language, and names."""

    role: Mapping[str, str]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Captions:
    """What is burnt into the picture: captions in one language or in two, the first above the second; none when empty.

    `corrupt` is how they answer to drift where they may lie.
    """

    burn_in: tuple[str, ...] = ()
    corrupt: Response | None = None


@dataclass(frozen=True)
class Screenplay:
    """A whole film as asked for. `name` is the document's file name without `.yaml`; sizes in pixels, `loudness` in LUFS.

    `review`: nothing is shot before a person has approved the words. `rhythm`: by what part the cut shortens a shot, by drift.
    """

    name: str
    title: Mapping[str, str]
    languages: tuple[str, ...]
    rate: Fraction
    size: tuple[int, int]
    cast: Mapping[str, Speaker]
    writer: Backend
    listener: Backend
    acts: tuple[Act, ...]
    title_card: int = 0
    credits_card: int = 0
    closing_card: int = 96
    credits: tuple[Credit, ...] = ()
    inspired_by: tuple[Mapping[str, str], ...] = ()
    disclosure: bool = True
    loudness: Fraction = Fraction(-16)
    seed: int = 0
    review: bool = False
    glitch: Glitch | None = None
    captions: Captions = Captions()
    rhythm: Response | None = None

    def scenes(self) -> Iterator[tuple[Act, Scene]]:
        """Yield every scene with its act, in order."""
        for act in self.acts:
            for scene in act.scenes:
                yield act, scene

    def shots(self) -> Iterator[tuple[Act, Scene, Shot]]:
        """Yield every shot with its scene and act, in order."""
        for act, scene in self.scenes():
            for shot in scene.shots:
                yield act, scene, shot

    def slots(self) -> Iterator[tuple[Act, Scene, Slot]]:
        """Yield every slot with its scene and act, in order."""
        for act, scene in self.scenes():
            for slot in scene.slots:
                yield act, scene, slot
