"""Credits: who made what is heard and seen in a cut, read from its takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from white_cloud.backends import registry
from white_cloud.film.screenplay import Backend, Screenplay
from white_cloud.stages.shoot import Shooting
from white_cloud.stages.treating import Treatment
from white_cloud.text.credits import Makers


def makers(screenplay: Screenplay, spoken: Sequence[Treatment], shooting: Shooting) -> Makers:
    """Return what made the lines and the pictures that are in the screenplay; what the cut left out is nobody's credit."""
    slots = {slot.id for _, _, slot in screenplay.slots()}
    heard = [one for one in spoken if one.slot.id in slots]
    takes = [shooting.standings[shot.id].take for _, _, shot in screenplay.shots()]
    phrases = [
        (one.line.speaker, phrase) for one in heard if one.take.backend != "file" for phrase in one.take.request["phrases"]
    ]
    listener = screenplay.listener
    return Makers(
        by_hand=any(one.line.source == "screenplay" for one in heard),
        writers=_once(_writer(screenplay, one.line.source) for one in heard if one.line.source != "screenplay"),
        cast={
            speaker: _once(_voice(phrase) for one, phrase in phrases if one == speaker)
            for speaker in dict.fromkeys(one for one, _ in phrases)
        },
        voices=_once(_model(phrase["backend"], phrase["options"]) for _, phrase in phrases),
        cameras=_once(
            _model(take.backend, {**take.request["options"], **take.record})
            for take in takes
            if take is not None and take.backend != "file"
        ),
        listeners=(_model(listener.name, _keyed(listener)),) if heard else (),
        recorded=frozenset(one.line.speaker for one in heard if one.take.backend == "file"),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _writer(screenplay: Screenplay, name: str) -> str:
    """Return the writer of a line; its model is known while it is still the film's writer."""
    return _model(name, screenplay.writer.options if name == screenplay.writer.name else {})


def _model(backend: str, known: Mapping[str, Any]) -> str:
    """Return a backend, with the model it has if it says so."""
    return " ".join(str(part) for part in (backend, known.get("model")) if part)


def _keyed(listener: Backend) -> Mapping[str, Any]:
    """Return what a listener is known by, wherever its model lies."""
    known: Mapping[str, Any] = registry.backend("listener", listener.name).keyed(listener.options)
    return known


def _voice(phrase: Mapping[str, Any]) -> str:
    """Return the backend and model that spoke a phrase, and its voice: by name, else the language's, with its timbre."""
    options = phrase["options"]
    parts = (
        _model(phrase["backend"], options),
        options.get("voice") or options.get("speaker") or phrase["language"],
        options.get("variant"),
    )
    return " ".join(str(part) for part in parts if part)
