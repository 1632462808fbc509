"""How the register of a scene bends a setting's print: the same place as testimony, as an advert, as propaganda."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from white_cloud.backends.cameras.animatic.lab import Grade


@dataclass(frozen=True)
class Tone:
    """Factors of a grade's values, and colours (sRGB) towards which its ends are tinted, each with how far, 0..1."""

    exposure: float = 1.0
    contrast: float = 1.0
    saturation: float = 1.0
    bloom: float = 1.0
    vignette: float = 1.0
    grain: float = 1.0
    shadow: tuple[str, float] = ("#000000", 0.0)
    highlight: tuple[str, float] = ("#ffffff", 0.0)

    def of(self, grade: Grade) -> Grade:
        """Return a setting's grade as this tone bends it."""
        return replace(
            grade,
            exposure=grade.exposure * self.exposure,
            contrast=grade.contrast * self.contrast,
            saturation=grade.saturation * self.saturation,
            bloom=grade.bloom * self.bloom,
            vignette=grade.vignette * self.vignette,
            grain=grade.grain * self.grain,
            shadow=_tinted(grade.shadow, *self.shadow),
            highlight=_tinted(grade.highlight, *self.highlight),
        )


#: Testimony is the setting's own print, dry and grey. Slippage cools the shadows a little. An advert is an airline's film:
#: lifted, soft, pastel. Propaganda is a poster: hard and over-saturated.
TONES: Mapping[str, Tone] = MappingProxyType(
    {
        "testimony": Tone(),
        "slippage": Tone(contrast=1.05, saturation=1.10, shadow=("#0a171b", 0.5), highlight=("#f6ecd0", 0.3)),
        "advert": Tone(1.12, 0.88, 1.16, 1.5, 0.35, 0.5, shadow=("#3b3c50", 0.55), highlight=("#fff2e6", 0.8)),
        "propaganda": Tone(1.05, 1.20, 1.80, 1.2, 0.8, 0.6, shadow=("#14060a", 0.6), highlight=("#fff1d2", 0.5)),
    }
)


def toned(grade: Grade, register: str) -> Grade:
    """Return a grade as the register of a scene bends it; one that has no tone of its own is left alone."""
    return TONES.get(register, Tone()).of(grade)


def _tinted(colour: str, towards: str, part: float) -> str:
    pairs = ((int(colour[i : i + 2], 16), int(towards[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(one + (other - one) * part):02x}" for one, other in pairs)
