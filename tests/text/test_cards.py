"""Cards: everything is shown, inside the safe area."""

import numpy as np
import pytest

from white_cloud.errors import UserError
from white_cloud.film.timeline import Card
from white_cloud.text.cards import SAFE, draw_card

TITLE = Card((("title", "白云"), ("title", "White Cloud")))


def ink(picture):
    """Return (top, bottom, left, right) of what is not ground."""
    rows, columns = np.nonzero((picture != picture[0, 0]).any(axis=2))
    return rows.min(), rows.max() + 1, columns.min(), columns.max() + 1


def test_an_empty_card_is_a_warm_near_black():
    """Nothing but ground, its red at least its blue."""
    picture = draw_card(Card(()), (16, 10))
    assert picture.shape == (10, 16, 3)
    assert picture.dtype == np.uint8
    assert (picture == picture[0, 0]).all()
    assert 20 > picture[0, 0, 0] >= picture[0, 0, 2]


def test_a_title_stands_in_the_middle():
    """The ink, not the advance, is centred."""
    picture = draw_card(TITLE, (320, 180))
    _, _, left, right = ink(picture)
    assert abs((left + right) / 2 - 160) <= 1


def test_the_first_title_is_larger_than_its_translation():
    """Chinese above, Latin small below."""
    first = ink(draw_card(Card((("title", "白云"),)), (320, 180)))
    both = ink(draw_card(TITLE, (320, 180)))
    assert both[1] - both[0] > first[1] - first[0]
    assert both[1] - both[0] < 2.2 * (first[1] - first[0])


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240), (400, 120)])
@pytest.mark.parametrize(
    "card",
    [
        TITLE,
        Card((("title", "我只是记忆，我只爱你，别的什么都不是"), ("title", "I’m only memory and I love only you"))),
        Card(
            (
                ("text", "你看见的，没有摄影机拍过；你听见的，没有人说过。" * 3),
                ("small", "No camera saw what you have seen. " * 4),
            )
        ),
    ],
)
def test_type_never_leaves_the_safe_area(card, size):
    """However long the words and whatever the shape of the picture."""
    width, height = size
    top, bottom, left, right = ink(draw_card(card, size))
    assert left >= width * (1 - SAFE) / 2 - 1
    assert right <= width * (1 + SAFE) / 2 + 1
    assert top >= height * (1 - SAFE) / 2 - 1
    assert bottom <= height * (1 + SAFE) / 2 + 1


def test_more_text_than_a_card_can_show_is_an_error():
    """Nothing is cut off."""
    with pytest.raises(UserError, match=r"the card that begins '云云.*fewer words"):
        draw_card(Card((("text", "云" * 1600),)), (320, 180))


def test_a_card_without_a_glyph_is_an_error():
    """Never a box."""
    with pytest.raises(UserError, match="CUNEIFORM"):
        draw_card(Card((("title", "𒀀"),)), (320, 180))


def test_the_same_card_has_the_same_pixels():
    """Nothing but the card and the size decides them."""
    assert (draw_card(TITLE, (160, 90)) == draw_card(TITLE, (160, 90))).all()


def test_a_line_break_in_a_card_is_kept():
    """A person may break a title by hand."""
    one = ink(draw_card(Card((("text", "白云 白云"),)), (320, 180)))
    two = ink(draw_card(Card((("text", "白云\n白云"),)), (320, 180)))
    assert two[1] - two[0] > one[1] - one[0]
