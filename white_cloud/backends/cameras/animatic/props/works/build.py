"""Works made ready for the camera: panels cut into pieces that can be sorted, their light baked into one sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.props.works.light import Casters, WorksLight, along, irradiance
from white_cloud.backends.cameras.animatic.props.works.panels import Panel
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, smoothstep, spectral_noise
from white_cloud.media.survey import class_number

_SHEET = 1024  # texels across
PALETTE_STEP = 4
#: Metres of wall that a tile of worn paint covers.
WEAR = 7.0
_RUST = colour("#6b4630")


@dataclass(frozen=True)
class Age:
    """What time does to paint: `dust` (linear, blue first) settles where it is flat or low, `rust` 0..1 runs down walls."""

    dust: Array
    dusty: float = 0.5
    rust: float = 0.35


@dataclass(frozen=True)
class Works:
    """Pieces ready to be photographed, and the sheet of their light.

    Per piece: `corners` (n, 3) from `starts`, `middles` (m, 3), `means` (m, 3, the light they send), `parents`,
    `radii`, and `staying`, 0..1, how long each stays where it gets too thin to show. Per panel: unit
    `normals` (k, 3) and `offsets` (k,) of its plane; `across` and `down` (k, 4): texel = row . (x, y, z, 1), a texel being
    `texels` metres wide; `runs` (k, 2) in metres a second; `begins` (k, 2), where its wear begins, in tiles of WEAR metres;
    `ribs`, `rough`, `kinds`, `lifts`, and `thin`, its lesser side in metres. `sheet` is the light they send (rows, columns, 4),
    linear; its last row holds the lights of the palette, PALETTE_STEP texels each. `fallen` is the light (n, 3) that falls on
    the places of the ground asked for.
    """

    corners: Array = field(repr=False)
    starts: Array = field(repr=False)
    middles: Array = field(repr=False)
    means: Array = field(repr=False)
    radii: Array = field(repr=False)
    staying: Array = field(repr=False)
    parents: Array = field(repr=False)
    normals: Array = field(repr=False)
    offsets: Array = field(repr=False)
    across: Array = field(repr=False)
    down: Array = field(repr=False)
    texels: Array = field(repr=False)
    runs: Array = field(repr=False)
    begins: Array = field(repr=False)
    ribs: Array = field(repr=False)
    rough: Array = field(repr=False)
    kinds: Array = field(repr=False)
    lifts: Array = field(repr=False)
    thin: Array = field(repr=False)
    sheet: Array = field(repr=False)
    fallen: Array = field(repr=False)


@dataclass(frozen=True)
class _Frames:
    """Panels' own axes, a row each: origins, unit vectors along the first edge and up from it, sizes and texels in metres."""

    normals: Array
    origins: Array
    along: Array
    up: Array
    sizes: Array
    texels: Array

    @classmethod
    def of(cls, panels: Sequence[Panel], texel: tuple[float, float]) -> _Frames:
        counts = [len(panel.corners) for panel in panels]
        corners = np.vstack([panel.corners for panel in panels])
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        first = corners[starts + 1] - corners[starts]
        normals = _unit(np.cross(first, corners[starts + 2] - corners[starts]))
        along_first = _unit(first)
        up = np.cross(normals, along_first)
        out = corners - np.repeat(corners[starts], counts, 0)
        x, y = (along3(out, np.repeat(axis, counts, 0)) for axis in (along_first, up))
        low_x, low_y = (np.minimum.reduceat(part, starts) for part in (x, y))
        origins = corners[starts] + low_x[:, None] * along_first + low_y[:, None] * up
        sizes = np.stack([np.maximum.reduceat(x, starts) - low_x, np.maximum.reduceat(y, starts) - low_y], 1)
        return cls(normals, origins, along_first, up, sizes, np.clip(sizes.max(1) / 20, *texel))

    @property
    def patches(self) -> Array:
        """Texels across and down of each panel's patch, (k, 2)."""
        return np.ceil(self.sizes / self.texels[:, None]).astype(int) + 2

    def texel_rows(self, axes: Array, starts: Array) -> Array:
        """Return rows (k, 4) with texel = row . (x, y, z, 1) along `axes`, for patches that begin at texel `starts`."""
        rows = axes / self.texels[:, None]
        return np.column_stack([rows, starts - along3(rows, self.origins)])


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def build(
    panels: Sequence[Panel],
    light: WorksLight,
    age: Age,
    seed: int = 0,
    palette: Sequence[Array] = (),
    ground: Array | None = None,
    texel: tuple[float, float] = (0.3, 0.8),
) -> Works:
    """Return `panels` ready to be photographed in `light`; `palette` holds the lights (3,) that movers send.

    What falls on places (n, 3) of the `ground` around them is worked out as well. A panel is lit at every `texel` metres: at
    least and at most; a twentieth of its size between.
    """
    ground = np.empty((0, 3)) if ground is None else ground
    frames = _Frames.of(panels, texel)
    normals = frames.normals
    pieces = [(number, piece) for number, panel in enumerate(panels) for piece in _cut(panel)]
    parents = np.array([number for number, _ in pieces])
    corners = np.vstack([piece for _, piece in pieces])
    starts = np.concatenate([[0], np.cumsum([len(piece) for _, piece in pieces])])
    offsets = along3(normals, np.array([panel.corners[0] for panel in panels]))
    casters = Casters(corners, starts, normals[parents], offsets[parents])
    places, rows = _laid_out(frames.patches)
    sheet = np.zeros((rows + 2, _SHEET, 4), np.float32)
    for number, sent in enumerate(palette):
        sheet[rows:, number * PALETTE_STEP : (number + 1) * PALETTE_STEP, :3] = sent
    sheet[:rows], fallen = _baked(panels, frames, places, rows, casters, light, age, seed, ground)
    middles = np.array([piece.mean(0) for _, piece in pieces])
    across, down = frames.texel_rows(frames.along, places[:, 0]), frames.texel_rows(frames.up, places[:, 1])
    return Works(
        corners=corners.astype(np.float32),
        starts=starts,
        middles=middles,
        means=_means(sheet, middles, across[parents], down[parents]),
        radii=np.array([np.linalg.norm(piece - piece.mean(0), axis=1).max() for _, piece in pieces]),
        staying=(np.arange(len(pieces)) * 0.618034) % 1,
        parents=parents,
        normals=normals,
        offsets=offsets,
        across=across,
        down=down,
        texels=frames.texels,
        runs=np.array([panel.run for panel in panels]),
        begins=_begins(panels, places * frames.texels[:, None]),
        ribs=np.array([panel.ribs for panel in panels]),
        rough=np.array([panel.rough for panel in panels]),
        kinds=np.array([class_number(panel.kind) for panel in panels], np.uint8),
        lifts=np.array([panel.lift for panel in panels]),
        thin=frames.sizes.min(1),
        sheet=sheet,
        fallen=fallen,
    )


