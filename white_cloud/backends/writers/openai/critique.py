"""What is wrong with lines that have the right form: each complaint says which line, what, and what was expected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction

from white_cloud.backends.hosted.languages import NAMES, language_name, main_subtag
from white_cloud.backends.hosted.pace import is_han, rate, seconds
from white_cloud.backends.writers.base import WriteRequest
from white_cloud.backends.writers.openai.answer import turns
from white_cloud.backends.writers.openai.compose import unit
from white_cloud.film.lines import Phrase, join_text, mark_complaints, plain

Line = Sequence[Phrase]

#: Languages not written in Latin letters, or not in them alone; of these only hanzi are checked.
_OTHER_SCRIPTS = {
    *("ar", "be", "bg", "el", "fa", "he", "hi", "hy", "ja", "kk", "kn", "ko", "mk", "mr", "ne", "ru", "sr", "ta", "th", "uk"),
    *("ur", "zh"),
}
_LATIN = frozenset(NAMES) - _OTHER_SCRIPTS
#: The least share of a text's letters that its script has.
_SHARE = 0.7
#: How far the lines together may be from the length that was asked for, as factors, and the seconds always granted.
SHORTEST, LONGEST, GRANTED = Fraction(2, 5), Fraction(7, 5), 2
#: How many times longer one language of a line may take than another, for lines of more than `_LONG` seconds.
_UNEVEN, _LONG = 3, 4
#: From how many letters on a text that stands in the prompts counts as copied.
_COPIED = 8
_MARKUP = re.compile(r"[*_`#]{2,}|`|^\s*(?:[#>•*]|[-–]\s|\d+[.)]\s)|</?[a-zA-Z][^>]*>|https?://|\{|\}|\|")
_ASIDE = re.compile(r"[(（【〔][^)）】〕]*[)）】〕]")
_QUOTES = {('"', '"'), ("“", "”"), ("「", "」"), ("«", "»"), ("'", "'"), ("‘", "’")}


def complaints(request: WriteRequest, lines: Sequence[Line], examples: str = "") -> list[str]:
    """Return everything that is wrong with lines, in order; nothing when they can be spoken as they are.

    `examples` is what the model was shown, and must not give back.
    """
    found = [f"line {number}: {one}" for number, line in enumerate(lines, 1) for one in _of_line(request, line)]
    found += _of_turns(request, lines)
    found += _of_repetition(request, lines)
    found += _of_copies(examples, lines)
    if not found:  # what cannot be spoken has no length
        found += _of_length(request, lines)
    return found


def _of_line(request: WriteRequest, line: Line) -> Iterator[str]:
    found = [
        f"{language_name(language)}: {one}"
        for phrase in line
        for language, text in phrase.text.items()
        for one in _of_text(request, text, language)
    ]
    yield from found or _uneven(request, line)


def _of_text(request: WriteRequest, text: str, language: str) -> Iterator[str]:
    said = plain(text)
    if not any(character.isalnum() for character in said):
        yield "nothing is said"
        return
    yield from mark_complaints(text)
    if "\n" in text:
        yield "it holds a line break; a line is one go of speech"
    if found := _MARKUP.search(text):
        yield f"{found.group().strip()!r} is markup, and would be read aloud"
    if found := _ASIDE.search(said):
        yield f"{found.group()!r} is an aside; only what is spoken stands in a line"
    if any(unicodedata.category(character) == "So" for character in said):
        yield "it holds a picture sign; only words are spoken"
    if (said[0], said[-1]) in _QUOTES and not {said[0], said[-1]} & set(said[1:-1]):
        yield "it stands in quotation marks; leave them out"
    if label := _label(request, said):
        yield f"it begins with the speaker's name, {label!r}; leave it out"
    yield from _of_script(said, language)


def _label(request: WriteRequest, said: str) -> str:
    """Return the speaker's name when a text begins with one and a colon, as a script is printed."""
    head, colon, _ = said.replace("：", ":").partition(":")
    names = {request.speaker, *request.around.speakers, *(name for name, _ in request.around.speakers.values())}
    return head if colon and head.strip().casefold() in {name.casefold() for name in names if name} else ""


def _of_script(said: str, language: str) -> Iterator[str]:
    letters = [character for character in said if character.isalpha()]
    han = sum(map(is_han, letters))
    if main_subtag(language) == "zh":
        if letters and han < _SHARE * len(letters):
            yield f"it is not written in hanzi: {said[:40]!r}"
    elif main_subtag(language) in _LATIN and letters:
        latin = sum(1 for letter in letters if "LATIN" in unicodedata.name(letter, ""))
        if han or latin < _SHARE * len(letters):
            yield f"it is not written in Latin letters alone: {said[:40]!r}"


def _uneven(request: WriteRequest, line: Line) -> Iterator[str]:
    """Complain of a line of which one language says far less than another: the facts cannot be the same."""
    lengths = {
        language: seconds(join_text([phrase.text[language] for phrase in line], language), language, request.register)
        for language in request.languages
    }
    longest = max(lengths, key=lambda language: lengths[language])
    shortest = min(lengths, key=lambda language: lengths[language])
    if lengths[longest] > _LONG and lengths[longest] > _UNEVEN * lengths[shortest]:
        yield f"{language_name(shortest)} says far less than {language_name(longest)}; both carry the same facts"


def _of_turns(request: WriteRequest, lines: Sequence[Line]) -> Iterator[str]:
    for number, (line, language) in enumerate(zip(lines, turns(request), strict=True), 1):
        if line[0].speak != language:
            yield (
                f"line {number}: it begins in {language_name(line[0].speak)}, and its turn is {language_name(language)} "
                "(set `speak` of its first phrase)"
            )


def _of_repetition(request: WriteRequest, lines: Sequence[Line]) -> Iterator[str]:
    said = {_bare(text) for text in request.said}
    for number, line in enumerate(lines, 1):
        fresh = {_bare(text): text for phrase in line for text in phrase.text.values()}
        for bare, text in fresh.items():
            if bare and bare in said:
                yield f"line {number}: {plain(text)!r} was said before; say something else"
        said |= set(fresh)


def _of_copies(examples: str, lines: Sequence[Line]) -> Iterator[str]:
    shown = _bare(examples)
    for number, line in enumerate(lines, 1):
        for phrase in line:
            for text in phrase.text.values():
                if len(_bare(text)) >= _COPIED and _bare(text) in shown:
                    yield f"line {number}: {plain(text)!r} is an example that was shown; write one of your own"


def _bare(text: str) -> str:
    """Return the letters and digits of a text, by which two sayings of it are told to be one."""
    return "".join(character for character in plain(text).casefold() if character.isalnum())


def _of_length(request: WriteRequest, lines: Sequence[Line]) -> Iterator[str]:
    asked = request.around.seconds
    if not asked:
        return
    takes = sum(
        (seconds(phrase.spoken(), phrase.speak, request.register) for line in lines for phrase in line), start=Fraction(0)
    )
    if SHORTEST * asked <= takes <= LONGEST * asked + GRANTED:
        return
    wrong = "short" if takes < asked else "long"
    spoken = dict.fromkeys(turns(request))
    counts = " or ".join(f"{round(asked * rate(one, request.register))} {unit(one)}" for one in spoken)
    yield (
        f"together the lines take about {float(takes):.0f} seconds to say, too {wrong} for the {float(asked):.0f} asked for "
        f"(that would be {counts} in all)"
    )
