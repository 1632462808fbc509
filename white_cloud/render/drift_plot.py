"""The drift plot: how far the film has gone from testimony to propaganda, over its length, with its acts and shots."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline

from white_cloud.film.timeline import Card, Clip, Timeline
from white_cloud.text.ink import ASH, DPI, DRIFT, INK, PAPER, ROOM, RULE, Ink, head, plain

_BANDS = ("#ece6d9", "#f5f1e8")
_INCHES = (15.0, 6.4)
#: The axes in parts of the figure: left, bottom, width, height.
_FRAME = (0.065, 0.2, 0.915, 0.6)
#: Points of the curve a clip is drawn with, at most, and points of height of each kind of text.
_SAMPLES = 64
_LONGEST = 13
_TITLE, _LABEL, _SHOT = 19.0, 9.0, 6.5
_ACT = (10.5, 9.0, 7.5)


def draw_drift(timeline: Timeline, title: str, path: Path, acts: Mapping[str, str] | None = None) -> None:
    """Draw a film's drift as a PNG, the same bytes for the same cut; `acts` gives the titles of acts by id.

    Raise UserError where no font has a character of a title or id.
    """
    # a person's matplotlibrc must not change the picture
    with mpl.rc_context(mpl.rcParamsDefault):
        figure = Figure(figsize=_INCHES, dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes(_FRAME, facecolor="none")
        length = float(timeline.frames / timeline.rate) or 1.0
        axes.set_xlim(0, length)
        axes.set_ylim(0, 1.0)
        _draw_acts(axes, timeline, acts or {})
        _draw_curve(axes, timeline)
        _draw_cuts(axes, timeline)
        _draw_scales(axes, length)
        head(figure, title, (_FRAME[0], 0.94), _FRAME[2], _TITLE)
        figure.savefig(path, format="png", metadata={"Software": None})


def _seconds(timeline: Timeline, frame: int) -> float:
    return float(Fraction(frame) / timeline.rate)


def _pixels(axes: Axes, seconds: float) -> float:
    low, high = axes.get_xlim()
    return seconds / (high - low) * _INCHES[0] * DPI * _FRAME[2]


def _draw_acts(axes: Axes, timeline: Timeline, titles: Mapping[str, str]) -> None:
    acted = [clip for clip in timeline.picture if clip.act]
    for number, (act, clips) in enumerate(itertools.groupby(acted, key=lambda clip: clip.act)):
        stretch = list(clips)
        start, end = _seconds(timeline, stretch[0].start), _seconds(timeline, stretch[-1].end)
        axes.axvspan(start, end, ymax=1.14, color=_BANDS[number % 2], lw=0, zorder=0, clip_on=False)
        axes.plot([start, start], [0, 1.14], color=RULE, lw=0.8, clip_on=False, zorder=1)
        name, text = _headed(plain(titles.get(act, act)), ROOM * _pixels(axes, end - start) - 16)
        inset = (end - start) * 10 / max(_pixels(axes, end - start), 20)
        axes.text(start + inset, 1.075, text, fontproperties=name.font, color=INK, va="center", linespacing=1.35)


def _headed(title: str, width: float) -> tuple[Ink, str]:
    """Set an act's title in two lines over its band, smaller where the band is narrow, shortened where that is not enough."""
    for points in _ACT:
        name = Ink(title + "…", points)
        lines = Ink(title, points).wrapped(width)
        if len(lines) <= 2:
            return name, "\n".join(lines)
    return name, f"{lines[0]}\n{lines[1]}…"


def _draw_curve(axes: Axes, timeline: Timeline) -> None:
    """Draw the drift, coloured by its height; cards have none, and leave a gap."""
    for run in _runs(timeline.picture):
        points = [point for clip in run for point in _points(timeline, clip)]
        times, drifts = zip(*points, strict=True)
        outline = Outline([(times[0], 0), *points, (times[-1], 0)])
        ramp = axes.imshow(
            np.linspace(0, 1, 256)[:, None],
            cmap=DRIFT,
            extent=(times[0], times[-1], 0, 1),
            origin="lower",
            aspect="auto",
            zorder=2,
        )
        ramp.set_alpha(0.88)
        ramp.set_clip_path(outline, axes.transData)
        axes.plot(times, drifts, color=INK, lw=1.4, solid_joinstyle="round", zorder=4, clip_on=False)


def _runs(picture: Sequence[Clip]) -> Iterator[list[Clip]]:
    for drawn, clips in itertools.groupby(picture, key=lambda clip: not isinstance(clip.source, Card)):
        if drawn:
            yield list(clips)


def _points(timeline: Timeline, clip: Clip) -> list[tuple[float, float]]:
    """Return (seconds, drift) along a clip, its first and last frame among them."""
    count = min(clip.frames, _SAMPLES)
    places = sorted({number * (clip.frames - 1) // max(count - 1, 1) for number in range(count)})
    inside = [(_seconds(timeline, clip.start + place), float(clip.drift_at(clip.first + place))) for place in places]
    return [*inside, (_seconds(timeline, clip.end), inside[-1][1])]


def _draw_cuts(axes: Axes, timeline: Timeline) -> None:
    """Draw a tick at each cut, and the shot's id where there is room beside the one before."""
    free = 0.0
    for clip in timeline.picture:
        at = _seconds(timeline, clip.start)
        axes.plot([at, at], [-0.025, 0], color=INK, lw=0.7, clip_on=False, zorder=5)
        axes.plot([at, at], [0, float(clip.drift_at(clip.first))], color=PAPER, lw=0.5, alpha=0.55, zorder=3)
        place = _pixels(axes, at)
        if clip.shot and place >= free:
            name = Ink(_short(plain(clip.shot)), _SHOT)
            middle = at + (_seconds(timeline, clip.end) - at) / 2
            axes.text(middle, -0.04, name.text, fontproperties=name.font, color=ASH, rotation=90, ha="center", va="top")
            free = place + _SHOT * DPI / 72 * 1.1


def _short(name: str) -> str:
    """Return an id as it fits between the curve and the times under it; numbers at its end are what tells it from others."""
    half = (_LONGEST - 1) // 2
    return name if len(name) <= _LONGEST else f"{name[:half]}…{name[-half:]}"


def _draw_scales(axes: Axes, length: float) -> None:
    step = next((step for step in (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800) if length / step <= 14), 3600)
    ticks = [number * step for number in range(int(length / step) + 1)]
    label = Ink("0123456789:.", _LABEL).font
    axes.set_xticks(ticks, [f"{tick // 60}:{tick % 60:02d}" for tick in ticks], fontproperties=label, color=INK)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"], fontproperties=label, color=INK)
    axes.tick_params(axis="x", length=0, pad=71)
    axes.tick_params(axis="y", length=0, pad=8)
    axes.grid(axis="y", color=RULE, lw=0.6, zorder=1)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.plot([0, length], [0, 0], color=INK, lw=1.0, clip_on=False, zorder=5)
    for word, height, side in (("testimony", 0, "bottom"), ("propaganda", 1, "top")):
        note = Ink(word, _LABEL)
        axes.text(
            -0.05,
            height,
            word,
            fontproperties=note.font,
            color=ASH,
            rotation=90,
            ha="center",
            va=side,
            transform=axes.transAxes,
        )
