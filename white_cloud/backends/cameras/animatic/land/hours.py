"""The hour of a land: which light falls at day, at dusk, at night and in a dust storm."""

from __future__ import annotations

from dataclasses import dataclass

from white_cloud.backends.cameras.animatic.land.air import Air, Sky
from white_cloud.backends.cameras.animatic.land.light import Light, Sun
from white_cloud.backends.cameras.animatic.radiance import Tile, colour

#: A colour as people write it, and its gain.
Paint = tuple[str, float]


@dataclass(frozen=True)
class Hour:
    """The colours of one hour.

    `elevation` is the sun's in degrees (at night: the moon's); it stands `turn` degrees on from a land's usual azimuth; `mist`
    multiplies the haze; `stop` multiplies the exposure of the grade.
    """

    elevation: float
    sunlight: Paint
    skylight: Paint
    bounce: Paint
    sky_top: Paint
    sky_low: Paint
    wide_glow: Paint
    near_glow: Paint
    disc: Paint
    haze_away: Paint
    haze_towards: Paint
    stop: float = 1.0
    turn: float = 0.0
    mist: float = 1.0

    def light(self, azimuth: float) -> Light:
        """Return the light with the sun `turn` on from direction `azimuth`, degrees."""
        return Light(
            Sun(azimuth + self.turn, self.elevation), colour(*self.sunlight), colour(*self.skylight), colour(*self.bounce)
        )

    def sky(self, clouds: Tile, fall: float, cloud_amount: float = 0.055, disc_radius: float = 13) -> Sky:
        """Return the dome; see Sky for the numbers."""
        return Sky(
            colour(*self.sky_top),
            colour(*self.sky_low),
            colour(*self.wide_glow),
            colour(*self.near_glow),
            colour(*self.disc),
            clouds,
            fall,
            disc_radius,
            cloud_amount,
        )

    def air(self, clouds: Tile, **measures: float | tuple[float, float]) -> Air:
        """Return the air in the colours of the hour; `measures` are the other fields of Air."""
        return Air(colour(*self.haze_away), colour(*self.haze_towards), clouds, **measures)  # type: ignore[arg-type]


def hour_named(words: frozenset[str], hours: dict[str, Hour]) -> str:
    """Return the name of the hour among `words`, `day` where none is named; `dawn` is a dusk in a land that has no dawn."""
    if "night" in words:
        return "night"
    if "dawn" in words and "dawn" in hours:
        return "dawn"
    if words & {"dusk", "dawn"}:
        return "dusk"
    return "storm" if "storm" in words and "storm" in hours else "day"
