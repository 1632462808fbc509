"""What a person asked to have made once more: a command that broke off goes on when it is given again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from white_cloud.errors import StoreError
from white_cloud.store.blobs import replace_text

#: The name of all that has a take for another request; what was made of these is known by its take.
_STALE = "stale"


class OnceMore:
    """The names that were asked for, without those that were made since, also by a build of the same command that broke off.

    Without a `path` nothing is remembered. What was made is written down at once; `finish` forgets it.
    """

    def __init__(self, names: Iterable[str] = (), path: Path | None = None) -> None:
        self._asked = frozenset(names)
        self._path = path
        self.made = self._remembered() & self._asked

    def __contains__(self, name: object) -> bool:
        """Return whether a name is still to be made."""
        return name in self._asked and name not in self.made

    def __iter__(self) -> Iterator[str]:
        """Yield the names that are still to be made."""
        return iter(sorted(self._asked - self.made))

    def __len__(self) -> int:
        """Return how many are still to be made."""
        return len(self._asked - self.made)

    def discard(self, name: str) -> None:
        """Take a name out: it is being kept."""
        if name in self:
            self.made |= {name}
            if self._path:
                replace_text(self._path, json.dumps({"asked": sorted(self._asked), "made": sorted(self.made)}))

    def finish(self) -> None:
        """Forget what was made once that is all that was asked for: from there on the same names mean others.

        A build that was asked for nothing, or stopped before it came to the last name, forgets nothing.
        """
        if self._path and self.made and not set(self) - {_STALE}:
            self._path.unlink(missing_ok=True)

    def _remembered(self) -> frozenset[str]:
        if self._path is None or not self._asked or not self._path.exists():
            return frozenset()
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            return frozenset(data["made"]) if set(data["asked"]) == self._asked else frozenset()
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{self._path} cannot be read ({error}): remove it, and name what is still to be made") from error
