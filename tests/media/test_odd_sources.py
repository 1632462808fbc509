"""Footage as phones, scanners and old tapes give it becomes upright, square, 8-bit BT.709 planes."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from white_cloud.media.planes import as_array, black, picture_size, planes, to_frame, to_rgb
from white_cloud.media.probe import probe
from white_cloud.media.reader import PictureReader

#: Four quarters of the frame, in RGB; picked so that a wrong matrix or range shows.
QUARTERS = ((200, 40, 40), (40, 180, 60), (50, 60, 200), (180, 180, 180))


def _card(size: tuple[int, int] = (96, 64)) -> np.ndarray:
    width, height = size
    rgb = np.empty((height, width, 3), np.uint8)
    rgb[: height // 2, : width // 2], rgb[: height // 2, width // 2 :] = QUARTERS[:2]
    rgb[height // 2 :, : width // 2], rgb[height // 2 :, width // 2 :] = QUARTERS[2:]
    return rgb


def _write(path, rgb, codec="libx264", pix_fmt="yuv420p", matrix=1, span=1, aspect=None, turned=0, tagged=True):
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(
        format=pix_fmt, src_colorspace=matrix, dst_colorspace=matrix, src_color_range=2, dst_color_range=span
    )
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=24, options={"qp": "1"} if codec == "libx264" else {})
        stream.width, stream.height, stream.pix_fmt = rgb.shape[1], rgb.shape[0], pix_fmt
        if tagged:
            stream.codec_context.colorspace, stream.codec_context.color_range = {1: 1, 5: 6}[matrix], span
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        if turned:
            stream.set_display_rotation(turned)
        frame.pts, frame.time_base = 0, Fraction(1, 24)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _quarters(packed) -> list[tuple[int, ...]]:
    rgb = to_rgb(packed)
    height, width = rgb.shape[:2]
    return [tuple(int(c) for c in rgb[height * y // 4, width * x // 4]) for y in (1, 3) for x in (1, 3)]


def _close(found, expected, within=4) -> bool:
    return np.abs(np.array(found) - np.array(expected)).max() <= within


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"pix_fmt": "yuvj420p", "span": 2},
        {"pix_fmt": "yuv420p10le"},
        {"pix_fmt": "yuv444p"},
        {"matrix": 5},
        {"matrix": 5, "tagged": False},
    ],
    ids=["plain", "full range", "10 bit", "4:4:4", "BT.601", "untagged, small"],
)
def test_every_kind_of_colour_comes_out_the_same(tmp_path, how):
    """Range, depth, sampling and matrix are converted; an untagged small picture is taken for BT.601."""
    with PictureReader(_write(tmp_path / "a.mp4", _card(), **how)) as reader:
        assert _close(_quarters(reader.frame(0)), QUARTERS)


def test_rgb_footage_keeps_its_colours(tmp_path):
    """PNG frames have no matrix."""
    with PictureReader(_write(tmp_path / "a.mov", _card(), codec="png", pix_fmt="rgb24", tagged=False)) as reader:
        assert _close(_quarters(reader.frame(0)), QUARTERS)


@pytest.mark.parametrize(("turned", "order"), [(90, (1, 3, 0, 2)), (180, (3, 2, 1, 0)), (270, (2, 0, 3, 1))])
def test_a_turned_phone_film_stands_upright(tmp_path, turned, order):
    """The angle in the file counts counterclockwise."""
    with PictureReader(_write(tmp_path / "a.mp4", _card(), turned=turned)) as reader:
        assert reader.size == ((96, 64) if turned == 180 else (64, 96))
        assert _close(_quarters(reader.frame(0)), [QUARTERS[place] for place in order])


def test_wide_pixels_become_square(tmp_path):
    """An anamorphic picture is widened."""
    path = _write(tmp_path / "a.mp4", _card(), aspect=Fraction(4, 3))
    assert probe(path).size == (128, 64)
    with PictureReader(path) as reader:
        assert picture_size(reader.frame(0)) == (128, 64)


def test_odd_sides_become_even(tmp_path):
    """Half a colour sample does not exist."""
    with PictureReader(_write(tmp_path / "a.mp4", _card((97, 63)), pix_fmt="yuv444p")) as reader:
        assert reader.size == (98, 64)
        assert _close(_quarters(reader.frame(0)), QUARTERS)


@pytest.mark.parametrize(("size", "bars"), [((192, 192), "rows"), ((256, 64), "columns")])
def test_another_shape_is_fitted_and_centred_on_black(tmp_path, size, bars):
    """Nothing is cropped or stretched."""
    with PictureReader(_write(tmp_path / "a.mp4", _card()), size) as reader:
        luma = planes(reader.frame(0))[0]
    assert luma.shape == size[::-1]
    filled = (luma > 20).any(axis=1 if bars == "rows" else 0)
    used = size[0] * 64 // 96 if bars == "rows" else size[1] * 96 // 64
    assert abs(int(filled.sum()) - used) <= 2
    assert list(filled) == list(filled[::-1])


def test_a_frame_that_is_right_already_is_not_touched(tmp_path):
    """Bit for bit what was decoded."""
    path = _write(tmp_path / "a.mp4", _card())
    with av.open(str(path)) as container:
        expected = as_array(next(container.decode(video=0)))
    with PictureReader(path, (96, 64)) as reader:
        assert (reader.frame(0) == expected).all()


def test_black_is_black():
    """Luma 16 and no colour is RGB 0, in the frame that padding is made of."""
    assert to_rgb(black((8, 8))).max() == 0
    assert to_frame(black((8, 8))).format.name == "yuv420p"
