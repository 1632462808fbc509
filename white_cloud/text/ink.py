"""Text and colours of what is drawn with matplotlib: plots of a film, on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from white_cloud.text.breaking import squeeze, wrap
from white_cloud.text.fonts import drawable, find_font, narrow_apostrophes
from white_cloud.text.type import Face

PAPER, INK, ASH, RULE = "#f5f1e8", "#26221e", "#857c70", "#d9d1c2"
#: From testimony to propaganda.
DRIFT = LinearSegmentedColormap.from_list("drift", ["#7d8c8a", "#b79a6b", "#c65a34", "#a3122a"])
#: Dots to an inch of every plot.
DPI = 160
#: matplotlib rounds each advance to a pixel, and sets a line a little wider than it was measured.
ROOM = 0.92


@dataclass(frozen=True)
class Ink:
    """Text for a plot, in a font that has its every glyph; `points` is its height."""

    text: str
    points: float

    @property
    def font(self) -> FontProperties:
        """The font as matplotlib takes it; raises UserError where none has a character."""
        return FontProperties(fname=str(find_font(self.text).path), size=self.points)

    @property
    def width(self) -> float:
        """The width in pixels on one line."""
        return sum(self._face.widths(self.text))

    def wrapped(self, width: float) -> tuple[str, ...]:
        """Return the text broken so that no line is wider than `width` pixels, or than its widest character."""
        words = squeeze(self.text)
        widths = self._face.widths(words)
        return wrap(words, widths, max(width, *widths, 1.0))

    @property
    def _face(self) -> Face:
        return Face(find_font(self.text), max(1, round(self.points * DPI / 72)))


def plain(text: str) -> str:
    """Return a text as matplotlib draws it well."""
    # matplotlib cannot ask the font for its narrow apostrophe
    return narrow_apostrophes(drawable(text))


def head(figure: Figure, title: str, at: tuple[float, float], width: float, points: float) -> None:
    """Set a figure's title with its left middle at a point, and as wide as `width` at most, all in parts of the figure."""
    room = ROOM * figure.get_figwidth() * DPI * width
    heading = Ink(plain(title), points)
    heading = replace(heading, points=points * min(1.0, room / max(heading.width, 1.0)))
    figure.text(*at, heading.text, fontproperties=heading.font, color=INK, va="center")
