"""What stands in the miners' room: walls, window, bunk, table, stove, and small things, as surfaces, blocks and standees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.figures import Limb, hanging_coat, helmet
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.rooms.light import Pane
from white_cloud.backends.cameras.animatic.rooms.planes import Block, Surface, block_surfaces

WIDTH, DEPTH, HEIGHT = 4.2, 5.2, 2.4
PANE = Pane(2.75, 1.02, 1.25, 1.0)
#: Texels a metre of walls, and of furniture.
WALL, WOOD = 128, 72

#: Groups of things drawn together, see `room_planes.visible`.
SHELL, TABLE, BUNK, STOOL, STOVE, LOCKER, BOOTS, HOOKS = range(8)


@dataclass(frozen=True)
class Standee:
    """A small thing that is sculpted: its limbs, the way it faces (degrees clockwise from north), place, colour and group."""

    limbs: tuple[Limb, ...]
    heading: float
    place: tuple[float, float, float]
    albedo: Array
    group: int
    level: int = 3
    folds: float = 0.0


@dataclass
class Furnishing:
    """All that is in the room."""

    surfaces: list[Surface] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    standees: list[Standee] = field(default_factory=list)


class Decorator:
    """Paints textures with stains, and sets blocks into a furnishing."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        shapes = ((1.6, 2), (1.1, 6), (2.2, 1), (0.9, 14))
        self.noises = [spectral_noise(512, slope=b, seed=seed + i, lowest=low) for i, (b, low) in enumerate(shapes)]
        self.room = Furnishing()

    def noise(self, kind: int, h: int, w: int) -> Array:
        """Return a crop (h, w) of one of four noises: stains, grain, clouds, dust."""
        y, x = self.rng.integers(0, 512, 2)
        return self.noises[kind][np.ix_((y + np.arange(h)) % 512, (x + np.arange(w)) % 512)]

    def stained(self, wide: float, high: float, tone: Array, density: int = WOOD, stain: float = 0.12) -> Array:
        """Return a texture of `wide` by `high` metres in one tone, stained and dusty."""
        w, h = max(6, int(wide * density)), max(6, int(high * density))
        grey = 1 + stain * self.noise(0, h, w) + 0.05 * self.noise(1, h, w) + 0.03 * self.noise(3, h, w)
        return (np.clip(grey, 0.25, 1.8)[..., None] * tone).astype(np.float32)

    def block(
        self,
        low: Sequence[float],
        high: Sequence[float],
        tone: str,
        group: int,
        level: int = 0,
        top: Array | None = None,
        solid: bool = True,
    ) -> None:
        """Set a block between two corners in metres; it casts a shadow unless it is not `solid`."""
        block = Block((low[0], low[1], low[2]), (high[0], high[1], high[2]))
        if solid:
            self.room.blocks.append(block)
        w, d, h = (b - a for a, b in zip(low, high, strict=True))
        paint = colour(tone)
        texture = {"x": self.stained(w, h, paint), "y": self.stained(d, h, paint)}
        texture["top"] = self.stained(w, d, paint) if top is None else top
        faces = block_surfaces(block, texture, group, level)
        self.room.surfaces += faces if low[2] > 0.2 and level == 0 else faces[:5]


def furnish(seed: int, sky: Array) -> Furnishing:
    """Return the room for a seed: the same things, other stains, colours and clutter; `sky` is what the window shows."""
    decorator = Decorator(seed)
    _shell(decorator, sky)
    _bunk(decorator)
    _table(decorator)
    _stove_and_locker(decorator)
    _small_things(decorator)
    return decorator.room


def _shell(d: Decorator, sky: Array) -> None:
    w, y, h = WIDTH, DEPTH, HEIGHT
    back, left, right = _wall(d, w), _wall(d, y), _wall(d, y)
    _papers(d, back)
    glow = _window(d, left) * sky
    _door(d, right)
    d.room.surfaces += [
        _rectangle((0, 0, h), (0, y, 0), (0, 0, -h), left, glow),
        _rectangle((w, y, h), (0, -y, 0), (0, 0, -h), right),
        _rectangle((0, y, h), (w, 0, 0), (0, 0, -h), back),
        _rectangle((0, y, 0), (w, 0, 0), (0, -y, 0), _floor(d)),
        _rectangle((0, 0, h), (w, 0, 0), (0, y, 0), _ceiling(d)),
    ]
    for beam in (1.2, 2.9, 4.5):
        d.block((0, beam, h - 0.16), (w, beam + 0.14, h), "#453929", SHELL, 0)
        for face in d.room.surfaces[-6:]:
            face.level = 1
    d.block((0, PANE.y - 0.06, PANE.z - 0.05), (0.14, PANE.y + PANE.width + 0.06, PANE.z), "#6b604e", SHELL, 1)


