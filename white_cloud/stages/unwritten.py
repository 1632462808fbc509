"""What the voices of words that nobody has written yet will cost, about."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from white_cloud.backends import registry
from white_cloud.backends.hosted.pace import rate
from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.build.steps import Step
from white_cloud.film.lines import unspaced
from white_cloud.film.prices import total
from white_cloud.film.screenplay import Scene, Slot
from white_cloud.stages.production import Production
from white_cloud.stages.write import request_of
from white_cloud.stages.write_work import seconds_to_fill


def unwritten_steps(production: Production, slots: Collection[str]) -> tuple[Step, ...]:
    """Return a blocked step for each of these slots, in film order, with what about it costs to speak what fills it."""
    return tuple(
        Step(slot.id, "blocked", "its words are not written yet", price=_price(production, scene, slot))
        for _, scene, slot in production.screenplay.slots()
        if slot.id in slots
    )


def _price(production: Production, scene: Scene, slot: Slot) -> Fraction | None:
    """Return what it costs when each of its languages fills its part of the time."""
    languages = request_of(production.screenplay, scene, slot).speak
    part = seconds_to_fill(production.screenplay, scene, slot) / len(languages)
    return total(_spoken(production, slot, language, part) for language in languages)


def _spoken(production: Production, slot: Slot, language: str, seconds: Fraction) -> Fraction | None:
    speaker = production.screenplay.cast[slot.speaker]
    if language not in speaker.voices:
        return Fraction(0)
    settings = speaker.voices[language]
    voice = registry.backend("voice", settings.backend)
    text = ("字" if unspaced(language) else "words ") * round(rate(language, slot.register) * seconds)
    asked = SpeechRequest(text, language, settings.options, {}, 0, persona=speaker.persona, register=slot.register)
    return production.price(voice, [asked])
