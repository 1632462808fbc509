"""Where connections to vendors come from: every request of a hosted backend goes through one of these."""

from __future__ import annotations

import ssl
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx


def httpx_client() -> httpx.Client:
    """Return a new client, for the caller to close; how long it waits is said with each request."""
    import httpx

    return httpx.Client(follow_redirects=True, verify=_trusted())


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this machine trusts; read once, since that takes longer than most requests."""
    import httpx

    return httpx.create_ssl_context()
