"""The camera `diffusers`: any text-to-video or image-to-video pipeline of that library, on this machine; no key, no vendor.

A text-to-image pipeline makes a still that floats, or the first picture for an `image_model`. The same request gives the same
bytes on one machine with one device, as long as torch uses as many threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from white_cloud.backends import base, local_models
from white_cloud.backends.base import Progress, silent
from white_cloud.backends.cameras.base import MOVES, CameraBase, Footage, ShotRequest
from white_cloud.backends.cameras.chunks import chunk_lengths
from white_cloud.backends.cameras.diffusion import libraries, models
from white_cloud.backends.cameras.diffusion.families import Family, film_frames
from white_cloud.backends.cameras.diffusion.models import Model
from white_cloud.backends.cameras.diffusion.options import DiffusersOptions
from white_cloud.errors import Refusal, nearest

if TYPE_CHECKING:
    from white_cloud.backends.cameras.diffusion.shot import Shot

# Planning imports this module: torch, NumPy and PyAV come in only when a take is made.


class Diffusers(CameraBase):
    """The camera of local video models; immediate. One take at a time, its model kept for the next."""

    name: ClassVar[str] = "diffusers"
    works_in: ClassVar[Literal["process", "thread"]] = "thread"
    revision: ClassVar[int] = 1
    starts_from_image: ClassVar[bool] = True
    Options: ClassVar[type[base.Options]] = DiffusersOptions

    @classmethod
    def check(cls) -> None:
        """Raise BackendUnavailable when torch or its companions are not installed. Whether a model is here, a take says."""
        local_models.require("the camera 'diffusers'", *libraries.NEEDED)

    @classmethod
    def at_once(cls, options: Mapping[str, Any]) -> int:  # noqa: ARG003 - whatever they are
        """Return 1: a model fills the machine."""
        return 1

    @classmethod
    def keyed(cls, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that decide a result; a model in a folder is known by what is in it, not by where it lies."""
        given = {name: local_models.identity_of(str(options[name])) for name in ("model", "image_model") if options[name]}
        return {**super().keyed(options), **given}

    @classmethod
    def kin(cls, request: ShotRequest) -> str:
        """Return the models: takes of one model share its loading."""
        options = DiffusersOptions.model_validate(dict(request.options))
        return " ".join((options.model, options.revision, options.image_model, options.image_revision)).strip()

    @classmethod
    def chunks(cls, request: ShotRequest) -> tuple[int, ...]:
        """Return the frames of each chunk of a shot; raise Refusal where it needs chunks and no model goes on from a picture.

        Of a model that is not on this machine, nothing is known but `max_frames`.
        """
        options = DiffusersOptions.model_validate(dict(request.options))
        first, second = _found(options)
        last = second if options.image_model else first
        longest = min(_longest(one.family if one else Family(""), options, request) for one in (first, last))
        lengths = chunk_lengths(request.frames, max(longest, 2), request.amnesia, request.rate)
        if len(lengths) > 1 and last is not None and not last.takes_picture:
            raise Refusal(_no_way_on(options, request, longest))
        return lengths

    @classmethod
    def refuse(cls, request: ShotRequest) -> None:
        """Raise Refusal for a length or move that cannot be, and for a start that the models do not take.

        Of a model that is not on this machine yet, no start is refused. Raises UserError for a folder that is not there,
        BackendError for one that is no pipeline.
        """
        if request.frames < 1:
            raise Refusal(f"diffusers cannot shoot {request.frames} frames; ask for at least 1")
        if request.move not in MOVES:
            raise Refusal(
                f"diffusers has no move {request.move!r}; {nearest(request.move, MOVES) or 'choose from ' + ', '.join(MOVES)}"
            )
        options = DiffusersOptions.model_validate(dict(request.options))
        first, second = _found(options)
        if first is not None and (second is not None or not options.image_model):
            models.refuse_start(first, second, request.image.name if request.image else "")

    def make(self, request: ShotRequest, folder: Path, progress: Progress = silent) -> Footage:
        """Make `request` into `folder`/take.mp4, its size rounded up to even numbers.

        Raises Refusal for what the model cannot make, UserError for a folder that is not there, BackendUnavailable where the
        model or its libraries are not here, BackendError with advice where memory runs out, MediaError for a still that cannot
        be read.
        """
        self.refuse(request)
        self.check()
        path = folder / "take.mp4"
        return Footage(path, record=_shot(request).take(path, progress))

    @classmethod
    def close(cls) -> None:
        """Give back the models that are held, and their memory."""
        from white_cloud.backends.cameras.diffusion import pipelines

        with pipelines.in_use:
            pipelines.keep_only(())


def _shot(request: ShotRequest) -> Shot:
    from white_cloud.backends.cameras.diffusion.shot import Shot

    return Shot(request, DiffusersOptions.model_validate(dict(request.options)))


def _found(options: DiffusersOptions) -> tuple[Model | None, Model | None]:
    """Return the model and the image_model, as far as they are on this machine."""
    second = models.find(options.image_model, options.image_revision) if options.image_model else None
    return models.find(options.model, options.revision), second


def _longest(family: Family, options: DiffusersOptions, request: ShotRequest) -> int:
    """Return the most frames of the film that one asking gives; the whole shot where no limit is known, or it is a still."""
    limit = options.max_frames or family.longest
    if not limit or family.still:
        return request.frames
    return film_frames(family.most(limit), request.rate, Fraction(options.fps or family.fps or request.rate))


def _no_way_on(options: DiffusersOptions, request: ShotRequest, longest: int) -> str:
    model = options.image_model or options.model
    why = "has amnesia" if request.amnesia else f"is longer than the {longest} frames at {request.rate} that the model makes"
    return (
        f"a shot of {request.frames} frames that {why} is made in chunks, each from the last frame of the one before, "
        f"and {model} takes no picture. Name an `image_model` that does (docs/cameras.md lists some), "
        + ("or set `amnesia: 0`" if request.amnesia else "ask for a shorter shot, or raise `max_frames`")
    )
