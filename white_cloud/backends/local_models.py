"""What backends with models on this machine share: their libraries, where a model lies, what it is, and what it runs on."""

from __future__ import annotations

import gc
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
from white_cloud.errors import BackendUnavailable, UserError, few
from white_cloud.memory import give_back


def _no_gpu(name: Any) -> Any:
    if isinstance(name, str) and name.lower() == "gpu":  # the nearest in letters would be cpu
        raise refused(f"there is no device {name!r}: it is auto, cpu, cuda or mps", "auto is a GPU where there is one")
    return name


#: Where a model runs; `auto` is a GPU where there is one.
Device = Annotated[Literal["auto", "cpu", "cuda", "mps"], BeforeValidator(_no_gpu)]

#: What installs the libraries of every local model.
INSTALL = "pip install 'white-cloud[local]'"
#: Of a large file only so many bytes at each end are looked at, with its size: weights count gigabytes.
_END = 1 << 20
#: And between the ends so many bytes at every so many: what is taught anew, or merged into, changes far longer stretches.
_SAMPLE, _STRIDE = 1 << 16, 1 << 24


def require(who: str, *modules: str) -> None:
    """Raise BackendUnavailable, with the command that installs them, when a module is not installed. Imports none of them."""
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        are = "are" if len(missing) > 1 else "is"
        raise BackendUnavailable(f"{who} needs {few(missing)}, which {are} not installed; run: {INSTALL}")


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


def release() -> None:
    """Give the memory that nothing uses any more back to the GPU and the system."""
    gc.collect()
    torch = load_torch()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
    give_back()


def folder_of(model: str) -> Path | None:
    """Return the folder that a model's name means, or None for a name in a hub; raise UserError for a folder that is not there.

    A folder is written from the root, or from `~`: any other text with a slash in it is a name.
    """
    try:
        path = Path(model).expanduser()
    except RuntimeError as error:  # ~somebody, whom this machine does not know
        raise UserError(f"there is no model folder {model}: {error}") from error
    if not path.is_absolute():
        return None
    if not path.is_dir():
        raise UserError(f"there is no model folder {model}")
    return path


def identity_of(model: str) -> str:
    """Return what stands for a model in keys and credits: its name in a hub, or a folder's name with what its files are.

    A folder of weights is read in samples, and again only when a file's size or time changed. Raises UserError for a folder
    that is not there.
    """
    path = folder_of(model)
    if path is None:
        return model
    named = ((file, file.relative_to(path).as_posix()) for file in sorted(path.rglob("*")))
    # a hub's program keeps notes on what it fetched when in a folder .cache
    files = [(file, name) for file, name in named if not name.startswith(".") and "/." not in name and file.is_file()]
    return f"{path.name}@{_digest((file, name, *_stamp(file)) for file, name in files)[:16]}"


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_size, status.st_mtime_ns


def _digest(files: Iterable[tuple[Path, str, int, int]]) -> str:
    whole = hashlib.sha256()
    for file, name, size, changed in files:
        whole.update(f"{name}\0{size}\0{_samples(file, size, changed)}\0".encode())
    return whole.hexdigest()


@lru_cache(maxsize=1024)
def _samples(file: Path, size: int, changed: int) -> str:  # noqa: ARG001 - the reading is known by them
    """Return the digest of a file's ends and of samples between them; of all of a file that is no longer than its ends."""
    read = hashlib.sha256()
    with file.open("rb") as stream:
        read.update(stream.read(_END))
        for at in range(_STRIDE, size - _END, _STRIDE):
            stream.seek(at)
            read.update(stream.read(_SAMPLE))
        if size > 2 * _END:
            stream.seek(-_END, 2)
        read.update(stream.read())
    return read.hexdigest()
