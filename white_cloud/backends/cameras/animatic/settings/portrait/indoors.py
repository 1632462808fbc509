"""What is out of focus behind a head indoors: a window, a bulb, a furnace, a wall of screens."""

from __future__ import annotations

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep
from white_cloud.backends.cameras.animatic.settings.portrait.sheet import Backdrop, Rim, Sheet, everywhere, four


def window(sheet: Sheet, words: frozenset[str]) -> Backdrop:
    """Paint a wall with a window: pale daylight, or what the night leaves."""
    night, warm = "night" in words, bool(words & {"dusk", "dawn"})
    pane = colour("#c9d8e4", 2.2) if not night else colour("#5878a8", 0.42)
    if warm:
        pane = colour("#f0b27c", 1.5)
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    left, right = (0.05, 0.47) if side > 0 else (-0.47, -0.05)
    wall = colour("#6c6350", 0.10) if not night else colour("#2c3038", 0.05)
    reach = np.exp(-np.sqrt((sheet.x - (left + right) / 2) ** 2 + (sheet.y / sheet.aspect) ** 2) * 3.4)[..., None]
    paint_line = smoothstep(0.18, 0.21, sheet.y)[..., None]
    picture = (
        wall * (1 - 0.35 * paint_line) * (0.55 + 1.9 * reach) * (1 + 0.08 * sheet.cloudy())[..., None] + pane * reach * 0.02
    )
    inside = ((sheet.x > left) & (sheet.x < right) & (sheet.y > -0.46) & (sheet.y < 0.22)).astype(np.float32)
    middle = (left + right) / 2
    bars = (np.abs(sheet.x - middle) < 0.012) | (np.abs(sheet.y + 0.22) < 0.016) & (sheet.x > -9)
    glass = inside * (1 - bars)
    view = pane * (1 - 0.55 * smoothstep(0.0, 0.16, sheet.y + 0.02 * np.sin(sheet.x * 17)))[..., None]
    picture = picture + (view - picture) * glass[..., None]
    frame = ((sheet.x > left - 0.02) & (sheet.x < right + 0.02) & (sheet.y > -0.50) & (sheet.y < 0.25)).astype(
        np.float32
    ) - glass
    picture = picture * (1 - 0.6 * np.clip(frame, 0, 1)[..., None])
    if night:
        for _ in range(9):
            x, y = float(sheet.random.uniform(left, right)), float(sheet.random.uniform(-0.1, 0.2))
            sheet.disc(picture, x, y, 0.011, colour("#ffbe74", 0.5))
    soft = sheet.soft(picture.astype(np.float32), 0.013)
    veil = four(np.clip(sheet.soft(glass[..., None].repeat(3, 2).astype(np.float32), 0.03), 0, 1) * pane * 0.12)
    rim = Rim(
        (side * 0.9, 0.42, 0.20),
        pane * np.float32(0.85 if not night else 2.4),
        colour("#8a7558", 0.10),
        wall * np.float32(0.35),
    )
    return Backdrop(
        four(soft),
        ((veil, 0.05, 0.8, 0.7),),
        (("wall", None, 4.0), ("window", everywhere(inside > 0.5, sheet), 4.0)),
        rim,
        3.2,
    )


