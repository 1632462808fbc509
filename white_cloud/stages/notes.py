"""Notes on a screenplay that is in order: what cameras will not understand of it, and what is odd about its credits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from white_cloud.documents.located import Steps
from white_cloud.documents.reader import read_document
from white_cloud.film.screenplay import Screenplay
from white_cloud.stages import shoot
from white_cloud.text.credits import credit_remarks


@dataclass(frozen=True)
class Note:
    """Something to know about a document that is in order: where (1-based line and column), and what."""

    line: int
    column: int
    message: str


def notes(path: Path, screenplay: Screenplay) -> list[Note]:
    """Return what there is to know of a screenplay, which was read from `path`: of its shots, then its credits."""
    document = read_document(path)
    said = [
        (document.place((*steps, field)), remark)
        for steps, (_, _, shot) in zip(_steps_to_shots(document.data), screenplay.shots(), strict=True)
        for field, remark in shoot.remarks_by_field(shot)
    ]
    said += [(document.place(steps), remark) for steps, remark in credit_remarks(screenplay)]
    return [Note(place.line, place.column, remark) for place, remark in said]


def _steps_to_shots(screenplay: Mapping[str, Any]) -> Iterator[Steps]:
    """Yield the way to every shot of a screenplay's data, in film order."""
    for act_number, act in enumerate(screenplay["acts"]):
        for scene_number, scene in enumerate(act["scenes"]):
            for shot_number in range(len(scene["shots"])):
                yield ("acts", act_number, "scenes", scene_number, "shots", shot_number)
