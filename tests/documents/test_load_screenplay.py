"""From a screenplay and its voices to the film's values."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from white_cloud.film.drift import Curve
from white_cloud.film.screenplay import Backend, Bed, Slot

if TYPE_CHECKING:
    from conftest import FilmFolder


def test_the_film_itself(film: FilmFolder) -> None:
    """Header, sizes and cards, exact; the name is the file's."""
    loaded = film.load()
    assert (loaded.name, loaded.title, loaded.languages) == ("film", {"zh": "白云", "en": "White Cloud"}, ("zh", "en"))
    assert (loaded.rate, loaded.size, loaded.seed) == (Fraction(24), (1280, 720), 7)
    assert (loaded.title_card, loaded.closing_card, loaded.disclosure) == (96, 144, True)
    assert (loaded.writer, loaded.listener) == (Backend("phrasebook", {}), Backend("timing", {}))


def test_a_short_screenplay_gets_defaults(film: FilmFolder) -> None:
    """The embedded backends, 24 frames a second, 1280x720, a closing card, no title card."""
    film.path.write_text(
        "format: white-cloud/screenplay@1\n"
        "title: {en: Short}\n"
        "languages: [en]\n"
        "acts: [{id: one, title: {en: One}, scenes: [{id: a, shots: [{id: b, prompt: dunes, length: 1s}]}]}]\n"
    )
    loaded = film.load()
    assert (loaded.rate, loaded.size, loaded.title_card, loaded.closing_card) == (24, (1280, 720), 0, 96)
    act = loaded.acts[0]
    assert act.drift == Curve.flat(0)
    assert act.scenes[0].register == "testimony"
    assert act.scenes[0].slots == ()
    assert act.scenes[0].shots[0].camera == Backend("animatic", {"haze": 0.5})
    assert (act.scenes[0].shots[0].move, act.scenes[0].shots[0].origin) == ("static", "b")


@pytest.mark.parametrize(
    ("cards", "lists", "frames"),
    [
        ("{title: 4s}", "", 0),
        ("{title: 4s}", "credits: [{role: {zh: 剪辑, en: Editor}, names: [Li Na]}]", 120),
        ("{title: 4s}", "inspired_by: [{zh: 地方志, en: A gazetteer}]", 120),
        ("{credits: 0s}", "inspired_by: [{zh: 地方志, en: A gazetteer}]", 0),
        ("{credits: 2s}", "inspired_by: [{zh: 地方志, en: A gazetteer}]", 48),
        ("{credits: 2s}", "", 48),
    ],
)
def test_end_credits_stand_long_enough_to_be_read_where_there_are_any(
    film: FilmFolder, cards: str, lists: str, frames: int
) -> None:
    """Five seconds a page where people or sources are listed and nothing is said; as said everywhere else."""
    film.change("cards: {title: 4s, closing: 6s}\n", f"cards: {cards}\n{lists}\n")
    assert film.load().credits_card == frames


def test_a_rate_of_ntsc_is_exact(film: FilmFolder) -> None:
    """23.976 is 24000/1001, and lengths follow it."""
    film.change("rate: 24 ", "rate: 23.976 ")
    loaded = film.load()
    assert loaded.rate == Fraction(24000, 1001)
    assert loaded.acts[0].scenes[0].shots[0].frames == 120


def test_a_speaker_has_settings_for_each_language(film: FilmFolder) -> None:
    """Options are read by the backend, defaults and words to pronounce included."""
    miner = film.load().cast["miner"]
    assert miner.name["en"] == "The miner"
    assert miner.gain == Fraction(-3, 2)
    assert miner.voices["zh"].options == {"variant": "m3", "rate": 150, "pitch": 30.0}
    assert miner.voices["zh"].say == {"白云": "bai2 yun2"}
    assert miner.voices["en"].say == {}


def test_options_beside_the_voice_backend_go_under_the_voice_documents(film: FilmFolder) -> None:
    """The screenplay says what all voices share; a voice's own word wins."""
    film.change("voice: espeak\n", "voice: {use: espeak, rate: 99, variant: f1}\n")
    film.change("{variant: m3, rate: 145, pitch: 28}", "{rate: 145}", film.voice)
    assert film.load().cast["miner"].voices["en"].options == {"variant": "f1", "rate": 145, "pitch": 50.0}


