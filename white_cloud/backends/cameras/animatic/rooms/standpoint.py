"""Where a camera stands in a room, and how far a move may take it from there."""

from __future__ import annotations

import math
from dataclasses import dataclass

from white_cloud.backends.cameras.animatic.moves import Move, Offset
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped


@dataclass(frozen=True)
class Standpoint:
    """A station in a room: eye in metres, yaw in degrees clockwise from +y, horizon and angle as of a Pinhole (for 16:9).

    `reach` is how far a whole move goes across, up and forward, metres; `turn` scales its pan.
    """

    eye: tuple[float, float, float]
    yaw: float
    horizon: float
    fov: float
    reach: tuple[float, float, float] = (0.26, 0.28, 0.36)
    turn: float = 1.0

    def lenses(self, move: Move, size: tuple[int, int], mirrored: bool = False) -> list[Pinhole]:
        """Return lenses along a whole move, and a little beyond it to all sides, as hands shake."""
        rest = [move.at(move.seconds * part) for part in (0.0, 0.5, 1.0)]
        nudges = [
            Offset(),
            Offset(across=0.1, up=0.08, yaw=1.2, horizon=0.02),
            Offset(across=-0.1, up=-0.08, yaw=-1.2, horizon=-0.02),
        ]
        return [self.lens(offset + nudge, size, mirrored) for offset in rest for nudge in nudges]

    def lens(self, offset: Offset, size: tuple[int, int], mirrored: bool = False) -> Pinhole:
        """Return the lens for an offset; a `mirrored` room, whose picture is flipped, still pans the way it is told to."""
        side = -1 if mirrored else 1
        across, up, forward = offset.across * self.reach[0] * side, offset.up * self.reach[1], offset.forward * self.reach[2]
        angle = math.radians(self.yaw)
        return Pinhole(
            x=self.eye[0] + math.cos(angle) * across + math.sin(angle) * forward,
            y=self.eye[1] - math.sin(angle) * across + math.cos(angle) * forward,
            z=self.eye[2] + up,
            yaw=self.yaw + offset.yaw * self.turn * side,
            horizon=self.horizon + offset.horizon,
            fov=cropped(self.fov, size),
            size=size,
        )
