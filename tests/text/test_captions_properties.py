"""What holds for the captions of any words at any times."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from white_cloud.film.timeline import SpokenPhrase, VoiceClip, Word
from white_cloud.text.breaking import CLOSING, OPENING
from white_cloud.text.captions import GAP_FRAMES, HANG, cues, cues_side_by_side
from white_cloud.text.cutting import ROW_WIDTH, SHORTEST, row_width

RATE = Fraction(25)
HAN = "我们在白云开了十九年卡车的着过吗而且因为所以风把它带走三百二十五第"
LATIN = ("I", "drove", "a", "truck", "don't", "White", "Cloud", "1,200", "3.5", "lutétium", "Mr.", "of", "and", "x" * 60)
MARKS = (
    "，",
    "。",
    "？",
    "、",
    "；",
    ", ",
    ". ",
    "! ",
    " — ",
    "……",
    "“",
    "”",
    "（",
    "）",
    " « ",
    " » ",
    '"',
    "\u00a0",
    " ",
    "  ",
    "\n",
)

pieces = st.one_of(
    st.text(HAN, min_size=1, max_size=9), st.sampled_from(LATIN).map(lambda word: f" {word} "), st.sampled_from(MARKS)
)
texts = st.lists(pieces, max_size=24).map("".join)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@st.composite
def phrases(draw, words, start):
    """Return a phrase with words of random places and times, in order, some of them missing."""
    spoken, other = draw(words), draw(words)
    now, found, at = start, [], 0
    while at < len(spoken):
        length = draw(st.integers(1, 6))
        now += Fraction(draw(st.integers(0, 90)), 100)
        end = now + Fraction(draw(st.integers(1, 90)), 100)
        if draw(st.booleans()) and not spoken[at : at + length].isspace():
            found.append(Word(at, min(length, len(spoken) - at), now, end))
            now = end
        at += length
    now += Fraction(1, 10)
    return SpokenPhrase("zh", {"zh": spoken, "en": other}, start, now, tuple(found))


@st.composite
def voices(draw, words=texts):
    """Return a few lines one after another, or over one another."""
    found, now = [], Fraction(0)
    for number in range(draw(st.integers(1, 3))):
        first = draw(phrases(words, Fraction(0)))
        second = draw(phrases(words, first.end + Fraction(draw(st.integers(0, 30)), 10)))
        found.append(VoiceClip(f"l{number}", "miner", "", now, second.end, (first, second)))
        now += second.end * draw(st.sampled_from([Fraction(1), Fraction(11, 10), Fraction(1, 2)]))
    return found


def letters(texts):
    return "".join("".join(texts).split())


def plain_text(voice, language):
    return letters(phrase.text[language] for clip in voice for phrase in clip.phrases)


def in_succession(voice):
    return all(one.start + one.seconds <= two.start for one, two in pairwise(voice))


@settings(max_examples=25, deadline=None)
@given(voices(st.one_of(texts, anything)), st.sampled_from(["zh", "en"]))
def test_captions_hold_every_word_once_in_order_and_fit(voice, language):
    """Joined cues are the text; cues are in order, apart, and no row is too wide."""
    found = cues(voice, language, RATE)
    if in_succession(voice):
        assert letters(row for cue in found for row in cue.lines) == plain_text(voice, language)
    else:
        assert sorted(letters(row for cue in found for row in cue.lines)) == sorted(plain_text(voice, language))
    for cue in found:
        assert cue.start < cue.end
        assert 1 <= len(cue.lines) <= 2
        assert all(row == row.strip() and row and row_width(row) <= ROW_WIDTH for row in cue.lines)
    assert all(one.end + GAP_FRAMES / RATE <= two.start for one, two in pairwise(found))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(HAN, min_size=1, max_size=9), st.sampled_from(["，", "。", "“好”", "（云）", "……", "、"])),
        max_size=20,
    )
)
def test_chinese_rows_never_begin_or_end_with_the_wrong_mark(parts):
    """Marks that close stay with what they close, marks that open with what they open."""
    text = "云" + "".join(part if part not in "，。……、" else part + "云" for part in parts)
    clip = VoiceClip(
        "l", "m", "", Fraction(0), Fraction(20), (SpokenPhrase("zh", {"zh": text}, Fraction(0), Fraction(20), ()),)
    )
    for cue in cues([clip], "zh", RATE):
        assert not any(row[0] in CLOSING or row[-1] in OPENING for row in cue.lines)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([word for word in LATIN if len(word) < 43]), min_size=1, max_size=40))
def test_latin_words_and_numbers_are_never_split(words):
    """Cut anywhere but inside a word."""
    clip = VoiceClip(
        "l", "m", "", Fraction(0), Fraction(20), (SpokenPhrase("en", {"en": " ".join(words)}, Fraction(0), Fraction(20), ()),)
    )
    assert [word for cue in cues([clip], "en", RATE) for row in cue.lines for word in row.split()] == words


@settings(max_examples=25, deadline=None)
@given(voices())
def test_cues_are_in_time_with_their_words(voice):
    """Where voices follow one another, a cue begins within its line and leaves it by no more than it may hang."""
    if not in_succession(voice):
        return
    for clip in voice:
        for cue in cues([clip], "zh", RATE):
            assert clip.start <= cue.start <= clip.start + clip.seconds + Fraction(1)
            assert cue.end <= max(clip.start + clip.seconds + HANG, cue.start + SHORTEST)


@settings(max_examples=25, deadline=None)
@given(voices(st.one_of(texts, anything)))
def test_two_languages_side_by_side_lose_nothing(voice):
    """Every letter of both languages is shown once, in cues of at most a row of each."""
    found = cues_side_by_side(voice, ("zh", "en"), RATE)
    rows = [row for cue in found for row in cue.lines]
    assert sorted(letters(rows)) == sorted(plain_text(voice, "zh") + plain_text(voice, "en"))
    assert all(len(cue.lines) <= 2 for cue in found)
    assert all(row_width(row) <= ROW_WIDTH for row in rows)
    assert all(one.end < two.start for one, two in pairwise(found))
