"""Where each shot stands in the narrative: its drift, weighted by the lengths asked, never by clock time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from white_cloud.film.drift import Curve
from white_cloud.film.lengths import asked, spans
from white_cloud.film.screenplay import Scene, Screenplay


def with_drift(screenplay: Screenplay) -> Screenplay:
    """Return the screenplay with the drift of every scene and shot stated; what a person stated stays."""
    acts = []
    for act in screenplay.acts:
        parts = spans([asked([scene]) for scene in act.scenes])
        scenes = tuple(_stated(one, one.drift or act.drift.part(*part)) for one, part in zip(act.scenes, parts, strict=True))
        acts.append(replace(act, scenes=scenes))
    return replace(screenplay, acts=tuple(acts))


def mean_drift(scene: Scene) -> Fraction:
    """Return the drift in the middle of a scene whose drift is stated, rounded to a thousandth."""
    curve = scene.drift or Curve.flat(0)
    return Fraction(round(curve.at(Fraction(1, 2)) * 1000), 1000)


def _stated(scene: Scene, curve: Curve) -> Scene:
    parts = spans([shot.frames for shot in scene.shots])
    shots = tuple(replace(shot, drift=shot.drift or curve.part(*part)) for shot, part in zip(scene.shots, parts, strict=True))
    return replace(scene, drift=curve, shots=shots)


def select(screenplay: Screenplay, chosen: str) -> Screenplay:
    """Return the film cut down to one act, scene, shot or line, without cards; drift stays that of the whole film.

    Raises KeyError when nothing has that id. State the drift first (`with_drift`).
    """
    acts = []
    for act in screenplay.acts:
        if act.id == chosen:
            acts.append(act)
            continue
        scenes = tuple(kept for scene in act.scenes if (kept := _select_in_scene(scene, chosen)))
        if scenes:
            acts.append(replace(act, scenes=scenes))
    if not acts:
        raise KeyError(chosen)
    return replace(screenplay, acts=tuple(acts), title_card=0, credits_card=0, closing_card=0)


def _select_in_scene(scene: Scene, chosen: str) -> Scene | None:
    if scene.id == chosen:
        return scene
    if shots := tuple(shot for shot in scene.shots if shot.id == chosen):
        return replace(scene, shots=shots, slots=())
    if slots := tuple(slot for slot in scene.slots if slot.id == chosen):
        return replace(scene, slots=slots)
    return None


def ids(screenplay: Screenplay) -> Mapping[str, str]:
    """Return every id with what it names (act, scene, shot, line), in order."""
    found: dict[str, str] = {}
    for act in screenplay.acts:
        found[act.id] = "act"
        for scene in act.scenes:
            found[scene.id] = "scene"
            found.update({shot.id: "shot" for shot in scene.shots})
            found.update({slot.id: "line" for slot in scene.slots if slot.id != scene.id})
    return found
