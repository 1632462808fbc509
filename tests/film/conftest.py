"""Small films as values, for the tests of what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest

from white_cloud.film.assembly import Material, Voiced
from white_cloud.film.drift import Curve
from white_cloud.film.lines import Phrase
from white_cloud.film.narrative import with_drift
from white_cloud.film.screenplay import Act, Backend, Scene, Screenplay, Shot, Slot
from white_cloud.film.timeline import Card, Plate, SpokenPhrase

RATE = Fraction(24)
CAMERA = Backend("fake")


def make_shot(id_: str, frames: int = 24, **more: Any) -> Shot:
    """Return a shot of some frames."""
    return Shot(id_, frames, CAMERA, prompt="dunes", **more)


def make_scene(id_: str, lengths: Sequence[int], lines: int = 0, **more: Any) -> Scene:
    """Return a scene `a` with shots a1, a2... of some lengths, and lines a_l1, a_l2..."""
    shots = tuple(make_shot(f"{id_}{number}", length) for number, length in enumerate(lengths, 1))
    words = (Phrase("en", {"en": "dust"}),)
    slots = tuple(Slot(f"{id_}_l{number}", "one", "testimony", words) for number in range(1, lines + 1))
    return Scene(id_, "testimony", shots, slots, **more)


def make_film(*scenes: Scene, drift: Curve | None = None, **more: Any) -> Screenplay:
    """Return a film of one act with its drift stated, without cards unless they are asked for."""
    curve = drift or Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))
    values: dict[str, Any] = {
        "name": "film",
        "title": {"en": "Film"},
        "languages": ("en",),
        "rate": RATE,
        "size": (64, 36),
        "cast": {},
        "writer": Backend("fake"),
        "listener": Backend("timing"),
        "acts": (Act("act", {"en": "Act"}, curve, scenes),),
        "closing_card": 0,
        **more,
    }
    return with_drift(Screenplay(**values))


def make_voiced(line: str, seconds: Fraction | int, pause: Fraction | int = 0, ring: Fraction | int = 0) -> Voiced:
    """Return a line whose last word ends after some seconds and which rings on for some more."""
    phrase = SpokenPhrase("en", {"en": "dust"}, Fraction(0), Fraction(seconds), ())
    return Voiced(line, "one", f"blob-{line}", Fraction(seconds) + ring, (phrase,), Fraction(pause))


def make_material(
    screenplay: Screenplay, seconds: Mapping[str, Fraction | int] | None = None, held: Mapping[str, int] | None = None
) -> Material:
    """Return takes with both handles for every shot, or as many frames as `held` says, and lines that last some seconds."""
    given = held or {}
    plates = {
        shot.id: Plate(shot.id, 1, f"blob-{shot.id}", given.get(shot.id, shot.frames + 24), RATE)
        for _, _, shot in screenplay.shots()
    }
    lines = {line: (make_voiced(line, length),) for line, length in (seconds or {}).items()}
    return Material(lines, plates, {"sound/yard.wav": "yard"}, Card((("title", "Film"),)), Card((("text", "made"),)))


@pytest.fixture(scope="session")
def shot() -> Callable[..., Shot]:
    """Make a shot."""
    return make_shot


@pytest.fixture(scope="session")
def scene() -> Callable[..., Scene]:
    """Make a scene."""
    return make_scene


@pytest.fixture(scope="session")
def film() -> Callable[..., Screenplay]:
    """Make a film."""
    return make_film


@pytest.fixture(scope="session")
def voiced() -> Callable[..., Voiced]:
    """Make a voiced line."""
    return make_voiced


@pytest.fixture(scope="session")
def material() -> Callable[..., Material]:
    """Make what a film is assembled from."""
    return make_material
