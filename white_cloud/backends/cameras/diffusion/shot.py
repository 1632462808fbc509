"""One take: which model makes it from what, at which size and rate, and how its pictures become the film's frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from white_cloud import identity
from white_cloud.backends.base import Progress
from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.chunks import position
from white_cloud.backends.cameras.diffusion import picture, pipelines
from white_cloud.backends.cameras.diffusion.embeddings import can_mix
from white_cloud.backends.cameras.diffusion.exposure import Exposed, Exposure, expose
from white_cloud.backends.cameras.diffusion.families import Family, model_frames, shown
from white_cloud.backends.cameras.diffusion.floating import floated
from white_cloud.backends.cameras.diffusion.libraries import library
from white_cloud.backends.cameras.diffusion.models import Model, refuse_start
from white_cloud.backends.cameras.diffusion.options import DiffusersOptions
from white_cloud.backends.cameras.diffusion.pipelines import Loaded
from white_cloud.backends.cameras.diffusion.shortage import advised
from white_cloud.backends.cameras.diffusion.unread import unread
from white_cloud.backends.cameras.wording import directed, worded
from white_cloud.backends.local_models import identity_of
from white_cloud.errors import BackendError, Refusal

if TYPE_CHECKING:
    from white_cloud.backends.cameras.diffusion.picture import Rgb

#: The part of the work that is the models'; the rest is writing.
_MODELS_PART = 0.95
_WHOLE = (Fraction(0), Fraction(1))


@dataclass(frozen=True)
class Shot:
    """A request with its options read."""

    request: ShotRequest
    options: DiffusersOptions

    @property
    def film(self) -> tuple[int, int]:
        """The size of the take: the one that was asked for, with even sides."""
        return picture.even(self.request.size)

    def take(self, path: Path, progress: Progress) -> dict[str, Any]:
        """Make the take and return what is recorded of it."""
        with pipelines.in_use:
            models = self._models()
            pipelines.keep_only(key for _, key in models)
            library("diffusers")  # it sets up its log as it is imported
            with unread() as remarks:
                exposed, model, fps = self._exposed(models, lambda part: progress(_MODELS_PART * part))
        frames = self._floating(exposed) if model.family.still else self._film(exposed, fps)
        picture.write_take(path, self._counted(frames, progress), self.film, self.request.rate)
        told = {"remarks": remarks} if remarks else {}
        named = {"model": identity_of(model.name), "files": model.folder.name}
        return {**exposed.record, **told, **named, "fps": str(fps), **self._versions()}

    def _models(self) -> list[tuple[Model, pipelines.Key]]:
        """Return the models that the take goes through, in order; raise Refusal where there is no such way."""
        options = self.options
        first = pipelines.find_or_fetch(options.model, options.revision, options)
        second = None
        if options.image_model:
            second = pipelines.find_or_fetch(options.image_model, options.image_revision, options)
        refuse_start(first, second, self.request.image.name if self.request.image else "")
        return [(first, pipelines.key(options))] + ([(second, pipelines.key(options, second=True))] if second else [])

    def _exposed(self, ways: list[tuple[Model, pipelines.Key]], progress: Progress) -> tuple[Exposed, Model, Fraction]:
        """Return the pictures, the model that made them, and their rate."""
        first, second = ways[0], ways[-1]
        if self.request.image is not None:
            return self._run(*second, picture.read_still(self.request.image), progress)
        if not first[0].family.still or first == second:
            return self._run(*first, None, progress)
        still, _, _ = self._run(*first, None, lambda part: progress(part / 4))
        return self._run(*second, picture.to_rgb8(still.pictures[0]), lambda part: progress(0.25 + part * 3 / 4))

    def _run(self, model: Model, key: pipelines.Key, still: Rgb | None, progress: Progress) -> tuple[Exposed, Model, Fraction]:
        family = model.family
        fps = Fraction(self.options.fps or family.fps or self.request.rate)
        size = self._size(family)
        frames = self._frames(family, fps)
        with advised(self.options, size, frames):
            loaded = pipelines.load(model, key, self.options)
            asked = self._asked(loaded, fps, size, frames)
            if still is not None:
                asked = replace(asked, still=picture.as_image(picture.to_model(still, self.film, size)))
            exposed = expose(loaded, asked, progress)
        needed = 1 if family.still else model_frames(self.request.frames, self.request.rate, fps)
        if len(exposed.pictures) < needed:
            raise BackendError(
                f"{model.name} gave {len(exposed.pictures)} frames where {frames} were asked; "
                f"give the number it makes as `max_frames`"
            )
        exposed.record["device"] = loaded.device
        return exposed, model, fps

    def _size(self, family: Family) -> tuple[int, int]:
        return family.rounded(self.options.asked_size() or family.size_for(self.film) or self.film)

    def _frames(self, family: Family, fps: Fraction) -> int:
        """Return the frames to ask for; raise Refusal where the model makes so many not at once."""
        if family.still:
            return 1
        needed = model_frames(self.request.frames, self.request.rate, fps)
        limit = self.options.max_frames or family.longest
        if limit and needed > family.most(limit):
            raise Refusal(
                f"{self.request.frames} frames at {self.request.rate} are {needed} at the model's {fps}, and it makes "
                f"{family.most(limit)} at once; ask for a shorter shot, or raise `max_frames`"
            )
        return family.frames(needed)

    def _asked(self, loaded: Loaded, fps: Fraction, size: tuple[int, int], frames: int) -> Exposure:
        request, options = self.request, self.options
        at = position(request.turning)
        ends = tuple(directed(prompt, request.move, request.register) for prompt in (request.prompt, request.becomes))
        # the ends need no mixing; the whole way at once can only be worded
        mixes = bool(request.becomes) and at is not None and 0 < at < 1 and can_mix(loaded.pipeline, loaded.model.family)
        return Exposure(
            words=directed(worded(request.prompt, request.becomes, request.turning), request.move, request.register),
            size=size,
            frames=frames,
            fps=fps,
            seed=self._seed(),
            steps=options.steps,
            guidance=options.guidance,
            negative=options.negative,
            forgets=request.amnesia,
            between=(ends[0], ends[1]) if mixes else None,
            at=at or Fraction(0),
        )

    def _seed(self) -> int:
        """Return the noise's seed: the shot's, and for a chunk one of its own that follows from where it stands."""
        if self.request.turning == _WHOLE:
            return self.request.seed
        return identity.seed(self.request.seed, *(str(point) for point in self.request.turning))

    def _film(self, exposed: Exposed, fps: Fraction) -> Iterator[Rgb]:
        """Yield the film's frames, each the model's picture that stands at its time."""
        last, frame = -1, None
        for number in range(self.request.frames):
            at = shown(number, self.request.rate, fps)
            if frame is None or at != last:
                last, frame = at, picture.to_film(picture.to_rgb8(exposed.pictures[at]), self.film)
            yield frame

    def _floating(self, exposed: Exposed) -> Iterator[Rgb]:
        still = picture.of_shape(picture.to_rgb8(exposed.pictures[0]), self.film)
        return floated(still, self.film, self.request.frames, self.request.move, self.request.seed)

    def _counted(self, frames: Iterator[Rgb], progress: Progress) -> Iterator[Rgb]:
        for number, frame in enumerate(frames, 1):
            yield frame
            progress(_MODELS_PART + (1 - _MODELS_PART) * number / self.request.frames)

    def _versions(self) -> dict[str, str]:
        return {name: str(library(name).__version__) for name in ("torch", "diffusers")} | {"dtype": self.options.dtype}
