"""One way to get a thing from a backend of either kind, free or paid."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from white_cloud.backends.base import BackendBase, Pending, Progress, silent
from white_cloud.backends.desk import Errand
from white_cloud.backends.orders import obtain_paid


def obtain(
    backend: type[BackendBase], request: Any, folder: Path, progress: Progress = silent, errand: Errand | None = None
) -> Any:
    """Make or order what is asked and return what the backend delivers, files in `folder`; raise what the backend raises.

    With an errand, an order of a paid backend goes through its desk: written down, within the budget, never placed twice.
    """
    if errand is not None and backend.paid:
        return obtain_paid(backend, request, folder, progress, errand)
    maker: Any = backend()
    if hasattr(maker, "make"):
        return maker.make(request, folder, progress)
    job = maker.submit(request)
    while isinstance(delivered := maker.collect(job, folder), Pending):
        progress(delivered.part)
        time.sleep(backend.poll)
    return delivered
