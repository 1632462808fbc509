"""Pictures for tests of the meter: luma planes with soft shapes and some grain, wider than what is shown of them."""

import cv2
import numpy as np


def scene(size=(128, 96), seed=1, x=0):
    """A luma plane of a size (width, height), seen `x` samples further to the right."""
    width, height = size
    by_chance = np.random.default_rng(seed)
    wide = cv2.GaussianBlur(by_chance.normal(0, 1, (height, width + 64)), (0, 0), 4)
    plane = 128 + wide * 40 / wide.std() + cv2.GaussianBlur(by_chance.normal(0, 12, wide.shape), (0, 0), 1)
    return np.ascontiguousarray(np.clip(plane, 16, 235).astype(np.uint8)[:, x : x + width])


def noisy(plane, deviation, seed=2):
    return clipped(plane + np.random.default_rng(seed).normal(0, deviation, plane.shape))


def blurred(plane, deviation=1.5):
    return cv2.GaussianBlur(plane, (0, 0), deviation)


def in_blocks(plane, side=8):
    """Each block as its mean."""
    rows, columns = plane.shape
    means = cv2.resize(plane, (columns // side, rows // side), interpolation=cv2.INTER_AREA)
    return cv2.resize(means, (columns, rows), interpolation=cv2.INTER_NEAREST)


def clipped(values):
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
