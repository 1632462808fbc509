"""The cache: files by key that can be made again, each with a small record. Anything in it may go at any time."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from white_cloud.errors import Damaged
from white_cloud.identity import file_digest
from white_cloud.store.blobs import flush, replace_text, storing


@dataclass(frozen=True)
class Entry:
    """A cached file and its facts."""

    key: str
    path: Path
    facts: Mapping[str, Any]
    digest: str


class Cache:
    """One kind of cached file in a folder: KEY.SUFFIX beside KEY.json, which is written last and makes the entry valid."""

    def __init__(self, root: Path, suffix: str) -> None:
        self.root = root
        self.suffix = suffix

    def get(self, key: str) -> Entry | None:
        """Return the entry for a key when its file is there and has the recorded size; else, or for a torn record, None."""
        path = self._path(key)
        try:
            record = json.loads(self._record(key).read_text(encoding="utf-8"))
            entry = Entry(key, path, record["facts"], record["sha256"])
            whole = record["size"] == path.stat().st_size
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return None
        return entry if whole else None

    def verified(self, key: str) -> Path:
        """Return a cached file's path after its bytes were compared; a damaged one is forgotten and raises Damaged."""
        entry = self.get(key)
        if entry is None or file_digest(entry.path) != entry.digest:
            self.drop(key)
            raise Damaged(f"a cached file in {self.root.name} was damaged ({key[:12]}); it will be made again")
        return entry.path

    def put(self, key: str, made: Path, facts: Mapping[str, Any]) -> Entry:
        """Move a finished file in and record it; raise StoreError when the disk refuses."""
        path = self._path(key)
        with storing(f"cache {made.name}", self.root):
            path.parent.mkdir(parents=True, exist_ok=True)
            flush(made)
            size, digest = made.stat().st_size, file_digest(made)
            made.replace(path)
        record = {"size": size, "sha256": digest, "facts": facts}
        replace_text(self._record(key), json.dumps(record, ensure_ascii=False))
        return Entry(key, path, facts, digest)

    def drop(self, key: str) -> None:
        """Forget an entry, as when its file turned out damaged."""
        self._record(key).unlink(missing_ok=True)
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}{self.suffix}"

    def _record(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.json"


def prune(root: Path, *, older_than_days: float, keep: frozenset[Path] = frozenset()) -> tuple[int, int]:
    """Remove cached files neither written nor read for some days, except `keep`; return how many and their bytes.

    Where a disk keeps no time of reading, the time of writing counts.
    """
    limit = time.time() - older_than_days * 86400
    count = freed = 0
    for path in sorted(root.rglob("*")):
        if path.is_file() and path not in keep:
            status = path.stat()
            if max(status.st_mtime, status.st_atime) < limit:
                freed += status.st_size
                count += 1
                path.unlink(missing_ok=True)
    return count, freed
