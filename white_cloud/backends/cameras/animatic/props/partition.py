"""The order of painting: a binary space partition (Fuchs, Kedem and Naylor 1980), so that no face is drawn over a nearer one.

The tree is built once; from any place its faces come out the farthest first. Faces that cross a plane are cut in two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

_THIN = 1e-4  # metres within which a corner lies on a plane
_CANDIDATES = 16  # planes that are tried for a node

#: A plane: unit normal (x, y, z) and its distance from the origin.
Plane = tuple[float, float, float, float]


@dataclass
class Node:
    """A plane, the faces in it, and what lies before and behind it; with no plane it only holds faces."""

    plane: Plane | None
    faces: list[int] = field(default_factory=list)
    front: Node | None = None
    behind: Node | None = None


def painted_order(tree: Node, eye: tuple[float, float, float]) -> list[int]:
    """Return the faces of a tree as seen from `eye`, the farthest first."""
    x, y, z = eye
    order: list[int] = []
    stack: list[Node | list[int]] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            order += node
            continue
        if node.plane is None:
            order += node.faces
            continue
        a, b, c, d = node.plane
        near, far = (node.front, node.behind) if a * x + b * y + c * z > d else (node.behind, node.front)
        if near is not None:
            stack.append(near)
        if far is None:
            order += node.faces
        else:
            stack.append(node.faces)
            stack.append(far)
    return order


class Partition:
    """Builds a tree over polygons; `cut` is called for a face that is split and returns the number of its second half."""

    def __init__(self, polygons: list[Array], cut: Callable[[int], int]) -> None:
        """Take `polygons`, arrays (n, 3), by the number of their face; halves are written back and appended."""
        self.polygons, self._cut = polygons, cut

    def tree(self, faces: Sequence[int], walls: Sequence[Plane] = ()) -> Node:
        """Return the tree over `faces`; the planes `walls` divide them first, in this order."""
        if not len(faces):
            return Node(None)
        plane = walls[0] if walls else self._best(faces)
        front, behind, within = self.divided(faces, plane)
        node = Node(plane, within)
        rest = walls[1:]
        if front:
            node.front = self.tree(front, rest)
        if behind:
            node.behind = self.tree(behind, rest)
        return node

    def _best(self, faces: Sequence[int]) -> Plane:
        """Return the plane of one of `faces` that splits few others and halves the rest."""
        corners = np.vstack([self.polygons[face] for face in faces])
        starts = np.concatenate([[0], np.cumsum([len(self.polygons[face]) for face in faces[:-1]])]).astype(int)
        step = max(1, len(faces) // _CANDIDATES)
        planes = [_plane(self.polygons[face]) for face in faces[::step]]

        def cost(plane: Plane) -> float:
            off = corners @ np.array(plane[:3]) - plane[3]
            front = np.maximum.reduceat(off, starts) > _THIN
            behind = np.minimum.reduceat(off, starts) < -_THIN
            return 6.0 * float((front & behind).sum()) + abs(float(front.sum()) - float(behind.sum()))

        return min(planes, key=cost)

    def divided(self, faces: Sequence[int], plane: Plane) -> tuple[list[int], list[int], list[int]]:
        """Return the faces before a plane, behind it and in it; those that cross it are cut."""
        front, behind, within = [], [], []
        for face in faces:
            off = self.polygons[face] @ np.array(plane[:3]) - plane[3]
            if off.max() <= _THIN and off.min() >= -_THIN:
                within.append(face)
            elif off.min() >= -_THIN:
                front.append(face)
            elif off.max() <= _THIN:
                behind.append(face)
            else:
                other = self._cut(face)
                halves = _split(self.polygons[face], off)
                self.polygons[face] = halves[0]
                self.polygons.append(halves[1])
                front.append(face)
                behind.append(other)
        return front, behind, within


def facing(polygon: Array) -> Array:
    """Return the unit normal (3,) of a flat polygon (n, 3), by Newell's sum: corners in one line do no harm."""
    ahead = np.roll(polygon, -1, 0) - polygon[0]
    across = np.cross(polygon - polygon[0], ahead).sum(0)
    return np.asarray(across / max(float(np.linalg.norm(across)), 1e-12))


def attach(tree: Node, place: tuple[float, float, float], faces: Sequence[int]) -> None:
    """Hang `faces` that need no order among themselves into the empty cell of a tree around `place`."""
    node = tree
    while node.plane is not None:
        a, b, c, d = node.plane
        before = a * place[0] + b * place[1] + c * place[2] > d
        child = node.front if before else node.behind
        if child is None:
            child = Node(None)
            if before:
                node.front = child
            else:
                node.behind = child
        node = child
    node.faces.extend(faces)


def _plane(polygon: Array) -> Plane:
    across = facing(polygon)
    return float(across[0]), float(across[1]), float(across[2]), float(across @ polygon[0])


def _split(polygon: Array, off: Array) -> tuple[Array, Array]:
    """Return the parts of a convex polygon before and behind a plane, from its corners' distances `off` to it."""
    parts: tuple[list[Array], list[Array]] = ([], [])
    for i in range(len(polygon)):
        j = (i + 1) % len(polygon)
        if off[i] >= -_THIN:
            parts[0].append(polygon[i])
        if off[i] <= _THIN:
            parts[1].append(polygon[i])
        if (off[i] > _THIN and off[j] < -_THIN) or (off[i] < -_THIN and off[j] > _THIN):
            meet = polygon[i] + (polygon[j] - polygon[i]) * (off[i] / (off[i] - off[j]))
            parts[0].append(meet)
            parts[1].append(meet)
    return np.array(parts[0]), np.array(parts[1])