def test_lines_become_slots(film: FilmFolder) -> None:
    """By hand, in phrases, or asked of the writer; languages in turn where a line does not say."""
    by_hand, phrases, asked = film.load().acts[0].scenes[0].slots
    assert (by_hand.id, by_hand.speak, by_hand.pause) == ("pit_l1", ("zh",), Fraction(4, 5))
    assert by_hand.words[0].spoken() == "这坑我挖了十九年。"
    assert phrases.speak == ("zh", "en")
    assert [phrase.spoken() for phrase in phrases.words] == ["他们管这叫", "clean energy."]
    assert (asked.brief, asked.count, asked.speak, asked.words) == ("the trucks are too big", 2, ("zh", "en"), ())


def test_languages_go_on_in_turn_over_the_lines_of_a_scene(film: FilmFolder) -> None:
    """The second line takes the second language; a brief of two lines takes two turns."""
    film.change("            speak: zh\n", "            count: 1\n")
    film.change(
        "            text: {zh: 这坑我挖了十九年。, en: Nineteen years I have dug this pit.}\n", "            brief: a\n"
    )
    slots = film.load().acts[0].scenes[0].slots
    assert [slot.speak for slot in slots] == [("zh", "en"), ("zh", "en"), ("zh", "en")]
    film.change("count: 1", "count: 2")
    film.change(
        "            phrases:\n"
        "              - {speak: zh, text: {zh: 他们管这叫, en: They call it}}\n"
        "              - {speak: en, text: {zh: 清洁能源。, en: clean energy.}}\n",
        "            text: {zh: 一, en: One}\n",
    )
    slots = film.load().acts[0].scenes[0].slots
    assert [slot.speak for slot in slots] == [("zh", "en"), ("zh",), ("en", "zh")]


def test_a_brief_without_lines_is_one_slot_of_two_lines(film: FilmFolder) -> None:
    """Its id is the scene's, its language the film's first."""
    slot = Slot("dunes", "miner", "slippage", brief="nothing grows here", count=2, speak=("zh",))
    assert film.load().acts[0].scenes[1].slots == (slot,)


def test_an_empty_list_of_lines_is_a_scene_without_words(film: FilmFolder) -> None:
    """The brief then is only context."""
    film.change("        register: slippage\n", "        lines: []\n")
    assert film.load().acts[0].scenes[1].slots == ()


def test_registers_drift_and_cameras_are_inherited_and_overridden(film: FilmFolder) -> None:
    """A scene takes its act's register and the film's camera unless it says otherwise."""
    act = film.load().acts[0]
    pit, dunes = act.scenes
    assert (pit.register, dunes.register) == ("testimony", "slippage")
    assert act.drift == Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1, 10))))
    assert pit.drift is None
    assert dunes.drift is not None
    assert dunes.drift.at(Fraction(3, 5)) == Fraction(1, 20)
    assert dunes.shots[0].camera == Backend("animatic", {"haze": 0.25})


def test_shots_keep_what_they_were(film: FilmFolder) -> None:
    """`was` gives the origin; lengths are film frames however they are written."""
    shots = [shot for _, _, shot in film.load().shots()]
    assert [(shot.id, shot.origin, shot.frames) for shot in shots] == [
        ("pit_01", "pit_01", 120),
        ("pit_02", "old_pit", 144),
        ("dunes_01", "dunes_01", 36),
    ]
    assert shots[1].file == "footage/mine.mp4"
    assert shots[0].seed == 4


def test_beds(film: FilmFolder) -> None:
    """By name, with a gain, or from a file."""
    beds = film.load().acts[0].scenes[0].beds
    assert beds == (Bed(kind="wind"), Bed(kind="machinery", gain=Fraction(-6)), Bed(file="sound/yard.wav"))


def test_missing_ids_are_filled_in_and_nothing_is_written(film: FilmFolder) -> None:
    """Planning reads the ids that the first build will write."""
    film.change("{id: dunes_01, prompt: dunes,", "{prompt: dunes,")
    before = film.text
    shot = film.load().acts[0].scenes[1].shots[0]
    assert shot.id.startswith("shot_")
    assert film.load().acts[0].scenes[1].shots[0] == shot
    assert film.text == before


def test_the_same_file_gives_the_same_values(film: FilmFolder) -> None:
    """Values compare equal, so that nothing is made again."""
    assert film.load() == film.load()
