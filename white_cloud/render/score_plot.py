"""The score as a picture: the drift over the film's length, and below it a lane for each effect, the cuts, and the voices."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from white_cloud.film.timeline import Timeline
from white_cloud.glitch.score import ORDER
from white_cloud.glitch.sheet import ClipScore
from white_cloud.text.ink import ASH, DPI, DRIFT, INK, PAPER, RULE, Ink, head, plain

#: Widths and heights in inches: the page, its margins, the drift on top, a lane, the voices.
_WIDE, _LEFT, _RIGHT, _TOP, _FOOT = 15.0, 1.25, 0.35, 1.0, 0.75
_DRIFT_HIGH, _LANE, _VOICES = 1.5, 0.42, 0.34
_TITLE, _LABEL, _SMALL = 19.0, 9.0, 7.5
#: Points that a film's length is drawn with, at most.
_SAMPLES = 4000
#: Seconds between the marks of the scale, the first that gives no more than _MARKS of them.
_STEPS, _MARKS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800), 14

#: Times in seconds, and a value at each.
_Course = tuple[NDArray[np.float64], NDArray[np.float64]]


def draw_score(timeline: Timeline, clips: Sequence[ClipScore], title: str, path: Path, acts: Mapping[str, str]) -> None:
    """Draw the score of a cut as a PNG, the same bytes for the same cut; `acts` gives the titles of acts by id.

    Raise UserError where no font has a character of a title.
    """
    names = [name for name in ORDER if any(name in one.strengths for one in clips)]
    with mpl.rc_context(mpl.rcParamsDefault):  # a person's matplotlibrc must not change the picture
        page = _Page(timeline, len(names))
        drift = page.axes(_DRIFT_HIGH)
        _draw_area(drift, _course(timeline, [(one, one.drift) for one in clips]), DRIFT(0.55))
        _label(drift, "drift")
        _draw_acts(drift, timeline, acts)
        for number, name in enumerate(names):
            lane = page.axes(_LANE)
            shown = [(one, one.strengths[name]) for one in clips if name in one.strengths]
            _draw_area(lane, _course(timeline, shown), DRIFT(0.25 + 0.75 * number / max(len(names) - 1, 1)))
            _label(lane, name)
        _draw_voices(page.axes(_VOICES), timeline)
        page.finish(title, path)


class _Page:
    """A figure whose rows of axes are set below one another, all over the film's length in seconds."""

    def __init__(self, timeline: Timeline, lanes: int) -> None:
        self.timeline = timeline
        self.high = _TOP + _DRIFT_HIGH + lanes * _LANE + _VOICES + _FOOT
        self.figure = Figure(figsize=(_WIDE, self.high), dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self._top = self.high - _TOP
        self._rows: list[Axes] = []

    def axes(self, inches: float) -> Axes:
        """Return axes of a height in inches, below those before, with values from 0 to 1 and a tick at each cut."""
        self._top -= inches
        frame = _LEFT / _WIDE, self._top / self.high, (_WIDE - _LEFT - _RIGHT) / _WIDE, (inches - 0.07) / self.high
        row = self.figure.add_axes(frame, facecolor="none")
        row.set_xlim(0, _seconds(self.timeline, self.timeline.frames) or 1.0)
        row.set_ylim(0, 1)
        row.set_xticks([])
        row.set_yticks([])
        for side in ("left", "right", "top"):
            row.spines[side].set_visible(False)
        row.spines["bottom"].set_color(RULE)
        for clip in self.timeline.picture:
            row.axvline(_seconds(self.timeline, clip.start), color=RULE, lw=0.5, zorder=1)
        self._rows.append(row)
        return row

    def finish(self, title: str, path: Path) -> None:
        """Draw the scale under the last row and the title over the first, and save."""
        last, length = self._rows[-1], _seconds(self.timeline, self.timeline.frames)
        step = next((step for step in _STEPS if length / step <= _MARKS), 3600)
        ticks = [number * step for number in range(int(length / step) + 1)]
        font = Ink("0123456789:", _LABEL).font
        last.set_xticks(ticks, [f"{tick // 60}:{tick % 60:02d}" for tick in ticks], fontproperties=font, color=INK)
        last.tick_params(axis="x", length=3, color=RULE, pad=5)
        head(self.figure, title, (_LEFT / _WIDE, 1 - 0.4 / self.high), 0.8, _TITLE)
        self.figure.savefig(path, format="png", metadata={"Software": None})


def _seconds(timeline: Timeline, frame: float) -> float:
    return float(frame / float(timeline.rate))


def _course(timeline: Timeline, shown: Sequence[tuple[ClipScore, Sequence[float]]]) -> _Course:
    """Return times in seconds and values over the whole film, 0 where there is none; the highest of frames drawn as one."""
    values = np.zeros(timeline.frames)
    for one, strengths in shown:
        values[one.clip.start : one.clip.end] = strengths
    together = -(-len(values) // _SAMPLES)
    padded = np.pad(values, (0, -len(values) % together)).reshape(-1, together).max(axis=1)
    edges = np.minimum(np.arange(len(padded) + 1) * together, len(values)) / float(timeline.rate)
    return np.repeat(edges, 2)[1:-1], np.repeat(padded, 2)


def _draw_area(axes: Axes, course: _Course, colour: object) -> None:
    times, values = course
    axes.fill_between(times, values, color=colour, lw=0, alpha=0.85, zorder=2)
    axes.plot(times, np.where(values > 0, values, np.nan), color=INK, lw=0.7, zorder=3)


def _label(axes: Axes, name: str) -> None:
    ink = Ink(name, _LABEL)
    axes.text(-0.008, 0.06, name, fontproperties=ink.font, color=INK, ha="right", va="bottom", transform=axes.transAxes)


def _draw_acts(axes: Axes, timeline: Timeline, titles: Mapping[str, str]) -> None:
    acted = [clip for clip in timeline.picture if clip.act]
    for act, clips in itertools.groupby(acted, key=lambda clip: clip.act):
        start = _seconds(timeline, next(iter(clips)).start)
        title = Ink(plain(titles.get(act, act)), _LABEL)
        axes.plot([start, start], [0, 1.12], color=ASH, lw=0.8, clip_on=False, zorder=4)
        axes.text(start, 1.06, f" {title.text}", fontproperties=title.font, color=INK, va="center")


def _draw_voices(axes: Axes, timeline: Timeline) -> None:
    """Draw each phrase as a bar, those of one language on one height, and say which language that is."""
    phrases = [
        (line.start + phrase.start, line.start + phrase.end, phrase.language)
        for line in timeline.voice
        for phrase in line.phrases
    ]
    languages = list(dict.fromkeys(language for *_, language in phrases))
    for start, end, language in phrases:
        place = languages.index(language)
        axes.barh(1 - (place + 0.5) / len(languages), float(end - start), 0.7 / len(languages), float(start), color=INK, lw=0)
    _label(axes, "voice")
    for place, language in enumerate(languages):
        note = Ink(language, _SMALL)
        at = 1.003, 1 - (place + 0.5) / len(languages)
        axes.text(*at, language, fontproperties=note.font, color=ASH, va="center", transform=axes.transAxes)
