"""End credits: who, and with what, from the screenplay."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from white_cloud.film.drift import Curve
from white_cloud.film.screenplay import Act, Backend, Credit, Scene, Screenplay, Shot, Speaker, VoiceSettings
from white_cloud.film.timeline import Card
from white_cloud.text.cards import draw_card
from white_cloud.text.credits import Makers, credit_pages, credit_remarks
from white_cloud.text.fonts import find_font
from white_cloud.text.type import Face


def film(**changes):
    speakers = {
        name: Speaker(name, {"zh": zh, "en": en}, "", {"zh": VoiceSettings("espeak", {})})
        for name, zh, en in (("miner", "矿工", "The miner"), ("guard", "门卫", "The guard"))
    }
    scene = Scene("s", "testimony", (Shot("s1", 24, Backend("animatic")),))
    act = Act("a", {"zh": "一", "en": "One"}, Curve.flat(0), (scene,))
    whole = Screenplay(
        "x", {"zh": "白云", "en": "White Cloud"}, ("zh", "en"), Fraction(24), (64, 36), speakers,
        Backend("phrasebook"), Backend("timing"), (act,),
    )  # fmt: skip
    return replace(whole, **changes)


def said(pages):
    return [text for page in pages for _, text in page.lines]


def test_only_those_who_are_heard_are_in_the_cast():
    """With the voices that speak for them, in both languages of the film."""
    texts = said(credit_pages(film(), Makers(cast={"miner": ("espeak zh m3", "espeak en m3")})))
    assert "矿工  The miner\tespeak zh m3\nespeak en m3" in texts
    assert not any("门卫" in text for text in texts)


def test_a_page_holds_no_more_than_can_be_read():
    """Seven credits, or twelve rows where each has several names."""
    speaker = film().cast["miner"]
    cast = {f"s{number}": replace(speaker, id=f"s{number}") for number in range(8)}
    for voices, pages in ((1, [7, 1]), (3, [4, 4]), (13, [1] * 8)):
        names = tuple(f"espeak {number}" for number in range(voices))
        found = credit_pages(film(cast=cast), Makers(cast=dict.fromkeys(cast, names)))
        assert [sum(role == "credit" for role, _ in page.lines) for page in found] == pages


def test_words_by_hand_are_the_authors_and_no_writers():
    """Those that a writer made are the writer's; a film of one kind has no row for the other."""
    both = said(credit_pages(film(), Makers(by_hand=True, writers=("phrasebook",))))
    assert both == ["制作  Made with", "文字  Words\t剧本作者  the screenplay’s author", "撰稿  Writer\tphrasebook"]
    assert "撰稿  Writer\tphrasebook" not in said(credit_pages(film(), Makers(by_hand=True)))
    assert not any("剧本作者" in text for text in said(credit_pages(film(), Makers(writers=("phrasebook",)))))


def test_what_made_the_film_is_named_door_by_door():
    """A door through which nothing came has no row."""
    makers = Makers(voices=("espeak", "openai gpt-4o-mini-tts"), cameras=("animatic",))
    assert said(credit_pages(film(), makers))[1:] == ["配音  Voice\tespeak\nopenai gpt-4o-mini-tts", "摄影  Camera\tanimatic"]


def test_people_come_first_and_sources_last():
    """As the screenplay lists them."""
    people = tuple(Credit({"zh": f"第{number}", "en": f"No. {number}"}, ("Li Na",)) for number in range(9))
    sources = ({"zh": "一本地方志", "en": "A gazetteer"},)
    pages = credit_pages(film(credits=people, inspired_by=sources), Makers(by_hand=True))
    assert pages[0].lines[0] == ("credit", "第0  No. 0\tLi Na")
    assert pages[-1].lines == (("heading", "灵感来源  Inspired by"), ("text", "一本地方志"), ("small", "A gazetteer"))
    assert sum(role == "credit" and "Li Na" in text for page in pages for role, text in page.lines) == 9


@pytest.mark.parametrize(
    ("languages", "heading"),
    [(("es",), "Inspired by"), (("zh", "es", "pt-BR"), "灵感来源  Inspired by"), (("fr-CA", "zh"), "Inspiré par  灵感来源")],
)
def test_a_language_without_headings_has_them_in_english(languages, heading):
    """Once, beside those of the film's other languages."""
    pages = credit_pages(film(languages=languages, inspired_by=(dict.fromkeys(languages, "Un libro"),)), Makers())
    assert pages[-1].lines[0] == ("heading", heading)


def test_english_headings_in_a_film_without_english_are_told():
    """By the languages that lack them; a film without end credits has nothing to be told."""
    assert credit_remarks(film(languages=("zh", "es", "pt-BR"), credits_card=24)) == [
        (("languages",), "the headings of the end credits are in English for es, pt-BR; they are known in en, fr, zh")
    ]
    assert credit_remarks(film(credits_card=24)) == []
    assert credit_remarks(film(languages=("es",))) == []


def test_lists_that_are_left_out_are_told():
    """Where a person asked for no pages."""
    sources = ({"zh": "一本地方志", "en": "A gazetteer"},)
    said = "`cards: {credits: 0s}` leaves out what stands under `inspired_by`"
    assert credit_remarks(film(inspired_by=sources)) == [(("cards", "credits"), said)]
    assert credit_remarks(film(inspired_by=sources, credits_card=24)) == []


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
