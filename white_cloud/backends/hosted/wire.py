"""Where connections to vendors come from: every request of a hosted backend goes through one. None tries twice."""

from __future__ import annotations

import ssl
from functools import cache
from typing import TYPE_CHECKING

from white_cloud.backends.hosted.replay.deck import running
from white_cloud.backends.hosted.replay.transport import transport

if TYPE_CHECKING:
    import httpx
    import httpx2


def httpx_client(vendor: str) -> httpx.Client:
    """Return a new client, for the caller to close; how long it waits is said with each request.

    `vendor` is who is asked, as recordings call them; a store of files is `files`, whoever keeps it.
    """
    import httpx

    deck = running()
    if deck is None:
        return _httpx_client()
    return httpx.Client(follow_redirects=True, transport=transport(httpx, deck, vendor, _httpx_client))


def httpx2_client(vendor: str) -> httpx2.Client:
    """Return a new client as the SDK `openai` wants it; whoever asks closes it."""
    import httpx2
    import openai

    deck = running()
    if deck is None:
        return openai.DefaultHttpxClient()
    return openai.DefaultHttpxClient(transport=transport(httpx2, deck, vendor, openai.DefaultHttpxClient))


def _httpx_client() -> httpx.Client:
    import httpx

    return httpx.Client(follow_redirects=True, verify=_trusted())


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this machine trusts; read once, since that takes longer than most requests."""
    import httpx

    return httpx.create_ssl_context()
