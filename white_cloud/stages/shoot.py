"""Shoot: one take for every shot, from its camera or from a file of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.base import BackendBase
from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.drive import obtain
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan
from white_cloud.film.assembly import HANDLES
from white_cloud.film.screenplay import Scene, Screenplay, Shot
from white_cloud.film.timeline import Plate
from white_cloud.stages.own_files import own_digest, stamp
from white_cloud.stages.production import Production
from white_cloud.stages.standing import Standing, Wanted, lost_choices, stand
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
        standings[shot.id] = stand(wanted, takes, production.choices, production.store.blobs)
        if standings[shot.id].step.to_make:
            said += remarks(shot)
    steps = tuple(standing.step for standing in standings.values())
    return Shooting(standings, StagePlan("shoot", steps, (*lost_choices(standings.values()), *_few(said))))


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
    camera = registry.backend("camera", shot.camera.name)
    data = {**camera.identity(), **_asked(production.screenplay, scene, shot, camera)}
    key = identity.key("take", data)
    return Wanted(shot.id, subject, origin, key, identity.canonical(data), camera.paid, int(data["frames"]))


def _asked(screenplay: Screenplay, scene: Scene, shot: Shot, camera: type[Any]) -> dict[str, Any]:
    request = ShotRequest(
        prompt=shot.prompt,
        frames=camera.sold_frames(shot.frames + 2 * HANDLES, screenplay.rate),
        rate=screenplay.rate,
        size=screenplay.size,
        move=shot.move,
        register=scene.register,
        seed=shot.seed if shot.seed is not None else identity.seed(screenplay.seed, shot.origin or shot.id),
        options=dict(shot.camera.options),
        becomes=shot.becomes,
    )
    # unsaid, these are no part of a take's identity
    unsaid = {"image", "amnesia", "turning", *(() if shot.becomes else ("becomes",))}
    return {name: value for name, value in asdict(request).items() if name not in unsaid}


def make(production: Production, shooting: Shooting) -> None:
    """Shoot every shot that wants it; a refused one is told of and the others go on."""
    shots = {shot.id: shot for _, _, shot in production.screenplay.shots()}
    tasks, reasons = [], {}
    for id_, standing in shooting.standings.items():
        if not standing.step.to_make:
            continue
        reasons[id_] = standing.step.reason
        tasks.append(_task(production, shots[id_], standing.wanted))

    def keep(outcome: Outcome) -> None:
        _keep(production, shots[outcome.task.id], shooting.standings[outcome.task.id].wanted, outcome.value)

    production.run("shoot", tasks, reasons, keep)


def _task(production: Production, shot: Shot, wanted: Wanted) -> Task:
    folder = production.scratch()
    if shot.file:
        return Task(shot.id, take_in, (production.folder / shot.file, folder), where="thread")
    camera = registry.backend("camera", shot.camera.name)
    request = as_asked(camera, wanted.request)
    return Task(shot.id, shoot, (camera, request, folder), wanted.weight, camera.works_in, camera.kin(request))


def as_asked(camera: type[BackendBase], recorded: Mapping[str, Any]) -> ShotRequest:
    """Return the request of a take from what its record holds."""
    asked = {name: value for name, value in recorded.items() if name not in camera.identity()}
    return ShotRequest(**{**asked, "rate": Fraction(asked["rate"]), "size": tuple(asked["size"])})


def shoot(camera: type[BackendBase], request: ShotRequest, folder: Path) -> tuple[Path, dict[str, Any], dict[str, Any]]:
    """Get one take from a camera and look at what it delivered: the file, what it holds, what was recorded."""
    footage = obtain(camera, request, folder)
    return footage.path, look_at(footage.path), {"cost": str(footage.cost), **footage.record}


def take_in(path: Path, folder: Path) -> tuple[Path, dict[str, Any], dict[str, Any]]:
    """Look at a person's own file, and copy it; raise MediaError that names it when it is no picture."""
    facts = look_at(path)
    copy = folder / path.name
    shutil.copyfile(path, copy)
    return copy, {**facts, **stamp(path)}, {}


def look_at(path: Path) -> dict[str, Any]:
    """Return what the film needs to know of a picture file: frames and rate; raise MediaError when it cannot be read."""
    from white_cloud.media.probe import probe

    facts = probe(path)
    return {"frames": facts.frames, "rate": str(facts.rate), "size": list(facts.size)}


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
    if not shot.file:
        production.add_cost(registry.backend("camera", shot.camera.name).currency, Fraction(take.cost))


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
