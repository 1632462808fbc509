"""Caption tracks of a written MP4, switched off: a viewer may choose one, and none is shown unasked.

The muxer enables the first track of every kind, whatever it is told; so the flag goes from the finished file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

#: The flag of a track header (ISO/IEC 14496-12, 8.3.2) that says its track is shown, in the last of three bytes of flags.
_ENABLED = 0x01
_CAPTIONS = (b"sbtl", b"subt", b"text")


def switch_off_captions(path: Path) -> None:
    """Clear the flag by which players show a caption track by themselves, in every caption track of an MP4 file."""
    with path.open("r+b") as file:
        for name, start, end in _boxes(file, 0, path.stat().st_size):
            if name == b"moov":
                for track in [(first, last) for inner, first, last in _boxes(file, start, end) if inner == b"trak"]:
                    _switch_off(file, *track)


def _switch_off(file: BinaryIO, start: int, end: int) -> None:
    inside = {name: (first, last) for name, first, last in _boxes(file, start, end)}
    media = {name: first for name, first, _ in _boxes(file, *inside[b"mdia"])}
    file.seek(media[b"hdlr"] + 8)  # after version, flags and a reserved word
    if file.read(4) not in _CAPTIONS:
        return
    flags = inside[b"tkhd"][0] + 3
    file.seek(flags)
    (byte,) = file.read(1)
    file.seek(flags)
    file.write(bytes([byte & ~_ENABLED]))


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, start, end) of what each box between two places of a file holds."""
    while start + 8 <= end:
        file.seek(start)
        size, name = int.from_bytes(file.read(4), "big"), file.read(4)
        head = 8
        if size == 1:
            size, head = int.from_bytes(file.read(8), "big"), 16
        last = start + size if size else end
        yield name, start + head, last
        start = last
