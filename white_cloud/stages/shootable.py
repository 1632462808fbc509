"""Which shots their cameras could never make, and why: told before anything is asked."""

from __future__ import annotations

from collections.abc import Callable

from white_cloud.backends import registry
from white_cloud.backends.cameras.base import CameraBase
from white_cloud.errors import BackendError, BackendUnavailable, UserError
from white_cloud.film.screenplay import Scene, Shot
from white_cloud.stages.production import Production
from white_cloud.stages.shoot_work import chunk_requests
from white_cloud.stages.shot_requests import shot_request


def require_possible(production: Production) -> None:
    """Raise UserError that names every shot which its camera could never make, and why."""
    shots = production.screenplay.shots()
    wrong = [f"shot {shot.id}: {why}" for _, scene, shot in shots if (why := _why_not(production, scene, shot))]
    if wrong:
        raise UserError("\n".join(wrong))


def _why_not(production: Production, scene: Scene, shot: Shot) -> str:
    if shot.file:
        return ""
    camera = registry.backend("camera", shot.camera.name)
    if shot.image and not camera.starts_from_image:
        able = _cameras(lambda other: other.starts_from_image)
        return f"the camera {camera.name!r} starts from no still (`image`); these can: {', '.join(able)}"
    if wrong := _too_many_references(camera, shot):
        return wrong
    try:
        for request in chunk_requests(camera, shot_request(production, scene, shot)):
            camera.refuse(request)
    except (BackendError, UserError) as error:
        return str(error)
    return ""


def _too_many_references(camera: type[CameraBase], shot: Shot) -> str:
    """Return why a shot has more references than its camera takes, and which models take as many; empty where it has not."""
    count, taken = len(shot.references), camera.most_references(shot.camera.options)
    if count <= taken:
        return ""
    of = f" with {model}" if (model := shot.camera.options.get("model")) else ""
    found = f"the camera {camera.name!r}{of} takes {taken or 'no'} references, and the shot has {count}"
    if able := camera.models_with_references(count):
        return f"{found}: leave {count - taken} out, or choose a model that takes as many: {', '.join(able)}"
    others = _cameras(lambda other: bool(other.models_with_references(count)))
    return f"{found}: leave {count - taken} out" + (f"; these cameras take as many: {', '.join(others)}" if others else "")


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
