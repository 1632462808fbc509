"""Shoot: one take for every shot, from its camera or from a file of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.base import BackendBase
from white_cloud.backends.cameras.base import CameraBase, ShotRequest
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan
from white_cloud.errors import BackendUnavailable, Refusal, UserError
from white_cloud.film.assembly import HANDLES
from white_cloud.film.drift import Curve
from white_cloud.film.screenplay import Scene, Shot
from white_cloud.film.timeline import Plate
from white_cloud.stages.own_files import own_digest
from white_cloud.stages.production import Production
from white_cloud.stages.shoot_work import chunk_requests, shoot, take_in
from white_cloud.stages.standing import Standing, Wanted, lost_choices, stale_remarks, stand
from white_cloud.store.takes import Take

#: Remarks on prompts in a plan, at most; `check` lists all.
_MOST_REMARKS = 8


@dataclass(frozen=True)
class Shooting:
    """The plan of the stage: how every shot stands, by id."""

    standings: Mapping[str, Standing]
    plan: StagePlan

    def plates(self) -> dict[str, Plate]:
        """Return the plates of the shots that have a take."""
        return {id_: plate(one.take) for id_, one in self.standings.items() if one.take}


def plan(production: Production) -> Shooting:
    """See how every shot stands; nothing is made."""
    screenplay, takes = production.screenplay, production.store.takes(production.screenplay.name)
    standings, said = {}, []
    for _, scene, shot in screenplay.shots():
        wanted = want(production, scene, shot)
        standings[shot.id] = stand(wanted, takes, production.choices, production.store.blobs, production.reshoot)
        if standings[shot.id].step.to_make:
            said += remarks(shot)
    steps = tuple(standing.step for standing in standings.values())
    about = (*lost_choices(standings.values()), *stale_remarks(standings.values(), "shots"), *_few(said))
    return Shooting(standings, StagePlan("shoot", steps, about))


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
        able = [name for name in registry.names("camera") if _starts_from_image(name)]
        return f"the camera {camera.name!r} starts from no still (`image`); these can: {', '.join(able)}"
    try:
        for request in chunk_requests(camera, shot_request(production, scene, shot)):
            camera.refuse(request)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _starts_from_image(name: str) -> bool:
    try:
        return bool(registry.backend("camera", name).starts_from_image)
    except BackendUnavailable:
        return False


def remarks(shot: Shot) -> list[str]:
    """Return what the shot's camera will not understand of its prompts; nothing for footage of one's own."""
    return [remark for _, remark in remarks_by_field(shot)]


def remarks_by_field(shot: Shot) -> list[tuple[str, str]]:
    """Return the same, each with the field of the shot that it is about."""
    if shot.file:
        return []
    camera = registry.backend("camera", shot.camera.name)
    said = [("prompt", f"shot {shot.id}: {remark}") for remark in camera.remarks(shot.prompt)]
    becomes = camera.remarks(shot.becomes) if shot.becomes else ()
    return said + [("becomes", f"shot {shot.id}, becomes: {remark}") for remark in becomes]


def _few(said: list[str]) -> list[str]:
    rest = len(said) - _MOST_REMARKS
    return said if rest <= 0 else [*said[:_MOST_REMARKS], f"and {rest} more on prompts: `white-cloud check` lists them all"]


def want(production: Production, scene: Scene, shot: Shot) -> Wanted:
    """Return the take a shot wants. A file of one's own is known by its bytes, a camera's take by what was asked of it."""
    subject, origin = f"shot/{shot.id}", f"shot/{shot.origin or shot.id}"
    if shot.file:
        data = {"backend": "file", "file": shot.file, "digest": own_digest(production, origin, shot.file)}
        return Wanted(shot.id, subject, origin, identity.key("take", {"digest": data["digest"]}), data)
    camera, request = registry.backend("camera", shot.camera.name), shot_request(production, scene, shot)
    data = {**camera.identity(), **_asked(camera, request)}
    price = production.price(camera, chunk_requests(camera, request), subject, origin)
    key = identity.key("take", data)
    return Wanted(shot.id, subject, origin, key, identity.canonical(data), camera.paid, request.frames, price)


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


def _asked(camera: type[CameraBase], request: ShotRequest) -> dict[str, Any]:
    """Return what decides a take; what is unsaid is no part of its identity, and a still is known by its bytes."""
    said = {
        "becomes": request.becomes,
        "image": request.image and identity.file_digest(request.image),
        "amnesia": request.amnesia,
    }
    plain = {name: getattr(request, name) for name in ("prompt", "frames", "rate", "size", "move", "register", "seed")}
    return {**plain, "options": camera.keyed(request.options), **{name: value for name, value in said.items() if value}}


def make(production: Production, shooting: Shooting) -> None:
    """Shoot every shot that wants it; a refused one is told of and the others go on."""
    scenes = {shot.id: scene for _, scene, shot in production.screenplay.shots()}
    shots = {shot.id: shot for _, _, shot in production.screenplay.shots()}
    tasks, reasons = [], {}
    for id_, standing in shooting.standings.items():
        if not standing.step.to_make:
            continue
        reasons[id_] = standing.step.reason
        tasks.append(_task(production, scenes[id_], shots[id_], standing))

    def keep(outcome: Outcome) -> None:
        _keep(production, shots[outcome.task.id], shooting.standings[outcome.task.id].wanted, outcome.value)

    production.run("shoot", tasks, reasons, keep)
    for name in {shot.camera.name for shot in shots.values() if not shot.file}:
        registry.backend("camera", name).close()


def _task(production: Production, scene: Scene, shot: Shot, standing: Standing) -> Task:
    folder, wanted = production.scratch(), standing.wanted
    if shot.file:
        return Task(shot.id, take_in, (production.folder / shot.file, folder), where="thread")
    camera, request = registry.backend("camera", shot.camera.name), shot_request(production, scene, shot)
    given: tuple[Any, ...] = ()
    if camera.works_in == "thread":
        given = (
            production.progress("shoot", shot.id),
            production.errand(wanted.subject, origin=wanted.origin, another=standing.another),
        )
    lane, at_once = f"camera {camera.name}", camera.at_once(request.options)
    return Task(
        shot.id, shoot, (camera, request, folder, *given), wanted.weight, camera.works_in, camera.kin(request), lane, at_once
    )


def as_asked(camera: type[BackendBase], recorded: Mapping[str, Any]) -> ShotRequest:
    """Return the request of a take from what its record holds."""
    asked = {name: value for name, value in recorded.items() if name not in camera.identity()}
    return ShotRequest(**{**asked, "rate": Fraction(asked["rate"]), "size": tuple(asked["size"])})


def _keep(production: Production, shot: Shot, wanted: Wanted, delivered: tuple[Path, dict[str, Any], dict[str, Any]]) -> None:
    path, facts, record = delivered
    size = path.stat().st_size
    take = Take(
        subject=wanted.subject,
        number=0,
        key=wanted.key,
        request=wanted.request,
        blob=production.store.blobs.add(path),
        size=size,
        backend=str(wanted.request["backend"]),
        facts=facts,
        record=record,
        cost=str(record.get("cost", "0")),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    production.keep_take(shot.id, take, wanted.origin)


def plate(take: Take) -> Plate:
    """Return a shot's take as the cut sees it."""
    return Plate(
        shot=take.subject.partition("/")[2],
        take=take.number,
        blob=take.blob,
        frames=int(take.facts["frames"]),
        rate=Fraction(take.facts["rate"]),
        reel=take.reel,
    )
