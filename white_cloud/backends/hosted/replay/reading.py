"""From the bytes of a request to what was asked: JSON as data, forms by their fields and the digests of their files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from white_cloud.backends.hosted.replay.exchange import Asked
from white_cloud.backends.hosted.replay.privacy import api_path, clean, clean_text, comparable

_NAME = re.compile(rb'\bname="([^"]*)"')
_FILE = re.compile(rb'\bfilename="')
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')


def read_asked(vendor: str, subject: str, method: str, path: str, kind: str, content: bytes) -> Asked:
    """Return a request as it is compared and kept; `kind` is its content type. Its address, host and headers do not count."""
    body, files = _body(kind, content)
    return Asked(vendor, method, api_path(path), comparable(clean(body)), subject, files)


def _body(kind: str, content: bytes) -> tuple[Any, dict[str, bytes]]:
    boundary = _BOUNDARY.search(kind)
    if kind.startswith("multipart/form-data") and boundary:
        return _form(content, boundary[1].encode())
    if not content:
        return None, {}
    if "json" in kind:
        try:
            return json.loads(content), {}
        except ValueError:  # told as bytes below
            pass
    digest = hashlib.sha256(content).hexdigest()
    return {"sha256": digest, "bytes": len(content)}, {digest: content}


def _form(content: bytes, boundary: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the fields of a form, files among them as digests, and the files by digest. RFC 7578."""
    fields: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for head, value in _parts(content, boundary):
        name = _NAME.search(head)
        field = clean_text(name[1].decode(errors="replace")) if name else ""
        if _FILE.search(head):
            digest = hashlib.sha256(value).hexdigest()
            files[digest] = value
            fields[field] = {"sha256": digest, "bytes": len(value)}
        else:
            fields[field] = value.decode(errors="replace")
    return fields, files


def _parts(content: bytes, boundary: bytes) -> Iterator[tuple[bytes, bytes]]:
    for part in (b"\r\n" + content).split(b"\r\n--" + boundary)[1:-1]:
        head, _, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        yield head, value
