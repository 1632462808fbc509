"""The hour and the weather over a city: what its windows, lamps, sky and sun give, and its air."""

from __future__ import annotations

from dataclasses import dataclass, replace

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.land.weather import CLEAR, Weather, weather_named
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.setting import hour_of


@dataclass(frozen=True)
class Mood:
    """The hour over a city: all lights linear, blue first.

    `windows` is the gain of lit rooms; `glass` what panes mirror, `lamps` the light of the street, `ambient` of the sky,
    `sun` of the sun, `elevation` degrees high; `haze` and `sky` are colours low and high, `glow` what the haze gains towards
    the sun; `density` the loss of light a metre near the ground; `lit` whether lamps burn.
    """

    windows: float
    glass: Array
    lamps: Array
    ambient: Array
    sun: Array
    elevation: float
    haze: tuple[Array, Array]
    sky: tuple[Array, Array]
    glow: Array
    density: float
    lit: bool
    grade: Grade
    weather: Weather = CLEAR

    @property
    def shadows(self) -> bool:
        """Whether there is a sun that throws shadows."""
        return bool(self.sun.max() > 0.02)


_SHADOW, _HIGHLIGHT = "#0d1116", "#f6ead2"

_MOODS = {
    "night": Mood(
        windows=1.6,
        glass=colour("#3a4652", 0.05),
        lamps=colour("#ffc084", 0.52),
        ambient=colour("#54789c", 0.13),
        sun=colour("#000000"),
        elevation=30,
        haze=(colour("#8f7a66", 0.24), colour("#3c5a74", 0.17)),
        sky=(colour("#7c7468", 0.28), colour("#1b3044", 0.19)),
        glow=colour("#000000"),
        density=0.00105,
        lit=True,
        grade=Grade(exposure=1.55, contrast=1.28, saturation=0.95, bloom=0.22, shadow=_SHADOW, highlight=_HIGHLIGHT),
    ),
    "dusk": Mood(
        windows=1.25,
        glass=colour("#a88c78", 0.26),
        lamps=colour("#ffb066", 0.40),
        ambient=colour("#8b9cb6", 0.36),
        sun=colour("#ff9a4e", 1.9),
        elevation=7.0,
        haze=(colour("#c8a488", 0.60), colour("#a8a3a2", 0.56)),
        sky=(colour("#e0b488", 0.86), colour("#6f8096", 0.46)),
        glow=colour("#ffae66", 0.55),
        density=0.00105,
        lit=True,
        grade=Grade(exposure=1.0, contrast=1.3, saturation=0.9, bloom=0.2, shadow=_SHADOW, highlight=_HIGHLIGHT),
    ),
    "dawn": Mood(
        windows=0.8,
        glass=colour("#9fb2c4", 0.30),
        lamps=colour("#ffc890", 0.24),
        ambient=colour("#94aac6", 0.40),
        sun=colour("#ffb896", 0.80),
        elevation=5.0,
        haze=(colour("#b9b3b6", 0.66), colour("#9fb0c4", 0.60)),
        sky=(colour("#ecc8ae", 0.90), colour("#7890b0", 0.58)),
        glow=colour("#ffc4a0", 0.5),
        density=0.00150,
        lit=True,
        grade=Grade(exposure=0.95, contrast=1.28, saturation=0.85, bloom=0.16, shadow="#10151b", highlight="#f4ece0"),
    ),
    "day": Mood(
        windows=0.06,
        glass=colour("#9db8d0", 0.26),
        lamps=colour("#ffe0b8", 0.0),
        ambient=colour("#a3b6ce", 0.80),
        sun=colour("#ffe2b2", 3.3),
        elevation=36.0,
        haze=(colour("#cfd3d4", 0.98), colour("#b4c6d8", 0.94)),
        sky=(colour("#dfe2e0", 1.12), colour("#7f9fc0", 0.80)),
        glow=colour("#fff0d0", 0.30),
        density=0.00042,
        lit=False,
        grade=Grade(exposure=0.74, contrast=1.42, saturation=0.95, bloom=0.12, shadow="#0d1116", highlight="#f6f0e2"),
    ),
}


def mood_of(words: frozenset[str], otherwise: str) -> Mood:
    """Return the mood that `words` ask for; `otherwise` is the hour where none is named."""
    hour = hour_of(words, otherwise)
    mood, weather = _MOODS[hour], weather_named(words & {"fog", "rain", "snow"})
    if not weather.overcast:
        return mood
    return _under_cloud(mood, weather)


def overcast(mood: Mood) -> Mood:
    """Return an hour under a closed grey sky, with nothing falling from it; weather that is there already stays."""
    return mood if mood.weather.overcast else _under_cloud(mood, Weather("overcast", sun=0.0))


def _under_cloud(mood: Mood, weather: Weather) -> Mood:
    """Return an hour without a sun: the sky takes the haze's colour, the air is thicker, the light flat and cool."""
    part = 0.85 if not mood.lit else 0.9
    flat = (mood.haze[0] * 0.55 + mood.haze[1] * 0.45) * float(part)
    grey = flat.mean() * colour("#dfe6ec") / colour("#dfe6ec").mean()
    low = flat * 0.45 + grey * 0.55
    windows = 0.36 if not mood.lit else mood.windows
    return replace(
        mood,
        windows=windows,
        sun=mood.sun * 0.0,
        glass=mood.glass * 0.75,
        ambient=(mood.ambient * 0.5 + mood.ambient.mean() * 0.5) * (2.3 if weather.name != "rain" else 1.5),
        haze=(low, low * 0.96),
        sky=(low * 1.04, low * 0.86),
        glow=mood.glow * 0.0,
        density=mood.density * {"fog": 5.0, "rain": 2.8, "snow": 3.6, "overcast": 2.2}[weather.name],
        grade=replace(mood.grade, exposure=mood.grade.exposure * (1.25 if not mood.lit else 1.05)),
        weather=weather,
    )


def in_street(mood: Mood) -> Mood:
    """Return a mood as one exposes for it down in a street, where by day little of the sky is seen."""
    gain = 1.0 if mood.lit else 1.8
    return replace(mood, grade=replace(mood.grade, exposure=mood.grade.exposure * gain))
