"""The phrasebooks' data: aligned in every language, fit to be spoken and captioned, free of slips of grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from white_cloud import identity
from white_cloud.backends.writers.book import Book, Made, load_book, load_topics, registers, topics_of
from white_cloud.backends.writers.phrasebook import Phrasebook
from white_cloud.film.screenplay import REGISTERS

BOTH = {"zh": "zh", "en": "en"}
#: Raised with Phrasebook.revision when the words of a book or the topics change.
DIGESTS = {
    "advert": "2b3c53cd95baeb73",
    "propaganda": "f56f66a6157b30d7",
    "slippage": "e21b1f411edf7b1a",
    "testimony": "480d512036523152",
    "topics": "94c24a048e635318",
}
#: The measure words that go with things the books count.
MEASURES = {
    "轮胎": "条",
    "云": "朵",
    "街": "条",
    "桥": "座",
    "山": "座",
    "岛": "座",
    "城": "座",
    "井": "口",
    "被子": "床",
    "毛巾": "条",
    "暖壶": "个",
    "电饭锅": "个",
    "大车": "辆",
    "灯": "盏",
    "屏": "块",
    "海": "片",
    "雪": "场",
    "门": "扇",
    "窗户": "扇",
    "脸": "张",
    "地图": "张",
    "眼睛": "只",
    "面": "筷",
    "矿石": "吨列",
    "化验室": "间",
    "厨房": "间",
    "工程师": "个",
    "靴子": "双",
    "羊": "群",
}


def every_line(register: str) -> Iterator[Made]:
    book = load_book(register)
    for template in book.templates:
        for language in book.languages:
            if template.suits(language, frozenset(book.languages)):
                yield from book.lines(template, BOTH, language)


def whole(line: Made, language: str) -> str:
    separator = "" if language == "zh" else " "
    return separator.join(phrase.text[language] for phrase in line.phrases)


def small_book(**changes: object) -> dict[str, object]:
    data: dict[str, object] = {
        "format": "white-cloud/phrasebook@1",
        "register": "testimony",
        "languages": ("zh", "en"),
        "slots": {"thing": ({"zh": "山", "en": "mountain"},)},
        "templates": ({"id": "one", "text": {"zh": "一座{thing}。", "en": "One {thing}."}},),
    }
    return {**data, **changes}


def test_there_is_a_book_for_every_register():
    """What the film slides through can all be written."""
    assert set(registers()) == set(REGISTERS)


@pytest.mark.parametrize("register", REGISTERS)
def test_a_book_is_rich(register: str):
    """At least twenty templates, more than a hundred and fifty distinct lines, and some that switch language."""
    book = load_book(register)
    assert len(book.templates) >= 20
    assert any(len({phrase.speak for phrase in template.phrases}) > 1 for template in book.templates)
    for language in ("zh", "en"):
        assert len({whole(line, language) for line in every_line(register)}) > 150


@pytest.mark.parametrize("register", REGISTERS)
def test_every_template_and_filler_is_used(register: str):
    """No slot stands idle, and every topic named is one that briefs can name."""
    book = load_book(register)
    used = {name for template in book.templates for phrase in template.spoken("zh") for name in phrase.slots}
    assert used == set(book.slots)
    assert {topic for template in book.templates for topic in template.topics} <= set(load_topics())
    assert all(template.topics for template in book.templates)


def test_every_topic_has_words_in_every_language_and_is_met_by_some_book():
    """A topic without words could never be asked for; one without templates would promise what is not there."""
    tagged = {topic for name in registers() for template in load_book(name).templates for topic in template.topics}
    assert tagged == set(load_topics())
    assert all(named["zh"] and named["en"] for named in load_topics().values())


@pytest.mark.parametrize("register", REGISTERS)
def test_phrases_fit_a_caption(register: str):
    """At most thirty Han characters or eighty-four Latin ones a phrase: two lines of a caption."""
    for line in every_line(register):
        for phrase in line.phrases:
            assert len(re.findall(r"[\u4e00-\u9fff]", phrase.text["zh"])) <= 30, phrase
            assert len(phrase.text["en"]) <= 84, phrase


@pytest.mark.parametrize("register", REGISTERS)
def test_english_has_no_slips(register: str):
    """No doubled word, lost or doubled space, wrong article, small letter after a full stop, or slot left open."""
    for line in every_line(register):
        text = whole(line, "en")
        assert not re.search(r"\b(\w+) \1\b", text, re.IGNORECASE), text
        assert not re.search(r"\s{2}|\s[,.!?:]|[,.!?:][A-Za-z]|[{}]|^\s|\s$", text), text
        assert not re.search(r"\ba [aeio]|\ban [^aeiouh]", text, re.IGNORECASE), text
        assert not re.search(r"[.!?] [a-z]", text), text
        assert text[0].isupper(), text
        assert text[-1] in ".!?", text
        assert not re.search(r"[^\x00-\x7f]", text), text


@pytest.mark.parametrize("register", REGISTERS)
def test_mandarin_has_no_slips(register: str):
    """Only Chinese punctuation, none doubled, no Latin letter or space, no doubled particle, an end to every sentence."""
    for line in every_line(register):
        text = whole(line, "zh")
        assert re.fullmatch(r"[\u4e00-\u9fff，。！？：“”]+", text), text
        assert not re.search(r"[，。！？：]{2}", text), text
        assert not re.search(r"的的|了了|是是|着着|们们|就就|在在", text), text
        assert text[-1] in "。！？", text


@pytest.mark.parametrize("register", REGISTERS)
def test_mandarin_counts_with_measure_words(register: str):
    """What is counted stands with its own measure word; fixed expressions (三班倒, 一人) count people and shifts without."""
    nouns = "|".join(sorted(MEASURES, key=len, reverse=True))
    measures = "".join(sorted(set("".join(MEASURES.values()))))
    counted = re.compile(rf"(?<![第下])[一二两三四五六七八九十半百千万]([{measures}]?)子?({nouns})")
    for line in every_line(register):
        for found in counted.finditer(whole(line, "zh")):
            measure, noun = found.groups()
            assert measure in set(MEASURES[noun]), whole(line, "zh")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"slots": {"thing": ({"zh": "山"},)}}, "slot thing stands in"),
        ({"templates": ({"id": "one", "text": {"zh": "一座{thing}。"}},)}, "template one stands in"),
        ({"templates": ({"id": "one", "text": {"zh": "一座{thing}。", "en": "One."}},)}, "its en text has not all of"),
        ({"templates": ({"id": "one", "text": {"zh": "{other}", "en": "{other}"}},)}, "no fillers for"),
        ({"templates": ({"id": "one", "text": {"zh": "好", "en": "Good"}},) * 2}, "template one stands twice"),
        ({"templates": ({"id": "one"},)}, "give either text or phrases"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_book_that_is_not_aligned_is_refused(changes: dict[str, object], complaint: str):
    """What one language has and another lacks is an error when the book is read, never a hole in a film."""
    with pytest.raises(ValidationError, match=complaint):
        Book.model_validate(small_book(**changes))


def test_a_filler_at_the_start_of_a_sentence_gets_a_capital():
    """English fillers are written as inside a sentence."""
    text = {"zh": "{thing}。{thing}。", "en": "{thing}. {thing}, {thing}."}
    book = Book.model_validate(small_book(templates=({"id": "one", "text": text},)))
    (line,) = book.lines(book.templates[0], BOTH, "en")
    assert line.texts == {"山。山。", "Mountain. Mountain, mountain."}


def test_a_phrase_in_the_middle_of_a_sentence_gets_no_capital():
    """A line that switches language stays one sentence."""
    (line, *_) = (line for line in every_line("testimony") if line.template == "they_call_it")
    assert whole(line, "en") == "They call this clean energy. I call it the night shift."


def test_briefs_name_topics_in_either_language():
    """Whole words and their plain endings in English; anywhere in Chinese."""
    assert topics_of("The TRUCKS are too big") == {"trucks"}
    assert topics_of("他说矿车太大了") == {"trucks"}
    assert topics_of("grass") == {"village"}
    assert topics_of("the hassle of it") == frozenset()


def test_changed_words_raise_the_revision():
    """The words of revision 1 are pinned: whoever changes them raises Phrasebook.revision and pins the new ones."""
    found = {name: identity.key("book", load_book(name).model_dump()) for name in registers()}
    found["topics"] = identity.key("book", load_topics())
    assert Phrasebook.revision == 1
    assert {name: digest[:16] for name, digest in found.items()} == DIGESTS
