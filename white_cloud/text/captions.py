"""Captions: the spoken words, or their recorded translation, cut where they read well and shown while they are heard.

    heard    |-- 我在这里 --| pause |-------- drove the truck for nothing --------|
    zh       [ 我在这里，   ]       [ 白白开了卡车                                ]
    zh-en    [ 我在这里，   ]       [ 白白开了卡车                                ]
             [ I am here,   ]       [ drove the truck for nothing                 ]

Nothing is added and nothing dropped: the cues of a line, joined, are its text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from white_cloud.film.timeline import Cue, VoiceClip
from white_cloud.text.cutting import SHORTEST, CaptionText, Cut
from white_cloud.text.word_times import timed_line

#: Rows of a caption in one language.
ROWS = 2
#: Seconds a caption stays after its last word, where the next one leaves room.
HANG = Fraction(2, 5)
#: Frames without a caption between two.
GAP_FRAMES = 2
#: How many more captions than the fewest are tried, to cut two languages at the same moments.
_SPARE = 2


@dataclass(frozen=True)
class Caption:
    """A cue, with the line that it is of and its words in each language, on one row.

    `words` holds the languages that the cue shows, and what is heard of the line meanwhile in the others that were asked for.
    """

    cue: Cue
    line: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class _Piece:
    """A piece of a line: when its first word begins and its last one ends, its rows, and its words in each language."""

    start: Fraction
    end: Fraction
    rows: tuple[str, ...]
    line: str
    words: Mapping[str, str]


def cues(voice: Sequence[VoiceClip], language: str, rate: Fraction, until: Fraction | None = None) -> tuple[Cue, ...]:
    """Return the captions of a film in one language, in order, without overlap; times in seconds, exact.

    `rate` is the film's, in frames a second; no caption hangs over `until`, the film's end. Raise UserError where a line lacks
    the language.
    """
    return tuple(caption.cue for caption in captions(voice, (language,), rate, until))


def cues_side_by_side(
    voice: Sequence[VoiceClip], languages: Sequence[str], rate: Fraction, until: Fraction | None = None
) -> tuple[Cue, ...]:
    """Return captions of one row in each of two languages (exactly two), cut at the same moments; otherwise as `cues`.

    Where one language has too few words to be cut as often as the other, the spare captions hold the other alone.
    """
    return tuple(caption.cue for caption in captions(voice, languages, rate, until))


def captions(
    voice: Sequence[VoiceClip],
    languages: Sequence[str],
    rate: Fraction,
    until: Fraction | None = None,
    beside: Sequence[str] = (),
) -> tuple[Caption, ...]:
    """Return the captions of a film in one language as `cues` has them, or in two as `cues_side_by_side` has them.

    Their words stand in those languages, and in those of `beside`.
    """
    cut = _single if len(languages) == 1 else _double
    found = [_with_others(piece, clip, beside) for clip in voice for piece in cut(clip, languages)]
    return _settled(found, rate, until)


def _single(clip: VoiceClip, languages: Sequence[str]) -> list[_Piece]:
    (language,) = languages
    line = CaptionText.of(timed_line(clip, language), ROWS)
    return [
        _Piece(*line.timed.span(*piece), line.rows_of(*piece), clip.line, {language: line.words_of(*piece)})
        for piece in line.cut().pieces
    ]


def _double(clip: VoiceClip, languages: Sequence[str]) -> list[_Piece]:
    first, second = (CaptionText.of(timed_line(clip, language), 1) for language in languages)
    cuts = _together(first, second, second_leads=_spoken_more(clip, languages))
    return _paired(clip.line, dict(zip(languages, (first, second), strict=True)), cuts)


def _with_others(piece: _Piece, clip: VoiceClip, beside: Sequence[str]) -> _Piece:
    others = {language: _heard_meanwhile(clip, language, piece) for language in beside if language not in piece.words}
    return replace(piece, words={**piece.words, **others})


def _heard_meanwhile(clip: VoiceClip, language: str, piece: _Piece) -> str:
    """Return what of a line in another language falls into a piece: whole stretches between places where it may break."""
    line = CaptionText.of(timed_line(clip, language), 1)
    spans = {stretch: line.timed.span(*stretch) for stretch in pairwise(line.edges)}
    inside = [stretch for stretch, (start, end) in spans.items() if piece.start <= (start + end) / 2 < piece.end]
    return line.words_of(inside[0][0], inside[-1][1]) if inside else ""


def _together(first: CaptionText, second: CaptionText, *, second_leads: bool) -> tuple[Cut, Cut]:
    """Cut two texts of one line at the same moments: those of the language that is spoken."""
    leader, other = (second, first) if second_leads else (first, second)
    fewest = max(len(leader.cut().pieces), len(other.cut().pieces))
    tried: list[tuple[Cut, Cut]] = []
    for count in range(fewest, fewest + _SPARE + 1):
        led = leader.cut_in(count)
        tried.append((led, other.cut_in(count, leader.beginnings(led))))
    even = [pair for pair in tried if len(pair[0].pieces) == len(pair[1].pieces)]
    led, followed = min(even or tried[:1], key=lambda pair: pair[0].cost + pair[1].cost)
    return (followed, led) if second_leads else (led, followed)


def _paired(line: str, texts: Mapping[str, CaptionText], cuts: tuple[Cut, Cut]) -> list[_Piece]:
    found: list[_Piece] = []
    for number in range(max(len(cut.pieces) for cut in cuts)):
        here = [
            (language, text, cut.pieces[number])
            for (language, text), cut in zip(texts.items(), cuts, strict=True)
            if number < len(cut.pieces)
        ]
        spans = [text.timed.span(*piece) for _, text, piece in here]
        rows = tuple(row for _, text, piece in here for row in text.rows_of(*piece))
        words = {language: text.words_of(*piece) for language, text, piece in here}
        found.append(_Piece(min(start for start, _ in spans), max(end for _, end in spans), rows, line, words))
    return found


def _spoken_more(clip: VoiceClip, languages: Sequence[str]) -> bool:
    first, second = (
        sum((phrase.end - phrase.start for phrase in clip.phrases if phrase.language == language), Fraction(0))
        for language in languages
    )
    return second > first


def _settled(pieces: Sequence[_Piece], rate: Fraction, until: Fraction | None) -> tuple[Caption, ...]:
    """Give captions their times: from the first word, past the last one as far as the next one leaves room."""
    ordered = sorted(pieces, key=lambda piece: piece.start)
    gap, frame = GAP_FRAMES / rate, 1 / rate
    settled: list[Caption] = []
    for number, piece in enumerate(ordered):
        start = max(piece.start, settled[-1].cue.end + gap) if settled else piece.start
        room = ordered[number + 1].start - gap if number + 1 < len(ordered) else until
        end = max(piece.end + HANG, start + SHORTEST)
        if room is not None:
            # two voices at once leave no room: the earlier cue is then a frame long, and the later one waits for it
            end = max(min(end, room), start + frame)
        settled.append(Caption(Cue(start, end, piece.rows), piece.line, piece.words))
    return tuple(settled)
