"""Pictures that an order names, its still and references: looked at before anything is sent, then put where Runway fetches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from white_cloud.backends.hosted.seam import asking
from white_cloud.backends.hosted.wire import httpx_client
from white_cloud.errors import Ambiguous, BackendUnavailable, NotAccepted, Refusal, StoreError

#: What Runway takes as a picture, and how large an upload may be, by its documentation ("API Input Parameters").
FORMATS = ("PNG", "JPEG", "WEBP")
LARGEST = 200_000_000


def size_of(path: Path) -> tuple[int, int]:
    """Return a still's width and height; raise Refusal where Runway would not take it."""
    look(path)
    from PIL import Image

    with Image.open(path) as picture:
        width, height = picture.size
    return width, height


def look(path: Path, what: str = "still") -> str:
    """Return the kind of picture that a file is, as in `image/png`; raise Refusal where it is none that Runway takes.

    `what` is what errors call it.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        size = path.stat().st_size
        with Image.open(path) as picture:
            kind = picture.format or ""
    except (UnidentifiedImageError, Image.DecompressionBombError):
        kind = ""
    except OSError as error:
        raise Refusal(f"the {what} {path.name} cannot be read: {error.strerror or error}") from error
    if kind not in FORMATS:
        raise Refusal(f"the {what} {path.name} is {kind or 'no picture'}; Runway takes {', '.join(FORMATS)}: save it as PNG")
    if size > LARGEST:
        raise Refusal(f"the {what} {path.name} has {size} bytes; Runway takes {LARGEST} at most: save it as JPEG, or smaller")
    return kind.lower()


def upload(client: Any, sdk: Any, path: Path, timeout: float, what: str = "still") -> str:
    """Put a picture where Runway keeps it for a day and return its `runway://` address; nothing is ordered or paid by that.

    Two steps of the SDK's `uploads.create_ephemeral`, made here because that opens a connection of its own, past the house's.
    Raises Refusal, NotAccepted or BackendUnavailable.
    """
    try:
        return _given(client, sdk, path, timeout, what)
    except StoreError as error:  # a recording cannot be gone on with; nothing was ordered yet
        raise BackendUnavailable(f"the {what} {path.name} was not given to Runway: {error}") from None


def _given(client: Any, sdk: Any, path: Path, timeout: float, what: str) -> str:
    kind = look(path, what)
    try:
        with asking("Runway", sdk):
            # the name is no part of the film, and may say more of a person's disk than it should
            slot = client.post("/v1/uploads", body={"filename": f"still.{kind}", "type": "ephemeral"}, cast_to=dict[str, Any])
    except Ambiguous as error:  # nothing was ordered yet
        raise NotAccepted(f"Runway gave no place to put the {what}: {error}") from None
    try:
        address, fields, uri = str(slot["uploadUrl"]), dict(slot["fields"]), str(slot["runwayUri"])
    except (KeyError, TypeError, ValueError):
        raise NotAccepted(f"Runway gave no place to put the {what}") from None
    _post(address, fields, path, kind, timeout, what)
    return uri


def _post(address: str, fields: dict[str, str], path: Path, kind: str, timeout: float, what: str) -> None:
    import httpx

    try:
        with httpx_client("files") as client, path.open("rb") as still:
            answer = client.post(
                address, data=fields, files={"file": (f"still.{kind}", still, f"image/{kind}")}, timeout=timeout
            )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # the address is signed: it is not told
        raise NotAccepted(f"the {what} {path.name} did not reach Runway: {type(error).__name__}") from None
    if not answer.is_success:
        raise NotAccepted(f"the {what} {path.name} did not reach Runway: its store answered {answer.status_code}")
