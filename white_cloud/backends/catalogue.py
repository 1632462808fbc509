"""What documents may name, gathered from the doors; a backend is imported when a screenplay names it, not before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

from white_cloud.backends import registry
from white_cloud.backends.cameras.base import MOVES
from white_cloud.documents.catalogue import Catalogue, Door, OptionReader
from white_cloud.documents.prices_file import load_prices
from white_cloud.errors import Refusal, nearest
from white_cloud.film.prices import PriceTable

#: What hosted backends charge, as far as it is public.
PRICES = Path(__file__).with_name("prices.yaml")


class _Readers(Mapping[str, OptionReader]):
    """The option readers of one door by backend name."""

    def __init__(self, door: str) -> None:
        self.door = door

    def __getitem__(self, name: str) -> OptionReader:
        if name not in registry.names(self.door):
            raise KeyError(name)
        return partial(_read_options, self.door, name)

    def __iter__(self) -> Iterator[str]:
        return iter(registry.names(self.door))

    def __len__(self) -> int:
        return len(registry.names(self.door))


def _read_options(door: str, name: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    options: Mapping[str, Any] = registry.backend(door, name).read_options(given)
    return options


def _speaks(name: str, _options: Mapping[str, Any], language: str) -> str | None:
    voice = registry.backend("voice", name)
    if voice.serves(language):
        return None
    return f"the voice backend {name!r} does not speak {language!r} ({nearest(language, voice.languages())})"


def _voice_files(name: str) -> frozenset[str]:
    files: frozenset[str] = registry.backend("voice", name).files
    return files


def price_table(own: Path) -> PriceTable:
    """Return what hosted backends charge: the program's table, under a film's `own` if there is such a file.

    Raises DocumentError with all problems of the film's.
    """
    table = load_prices(PRICES)
    if not own.exists():
        return table
    known = {name for door in registry.DOORS for name in registry.names(door)}
    return table.overridden(load_prices(own, over=table, backends=known))


def _described(name: str) -> bool:
    described: bool = registry.backend("voice", name).described
    return described


def _persona_complaint(name: str, persona: str, options: Mapping[str, Any], language: str) -> str:
    try:
        registry.backend("voice", name).refuse_persona(persona, language, options)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _voice_example(name: str) -> Mapping[str, Any]:
    example: Mapping[str, Any] = registry.backend("voice", name).example
    return example


def catalogue(beds: tuple[str, ...], effects: tuple[str, ...] = (), presets: Mapping[str, Path] | None = None) -> Catalogue:
    """Return the catalogue of everything installed here; beds, effects and scores come from the layers that make them."""
    backends = {cast("Door", door): _Readers(door) for door in registry.DOORS}
    return Catalogue(
        backends=backends,
        moves=MOVES,
        beds=beds,
        effects=effects,
        presets=presets or {},
        speaks=_speaks,
        voice_files=_voice_files,
        described=_described,
        persona_complaint=_persona_complaint,
        voice_example=_voice_example,
    )
