"""Shoot: one take for every shot, from its camera or from a file of one's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.cameras.base import CameraBase, ShotRequest
from white_cloud.backends.outlook import Books
from white_cloud.build.events import Warned
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan
from white_cloud.errors import Refusal
from white_cloud.film.screenplay import Scene, Shot
from white_cloud.film.timeline import Plate
from white_cloud.stages.fetching import fetch
from white_cloud.stages.leftovers import Leftover, leftovers, orphans, taken_up
from white_cloud.stages.own_files import own_digest
from white_cloud.stages.production import Production
from white_cloud.stages.shoot_work import Taken, chunk_requests, shoot, take_in
from white_cloud.stages.shot_requests import decisive, shot_request
from white_cloud.stages.standing import Standing, Wanted, foreseen, lost_choices, stale_remarks, stand, takes_of
from white_cloud.store.takes import Take

#: Remarks on prompts in a plan, at most; `check` lists all.
_MOST_REMARKS = 8


@dataclass(frozen=True)
class Shooting:
    """The plan of the stage: how every shot stands, by id.

    `taken_up` says for which shots something is fetched that was ordered before; `extra` is what else was ordered, and is kept.
    """

    standings: Mapping[str, Standing]
    plan: StagePlan
    taken_up: Mapping[str, Leftover] = field(default_factory=dict)
    extra: tuple[Leftover, ...] = ()

    def stale(self) -> list[Standing]:
        """Return how those shots stand whose take stays though it was made for something else, since a new one costs."""
        return [one for one in self.standings.values() if one.stale]

    def waiting(self) -> list[str]:
        """Return the shots for which something is still to be shot or ordered."""
        return [id_ for id_, one in self.standings.items() if one.step.to_make and not one.ordered]

    def without(self, shots: Collection[str]) -> Shooting:
        """Return the plan of the stage with some shots left alone."""
        kept = {id_: one for id_, one in self.standings.items() if id_ not in shots}
        return replace(self, standings=kept, plan=replace(self.plan, steps=tuple(one.step for one in kept.values())))

    def plates(self) -> dict[str, Plate]:
        """Return the plates of the shots that have a take."""
        return {id_: plate(one.take) for id_, one in self.standings.items() if one.take}


def plan(production: Production) -> Shooting:
    """See how every shot stands; nothing is made."""
    screenplay, takes, books = production.screenplay, production.store.takes(production.screenplay.name), production.books()
    standings, said, fetched, extra = {}, [], {}, []
    for _, scene, shot in screenplay.shots():
        wanted = want(production, scene, shot)
        live = wanted.paid and not production.replayed
        ordered = books.of_take(wanted.key, wanted.subject, wanted.origin) if live else []
        whole = bool(ordered) and len(ordered) >= len(_requests(production, scene, shot))
        # a build that died may have asked for one more: what it ordered in whole is fetched, whatever take there is
        again = whole and bool(takes_of(wanted, takes))
        standing = stand(replace(wanted, again=again), takes, production.choices, production.store.blobs, production.reshoot)
        left = leftovers(books, standing) if books and not production.replayed else []
        if left and not whole and _takes_up(production, standing, left):
            fetched[shot.id] = left.pop()
            standing = taken_up(standing, fetched[shot.id])
        elif standing.wanted.paid and standing.step.to_make:
            standing = _foreseen(production, standing, scene, shot, books)
        extra += [one for one in left if one.awaited(production)]
        standings[shot.id] = standing
        if standing.step.to_make:
            said += remarks(shot)
    if not (production.part or production.replayed):
        extra += [one for one in orphans(books, standings) if one.awaited(production)]
    steps = tuple(standing.step for standing in standings.values())
    about = (
        *lost_choices(standings.values()),
        *stale_remarks(standings.values(), "shots"),
        *_few(said),
        *_to_fetch(production, extra),
    )
    return Shooting(standings, StagePlan("shoot", steps, about), fetched, tuple(extra))


def _takes_up(production: Production, standing: Standing, left: Sequence[Leftover]) -> bool:
    """Return whether a shot uses the last thing that was ordered for it before: it has no take, and another costs."""
    missing = standing.wanted.paid and standing.step.to_make and not standing.another
    return missing and left[-1].whole(production)


def _foreseen(production: Production, standing: Standing, scene: Scene, shot: Shot, books: Books) -> Standing:
    camera, wanted = registry.backend("camera", shot.camera.name), standing.wanted
    requests = _requests(production, scene, shot)
    return foreseen(standing, production.outlook(camera, requests, books, wanted.subject, **wanted.errand(standing.another)))


def _requests(production: Production, scene: Scene, shot: Shot) -> tuple[ShotRequest, ...]:
    """Return what is asked of a shot's camera, chunk by chunk."""
    return chunk_requests(registry.backend("camera", shot.camera.name), shot_request(production, scene, shot))


