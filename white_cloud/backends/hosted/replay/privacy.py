"""What never enters a recording: keys, what signs an address, accounts. Taken out before a request is compared or written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from white_cloud.backends.hosted.keys import without_keys

#: The headers of an answer that are kept; of a request none is.
HEADERS = ("content-length", "content-type", "retry-after", "retry-after-ms")
#: Where addresses of files lead that were signed, or led to somebody's own server.
ELSEWHERE = "https://recorded.invalid"
REMOVED = "[removed]"

_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_SIGNED = re.compile(r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]*")
_USER = re.compile(r"(https?://)[^/\s@\"'<>]+@")
_BEARER = re.compile(r"(?i)\bbearer\s+[A-Za-z0-9._~+/=-]{16,}")
_KEY = re.compile(r"\b(?:sk-[A-Za-z0-9_-]{16,}|key_[A-Za-z0-9]{24,})")
_ACCOUNT = re.compile(r"\b(?:org-|proj_)[A-Za-z0-9]{8,}\b")
#: Fields whose text signs an upload, or is a key.
_SECRET = re.compile(
    r"(?i)(?:x-(?:amz|goog|ms)-.*|awsaccesskeyid|policy|signature|.*credentials?|.*[-_]token|token|.*api[-_]?key|.*secret"
    r"|password|authorization|cookie)"
)
#: What a vendor calls a file that was given to it; what it holds is in the request that gave it.
_GIVEN = re.compile(r"([a-z][a-z0-9+.-]*)://\S+")


def clean(value: Any) -> Any:
    """Return plain data without secrets: an address stands without its query and at a fixed host; names are looked at too."""
    if isinstance(value, str):
        return _address(value) if _ADDRESS.fullmatch(value) else clean_text(value)
    if isinstance(value, Mapping):
        return {clean_text(str(name)): _field(str(name), inner) for name, inner in value.items()}
    return [clean(item) for item in value] if isinstance(value, list | tuple) else value


def clean_text(text: str) -> str:
    """Return a text without keys, accounts, and without what signs the addresses in it."""
    text = _KEY.sub("[key]", _BEARER.sub("Bearer [key]", without_keys(text)))
    return _ACCOUNT.sub("[account]", _SIGNED.sub(r"\1?[signed]", _USER.sub(r"\1", text)))


def comparable(value: Any) -> Any:
    """Return clean data as requests are compared: what a vendor called a file for a day (`runway://...`) does not count."""
    if isinstance(value, str):
        given = _GIVEN.fullmatch(value)
        return f"{given[1]}://" if given and given[1] not in {"http", "https"} else value
    if isinstance(value, Mapping):
        return {name: comparable(inner) for name, inner in value.items()}
    return [comparable(item) for item in value] if isinstance(value, list) else value


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return those headers of an answer that are kept, sorted."""
    return {name: clean_text(headers[name]) for name in HEADERS if name in headers}


def api_path(path: str) -> str:
    """Return a path as the vendor's documentation names it: what stands before `/v1/` belongs to the server's address."""
    _, version, rest = path.partition("/v1/")
    return clean_text(version + rest if version else path)


def _address(text: str) -> str:
    try:
        path = urlsplit(text).path
    except ValueError:  # no address after all, however it begins
        return clean_text(text)
    return ELSEWHERE + clean_text(path)


def _field(name: str, value: Any) -> Any:
    return REMOVED if isinstance(value, str) and _SECRET.fullmatch(name) else clean(value)
