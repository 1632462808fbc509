"""What is burnt in goes from faithful to corrupted, and further the stronger it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from white_cloud.text.breaking import is_han
from white_cloud.text.corrupt import DELETED, STRUCK, corrupted, slogans
from white_cloud.text.fonts import find_font

LINES = [
    {"zh": "我闺女画大车，轮子比房子高。", "en": "My girl drew a truck, its wheels taller than the house."},
    {"zh": "片子上写着：肺纹理增粗。", "en": "The X-ray says: coarse lung markings."},
    {"zh": "您的！整条街，都是您的！", "en": "Yours! The whole street is yours!"},
    {"zh": "八张床，二十四个人，三班倒。", "en": "Eight beds, twenty-four men, three shifts."},
]
STEPS = [number / 10 for number in range(11)]
SEEDS = range(60)
words = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFFF, exclude_categories=("Cs", "Cc", "Cn")), max_size=40)


def _distance(one: str, other: str) -> int:
    """Return how many characters are to be put in, taken out or changed to get from one text to the other."""
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, there in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (character != there))
    return row[-1]


@given(st.dictionaries(st.sampled_from(["zh", "en", "fr"]), words, min_size=1), st.integers(0, 2**63 - 1))
@settings(max_examples=40)
def test_at_strength_0_nothing_happens(lines: dict[str, str], seed: int) -> None:
    """Not to a space."""
    assert corrupted(lines, 0, seed) == lines


@given(st.dictionaries(st.sampled_from(["zh", "en"]), words, min_size=1), st.floats(0, 1), st.integers(0, 2**63 - 1))
@settings(max_examples=80)
def test_any_text_can_be_corrupted_and_the_same_way_twice(lines: dict[str, str], strength: float, seed: int) -> None:
    """In the languages it came in, without half a character: no mark is left without its letter."""
    once = corrupted(lines, strength, seed)
    assert once == corrupted(lines, strength, seed)
    assert set(once) == set(lines)
    for text in once.values():
        text.encode()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_corruption_grows_with_strength(language: str) -> None:
    """By the share of characters that are not what they were, on average over seeds: it never falls."""
    means = []
    for strength in STEPS:
        pairs = [(line[language], corrupted(line, strength, seed)[language]) for line in LINES[1:3] for seed in SEEDS]
        means.append(sum(_distance(*pair) / max(map(len, pair)) for pair in pairs) / len(pairs))
    assert means == sorted(means)
    assert means[0] == 0
    assert means[-1] > 0.5


def test_what_fell_stays_fallen() -> None:
    """More strength adds to the same damage: as long as no phrase is swapped, a whole character never comes back."""
    line = {"zh": "山坐火车先走一步我们跟上十九年没有人把它停下来"}
    for seed in SEEDS:
        left = list(line["zh"])
        for strength in STEPS[:9]:
            kept = [character for character in corrupted(line, strength, seed)["zh"] if character in line["zh"]]
            assert len(kept) <= len(left)
            left = kept


def test_words_stand_in_the_other_language() -> None:
    """Whole ones, or pieces of two characters and more, of the phrase at the same place."""
    found = [corrupted(LINES[0], 0.3, seed) for seed in SEEDS]
    assert any("truck" in one["zh"] and "我" in one["zh"] for one in found)
    assert any("大车" in one["en"] and "girl" in one["en"] for one in found)
    assert not any("drewtruck" in one["zh"] for one in found)


def test_phrases_change_places() -> None:
    """What stood above stands below, a phrase at a time."""
    found = [corrupted(LINES[2], 0.7, seed) for seed in SEEDS]
    assert any(one["zh"].startswith("Yours!") and one["en"].startswith("您的！") for one in found)


def test_a_slogan_surfaces_near_the_top_and_in_every_language_at_once() -> None:
    """The same one, whole, and never while there is still something to hold on to."""
    known = slogans(frozenset({"zh", "en"}))
    assert not any(corrupted(line, 0.8, seed) in known for line in LINES for seed in SEEDS)
    at_the_top = [corrupted(line, 1, seed) in known for line in LINES for seed in SEEDS]
    assert 0.4 < sum(at_the_top) / len(at_the_top) < 0.8


def test_a_film_in_one_language_has_nothing_to_swap_with() -> None:
    """Its words fall and its own slogans surface."""
    found = {corrupted({"en": LINES[3]["en"]}, 1, seed)["en"] for seed in SEEDS}
    assert not any(is_han(character) for text in found for character in text)
    assert "Tomorrow is already loaded." in found


def test_a_language_without_slogans_keeps_its_words() -> None:
    """As far as they can be kept."""
    line = {"fr": "Huit lits, vingt-quatre hommes.", "zh": "八张床，二十四个人。"}
    assert slogans(frozenset(line)) == ()
    assert any("lits" in corrupted(line, 1, seed)["fr"] for seed in SEEDS)


@pytest.mark.parametrize("letter", ["e\u0301", "नि"], ids=["accent", "vowel sign"])
def test_a_letter_goes_with_its_marks(letter: str) -> None:
    """In whatever script: neither is left without the other."""
    for seed in SEEDS:
        text = corrupted({"fr": f"{letter * 6} {letter * 9}"}, 1, seed)["fr"]
        assert not text.replace(letter, "").strip(f"{STRUCK} \u00a0")


def test_every_slogan_and_every_mark_of_damage_can_be_drawn() -> None:
    """By the font that every machine has."""
    find_font("".join(text for slogan in slogans(frozenset({"zh", "en"})) for text in slogan.values()) + DELETED + STRUCK)


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_lies_between_0_and_1(strength: float) -> None:
    """Anything else is a mistake in the program."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        corrupted(LINES[0], strength, 0)


def test_two_languages_that_are_shown_change_places_with_each_other() -> None:
    """Never with a third that nobody asked to read; one alone changes with whatever there is."""
    lines = {"zh": "风停了。", "en": "The mountain remembers nothing.", "fr": "Bonjour tristesse ancienne."}
    both = [corrupted(lines, 0.75, seed, ("zh", "en")) for seed in range(200)]
    assert not any("tristesse" in text[language] for text in both for language in ("zh", "en"))
    assert any("风" in text["en"] for text in both)
    assert any("tristesse" in corrupted(lines, 0.75, seed, ("en",))["en"] for seed in range(200))


def test_a_language_that_is_not_shown_needs_no_slogan() -> None:
    """A film in three languages, two of them burnt in."""
    line = {**LINES[0], "fr": "Le nuage est blanc."}
    found = [corrupted(line, 1, seed, ("zh", "en")) for seed in SEEDS]
    known = slogans(frozenset({"zh", "en"}))
    assert any({language: text[language] for language in ("zh", "en")} in known for text in found)
    assert all(corrupted(line, 1, seed)["fr"] != "" for seed in SEEDS)
