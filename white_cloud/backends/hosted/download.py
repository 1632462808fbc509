"""A file is fetched from a vendor: bounded, whole, looked at, and only then called by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from white_cloud.backends.hosted.wire import httpx_client
from white_cloud.errors import BackendError, NotAccepted
from white_cloud.media.atomic import whole_or_absent
from white_cloud.media.disk import disk_errors

if TYPE_CHECKING:
    import httpx

#: No take is larger, in bytes.
LARGEST = 2_000_000_000
#: A store that answers so no longer honours an address.
_EXPIRED = {401, 403, 404, 410}

T = TypeVar("T")


class Expired(NotAccepted):
    """The address no longer holds; the order may have a fresh one."""


def fetch(address: str, path: Path, timeout: float, look: Callable[[Path], T], largest: int = LARGEST) -> T:
    """Write what lies at a signed address to `path`, and return what `look` says of it; the address is never told.

    The file stands under its name only when as many bytes came as were announced and `look` raised nothing. Raises Expired,
    NotAccepted when it is to be asked for again, and BackendError for more than `largest` bytes.
    """
    with whole_or_absent(path) as part:
        with disk_errors("write", path):
            _receive(address, part, timeout, largest)
        return look(part)


def _receive(address: str, part: Path, timeout: float, largest: int) -> None:
    import httpx

    try:
        with httpx_client("files", largest=None) as client, client.stream("GET", address, timeout=timeout) as answer:
            announced = _announced(answer)
            if announced is not None and announced > largest:
                raise _too_large(announced, largest)
            came = _written(answer, part, largest)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotAccepted("the file did not come whole").because(type(error).__name__) from None
    if announced is not None and came != announced:
        raise NotAccepted(f"the file did not come whole: {came} of {announced} bytes")
    if not came:
        raise NotAccepted("the file came empty")


def _announced(answer: httpx.Response) -> int | None:
    """Return how many bytes are to come, None where that is not said; raise Expired or NotAccepted for any other answer."""
    if answer.status_code in _EXPIRED:
        raise Expired(f"the address of the file no longer holds ({answer.status_code})")
    if answer.status_code != 200:
        raise NotAccepted(f"the file cannot be fetched now ({answer.status_code})")
    length = answer.headers.get("content-length", "")
    return int(length) if length.isdigit() else None


def _written(answer: httpx.Response, part: Path, largest: int) -> int:
    with part.open("wb") as file:
        # raw: media is never compressed on its way, and the bytes are to be counted as they come
        for some in answer.iter_raw():
            if file.tell() + len(some) > largest:
                raise _too_large(file.tell() + len(some), largest)
            file.write(some)
        return file.tell()


def _too_large(size: int, largest: int) -> BackendError:
    return BackendError(f"the file has {size} bytes or more; {largest} are the most that are fetched")
