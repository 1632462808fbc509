"""A WAV file as it comes over the wire: mended where its header does not know its length, refused where sound is missing."""

from __future__ import annotations

import struct
from collections.abc import Iterator

#: Lengths that a server writes when it begins to send before it knows them.
_UNKNOWN = {0, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF}
_FORMAT_LEAST = 16


def mended(data: bytes) -> bytes:
    """Return a WAV file whose header says how long it is; raise ValueError for what is none, or is cut off.

    Only its format and its samples are kept. Source of the form: Multimedia Programming Interface and Data Specifications 1.0.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError(f"it is no WAV file: it begins with {data[:12]!r}" if data else "it is empty")
    form = b""
    for name, size, at in _chunks(data):
        if name == b"fmt ":
            form = data[at : at + size]
        if name == b"data":
            return _whole(form, data, at, size)
    raise ValueError("it is a WAV file without samples")


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the chunks of a RIFF file: name, stated size, and where the content begins."""
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        yield name, size, at + 8
        at += 8 + size + size % 2


def _whole(form: bytes, data: bytes, at: int, size: int) -> bytes:
    if len(form) < _FORMAT_LEAST:
        raise ValueError("it is a WAV file that does not say how its samples are written")
    there = len(data) - at
    if size > there and size not in _UNKNOWN and not _streamed(data):
        raise ValueError(f"it is cut off: {there} of {size} bytes of samples came")
    samples = data[at : at + (there if size in _UNKNOWN or _streamed(data) else size)]
    block = max(struct.unpack_from("<H", form, 12)[0], 1)
    samples = samples[: len(samples) - len(samples) % block]
    if not samples:
        raise ValueError("it is a WAV file without samples")
    body = b"WAVE" + _chunk(b"fmt ", form) + _chunk(b"data", samples)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _streamed(data: bytes) -> bool:
    """Return whether the file as a whole does not know its length; then its samples go on to the end."""
    return struct.unpack_from("<I", data, 4)[0] in _UNKNOWN


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
