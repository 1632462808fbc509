"""Names that a screenplay chooses from a catalogue: backends with their options, moves, beds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from white_cloud.documents.catalogue import Catalogue, Door, OptionReader
from white_cloud.documents.located import Problems, Steps
from white_cloud.documents.models.screenplay import BackendChoice
from white_cloud.documents.validate import OptionsAt, tell_options
from white_cloud.errors import nearest
from white_cloud.film.screenplay import Backend


class Choices:
    """Looks names up in a catalogue and notes a problem for each that is not there."""

    def __init__(self, catalogue: Catalogue, problems: Problems) -> None:
        self.catalogue = catalogue
        self.problems = problems

    def backend(self, door: Door, choice: BackendChoice, steps: Steps) -> Backend:
        """Return a backend with its options read, or with none after a problem was noted."""
        reader = self._reader(door, choice.use, steps)
        if reader is None:
            return Backend(choice.use)
        return Backend(choice.use, read_options(reader, choice.options(), OptionsAt(self.problems, steps)))

    def voice_name(self, choice: BackendChoice, steps: Steps) -> str:
        """Return the voice backend's name; its options are read for each speaker, with the voice document's."""
        self._reader("voice", choice.use, steps)
        return choice.use

    def one_of(self, what: str, name: str, names: Iterable[str], steps: Steps) -> str:
        """Return `name`, noting a problem when it is not among `names`."""
        known = tuple(names)
        if name not in known:
            self.problems.add(steps, f"there is no {what} {name!r}", nearest(name, known))
        return name

    def _reader(self, door: Door, name: str, steps: Steps) -> OptionReader | None:
        known = self.catalogue.backends.get(door, {})
        at = (*steps, "use") if "use" in self.problems.document.place(steps).keys else steps
        self.one_of(door, name, known, at)
        return known.get(name)


def read_options(
    reader: OptionReader, given: Mapping[str, Any], here: OptionsAt, above: OptionsAt | None = None
) -> Mapping[str, Any]:
    """Return options validated and with defaults, noting where they stand what the backend refuses."""
    try:
        return reader(given)
    except ValidationError as error:
        tell_options(here, error, _option_names(reader, given, error), above)
        return {}


def _option_names(reader: OptionReader, given: Mapping[str, Any], error: ValidationError) -> tuple[str, ...]:
    """Return the names of a backend's options: what it reads, defaults filled in, once what it does not know is left out."""
    unknown = {detail["loc"][0] for detail in error.errors() if detail["type"] == "extra_forbidden"}
    try:
        return tuple(reader({name: value for name, value in given.items() if name not in unknown}))
    except ValidationError as still:
        named = [str(detail["loc"][0]) for detail in still.errors() if detail["loc"]]
        return (*(name for name in given if name not in unknown), *named)
