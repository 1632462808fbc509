"""The wire: the one place where the HTTP clients of hosted backends are made. They try nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2


def httpx2_client() -> httpx2.Client:
    """Return a new client as the SDK `openai` wants it; whoever asks closes it."""
    import openai

    return openai.DefaultHttpxClient()
