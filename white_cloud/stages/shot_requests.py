"""What is asked of a camera for a shot: the request, and what of it decides the take."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.base import BackendBase
from white_cloud.backends.cameras.base import CameraBase, ShotRequest
from white_cloud.film.assembly import HANDLES
from white_cloud.film.drift import Curve
from white_cloud.film.screenplay import Scene, Shot
from white_cloud.stages.production import Production


def shot_request(production: Production, scene: Scene, shot: Shot) -> ShotRequest:
    """Return what is asked of a shot's camera, as long as it sells; each take that was rejected moves its seed on."""
    screenplay, camera = production.screenplay, registry.backend("camera", shot.camera.name)
    options = dict(shot.camera.options)
    return ShotRequest(
        prompt=shot.prompt,
        frames=camera.sold_frames(shot.frames + 2 * HANDLES, screenplay.rate, shot.camera.options),
        rate=screenplay.rate,
        size=screenplay.size,
        move=shot.move,
        register=scene.register,
        seed=_seed(production, shot),
        options=options,
        becomes=shot.becomes,
        image=production.folder / shot.image if shot.image else None,
        references=tuple(production.folder / look for look in shot.references),
        amnesia=Fraction(str(options.get("amnesia", 0))) * _drift(shot),
    )


def _seed(production: Production, shot: Shot) -> int:
    rejected = len(production.choices.rejected.get(shot.id, ()))
    chance = (f"chance {rejected + 1}",) if rejected else ()
    if shot.seed is not None:
        return identity.seed(shot.seed, *chance) if rejected else shot.seed
    return identity.seed(production.screenplay.seed, shot.origin or shot.id, *chance)


def _drift(shot: Shot) -> Fraction:
    """Return the drift in the middle of a shot, rounded to a thousandth."""
    curve = shot.drift or Curve.flat(0)
    return Fraction(round(curve.at(Fraction(1, 2)) * 1000), 1000)


def decisive(camera: type[CameraBase], request: ShotRequest) -> dict[str, Any]:
    """Return what decides a take; what is unsaid is no part of its identity, and pictures are known by their bytes."""
    said = {
        "becomes": request.becomes,
        "image": request.image and identity.file_digest(request.image),
        "amnesia": request.amnesia,
        "references": [identity.file_digest(look) for look in request.references],
    }
    plain = {name: getattr(request, name) for name in ("prompt", "frames", "rate", "size", "move", "register", "seed")}
    return {**plain, "options": camera.keyed(request.options), **{name: value for name, value in said.items() if value}}


def as_asked(camera: type[BackendBase], recorded: Mapping[str, Any]) -> ShotRequest:
    """Return the request of a take from what its record holds; without its pictures, of which that holds the digests."""
    left_out = {*camera.identity(), "image", "references"}
    asked = {name: value for name, value in recorded.items() if name not in left_out}
    exact = {"rate": Fraction(asked["rate"]), "amnesia": Fraction(asked.get("amnesia", 0)), "size": tuple(asked["size"])}
    return ShotRequest(**{**asked, **exact})