def bulb(sheet: Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint a room by night: a bulb under a tin shade, a bunk, and beyond the head a window with the lights of the works."""
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    light = colour("#ffc078")
    x, y = side * 0.27, -0.22
    across, down = sheet.x - x, (sheet.y - y) / sheet.aspect
    away = np.sqrt(across**2 + down**2)
    fall = (0.020 / (away * away + 0.022))[..., None] * (0.42 + 0.58 * smoothstep(-0.05, 0.03, down + 0.25 * np.abs(across)))[
        ..., None
    ]
    wall = mix(colour("#8a7a58", 0.9), colour("#4e5a48", 0.8), smoothstep(0.13, 0.15, sheet.y)[..., None])
    picture = wall * (0.075 + 0.78 * fall) * light * (1 + 0.10 * sheet.cloudy())[..., None]
    picture *= np.where(_bunk(sheet, side), 0.30, 1.0)[..., None]
    pane = _night_window(sheet, picture, -side * 0.385)
    soft = sheet.soft(picture.astype(np.float32), 0.009)
    lamp = sheet.blank()
    sheet.disc(lamp, x, y, 0.019, light * 4.2)
    lamp += (np.exp(-away * 15) * 0.42 + np.exp(-away * 4.5) * 0.08)[..., None] * light
    tin = (np.abs(across) < 0.016 + 0.9 * np.clip(down + 0.052, 0, 1)) & (down > -0.052) & (down < -0.006)
    cord = (np.abs(across) < 0.0028) & (down < -0.045)
    shade = everywhere(tin | cord, sheet)
    hidden = 1 - 0.9 * sheet.soft(shade.astype(np.float32), 0.006)[..., None]
    near = everywhere(away < 0.020, sheet)
    rim = Rim((side * 0.75, 0.55, 0.55), light * np.float32(1.7), colour("#5a7290", 0.62), colour("#4a3c2c", 0.08))
    return Backdrop(
        four(soft * hidden),
        ((four(lamp * hidden), 0.33, 0.10, 0.0),),
        (("wall", None, 3.5), ("window", pane, 3.4), ("lamp", near, 2.6)),
        rim,
        2.6,
        1.05,
        0.05,
    )


def _bunk(sheet: Sheet, side: float) -> Array:
    """Return where the posts, the rails and the blanket of a bunk stand before a wall."""
    blanket = sheet.y > 0.27 + 0.03 * np.sin(sheet.x * 9)
    posts = (np.abs(sheet.x - side * 0.47) < 0.011) | (np.abs(sheet.x + side * 0.60) < 0.011)
    rail = (np.abs(sheet.y - 0.13) < 0.014) & (sheet.x * side > 0.30)
    return everywhere(blanket | posts | rail, sheet)


def _night_window(sheet: Sheet, picture: Array, middle: float) -> Array:
    """Paint a small window about x = `middle` into `picture`, the horizon and lamps of the works in it; return where it is."""
    wide, top, sill = 0.070, -0.34, 0.02
    inside = everywhere((np.abs(sheet.x - middle) < wide) & (sheet.y > top) & (sheet.y < sill), sheet)
    bars = everywhere((np.abs(sheet.x - middle) < 0.005) | (np.abs(sheet.y + 0.20) < 0.008), sheet)
    hills = -0.085 + 0.02 * np.sin(sheet.x * 31) + 0.012 * np.sin(sheet.x * 67)
    sky = mix(colour("#3c5878", 0.16), colour("#7c90a0", 0.30), smoothstep(top, -0.08, sheet.y)[..., None])
    view = mix(sky, colour("#10161e", 0.10), smoothstep(-0.006, 0.006, sheet.y - hills)[..., None]) + 0 * sheet.x[..., None]
    for _ in range(7):
        place = float(sheet.random.uniform(-wide, wide)) * 0.85 + middle, float(sheet.random.uniform(-0.09, -0.01))
        sheet.disc(view, *place, 0.0052, colour("#ffbe74", 1.1))
    frame = everywhere((np.abs(sheet.x - middle) < wide + 0.010) & (sheet.y > top - 0.016) & (sheet.y < sill + 0.016), sheet)
    picture *= np.where(frame, 0.45, 1.0)[..., None]
    glass = inside & ~bars
    picture[glass] = view[glass]
    return inside


def furnace(sheet: Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint the mouth of a furnace, and girders before its glow."""
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    fire, deep = colour("#ff9440", 2.2), colour("#a8401c", 0.62)
    away = np.sqrt(((sheet.x - side * 0.22) * 1.15) ** 2 + ((sheet.y - 0.16) / sheet.aspect) ** 2)
    still = np.exp(-away * 3.2)[..., None] * deep * 0.30 + colour("#1a1412", 0.05) + 0 * away[..., None]
    across = (sheet.x - side * 0.22) / 0.13
    crown = np.where(sheet.y < 0.08, sheet.y - 0.08 - 0.09 * across**2, sheet.y - 0.08)
    door = np.maximum(np.abs(across) + 0 * sheet.y, np.abs(crown) / 0.24)
    mouth = smoothstep(1.04, 0.94, door) * (0.62 + 0.5 * smoothstep(-0.1, 0.3, sheet.y))
    glow = mouth[..., None] * (fire * (0.9 + 0.25 * sheet.cloudy()[..., None])) + np.exp(-away * 6.5)[..., None] * deep * 0.55
    beams = 1 - 0.85 * everywhere(
        (np.abs(sheet.x - side * 0.47) < 0.022) | (np.abs(sheet.x + side * 0.30) < 0.03) | (np.abs(sheet.y + 0.36) < 0.03),
        sheet,
    )
    still, glow = still * beams[..., None], glow * beams[..., None]
    sparks = [sheet.blank(), sheet.blank()]
    for number in range(46):
        x = side * 0.22 + float(sheet.random.normal(0, 0.16))
        sheet.disc(
            sparks[number % 2],
            x,
            float(sheet.random.uniform(-0.6, 0.2)),
            float(sheet.random.uniform(0.004, 0.010)),
            colour("#ffb050", 0.7),
        )
    living = (
        (four(sheet.soft(glow.astype(np.float32), 0.014)), 0.9, 0.30, 0.0),
        (four(sparks[0]), 0.8, 1.0, 0.0),
        (four(sparks[1]), 0.67, 1.0, 2.5),
    )
    rim = Rim((side * 0.85, 0.55, 0.05), fire * np.float32(0.85), colour("#40506a", 0.25), colour("#2a1a14", 0.06))
    machine = everywhere(door < 1, sheet)
    return Backdrop(
        four(sheet.soft(still.astype(np.float32), 0.014)),
        living,
        (("wall", None, 9.0), ("machine", machine, 9.0)),
        rim,
        9.0,
        1.0,
        0.28,
    )


def screens(sheet: Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint a control room's wall of screens, each with a picture of its own that changes."""
    still = colour("#0e1620", 0.10) + 0 * sheet.x[..., None] + 0 * sheet.y[..., None]
    tones = [
        colour(code, gain)
        for code, gain in (
            ("#6fb4c4", 0.7),
            ("#a8d4e0", 0.9),
            ("#c8b890", 0.6),
            ("#5a86b0", 0.7),
            ("#a87860", 0.4),
            ("#88b8a8", 0.6),
        )
    ]
    groups = [np.asarray(still + sheet.blank(), np.float32), sheet.blank(), sheet.blank()]
    found = np.zeros((sheet.h, sheet.w), bool)
    for row in range(4):
        for column in range(-4, 5):
            x, y = column * 0.21 + (0.02 if row % 2 else 0), -0.50 + row * 0.25
            inside = everywhere((np.abs(sheet.x - x) < 0.092) & (np.abs(sheet.y - y) < 0.10), sheet)
            found |= inside
            tone = tones[int(sheet.random.integers(len(tones)))] * np.float32(sheet.random.uniform(0.25, 1.0))
            line = 0.75 + 0.5 * smoothstep(-0.02, 0.05, sheet.y - y + 0.04 * np.sin((sheet.x - x) * 40 + column))
            groups[int(sheet.random.choice(3, p=[0.5, 0.25, 0.25]))] += inside[..., None] * tone * line[..., None]
    soft = [sheet.soft(group, 0.013) for group in groups]
    living = tuple((four(group), rate, 0.45, phase) for group, rate, phase in ((soft[1], 0.43, 0.4), (soft[2], 0.29, 3.0)))
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    rim = Rim((side * 0.85, 0.5, 0.25), colour("#8ed2ea", 1.5), colour("#c88a58", 0.25), colour("#16222c", 0.06))
    return Backdrop(four(soft[0]), living, (("wall", None, 5.0), ("screen", found, 5.0)), rim, 5.0, 1.05, 0.14)
