"""What is believed of an answer: its form, and whether its lines can be spoken."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from white_cloud.backends.writers.base import WriteRequest
from white_cloud.backends.writers.openai.answer import form
from white_cloud.backends.writers.openai.critique import complaints

Ask = Callable[..., WriteRequest]

ZH, EN = "没人坐那儿，壶天天是满的。", "Nobody sits there, and the flask is full every day."


def phrase(speak: str = "zh", zh: str = ZH, en: str = EN) -> dict[str, Any]:
    return {"speak": speak, "text": {"zh": zh, "en": en}}


def answered(*lines: Any) -> str:
    return json.dumps({"lines": [{"phrases": line} for line in lines]}, ensure_ascii=False)


def good() -> list[list[dict[str, Any]]]:
    return [[phrase()], [phrase("en", "账上记着呢。", "I have it written down.")]]


def faults(request: WriteRequest, *lines: Any) -> list[str]:
    return complaints(request, form(request).read(answered(*lines)))


def test_good_lines_are_believed(ask: Ask) -> None:
    """In the languages of their turns."""
    lines = form(ask()).read(answered(*good()))
    assert [line[0].spoken() for line in lines] == [ZH, "I have it written down."]
    assert complaints(ask(), lines) == []


def test_the_form_allows_nothing_else(ask: Ask) -> None:
    """Every object is closed and everything in it required, as structured outputs want it; the count is fixed."""
    schema = form(ask(languages=("zh-CN", "en"), count=3)).schema()
    objects = [schema, *schema["$defs"].values()]
    assert all(one["additionalProperties"] is False for one in objects)
    assert all(set(one["required"]) == set(one["properties"]) for one in objects)
    assert (schema["properties"]["lines"]["minItems"], schema["properties"]["lines"]["maxItems"]) == (3, 3)
    assert set(schema["$defs"]["Text"]["properties"]) == {"zh-CN", "en"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"lines": [', "it is not JSON"),
        ("", "it is not JSON"),
        ('{"verses": []}', r"lines: Field required\nverses: Extra inputs are not permitted"),
        (answered([phrase()]), "lines: List should have at least 2 items"),
        (answered([phrase()], [phrase()], [phrase()]), "lines: List should have at most 2 items"),
        (answered([phrase()], []), r"lines\[2\]\.phrases: List should have at least 1 item"),
        (
            answered([phrase()], [{"speak": "en", "text": {"zh": "有。"}}]),
            r"lines\[2\]\.phrases\[1\]\.text\.en: Field required",
        ),
        (answered([phrase()], [phrase("fr")]), r"lines\[2\]\.phrases\[1\]\.speak: Input should be 'zh' or 'en'"),
        (
            answered([phrase()], [{"speak": "en", "text": {"zh": 5, "en": "a"}}]),
            r"lines\[2\].*text\.zh: Input should be a valid string",
        ),
    ],
)
def test_an_answer_of_another_form_is_told_where_it_is_wrong(ask: Ask, text: str, told: str) -> None:
    """Counted from one."""
    with pytest.raises(ValueError, match=told):
        form(ask()).read(text)


def test_a_line_that_does_not_switch_is_spoken_in_its_turn(ask: Ask) -> None:
    """Whatever the model called it; neighbours in one language are one phrase."""
    lines = form(ask()).read(answered([phrase("en")], [phrase("zh", "甲。", "One."), phrase("zh", "乙。", "Two.")]))
    assert [[one.speak for one in line] for line in lines] == [["zh"], ["en"]]
    assert lines[1][0].text == {"zh": "甲。乙。", "en": "One. Two."}


def test_a_line_may_switch(ask: Ask) -> None:
    """When it begins in the language of its turn."""
    switching = [
        phrase("zh", "头一句我背下来了：", "The first one I have by heart:"),
        phrase("en", "请勿倚靠。", "Do not lean."),
    ]
    assert faults(ask(), switching, good()[1]) == []
    assert faults(ask(speak=("en",)), switching, good()[1]) == [
        "line 1: it begins in Mandarin Chinese (zh), and its turn is English (en) (set `speak` of its first phrase)"
    ]


@pytest.mark.parametrize(
    ("zh", "en", "told"),
    [
        ("", EN, "line 1: Mandarin Chinese (zh): nothing is said"),
        ("……", EN, "line 1: Mandarin Chinese (zh): nothing is said"),
        (ZH, " [pause 2s] ", "line 1: English (en): nothing is said"),
        ("Nobody sits there.", EN, "line 1: Mandarin Chinese (zh): it is not written in hanzi: 'Nobody sits there.'"),
        (ZH, "没人坐那儿。", "line 1: English (en): it is not written in Latin letters alone: '没人坐那儿。'"),
        (ZH, "Nobody sits there, 没人.", "line 1: English (en): it is not written in Latin letters alone"),
        (ZH, "Никто там не сидит.", "line 1: English (en): it is not written in Latin letters alone"),
        ("**没人**坐那儿。", EN, "line 1: Mandarin Chinese (zh): '**' is markup, and would be read aloud"),
        (ZH, "- Nobody sits there.", "line 1: English (en): '-' is markup"),
        (ZH, "Nobody <b>sits</b> there.", "line 1: English (en): '<b>' is markup"),
        (ZH, "Nobody sits there.\nNobody.", "line 1: English (en): it holds a line break"),
        (ZH, "(sighs) Nobody sits there.", "line 1: English (en): '(sighs)' is an aside"),
        ("（停顿）没人坐那儿。", EN, "line 1: Mandarin Chinese (zh): '（停顿）' is an aside"),
        (ZH, "Nobody sits there. 🚌", "line 1: English (en): it holds a picture sign"),
        (ZH, "“Nobody sits there.”", "line 1: English (en): it stands in quotation marks"),
        (ZH, "The miner: nobody sits there.", "line 1: English (en): it begins with the speaker's name, 'The miner'"),
        (ZH, "[sighs] Nobody sits there.", "line 1: English (en): [sighs] is not a mark that is known"),
        (ZH, "[pause 900s] Nobody sits there.", "line 1: English (en): [pause 900s]:"),
        (ZH, "Nobody.", ""),
        (
            "老韩走了三个月，壶还天天坐车，没人坐那个座，也没人说这壶是谁灌的。",
            "Nobody.",
            "English (en) says far less than Mandarin",
        ),
    ],
)
def test_what_cannot_be_spoken_is_told(ask: Ask, zh: str, en: str, told: str) -> None:
    """Which line, in which language, and what is wrong."""
    found = faults(ask(), [phrase("zh", zh, en)], good()[1])
    assert told in "\n".join(found)
    assert bool(found) == bool(told)


def test_quotations_titles_and_foreign_words_may_stand_in_a_line(ask: Ask) -> None:
    """Only what spoils the sound is refused."""
    zh, en = (
        "他说“好”，我说“行”，俩人签了《安全规程》。",
        '"Fine," he said; "right," said I, and both of us signed — twenty-one pages.',
    )
    assert faults(ask(), [phrase("zh", zh, en)], good()[1]) == []
    assert faults(ask(), [phrase("zh", "GPS说我在湖里，我不在。", "The GPS says I'm in the lake. I'm not.")], good()[1]) == []
    assert faults(ask(), [phrase("zh", f"[pause 1.2s] {ZH}", f"[pause 1.2s] {EN}")], good()[1]) == []


def test_what_was_said_may_not_come_again(ask: Ask) -> None:
    """Not with other punctuation or capitals either, in the film or in the same answer."""
    said = frozenset({"NOBODY sits there - and the flask is full, every day"})
    assert faults(ask(said=said), *good()) == [f"line 1: {EN!r} was said before; say something else"]
    twice = [[phrase()], [phrase("en", "壶是满的，人不在。", EN)]]
    assert faults(ask(), *twice) == [f"line 2: {EN!r} was said before; say something else"]


@pytest.mark.parametrize(("seconds", "told"), [(4, ""), (5, ""), (9, ""), (2, "too long"), (20, "too short")])
def test_lines_far_from_the_length_asked_are_told(ask: Ask, seconds: int, told: str) -> None:
    """Some four seconds of speech here; only what is spoken counts."""
    request = ask(around=replace(ask().around, seconds=Fraction(seconds)))
    found = "\n".join(faults(request, *good()))
    assert told in found
    assert bool(told) == bool(found)


def test_a_pause_counts_towards_the_length(ask: Ask) -> None:
    """It is heard, after all."""
    request = ask(around=replace(ask().around, seconds=Fraction(20)))
    slow = [[phrase("zh", f"{ZH}[pause 9s]", EN)], good()[1]]
    assert faults(request, *slow) == []
