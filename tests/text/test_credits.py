"""End credits: who, and with what, from the screenplay."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from white_cloud.film.drift import Curve
from white_cloud.film.lines import Phrase
from white_cloud.film.screenplay import Act, Backend, Credit, Scene, Screenplay, Shot, Slot, Speaker, VoiceSettings
from white_cloud.film.timeline import Card
from white_cloud.text.cards import draw_card
from white_cloud.text.credits import credit_pages
from white_cloud.text.fonts import find_font
from white_cloud.text.type import Face

WORDS = (Phrase("zh", {"zh": "好", "en": "Good"}),)


def film(slots, **changes):
    speakers = {
        name: Speaker(name, {"zh": zh, "en": en}, "", {"zh": VoiceSettings("espeak", {})})
        for name, zh, en in (("miner", "矿工", "The miner"), ("guard", "门卫", "The guard"))
    }
    scene = Scene("s", "testimony", (Shot("s1", 24, Backend("animatic")),), tuple(slots))
    act = Act("a", {"zh": "一", "en": "One"}, Curve.flat(0), (scene,))
    whole = Screenplay(
        "x", {"zh": "白云", "en": "White Cloud"}, ("zh", "en"), Fraction(24), (64, 36), speakers,
        Backend("phrasebook"), Backend("timing"), (act,),
    )  # fmt: skip
    return replace(whole, **changes)


def said(pages):
    return [text for page in pages for _, text in page.lines]


def test_only_those_who_are_heard_are_in_the_cast():
    """With the backend that speaks for them, in both languages."""
    texts = said(credit_pages(film([Slot("l", "miner", "testimony", WORDS)])))
    assert "矿工  The miner\tespeak" in texts
    assert not any("门卫" in text for text in texts)


def test_hands_and_writers_are_both_credited():
    """A film of written and of made lines names both; one of written lines no writer."""
    by_hand, made = Slot("l", "miner", "testimony", WORDS), Slot("m", "miner", "testimony", brief="the gate")
    assert "撰稿  Writer\t人工  by hand\nphrasebook" in said(credit_pages(film([by_hand, made])))
    assert "撰稿  Writer\t人工  by hand" in said(credit_pages(film([by_hand])))


def test_people_come_first_and_sources_last():
    """As the screenplay lists them."""
    people = tuple(Credit({"zh": f"第{number}", "en": f"No. {number}"}, ("Li Na",)) for number in range(9))
    sources = ({"zh": "一本地方志", "en": "A gazetteer"},)
    pages = credit_pages(film([Slot("l", "miner", "testimony", WORDS)], credits=people, inspired_by=sources))
    assert pages[0].lines[0] == ("credit", "第0  No. 0\tLi Na")
    assert pages[-1].lines == (("heading", "灵感来源  Inspired by"), ("text", "一本地方志"), ("small", "A gazetteer"))
    assert sum(role == "credit" and "Li Na" in text for page in pages for role, text in page.lines) == 9


def test_a_language_without_words_for_credits_is_set_in_english():
    """Nothing is left out."""
    spanish = film([], languages=("es",), credits=(), inspired_by=({"es": "Un libro"},))
    assert ("heading", "Inspired by") in credit_pages(spanish)[-1].lines


def test_both_sides_of_a_credit_stand_at_the_middle():
    """The role ends before it, the name begins after it."""
    picture = draw_card(Card((("credit", "剪辑  Editor\tLi Na"),)), (640, 360))
    columns = np.flatnonzero((picture != picture[0, 0]).any(axis=(0, 2)))
    gap = np.diff(columns).argmax()
    assert columns[gap] < 320 < columns[gap + 1]
    assert abs((columns[gap] + columns[gap + 1]) / 2 - 320) < 4


@pytest.mark.parametrize(
    ("text", "gaps"), [("白云White Cloud", 1), ("4K白云", 1), ("第3班", 2), ("白云", 0), ("白云 White", 0), ("白云。A", 0)]
)
def test_han_and_latin_that_touch_are_kept_apart(text, gaps):
    """By the distance given, wherever one follows the other."""
    font = find_font(text)
    tight, loose = (sum(Face(font, 40, 0.0, between).widths(text)) for between in (0.0, 9.0))
    assert loose - tight == pytest.approx(9.0 * gaps)
