"""The camera `animatic`: a procedural cinematographer, embedded. It needs no key, no network and no weights.

It reads the prompt's nouns and the shot's move and photographs one of its small worlds, from dunes and an open pit to a data
centre and a virtual paradise. The same request gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from white_cloud.backends import base
from white_cloud.backends.base import Progress, silent
from white_cloud.backends.cameras.animatic import vocabulary
from white_cloud.backends.cameras.base import MOVES, CameraBase, Footage, ShotRequest
from white_cloud.errors import Refusal, nearest
from white_cloud.memory import give_back

if TYPE_CHECKING:
    from white_cloud.backends.cameras.animatic.take import Place, Take
    from white_cloud.media.survey import Survey

# Planning imports this module: OpenCV, NumPy and PyAV come in only when a take is made.


class AnimaticOptions(base.Options):
    """`detail`: `full` paints the world at its usual size, `draft` at half of it, in about half the time."""

    detail: Literal["draft", "full"] = "full"


class Animatic(CameraBase):
    """The embedded camera; immediate."""

    name: ClassVar[str] = "animatic"
    works_in: ClassVar[Literal["process", "thread"]] = "process"
    revision: ClassVar[int] = 3
    Options: ClassVar[type[base.Options]] = AnimaticOptions

    @classmethod
    def remarks(cls, prompt: str) -> tuple[str, ...]:
        """Return sentences on what of a prompt will not be understood; empty when all is."""
        return vocabulary.remarks(prompt)

    @classmethod
    def survey(cls, request: ShotRequest, frame: int) -> Survey:
        """Return what every pixel of a frame shows and how far away it is, at the size of the take's picture."""
        take, size = staged(request)
        return take.survey(frame).resized(size)

    @classmethod
    def kin(cls, request: ShotRequest) -> str:
        """Return the setting and its words: takes of one place at one hour share their land."""
        understood = vocabulary.understand(request.prompt)
        return " ".join([understood.setting, *sorted(understood.words)])

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
        path = folder / "take.mp4"
        self._shoot(request, path, progress)
        record = {**_understood(request.prompt), "move": request.move, "seed": request.seed}
        if request.becomes:
            record["becomes"] = _understood(request.becomes)
        return Footage(path, record=record)

    @staticmethod
    def _shoot(request: ShotRequest, path: Path, progress: Progress) -> None:
        from white_cloud.media.writer import TAKE, PictureWriter

        take, size = staged(request)
        give_back()  # a world takes more room to build than to stand
        with PictureWriter(path, size=size, rate=request.rate, encoding=TAKE) as writer:
            for number, planes in enumerate(take.frames(request.frames)):
                writer.write(planes)
                progress((number + 1) / request.frames)


def staged(request: ShotRequest) -> tuple[Take, tuple[int, int]]:
    """Return the take of a request, ready to give any of its frames, and the size (width, height) of its picture."""
    from white_cloud.backends.cameras.animatic.moves import Move
    from white_cloud.backends.cameras.animatic.take import Take, even

    options = AnimaticOptions.model_validate(dict(request.options))
    size = even(request.size)
    take = Take.of(
        _place(request.prompt),
        Move(request.move, float(request.frames / request.rate), request.seed),
        size,
        request.rate,
        request.seed,
        request.register,
        detail=0.5 if options.detail == "draft" else 1.0,
        becomes=_place(request.becomes) if request.becomes else None,
    )
    return take, size


def _place(prompt: str) -> Place:
    from white_cloud.backends.cameras.animatic.take import Place

    understood = vocabulary.understand(prompt)
    return Place(understood.setting, understood.words)


def _understood(prompt: str) -> dict[str, Any]:
    understood = vocabulary.understand(prompt)
    return {
        "setting": understood.setting,
        "words": sorted(understood.words),
        "without": sorted(understood.without),
        "kept": list(understood.kept),
        "ignored": list(understood.ignored),
        "unheeded": list(understood.unheeded),
        "taken": [list(pair) for pair in understood.taken],
    }
