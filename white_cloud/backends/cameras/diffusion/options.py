"""What a person may write of the camera `diffusers` in YAML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from white_cloud.backends import base
from white_cloud.backends.local_models import Device
from white_cloud.documents.fields import refused

_HUB_NAME = re.compile(r"\w[\w.-]*/\w[\w.-]*")
_SIZE = re.compile(r"[1-9]\d{1,3}x[1-9]\d{1,3}")
SMALLEST = "Wan-AI/Wan2.1-T2V-1.3B-Diffusers"


class DiffusersOptions(base.Options):
    """The model, how it is asked, and how it fits into this machine.

    `device`, `offload` and `local_files_only` are in no key: they say where the same sums are done. The noise comes from the
    processor whatever the device, and two devices differ only as two graphics cards do, by rounding. `tiling` is in the key: a
    picture decoded in tiles is blended where they meet, and differs. So is `dtype`, which rounds more. `amnesia` counts only
    with a shot's drift: what comes of both is the request's own amnesia, which is in the key.
    """

    operational: ClassVar[frozenset[str]] = frozenset({"device", "offload", "local_files_only", "amnesia"})

    model: str = Field(SMALLEST, description="OWNER/NAME on the model hub, or a folder with a model_index.json, from the root")
    revision: str = Field("main", min_length=1, description="of a model on the hub: branch, tag or commit")
    image_model: str = Field("", description="the model that goes on from a picture, where `model` takes none")
    image_revision: str = Field("main", min_length=1, description="the same of image_model")
    local_files_only: bool = Field(True, description="false fetches a model that is not on this machine")
    dtype: Literal["float32", "float16", "bfloat16"] = Field("bfloat16", description="the numbers it counts in")
    device: Device = Field("auto", description="auto takes a GPU where there is one")
    offload: Literal["none", "model", "sequential"] = Field(
        "none", description="keep on the GPU only the part at work (model), or the layer (sequential: least memory, slow)"
    )
    tiling: bool = Field(False, description="decode the picture in tiles, for less memory")
    steps: int | None = Field(None, ge=1, le=1000, description="steps of denoising; the model's own when empty")
    guidance: float | None = Field(
        None, ge=0, le=100, description="how closely it follows the prompt; the model's own when empty"
    )
    negative: str = Field("", description="what is not to be seen, for models that listen to it")
    size: str = Field("", description="WIDTHxHEIGHT asked of the model")
    fps: int | None = Field(
        None, ge=1, le=120, description="frames a second the model makes; known for the families in the docs"
    )
    max_frames: int | None = Field(None, ge=2, description="the most frames the model makes at once; likewise")
    amnesia: float = Field(0.0, ge=0, le=1, description="how much of a shot's drift becomes forgetting; 0 is off")

    @field_validator("model", "image_model")
    @classmethod
    def _is_a_model(cls, model: str, info: ValidationInfo) -> str:
        unsaid = info.field_name == "image_model" and not model
        if not (unsaid or model.startswith("~") or Path(model).is_absolute() or _HUB_NAME.fullmatch(model)):
            hint = "such as /home/li/models/wan or ~/models/wan"
            raise refused(f"expected OWNER/NAME on the model hub or a folder from the root; found the text {model!r}", hint)
        return model

    @field_validator("size")
    @classmethod
    def _is_a_size(cls, size: str) -> str:
        if size and not _SIZE.fullmatch(size):
            raise refused(f"expected a size as WIDTHxHEIGHT in pixels, such as 832x480; found the text {size!r}")
        return size

    def asked_size(self) -> tuple[int, int] | None:
        """Return the size (width, height) that a person asks of the model, None when they leave it to the model."""
        if not self.size:
            return None
        width, height = self.size.split("x")
        return int(width), int(height)
