"""One way to get a thing from a backend of either kind."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from white_cloud.backends.base import BackendBase, Pending, Progress, silent


def obtain(backend: type[BackendBase], request: Any, folder: Path, progress: Progress = silent) -> Any:
    """Make or order what is asked and return what the backend delivers, files in `folder`; raise what the backend raises."""
    maker: Any = backend()
    if hasattr(maker, "make"):
        return maker.make(request, folder, progress)
    job = maker.submit(request)
    while isinstance(delivered := maker.collect(job, folder), Pending):
        progress(delivered.part)
        time.sleep(backend.poll)
    return delivered
