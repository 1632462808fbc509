"""Survey: what the pixels of a take show, asked of the camera that made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from white_cloud.backends import registry
from white_cloud.errors import UserError
from white_cloud.stages.shoot import as_asked
from white_cloud.store.takes import Take

if TYPE_CHECKING:
    from white_cloud.media.survey import Survey


def survey(take: Take, frame: int) -> Survey:
    """Return the survey of a frame of a take.

    Raises UserError for a frame it does not have, for footage of one's own, and where the camera has changed since; Refusal
    where the camera does not know its scene.
    """
    shot = take.subject.partition("/")[2]
    if take.backend == "file":
        raise UserError(f"{shot}: footage of one's own comes without a survey; only a camera that knows its scene gives one")
    frames = int(take.facts["frames"])
    if not 0 <= frame < frames:
        raise UserError(f"{shot}, take {take.number}: there is no frame {frame}; it has frames 0 to {frames - 1}")
    camera = registry.backend("camera", take.backend)
    changed = {name for name, value in camera.identity().items() if take.request.get(name) != value}
    if changed:
        raise UserError(f"{shot}, take {take.number}: {take.backend} paints otherwise since; build again for a take to survey")
    found: Survey = camera.survey(as_asked(camera, take.request), frame)
    return found
