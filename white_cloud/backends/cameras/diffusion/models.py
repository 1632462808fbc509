"""Where a model lies on this machine and what it says of itself. Reads small files only; imports no model library.

A model is a folder, written from the root, or OWNER/NAME in the cache of the model hub. The cache's layout (refs/REVISION
holds a commit, snapshots/COMMIT the files) is that of the documentation of huggingface_hub, "Understand caching".
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from white_cloud.backends.cameras.diffusion.families import Family, family, needs_picture, takes_picture
from white_cloud.backends.local_models import folder_of
from white_cloud.errors import BackendError, BackendUnavailable, Refusal

INDEX = "model_index.json"
_COMMIT = re.compile(r"[0-9a-f]{40}")
_PICKLED = (".bin", ".ckpt", ".pt", ".pth", ".pkl")


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


def _cached(name: str, revision: str) -> Path:
    """Return the folder where the hub's cache has a model, whether it is there or not."""
    stored = cache() / f"models--{name.replace('/', '--')}"
    if _COMMIT.fullmatch(revision):
        return stored / "snapshots" / revision
    pointer = stored / "refs" / revision
    return stored / "snapshots" / (pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else revision)


def find(name: str, revision: str = "main") -> Model | None:
    """Return a model that is on this machine, None for one of the hub that is not.

    Raises UserError for a folder that is not there, BackendError when what is there is no pipeline.
    """
    own = folder_of(name)
    folder = own or _cached(name, revision)
    if not (folder / INDEX).is_file():
        if own:
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
    """Return the error for a model of the hub that is not here: where it was looked for, and how to get it."""
    at = "" if revision == "main" else f" --revision {revision}"
    return BackendUnavailable(
        f"the model {name} at {revision!r} is not on this machine (looked in {_cached(name, revision)}). Fetch it with "
        f"`hf download {name}{at}`, set `local_files_only: false` to let the first shot fetch it, or write `model:` as the "
        "folder of one, from the root"
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


def refuse_start(first: Model, second: Model | None, still: str) -> None:
    """Raise Refusal where a shot cannot start as it asks: from a still, by its file's name, or (empty) from words alone.

    `second` is the `image_model`, None without one.
    """
    if second is not None and not second.takes_picture:
        raise Refusal(f"the image_model {second.name} ({second.pipeline}) takes no picture; name one that does")
    last = second or first
    if still and not last.takes_picture:
        raise Refusal(
            f"{last.name} ({last.pipeline}) starts from words, not from the still {still}; "
            f"leave out `image`, or name an `image_model` that starts from one (docs/cameras.md lists some)"
        )
    if not still and first.wants_picture:
        raise Refusal(
            f"{first.name} ({first.pipeline}) starts from a picture, and the shot has none; make it the "
            f"`image_model`, and name as `model` one that starts from words"
        )
