"""The camera `diffusers` on tiny pipelines of every family."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("diffusers")

from white_cloud.media.probe import probe

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]

FROM_WORDS = (
    "WanPipeline", "LTXPipeline", "CogVideoXPipeline", "HunyuanVideoPipeline", "AnimateDiffPipeline", "TextToVideoSDPipeline",
    "StableDiffusionPipeline",
)  # fmt: skip


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("family", FROM_WORDS)
def test_a_family_makes_a_take_from_words(
    family: str, dtype: str, asked: Callable[..., Any], shoot: Callable[..., Any]
) -> None:
    """With the frames, the rate and the size that were asked, whatever the model makes."""
    footage = shoot(asked(family, {"dtype": dtype}))
    facts = probe(footage.path)
    assert (facts.frames, facts.rate, facts.size, facts.constant) == (5, Fraction(24), (48, 26), True)
    assert footage.record["pipeline"] == family
    assert footage.record["steps"] == 2
