"""Where connections to vendors come from: every request of a hosted backend goes through one. None tries twice."""

from __future__ import annotations

import ssl
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx
    import httpx2


def httpx_client() -> httpx.Client:
    """Return a new client, for the caller to close; how long it waits is said with each request."""
    import httpx

    return httpx.Client(follow_redirects=True, verify=_trusted())


def httpx2_client() -> httpx2.Client:
    """Return a new client as the SDK `openai` wants it; whoever asks closes it."""
    import openai

    return openai.DefaultHttpxClient()


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this machine trusts; read once, since that takes longer than most requests."""
    import httpx

    return httpx.create_ssl_context()
