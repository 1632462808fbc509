"""The embedded writer: steered by the brief, decided by the seed, never repeating itself, and clear when it cannot serve."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from white_cloud.backends.writers.base import WriteRequest, Written
from white_cloud.backends.writers.book import load_book
from white_cloud.backends.writers.phrasebook import Phrasebook
from white_cloud.errors import BackendError, Refusal
from white_cloud.film.lines import join_text
from white_cloud.film.screenplay import REGISTERS

REQUEST = WriteRequest(
    brief="the trucks are too big",
    register="testimony",
    speaker="miner",
    persona="a man of fifty",
    languages=("zh", "en"),
    speak=("zh", "en"),
    count=2,
    drift=Fraction(0),
    seed=7,
    options={},
)


def write(**changes: object) -> Written:
    return Phrasebook().make(replace(REQUEST, **changes), Path("unused"))


def texts(written: Written, language: str = "en") -> list[str]:
    return [join_text([phrase.text[language] for phrase in line], language) for line in written.lines]


def used(written: Written) -> list[str]:
    return list(written.sources)


def test_the_same_request_gives_the_same_lines():
    """Same seed, same words."""
    assert write() == write()


def test_another_seed_gives_other_lines():
    """Among forty seeds no line is common to all, and most differ."""
    scripts = {tuple(texts(write(seed=seed))) for seed in range(40)}
    assert len(scripts) > 30


def test_progress_does_not_depend_on_the_folder(tmp_path: Path):
    """Nothing is written; progress ends at one."""
    heard: list[float] = []
    Phrasebook().make(REQUEST, tmp_path, heard.append)
    assert heard == [0.5, 1.0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("brief", ["the trucks are too big", "大车太大了"])
def test_the_brief_steers_in_both_languages(brief: str):
    """Lines on the topic come first, whatever language it is named in."""
    about = {template.id for template in load_book("testimony").templates if "trucks" in template.topics}
    for seed in range(20):
        assert set(used(write(brief=brief, seed=seed))) <= about


def test_a_brief_off_every_topic_is_answered_and_noted():
    """The note says that nothing was recognised and what would have been."""
    written = write(brief="quantum chromodynamics")
    assert len(written.lines) == 2
    assert written.note.startswith("phrasebook knows no topic in this brief, so its words may miss it (it knows blast, ")


@pytest.mark.parametrize("register", REGISTERS)
def test_sampled_lines_are_aligned_and_voiced_as_asked(register: str):
    """Fifty seeds a register: each line stands in both languages and begins in the language of its turn."""
    for seed in range(50):
        for index, line in enumerate(write(register=register, seed=seed, count=3).lines):
            assert line[0].speak == ("zh", "en")[index % 2]
            assert all(set(phrase.text) == {"zh", "en"} and all(phrase.text.values()) for phrase in line)


def test_a_scene_does_not_repeat_a_template():
    """As long as the book has others, a frame is heard once in a scene."""
    templates = used(write(count=20))
    assert len(set(templates)) == 20


def test_what_was_said_is_not_said_again():
    """A line is left out if the film has it in any language."""
    said: frozenset[str] = frozenset()
    for seed in range(30):
        written = write(said=said, seed=seed)
        fresh = {*texts(written, "zh"), *texts(written, "en")}
        assert not fresh & said
        said |= fresh


def test_an_exhausted_book_names_the_brief():
    """When all is said the error says for which brief, and what to do."""
    with pytest.raises(BackendError, match=r"no line is left for the brief 'the trucks are too big': ask for fewer lines"):
        write(count=400)


def test_a_register_without_a_book_is_refused():
    """With what there is."""
    with pytest.raises(Refusal, match=r"no phrases for the register 'advertt': did you mean 'advert'\?"):
        write(register="advertt")


@pytest.mark.parametrize("language", ["fr", "zh-Hant", "zh-TW"])
def test_a_language_without_phrases_is_refused(language: str):
    """With what there is; traditional characters are not what the books hold."""
    with pytest.raises(Refusal, match=rf"no phrases in '{language}' for the register 'testimony'; it has zh, en"):
        write(languages=("en", language), speak=("en",))


def test_a_spoken_language_must_be_one_of_the_film():
    """A line cannot be voiced in a language it is not written in."""
    with pytest.raises(Refusal, match="no language of the film"):
        write(languages=("en",), speak=("zh",))


def test_two_regions_of_one_language_are_refused():
    """The books have one English."""
    with pytest.raises(Refusal, match="cannot tell these languages of the film apart"):
        write(languages=("en-GB", "en-US"), speak=("en-GB",))


def test_regions_are_served_under_the_films_own_tags():
    """A film in zh-CN and en-GB gets lines that stand in exactly these."""
    written = write(languages=("zh-CN", "en-GB"), speak=("en-GB", "zh-CN"), count=8)
    for index, line in enumerate(written.lines):
        assert line[0].speak == ("en-GB", "zh-CN")[index % 2]
        assert all(set(phrase.text) == {"zh-CN", "en-GB"} for phrase in line)


def test_a_film_in_one_language_gets_no_line_that_switches():
    """Lines that switch need both languages; a film in English alone has none of them."""
    for seed in range(40):
        for line in write(languages=("en",), speak=("en",), seed=seed).lines:
            assert len(line) == 1
            assert set(line[0].text) == {"en"}


def test_lines_that_switch_language_turn_up():
    """In a bilingual film some lines are spoken in two languages."""
    spoken = [{phrase.speak for phrase in line} for seed in range(40) for line in write(seed=seed, brief="").lines]
    assert {"zh", "en"} in spoken
