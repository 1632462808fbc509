"""Text embeddings between two prompts: what a text encoder made of each, mixed in numbers rather than in words."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from white_cloud.backends.cameras.diffusion.families import Family
from white_cloud.backends.cameras.diffusion.libraries import library


def can_mix(pipeline: Any, family: Family) -> bool:
    """Return whether a pipeline takes embeddings that its own encode_prompt makes of text alone."""
    return bool(family.embeds) and hasattr(pipeline, "encode_prompt")


def mixed(pipeline: Any, family: Family, prompts: tuple[str, str], at: Fraction, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a pipeline's arguments that stand for the text at `at` (0..1) between two prompts.

    `asked` holds what the pipeline is asked besides, with its defaults: guidance, the negative prompt, the longest text.
    """
    first, last = (_encoded(pipeline, family, prompt, asked) for prompt in prompts)
    return {name: _between(first[name], last[name], float(at)) for name in family.embeds if first[name] is not None}


def _encoded(pipeline: Any, family: Family, prompt: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    known = inspect.signature(pipeline.encode_prompt).parameters
    given = {
        "prompt": prompt,
        "device": pipeline._execution_device,  # where offloaded parts are put to work; there is no public name for it
        "num_images_per_prompt": 1,
        "num_videos_per_prompt": 1,
        "do_classifier_free_guidance": (asked.get("guidance_scale") or 0) > 1,
        "negative_prompt": asked.get("negative_prompt"),
        "max_sequence_length": asked.get("max_sequence_length"),
    }
    with library("torch").no_grad():
        made = pipeline.encode_prompt(**{name: value for name, value in given.items() if name in known and value is not None})
    return dict(zip(family.embeds, made, strict=True))


def _between(first: Any, last: Any, at: float) -> Any:
    """Mix two tensors; between the ends, a mask holds for what either text holds."""
    if at in {0, 1}:
        return last if at else first
    if first.dtype.is_floating_point:
        return first + (last - first) * at
    return first | last if first.dtype == library("torch").bool else library("torch").maximum(first, last)
