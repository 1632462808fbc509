"""Which shots their cameras could never make, and why: told before anything is asked."""

from __future__ import annotations

from collections.abc import Callable

from white_cloud.backends import registry
from white_cloud.backends.cameras.base import CameraBase
from white_cloud.errors import BackendError, BackendUnavailable, UserError
from white_cloud.film.screenplay import Scene, Shot
from white_cloud.stages.production import Production
from white_cloud.stages.shoot import want
from white_cloud.stages.shoot_work import chunk_requests
from white_cloud.stages.shot_requests import shot_request
from white_cloud.stages.standing import stand


def require_possible(production: Production) -> None:
    """Raise UserError that names every shot to be made which its camera could never make, and why."""
    shots = production.screenplay.shots()
    wrong = [
        f"shot {shot.id}: {why}"
        for _, scene, shot in shots
        if (why := _why_not(production, scene, shot)) and _to_make(production, scene, shot)
    ]
    if wrong:
        raise UserError("\n".join(wrong))


def _why_not(production: Production, scene: Scene, shot: Shot) -> str:
    if shot.file:
        return ""
    camera = registry.backend("camera", shot.camera.name)
    if shot.image and not camera.starts_from_image:
        able = _cameras(lambda other: other.starts_from_image)
        return f"the camera {camera.name!r} starts from no still (`image`); these can: {', '.join(able)}"
    if shot.references and not camera.models_with_references(1):
        able = _cameras(lambda other: bool(other.models_with_references(len(shot.references))))
        others = f"; these do: {', '.join(able)}" if able else ""
        return f"the camera {camera.name!r} takes no references, and the shot has {len(shot.references)}{others}"
    try:
        for request in chunk_requests(camera, shot_request(production, scene, shot)):
            camera.refuse(request)
    except (BackendError, UserError) as error:
        return str(error)
    return ""


def _to_make(production: Production, scene: Scene, shot: Shot) -> bool:
    """Return whether a take is made of a shot: one that is paid and kept is used, whatever is asked for by now."""
    if not registry.backend("camera", shot.camera.name).paid:
        return True
    takes = production.store.takes(production.screenplay.name)
    wanted = want(production, scene, shot)
    return stand(wanted, takes, production.choices, production.store.blobs, production.reshoot).step.to_make


def _cameras(able: Callable[[type[CameraBase]], bool]) -> list[str]:
    """Return the cameras that can do something, of those that can be had here."""
    found = []
    for name in registry.names("camera"):
        try:
            if able(registry.backend("camera", name)):
                found.append(name)
        except BackendUnavailable:
            continue
    return found
