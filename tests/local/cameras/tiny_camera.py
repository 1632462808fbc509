"""The camera `diffusers` with a tiny model for its default, in a module that other processes can import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from white_cloud.backends.cameras.diffusion.camera import Diffusers


class TinyDiffusers(Diffusers):
    """The same camera; its model lies where the environment says."""

    @classmethod
    def read_options(cls, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Fill in defaults that a test can afford."""
        tiny = {"model": os.environ["TINY_MODEL"], "dtype": "float32", "device": "cpu", "size": "32x32", "steps": 2}
        return super().read_options({**tiny, **given})
