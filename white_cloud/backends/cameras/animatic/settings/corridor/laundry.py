"""Laundry on a line: flat wet cloth, pegged, that hangs in folds and lets a little of the light behind it through."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.figures import Glow, Relief
from white_cloud.backends.cameras.animatic.radiance import Array, colour, spectral_noise

_THIN = 0.30  # the part of the light from behind that wet cloth lets through
_FINE = 3  # times finer that outlines are drawn
_PEG = (0.014, 0.075)  # metres, width and height
_CLOTHS = ("#5c7394", "#8a8778", "#9a5a48", "#6d7a5e", "#c4beac")

Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Garment:
    """What hangs: pieces as outlines (metres right of its middle and below the line) and where pegs hold it."""

    pieces: tuple[Outline, ...]
    pegs: tuple[float, ...]


#: A shirt pegged by its hem, sleeves and collar down; one by its shoulders; trousers by the waist; a towel.
_UPSIDE = Garment(
    (
        ((-0.25, 0.0), (0.0, 0.018), (0.25, 0.0), (0.215, 0.30), (0.225, 0.58), (0.09, 0.655), (-0.09, 0.655), (-0.225, 0.58),
         (-0.215, 0.30)),
        ((-0.13, 0.50), (-0.225, 0.42), (-0.300, 0.66), (-0.275, 0.96), (-0.165, 0.97), (-0.150, 0.68)),
        ((0.13, 0.50), (0.225, 0.42), (0.285, 0.66), (0.295, 0.94), (0.180, 0.98), (0.150, 0.68)),
    ),
    (-0.235, 0.235),
)  # fmt: skip
_SHOULDERED = Garment(
    (
        ((-0.085, 0.005), (0.0, 0.035), (0.085, 0.005), (0.235, 0.0), (0.215, 0.30), (0.235, 0.68), (0.0, 0.70), (-0.235, 0.68),
         (-0.215, 0.30), (-0.235, 0.0)),
        ((-0.245, 0.0), (-0.185, 0.06), (-0.190, 0.30), (-0.205, 0.56), (-0.305, 0.55), (-0.300, 0.25)),
        ((0.245, 0.0), (0.185, 0.06), (0.190, 0.30), (0.215, 0.53), (0.310, 0.55), (0.300, 0.25)),
    ),
    (-0.215, 0.215),
)  # fmt: skip
_TROUSERS = Garment(
    (
        ((-0.20, 0.0), (0.0, 0.012), (0.20, 0.0), (0.225, 0.30), (0.215, 0.62), (0.195, 0.99), (0.045, 1.00), (0.020, 0.40),
         (-0.020, 0.40), (-0.055, 0.98), (-0.205, 1.00), (-0.220, 0.62), (-0.225, 0.30)),
    ),
    (-0.185, 0.185),
)  # fmt: skip
_TOWEL = Garment((((-0.19, 0.0), (0.0, 0.015), (0.19, 0.0), (0.185, 0.60), (0.0, 0.63), (-0.19, 0.61)),), (-0.17, 0.17))
GARMENTS = (_SHOULDERED, _TROUSERS, _TOWEL, _UPSIDE)


def hung(garment: Garment, number: int, metre: float, seed: int, turn: float) -> Relief:
    """Return a garment as a relief about its place on the line, turned by `turn` degrees, `metre` pixels to the metre."""
    narrow = math.cos(math.radians(turn))
    across = max(abs(x) for piece in garment.pieces for x, _ in piece) + 0.02
    long = max(z for piece in garment.pieces for _, z in piece) + 0.02
    h, w = int((long + _PEG[1]) * metre) + 2, int(2 * across * metre * narrow) + 2
    x = (np.arange(w, dtype=np.float32) + 0.5 - w / 2) / np.float32(metre * narrow)
    z = np.float32(_PEG[1] / 2) - (np.arange(h, dtype=np.float32) + 0.5) / np.float32(metre)
    folds = _folds(x, z, seed)
    alpha: Array = np.zeros((h, w), np.float32)
    for piece in garment.pieces:
        covered = _filled(piece, (h, w), metre, narrow)
        edge = cv2.GaussianBlur(covered, (0, 0), max(0.012 * metre, 0.6))
        folds = np.where(covered > 0.5, folds + 0.012 * edge, folds)  # a sleeve lies on its shirt
        alpha = np.maximum(alpha, covered)
    pegs = _pegs(garment.pegs, x, z)
    cloth = colour(_CLOTHS[number % len(_CLOTHS)]) * (1 - 0.28 * np.clip(-z / long, 0, 1)[:, None, None] ** 3)  # wet below
    paint = np.concatenate([np.broadcast_to(cloth, (h, w, 3)), np.ones((h, w, 1))], 2).astype(np.float32)
    paint[pegs > 0.5, :3] = colour("#9a8460")
    place = np.dstack([np.repeat(x[None] * narrow, h, 0), np.zeros((h, w)), np.repeat(z[:, None], w, 1)]).astype(np.float32)
    open_ = np.clip(0.85 + 9.0 * (folds - cv2.GaussianBlur(folds, (0, 0), max(0.05 * metre, 1.0))), 0.35, 1.1)
    return Relief(
        np.maximum(alpha, pegs),
        _normals(folds, metre, turn),
        place,
        open_.astype(np.float32),
        paint,
        -w / 2 / metre,
        _PEG[1] / 2 - h / metre,
        metre,
    )


def through(glow: Glow) -> Glow:
    """Return what a light behind cloth gives to its near side."""
    x, y, z = glow.place
    return replace(glow, place=(x, -y, z), colour=glow.colour * np.float32(_THIN), edge=0.0, wrap=0.5)


def _folds(x: Array, z: Array, seed: int) -> Array:
    """Return how far cloth stands out, metres (h, w): folds that fall from the pegs and widen, creases across."""
    rng = np.random.default_rng((seed, 7))
    noise = spectral_noise(64, slope=1.8, seed=seed, lowest=1, highest=10, stretch=0.45)
    rough = cv2.resize(noise, (len(x), len(z)), interpolation=cv2.INTER_CUBIC)
    down = np.clip(-z, 0, None)[:, None]
    hanging = sum(
        np.sin(x[None] * (pitch + 4 * rng.random()) + 0.5 * rough + 6 * rng.random() + down * rng.normal(0, 1.2)) * deep
        for pitch, deep in ((21.0, 0.008), (47.0, 0.004))
    )
    folds: Array = (hanging * (0.35 + down) + 0.006 * rough).astype(np.float32)
    return folds


def _filled(piece: Outline, size: tuple[int, int], metre: float, narrow: float) -> Array:
    h, w = size
    fine: Array = np.zeros((h * _FINE, w * _FINE), np.float32)
    corners = [((x * narrow * metre + w / 2) * _FINE, (z + _PEG[1] / 2) * metre * _FINE) for x, z in piece]
    cv2.fillPoly(fine, [np.round(np.array(corners) * 16).astype(np.int32)], 1.0, cv2.LINE_8, 4)
    fine = cv2.GaussianBlur(fine, (0, 0), max(0.008 * metre * _FINE, 0.8))  # no cloth has sharp corners
    fine = np.clip(fine * 6 - 2.5, 0, 1)
    return cv2.resize(fine, (w, h), interpolation=cv2.INTER_AREA)


def _pegs(places: tuple[float, ...], x: Array, z: Array) -> Array:
    near = np.min([np.abs(x - np.float32(place)) for place in places], 0)
    pixel = np.float32(max(x[1] - x[0], 1e-4))
    cover = np.clip((np.float32(_PEG[0] / 2) - near) / pixel + np.float32(0.5), 0, 1)
    inside = (np.abs(z) < _PEG[1] / 2).astype(np.float32)
    pegs: Array = inside[:, None] * cover[None]
    return pegs


def _normals(folds: Array, metre: float, turn: float) -> Array:
    """Return unit normals (h, w, 3) of cloth that stands out by `folds` towards the viewer."""
    slope = np.float32(metre / 8)
    across, down = (cv2.Sobel(folds, cv2.CV_32F, *way) * slope for way in ((1, 0), (0, 1)))
    angle = math.radians(turn)
    c, s = math.cos(angle), math.sin(angle)
    normal = np.dstack([-across * c + s, -np.full_like(folds, c) - across * s, down])
    unit: Array = (normal / np.linalg.norm(normal, axis=2, keepdims=True)).astype(np.float32)
    return unit