def _rectangle(
    origin: tuple[float, ...], right: tuple[float, ...], down: tuple[float, ...], albedo: Array, glow: Array | None = None
) -> Surface:
    return Surface(np.array(origin, float), np.array(right, float), np.array(down, float), albedo, SHELL, 0, glow)


def _wall(d: Decorator, wide: float) -> Array:
    """Return limewash over a green dado that peels, with drips, damp and soot."""
    texture = d.stained(wide, HEIGHT, colour("#bcae92"), WALL, 0.09)
    h, w = texture.shape[:2]
    y = (np.arange(h, dtype=np.float32) / WALL)[:, None]
    stains, grain, clouds = d.noise(0, h, w), d.noise(1, h, w), d.noise(2, h, w)
    edge = HEIGHT - 1.12
    dado = smoothstep(edge - 0.007, edge + 0.007, y + 0.006 * grain)
    green = colour("#4f7260") * (1 + 0.09 * stains + 0.05 * grain)[..., None]
    peel = smoothstep(1.0, 1.2, stains + 0.55 * grain + 0.5 * (y - 1.5))
    bare = colour("#8f7d66") * (1 + 0.12 * d.noise(3, h, w))[..., None]
    texture = mix(texture, green, (dado * (1 - peel))[..., None])
    texture = mix(texture, bare, (dado * peel * 0.85)[..., None])
    shade = 1 - 0.5 * np.exp(-(((y - edge) / 0.012) ** 2))
    shade = shade * (1 - 0.16 * np.clip(stains[:1], 0, None) * np.exp(-y * 0.9))
    shade = shade * (1 - 0.45 * smoothstep(0.5, 1.6, clouds + 1.1 * (y - 1.85)))
    shade = shade * np.clip(1 - 0.35 * np.exp(-y * 3.0) * (0.6 + 0.3 * clouds), 0.3, 1)
    painted: Array = (texture * shade[..., None]).astype(np.float32)
    return painted


def _floor(d: Decorator) -> Array:
    texture = d.stained(WIDTH, DEPTH, colour("#6f665a"), 90, 0.16)
    h, w = texture.shape[:2]
    crack = np.exp(-((d.noise(0, h, w) / 0.03) ** 2)) * (d.noise(2, h, w) > 0.2)
    worn = 1 + 0.12 * d.noise(2, h, w)
    return (texture * ((1 - 0.5 * crack) * worn)[..., None]).astype(np.float32)


def _ceiling(d: Decorator) -> Array:
    texture = d.stained(WIDTH, DEPTH, colour("#6a5d4b"), 60, 0.14)
    board = (np.arange(texture.shape[1]) / 60 * 5.5) % 1
    gaps = 1 - 0.55 * np.exp(-(((board - 0.5) / 0.06) ** 2))
    return (texture * gaps[None, :, None]).astype(np.float32)


def _window(d: Decorator, wall: Array) -> Array:
    """Darken the wall round the panes and return what they let through: sky, a hill, a headframe, a stack, behind frost."""
    glow = np.zeros_like(wall)
    top, left = int((HEIGHT - PANE.z - PANE.height) * WALL), int(PANE.y * WALL)
    h, w = int(PANE.height * WALL), int(PANE.width * WALL)
    across = ((np.arange(w) + 0.5) / w)[None]
    along = ((np.arange(h) + 0.5) / h)[:, None]
    bars = np.minimum(np.minimum(across, 1 - across), np.minimum(np.abs(across - 0.34), np.abs(across - 0.67))) * PANE.width
    rails = np.minimum(np.minimum(along, 1 - along), np.abs(along - 0.36)) * PANE.height
    open_ = cv2.GaussianBlur(((bars > 0.02) & (rails > 0.02)).astype(np.float32), (0, 0), 0.7)
    frost = 0.82 + 0.13 * d.noise(0, h, w) + 0.35 * along
    view = np.clip(frost * (1 - 0.78 * cv2.GaussianBlur(_outside(h, w), (0, 0), 1.3)), 0.05, 1.6) * open_
    wall[top - 6 : top + h + 8, left - 8 : left + w + 8] *= 0.4
    glow[top : top + h, left : left + w] = view[..., None]
    return glow


def _outside(h: int, w: int) -> Array:
    """Return a mask (h, w) of what stands outside the window: a slope, a headframe, a smoking stack."""
    mask = np.zeros((h, w), np.float32)

    def place(*points: tuple[float, float]) -> Array:
        return np.array([(x * w, y * h) for x, y in points]).round().astype(np.int32)

    cv2.fillPoly(mask, [place((0, 1), (0, 0.80), (0.3, 0.70), (0.6, 0.79), (1, 0.72), (1, 1))], 0.8)
    cv2.fillPoly(mask, [place((0.79, 1), (0.80, 0.22), (0.84, 0.22), (0.86, 1))], 1.0)
    for a, b in (((0.14, 0.85), (0.22, 0.46)), ((0.30, 0.85), (0.23, 0.46)), ((0.46, 0.85), (0.24, 0.48))):
        start, end = place(a, b)
        cv2.line(mask, (int(start[0]), int(start[1])), (int(end[0]), int(end[1])), 1.0, 2)
    cv2.circle(mask, (int(0.225 * w), int(0.42 * h)), max(2, int(0.05 * w)), 1.0, 2)
    return mask


