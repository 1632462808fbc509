"""Captions are the spoken words, in time, and fit the screen."""

from fractions import Fraction
from itertools import pairwise

import pytest

from white_cloud.errors import UserError
from white_cloud.film.timeline import Cue, SpokenPhrase, VoiceClip, Word
from white_cloud.text.captions import HANG, cues, cues_side_by_side
from white_cloud.text.cutting import ROW_WIDTH, SHORTEST, row_width

RATE = Fraction(24)


def spoken(language, text, start=Fraction(0), each=Fraction(1, 4), pause=Fraction(0)):
    """Return a phrase of `text` ({language: words}) whose words, one per character or Latin word, each last `each` seconds."""
    words, at, now = [], 0, start
    for token in text[language].replace("，", "， ").replace("。", "。 ").split():
        for part in token if token[0] > "⺀" else [token]:
            at = text[language].index(part, at)
            if part.strip("，。,.!?"):
                words.append(Word(at, len(part.strip(",.!?")), now, now + each))
                now += each
            at += len(part)
        now += pause
    return SpokenPhrase(language, text, start, now, tuple(words))


def said(*phrases, start=Fraction(0), line="l1"):
    return VoiceClip(line, "miner", "0" * 64, start, phrases[-1].end, tuple(phrases))


def shown(found):
    return [list(cue.lines) for cue in found]


def test_a_cue_starts_with_its_first_word_and_hangs_after_its_last():
    """In time with the words, not with the sound file."""
    phrase = SpokenPhrase("en", {"en": "Dust."}, Fraction(0), Fraction(3), (Word(0, 4, Fraction(1), Fraction(2)),))
    assert cues([said(phrase, start=Fraction(10))], "en", RATE) == (Cue(Fraction(11), 12 + HANG, ("Dust.",)),)


def test_a_short_word_stands_long_enough_to_be_read():
    """A breath of a word is shown for the shortest time a cue has."""
    phrase = SpokenPhrase("zh", {"zh": "嗯"}, Fraction(0), Fraction(1, 10), (Word(0, 1, Fraction(0), Fraction(1, 10)),))
    (cue,) = cues([said(phrase)], "zh", RATE)
    assert cue.end - cue.start == SHORTEST


def test_two_frames_lie_between_a_cue_and_the_next():
    """A cue never runs into the next one, even where speech does."""
    first, second = (
        said(spoken("en", {"en": "One."}), line="a"),
        said(spoken("en", {"en": "Two."}), start=Fraction(1, 2), line="b"),
    )
    one, two = cues([first, second], "en", RATE)
    assert two.start - one.end == 2 / RATE


def test_no_cue_hangs_over_the_end_of_the_film():
    """The caption track is no longer than the picture."""
    (cue,) = cues([said(spoken("en", {"en": "The end"}))], "en", RATE, until=Fraction(11, 20))
    assert cue.end == Fraction(11, 20)


def test_voices_over_one_another_give_cues_one_after_the_other():
    """Two speakers at once never give overlapping cues."""
    voice = [said(spoken("en", {"en": word}), line=word) for word in ("Left", "Right", "Centre")]
    found = cues(voice, "en", RATE)
    assert [cue.lines[0] for cue in found] == ["Left", "Right", "Centre"]
    assert all(one.end < two.start for one, two in pairwise(found))


def test_a_long_phrase_is_cut_at_its_punctuation():
    """Sentences first, then commas, whatever the balance."""
    text = "我在白云开卡车，开了十九年。轮子比我家的屋顶还高，可是没有人把它停下来。"
    assert shown(cues([said(spoken("zh", {"zh": text}))], "zh", RATE)) == [
        ["我在白云开卡车，开了十九年。"],
        ["轮子比我家的屋顶还高，", "可是没有人把它停下来。"],
    ]


def test_a_phrase_without_punctuation_is_balanced_and_keeps_its_words_whole():
    """No cue of one character is left over, and 我们 is never parted."""
    text = "没有人告诉我们灰尘里有什么我们每天早上扫一遍晚上再扫一遍孩子们在上面画画"
    found = shown(cues([said(spoken("zh", {"zh": text}))], "zh", RATE))
    rows = [row for rows in found for row in rows]
    assert "".join(rows) == text
    assert min(len(row) for row in rows) > 5
    assert sum("我们" in row for row in rows) == 2


