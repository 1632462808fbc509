"""A film with captions in its picture: what is rendered for them, and that no file beside the film ever lies."""

from __future__ import annotations

from typing import Any

import av
import numpy as np
import pytest

from white_cloud.errors import UserError
from white_cloud.media.planes import planes
from white_cloud.media.reader import PictureReader

SIDECARS = [f"film.{track}.{kind}" for track in ("zh", "en", "zh-en") for kind in ("srt", "vtt")]


def _soft_words(film: Any) -> list[bytes]:
    with av.open(str(film.out / "film.mp4")) as container:
        return [bytes(packet) for packet in container.demux(subtitles=0) if packet.size]


def _shown_unasked(film: Any) -> list[bool]:
    with av.open(str(film.out / "film.mp4")) as container:
        return [bool(stream.disposition & av.stream.Disposition.default) for stream in container.streams.subtitles]


def test_sidecars_and_soft_tracks_never_lie(film: Any) -> None:
    """They are what they were before the picture lied, to the byte, and players show none of them unasked."""
    sidecars, soft = [(film.out / name).read_bytes() for name in SIDECARS], _soft_words(film)
    assert _shown_unasked(film) == [True, False]
    film.rewrite("cast:", "captions: {burn_in: [zh, en], corrupt: {from: 0, to: 0.2}}\ncast:")
    shown = {text for segment in film.build()[0].segments for one in segment.captions for text in one.texts}
    assert shown - {"风很大。", "The wind is strong.", "水很甜。", "The water is sweet."}
    assert [(film.out / name).read_bytes() for name in SIDECARS] == sidecars
    assert _soft_words(film) == soft
    assert _shown_unasked(film) == [False, False]


def test_captions_are_in_the_picture_while_they_are_heard(film: Any) -> None:
    """Only the clips under speech are rendered anew, and only the lower part of their picture differs."""
    before = film.segments()
    with PictureReader(film.out / "film.mp4") as reader:
        plain = {number: planes(reader.frame(number))[0].copy() for number in range(reader.frames)}
    film.rewrite("cast:", "captions: {burn_in: zh}\ncast:")
    result = film.build()[0]
    captioned = [segment for segment in result.segments if segment.captions]
    assert 0 < len(captioned) < len(result.segments)
    assert len(film.segments()) - len(before) == len(captioned)
    starts = np.cumsum([0, *(segment.frames for segment in result.segments)])
    with PictureReader(film.out / "film.mp4") as reader:
        for segment, start in zip(result.segments, starts, strict=False):
            for shown in segment.captions:
                number = int(start) + shown.first - segment.first + shown.frames // 2
                changed = np.abs(planes(reader.frame(number))[0].astype(int) - plain[number].astype(int)) > 60
                assert changed[90:].mean() > 10 * changed[:80].mean()


def test_a_character_that_cannot_be_drawn_stops_a_build_before_anything_is_rendered(film: Any) -> None:
    """Naming the line and the character."""
    before = film.segments()
    film.rewrite("cast:", "captions: {burn_in: zh}\ncast:")
    film.rewrite("风很大", "风很大\U0010fffd")
    with pytest.raises(UserError, match=r"the caption of line '\w+': no font here can draw .*U\+10FFFD"):
        film.build()
    assert film.segments() == before
