"""Where a model lies on this machine and what it says of itself. Reads small files only; imports no model library.

A model is a folder, or OWNER/NAME in the cache of the model hub. The cache's layout (refs/REVISION holds a commit,
snapshots/COMMIT the files) is that of the documentation of huggingface_hub, "Understand caching".
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from white_cloud.backends.cameras.diffusion.families import Family, family, needs_picture, takes_picture
from white_cloud.errors import BackendError, BackendUnavailable

INDEX = "model_index.json"
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_PICKLED = (".bin", ".ckpt", ".pt", ".pth", ".pkl")
#: Above this, files are weights, and are known by name and size.
_SMALL = 1_000_000


@dataclass(frozen=True)
class Model:
    """A model that is on this machine: how it was named, its folder, its pipeline's class, its family."""

    name: str
    folder: Path
    pipeline: str
    family: Family

    @property
    def takes_picture(self) -> bool:
        """Whether it can start from a picture."""
        return takes_picture(self.pipeline) or bool(self.family.sibling)

    @property
    def wants_picture(self) -> bool:
        """Whether it can start from nothing else."""
        return needs_picture(self.pipeline)


def cache() -> Path:
    """Return the folder of the model hub's cache, as the hub's own library finds it."""
    if given := os.environ.get("HF_HUB_CACHE"):
        return Path(given).expanduser()
    home = os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")) / "huggingface"
    return Path(home).expanduser() / "hub"


def is_on_hub(name: str) -> bool:
    """Return whether a name is OWNER/NAME on the hub and no folder here."""
    return bool(_HUB_NAME.fullmatch(name)) and not name.startswith(".") and not Path(name).is_dir()


def looked_in(name: str, revision: str) -> Path:
    """Return the folder where a model is expected, whether it is there or not."""
    if not is_on_hub(name):
        return Path(name).expanduser()
    stored = cache() / f"models--{name.replace('/', '--')}"
    if _COMMIT.fullmatch(revision):
        return stored / "snapshots" / revision
    pointer = stored / "refs" / revision
    return stored / "snapshots" / (pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else revision)


def find(name: str, revision: str = "main") -> Model | None:
    """Return a model that is on this machine, None when it is not; raise BackendError when what is there is no pipeline."""
    folder = looked_in(name, revision)
    if not (folder / INDEX).is_file():
        if folder.is_dir() and not is_on_hub(name):
            raise BackendError(
                f"{folder} is no pipeline: it has no {INDEX}. Give the folder that holds that file and one folder for "
                f"each part (transformer, vae, scheduler...), as `save_pretrained` writes it"
            )
        return None
    pipeline, either = _read(folder / INDEX)
    return Model(name, folder, pipeline, family(pipeline, either=either))


def _read(path: Path) -> tuple[str, bool]:
    """Return the pipeline's class, and whether its weights do text and picture (Wan's TI2V says so)."""
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BackendError(f"{path} is not JSON ({error}); fetch the model again") from error
    named = index.get("_class_name") if isinstance(index, dict) else None
    if isinstance(named, list):
        raise BackendError(f"{path} asks for program code of its own ({named[0]}), which is never run; choose another model")
    if not isinstance(named, str):
        raise BackendError(f"{path} does not name a pipeline (`_class_name`); fetch the model again")
    return named, index.get("expand_timesteps") is True


def missing(name: str, revision: str) -> BackendUnavailable:
    """Return the error for a model that is not here: where it was looked for, and how to get it."""
    folder = looked_in(name, revision)
    if not is_on_hub(name):
        return BackendUnavailable(
            f"there is no model folder {folder} (looked for {folder.absolute() / INDEX}); "
            f"give the folder of a pipeline, or OWNER/NAME on the model hub"
        )
    at = "" if revision == "main" else f" --revision {revision}"
    return BackendUnavailable(
        f"the model {name} at {revision!r} is not on this machine (looked in {folder}, and for a folder {name}). Fetch it with "
        f"`hf download {name}{at}`, or set `local_files_only: false` to let the first shot fetch it"
    )


def refuse_pickled(model: Model) -> None:
    """Raise BackendError when a part has its weights only as pickles, which may run code of their own when they are read."""
    for part in sorted(path for path in model.folder.iterdir() if path.is_dir()):
        files = {path.suffix: path for path in sorted(part.iterdir()) if path.is_file()}
        pickled = [files[suffix] for suffix in _PICKLED if suffix in files]
        if pickled and ".safetensors" not in files:
            raise BackendError(
                f"{pickled[0]} is a pickle, which can run programs when it is read; only safetensors are. Fetch a revision of "
                f"{model.name} that has {part.name}/*.safetensors, or save it again with `save_pretrained` (safe_serialization)"
            )


def fingerprint(folder: Path) -> str:
    """Return the digest that a folder's model is known by in keys: small files by their bytes, weights by name and size."""
    digest = hashlib.sha256()
    for path in _files(folder):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        if size < _SMALL and path.suffix == ".json":
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path