def _begins(panels: Sequence[Panel], places: Array) -> Array:
    """Return where panels' wear begins (k, 2), in tiles; for those of no phase, where they are on the sheet (`places`)."""
    begins = np.zeros((len(panels), 2))
    for number, panel in enumerate(panels):
        if panel.phase is not None:
            begins[number] = (np.array(panel.phase) - places[number]) / WEAR
    return begins


def _means(sheet: Array, middles: Array, across: Array, down: Array) -> Array:
    """Return the light (m, 3) that pieces send about their middles."""
    x, y = (along3(rows[:, :3], middles) + rows[:, 3] for rows in (across, down))
    found = np.zeros((len(middles), 3), np.float32)
    for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        columns, rows = (
            (np.floor(x).astype(int) + dx) % sheet.shape[1],
            np.minimum(np.floor(y).astype(int) + dy, len(sheet) - 1),
        )
        found += sheet[rows, columns, :3] / np.float32(4)
    return found


def along3(first: Array, second: Array) -> Array:
    """Return the product of rows (n, 3) and (n, 3)."""
    return np.asarray((first * second).sum(-1))


def _cut(panel: Panel) -> list[Array]:
    """Return a panel's polygon in pieces no larger than it wants."""
    corners = panel.corners
    if len(corners) != 4:
        return [corners]
    wide, high = (float(np.linalg.norm(corners[i] - corners[0])) for i in (1, 3))
    columns, rows = math.ceil(wide / panel.cut), math.ceil(high / panel.cut)
    if columns * rows == 1:
        return [corners]
    low = [corners[0] + (corners[1] - corners[0]) * (i / columns) for i in range(columns + 1)]
    top = [corners[3] + (corners[2] - corners[3]) * (i / columns) for i in range(columns + 1)]
    pieces = []
    for row in range(rows):
        a, b = ([p + (q - p) * (part / rows) for p, q in zip(low, top, strict=True)] for part in (row, row + 1))
        pieces += [np.array([a[i], a[i + 1], b[i + 1], b[i]]) for i in range(columns)]
    return pieces


