"""The effects by name."""

from __future__ import annotations

from white_cloud.errors import UserError, nearest
from white_cloud.glitch.amnesia import Amnesia
from white_cloud.glitch.drain import Drain
from white_cloud.glitch.dream import Dream
from white_cloud.glitch.echo import Echo
from white_cloud.glitch.effect import GlitchEffect
from white_cloud.glitch.float_ import Float
from white_cloud.glitch.hesitate import Hesitate
from white_cloud.glitch.hunt import Hunt
from white_cloud.glitch.melt import Melt
from white_cloud.glitch.mosh import Mosh
from white_cloud.glitch.overprint import Overprint
from white_cloud.glitch.pulverise import Pulverise
from white_cloud.glitch.quantise import Quantise
from white_cloud.glitch.smear import Smear
from white_cloud.glitch.sort import Sort
from white_cloud.glitch.stutter import Stutter
from white_cloud.glitch.tear import Tear

_EFFECTS: tuple[type[GlitchEffect], ...] = (
    Amnesia,
    Drain,
    Dream,
    Echo,
    Float,
    Hesitate,
    Hunt,
    Melt,
    Mosh,
    Overprint,
    Pulverise,
    Quantise,
    Smear,
    Sort,
    Stutter,
    Tear,
)
EFFECTS: dict[str, type[GlitchEffect]] = {effect.name: effect for effect in _EFFECTS}


def effect_class(name: str) -> type[GlitchEffect]:
    """Return an effect by its name; raise UserError with the nearest one."""
    try:
        return EFFECTS[name]
    except KeyError:
        raise UserError(f"there is no effect {name!r} ({nearest(name, EFFECTS)})") from None
