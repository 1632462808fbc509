"""Pictures that an order names, its still and references: looked at before anything is sent, then put where Runway fetches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from white_cloud.backends.hosted.seam import ordering_nothing
from white_cloud.backends.hosted.wire import httpx_client
from white_cloud.errors import BackendUnavailable, NotAccepted, Refusal, StoreError

#: What Runway takes as a picture, and how large an upload may be, by its documentation ("API Input Parameters").
FORMATS = ("PNG", "JPEG", "WEBP")
#: A JPEG that carries further pictures behind it, as a camera's preview, has a name of its own; who reads JPEG reads it.
_ALSO_JPEG = "MPO"
LARGEST = 200_000_000


@dataclass(frozen=True)
class Picture:
    """A picture that an order names, and what it is there for."""

    path: Path
    what: Literal["still", "reference"] = "still"

    @property
    def named(self) -> str:
        """What errors call it."""
        return f"the {self.what} {self.path.name}"

    def file_name(self, kind: str) -> str:
        """Return the name it travels under: its own is no part of the film, and may say more of a disk than it should."""
        return f"{self.what}.{kind}"


def size_of(path: Path) -> tuple[int, int]:
    """Return a still's width and height; raise Refusal where Runway would not take it."""
    look(Picture(path))
    from PIL import Image

    with Image.open(path) as picture:
        width, height = picture.size
    return width, height


def look(given: Picture) -> str:
    """Return the kind of picture that a file is, as in `image/png`.

    Raises Refusal where it is none that Runway takes, or does not decode to its end.
    """
    try:
        status = given.path.stat()
        kind = _kind(given.path)
        if kind not in FORMATS:
            raise Refusal(f"{given.named} is {kind or 'no picture'}; Runway takes {', '.join(FORMATS)}: save it as PNG")
        if status.st_size > LARGEST:
            raise Refusal(
                f"{given.named} has {status.st_size} bytes; Runway takes {LARGEST} at most: save it as JPEG, or smaller"
            )
        _decode(given.path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        if error.errno:  # the disk says so, not who decodes
            raise Refusal(f"{given.named} cannot be read: {error.strerror}") from error
        raise Refusal(_damaged(given, error)) from error
    except (SyntaxError, ValueError, EOFError) as error:  # what decoders raise beside OSError
        raise Refusal(_damaged(given, error)) from error
    return kind.lower()


def _damaged(given: Picture, error: Exception) -> str:
    return f"{given.named} is damaged: {error}; save it anew, or copy it again from where it came"


def _kind(path: Path) -> str:
    """Return what kind of picture a file says it is; empty where it is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            found = picture.format or ""
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return ""
    return "JPEG" if found == _ALSO_JPEG else found


@lru_cache(maxsize=256)
def _decode(path: Path, _size: int, _changed: int) -> None:
    """Read a picture to its end, once for as long as the file stays the same: a plan looks at each many times."""
    from PIL import Image

    with Image.open(path) as picture:
        picture.draft(picture.mode, (1, 1))  # a JPEG is read whole, and made small
        picture.load()


def upload(client: Any, sdk: Any, given: Picture, timeout: float) -> str:
    """Put a picture where Runway keeps it for a day and return its `runway://` address; nothing is ordered or paid by that.

    Two steps of the SDK's `uploads.create_ephemeral`, made here because that opens a connection of its own, past the house's.
    Raises Refusal, NotAccepted or BackendUnavailable.
    """
    try:
        return _given(client, sdk, given, timeout)
    except StoreError as error:  # a recording cannot be gone on with; nothing was ordered yet
        raise BackendUnavailable(f"{given.named} was not given to Runway: {error}") from None


def _given(client: Any, sdk: Any, given: Picture, timeout: float) -> str:
    kind = look(given)
    with ordering_nothing("Runway", sdk):
        named = {"filename": given.file_name(kind), "type": "ephemeral"}
        slot = client.post("/v1/uploads", body=named, cast_to=dict[str, Any])
    try:
        address, fields, uri = str(slot["uploadUrl"]), dict(slot["fields"]), str(slot["runwayUri"])
    except (KeyError, TypeError, ValueError):
        raise NotAccepted(f"Runway gave no place to put {given.named}") from None
    _post(address, fields, given, kind, timeout)
    return uri


def _post(address: str, fields: dict[str, str], given: Picture, kind: str, timeout: float) -> None:
    import httpx

    try:
        with httpx_client("files") as client, given.path.open("rb") as picture:
            sent = (given.file_name(kind), picture, f"image/{kind}")
            answer = client.post(address, data=fields, files={"file": sent}, timeout=timeout)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # the address is signed: it is not told
        raise NotAccepted(f"{given.named} did not reach Runway").because(type(error).__name__) from None
    if not answer.is_success:
        raise NotAccepted(f"{given.named} did not reach Runway: its store answered {answer.status_code}")
