"""The plot of a meter: what each clip loses over its drift, and over the film."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from white_cloud.text.ink import ASH, DPI, DRIFT, INK, PAPER, RULE, Ink, head, plain

_INCHES = (15.0, 7.2)
_TITLE, _NAME, _LABEL, _CLIP = 19.0, 10.5, 9.0, 6.5
#: The panels in parts of the figure: left, bottom, width, height.
_CLOUD = (0.065, 0.11, 0.385, 0.7)
_LOSS = (0.53, 0.455, 0.45, 0.355)
_STRIPS = {
    "residual": (0.53, 0.335, 0.45, 0.085),
    "chroma": (0.53, 0.2225, 0.45, 0.085),
    "blockiness": (0.53, 0.11, 0.45, 0.085),
}
#: The least that an axis of loss reaches to, so that a calm film does not look wild.
_LEAST = 0.05

Colour = Callable[[Mapping[str, Any]], Any]


def draw_meter(data: Mapping[str, Any], losses: Sequence[tuple[int, float]], title: str, rate: str, path: Path) -> None:
    """Draw a meter's data as a PNG, the same bytes for the same data.

    `losses` are (film frame, loss) in film order, `rate` is frames a second as a fraction. Raise UserError where no font has a
    character of a title or id.
    """
    # a person's matplotlibrc must not change the picture
    with mpl.rc_context(mpl.rcParamsDefault):
        figure = Figure(figsize=_INCHES, dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(figure)
        shots = [clip for clip in data["clips"] if clip["shot"]]
        colour = _colours(shots)
        top = 1.08 * max([_LEAST, *(loss for _, loss in losses)])
        _draw_cloud(_axes(figure, _CLOUD), data, shots, colour)
        _draw_over_time(figure, data, losses, colour, (float(Fraction(rate)), top))
        head(figure, title, (_CLOUD[0], 0.94), 0.915, _TITLE)
        figure.savefig(path, format="png", metadata={"Software": None})


def _axes(figure: Figure, place: tuple[float, float, float, float]) -> Axes:
    axes = figure.add_axes(place, facecolor="none")
    axes.tick_params(length=0, pad=6)
    axes.grid(axis="y", color=RULE, lw=0.6)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return axes


def _colours(shots: Sequence[Mapping[str, Any]]) -> Colour:
    """Return what gives a clip its act's colour; acts go from cold to red in film order, and a card is grey."""
    acts = list(dict.fromkeys(clip["act"] for clip in shots))
    places = {act: DRIFT(number / max(len(acts) - 1, 1)) for number, act in enumerate(acts)}
    return lambda clip: places[clip["act"]] if clip["shot"] else ASH


def _draw_cloud(axes: Axes, data: Mapping[str, Any], shots: Sequence[Mapping[str, Any]], colour: Colour) -> None:
    """Draw a point for every shot: its loss over its drift."""
    top = 1.08 * max([_LEAST, *(clip["loss"] for clip in shots)])
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.015 * top, top)
    named: set[str] = set()
    for clip in shots:
        label = None if clip["act"] in named else clip["act"]
        named.add(clip["act"])
        axes.scatter(
            clip["drift"],
            clip["loss"],
            s=46,
            color=colour(clip),
            edgecolor=PAPER,
            lw=0.8,
            label=label and plain(label),
            zorder=3,
        )
    _name_points(axes, data, shots)
    _number(axes, "x", [0, 0.25, 0.5, 0.75, 1])
    _number(axes, "y", _ticks(0, top, 6))
    rank = data["spearman"]
    said = (
        f"loss of similarity (1 - SSIM) over drift, Spearman {rank:.3f}"
        if rank is not None
        else "loss of similarity over drift"
    )
    _name(axes, said)
    if named:
        legend = axes.legend(
            loc="upper left", frameon=False, handletextpad=0.2, prop=Ink(plain("".join(sorted(named))), _LABEL).font
        )
        for text in legend.get_texts():
            text.set_color(INK)


def _name_points(axes: Axes, data: Mapping[str, Any], shots: Sequence[Mapping[str, Any]]) -> None:
    """Name the clips that the figures of the whole speak of: the ends of the greatest step, and the least of the last act."""
    step, last = data["step"] or {}, data["last_act"] or {}
    for clip in shots:
        if clip["clip"] in {step.get("from"), step.get("to"), last.get("clip")}:
            name = Ink(plain(clip["clip"]), _CLIP)
            place = clip["drift"], clip["loss"]
            axes.annotate(
                name.text, place, (0, 8), textcoords="offset points", ha="center", fontproperties=name.font, color=ASH
            )


def _draw_over_time(
    figure: Figure, data: Mapping[str, Any], losses: Sequence[tuple[int, float]], colour: Colour, scale: tuple[float, float]
) -> None:
    """Draw the loss of each frame with each clip's mean, floor and drift, and under it the means of the other measures."""
    rate, top = scale
    axes = _axes(figure, _LOSS)
    axes.set_ylim(-0.02 * top, top)
    axes.plot([number / rate for number, _ in losses], [loss for _, loss in losses], color=ASH, lw=0.5, zorder=2)
    _steps(axes, data["clips"], "floor", rate, lambda _: INK, 0.8)
    _steps(axes, data["clips"], "loss", rate, colour, 2.4)
    _number(axes, "y", _ticks(0, top, 5))
    _name(axes, "loss over the film: frames, clips, and the floor in black")
    said = {
        "residual": "residual: levels a frame beyond the clean film's",
        "chroma": "chroma: levels away",
        "blockiness": "blockiness: beyond the clean film's",
    }
    panels = [axes]
    for what, place in _STRIPS.items():
        panels.append(strip := _axes(figure, place))
        _steps(strip, data["clips"], what, rate, colour, 2.0)
        low, high = strip.get_ylim()
        _number(strip, "y", _ticks(low, high, 3))
        _name(strip, said[what], _LABEL)
    seconds = data["frames"] / rate or 1.0
    for panel in panels:
        panel.set_xlim(0, seconds)
        _number(panel, "x", [])
    _number(panels[-1], "x", [tick for tick in _ticks(0, seconds, 9) if tick <= seconds], _clock)


def _steps(axes: Axes, clips: Sequence[Mapping[str, Any]], what: str, rate: float, colour: Colour, width: float) -> None:
    for clip in clips:
        span = [clip["start"] / rate, (clip["start"] + clip["frames"]) / rate]
        axes.plot(span, [clip[what]] * 2, color=colour(clip), lw=width, solid_capstyle="butt", zorder=3)


def _ticks(low: float, high: float, count: int) -> list[float]:
    found = MaxNLocator(count, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in found if low <= tick <= high]


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _number(axes: Axes, side: str, ticks: Sequence[float], text: Callable[[float], str] = "{:g}".format) -> None:
    labels = [text(round(tick, 6)) for tick in ticks]
    font = Ink("0123456789.:-", _LABEL).font
    set_ticks = axes.set_xticks if side == "x" else axes.set_yticks
    set_ticks(list(ticks), labels, fontproperties=font, color=INK)


def _name(axes: Axes, text: str, points: float = _NAME) -> None:
    name = Ink(text, points)
    axes.annotate(
        name.text,
        (0, 1),
        (0, 0.6 * points),
        xycoords="axes fraction",
        textcoords="offset points",
        fontproperties=name.font,
        color=INK,
    )
