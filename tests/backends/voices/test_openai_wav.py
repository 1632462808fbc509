"""WAV files as servers send them."""

from __future__ import annotations

import io
import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from white_cloud.backends.voices.openai.wav import mended
from white_cloud.media.sound import read_sound


def made(samples: np.ndarray, *, extra: bytes = b"") -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24000)
        file.writeframes(samples.astype("<i2").tobytes())
    whole = out.getvalue()
    return whole[:36] + extra + whole[36:]


SAMPLES = np.arange(1000) * 20 - 9000
WHOLE = made(SAMPLES)


def sized(riff: int, data: int, body: bytes = WHOLE) -> bytes:
    return body[:4] + struct.pack("<I", riff) + body[8:40] + struct.pack("<I", data) + body[44:]


@pytest.mark.parametrize(
    "sent",
    [
        WHOLE,
        sized(0xFFFFFFFF, 0xFFFFFFFF),
        sized(0, 0),
        sized(0xFFFFFFFF, 0x7FFFFFDB),
        sized(0x7FFFFFFF, 0x7FFFFFFF),
        sized(0xFFFFFFFF, 0xFFFFFFFF) + b"\x01",
        made(SAMPLES, extra=b"LIST\x05\x00\x00\x00INFOx\x00"),
    ],
    ids=["whole", "unknown", "zero", "bogus", "largest", "odd byte", "list"],
)
def test_a_header_that_does_not_know_its_length_is_mended(tmp_path: Path, sent: bytes) -> None:
    """The samples are all there, and any reader finds them."""
    path = tmp_path / "mended.wav"
    path.write_bytes(mended(sent))
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnframes()) == (24000, 1000)
        assert np.array_equal(np.frombuffer(file.readframes(1000), "<i2"), SAMPLES)
    assert len(read_sound(path)[0]) == 1000


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", "it is empty"),
        (b"<!doctype html><title>502", "it is no WAV file: it begins with b'<!doctype ht'"),
        (b'{"error": "no"}', "it is no WAV file"),
        (WHOLE[: len(WHOLE) // 2], r"it is cut off: 978 of 2000 bytes of samples came"),
        (WHOLE[:20], "without samples"),
        (sized(0, 0)[:44], "without samples"),
        (b"RIFF\0\0\0\0WAVEdata\x04\0\0\0abcd", "does not say how its samples are written"),
    ],
)
def test_what_is_no_sound_is_told(sent: bytes, told: str) -> None:
    """And what it is instead."""
    with pytest.raises(ValueError, match=told):
        mended(sent)
