"""What backends with models on this machine share: their libraries, where a model lies, what it is, and what it runs on."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from white_cloud.documents.fields import refused
from white_cloud.errors import BackendUnavailable, UserError


def _no_gpu(name: Any) -> Any:
    if isinstance(name, str) and name.lower() == "gpu":  # the nearest in letters would be cpu
        raise refused(f"there is no device {name!r}: it is auto, cpu, cuda or mps", "auto is a GPU where there is one")
    return name


#: Where a model runs; `auto` is a GPU where there is one.
Device = Annotated[Literal["auto", "cpu", "cuda", "mps"], BeforeValidator(_no_gpu)]

#: What installs the libraries of every local model.
INSTALL = "pip install 'white-cloud[local]'"
#: Of a larger file only so many bytes at each end are looked at, with its size: weights count gigabytes.
_END = 1 << 20


def require(who: str, *modules: str) -> None:
    """Raise BackendUnavailable, with the command that installs them, when a module is not installed. Imports none of them."""
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        raise BackendUnavailable(f"{who} needs {' and '.join(missing)}, which is not installed; run: {INSTALL}")


def load_torch() -> Any:
    """Return the module torch, with torchaudio mended where it was built for a GPU that this torch does not know.

    A torchaudio whose compiled part cannot be loaded would stop transformers and coqui, which need its Python part only.
    """
    torch = import_module("torch")
    if find_spec("torchaudio") is not None and "torchaudio" not in sys.modules:
        try:
            import_module("torchaudio")
        except OSError:
            sys.modules["torchaudio._extension"] = _without_extension()
            import_module("torchaudio")
    return torch


def _without_extension() -> ModuleType:
    """Return what torchaudio looks for in place of its compiled part: it is not there, and what needs it may not be called."""
    stand_in: Any = ModuleType("torchaudio._extension")
    stand_in._IS_TORCHAUDIO_EXT_AVAILABLE = False
    stand_in._IS_ALIGN_AVAILABLE = False
    stand_in._check_cuda_version = lambda: None
    stand_in.fail_if_no_align = lambda function: function
    module: ModuleType = stand_in
    return module


def device_of(asked: Device) -> str:
    """Return torch's name of the device to run on; raise BackendUnavailable for one that this machine does not have."""
    torch = load_torch()
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if asked == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there[asked]:
        known = ", ".join(name for name, found in there.items() if found)
        raise BackendUnavailable(f"there is no device {asked!r} on this machine; write `device: auto`, or one of {known}")
    return asked


def folder_of(model: str) -> Path | None:
    """Return the folder that a model's name means, or None for a name in a hub; raise UserError for a folder that is not there.

    A folder is written from the root, or from `~`: any other text with a slash in it is a name.
    """
    path = Path(model).expanduser()
    if not path.is_absolute():
        return None
    if not path.is_dir():
        raise UserError(f"there is no model folder {model}")
    return path


def identity_of(model: str) -> str:
    """Return what stands for a model in keys and credits: its name in a hub, or a folder's name with what its files are."""
    path = folder_of(model)
    if path is None:
        return model
    files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    return f"{path.name}@{_digest((file, file.relative_to(path).as_posix(), *_stamp(file)) for file in files)[:16]}"


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_size, status.st_mtime_ns


def _digest(files: Iterable[tuple[Path, str, int, int]]) -> str:
    whole = hashlib.sha256()
    for file, name, size, changed in files:
        whole.update(f"{name}\0{size}\0{_ends(file, size, changed)}\0".encode())
    return whole.hexdigest()


@lru_cache(maxsize=1024)
def _ends(file: Path, size: int, changed: int) -> str:  # noqa: ARG001 - the reading is known by them
    with file.open("rb") as stream:
        ends = stream.read(_END)
        if size > 2 * _END:
            stream.seek(-_END, 2)
        ends += stream.read()
    return hashlib.sha256(ends).hexdigest()