def _door(d: Decorator, wall: Array) -> None:
    w, h = int(0.9 * WALL), int(1.95 * WALL)
    left = int((DEPTH - 2.2) * WALL)
    door = d.stained(0.9, 1.95, colour("#866a4b"), WALL, 0.16)[:h, :w]
    plank = (np.arange(w) / w * 5) % 1
    wall[-h:, left - 6 : left + w + 6] *= 0.6
    wall[-h:, left : left + w] = door * (1 - 0.6 * np.exp(-(((plank - 0.5) / 0.045) ** 2)))[None, :, None]


def _papers(d: Decorator, wall: Array) -> None:
    """Paste a calendar, a work roster, newspaper and a photograph onto the back wall."""
    pastes = (
        (0.42, 1.98, 0.62, 0.80, "#b9ac8e", 0.28),
        (1.16, 1.90, 0.34, 0.48, "#cfc6b0", 0.22),
        (1.60, 1.82, 0.20, 0.15, "#a8a294", 0.30),
        (1.64, 1.60, 0.15, 0.20, "#8f897c", 0.20),
    )
    for x, z, wide, high, tone, ink in pastes:
        a, b = int(x * WALL), int((HEIGHT - z) * WALL)
        w, h = int(wide * WALL), int(high * WALL)
        sheet = d.stained(wide, high, colour(tone), WALL, 0.06)[:h, :w]
        lines = (np.arange(h) % 9 < 3)[:, None] * (d.noise(3, h, w) > -0.2) * (np.arange(h) > h * 0.14)[:, None]
        wall[b - 3 : b + h + 3, a - 3 : a + w + 3] *= 0.82
        wall[b : b + h, a : a + w] = sheet * (1 - ink * lines)[..., None]
    a, b = int(1.16 * WALL), int((HEIGHT - 1.90) * WALL)
    wall[b : b + int(0.24 * WALL), a : a + int(0.34 * WALL)] = colour("#a33527")


def _cloth(d: Decorator, wide: float, long: float, tone: str, kind: int) -> Array:
    """Return a quilt: folds, and stripes or printed flowers."""
    texture = d.stained(wide, long, colour(tone), 90, 0.10)
    h, w = texture.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32) / 90
    folds = 0.13 * np.sin(x * 9 + 2.2 * d.noise(2, h, w) + y * 1.3) + 0.09 * np.sin(y * 7 + 1.6 * d.noise(0, h, w))
    print_ = (np.sin(x * 19) * np.sin(y * 19) > 0.7) if kind else (np.abs((y * 3.2) % 1 - 0.5) < 0.10)
    texture = texture * (1 + folds)[..., None]
    printed: Array = mix(texture, texture * 0.4 + colour("#b9a184") * 0.4, print_[..., None].astype(np.float32))
    return printed.astype(np.float32)


def _bunk(d: Decorator) -> None:
    """Set an iron bunk of two beds along the right wall."""
    x0, x1, y0, y1 = 3.12, 4.14, 2.75, 4.85
    quilts = [("#7f3a30", 1), ("#46586b", 0), ("#6b6a4c", 0), ("#7a4a58", 1)]
    pick = d.rng.permutation(4)
    for (bottom, thick), which in zip(((0.36, 0.13), (1.30, 0.12)), pick[:2], strict=True):
        tone, kind = quilts[which]
        d.block((x0, y0, bottom - 0.06), (x1, y1, bottom), "#3a3733", BUNK, 0)
        quilt = _cloth(d, x1 - x0, y1 - y0, tone, kind)
        d.block((x0 + 0.02, y0 + 0.04, bottom), (x1 - 0.02, y1 - 0.04, bottom + thick), tone, BUNK, 1, quilt)
        d.block((x0 + 0.15, y1 - 0.42, bottom + thick), (x1 - 0.15, y1 - 0.08, bottom + thick + 0.10), "#a79b86", BUNK, 2)
    d.block((x0 + 0.08, y0 + 0.1, 1.42), (x1 - 0.1, y0 + 0.55, 1.60), quilts[pick[2]][0], BUNK, 2, solid=False)
    iron = "#3c4a46"
    for x, level in ((x0 - 0.03, 4), (x1 - 0.02, 0)):
        for y in (y0, y1 - 0.05):
            d.block((x, y, 0), (x + 0.045, y + 0.045, 1.78), iron, BUNK, level, solid=False)
    for z in (0.62, 1.56, 1.74):
        d.block((x0, y0 + 0.005, z), (x1, y0 + 0.04, z + 0.035), iron, BUNK, 4, solid=False)
    d.block((x0 - 0.025, y0, 1.53), (x0 + 0.01, y1, 1.565), iron, BUNK, 4, solid=False)


