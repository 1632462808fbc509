"""The new town: concrete frames that grow under cranes, finished towers beside them, the older slabs of workers' flats."""

from __future__ import annotations

import numpy as np

from white_cloud.backends.cameras.animatic.props.scenery import Flat
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.town.houses import Season

_FRONT, _LEFT, _RIGHT, _UP = (0.0, -1.0, 0.0), (-1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
_RENDERS = ("#b3a790", "#9a968c", "#a58f7c", "#8c9498", "#b9b2a4")
_WARM = ("#ffbe6a", "#ffd69a", "#ffa04a", "#d9e6df")
_STOREY = 3.1

Span = tuple[float, float]


class Estate:
    """Builds blocks on flats; collects the red lamps of cranes."""

    def __init__(self, random: np.random.Generator, season: Season) -> None:
        self.random, self.season = random, season
        self.beacons: list[tuple[float, float, float]] = []

    def box(self, flat: Flat, x: Span, y: Span, z: Span, paint: Array, kind: str = "building") -> None:
        """Draw the two or three faces of a box that are seen."""
        if x[0] > 0 or x[1] < 0:
            side, normal = (x[0], _LEFT) if x[0] > 0 else (x[1], _RIGHT)
            flat.face(
                [(side, y[0], z[0]), (side, y[1], z[0]), (side, y[1], z[1]), (side, y[0], z[1])], paint, normal, kind, 0.8
            )
        if flat.view.eye > z[1]:
            top = [(x[0], y[0], z[1]), (x[1], y[0], z[1]), (x[1], y[1], z[1]), (x[0], y[1], z[1])]
            flat.face(top, self.season.roof(paint), _UP, kind)
        flat.face([(x[0], y[0], z[0]), (x[1], y[0], z[0]), (x[1], y[0], z[1]), (x[0], y[0], z[1])], paint, _FRONT, kind, 0.9)

    def bays(self, flat: Flat, x: Span, y: float, z: Span, bay: Span, share: float, frame: Array) -> None:
        """Set windows in a front, `bay` metres apart across and up: dark glass, a lit share, a sill below each."""
        columns, storeys = max(1, round((x[1] - x[0]) / bay[0])), max(1, round((z[1] - z[0]) / bay[1]))
        wide, high = (x[1] - x[0]) / columns, (z[1] - z[0]) / storeys
        glass = flat.daylight.haze_high * np.float32(0.24) + flat.daylight.on(colour("#262b30"), _FRONT, 0.7)
        sill = flat.daylight.on(frame * np.float32(1.18), _UP)
        stairs = int(self.random.integers(columns))
        for storey in range(storeys):
            for column in range(columns):
                drop = 0.5 * high if column == stairs else 0.0  # a stairwell's windows lie between the storeys
                a, b = x[0] + wide * (column + 0.20), x[0] + wide * (column + 0.80)
                c = z[0] + high * (storey + 0.30) - drop
                d = c + high * 0.46
                quad = [(a, y, max(c, z[0])), (b, y, max(c, z[0])), (b, y, d), (a, y, d)]
                flat.fill(quad, glass, "window")
                if self.random.random() < share * self.season.lit:
                    tint = colour(_WARM[self.random.choice(4, p=[0.4, 0.3, 0.12, 0.18])])
                    flat.shine(quad, tint * np.float32(np.exp(self.random.normal(-0.45, 0.5))))
                if flat.scale_at(y) * wide > 5:
                    flat.stroke([(a - 0.1, y, max(c, z[0])), (b + 0.1, y, max(c, z[0]))], 0.16, sill, "building")

    # ---------------------------------------------------------------- towers
    def towers(self, flat: Flat, x: float, y: float, count: int, side: int) -> None:
        """Raise towers in a row from `x` on, to the right where `side` is 1: the first done, the later ones less and less."""
        at, base = x, float(self.random.uniform(66, 84))
        for number in range(count):
            wide = float(self.random.uniform(17, 26))
            high = base * float(self.random.uniform(0.72, 1.12))
            span = (at, at + wide) if side > 0 else (at - wide, at)
            away = y + float(self.random.uniform(0, 40))
            if number % 3 == 0:
                self._done(flat, span, away, high)
            else:
                self._frame(flat, span, away, high * float(self.random.uniform(0.55, 0.95)))
                self._crane(flat, span[1] + 3 if side < 0 else span[0] - 3, away, high * 1.22, -side if number % 2 else side)
            at += side * (wide + float(self.random.uniform(9, 24)))

    def _done(self, flat: Flat, x: Span, y: float, high: float) -> None:
        paint = colour(_RENDERS[int(self.random.integers(len(_RENDERS)))])
        wide = x[1] - x[0]
        self.box(flat, x, (y, y + 16), (0, high), paint)
        notch = x[0] + wide * float(self.random.uniform(0.42, 0.5))
        self.box(flat, (notch, notch + wide * 0.10), (y - 0.2, y), (0, high), paint * np.float32(0.62))
        for a, b in ((x[0] + 0.8, notch), (notch + wide * 0.10, x[1] - 0.8)):
            self.bays(flat, (a, b), y - 0.1, (1.5, high - 1.0), (3.3, _STOREY), 0.34, paint)
        crown = x[0] + wide * 0.30
        self.box(flat, (crown, crown + wide * 0.4), (y + 4, y + 12), (high, high + float(self.random.uniform(3, 7))), paint)

    def _frame(self, flat: Flat, x: Span, y: float, high: float) -> None:
        """Raise a bare concrete frame: one sees through it; netting hangs on its middle, rods stick out of its top."""
        concrete = colour("#8f8b84")
        front, deep = flat.daylight.on(concrete, _FRONT), flat.daylight.on(concrete * np.float32(0.45), _FRONT, 0.5)
        storeys = max(3, int(high / _STOREY))
        columns = max(3, int((x[1] - x[0]) / 5))
        core = x[0] + (x[1] - x[0]) * 0.38
        self.box(flat, (core, core + 5), (y + 6, y + 10), (0, storeys * _STOREY + 2.5), concrete * np.float32(0.8))
        for away, paint in ((y + 12, deep), (y, front)):
            for column in np.linspace(x[0] + 0.3, x[1] - 0.3, columns):
                flat.stroke([(float(column), away, 0), (float(column), away, storeys * _STOREY)], 0.7, paint, "building")
        for storey in range(1, storeys + 1):
            z = storey * _STOREY
            slab = [(x[0], y, z - 0.28), (x[1], y, z - 0.28), (x[1], y, z), (x[0], y, z)]
            under = [(x[0], y, z - 0.3), (x[1], y, z - 0.3), (x[1], y + 12, z - 0.3), (x[0], y + 12, z - 0.3)]
            if z > flat.view.eye:
                flat.fill(under, deep * np.float32(0.8), "building")
            flat.fill(slab, front, "building")
            if self.random.random() < 0.3 * self.season.lit:
                a = float(self.random.uniform(x[0] + 1, x[1] - 2))
                flat.shine(
                    [(a, y, z - 2.2), (a + 0.7, y, z - 2.2), (a + 0.7, y, z - 1.7), (a, y, z - 1.7)], colour("#e8f0e0", 1.8)
                )
        for column in np.linspace(x[0] + 0.3, x[1] - 0.3, columns * 3):
            top = storeys * _STOREY
            flat.stroke([(float(column), y, top), (float(column), y, top + 1.4)], 0.12, deep, "building")
        self._netting(flat, x, y, storeys)

    def _netting(self, flat: Flat, x: Span, y: float, storeys: int) -> None:
        net = colour("#56745e") if self.random.random() < 0.7 else colour("#6f7f92")
        low, high = (int(storeys * part) for part in (self.random.uniform(0.35, 0.5), self.random.uniform(0.62, 0.85)))
        z = (low * _STOREY, high * _STOREY)
        for a, b in ((x[0] - 0.4, x[0] + (x[1] - x[0]) * float(self.random.uniform(0.5, 1.0))),):
            flat.face(
                [(a, y - 0.5, z[0]), (b, y - 0.5, z[0]), (b, y - 0.5, z[1]), (a, y - 0.5, z[1])], net, _FRONT, "building", 0.8
            )
            fold = flat.daylight.on(net * np.float32(0.75), _FRONT, 0.7)
            for at in np.arange(a + 2, b, 3.0):
                flat.stroke([(float(at), y - 0.5, z[0]), (float(at), y - 0.5, z[1])], 0.15, fold, "building")

    def _crane(self, flat: Flat, x: float, y: float, high: float, side: int) -> None:
        """Raise a tower crane, its jib to the right where `side` is 1: lattices, stays, a counterweight, a rope with a hook."""
        paint = flat.daylight.on(colour("#8a6a3a"), _FRONT)
        for offset in (-0.7, 0.7):
            flat.stroke([(x + offset, y, 0), (x + offset, y, high)], 0.30, paint, "machine")
        zigzag = [(x + (0.7 if k % 2 else -0.7), y, float(z)) for k, z in enumerate(np.arange(0, high, 1.9))]
        flat.stroke(zigzag, 0.16, paint, "machine")
        tip, back = x + side * 42, x - side * 14
        for z in (high, high + 1.5):
            flat.stroke([(back if z == high else x, y, z), (tip, y, high + (z - high) * 0.3)], 0.26, paint, "machine")
        web = [(float(a), y, high + (1.3 - 1.0 * k / 24 if k % 2 else 0.0)) for k, a in enumerate(np.linspace(x, tip, 25))]
        flat.stroke(web, 0.14, paint, "machine")
        peak = (x, y, high + 7.0)
        flat.stroke([(x, y, high), peak], 0.5, paint, "machine")
        for end in ((x + side * 30, y, high + 0.8), (back + side * 2, y, high)):
            flat.stroke([peak, end], 0.12, paint, "machine")
        flat.fill(_quad((back, back + side * 4), y, (high - 2.6, high)), paint * np.float32(0.6), "machine")
        flat.fill(_quad((x - 1.2, x + 1.2), y, (high - 2.4, high)), paint * np.float32(0.8), "machine")
        hook = x + side * float(self.random.uniform(16, 34))
        flat.stroke([(hook, y, high), (hook, y, high * float(self.random.uniform(0.55, 0.8)))], 0.10, paint, "machine")
        self.beacons.append((x, y, high + 7.4))

    # ---------------------------------------------------------------- slabs
    def slabs(self, flat: Flat, left: float, right: float, y: float) -> None:
        """Build workers' slabs of five storeys along a street, with gaps."""
        at = left
        while at < right:
            wide, high = float(self.random.uniform(34, 52)), float(self.random.choice([12.4, 15.5, 15.5, 18.6]))
            if self.random.random() < 0.80:
                self._slab(flat, (at, at + wide), y + float(self.random.uniform(0, 14)), high)
            at += wide + float(self.random.uniform(7, 24))

    def _slab(self, flat: Flat, x: Span, y: float, high: float) -> None:
        paint = colour(_RENDERS[int(self.random.integers(len(_RENDERS)))]) * np.float32(0.82)
        self.box(flat, x, (y, y + 11), (0, high), paint)
        self.bays(flat, (x[0] + 1, x[1] - 1), y - 0.1, (0.8, high - 0.6), (3.0, _STOREY), 0.30, paint)
        stain = flat.daylight.on(paint * np.float32(0.72), _FRONT, 0.8)
        for part in (0.33, 0.66):
            at = x[0] + (x[1] - x[0]) * part
            flat.stroke([(at, y - 0.1, 0), (at, y - 0.1, high)], 0.22, stain, "building")
            self.box(flat, (at - 1.2, at + 1.2), (y + 3, y + 6), (high, high + 2.2), paint * np.float32(0.8))
        thin = flat.daylight.on(colour("#444444"), _FRONT)
        for at in self.random.uniform(x[0] + 2, x[1] - 2, 3).tolist():
            flat.stroke([(at, y + 4, high), (at, y + 4, high + 3.2)], 0.10, thin, "thing")


def _quad(x: Span, y: float, z: Span) -> list[tuple[float, float, float]]:
    return [(x[0], y, z[0]), (x[1], y, z[0]), (x[1], y, z[1]), (x[0], y, z[1])]
