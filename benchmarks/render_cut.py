"""A small cut to render: four takes of drifting clouds and edges at 1280x720, with lengths and drift as in the short film."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from white_cloud.documents.load import load_score
from white_cloud.film.drift import Curve
from white_cloud.film.timeline import Clip, Plate, Timeline
from white_cloud.glitch.presets import PRESETS
from white_cloud.media.encoding import MASTER, TAKE
from white_cloud.media.planes import from_rgb
from white_cloud.media.writer import PictureWriter
from white_cloud.project import known_names
from white_cloud.render.segments import Segment, segments

SCORE = load_score(PRESETS["white-cloud"], known_names())
SIZE, RATE = (1280, 720), Fraction(24)
#: About as long as the short film's shots, which have 90 frames in the median; MoviePy wants a take whose seconds have two
#: places at the most.
TAKES, FRAMES, HANDLE = 4, 96, 12
#: The drift of the short film at its beginning, its quarters, and its end.
DRIFTS = tuple(Fraction(thousandths, 1000) for thousandths in (0, 53, 246, 690, 1000))


def write_takes(folder: Path) -> dict[str, Path]:
    """Write the takes and return them by blob."""
    return {f"take{number}": write_take(folder / f"take{number}.mp4", number) for number in range(TAKES)}


def take_paths(folder: Path) -> dict[str, Path]:
    """Return the takes that were written, by blob."""
    return {f"take{number}": folder / f"take{number}.mp4" for number in range(TAKES)}


def cut(*, clean: bool) -> tuple[Segment, ...]:
    """Return the segments of the cut: the takes one after another, without their handles."""
    timeline = Timeline("bench", RATE, SIZE, tuple(_clip(number) for number in range(TAKES)))
    return segments(timeline, MASTER, clean=clean)


def _clip(number: int) -> Clip:
    drift = Curve(((Fraction(0), DRIFTS[number]), (Fraction(1), DRIFTS[number + 1])))
    plate = Plate(f"shot{number}", 1, f"take{number}", FRAMES + HANDLE, RATE)
    span = (HANDLE, HANDLE + FRAMES)
    return Clip(
        f"c{number}", plate, number * FRAMES, FRAMES, HANDLE, shot=f"shot{number}", drift=drift, drift_span=span, score=SCORE
    )


def write_take(path: Path, number: int) -> Path:
    """A camera that pans and pushes over a landscape of noise, with a film's grain on it."""
    chance = np.random.default_rng(number)
    ground = _landscape(chance)
    with PictureWriter(path, SIZE, RATE, TAKE) as writer:
        for frame in range(FRAMES + HANDLE):
            scale = 1 - 0.002 * frame
            matrix = np.array([[scale, 0, 60 + 3.5 * frame], [0, scale, 40 + frame]], np.float32)
            view = cv2.warpAffine(ground, matrix, SIZE, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
            grain = chance.normal(0, 3, (SIZE[1], SIZE[0], 1)).astype(np.float32)
            writer.write(from_rgb(np.clip(view + grain, 0, 255).astype(np.uint8)))
    return path


def _landscape(chance: np.random.Generator) -> np.ndarray:
    width, height = 1700, 1000
    picture = np.zeros((height, width, 3), np.float32)
    for octave in range(2, 8):
        noise = chance.random((2**octave, 2**octave, 3)).astype(np.float32) - 0.5
        picture += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) * 300 / 1.7**octave
    for _ in range(14):
        left, top, wide, tall = (int(chance.integers(low, high)) for low, high in ((0, 1500), (200, 900), (30, 160), (40, 300)))
        cv2.rectangle(picture, (left, top), (left + wide, top + tall), chance.uniform(-70, 90, 3).tolist(), -1)
    return picture + 110