def _laid_out(patches: Array) -> tuple[Array, int]:
    """Return where on the sheet each panel's patch begins, (k, 2) texels, and the rows of the sheet; the highest first."""
    places = np.zeros((len(patches), 2), int)
    x = y = shelf = 0
    for number in np.argsort(-patches[:, 1], kind="stable"):
        wide, high = patches[number]
        if x + wide > _SHEET:
            x, y, shelf = 0, y + shelf, 0
        places[number] = x, y
        x, shelf = x + wide, max(shelf, high)
    return places, int(y + shelf)


def _baked(
    panels: Sequence[Panel],
    frames: _Frames,
    places: Array,
    rows: int,
    casters: Casters,
    light: WorksLight,
    age: Age,
    seed: int,
    ground: Array,
) -> tuple[Array, Array]:
    """Return the sheet of light, (rows, _SHEET, 4), and what falls on places of the ground."""
    patches = frames.patches
    grids = [_grid(panel, frames, number, *patches[number]) for number, panel in enumerate(panels)]
    counts = [len(points) for points, _ in grids]
    lit = sum(counts)
    up = np.broadcast_to(np.array([0, 0, 1], np.float32), ground.shape)
    points = np.vstack([*(points for points, _ in grids), ground.astype(np.float32)])
    normals = np.vstack([*(normals for _, normals in grids), up])
    del grids  # works have a million texels: nothing is held twice
    fall = irradiance(points, normals, casters, light)
    paint = np.repeat(np.array([panel.paint for panel in panels], np.float32), counts, 0)
    seen = _weathered(paint, points[:lit], normals[:lit], age, seed)
    seen *= fall[:lit]
    seen += np.repeat(np.array([panel.glow for panel in panels], np.float32), counts, 0)
    sheet = np.zeros((rows, _SHEET, 4), np.float32)
    at = 0
    for (wide, high), place, count in zip(patches, places, counts, strict=True):
        sheet[place[1] : place[1] + high, place[0] : place[0] + wide, :3] = seen[at : at + count].reshape(high, wide, 3)
        at += count
    return sheet, fall[lit:].copy()  # the light of all texels is not held with it


def _grid(panel: Panel, frames: _Frames, number: int, wide: int, high: int) -> tuple[Array, Array]:
    """Return places and normals of a panel's texels, row by row."""
    size, texel = frames.sizes[number], frames.texels[number]
    x = np.minimum(np.arange(wide) * texel, size[0] - 0.01)[None, :, None]
    y = np.minimum(np.arange(high) * texel, size[1] - 0.01)[:, None, None]
    points = (frames.origins[number] + x * frames.along[number] + y * frames.up[number]).reshape(-1, 3)
    normals = np.broadcast_to(frames.normals[number], points.shape)
    if panel.axis is not None:
        out = points - panel.axis[0]
        out = out - along(out, panel.axis[1])[:, None] * panel.axis[1]
        normals = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
    return points.astype(np.float32), normals.astype(np.float32)


def _weathered(paint: Array, points: Array, normals: Array, age: Age, seed: int) -> Array:
    """Return the paint of texels after years: dust where it can lie and near the ground, rust that runs down."""
    blotches = Tile(spectral_noise(256, 1.2, seed + 71, 2))
    streaks = Tile(spectral_noise(256, 1.2, seed + 72, 3, stretch=4.0))
    flat = np.abs(normals[:, 2])
    beside = (points[:, 0] * 0.8 + points[:, 1] * 0.6).astype(np.float32)
    beyond = np.where(flat > 0.7, points[:, 1] * 0.8 - points[:, 0] * 0.6, points[:, 2]).astype(np.float32)
    blotch = _sampled(blotches, beside / 30, beyond / 30)
    streak = _sampled(streaks, beside / 24, beyond / 60)
    paint = paint * (1 + 0.13 * blotch + 0.09 * streak * (flat < 0.7))[:, None].clip(0.4, 1.6).astype(np.float32)
    rusty = smoothstep(0.5, 2.0, streak + 0.5 * blotch) * (flat < 0.7) * age.rust
    dusty = smoothstep(0.55, 0.95, normals[:, 2]) + np.exp(-np.clip(points[:, 2], 0, None) / 1.6) * 0.8
    dusty = np.clip(dusty * age.dusty * (1 + 0.3 * blotch), 0, 0.85)
    for part, tone in ((rusty, _RUST), (dusty, age.dust)):
        paint += (tone - paint) * part[:, None].astype(np.float32)
    return paint


def _sampled(tile: Tile, u: Array, v: Array) -> Array:
    """Return a tile's value at places (n,), which may be more than a row of a picture can hold."""
    rows = math.ceil(len(u) / _SHEET)
    grid_u, grid_v = (np.resize(places, (rows, _SHEET)).astype(np.float32) for places in (u, v))
    return tile(grid_u, grid_v).ravel()[: len(u)]
