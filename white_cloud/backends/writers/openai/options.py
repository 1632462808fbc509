"""The options of the writer `openai`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from white_cloud.backends.hosted.openai_account import AccountOptions


class WriterOptions(AccountOptions):
    """Which model writes, and how it is asked.

    A thinking model may need minutes, so its `timeout` is longer than others'. Models of today take `effort`, and take a
    `temperature` only with the effort `none`; what a model does not take, it refuses.
    """

    model: str = Field("gpt-6.1-terra", min_length=1, description="the model's name, as the server knows it")
    format: Literal["responses", "json_schema", "json_object"] = Field(
        "responses",
        description="how answers are asked for: the Responses API, or chat completions with a JSON Schema or with plain JSON",
    )
    effort: Literal["", "none", "minimal", "low", "medium", "high", "xhigh", "max"] = Field(
        "", description="how hard the model thinks first; the model's own habit when empty"
    )
    temperature: float | None = Field(
        None, ge=0, le=2, description="how freely words are chosen; the model's own when left out"
    )
    max_output_tokens: int = Field(0, ge=0, le=200_000, description="the most an answer may take; 0 follows from what is asked")
    timeout: float = Field(300.0, gt=0)
