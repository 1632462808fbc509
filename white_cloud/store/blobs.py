"""Content-addressed files: written to a temporary name, flushed, then renamed, so that a blob is whole or absent."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from white_cloud.errors import Damaged, StoreError
from white_cloud.identity import file_digest


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Yield a new folder inside `folder` for files under way, and remove it afterwards; a full disk is a StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".under-way-{os.getpid()}-", dir=folder))
    except OSError as error:
        raise StoreError(f"cannot write in {folder}: {error.strerror}") from error
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def flush(path: Path) -> None:
    """Force a file's bytes to disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def replace_text(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".", delete=False) as stream:
        try:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            Path(stream.name).unlink(missing_ok=True)
            raise
    Path(stream.name).chmod(0o644)
    Path(stream.name).replace(path)


class Blobs:
    """A folder of files named by their SHA-256, in 256 sub-folders."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._verified: set[str] = set()

    def path(self, digest: str) -> Path:
        """Return where a blob lies, whether it is there or not."""
        return self.root / digest[:2] / digest[2:]

    def has(self, digest: str, size: int | None = None) -> bool:
        """Return whether a blob exists, and has that size when one is given. Its bytes are not read."""
        try:
            found = self.path(digest).stat().st_size
        except FileNotFoundError:
            return False
        return size is None or found == size

    def add(self, path: Path) -> str:
        """Take a file in (it is moved) and return its digest."""
        digest = file_digest(path)
        target = self.path(digest)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            flush(path)
            path.replace(target)
        except OSError as error:
            raise StoreError(f"cannot keep {path.name} in {self.root}: {error.strerror}") from error
        self._verified.add(digest)
        return digest

    def verified(self, digest: str) -> Path:
        """Return a blob's path after its bytes were read and compared once; raise Damaged when it is damaged or missing."""
        path = self.path(digest)
        if digest not in self._verified:
            if not path.exists():
                raise Damaged(f"the file of a take is missing ({digest[:12]}); it counts as not made")
            if file_digest(path) != digest:
                self.set_aside(digest)
                raise Damaged(f"the file of a take was damaged ({digest[:12]}); it is set aside and counts as not made")
            self._verified.add(digest)
        return path

    def set_aside(self, digest: str) -> None:
        """Move a damaged blob out of the way, into `damaged/` beside the blobs; nothing is deleted."""
        aside = self.root.parent / "damaged"
        aside.mkdir(exist_ok=True)
        self.path(digest).replace(aside / digest)

    def all(self) -> Iterator[str]:
        """Yield the digest of every blob."""
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            yield path.parent.name + path.name

    def damaged(self, progress: Callable[[str], None] | None = None) -> list[str]:
        """Read every blob and return the digests of those whose bytes changed."""
        found = []
        for digest in self.all():
            if progress:
                progress(digest)
            if file_digest(self.path(digest)) != digest:
                found.append(digest)
        return found
