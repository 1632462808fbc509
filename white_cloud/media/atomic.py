"""Files that are whole or absent: written under another name, then renamed; and libav's errors as ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av

from white_cloud.errors import MediaError
from white_cloud.media.disk import refused


@contextmanager
def whole_or_absent(path: Path) -> Iterator[Path]:
    """Yield a name beside `path` to write to; it takes the place of `path` on success and goes away on failure."""
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def media_errors(doing: str, path: Path) -> Iterator[None]:
    """Turn libav's and the disk's errors into MediaError that names the file and what was done, or StoreError when full."""
    try:
        yield
    except FileNotFoundError as error:
        raise MediaError(f"cannot {doing} {path}: there is no such file") from error
    except (av.FFmpegError, OSError) as error:
        raise refused(doing, path, error) from error
