"""Orders for takes that nobody asks for any more: they were paid, so they are fetched and kept as what they are.

A build that is stopped leaves orders at a vendor's; until the next one a person may have changed the prompt, or the camera.
What was ordered is fetched first: a shot that has no other take uses it, and no second one is bought unasked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from white_cloud.backends import registry
from white_cloud.backends.cameras.base import CameraBase, ShotRequest
from white_cloud.backends.outlook import Books
from white_cloud.build.steps import Step, differences
from white_cloud.errors import BackendUnavailable, Damaged, UserError
from white_cloud.film.screenplay import Shot
from white_cloud.stages.production import Production
from white_cloud.stages.shoot_work import chunk_requests
from white_cloud.stages.shot_requests import as_asked
from white_cloud.stages.standing import Standing
from white_cloud.store.blobs import Blobs
from white_cloud.store.ledger import PLACED, Entry


@dataclass(frozen=True)
class Leftover:
    """Orders for one take that is not what is asked for now: its subject, key and request, and the orders, the oldest first."""

    subject: str
    key: str
    request: Mapping[str, Any]
    orders: tuple[Entry, ...]

    @property
    def named(self) -> str:
        """Its orders as a person reads them: `order 4 (shot/pit_03)`."""
        numbers = ", ".join(str(one.id) for one in self.orders)
        return f"order{'s' if len(self.orders) > 1 else ''} {numbers} ({self.subject})"

    @property
    def camera(self) -> type[CameraBase]:
        """The camera that it was ordered of; raises BackendUnavailable where there is none of the name."""
        try:
            return registry.backend("camera", self.orders[0].backend)
        except UserError as error:
            raise BackendUnavailable(str(error)) from error

    def asked(self, production: Production, shot: Shot | None) -> ShotRequest:
        """Return what was ordered; how its camera is reached is the shot's to say while it names the same, else as it was.

        Raises BackendUnavailable where the camera has changed so much since that it cannot be asked for this.
        """
        camera = self.camera
        if any(self.request.get(name) != value for name, value in camera.identity().items()):
            raise BackendUnavailable(f"the camera {camera.name!r} has changed since, and does not know it any more")
        then = self.orders[-1].take.get("reached", {})
        now = dict(shot.camera.options) if shot and shot.camera.name == camera.name else then
        reached = {name: value for name, value in now.items() if name in camera.Options.operational}
        try:
            options = camera.read_options({**reached, **self.request["options"]})
            image, references = self._pictures(production.store.blobs)
        except ValidationError as error:
            raise BackendUnavailable(
                f"the camera {camera.name!r} takes its options no more: {error.errors()[0]['msg']}"
            ) from None
        return replace(as_asked(camera, self.request), options=options, image=image, references=references)

    def _pictures(self, blobs: Blobs) -> tuple[Path | None, tuple[Path, ...]]:
        """Return the still and the references as they were when it was ordered, which lie with the takes."""
        still = self.request.get("image")
        what = "the still that it began with is gone"
        try:
            image = blobs.verified(still) if still else None
            what = "a reference that it was ordered with is gone"
            return image, tuple(blobs.verified(look) for look in self.request.get("references", ()))
        except Damaged as error:
            raise BackendUnavailable(f"{what}: {error}") from error

    def whole(self, production: Production) -> bool:
        """Return whether its orders make up the take, as far as can be known before they are delivered."""
        try:
            return len(chunk_requests(self.camera, self.asked(production, None))) <= len(self.orders)
        except BackendUnavailable:
            return False

    def awaited(self, production: Production) -> bool:
        """Return whether there is something to do about it: parts of a take that came, and are all there is, only lie there."""
        return any(one.state == "submitted" for one in self.orders) or self.whole(production)


def leftovers(books: Books, standing: Standing) -> list[Leftover]:
    """Return what was ordered for a shot, and neither came into a take nor is asked for by the next build."""
    wanted = standing.wanted
    return _of(books, wanted.key if standing.step.to_make else "", wanted.subject, wanted.origin)


def orphans(books: Books, known: Mapping[str, Standing]) -> Iterator[Leftover]:
    """Yield what was ordered for shots that are not in the film any more."""
    there = {name for one in known.values() for name in (one.wanted.subject, one.wanted.origin)}
    for subject in books.subjects():
        if subject.startswith("shot/") and subject not in there:
            yield from _of(books, "", subject)


def _of(books: Books, asked_for: str, *names: str) -> list[Leftover]:
    by_take: dict[str, list[Entry]] = {}
    for one in books.of(*names):
        if one.take and one.take_key != asked_for and one.state in PLACED and not one.kept:
            by_take.setdefault(one.take_key, []).append(one)
    return [Leftover(names[0], key, orders[0].take["request"], tuple(orders)) for key, orders in by_take.items()]


def taken_up(standing: Standing, left: Leftover) -> Standing:
    """Return how a shot without a take stands for which one was ordered when something else was asked: that is fetched."""
    wanted = standing.wanted
    then = replace(wanted, key=left.key, request=dict(left.request))
    changed = "; ".join(differences(dict(left.request), wanted.request)) or "the camera changed"
    said = f"{left.named}, placed before {changed}: fetched and used, and another is ordered only when asked for"
    step = Step(wanted.id, "missing", f"{said} (--reshoot {wanted.id})", left.key, wanted.weight, Fraction(0))
    return Standing(then, None, step, ordered=True)
