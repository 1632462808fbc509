"""The world of the pit: its hours, its land under one hour and weather, and the fine ground around a camera."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from white_cloud.backends.cameras.animatic.kept import kept
from white_cloud.backends.cameras.animatic.land.field import HeightField, Patch
from white_cloud.backends.cameras.animatic.land.hours import Hour
from white_cloud.backends.cameras.animatic.land.landscape import Detail, Landscape, Station
from white_cloud.backends.cameras.animatic.land.light import Light, bake
from white_cloud.backends.cameras.animatic.land.weather import CLEAR, WEATHERS, Weather, puddle_noise
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.pit.ground import CELL, SIZE, Ground, dig, dig_near
from white_cloud.media.survey import class_number

_SUN_AZIMUTH = 118.0
_SEED = 11
_PATCH_CELLS, _PATCH_CELL = 800, 0.3  # the fine ground: 240 m square
_FINE, _COARSE = 95.0, 150.0  # metres from the camera's station up to which it is fine, and where it has become coarse

HOURS = {
    "day": Hour(
        elevation=19,
        sunlight=("#ffe2b6", 3.6),
        skylight=("#8b99a8", 1.05),
        bounce=("#a88a5c", 0.4),
        sky_top=("#8f9594", 1.0),
        sky_low=("#d3c8b2", 1.5),
        wide_glow=("#e8b776", 0.8),
        near_glow=("#ffe2b0", 1.2),
        disc=("#fff0cf", 2.2),
        haze_away=("#b5afa3", 1.05),
        haze_towards=("#e0c8a0", 1.5),
    ),
    "dusk": Hour(
        elevation=9,
        sunlight=("#ffb680", 3.0),
        skylight=("#76829a", 0.66),
        bounce=("#a06a4a", 0.3),
        sky_top=("#5d6a82", 0.75),
        sky_low=("#d8a784", 1.2),
        wide_glow=("#f09a5a", 0.8),
        near_glow=("#ffc78a", 1.4),
        disc=("#ffdca8", 2.8),
        haze_away=("#878392", 0.72),
        haze_towards=("#e0a478", 1.3),
        stop=1.1,
    ),
    "dawn": Hour(
        elevation=7,
        sunlight=("#ffdcc0", 1.9),
        skylight=("#8a9ab4", 0.80),
        bounce=("#8a8490", 0.25),
        sky_top=("#7f92aa", 0.85),
        sky_low=("#d6cfcc", 1.25),
        wide_glow=("#f0c8a8", 0.5),
        near_glow=("#ffe0c0", 0.9),
        disc=("#fff0dc", 1.6),
        haze_away=("#9aa6b6", 0.92),
        haze_towards=("#dcc9bc", 1.25),
        stop=1.05,
        turn=-100.0,
        mist=2.6,
    ),
    "night": Hour(
        elevation=30,
        sunlight=("#b4c4de", 0.45),
        skylight=("#667288", 0.24),
        bounce=("#49566e", 0.1),
        sky_top=("#222834", 0.40),
        sky_low=("#565e6c", 0.45),
        wide_glow=("#6f86ad", 0.12),
        near_glow=("#b9cbe6", 0.25),
        disc=("#eef3ff", 2.0),
        haze_away=("#3a4252", 0.36),
        haze_towards=("#5c6a84", 0.36),
        stop=1.7,
    ),
}


@dataclass(frozen=True)
class World:
    """A pit under one hour and weather."""

    landscape: Landscape
    height: Array = field(repr=False)
    hour: Hour
    weather: Weather
    gravel: Tile = field(repr=False)

    def near(self, station: Station) -> Landscape:
        """Return the land with fine ground where a camera at `station` looks."""
        side = _PATCH_CELLS * _PATCH_CELL
        yaw = np.radians(station.yaw)
        west = station.x + float(np.sin(yaw)) * 90 - side / 2
        south = station.y + float(np.cos(yaw)) * 90 - side / 2
        ground = dig_near(_SEED, west, south, _PATCH_CELLS, _PATCH_CELL)
        steps = np.arange(_PATCH_CELLS, dtype=np.float32) * np.float32(_PATCH_CELL)
        x, y = np.meshgrid(np.float32(west) + steps, np.float32(south) + steps)
        scene = self.landscape
        reached = scene.lit(x / np.float32(SIZE), y / np.float32(SIZE))
        height = scene.field.heights_at(x, y)
        coarse = scene.field.paint(x, y, np.zeros_like(x))[..., :3]
        radiance, _ = _lit(ground, _PATCH_CELL, self.hour, self.weather, scene.light, 0.5, ((5, 0.02), (20, 0.008)), reached)
        weight = smoothstep(_COARSE, _FINE, np.hypot(x - np.float32(station.x), y - np.float32(station.y)))
        margin = np.minimum(steps, steps[::-1])
        weight = weight * smoothstep(1.0, 14.0, np.minimum(margin[None], margin[:, None]))
        weight = weight.astype(np.float32)
        height += (ground.height - height) * weight
        coarse += (radiance - coarse) * weight[..., None]
        return replace(scene, field=scene.field.refined(Patch.of(height, coarse, west, south, _PATCH_CELL)))


@kept
def world(hour_name: str, weather_name: str) -> World:
    """Return the pit at an hour of HOURS in a weather of WEATHERS, or clear air."""
    weather = WEATHERS.get(weather_name, CLEAR)
    hour = weather.hour(HOURS[hour_name])
    light = hour.light(_SUN_AZIMUTH)
    ground = dig(_SEED)
    radiance, lit = _lit(ground, CELL, hour, weather, light, 2.0, ((4, 0.055), (19, 0.02)))
    height, kinds = ground.height, ground.kinds
    del ground  # its paint is in the light now
    dust = Tile(np.clip(spectral_noise(512, 1.6, 21, 2, 90, stretch=0.45) + 0.1, 0, None))
    clouds = Tile(spectral_noise(256, 1.7, 33, 2, 60, stretch=0.28, width=1024))
    gravel = Tile(spectral_noise(512, 1.0, 17, 8) * 0.55 + spectral_noise(512, 1.6, 18, 3, 60) * 0.4)
    storm = weather.name == "storm"
    haze, raised = 0.00024 * weather.haze * hour.mist * (2.2 if storm else 1.0), 0.0005 * weather.dust
    landscape = Landscape(
        field=HeightField(height, radiance, CELL),
        lit=Tile(lit),
        light=light,
        sky=hour.sky(clouds, fall=4.5, cloud_amount=0.11),
        air=hour.air(
            dust, haze=haze, dust=raised, floor=-250.0, thickness=220.0 if storm else 70.0, wind=(6.0, 9.0), cloud_size=800.0
        ),
        detail=Detail(gravel, size=17.0, amount=0.30, fade=50, end=150),
        kinds=kinds,
    )
    return World(landscape, height, hour, weather, gravel)


def _lit(
    ground: Ground,
    cell: float,
    hour: Hour,
    weather: Weather,
    light: Light,
    softness: float,
    hollows: tuple[tuple[float, float], ...],
    reached: Array | None = None,
) -> tuple[Array, Array]:
    """Return radiance and sunlit parts of ground in a weather; its water mirrors the sky."""
    albedo = weather.ground(ground.albedo, ground.height, cell)
    radiance, lit = bake(ground.height, cell, albedo, light, softness, hollows, reached)
    sky = colour(*hour.sky_low)
    if weather.wet:
        noise = spectral_noise(ground.height.shape[0], 1.8, 51, 12, 160)
        radiance = weather.puddles(radiance, ground.height, cell, puddle_noise(noise), sky)
    water = ground.kinds == class_number("water")
    radiance[water] = sky * colour("#9fc0b8") * np.float32(0.85)
    return radiance, lit
