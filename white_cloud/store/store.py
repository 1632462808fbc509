"""Where everything that was made for the films of one folder lies."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from white_cloud.store.blobs import Blobs
from white_cloud.store.cache import Cache
from white_cloud.store.ledger import Ledger
from white_cloud.store.once_more import OnceMore
from white_cloud.store.takes import Takes


class Store:
    """The `.white_cloud` folder: takes (the negative, which nothing deletes unasked) and the cache (which may go)."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / ".white_cloud"
        self.blobs = Blobs(self.root / "takes" / "blobs")
        self.cache = self.root / "cache"
        self.treated = Cache(self.cache / "speech", ".wav")
        self.segments = Cache(self.cache / "segments", ".mp4")
        self.mixes = Cache(self.cache / "mixes", ".wav")
        self.under_way = self.root / "under-way"
        self.ledger = Ledger(self.root / "takes" / "ledger.sqlite")

    def takes(self, film: str) -> Takes:
        """Return the takes of one film."""
        return Takes(self.root / "takes" / film)

    def once_more(self, film: str, what: str, names: Iterable[str]) -> OnceMore:
        """Return what of a film is asked for once more: `reshoot` or `rewrite`."""
        return OnceMore(names, self.root / "once-more" / f"{film}.{what}.json")

    def films(self) -> list[str]:
        """Return every film that has takes."""
        folders = [path for path in sorted((self.root / "takes").glob("*")) if path.is_dir()]
        return [path.name for path in folders if path.name not in {"blobs", "damaged"}]

    def damaged_records(self) -> list[Path]:
        """Return the take records of every film that cannot be read."""
        return [record for film in self.films() for record in self.takes(film).damaged()]