def test_numbers_stay_whole():
    """A row never ends inside a number, and not between a number and what it counts."""
    text = "公司说今年一共运走了三百二十五万吨矿石和1,200车白灰还有2,048个人的名字"
    rows = [row for cue in cues([said(spoken("zh", {"zh": text}))], "zh", RATE) for row in cue.lines]
    assert all(any(number in row for row in rows) for number in ("三百二十五万吨", "1,200车", "2,048个人"))


def test_phrases_of_two_languages_share_a_cue_where_they_fit():
    """A line that switches language reads as one."""
    first = spoken("zh", {"zh": "每吨矿石，", "en": "For a ton of ore"})
    second = spoken("en", {"zh": "付我两毛四。", "en": "they pay me 0.24 yuan."}, first.end)
    assert shown(cues([said(first, second)], "zh", RATE)) == [["每吨矿石，付我两毛四。"]]
    assert shown(cues([said(first, second)], "en", RATE)) == [["For a ton of ore they pay me 0.24 yuan."]]


def test_a_long_silence_parts_two_cues():
    """Words that have not been said yet are not shown."""
    first = spoken("en", {"en": "I waited."})
    second = spoken("en", {"en": "Nobody came."}, first.end + 4)
    found = cues([said(first, second)], "en", RATE)
    assert shown(found) == [["I waited."], ["Nobody came."]]
    assert found[1].start == second.start


def test_a_translation_turns_where_the_spoken_words_turn():
    """Sentence by sentence, the translation keeps time with what is heard."""
    text = {
        "zh": "白云很高。" + "我在下面开卡车开了很多很多年一直没有抬过头看它一眼也没有问过它的名字叫什么。",
        "en": "The cloud is high. I drove the truck under it for many years and never once looked up, nor asked for its name.",
    }
    phrase = spoken("zh", text, pause=Fraction(2))
    second_sentence = phrase.words[4].start
    assert second_sentence in [cue.start for cue in cues([said(phrase)], "zh", RATE)]
    assert second_sentence in [cue.start for cue in cues([said(phrase)], "en", RATE)]


def test_a_voice_without_word_timings_still_gives_captions():
    """The phrase's span is shared by its characters."""
    phrase = SpokenPhrase("en", {"en": "Nothing is timed here"}, Fraction(1), Fraction(3), ())
    assert cues([said(phrase)], "en", RATE) == (Cue(Fraction(1), 3 + HANG, ("Nothing is timed here",)),)


def test_two_languages_stand_one_above_the_other():
    """Each cue holds one row of each, in the order asked for."""
    text = {
        "zh": "我在白云开卡车，开了十九年。轮子比我家的屋顶还高。",
        "en": "I drove a truck at White Cloud for nineteen years. Its wheels stood higher than my roof.",
    }
    found = shown(cues_side_by_side([said(spoken("zh", text, pause=Fraction(1, 3)))], ("zh", "en"), RATE))
    assert all(len(rows) == 2 for rows in found)
    assert "".join(rows[0] for rows in found) == text["zh"]
    assert " ".join(rows[1] for rows in found) == text["en"]
    assert ["轮子比我家的屋顶还高。", "Its wheels stood higher than my roof."] in found
    assert all(row_width(row) <= ROW_WIDTH for rows in found for row in rows)


def test_a_language_with_too_few_words_leaves_the_other_alone_in_spare_cues():
    """Nothing is said twice to fill a cue."""
    text = {"zh": "唉。", "en": "Well, what would you have had me say to them, standing there in the dust?"}
    found = shown(cues_side_by_side([said(spoken("zh", text))], ("zh", "en"), RATE))
    assert found[0][0] == "唉。"
    assert " ".join(row for rows in found for row in rows if row != "唉。") == text["en"]


def test_a_line_that_lacks_the_language_is_an_error_that_names_it():
    """No caption in another language in its place."""
    with pytest.raises(UserError, match="line l1 has no words in 'fr', only in en"):
        cues([said(spoken("en", {"en": "Hello"}))], "fr", RATE)


def test_a_film_without_voices_has_no_captions():
    """Silence has no cues."""
    assert cues([], "zh", RATE) == ()
    assert cues_side_by_side([], ("zh", "en"), RATE) == ()