def _table(d: Decorator) -> None:
    x0, x1, y0, y1 = 0.30, 1.72, DEPTH - 0.95, DEPTH - 0.25
    for x in (x0 + 0.04, x1 - 0.1):
        for y in (y0 + 0.04, y1 - 0.1):
            d.block((x, y, 0), (x + 0.06, y + 0.06, 0.70), "#57442f", TABLE, 0)
    d.block((x0, y0, 0.70), (x1, y1, 0.745), "#6a5139", TABLE, 0)
    d.block((x0 + 0.85, y0 + 0.32, 0.745), (x0 + 1.15, y0 + 0.56, 0.79), "#9a8f7a", TABLE, 1)
    d.block((x0 + 0.88, y0 + 0.35, 0.79), (x0 + 1.10, y0 + 0.53, 0.83), "#565d5a", TABLE, 2)
    d.block((0.93, 3.55, 0.40), (1.27, 3.89, 0.44), "#6f563c", STOOL, 0)
    for x in (0.95, 1.21):
        for y in (3.57, 3.83):
            d.block((x, y, 0), (x + 0.04, y + 0.04, 0.40), "#57442f", STOOL, 0, solid=False)


def _stove_and_locker(d: Decorator) -> None:
    d.block((0.14, 1.75, 0), (0.56, 2.17, 0.52), "#2e2a27", STOVE, 0)
    d.block((0.30, 1.90, 0.52), (0.39, 1.99, HEIGHT), "#2a2725", STOVE, 1)
    d.block((2.12, DEPTH - 0.42, 0), (2.72, DEPTH - 0.02, 1.25), "#56615c", LOCKER, 0)
    d.block((2.16, DEPTH - 0.435, 0.08), (2.40, DEPTH - 0.42, 1.20), "#5f6b65", LOCKER, 1, solid=False)
    d.block((2.44, DEPTH - 0.435, 0.08), (2.68, DEPTH - 0.42, 1.20), "#5f6b65", LOCKER, 1, solid=False)


def _small_things(d: Decorator) -> None:
    yellow, red, enamel, black = colour("#b98a2e"), colour("#8c3a2c"), colour("#b8b4a6"), colour("#2a2622")
    thermos = (Limb((0, 0, 0.05), (0, 0, 0.24), 0.065, 0.065, 0.02), Limb((0, 0, 0.26), (0, 0, 0.34), 0.045, 0.035, 0.03))
    mug = (Limb((0, 0, 0.045), (0, 0, 0.06), 0.05, 0.05, 0.02), Limb((0.06, 0, 0.03), (0.06, 0, 0.07), 0.012, 0.012, 0.01))
    kettle = (
        Limb((0, 0, 0.09), (0, 0, 0.11), 0.12, 0.10, 0.03),
        Limb((0.10, 0, 0.10), (0.19, 0, 0.19), 0.022, 0.016, 0.03),
        Limb((-0.07, 0, 0.25), (0.07, 0, 0.25), 0.014, 0.014, 0.01),
    )
    boot = (
        Limb((0, -0.02, 0.09), (0, -0.03, 0.30), 0.055, 0.066, 0.04),
        Limb((0, -0.03, 0.045), (0, 0.17, 0.04), 0.05, 0.042, 0.04),
    )
    table = DEPTH - 0.95
    add = d.room.standees.append
    add(Standee(thermos, 0, (0.48, table + 0.45, 0.745), red, TABLE))
    add(Standee(mug, 0, (0.78, table + 0.22, 0.745), enamel, TABLE))
    add(Standee(helmet(), 205, (1.52, table + 0.30, 0.745), yellow, TABLE))
    add(Standee(kettle, 40, (0.30, 1.88, 0.52), colour("#4a4a48"), STOVE))
    add(Standee(helmet(), 190, (2.42, DEPTH - 0.22, 1.25), yellow, LOCKER))
    for x, tone in ((2.94, "#31414f"), (3.34, "#3d4438"), (3.74, "#4a3f36")):
        add(Standee(hanging_coat(), 180, (x, DEPTH - 0.12, 1.02), colour(tone), HOOKS, 0, 0.25))
    for x, y, heading in ((2.80, 3.35, 250), (2.74, 3.55, 262)):
        add(Standee(boot, heading, (x, y, 0), black, BOOTS))
