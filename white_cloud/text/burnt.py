"""Captions that are burnt into the picture, on a cut: which words stand there from which film frame on. Pure, for planning.

heard     |-- 我在这里 --|            at a drift that calls for it, a caption turns once, and stays what it became:
burnt in  [ 我在这里  | 我在天堂 ]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from white_cloud.film.screenplay import Screenplay
from white_cloud.film.timeline import Timeline
from white_cloud.identity import seed
from white_cloud.text.captions import Caption, captions
from white_cloud.text.corrupt import corrupted

#: A caption that lies is faithful for this part of its length at the most; the higher the strength, the sooner it turns.
FAITHFUL = Fraction(1, 2)
#: Frames that each of its two states stands at least; a caption too short for both lies from its first frame.
SHORTEST_STATE = 12


@dataclass(frozen=True)
class BurntCaption:
    """Words over the picture for some frames from a film frame on: a text a language, from top to bottom; `line` names it."""

    start: int
    frames: int
    texts: tuple[str, ...]
    line: str

    @property
    def end(self) -> int:
        """The film frame after the last."""
        return self.start + self.frames


def burnt_captions(screenplay: Screenplay, timeline: Timeline, *, faithful: bool = False) -> tuple[BurntCaption, ...]:
    """Return the captions that a screenplay wants burnt in, in film order, without overlap; `faithful` ones never lie."""
    asked = screenplay.captions
    if not asked.burn_in:
        return ()
    lies = asked.corrupt is not None and not faithful
    beside = screenplay.languages if lies else ()
    until = timeline.frames / timeline.rate
    found = captions(timeline.voice, asked.burn_in, timeline.rate, until, beside)
    return tuple(
        state
        for caption, number in _numbered(found)
        for state in _states(caption, screenplay, timeline, seed(screenplay.seed, "caption", caption.line, number), lies=lies)
    )


def _numbered(found: Sequence[Caption]) -> Iterator[tuple[Caption, int]]:
    """Yield each caption with its number in its line, so that another line's words change nothing of what becomes of it."""
    before: Counter[str] = Counter()
    for caption in found:
        yield caption, before[caption.line]
        before[caption.line] += 1


def _states(caption: Caption, screenplay: Screenplay, timeline: Timeline, chance: int, *, lies: bool) -> list[BurntCaption]:
    # a frame shows a caption when it begins inside it, as players have it
    start, end = (ceil(moment * timeline.rate) for moment in (caption.cue.start, caption.cue.end))
    if end <= start:
        return []
    asked = screenplay.captions
    true = _texts(caption.words, asked.burn_in)
    strength = asked.corrupt.strength(_drift(timeline, (start + end) // 2)) if lies and asked.corrupt else 0.0
    became = _texts(corrupted(caption.words, strength, chance, asked.burn_in), asked.burn_in) or true
    if became == true:
        return [BurntCaption(start, end - start, true, caption.line)]
    turns = start + int((end - start) * FAITHFUL * Fraction(round((1 - strength) * 1000), 1000))
    if min(turns - start, end - turns) < SHORTEST_STATE:
        return [BurntCaption(start, end - start, became, caption.line)]
    return [
        BurntCaption(start, turns - start, true, caption.line),
        BurntCaption(turns, end - turns, became, caption.line),
    ]


def _texts(words: Mapping[str, str], languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for language in languages if (text := words.get(language, "").strip()))


def _drift(timeline: Timeline, frame: int) -> Fraction:
    """Return the drift of the clip that is shown at a film frame; 0 after the last one."""
    for clip in timeline.picture:
        if clip.start <= frame < clip.end:
            return clip.drift_at(frame - clip.start + clip.first)
    return Fraction(0)
