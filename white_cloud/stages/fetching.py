"""Fetching: what was ordered and is not asked for any more is collected all the same, before anything new is ordered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

from white_cloud.backends.base import silent
from white_cloud.backends.desk import settling
from white_cloud.build.events import Warned
from white_cloud.build.executors import Task
from white_cloud.errors import Ambiguous, BackendError, NotOrdered, StoreError, WhiteCloudError, sentence
from white_cloud.film.screenplay import Shot
from white_cloud.stages.leftovers import Leftover
from white_cloud.stages.production import Production
from white_cloud.stages.shoot_work import Taken, shoot
from white_cloud.stages.standing import Wanted
from white_cloud.store.takes import Take


def fetch(
    production: Production,
    extra: Sequence[Leftover],
    shots: Mapping[str, Shot],
    keep: Callable[[Production, Wanted, Taken], Take],
) -> None:
    """Collect what was ordered before and keep it as takes; what cannot be had is told of, and stops nothing."""
    left, tasks = {}, []
    for number, one in enumerate(extra):
        try:
            tasks.append(_task(production, str(number), one, shots))
        except BackendError as error:
            production.emit(Warned(_in_vain(production, one, error)))
        left[str(number)] = one
    with closing(production.pool.run(tasks)) as outcomes:
        for outcome in outcomes:
            one = left[outcome.task.id]
            if isinstance(outcome.error, NotOrdered):
                said = f"{one.named}: what came is kept; the rest of that take is not there, and is not asked for any more"
            elif isinstance(outcome.error, WhiteCloudError) and not isinstance(outcome.error, StoreError):
                said = _in_vain(production, one, outcome.error)
            elif outcome.error is not None:
                raise outcome.error
            else:
                take = keep(production, _wanted(one), outcome.value)
                said = f"{one.named}: fetched, and now take {take.number}"
            production.emit(Warned(said))


def _task(production: Production, name: str, one: Leftover, shots: Mapping[str, Shot]) -> Task:
    camera, shot = one.camera, shots.get(_id(one))
    request = one.asked(production, shot)
    errand = production.errand(one.subject, **_wanted(one).errand(another=False), fetches=True)
    given = (camera, request, production.scratch(), silent, errand)
    return Task(name, shoot, given, where="thread", lane=f"camera {camera.name}", at_once=camera.at_once(request.options))


def _wanted(one: Leftover) -> Wanted:
    reached = one.orders[-1].take.get("reached", {})
    return Wanted(_id(one), one.subject, one.orders[0].subject, one.key, dict(one.request), paid=True, reached=reached)


def _id(one: Leftover) -> str:
    return one.subject.partition("/")[2]


def _in_vain(production: Production, one: Leftover, error: WhiteCloudError) -> str:
    said = sentence(f"{one.named} could not be fetched: {error}")
    if production.desk is None or isinstance(error, Ambiguous):  # that says by itself what a person does
        return said
    open_ = [order.id for order in one.orders if order.state == "submitted"]
    return f"{said} What never comes is given up with {settling(production.desk.file, open_, '--spent')}" if open_ else said
