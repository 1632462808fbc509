"""The paints of paradise, by the hour: always a little more than there could be."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from white_cloud.backends.cameras.animatic.props.scenery import Daylight
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix


@dataclass(frozen=True)
class Palette:
    """The paints of one paradise (linear BGR).

    `meadow`, `rock`, `snow`, `leaves`, two `blossoms`; `sun` and `sky` are the light on things, `haze` the far; the dome is
    `low`, `middle` and `high` with a `disc`; `lamps` burn at night; `stop` is the exposure, `sight` how far one sees, metres.
    """

    meadow: Array
    rock: Array
    snow: Array
    leaves: Array
    blossoms: tuple[Array, Array]
    sun: Array
    sky: Array
    haze: Array
    low: Array
    middle: Array
    high: Array
    disc: Array
    stop: float = 1.0
    sight: float = 8500.0
    lamps: bool = False

    @property
    def daylight(self) -> Daylight:
        """Return the light on what is built: from the left, a little from behind the viewer."""
        towards = np.array([-0.62, -0.45, 0.64])
        x, y, z = (towards / np.linalg.norm(towards)).tolist()
        return Daylight(self.sun, self.sky, (x, y, z), self.haze, self.haze, self.sight, 0.0)


def _palette(*codes: tuple[str, float], stop: float = 1.0, lamps: bool = False) -> Palette:
    meadow, rock, snow, leaves, one, other, sun, sky, haze, low, middle, high, disc = (colour(*code) for code in codes)
    light = sun, sky, haze, low, middle, high, disc
    return Palette(meadow, rock, snow, leaves, (one, other), *light, stop=stop, lamps=lamps)


#: In the order of Palette's fields.
PALETTES = {
    "pearl": _palette(
        ("#74b04e", 1.0), ("#9c93b4", 1.0), ("#fbf3f6", 1.0), ("#3f8a4c", 1.0), ("#f3a0b8", 1.0), ("#fbe3ea", 1.0),
        ("#ffe6cc", 1.45), ("#b4c4ea", 0.70), ("#e9d6e2", 0.95), ("#fbe3d6", 1.2), ("#d3cdea", 0.95), ("#6f9fdd", 0.72),
        ("#fff6e6", 2.2),
    ),
    "mint": _palette(
        ("#6fc258", 1.0), ("#7fa8b0", 1.0), ("#f4fbfb", 1.0), ("#2f9060", 1.0), ("#fff0f4", 1.0), ("#f7b7c8", 1.0),
        ("#fff0d2", 1.5), ("#a9d2ea", 0.72), ("#d3e9ea", 0.98), ("#fbf1de", 1.2), ("#a9dbea", 0.92), ("#3f9ad8", 0.70),
        ("#fffaf0", 2.2),
    ),
    "candy": _palette(
        ("#62b453", 1.0), ("#a58ac0", 1.0), ("#fff2fa", 1.0), ("#2a9448", 1.0), ("#ff7fae", 1.0), ("#ffc04f", 1.0),
        ("#fff2d8", 1.55), ("#9fc6ff", 0.74), ("#cfe0ff", 0.95), ("#ffe9f2", 1.2), ("#8fc4ff", 0.90), ("#1f7fe8", 0.66),
        ("#fffaf0", 2.2),
    ),
    "dawn": _palette(
        ("#7fae62", 1.0), ("#a892b4", 1.0), ("#ffe3dc", 1.0), ("#4a8258", 1.0), ("#ffa9b4", 1.0), ("#ffe0d0", 1.0),
        ("#ffc49c", 1.55), ("#a8b0dc", 0.60), ("#f7cdc4", 0.92), ("#ffdcb4", 1.3), ("#f2b9c4", 0.92), ("#8fa4dc", 0.62),
        ("#fff0d8", 2.5),
    ),
    "dusk": _palette(
        ("#7a9a50", 1.0), ("#8f6fa0", 1.0), ("#ffc4b0", 1.0), ("#3d6a4a", 1.0), ("#ff8a8f", 1.0), ("#ffb48a", 1.0),
        ("#ffa668", 1.6), ("#8f84cc", 0.52), ("#ffb091", 0.88), ("#ffb469", 1.35), ("#f27f9c", 0.80), ("#4a55b8", 0.48),
        ("#ffe2b0", 2.8),
    ),
    "night": _palette(
        ("#4f8a6a", 1.0), ("#6f78a8", 1.0), ("#e0e8ff", 1.0), ("#2f6a5a", 1.0), ("#e08ab8", 1.0), ("#c8c4ff", 1.0),
        ("#a9c0ff", 0.30), ("#4a5aa0", 0.26), ("#3f4a8c", 0.30), ("#5a5aa8", 0.36), ("#2f3c80", 0.30), ("#101c50", 0.24),
        ("#f4f0ff", 1.7), stop=1.35, lamps=True,
    ),
}  # fmt: skip


def palette_of(words: frozenset[str], random: np.random.Generator) -> Palette:
    """Return the palette that the words ask for; else one of the day's, by chance."""
    chance = ("pearl", "mint", "candy")[int(random.integers(3))]
    chosen = PALETTES[
        next((name for name in ("night", "dusk", "dawn") if name in words), "candy" if "day" in words else chance)
    ]
    if "fog" in words:
        low, middle, high = (
            mix(paint, chosen.haze, part) for paint, part in ((chosen.low, 0.8), (chosen.middle, 0.75), (chosen.high, 0.6))
        )
        dim = replace(chosen, sun=chosen.sun * 0.6, disc=chosen.disc * 0.6, low=low, middle=middle, high=high)
        return replace(dim, sight=320.0)
    return chosen
