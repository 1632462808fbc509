"""Where connections to vendors come from: every request of a hosted backend goes through one.

None tries twice, none takes an answer of any size, and none logs what signs an address.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from white_cloud.backends.hosted.keys import scrubbed
from white_cloud.backends.hosted.replay.deck import running
from white_cloud.backends.hosted.replay.exchange import TooLarge
from white_cloud.backends.hosted.replay.transport import transport

if TYPE_CHECKING:
    import httpx
    import httpx2

#: No answer that is held in memory is larger, in bytes as they come: an hour of speech is less.
LARGEST = 300_000_000


def httpx_client(vendor: str, largest: int | None = LARGEST) -> httpx.Client:
    """Return a new client, for the caller to close; how long it waits is said with each request.

    `vendor` is who is asked, as recordings call them; a store of files is `files`, whoever keeps it. An answer of more than
    `largest` bytes raises TooLarge; None is for who counts them as they come.
    """
    import httpx

    if (deck := running()) is None:
        client = _httpx_client()
    else:
        client = httpx.Client(follow_redirects=True, transport=transport(httpx, deck, vendor, _httpx_client))
    _let_be_careful(httpx, client, largest)
    return client


def httpx2_client(vendor: str, largest: int = LARGEST) -> httpx2.Client:
    """Return a new client as the SDK `openai` wants it, likewise; whoever asks closes it."""
    import httpx2
    import openai

    if (deck := running()) is None:
        client = openai.DefaultHttpxClient()
    else:
        client = openai.DefaultHttpxClient(transport=transport(httpx2, deck, vendor, openai.DefaultHttpxClient))
    _let_be_careful(httpx2, client, largest)
    return client


def _let_be_careful(http: Any, client: Any, largest: int | None) -> None:
    """Let a client of an HTTP library (`httpx`, or `httpx2`) take no more than it should, and log nothing that signs."""
    logging.getLogger(http.__name__).addFilter(_UNSIGNED)
    if largest is not None:
        client.event_hooks = {"response": [partial(_bound, http, largest)]}


def _bound(http: Any, largest: int, answer: Any) -> None:
    class Bounded(http.SyncByteStream):  # type: ignore[misc]
        def __init__(self, stream: Any) -> None:
            self.stream = stream

        def __iter__(self) -> Iterator[bytes]:
            came = 0
            for some in self.stream:
                came += len(some)
                if came > largest:
                    raise TooLarge(f"the answer has more than {largest} bytes; the rest is not fetched")
                yield some

        def close(self) -> None:
            self.stream.close()

    answer.stream = Bounded(answer.stream)


class _Unsigned(logging.Filter):
    """Takes keys, and what signs an address, out of what an HTTP library logs of each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(one if isinstance(one, int | float) else scrubbed(str(one)) for one in record.args)
        return True


_UNSIGNED = _Unsigned()


def _httpx_client() -> httpx.Client:
    import httpx

    return httpx.Client(follow_redirects=True, verify=_trusted())


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this machine trusts; read once, since that takes longer than most requests."""
    import httpx

    return httpx.create_ssl_context()
