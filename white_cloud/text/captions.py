"""Captions: the spoken words, or their recorded translation, cut where they read well and shown while they are heard.

    heard    |-- 我在这里 --| pause |-------- drove the truck for nothing --------|
    zh       [ 我在这里，   ]       [ 白白开了卡车                                ]
    zh-en    [ 我在这里，   ]       [ 白白开了卡车                                ]
             [ I am here,   ]       [ drove the truck for nothing                 ]

Nothing is added and nothing dropped: the cues of a line, joined, are its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

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

_Raw = tuple[Fraction, Fraction, tuple[str, ...]]


def cues(voice: Sequence[VoiceClip], language: str, rate: Fraction, until: Fraction | None = None) -> tuple[Cue, ...]:
    """Return the captions of a film in one language, in order, without overlap; times in seconds, exact.

    `rate` is the film's, in frames a second; no caption hangs over `until`, the film's end. Raise UserError where a line lacks
    the language.
    """
    raw: list[_Raw] = []
    for clip in voice:
        line = CaptionText.of(timed_line(clip, language), ROWS)
        raw += [(*line.timed.span(*piece), line.rows_of(*piece)) for piece in line.cut().pieces]
    return _settled(raw, rate, until)


def cues_side_by_side(
    voice: Sequence[VoiceClip], languages: Sequence[str], rate: Fraction, until: Fraction | None = None
) -> tuple[Cue, ...]:
    """Return captions of one row in each of two languages (exactly two), cut at the same moments; otherwise as `cues`.

    Where one language has too few words to be cut as often as the other, the spare captions hold the other alone.
    """
    raw: list[_Raw] = []
    for clip in voice:
        first, second = (CaptionText.of(timed_line(clip, language), 1) for language in languages)
        raw += _paired((first, second), _together(first, second, second_leads=_spoken_more(clip, languages)))
    return _settled(raw, rate, until)


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


def _paired(texts: tuple[CaptionText, CaptionText], cuts: tuple[Cut, Cut]) -> list[_Raw]:
    raw: list[_Raw] = []
    for number in range(max(len(cut.pieces) for cut in cuts)):
        here = [(text, cut.pieces[number]) for text, cut in zip(texts, cuts, strict=True) if number < len(cut.pieces)]
        spans = [text.timed.span(*piece) for text, piece in here]
        rows = tuple(row for text, piece in here for row in text.rows_of(*piece))
        raw.append((min(start for start, _ in spans), max(end for _, end in spans), rows))
    return raw


def _spoken_more(clip: VoiceClip, languages: Sequence[str]) -> bool:
    first, second = (
        sum((phrase.end - phrase.start for phrase in clip.phrases if phrase.language == language), Fraction(0))
        for language in languages
    )
    return second > first


def _settled(raw: Sequence[_Raw], rate: Fraction, until: Fraction | None) -> tuple[Cue, ...]:
    """Give cues their times: from the first word, past the last one as far as the next cue leaves room."""
    ordered = sorted(raw, key=lambda cue: cue[0])
    gap, frame = GAP_FRAMES / rate, 1 / rate
    settled: list[Cue] = []
    for number, (first, last, lines) in enumerate(ordered):
        start = max(first, settled[-1].end + gap) if settled else first
        room = ordered[number + 1][0] - gap if number + 1 < len(ordered) else until
        end = max(last + HANG, start + SHORTEST)
        if room is not None:
            # two voices at once leave no room: the earlier cue is then a frame long, and the later one waits for it
            end = max(min(end, room), start + frame)
        settled.append(Cue(start, end, lines))
    return tuple(settled)
