"""Captions of lines that a paid voice spoke: they hold what is said, whatever the script says by now."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from white_cloud.stages.chain import Result
from white_cloud.testing.vendors import Vendors

LINE = "{id: l, phrases: [{speak: zh, text: {zh: 风很大。, en: The wind is strong.}}]}"


def captions(result: Result) -> list[tuple[str, str]]:
    """Return the words of every phrase of a cut, in both languages."""
    assert result.timeline is not None
    phrases = [phrase for line in result.timeline.voice for phrase in line.phrases]
    return [(phrase.text["zh"], phrase.text["en"]) for phrase in phrases]


def test_a_line_whose_words_changed_is_captioned_as_it_is_spoken(film: Callable[..., Any], vendors: Vendors) -> None:
    """Its take is kept because a new one costs; spoken again it says the new words, and so do its captions."""
    one = film("{id: a, prompt: dunes, length: 3s, camera: fake}", lines=(LINE,))
    one.build(until="cut")
    one.rewrite("风很大。, en: The wind is strong.", "雨很大。, en: The rain is heavy.")
    (_, voice, *_) = one.project().plan(one.options())
    assert not voice.made()
    assert "phrase 1: text changed from 风很大。 to 雨很大。" in voice.steps[0].reason
    assert any("captions hold what they say" in remark for remark in voice.remarks)
    assert captions(one.build(until="cut")) == [("风很大。", "The wind is strong.")]
    assert captions(one.build(until="cut", reshoot=("l",))) == [("雨很大。", "The rain is heavy.")]
    assert len(vendors.created("speech")) == 2


def test_a_better_translation_of_what_is_spoken_is_captioned_at_once(film: Callable[..., Any], vendors: Vendors) -> None:
    """For the words that are spoken are the same."""
    one = film("{id: a, prompt: dunes, length: 3s, camera: fake}", lines=(LINE,))
    one.build(until="cut")
    one.rewrite("The wind is strong.", "It blows hard.")
    assert captions(one.build(until="cut")) == [("风很大。", "It blows hard.")]
    assert len(vendors.created("speech")) == 1


def forget_translations(one: Any) -> None:
    """Leave the line's take as one of before its words were kept in every language."""
    (record,) = one.folder.glob(".white_cloud/takes/film/line/l/*.json")
    take = json.loads(record.read_text(encoding="utf-8"))
    del take["facts"]["said"]
    record.write_text(json.dumps(take), encoding="utf-8")


def test_words_of_which_no_translation_is_known_cannot_be_captioned(film: Callable[..., Any], vendors: Vendors) -> None:
    """A take of before its words were kept is spoken anew once the script says something else; the plan names the price."""
    one = film("{id: a, prompt: dunes, length: 3s, camera: fake}", lines=(LINE,))
    one.build(until="cut")
    forget_translations(one)
    assert captions(one.build(until="cut")) == [("风很大。", "The wind is strong.")]
    one.rewrite("风很大。, en: The wind is strong.", "雨很大。, en: The rain is heavy.")
    (_, voice, *_) = one.project().plan(one.options())
    assert "they are not known in 'en', to be captioned" in voice.steps[0].reason
    assert voice.price() > 0
    assert captions(one.build(until="cut")) == [("雨很大。", "The rain is heavy.")]
    assert len(vendors.created("speech")) == 2


def test_a_chosen_take_that_cannot_be_captioned_is_chosen_in_vain(film: Callable[..., Any], vendors: Vendors) -> None:
    """The plan says so; one that can be is bought once, and the line stays in the film."""
    one = film("{id: a, prompt: dunes, length: 3s, camera: fake}", lines=(LINE,))
    one.build(until="cut")
    forget_translations(one)
    one.project().decide("l", 1, "chosen")
    assert captions(one.build(until="cut")) == [("风很大。", "The wind is strong.")]
    one.rewrite("风很大。, en: The wind is strong.", "雨很大。, en: The rain is heavy.")
    for _ in range(2):
        assert captions(one.build(until="cut")) == [("雨很大。", "The rain is heavy.")]
    (_, voice, *_) = one.project().plan(one.options())
    assert any("take 1 was chosen, but it says other words" in remark for remark in voice.remarks)
    assert (voice.made(), len(vendors.created("speech"))) == ((), 2)
