"""Pictures for tests of effects, packed planes."""

import cv2
import numpy as np


def noise(size):
    """Every sample by chance."""
    width, height = size
    return np.random.default_rng(1).integers(0, 256, (height * 3 // 2, width)).astype(np.uint8)


def natural(size):
    """Soft patches with some grain, as a natural picture has them."""
    packed = cv2.GaussianBlur(noise(size), (0, 0), 6).astype(float)
    packed = 128 + (packed - packed.mean()) * 50 / packed.std() + np.random.default_rng(2).normal(0, 3, packed.shape)
    return np.clip(packed, 16, 235).astype(np.uint8)