def _to_fetch(production: Production, extra: Sequence[Leftover]) -> list[str]:
    return [
        f"{one.named}, placed for what was asked before: fetched, and kept"
        + (" as a take" if one.whole(production) else ", though it is only a part of a take")
        for one in extra
    ]


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
    data = {**camera.identity(), **decisive(camera, request)}
    price = _price(production, camera, request)
    key = identity.key("take", data)
    reached = {name: value for name, value in request.options.items() if name in camera.Options.operational}
    asked = identity.canonical(data)
    return Wanted(
        shot.id, subject, origin, key, asked, camera.paid, request.frames, price, reached=reached, money=production.money
    )


def _price(production: Production, camera: type[CameraBase], request: ShotRequest) -> Fraction | None:
    """Return what a take costs; None where nobody knows, as of one that the camera would not make."""
    try:
        return production.price(camera, chunk_requests(camera, request))
    except Refusal:
        return None


def make(production: Production, shooting: Shooting) -> None:
    """Shoot every shot that wants it; a refused one is told of and the others go on."""
    scenes = {shot.id: scene for _, scene, shot in production.screenplay.shots()}
    shots = {shot.id: shot for _, _, shot in production.screenplay.shots()}
    tasks, reasons = [], {}
    for id_, standing in shooting.standings.items():
        if not standing.step.to_make:
            continue
        reasons[id_] = standing.step.reason
        tasks.append(_task(production, scenes[id_], shots[id_], standing, shooting.taken_up.get(id_)))

    def keep(outcome: Outcome) -> None:
        # first, since it costs: an order that no take holds is fetched without being asked for once more
        production.reshoot.discard(outcome.task.id)
        take = keep_take(production, shooting.standings[outcome.task.id].wanted, outcome.value)
        for remark in _remarks_of(take):
            production.emit(Warned(f"shot {outcome.task.id}: {remark}"))

    fetch(production, shooting.extra, shots, keep_take)
    cameras = {shot.camera.name for shot in shots.values() if not shot.file}
    production.run("shoot", tasks, reasons, keep, [registry.backend("camera", name) for name in cameras])


def _task(production: Production, scene: Scene, shot: Shot, standing: Standing, left: Leftover | None) -> Task:
    folder, wanted = production.scratch(), standing.wanted
    if shot.file:
        return Task(shot.id, take_in, (production.folder / shot.file, folder), where="thread")
    if left:
        camera, request = left.camera, left.asked(production, shot)
    else:
        camera, request = registry.backend("camera", shot.camera.name), shot_request(production, scene, shot)
    given: tuple[Any, ...] = ()
    if camera.works_in == "thread":
        errand = production.errand(wanted.subject, **wanted.errand(standing.another), fetches=left is not None)
        # what is paid comes to a safe place by its desk
        given = (production.progress("shoot", shot.id, stops=not camera.paid), errand)
    if wanted.paid and not left:
        # what is fetched later is compared with what was ordered, though a person may have changed its pictures by then
        for picture in (*filter(None, [request.image]), *request.references):
            production.store.blobs.add_copy(picture)
    lane, at_once = f"camera {camera.name}", camera.at_once(request.options)
    return Task(
        shot.id, shoot, (camera, request, folder, *given), wanted.weight, camera.works_in, camera.kin(request), lane, at_once
    )


def keep_take(production: Production, wanted: Wanted, delivered: Taken) -> Take:
    """Keep what a camera delivered as the next take of a shot, and return it."""
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
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    return production.keep_take(wanted.id, take, wanted.origin)


def _remarks_of(take: Take) -> list[str]:
    """Return what its camera has to say of a take, or of the chunks that it was joined from; each sentence once."""
    records = [take.record, *take.record.get("chunks", ())]
    return list(dict.fromkeys(remark for record in records for remark in record.get("remarks", ())))


def plate(take: Take) -> Plate:
    """Return a shot's take as the cut sees it."""
    return Plate(
        shot=take.subject.partition("/")[2],
        take=take.number,
        blob=take.blob,
        frames=int(take.facts["frames"]),
        rate=Fraction(take.facts["rate"]),
        reel=take.reel,
        asked=_asked(take),
    )


def _asked(take: Take) -> tuple[str, ...]:
    """Return what a take was made from, to be read: its prompt, then its maker, with the seed and steps where it has them."""
    request = take.request
    facts = {"seed": request.get("seed"), "steps": request.get("options", {}).get("steps") or take.record.get("steps")}
    made = "   ".join([take.backend, *(f"{name} {value}" for name, value in facts.items() if value is not None)])
    return tuple(line for line in (request.get("prompt", ""), made) if line)
