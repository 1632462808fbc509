"""Loading pipelines, and holding them until they are given back: one load for all shots of a batch."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any

from white_cloud.backends.cameras.diffusion import models
from white_cloud.backends.cameras.diffusion.libraries import library, member
from white_cloud.backends.cameras.diffusion.models import Model
from white_cloud.backends.cameras.diffusion.options import DiffusersOptions
from white_cloud.backends.local_models import device_of, release
from white_cloud.errors import BackendError

#: What a held pipeline is known by: name, revision, dtype, device, offload, tiling.
Key = tuple[str, str, str, str, str, bool]


@dataclass
class Loaded:
    """A model with its pipeline in place, and the one for pictures that shares its weights, if there is such a one."""

    model: Model
    device: str
    pipeline: Any
    from_picture: Any = None

    def pipeline_for(self, still: bool) -> Any:
        """Return the pipeline for a start from words alone, or from a still."""
        return self.from_picture if still and self.from_picture is not None else self.pipeline


#: Pipelines are used by one thread at a time: they keep the state of their schedule in themselves.
in_use = RLock()
_held: dict[Key, Loaded] = {}


def parameters(pipeline: Any) -> dict[str, Any]:
    """Return what a pipeline may be asked with: names and defaults."""
    return {name: one.default for name, one in inspect.signature(pipeline.__call__).parameters.items()}


def key(options: DiffusersOptions, *, second: bool = False) -> Key:
    """Return what the pipeline of the options, or of their image_model (`second`), is held by."""
    name, revision = (options.image_model, options.image_revision) if second else (options.model, options.revision)
    return name, revision, options.dtype, device(options), options.offload, options.tiling


def device(options: DiffusersOptions) -> str:
    """Return the device to work on; raise BackendUnavailable for one that is not here, BackendError for no way to offload."""
    library("torch")  # where it cannot be imported, that is told
    chosen = device_of(options.device)
    if chosen == "cpu" and options.offload != "none":
        raise BackendError(
            f"`offload: {options.offload}` moves the model between a GPU and this machine, which works on the cpu"
        )
    return chosen


def keep_only(keys: Iterable[Key]) -> None:
    """Give back every pipeline but these, and the memory with them."""
    lost = set(_held) - set(keys)
    for one in lost:
        del _held[one]
    if lost:
        release()


def find_or_fetch(name: str, revision: str, options: DiffusersOptions) -> Model:
    """Return the model, fetched first where the options allow it; raise BackendUnavailable when it is not here.

    Raises UserError for a folder that is not there, BackendError for one that is no pipeline.
    """
    found = models.find(name, revision)
    if found is None and not options.local_files_only:
        _fetch(name, revision)
        found = models.find(name, revision)
    if found is None:
        raise models.missing(name, revision)
    return found


def _fetch(name: str, revision: str) -> None:
    hub = member("DiffusionPipeline", "diffusers")
    with _told(
        f"cannot fetch {name} at {revision!r}; see that there is a network, that the name is right and its terms accepted"
    ):
        hub.download(name, revision=revision, use_safetensors=True, trust_remote_code=False)


def load(model: Model, wanted: Key, options: DiffusersOptions) -> Loaded:
    """Return the pipeline of a model, from memory where it is held; raise BackendError when it cannot be loaded."""
    if wanted not in _held:
        models.refuse_pickled(model)
        pipeline = _read(model, options)
        pair = _sibling(model, pipeline)
        _place(pipeline, wanted[3], options)
        if pair is not None and options.offload != "sequential":  # whose hooks sit in the layers, which are shared
            _place(pair, wanted[3], options)
        _held[wanted] = Loaded(model, wanted[3], pipeline, pair)
    return _held[wanted]


def _read(model: Model, options: DiffusersOptions) -> Any:
    diffusers, torch = library("diffusers"), library("torch")
    if member(model.pipeline, "diffusers") is None:
        raise BackendError(
            f"{model.folder / models.INDEX} wants a {model.pipeline}, which diffusers {diffusers.__version__} has not; "
            f"`pip install --upgrade diffusers`, or choose another model"
        )
    for one in (diffusers, library("transformers")):
        one.utils.logging.disable_progress_bar()  # the build shows its own
    dtype = getattr(torch, options.dtype)
    types = {"default": dtype, "vae": torch.float32} if model.family.exact_vae else dtype
    with _told(f"cannot load {model.name} from {model.folder}; fetch it again if a file is missing"):
        return diffusers.DiffusionPipeline.from_pretrained(
            str(model.folder), local_files_only=True, use_safetensors=True, trust_remote_code=False, dtype=types
        )


def _sibling(model: Model, pipeline: Any) -> Any:
    """Return the image-to-video pipeline over the same weights, None where there is none."""
    kind = member(model.family.sibling, "diffusers") if model.family.sibling else None
    if kind is None or isinstance(pipeline, kind):
        return None
    # not from_pipe, which would turn every part to float32
    parts = {**{name: value for name, value in pipeline.config.items() if not name.startswith("_")}, **pipeline.components}
    return kind(**{name: parts[name] for name in inspect.signature(kind.__init__).parameters if name in parts})


def _place(pipeline: Any, at: str, options: DiffusersOptions) -> None:
    pipeline.set_progress_bar_config(disable=True)
    if options.tiling:
        _tile(pipeline)
    if options.offload == "model":
        pipeline.enable_model_cpu_offload(device=at)
    elif options.offload == "sequential":
        pipeline.enable_sequential_cpu_offload(device=at)
    else:
        pipeline.to(at)


def _tile(pipeline: Any) -> None:
    vae: Any = getattr(pipeline, "vae", None)
    if not hasattr(vae, "enable_tiling"):
        raise BackendError(f"{type(pipeline).__name__} cannot decode in tiles; leave out `tiling`")
    vae.enable_tiling()


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Translate whatever a library raises about files and networks into a BackendError."""
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, ImportError, AttributeError) as error:
        raise BackendError(
            f"{what} ({str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__})"
        ) from error
