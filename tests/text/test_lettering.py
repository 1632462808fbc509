"""Captions in the picture: where they stand, that they can be read, and that nothing else is touched."""

from __future__ import annotations

import numpy as np
import pytest

from white_cloud.errors import UserError
from white_cloud.media.planes import planes
from white_cloud.text.lettering import FOOT, SAFE, laid_out, lay_over, lettering

SIZES = [(1280, 720), (320, 180), (720, 1280), (640, 480), (160, 92), (1280, 722)]
BOTH = ("我闺女画大车，轮子比房子高。", "My girl drew a truck with tall wheels.")
LONG = (
    "片子上写着肺纹理增粗，我跟大夫说，我本来就是粗人，他笑了一下。",
    "The X-ray says coarse lung markings, and I told him I am a coarse man.",
)


def _flat(size: tuple[int, int], level: int) -> np.ndarray:
    return np.full((size[1] * 3 // 2, size[0]), level, np.uint8)


def _ink(size: tuple[int, int], texts: tuple[str, ...]) -> np.ndarray:
    return planes(lay_over(_flat(size, 16), lettering(texts, size)))[0] > 60


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("texts", [BOTH, BOTH[:1], LONG], ids=["both", "one", "long"])
def test_they_stand_in_the_lower_part_inside_the_safe_area_in_the_middle(size: tuple[int, int], texts: tuple[str, ...]) -> None:
    """At any size and shape of picture."""
    width, height = size
    rows, columns = (_ink(size, texts).any(axis=axis).nonzero()[0] for axis in (1, 0))
    assert rows.min() > height * 0.45
    assert rows.max() < height * (1 - FOOT) + 1
    assert columns.max() - columns.min() <= SAFE * width + 2
    assert abs(columns.min() + columns.max() - width) <= 4


def test_a_text_that_would_leave_the_safe_area_is_set_smaller() -> None:
    """In its two rows."""
    columns = _ink((1280, 720), ("尘" * 66,)).any(axis=0).nonzero()[0]
    assert columns.max() - columns.min() <= SAFE * 1280
    assert columns.min() >= 0.05 * 1280


def test_each_language_has_two_rows_at_the_most_the_first_above_the_second() -> None:
    """And Chinese is the larger."""
    rows = laid_out(LONG, (1280, 720))
    assert [row.text[0] in "片粗我他" for row in rows] == sorted((row.text[0] in "片粗我他" for row in rows), reverse=True)
    assert 2 <= len(rows) <= 4
    assert [row.baseline for row in rows] == sorted(row.baseline for row in rows)
    assert rows[0].face.pixels == 36
    assert 28 <= rows[-1].face.pixels < 36


def test_a_word_of_another_language_does_not_change_a_caption_s_size() -> None:
    """A caption that turns does not jump."""
    english = laid_out(("My 闺女 drew a truck",), (1280, 720))[0]
    assert english.face.pixels == laid_out(("My girl drew a truck",), (1280, 720))[0].face.pixels


@pytest.mark.parametrize("level", [16, 128, 235])
def test_they_read_on_any_picture(level: int) -> None:
    """White and near black stand side by side, whatever is beneath; luma stays in the limited range."""
    luma = planes(lay_over(_flat((1280, 720), level), lettering(BOTH, (1280, 720))))[0]
    assert luma.max() == 235
    box = luma[500:700, 300:980]
    edges = np.abs(np.diff(box.astype(int), axis=1))
    assert (box > 225).mean() > 0.01
    assert edges.max() > 120
    assert luma.min() >= 16


def test_the_picture_around_them_is_untouched_and_so_is_the_frame_that_came_in() -> None:
    """Bit for bit, in every plane; what is drawn has no colour."""
    frame = np.random.default_rng(1).integers(16, 236, (1080, 1280), np.uint8)
    before = frame.copy()
    drawn = lettering(BOTH, (1280, 720))
    luma, *chroma = planes(lay_over(frame, drawn))
    assert (frame == before).all()
    around = np.ones((720, 1280), bool)
    around[drawn.top : drawn.top + drawn.luma[0].shape[0], drawn.left : drawn.left + drawn.luma[0].shape[1]] = False
    assert (luma[around] == planes(frame)[0][around]).all()
    for plane, was in zip(chroma, planes(frame)[1:], strict=True):
        assert (plane[around[::2, ::2]] == was[around[::2, ::2]]).all()
        inked = drawn.chroma[0] == 0
        part = plane[drawn.top // 2 :, drawn.left // 2 :][: inked.shape[0], : inked.shape[1]]
        assert (part[inked] == 128).all()


def test_a_character_that_no_font_has_is_named() -> None:
    """With what to do."""
    with pytest.raises(UserError, match=r"U\+10FFFD.*install a font"):
        lettering(("dust \U0010fffd",), (320, 180))


def test_a_picture_too_small_for_a_letter_is_an_error_and_so_is_a_text_of_nothing() -> None:
    """Both can be asked for: a draft of a tiny film, a line of characters that are not seen."""
    with pytest.raises(UserError, match="no room"):
        laid_out(("My girl drew a truck",), (8, 8))
    with pytest.raises(UserError, match="nothing in the caption"):
        laid_out(("\u200b",), (1280, 720))


def test_a_text_without_room_is_named() -> None:
    """Rather than drawn over the edge or too small to read."""
    with pytest.raises(UserError, match="has no room in 2 rows"):
        lettering(("dust and " * 40,), (320, 180))
