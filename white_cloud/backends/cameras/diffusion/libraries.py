"""The libraries that the camera needs, and the way they are imported, when a take is made."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from white_cloud.backends.local_models import INSTALL, load_torch
from white_cloud.errors import BackendUnavailable

NEEDED = ("torch", "diffusers", "transformers", "accelerate", "safetensors")


def library(name: str) -> Any:
    """Import a library and return it; raise BackendUnavailable when it cannot be imported."""
    try:
        if name != "torch":
            load_torch()  # transformers would fail over a torchaudio that was built for another torch
        return import_module(name)
    except (ImportError, OSError) as error:  # a wheel for another machine fails as it loads its parts
        raise _broken(name, error) from error


def member(name: str, of: str) -> Any:
    """Return a class of a library, None where it has none of that name; raise BackendUnavailable when it cannot be imported."""
    try:
        return getattr(library(of), name, None)
    except RuntimeError as error:  # what diffusers raises when one of its own imports fails
        raise _broken(f"{of}.{name}", error) from error


def _broken(name: str, error: Exception) -> BackendUnavailable:
    return BackendUnavailable(f"the camera 'diffusers' cannot import {name} ({str(error).splitlines()[-1]}); try {INSTALL}")
