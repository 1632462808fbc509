"""How a picture is encoded: values that go into keys. Imports no codec, so that planning stays light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any


@cache
def encoder_version() -> str:
    """Return the encoder's version as keys hold it: that of the PyAV build, which carries x264 inside."""
    return f"libx264 in av {version('av')}"


@dataclass(frozen=True)
class Encoding:
    """H.264 settings: quality (`crf`, 0 is lossless), x264 `preset`, frames a closed group (`gop`), and more x264 parameters.

    Files of one encoding, size and rate can be joined by stream copy: every group is closed, key frames fall on the grid of
    `gop` only, and the headers do not depend on the content (`stitchable`).
    """

    crf: int
    preset: str
    gop: int
    params: tuple[tuple[str, str], ...] = ()

    def options(self) -> dict[str, str]:
        """Return the encoder's options as libavcodec takes them."""
        fixed = {
            "keyint": str(self.gop),
            "min-keyint": str(self.gop),
            "scenecut": "0",
            "open-gop": "0",
            "b-pyramid": "none",
            "rc-lookahead": str(min(self.gop, 24)),
            "lookahead-threads": "1",
            # the same bytes on every processor; without it, x264's AVX-512 reads past its rows at widths like 320 and 960, and
            # the bytes depend on what lay in memory before
            "cpu-independent": "1",
            "force-cfr": "1",
            "stitchable": "1",
        }
        params = ":".join(f"{name}={value}" for name, value in (fixed | dict(self.params)).items())
        return {"preset": self.preset, "crf": str(self.crf), "profile": "high", "threads": "1", "x264-params": params}

    def identity(self) -> dict[str, Any]:
        """Return what of the encoding decides the bytes, the encoder's version included, for keys."""
        return {"options": self.options(), "encoder": encoder_version()}


#: What the cameras write and mezzanines are kept in: near lossless, a key frame every second. At CRF 10 the fastest preset is
#: as good as "veryfast" at 12, in a fifth of the time, and is decoded in a third.
TAKE = Encoding(crf=10, preset="ultrafast", gop=24)
#: The film.
MASTER = Encoding(crf=18, preset="veryfast", gop=48)
#: A cut to look at together, with timecode burnt in.
REVIEW = Encoding(crf=23, preset="veryfast", gop=48)
#: A cut to look at at once.
DRAFT = Encoding(crf=28, preset="ultrafast", gop=48)
