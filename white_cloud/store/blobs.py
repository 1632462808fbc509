"""Content-addressed files: written to a temporary name, flushed, then renamed, so that a blob is whole or absent."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from white_cloud.errors import Damaged, StoreError, UserError
from white_cloud.identity import file_digest

#: The disk, the person's share of it, or the largest file it takes, is full.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def full(error: Exception) -> bool:
    """Return whether a disk refused because there is no more room on it, as the operating system's and libav's errors say."""
    return getattr(error, "errno", None) in _FULL


@contextmanager
def storing(what: str, folder: Path) -> Iterator[None]:
    """Turn what the disk refuses (full, read-only, somebody else's) into a StoreError that says what cannot be done where."""
    try:
        yield
    except OSError as error:
        advice = "make room; `white-cloud store gc` empties the cache" if full(error) else "see who may write there"
        raise StoreError(f"cannot {what} in {folder}: {error.strerror or error}; {advice}") from error


def require_writable(folder: Path, purpose: str) -> None:
    """Raise UserError when files cannot be written in a folder, or where it would be made; `purpose` says what for."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir():
        raise UserError(f"{there} is a file, not a folder; {purpose} {folder}")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UserError(f"cannot write in {there}; {purpose} {folder}. See who may write there, or choose another folder")


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Yield a new folder inside `folder` for files under way, and remove it afterwards; raise StoreError when it cannot be."""
    with storing("write", folder):
        folder.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".under-way-{os.getpid()}-", dir=folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def flush(path: Path) -> None:
    """Force a file's bytes to disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def replace_text(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one, whole; raise StoreError when the disk refuses."""
    data = text.encode()
    with scratch(path.parent) as place, storing(f"write {path.name}", path.parent):
        fresh = place / path.name
        fresh.write_bytes(data)
        flush(fresh)
        fresh.replace(path)


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
        """Take a file in (it is moved) and return its digest; raise StoreError when the disk refuses."""
        with storing(f"keep {path.name}", self.root):
            digest = file_digest(path)
            target = self.path(digest)
            target.parent.mkdir(parents=True, exist_ok=True)
            flush(path)
            path.replace(target)
        self._verified.add(digest)
        return digest

    def add_copy(self, path: Path) -> str:
        """Take in a copy of a file, which stays where it is, and return its digest; raise StoreError when the disk refuses."""
        with scratch(self.root) as place, storing(f"keep {path.name}", self.root):
            copy = place / path.name
            shutil.copyfile(path, copy)
            return self.add(copy)

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
        with storing(f"set a damaged file ({digest[:12]}) aside", aside):
            aside.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # another build may have done so
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
