"""A stage: what stands in a room, drawn and surveyed in one order, far to near.

The order of groups follows from their boxes: where a plane parted two of them, what lies on the lens's side comes later. It is
right for boxes that do not run into each other (Schumacker et al. 1969, on separating planes).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout
from white_cloud.backends.cameras.animatic.rooms.planes import Facets, Sighting, Silhouette, Surface, draw, plot, silhouette
from white_cloud.media.survey import Survey

#: The group that lies behind all others: walls, floor, ceiling.
SHELL = 0
_THIN = 0.08  # half the depth a cut-out is taken to have, metres
_TOUCH = 0.02  # boxes may overlap by this and still count as parted, metres


class Stage:
    """Surfaces and cut-outs by groups."""

    def __init__(self, surfaces: Sequence[Surface], cutouts: Sequence[Cutout], lenses: Sequence[Pinhole] = ()) -> None:
        """Set the stage; what no lens of `lenses` sees for other surfaces is left out."""
        self.surfaces, self.cutouts = list(surfaces), list(cutouts)
        self._arrange()
        if lenses:
            self.surfaces = self._shown(lenses)
            self._arrange()

    def _arrange(self) -> None:
        self._facets = Facets(self.surfaces)
        self._members: dict[int, list[Surface | Cutout]] = {}
        things: list[Surface | Cutout] = [*self.surfaces, *self.cutouts]
        for thing in things:
            self._members.setdefault(thing.group, []).append(thing)
        self._groups = [group for group in self._members if group != SHELL]
        boxes = [_box(self._members[group]) for group in self._groups]
        self._low, self._high = (np.array([box[i] for box in boxes]).reshape(-1, 3) for i in (0, 1))

    def _shown(self, lenses: Sequence[Pinhole]) -> list[Surface]:
        shown: set[int] = set()
        for lens in lenses:
            seen = self._facets.seen(lens)
            drawn: list[tuple[int, Silhouette]] = []
            last = np.full((lens.size[1], lens.size[0]), -1, np.int32)  # the last surface that hides each pixel
            for group in self.groups(lens):
                for thing in self._of(group, lens, seen):
                    outline = silhouette(thing, seen[id(thing)], lens) if isinstance(thing, Surface) else None
                    if outline is not None:
                        last[outline.place][outline.hidden] = len(drawn)
                        drawn.append((id(thing), outline))
            shown |= {name for i, (name, one) in enumerate(drawn) if (last[one.place][one.touched] <= i).any()}
        return [surface for surface in self.surfaces if id(surface) in shown]

    def groups(self, lens: Pinhole) -> list[int]:
        """Return the groups in the order to draw them; the shell is always first."""
        eye = np.array([lens.x, lens.y, lens.z])
        order = _far_to_near(self._low, self._high, eye)
        return [SHELL, *(self._groups[i] for i in order)]

    def _of(self, group: int, lens: Pinhole, seen: dict[int, Sighting]) -> list[Surface | Cutout]:
        """Return what of a group may be seen, in the order to draw it: low levels first, then far to near."""
        eye = np.array([lens.x, lens.y, lens.z])
        shown = [thing for thing in self._members.get(group, ()) if isinstance(thing, Cutout) or id(thing) in seen]
        return sorted(shown, key=lambda thing: (thing.level, -float(((_middle(thing) - eye) ** 2).sum())))

    def paint(self, lens: Pinhole, picture: Array, swing: float = 0.0, after: Callable[[int], None] = lambda _: None) -> None:
        """Draw all into `picture` in place, the lamp at `swing`; `after(group)` may draw on top of each group."""
        seen = self._facets.seen(lens)
        for group in self.groups(lens):
            for thing in self._of(group, lens, seen):
                if isinstance(thing, Surface):
                    draw(thing, seen[id(thing)], lens, picture)
                else:
                    thing.draw(lens, picture, swing)
            after(group)

    def survey(self, lens: Pinhole, survey: Survey) -> None:
        """Note in `survey` what `paint` draws: later things hide what is there, whatever its depth, as in the picture."""
        seen = self._facets.seen(lens)
        for group in self.groups(lens):
            for thing in self._of(group, lens, seen):
                if isinstance(thing, Surface):
                    plot(thing, seen[id(thing)], lens, survey)
                else:
                    thing.plot(lens, survey)


def mirrored(survey: Survey) -> Survey:
    """Return the survey of a picture that is flipped left to right."""
    return Survey(np.ascontiguousarray(survey.classes[:, ::-1]), np.ascontiguousarray(survey.depth[:, ::-1]))


def _middle(thing: Surface | Cutout) -> Array:
    return thing.middle if isinstance(thing, Surface) else np.array(thing.place)


def _box(members: Sequence[Surface | Cutout]) -> tuple[Array, Array]:
    corners = []
    for thing in members:
        if isinstance(thing, Surface):
            corners.append(thing.corners)
            continue
        place, high = np.array(thing.place), thing.lit[0].shape[0] / thing.metre
        corners.append(np.array([place - (_THIN, _THIN, 0), np.add(place, (_THIN, _THIN, thing.bottom + high))]))
    every = np.vstack(corners)
    return every.min(0), every.max(0)


def _far_to_near(low: Array, high: Array, eye: Array) -> list[int]:
    """Return an order of n boxes in which none is drawn after what hides it; loops are cut at the farthest box."""
    beyond = (low[:, None] >= high[None] - _TOUCH) & (eye < low[:, None] + _TOUCH)
    beyond |= (high[:, None] <= low[None] + _TOUCH) & (eye > high[:, None] - _TOUCH)
    first = beyond.any(2)
    first &= ~first.T
    far = -np.linalg.norm(((low + high) / 2 - eye)[:, :2], axis=1)
    waiting, order = np.ones(len(low), bool), []
    for _ in range(len(low)):
        free = waiting & ~(first & waiting[:, None]).any(0)
        choice = free if free.any() else waiting
        index = int(np.argmin(np.where(choice, far, np.inf)))
        order.append(index)
        waiting[index] = False
    return order
