"""The contract of a camera."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from white_cloud.backends.base import WHEN_SAID, BackendBase
from white_cloud.errors import Refusal

if TYPE_CHECKING:
    from white_cloud.media.survey import Survey

#: Camera moves a shot may ask for.
MOVES = (
    "static", "pan left", "pan right", "tilt up", "tilt down", "push in", "pull out",
    "track left", "track right", "crane up", "crane down", "drone", "hand-held", "descent",
)  # fmt: skip


@dataclass(frozen=True)
class ShotRequest:
    """A take asked for: `frames` at `rate`, at least `size` (width, height) in pixels; `register` is a hint of tone.

    `becomes` is a second prompt: what the picture has turned into by the end. A camera that knows no such thing refuses it.
    `image` is a still (PNG or JPEG) that the picture starts from. `references` are pictures of what is to look the same, in the
    order in which the prompt speaks of them; each chunk of a shot is given them all. `amnesia` (0..1) is how much of itself a
    shot forgets while it is made: see `CameraBase.chunks`. Of a shot made in chunks, `turning` is the stretch from
    `prompt` to `becomes` that this chunk covers, and `image` the last frame of the chunk before it.
    """

    prompt: str
    frames: int
    rate: Fraction
    size: tuple[int, int]
    move: str
    register: str
    seed: int
    options: Mapping[str, Any] = field(default_factory=dict)
    becomes: str = ""
    image: Path | None = None
    amnesia: Fraction = Fraction(0)
    turning: tuple[Fraction, Fraction] = (Fraction(0), Fraction(1))
    references: tuple[Path, ...] = field(default=(), metadata=WHEN_SAID)


@dataclass(frozen=True)
class Footage:
    """What a camera delivers: a video file as it came, what it cost, and what the backend recorded about the making.

    What a person should know at once of the making stands in the record's `remarks`, sentence by sentence.
    """

    path: Path
    cost: Fraction = Fraction(0)
    record: Mapping[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """Return all but the file, as plain data."""
        return {"cost": str(self.cost), "record": dict(self.record)}

    @classmethod
    def of(cls, path: Path, data: Mapping[str, Any]) -> Footage:
        """Return it again from its file and its data."""
        return cls(path, Fraction(data["cost"]), data["record"])


class CameraBase(BackendBase):
    """A camera; `sold_frames` tells how long a take it sells for a length asked."""

    #: What it hands over.
    delivers: ClassVar[type[Footage]] = Footage
    #: Whether it can start from a still (`image`), and so make a shot in chunks.
    starts_from_image: ClassVar[bool] = False
    #: CPU cores one take keeps busy.
    cores: ClassVar[int] = 1

    @classmethod
    def sold_frames(cls, frames: int, rate: Fraction, options: Mapping[str, Any]) -> int:  # noqa: ARG003 - for those that sell
        """Return the frames of the cheapest take on offer under these options that holds `frames` at `rate`."""
        return frames

    @classmethod
    def models_with_references(cls, count: int) -> tuple[str, ...]:  # noqa: ARG003 - for those that take some
        """Return the models of this camera that take so many reference images."""
        return ()

    @classmethod
    def chunks(cls, request: ShotRequest) -> tuple[int, ...]:
        """Return the frames of each chunk that a shot is made in, in order; they add up to the request's.

        Each chunk but the first starts from the last frame of the one before, which it shows again: that frame is counted once.
        One chunk, unless the shot is longer than the camera's model allows, or is to forget itself (`amnesia`).
        """
        return (request.frames,)

    @classmethod
    def refuse(cls, request: ShotRequest) -> None:
        """Raise Refusal for a request that could never be made, as far as that is known without asking anybody.

        What is wrong with the model that the request names is another BackendError, or UserError.
        """

    @classmethod
    def survey(cls, request: ShotRequest, frame: int) -> Survey:  # noqa: ARG003 - for those that know their scene
        """Return what every pixel of a frame of the request's take shows, at its size; raise Refusal where it is not known."""
        raise Refusal(f"the camera {cls.name} does not know what its pictures show; animatic does")

    @classmethod
    def kin(cls, request: ShotRequest) -> str:  # noqa: ARG003 - for those that share work between takes
        """Return what takes have in common that are best shot one after the other; empty when it does not matter."""
        return ""

    @classmethod
    def remarks(cls, prompt: str) -> tuple[str, ...]:  # noqa: ARG003 - for those that know their words
        """Return sentences on what of a prompt will not be understood, for `check` and `plan`; empty when all is."""
        return ()
