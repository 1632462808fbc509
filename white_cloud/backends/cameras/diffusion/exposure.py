"""Asking a pipeline for pictures: its arguments, its noise, its steps."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from white_cloud.backends.base import Progress
from white_cloud.backends.cameras.diffusion import embeddings
from white_cloud.backends.cameras.diffusion.libraries import library
from white_cloud.backends.cameras.diffusion.pipelines import Loaded, parameters
from white_cloud.errors import BackendError, Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

#: Seeds of torch's generators have 63 bits here, as ours do.
_SEEDS = 2**63


@dataclass(frozen=True)
class Exposure:
    """What a pipeline is asked for: words (or a point `at` between two prompts), size, frames, rate, manner, seed, still."""

    words: str
    size: tuple[int, int]
    frames: int
    fps: Fraction
    seed: int
    steps: int | None = None
    guidance: float | None = None
    negative: str = ""
    forgets: Fraction = Fraction(0)
    between: tuple[str, str] | None = None
    at: Fraction = Fraction(0)
    still: Image | None = None


@dataclass(frozen=True)
class Exposed:
    """Pictures, float 0..1 of shape (frames, height, width, 3), and how they came to be, for the record."""

    pictures: NDArray[np.floating[Any]]
    record: dict[str, Any]


def fewer(steps: int, amnesia: Fraction) -> int:
    """Return the steps that are left with amnesia (0..1): down to half of them, one at the least."""
    return max(1, int(steps * (1 - amnesia / 2)))


def expose(loaded: Loaded, asked: Exposure, progress: Progress) -> Exposed:
    """Ask the pipeline; `progress` hears each step (0..1) and may raise, which ends the work between two steps.

    Raises Refusal where the pipeline cannot take what is asked, BackendError where its answer is no picture, and what the
    library raises where memory runs out.
    """
    pipeline = loaded.pipeline_for(asked.still is not None)
    known = parameters(pipeline)
    arguments, words = _arguments(pipeline, loaded, asked, known)
    steps = arguments.get("num_inference_steps") or 0
    arguments |= _listening(known, steps, progress)
    try:
        answer = pipeline(**arguments)
    except ValueError as error:  # diffusers checks what it is asked, and says what was wrong
        raise Refusal(f"{type(pipeline).__name__} refused: {error}") from error
    finally:
        if hasattr(pipeline, "maybe_free_model_hooks"):
            pipeline.maybe_free_model_hooks()  # left undone where a step was interrupted
    record = {
        "pipeline": type(pipeline).__name__,
        "steps": steps,
        "words": words,
        "seed": asked.seed % _SEEDS,
        "size": list(asked.size),
        "hears_steps": "callback_on_step_end" in known or "callback" in known,
    }
    return Exposed(_pictures(answer, pipeline), record)


def _arguments(pipeline: Any, loaded: Loaded, asked: Exposure, known: dict[str, Any]) -> tuple[dict[str, Any], str]:
    defaults = {name: value for name, value in known.items() if value not in (inspect.Parameter.empty, None)}
    steps = asked.steps or defaults.get("num_inference_steps")
    guidance = asked.guidance if asked.guidance is not None else defaults.get("guidance_scale")
    given = {
        "prompt": asked.words,
        "negative_prompt": asked.negative or None,
        "num_frames": asked.frames,
        "video_length": asked.frames,
        "width": asked.size[0],
        "height": asked.size[1],
        "num_inference_steps": fewer(steps, asked.forgets) if steps else None,
        "guidance_scale": guidance,
        "frame_rate": float(asked.fps),
        "fps": round(asked.fps),
        "image": asked.still,
        "generator": library("torch").Generator("cpu").manual_seed(asked.seed % _SEEDS),
        "output_type": "np",
    }
    arguments = {name: value for name, value in given.items() if name in known and value is not None}
    words = asked.words
    if asked.between and embeddings.can_mix(pipeline, loaded.model.family):
        mix = embeddings.mixed(pipeline, loaded.model.family, asked.between, asked.at, {**defaults, **arguments})
        arguments = {name: value for name, value in arguments.items() if name not in {"prompt", "negative_prompt"}} | mix
        words = f"{float(asked.at):.3f} of the way from {asked.between[0]!r} to {asked.between[1]!r}"
    return arguments, words


def _listening(known: dict[str, Any], steps: int, progress: Progress) -> dict[str, Any]:
    """Return the argument by which a pipeline tells of its steps; none where it does not."""
    if "callback_on_step_end" in known:
        return {"callback_on_step_end": _each_step(steps, progress)}
    if "callback" in known:  # the older way
        return {"callback": lambda step, _time, _latents: progress(min((step + 1) / max(steps, 1), 1.0))}
    return {}


def _each_step(steps: int, progress: Progress) -> Callable[..., dict[str, Any]]:
    def heard(_pipeline: Any, step: int, _time: Any, state: dict[str, Any]) -> dict[str, Any]:
        progress(min((step + 1) / max(steps, 1), 1.0))
        return state

    return heard


def _pictures(answer: Any, pipeline: Any) -> NDArray[np.floating[Any]]:
    import numpy as np

    pictures = np.asarray(answer.frames[0] if hasattr(answer, "frames") else answer.images)
    if pictures.ndim != 4 or pictures.shape[3] != 3:
        raise BackendError(
            f"{type(pipeline).__name__} gave an array of shape {pictures.shape}, expected (frames, height, width, 3)"
        )
    if not np.isfinite(pictures).all():
        raise BackendError(
            f"{type(pipeline).__name__} gave a picture that is no number: its sums overflowed; try `dtype: bfloat16`"
        )
    return pictures
