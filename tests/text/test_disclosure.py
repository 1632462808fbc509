"""The closing card says, in the film's languages, what was synthesised."""

from dataclasses import replace
from fractions import Fraction

import pytest

from white_cloud.film.drift import Curve
from white_cloud.film.lines import Phrase
from white_cloud.film.screenplay import Act, Backend, Bed, Scene, Screenplay, Shot, Slot, Speaker, VoiceSettings
from white_cloud.text.cards import draw_card
from white_cloud.text.disclosure import Synthesised, closing_card, closing_lines, disclosed_languages, synthesised

SHOT = Shot("s1", 24, Backend("animatic"), prompt="dunes")
BRIEF = Slot("l1", "miner", "testimony", brief="the dust")
WIND = Bed("wind")
WRITTEN = Slot("l2", "miner", "testimony", words=(Phrase("zh", {"zh": "云", "en": "cloud"}),))
ALL = Synthesised(("phrasebook",), ("espeak",), ("animatic",), ("white-cloud",))


def film(languages=("zh", "en"), shots=(SHOT,), slots=(BRIEF,), beds=(WIND,)):
    voices = {"zh": VoiceSettings("espeak", {}), "en": VoiceSettings("espeak", {})}
    cast = {"miner": Speaker("miner", {}, "", voices), "nobody": Speaker("nobody", {}, "", {"zh": VoiceSettings("unused", {})})}
    scene = Scene("sc", "testimony", shots, slots, beds=beds)
    act = Act("a", {}, Curve.flat(0), (scene,))
    return Screenplay("film", {}, languages, Fraction(24), (320, 180), cast, Backend("phrasebook"), Backend("timing"), (act,))


def test_a_film_made_by_machine_says_so_in_both_languages():
    """A fiction, never filmed nor spoken, and by which backends."""
    assert closing_card(film()).lines == (
        ("text", "本片为虚构作品。"),
        ("text", "你看见的，没有摄影机拍过；你听见的，没有人说过。"),
        ("small", "由机器生成：文字（phrasebook）、人声（espeak）、画面（animatic）、声音（white-cloud）。"),
        ("text", "This film is a work of fiction."),
        ("text", "No camera saw what you have seen. No one spoke what you have heard."),
        ("small", "Made by machine: words (phrasebook), voices (espeak), pictures (animatic), sound (white-cloud)."),
    )


def test_what_a_person_made_is_not_called_synthetic():
    """Words written by hand and footage of one's own are left out of the claim."""
    facts = synthesised(film(shots=(replace(SHOT, file="own.mp4"),), slots=(WRITTEN,), beds=()))
    assert facts == Synthesised(voices=("espeak",), all_words=False, all_pictures=False)
    lines = [text for _, text in closing_lines(film(("en",)), facts).lines]
    assert lines == ["This film is a work of fiction.", "Made by machine: voices (espeak)."]


def test_a_part_made_by_machine_is_called_a_part():
    """Some of the words, some of the pictures."""
    facts = synthesised(film(shots=(SHOT, replace(SHOT, id="s2", file="own.mp4")), slots=(BRIEF, WRITTEN)))
    assert (
        "some of the words (phrasebook), voices (espeak), some of the pictures"
        in closing_lines(film(("en",)), facts).lines[-1][1]
    )


def test_a_film_with_nothing_synthetic_still_says_that_it_is_a_fiction():
    """The one sentence that always holds."""
    assert closing_lines(film(("fr",)), Synthesised()).lines == (("text", "Ce film est une œuvre de fiction."),)


def test_a_language_without_a_disclosure_is_disclosed_in_english():
    """Once, and beside those that have one."""
    lines = closing_lines(film(("de", "zh-Hans", "en", "it")), Synthesised()).lines
    assert [text for _, text in lines] == ["This film is a work of fiction.", "本片为虚构作品。"]


@pytest.mark.parametrize("language", disclosed_languages())
def test_every_disclosure_can_be_set(language):
    """Every text is there, has its glyphs and fits a card."""
    card = closing_lines(film((language,)), replace(ALL, all_words=False))
    assert len(card.lines) == 3
    assert draw_card(card, (320, 180)).max() > 100
