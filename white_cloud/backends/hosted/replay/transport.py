"""The deck as a transport of an HTTP library: httpx, or httpx2, which has the same names.

The transport sends with an ordinary client of its own, so that proxies, certificates and redirects are those of a request
that is not recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from white_cloud.backends.hosted.replay.deck import Running
from white_cloud.backends.hosted.replay.exchange import Answer, Arriving, Cut, CutShort
from white_cloud.backends.hosted.replay.reading import read_asked

_PIECE = 1 << 20


def transport(http: Any, running: Running, vendor: str, ordinary: Callable[[], Any]) -> Any:
    """Return a transport of `http` that asks through a deck; `ordinary` makes a client that asks the vendor."""

    def handle(request: Any) -> Any:
        kind = request.headers.get("content-type", "")
        asked = read_asked(vendor, running.subject, request.method, request.url.path, kind, request.content)
        answer = running.deck.exchange(asked, lambda: _sent(http, ordinary, request))
        return _response(http, answer, request)

    # the library's own way to make a transport from a function; its name tells of one use only
    return http.MockTransport(handle)


@contextmanager
def _sent(http: Any, ordinary: Callable[[], Any], request: Any) -> Iterator[Arriving]:
    with ordinary() as client:
        try:
            answer = client.send(request, stream=True)
            try:
                headers = {name.lower(): value for name, value in answer.headers.items()}
                yield Arriving(answer.status_code, headers, answer.iter_bytes())
            finally:
                answer.close()
        except http.RequestError as error:
            raise CutShort(Cut(type(error).__name__, str(error))) from error


def _response(http: Any, answer: Answer, request: Any) -> Any:
    if answer.cut and not answer.status:
        raise _error(http, answer.cut, request)
    if isinstance(answer.body, bytes) and not answer.cut:
        return http.Response(answer.status, headers=answer.headers, content=answer.body)
    return http.Response(answer.status, headers=answer.headers, content=_pieces(http, answer, request))


def _pieces(http: Any, answer: Answer, request: Any) -> Iterator[bytes]:
    if isinstance(answer.body, Path):
        with answer.body.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    else:
        yield answer.body
    if answer.cut:
        raise _error(http, answer.cut, request)


def _error(http: Any, cut: Cut, request: Any) -> Exception:
    """Return the error of the library that a connection ended with."""
    kind = getattr(http, cut.error, None)
    if not (isinstance(kind, type) and issubclass(kind, http.RequestError)):
        kind = http.ReadError
    error: Exception = kind(cut.said, request=request)
    return error
