"""What is known of families of pipelines before one is loaded: their rate, and the frames and sizes they make.

Numbers are those of the models' own pages and of the pipelines' documentation; docs/cameras.md says where each is from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, isqrt

_TWO = ("prompt_embeds", "negative_prompt_embeds")
_MASKED = ("prompt_embeds", "prompt_attention_mask", "negative_prompt_embeds", "negative_prompt_attention_mask")
_POOLED = (*_TWO, "pooled_prompt_embeds", "negative_pooled_prompt_embeds")


@dataclass(frozen=True)
class Family:
    """What pipelines whose class begins with `begins` have in common.

    `fps` is the rate a model makes (0: the film's), `step` means that it makes step * k + 1 frames, `multiple` that its sides
    are multiples of it, `size` the picture it was taught on (None: the film's), `one_shape` that it makes no other shape,
    `longest` the most frames at once (0: not known). `embeds` are the pipeline's words for what its encode_prompt returns,
    empty where the text must be worded. `sibling` is the class that does image-to-video with the same weights.
    `still` makes pictures, not film. `exact_vae` wants its decoder in float32.
    """

    begins: str
    fps: int = 0
    step: int = 8
    multiple: int = 32
    size: tuple[int, int] | None = None
    longest: int = 0
    one_shape: bool = False
    embeds: tuple[str, ...] = ()
    sibling: str = ""
    still: bool = False
    exact_vae: bool = False

    def frames(self, needed: int) -> int:
        """Return the fewest frames it makes that are `needed` or more."""
        return -(-(needed - 1) // self.step) * self.step + 1

    def most(self, limit: int) -> int:
        """Return the most frames it makes within a limit, 1 at the least."""
        return max(limit - 1, 0) // self.step * self.step + 1

    def rounded(self, size: tuple[int, int]) -> tuple[int, int]:
        """Return a size (width, height) with both sides rounded up to its multiple."""
        width, height = (-(-side // self.multiple) * self.multiple for side in size)
        return width, height

    def size_for(self, film: tuple[int, int]) -> tuple[int, int] | None:
        """Return the size it makes for a film's: as many pixels as it was taught on, in the film's shape if it can."""
        if self.size is None or self.one_shape:
            return self.size
        area = self.size[0] * self.size[1]
        return self.rounded((isqrt(area * film[0] // film[1]), isqrt(area * film[1] // film[0])))


#: By the beginning of the pipeline's class name; the longest that fits counts.
FAMILIES = (
    Family("Wan", 16, 4, 16, (832, 480), 81, embeds=_TWO, exact_vae=True),
    Family("SkyReelsV2", 24, 4, 16, (960, 544), 97, embeds=_TWO, exact_vae=True),
    Family("LTX", 24, 8, 32, (704, 480), 257, embeds=_MASKED, sibling="LTXImageToVideoPipeline"),
    Family("LTX2", 24, 8, 32, (768, 512), 121, sibling="LTX2ImageToVideoPipeline"),
    Family("CogVideoX", 8, 4, 16, (720, 480), 49, one_shape=True, embeds=_TWO),
    Family(
        "HunyuanVideo", 24, 4, 16, (1280, 720), 129, embeds=("prompt_embeds", "pooled_prompt_embeds", "prompt_attention_mask")
    ),
    Family("HunyuanVideoImageToVideo", 24, 4, 16, (1280, 720), 129),
    Family("HunyuanVideoFramepack", 30, 4, 16, (832, 480), 0),
    Family("HunyuanVideo15", 24, 4, 16, (848, 480), 121),
    Family("AnimateDiff", 8, 1, 8, (512, 512), 32, embeds=_TWO),
    Family("AnimateDiffSDXL", 8, 1, 8, (1024, 1024), 32, embeds=()),
    Family("TextToVideoSD", 8, 1, 8, (256, 256), 24, embeds=_TWO),
    Family("StableVideoDiffusion", 7, 1, 64, (1024, 576), 25),
    Family("Mochi", 30, 6, 16, (848, 480), 163),
    Family("StableDiffusion", multiple=8, size=(512, 512), embeds=_TWO, still=True),
    Family("StableDiffusion3", multiple=16, size=(1024, 1024), still=True),
    Family("StableDiffusionXL", multiple=8, size=(1024, 1024), embeds=_POOLED, still=True),
)
#: For pipelines of no known family: 8 k + 1 frames and multiples of 32 suit all that are named above but Mochi.
UNKNOWN = Family("")
#: Marks in the name of a class that starts from a picture.
_FROM_PICTURE = ("ImageToVideo", "Image2Video", "I2V", "StableVideoDiffusion", "Framepack", "ChronoEdit", "PIA")
#: And of one that can start from a picture or from words.
_EITHER_WAY = ("LTXCondition", "Helios")


def family(pipeline: str, *, either: bool = False) -> Family:
    """Return the family of a pipeline by its class name; `either` says that Wan's weights do text and picture (TI2V)."""
    fitting = [one for one in FAMILIES if pipeline.startswith(one.begins)]
    found = max(fitting, key=lambda one: len(one.begins), default=UNKNOWN)
    if found.begins == "Wan" and either:
        return replace(found, fps=24, multiple=32, size=(1280, 704), longest=121, sibling="WanImageToVideoPipeline")
    return found


def takes_picture(pipeline: str) -> bool:
    """Return whether a pipeline of this class takes a picture to start from."""
    return any(mark in pipeline for mark in (*_FROM_PICTURE, *_EITHER_WAY))


def needs_picture(pipeline: str) -> bool:
    """Return whether it starts from nothing else."""
    return takes_picture(pipeline) and not any(mark in pipeline for mark in _EITHER_WAY)


def model_frames(frames: int, rate: Fraction, fps: Fraction) -> int:
    """Return how many frames at `fps` hold a take of `frames` at `rate`."""
    return floor((frames - 1) * fps / rate) + 1


def film_frames(most: int, rate: Fraction, fps: Fraction) -> int:
    """Return the most frames at `rate` that `most` at `fps` hold."""
    return ceil(most * rate / fps)


def shown(frame: int, rate: Fraction, fps: Fraction) -> int:
    """Return which of a model's frames a frame of the film shows: the one that stands at its time."""
    return floor(frame * fps / rate)
