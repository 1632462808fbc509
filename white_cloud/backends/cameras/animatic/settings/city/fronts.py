"""The fronts and roofs of houses: their bays, the rooms behind, the light on them."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.bays import bays
from white_cloud.backends.cameras.animatic.settings.city.daylight import Daylight
from white_cloud.backends.cameras.animatic.settings.city.houses import FACES, LIT, Looks
from white_cloud.backends.cameras.animatic.settings.city.moods import Mood
from white_cloud.backends.cameras.animatic.settings.city.picked import Picked, looked_up
from white_cloud.backends.cameras.animatic.settings.city.plan import CELL
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits
from white_cloud.backends.cameras.animatic.settings.city.ripmap import Ripmap
from white_cloud.backends.cameras.animatic.settings.city.rooms_lit import rooms_lit
from white_cloud.backends.cameras.animatic.settings.city.runs import Runner, Runs

_WINDOWS = np.float32(1 / 128)  # a window as a part of the sheet of lights
_UP, _FOOT = 0, 1


@dataclass(frozen=True)
class _Wall:
    """What is the same all along each run (r,).

    Its house, whether it runs along x, its place along itself in metres, how much of a metre across and up a pixel spans, its
    dither.
    """

    owner: Array = field(repr=False)
    along_x: Array = field(repr=False)
    place: Array = field(repr=False)
    wide: Array = field(repr=False)
    tall: Array = field(repr=False)
    chance: Array = field(repr=False)


class Fronts:
    """Paints the houses of a city in one mood, for pictures of one size."""

    def __init__(
        self, size: tuple[int, int], looks: Looks, mood: Mood, daylight: Daylight, seed: int, dark: bool, chance: Array
    ) -> None:
        """In a `dark` city nobody is at home; `chance` (h, w) dithers."""
        self._looks, self._mood, self._daylight, self._chance = looks, mood, daylight, chance
        self._bays, self._rooms = bays(), Ripmap(rooms_lit(seed))
        self._lights = np.zeros_like(looks.lights) if dark else looks.lights
        self._stains = Tile(spectral_noise(256, slope=1.3, seed=seed, lowest=3, highest=90, stretch=2.5))
        self._runner = Runner(size)

    def paint(self, picture: Array, lens: Pinhole, hits: Hits) -> None:
        """Put the light that houses send into a picture (h, w, 4)."""
        runs = self._runner.find(hits)
        if runs is not None:
            self._paint_walls(picture, lens, hits, runs)
        roofs = Picked.of(hits.flat & ~(hits.ground | hits.sky))
        if roofs is not None:
            self._paint_roofs(picture, lens, hits, roofs)

    # ---------------------------------------------------------------- walls
    def _paint_walls(self, picture: Array, lens: Pinhole, hits: Hits, runs: Runs) -> None:
        z = runs.picked.take(hits.z)
        wall = self._wall(lens, hits, runs)
        sizes = looked_up(self._looks.sizes, wall.owner)
        foot = z < runs.spread(np.ascontiguousarray(sizes[:, 2]))
        bay, room = self._looked_up(wall, sizes, runs, foot, z)
        paint = runs.spread_pixels(looked_up(self._looks.paint, wall.owner * np.int32(2)))
        light = self._falling(hits, runs, wall, z)
        runs.picked.put(picture, self._sent(wall, runs, z, (bay, room), paint, light))

    def _wall(self, lens: Pinhole, hits: Hits, runs: Runs) -> _Wall:
        along_x = runs.at_first(hits.along_x)
        place = np.where(along_x, runs.at_first(hits.x), runs.at_first(hits.y)) * np.float32(CELL)
        east, north = (np.abs(runs.columns(ray)) for ray in hits.rays)
        steep = np.where(along_x, north, east) * np.float32(CELL)
        tall = runs.at_first(hits.depth) * np.float32(1 / lens.focal)
        wide = tall * np.minimum(1 / np.maximum(steep, np.float32(1e-4)), np.float32(60))
        return _Wall(runs.at_first(hits.owner), along_x, place, wide, tall, runs.at_first(self._chance))

    def _looked_up(self, wall: _Wall, sizes: Array, runs: Runs, foot: Array, z: Array) -> tuple[Array, Array]:
        """Return what of a bay each pixel shows, and the light of the room behind, (n, 256, 4) each."""
        bays_a_metre, floors_a_metre, base, shift = (np.ascontiguousarray(sizes[:, k]) for k in range(4))
        across = wall.place * bays_a_metre
        bay_tables, room_tables = [], []
        for part in (_UP, _FOOT):
            floors = 1 / base if part == _FOOT else floors_a_metre
            ground = -base * floors if part == _UP else np.zeros_like(base)
            style = self._looks.styles.take(wall.owner * np.int32(FACES) + wall.along_x + np.int32(2 * part))
            lights = wall.owner * np.int32(LIT) + (np.int32(2) if part == _FOOT else wall.along_x)
            kind = self._lights.take(lights)
            wide, tall = wall.wide * bays_a_metre, wall.tall * floors
            bay_tables.append(self._bays.column(style, across, (ground, floors), wide, tall, wall.chance))
            moved = (ground + shift) * _WINDOWS, floors * _WINDOWS
            spans = wide * _WINDOWS, tall * _WINDOWS
            room_tables.append(self._rooms.column(kind, (across + shift) * _WINDOWS, moved, *spans, wall.chance, crisp=True))
        which = runs.run + foot * np.int32(len(wall.owner))
        bay = self._bays.down(np.concatenate(bay_tables), which, z)
        return bay, self._rooms.down(np.concatenate(room_tables), which, z, crisp=True)

    def _falling(self, hits: Hits, runs: Runs, wall: _Wall, z: Array) -> Array:
        """Return the light (n, 256, 4) that falls on each pixel."""
        mood = self._mood
        rising = cv2.exp(z * np.float32(-0.09))  # the canyon is dark below
        warm = cv2.exp(z * np.float32(-1 / 9.0))
        sun = self._sun(hits, runs, wall, z) if mood.shadows else warm
        # The sky is 0.80 - 0.44 rising, the lamps' light 0.85 warm + 0.03 rising.
        matrix = np.zeros((4, 4), np.float32)
        matrix[:3, 0] = np.float32(-0.44) * mood.ambient + np.float32(0.033) * mood.lamps
        matrix[:3, 1], matrix[:3, 2], matrix[:3, 3] = mood.sun, np.float32(0.85) * mood.lamps, np.float32(0.80) * mood.ambient
        return cv2.transform(cv2.merge([rising, sun, warm, np.ones_like(z)]), matrix)

    def _sun(self, hits: Hits, runs: Runs, wall: _Wall, z: Array) -> Array:
        rays = (runs.columns(hits.rays[0]), runs.columns(hits.rays[1]))
        fall, shade = self._daylight.on_walls(runs.at_first(hits.x), runs.at_first(hits.y), wall.along_x, rays)
        above = z - runs.spread(shade)
        above *= np.float32(0.5)
        above += np.float32(0.6)
        np.clip(above, 0, 1, out=above)
        above *= runs.spread(fall)
        return above

    def _sent(self, wall: _Wall, runs: Runs, z: Array, seen: tuple[Array, Array], paint: Array, light: Array) -> Array:
        """Return the light (n, 256, 4) that is sent by paint, by panes and by rooms."""
        mood = self._mood
        inside, tone, glass, board = cv2.split(seen[0])
        room = seen[1]
        stains: Array = self._stains(runs.spread(wall.place * np.float32(0.011)), z * np.float32(0.0045))
        stains *= np.float32(0.085)
        stains += 1
        tone *= stains
        inside *= cv2.extractChannel(paint, 3)
        inside *= np.float32(mood.windows)
        board *= np.float32(max(mood.windows * 0.9, 0.16))
        inside += board
        mirrored: Array = cv2.extractChannel(room, 3)
        mirrored *= np.float32(0.42)
        mirrored += np.float32(0.78)
        glass *= mirrored
        height: Array = z * np.float32(1 / 90)
        height += np.float32(0.45)
        np.minimum(height, 1.25, out=height)
        glass *= height
        light = cv2.multiply(cv2.multiply(paint, light, dst=light), four_channels(tone), dst=light)
        cv2.add(light, cv2.multiply(room, four_channels(inside), dst=room), dst=light)
        panes = cv2.merge([glass * mood.glass[k] for k in range(3)] + [glass])
        return cv2.add(light, panes, dst=light)

    # ---------------------------------------------------------------- roofs
    def _paint_roofs(self, picture: Array, lens: Pinhole, hits: Hits, picked: Picked) -> None:
        mood = self._mood
        x, y, z, owner = (picked.take(plane) for plane in (hits.x, hits.y, hits.z, hits.owner))
        metre = picked.take(hits.depth) * np.float32(1 / (lens.focal * CELL))
        style = self._looks.styles.take(owner * np.int32(FACES) + np.int32(4))
        bay = self._bays(style, x, y, metre, metre * np.float32(1.5), picked.take(self._chance))
        tone = np.full_like(z, 2.4 * mood.weather.snow) if mood.weather.snow else cv2.extractChannel(bay, 1)
        light = np.zeros((*z.shape, 4), np.float32)
        light[..., :3] = 1.25 * mood.ambient + 0.05 * mood.lamps
        if mood.shadows:
            light[..., :3] += self._daylight.on_roofs(x, y, z)[..., None] * mood.sun
        paint = looked_up(self._looks.paint, owner * np.int32(2) + np.int32(1))
        picked.put(picture, cv2.multiply(cv2.multiply(paint, light), four_channels(tone)))
