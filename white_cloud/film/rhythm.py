"""Rhythm: how long a cut holds each shot. Drift may shorten it, though never a scene below what is said in it.

asked     | shot 1        | shot 2        |        drift rises from shot 1 to shot 2
rhythm    | shot 1      | shot 2    |              each gives at both ends of its take, and keeps its middle
"""

from __future__ import annotations

from fractions import Fraction

from white_cloud.film.drift import Curve
from white_cloud.film.score import Response
from white_cloud.film.screenplay import Scene, Shot

#: How finely a strength is counted: a film is as long on every machine.
_STEPS = 1000


def held(shot: Shot, rhythm: Response | None) -> int:
    """Return the frames for which a shot counts where its scene shares out its length: at least one.

    asked length * (1 - strength at the shot's mean drift); drift must be stated.
    """
    if rhythm is None:
        return shot.frames
    drift = (shot.drift or Curve.flat(0)).mean()
    strength = Fraction(round(rhythm.strength(drift) * _STEPS), _STEPS)
    return max(round(shot.frames * (1 - strength)), 1)


def scene_frames(scene: Scene, speech: int, rhythm: Response | None) -> int:
    """Return a scene's length: its speech, in frames with pauses, or its shots if they are longer.

    Where the picture leads it is its shots; rhythm then stops at the speech, as far as there was room for it.
    """
    asked = sum(shot.frames for shot in scene.shots)
    shortened = sum(held(shot, rhythm) for shot in scene.shots)
    return max(shortened, min(speech, asked) if scene.lead == "picture" else speech)
