"""Prompts are files that a person can read: those of the package, each of which a file of the same name in the film replaces.

A file holds `${name}` where something is filled in; a dollar sign is written `$$`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from white_cloud import identity
from white_cloud.errors import UserError, nearest

_LARGEST = 64 * 1024
#: Names of which there may be any number, one for each language.
_OPEN = "language_"


@dataclass(frozen=True)
class Prompts:
    """The prompt files of one backend; `own` is the film's folder of prompt files, where there is one."""

    package: Traversable
    own: Path | None = None

    def fill(self, name: str, **values: str) -> str:
        """Return a prompt with its names filled in, without space around it.

        Raises UserError for a file that cannot be read, or that holds a name which is not known in it.
        """
        text, where = self._read(name)
        template = Template(text)
        if not template.is_valid():
            raise UserError(f"{where}:{_bad_line(text)}: a dollar sign stands alone; write $$ for a dollar sign")
        for found in template.get_identifiers():
            if found not in values:
                raise UserError(f"{where}:{_line_of(text, found)}: ${{{found}}} is not known here ({_hint(found, values)})")
        return template.substitute(values).strip()

    def has(self, name: str) -> bool:
        """Return whether there is a prompt of that name, in the film or in the package."""
        return name in self._own_names or (self.package / f"{name}.md").is_file()

    def languages(self) -> tuple[str, ...]:
        """Return the languages that the film has prompts of its own for, by what stands in the files' names."""
        return tuple(sorted(name.removeprefix(_OPEN) for name in self._own_names if name.startswith(_OPEN)))

    def place(self, name: str, told: str) -> str:
        """Return file and line of a prompt where a line is told, to be shown in an error; of its first where none is."""
        text, where = self._read(name)
        lines = [line.replace("$$", "$").strip() for line in text.splitlines()]
        return f"{where}:{lines.index(told) + 1 if told in lines else 1}"

    def digest(self, names: Iterable[str]) -> str:
        """Return a digest of prompts as they stand, 16 hexadecimal digits; raise UserError for a file that cannot be read."""
        return identity.key("prompts", {name: self._read(name)[0].strip() for name in names})[:16]

    def _read(self, name: str) -> tuple[str, str]:
        if name in self._own_names and self.own:
            path = self.own / f"{name}.md"
            return _text_of(path), str(path)
        return (self.package / f"{name}.md").read_text(encoding="utf-8"), f"{name}.md"

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """The names of the film's own files; a misspelt one is an error, for it would be passed over in silence."""
        if self.own is None or not self.own.is_dir():
            return frozenset()
        known = {Path(path.name).stem for path in self.package.iterdir() if path.name.endswith(".md")}
        names = {path.stem for path in self.own.glob("*.md") if path.stem.lower() != "readme"}
        for name in sorted(names - known):
            if not name.startswith(_OPEN):
                raise UserError(f"{self.own / name}.md: there is no prompt of this name ({nearest(name, known)})")
        return frozenset(names)


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(f"{path}: a prompt holds at most {_LARGEST // 1024} KiB")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read as UTF-8 text: {error}") from error


def _hint(found: str, values: Mapping[str, str]) -> str:
    return nearest(found, values) or "choose from " + ", ".join(sorted(values))


def _line_of(text: str, name: str) -> int:
    lines = text.splitlines()
    return next(number for number, line in enumerate(lines, 1) if name in Template(line).get_identifiers())


def _bad_line(text: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if not Template(line).is_valid()), 1)
