"""The camera `animatic`: a procedural cinematographer, embedded. It needs no key, no network and no weights.

It reads the prompt's nouns and the shot's move and photographs one of six small worlds: dunes, an open pit, a hovel, a mining
town, a city, a virtual paradise. The same request gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from white_cloud.backends import base
from white_cloud.backends.base import Progress, silent
from white_cloud.backends.cameras.animatic import vocabulary
from white_cloud.backends.cameras.base import MOVES, CameraBase, Footage, ShotRequest
from white_cloud.errors import Refusal, nearest

# Planning imports this module: OpenCV, NumPy and PyAV come in only when a take is made.


class AnimaticOptions(base.Options):
    """`detail`: `full` paints the world at its usual size, `draft` at half of it, in about half the time."""

    detail: Literal["draft", "full"] = "full"


class Animatic(CameraBase):
    """The embedded camera; immediate."""

    name: ClassVar[str] = "animatic"
    works_in: ClassVar[Literal["process", "thread"]] = "process"
    revision: ClassVar[int] = 1
    Options: ClassVar[type[base.Options]] = AnimaticOptions

    @classmethod
    def remarks(cls, prompt: str) -> tuple[str, ...]:
        """Return sentences on what of a prompt will not be understood; empty when all is."""
        return vocabulary.remarks(prompt)

    def make(self, request: ShotRequest, folder: Path, progress: Progress = silent) -> Footage:
        """Photograph `request` into `folder`/take.mp4, its size rounded up to even numbers.

        Raises Refusal for a take of no frames or a move that is none, MediaError where the file cannot be written.
        """
        if request.frames < 1:
            raise Refusal(f"animatic cannot shoot {request.frames} frames; ask for at least 1")
        if request.move not in MOVES:
            raise Refusal(
                f"animatic has no move {request.move!r}; {nearest(request.move, MOVES) or 'choose from ' + ', '.join(MOVES)}"
            )
        understood = vocabulary.understand(request.prompt)
        path = folder / "take.mp4"
        self._shoot(request, understood, path, progress)
        record = {
            "setting": understood.setting,
            "words": sorted(understood.words),
            "ignored": list(understood.ignored),
            "move": request.move,
            "seed": request.seed,
        }
        return Footage(path, record=record)

    @staticmethod
    def _shoot(request: ShotRequest, understood: vocabulary.Understanding, path: Path, progress: Progress) -> None:
        from white_cloud.backends.cameras.animatic.moves import Move
        from white_cloud.backends.cameras.animatic.take import Take, even
        from white_cloud.media.writer import TAKE, PictureWriter

        options = AnimaticOptions.model_validate(dict(request.options))
        size = even(request.size)
        move = Move(request.move, float(request.frames / request.rate), request.seed)
        take = Take.of(
            understood.setting,
            understood.words,
            move,
            size,
            request.rate,
            request.seed,
            request.register,
            detail=0.5 if options.detail == "draft" else 1.0,
        )
        with PictureWriter(path, size=size, rate=request.rate, encoding=TAKE) as writer:
            for number, planes in enumerate(take.frames(request.frames)):
                writer.write(planes)
                progress((number + 1) / request.frames)
