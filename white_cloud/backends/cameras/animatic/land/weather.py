"""The weather of a land: fog, snow, rain and dust storm, as they change the hour's light, the ground and the air."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from white_cloud.backends.cameras.animatic.land.hours import Hour, Paint
from white_cloud.backends.cameras.animatic.land.light import normals
from white_cloud.backends.cameras.animatic.radiance import Array, colour, smoothstep

_CLOUD = "#a7afb8"


@dataclass(frozen=True)
class Weather:
    """What a kind of weather does.

    `sun` and `shade` multiply the light of sun and sky, `dome` the brightness of the sky, `haze` and `dust` the optical depth
    of the air; `pale` is how far colours go to the grey of cloud; `snow` and `wet`, 0..1, are what lies on the ground; `flakes`
    and `drops`, 0..1, what falls; `stop` multiplies the hour's exposure.
    """

    name: str = "clear"
    sun: float = 1.0
    shade: float = 1.0
    dome: float = 1.0
    haze: float = 1.0
    dust: float = 1.0
    pale: float = 0.0
    snow: float = 0.0
    wet: float = 0.0
    flakes: float = 0.0
    drops: float = 0.0
    stop: float = 1.0

    @property
    def overcast(self) -> bool:
        """Whether the sun's disc is hidden."""
        return self.sun < 0.7

    def hour(self, hour: Hour) -> Hour:
        """Return an hour in this weather: under cloud the dome takes the colours of the haze and the sun has no disc."""
        if not self.overcast:
            return hour
        haze = _mixed(hour.haze_away, self.pale)
        return replace(
            hour,
            sunlight=_times(_mixed(hour.sunlight, self.pale), self.sun),
            skylight=_times(_mixed(hour.skylight, self.pale), self.shade),
            bounce=_times(hour.bounce, self.sun),
            sky_top=_times(haze, 0.84 * self.dome),
            sky_low=_times(haze, self.dome),
            wide_glow=_times(hour.wide_glow, 0.14 * self.dome),
            near_glow=_times(hour.near_glow, 0.0),
            disc=_times(hour.disc, 0.0),
            haze_away=_times(haze, self.dome),
            haze_towards=_times(haze, 1.04 * self.dome),
            stop=hour.stop * self.stop,
        )

    def ground(self, albedo: Array, height: Array, cell: float) -> Array:
        """Return the albedo (n, n, 3) of ground with snow on what is flat, or dark with rain."""
        if self.wet:
            albedo = albedo * np.float32(1 - 0.36 * self.wet)
        if self.snow:
            _, _, up = normals(height, cell)
            lying = smoothstep(0.72, 0.94, up).astype(np.float32)[..., None] * np.float32(self.snow)
            albedo = albedo + (colour("#dfe3e6") * np.float32(0.86) - albedo) * lying
        return np.asarray(albedo)

    def puddles(self, radiance: Array, height: Array, cell: float, patches: Array, sky: Array) -> Array:
        """Return wet ground's radiance (n, n, 3): flat hollows of the noise `patches` (n, n) mirror `sky` (3,)."""
        if not self.wet:
            return radiance
        _, _, up = normals(height, cell)
        level = smoothstep(0.985, 0.998, up)
        mirror = (level * (0.12 + 0.62 * smoothstep(0.5, 0.95, patches)) * self.wet).astype(np.float32)[..., None]
        return np.asarray(radiance + (sky * np.float32(0.8) - radiance) * mirror)


def _mixed(paint: Paint, part: float) -> Paint:
    """Return a colour a `part` of the way to the grey of cloud."""
    own, grey = (tuple(int(code[i : i + 2], 16) for i in (1, 3, 5)) for code in (paint[0], _CLOUD))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(own, grey, strict=True)), paint[1]


def _times(paint: Paint, gain: float) -> Paint:
    return paint[0], paint[1] * gain


CLEAR = Weather()
WEATHERS = {
    "storm": Weather("storm", sun=0.75, shade=1.1, haze=4.0, dust=6.0),
    "snow": Weather("snow", sun=0.30, shade=1.15, dome=1.0, haze=3.2, dust=0.0, pale=0.75, snow=0.94, flakes=1.0, stop=1.3),
    "rain": Weather("rain", sun=0.16, shade=1.5, dome=0.9, haze=3.0, dust=0.0, pale=0.7, wet=1.0, drops=1.0, stop=1.35),
    "fog": Weather("fog", sun=0.22, shade=1.05, dome=0.92, haze=13.0, dust=2.0, pale=0.5, stop=1.2),
}


def weather_named(words: frozenset[str]) -> Weather:
    """Return the weather among `words`: snow, rain, storm or fog, the first that is said; else clear air."""
    return next((WEATHERS[name] for name in ("snow", "rain", "storm", "fog") if name in words), CLEAR)


def puddle_noise(noise: Array) -> Array:
    """Return noise of deviation 1 as the height 0..1 of puddles."""
    return np.clip(0.5 + 0.33 * noise, 0, 1).astype(np.float32)
