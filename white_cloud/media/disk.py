"""What the disk says while a media file is made, as our errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from white_cloud.errors import MediaError, StoreError
from white_cloud.store.blobs import full


def refused(doing: str, path: Path, error: Exception) -> MediaError | StoreError:
    """Return the error for a file: a full disk is a StoreError, since it concerns all that is made and not this file alone."""
    said = f"cannot {doing} {path}: {getattr(error, 'strerror', None) or error}"
    return StoreError(f"{said}; make room") if full(error) else MediaError(said)


@contextmanager
def disk_errors(doing: str, path: Path) -> Iterator[None]:
    """Turn the file system's errors into MediaError that names the file and what was being done, or StoreError when full."""
    try:
        yield
    except OSError as error:
        raise refused(doing, path, error) from error
