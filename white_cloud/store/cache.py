"""The cache: files by key that can be made again, each with a small record. Anything in it may go at any time."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from white_cloud.errors import Damaged, StoreError
from white_cloud.identity import file_digest
from white_cloud.store.blobs import flush


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
        """Return the entry for a key when its file is there and has the recorded size; else None."""
        path = self._path(key)
        try:
            record = json.loads(self._record(key).read_text(encoding="utf-8"))
            status = path.stat()
        except (FileNotFoundError, ValueError):
            return None
        if not isinstance(record, dict) or record.get("size") != status.st_size:
            return None
        return Entry(key, path, record["facts"], record["sha256"])

    def verified(self, key: str) -> Path:
        """Return a cached file's path after its bytes were compared; a damaged one is forgotten and raises Damaged."""
        entry = self.get(key)
        if entry is None or file_digest(entry.path) != entry.digest:
            self.drop(key)
            raise Damaged(f"a cached file in {self.root.name} was damaged ({key[:12]}); it will be made again")
        return entry.path

    def put(self, key: str, made: Path, facts: Mapping[str, Any]) -> Entry:
        """Move a finished file in and record it."""
        path, record = self._path(key), self._record(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            flush(made)
            size, digest = made.stat().st_size, file_digest(made)
            made.replace(path)
            part = record.with_suffix(f".{os.getpid()}.part")
            part.write_text(json.dumps({"size": size, "sha256": digest, "facts": facts}, ensure_ascii=False), encoding="utf-8")
            part.replace(record)
        except OSError as error:
            raise StoreError(f"cannot cache in {self.root}: {error.strerror}") from error
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
    """Remove cached files not used for some days, except `keep`; return how many and their bytes."""
    limit = time.time() - older_than_days * 86400
    count = freed = 0
    for path in sorted(root.rglob("*")):
        if path.is_file() and path not in keep and path.stat().st_mtime < limit:
            freed += path.stat().st_size
            count += 1
            path.unlink()
    return count, freed
