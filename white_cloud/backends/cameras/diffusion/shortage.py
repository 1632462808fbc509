"""Running out of memory, turned into advice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from white_cloud.backends.cameras.diffusion.libraries import library
from white_cloud.backends.cameras.diffusion.options import DiffusersOptions
from white_cloud.backends.local_models import release
from white_cloud.errors import BackendError

#: What the libraries say where they have no class for it: Apple's GPU, the processor (on Linux, on Windows).
_SAYINGS = ("MPS backend out of memory", "can't allocate memory", "not enough memory", "Cannot allocate memory")


@contextmanager
def advised(options: DiffusersOptions, size: tuple[int, int], frames: int) -> Iterator[None]:
    """Turn a lack of memory inside the block into a BackendError that says what to change first.

    What else a model's sums fail over becomes a BackendError in its own words.
    """
    torch = library("torch")
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
        if not _is_shortage(error, torch.OutOfMemoryError):
            raise BackendError(f"{options.model} failed at its work: {_first_line(error)}") from error
        message = (
            f"out of memory: {options.model} at {size[0]}x{size[1]}, {frames} frames, {options.dtype}. "
            f"In this order: {'; '.join(advice(options, size, frames))}. The machine said: {_first_line(error)}"
        )
    else:
        return
    # outside the handler: the error's traceback holds what filled the memory
    release()
    raise BackendError(message)


def advice(options: DiffusersOptions, size: tuple[int, int], frames: int) -> list[str]:
    """Return what to change, the least harm to the picture first; what is done already is left out."""
    said = []
    if options.device != "cpu" and options.offload != "sequential":
        said.append("`offload: model`" if options.offload == "none" else "`offload: sequential` (slow)")
    if not options.tiling:
        said.append("`tiling: true`")
    said.append(f"a smaller `size` (now {size[0]}x{size[1]})")
    said.append(f"fewer frames (now {frames}): a shorter shot or a smaller `max_frames`")
    if options.dtype == "float32":
        said.append("`dtype: float16` or bfloat16")
    return said


def _is_shortage(error: BaseException, kind: type[BaseException]) -> bool:
    return isinstance(error, (kind, MemoryError)) or any(saying in str(error) for saying in _SAYINGS)


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
