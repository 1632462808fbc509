"""Who made what is heard and seen: backends with their models, voices by name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from white_cloud.build.steps import StagePlan, Step
from white_cloud.film.drift import Curve
from white_cloud.film.lines import Line, Phrase
from white_cloud.film.screenplay import Act, Backend, Scene, Screenplay, Shot, Slot
from white_cloud.stages.credits import makers
from white_cloud.stages.shoot import Shooting
from white_cloud.stages.standing import Standing, Wanted
from white_cloud.stages.treating import Treatment
from white_cloud.store.takes import Take

WRITTEN_BY = ("screenplay", "vendor", "phrasebook")
WORDS = (Phrase("en", {"en": "Dust."}),)


def take(subject: str, backend: str, request: dict[str, Any], **record: Any) -> Take:
    return Take(subject, 1, "key", request, "blob", 1, backend, record=record)


def spoken(id_: str, speaker: str, source: str, *phrases: dict[str, Any]) -> Treatment:
    line = Line(id_, speaker, "testimony", WORDS, source)
    made = take(f"line/{id_}", phrases[0]["backend"], {"phrases": list(phrases)})
    return Treatment(Slot(id_, speaker, "testimony", WORDS), line, made, {}, f"key-{id_}")


def phrase(backend: str, language: str, **options: Any) -> dict[str, Any]:
    return {"backend": backend, "revision": 1, "language": language, "text": "Dust.", "options": options, "say": {}}


def shooting(*takes: Take) -> Shooting:
    standings = {}
    for one in takes:
        id_ = one.subject.partition("/")[2]
        standings[id_] = Standing(Wanted(id_, one.subject, one.subject, "key", {}), one, Step(id_, "current", ""))
    return Shooting(standings, StagePlan("shoot", ()))


def film(lines: list[str], shots: list[str], **more: Any) -> Screenplay:
    slots = tuple(Slot(id_, "one", "testimony", WORDS) for id_ in lines)
    scene = Scene("s", "testimony", tuple(Shot(id_, 24, Backend("asked")) for id_ in shots), slots)
    act = Act("a", {"en": "One"}, Curve.flat(0), (scene,))
    values = {"writer": Backend("vendor", {"model": "w-2"}), "listener": Backend("timing"), **more}
    return Screenplay("x", {"en": "X"}, ("en",), Fraction(24), (64, 36), {}, acts=(act,), **values)


def test_a_voice_is_named_by_its_model_and_its_own_name() -> None:
    """Or by its language and timbre, where the backend chooses the voice by language."""
    lines = [
        spoken("l1", "one", "screenplay", phrase("espeak", "zh", variant="m3", voice=""), phrase("espeak", "en", variant="")),
        spoken("l2", "two", "screenplay", phrase("vendor", "en", model="tts-1", voice="alloy")),
    ]
    found = makers(film(["l1", "l2"], []), lines, shooting())
    assert found.cast == {"one": ("espeak zh m3", "espeak en"), "two": ("vendor tts-1 alloy",)}
    assert found.voices == ("espeak", "vendor tts-1")


def test_a_writer_is_named_with_its_model_while_it_is_the_films() -> None:
    """Of one that wrote before, only the name is known; the screenplay's words are no writer's."""
    lines = [spoken(f"l{number}", "one", source, phrase("espeak", "en")) for number, source in enumerate(WRITTEN_BY)]
    found = makers(film(["l0", "l1", "l2"], []), lines, shooting())
    assert (found.by_hand, found.writers) == (True, ("vendor w-2", "phrasebook"))
    assert makers(film(["l1"], []), lines, shooting()).by_hand is False


def test_cameras_are_those_of_the_takes() -> None:
    """With the model asked for or recorded; own footage has none, and a shot that is out of the film counts no more."""
    takes = [
        take("shot/s1", "vendor", {"options": {"model": "v-1"}}),
        take("shot/s2", "vendor", {"options": {}}, model="v-2"),
        take("shot/s3", "file", {"file": "footage/gate.mov", "digest": "0"}),
        take("shot/s4", "animatic", {"options": {"detail": "full"}}),
    ]
    assert makers(film([], ["s1", "s2", "s3"]), [], shooting(*takes)).cameras == ("vendor v-1", "vendor v-2")
    assert makers(film([], ["s4"]), [], shooting(*takes)).cameras == ("animatic",)


def test_where_nothing_is_said_nobody_listens() -> None:
    """Nor writes, nor speaks."""
    lines = [spoken("l1", "one", "screenplay", phrase("espeak", "en"))]
    silent = makers(film([], []), lines, shooting())
    assert (silent.by_hand, silent.writers, silent.cast, silent.voices, silent.listeners) == (False, (), {}, (), ())
    assert makers(film(["l1"], []), lines, shooting()).listeners == ("timing",)
