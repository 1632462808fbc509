"""Survey: what the pixels of a take show, asked of the camera that made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from white_cloud.backends import registry
from white_cloud.errors import Refusal, UserError, nearest
from white_cloud.film import narrative
from white_cloud.film.screenplay import Screenplay
from white_cloud.stages import shoot
from white_cloud.stages.production import Production
from white_cloud.stages.shot_requests import as_asked
from white_cloud.stages.standing import takes_of
from white_cloud.store.takes import Take

if TYPE_CHECKING:
    from white_cloud.media.survey import Survey


def require_shot(screenplay: Screenplay, name: str) -> None:
    """Raise UserError for what is no shot of the film, with the shots it may have meant."""
    kind = narrative.ids(screenplay).get(name)
    if kind == "shot":
        return
    if kind is None:
        hint = nearest(name, [shot.id for _, _, shot in screenplay.shots()])
        raise UserError(f"nothing is called {name!r}" + (f" ({hint})" if hint else ""))
    part = narrative.select(screenplay, name)
    if kind == "act":
        raise UserError(f"{name} is an act; its scenes are {', '.join(scene.id for _, scene in part.scenes())}")
    shots = ", ".join(shot.id for _, _, shot in part.shots())
    raise UserError(f"{name} is a {kind}; {'its shots' if kind == 'scene' else 'the shots of its scene'} are {shots}")


def take_of(production: Production, shot: str, number: int) -> Take | None:
    """Return a shot's take of that number, or with 0 the one that the cut uses, else the newest that nobody rejected.

    None when there is no take of it; raises UserError when there is none of that number, or all were rejected.
    """
    standing = shoot.plan(production).standings[shot]
    takes = takes_of(standing.wanted, production.store.takes(production.screenplay.name))
    rejected = production.choices.rejected.get(shot, ())
    usable = [take for take in takes if (take.number == number if number else take.number not in rejected)]
    if number == 0 and standing.take:
        return standing.take
    if takes and not usable:
        there = ", ".join(str(take.number) for take in takes)
        why = f"has no take {number}; it has {there}" if number else f"has only rejected takes; name one with --take: {there}"
        raise UserError(f"{shot} {why}")
    return usable[-1] if usable else None


def survey(take: Take, frame: int) -> Survey:
    """Return the survey of a frame of a take.

    Raises UserError for a frame it does not have, for footage of one's own, where the camera has changed since, and where it
    does not know its scene.
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
    try:
        found: Survey = camera.survey(as_asked(camera, take.request), frame)
    except Refusal as error:
        raise UserError(f"{shot}, take {take.number}: {error}") from error
    return found
