"""The score of every shot: what is said for the film, and over it for the act, the scene and the shot; then what an edit says.

What an edit says goes over what the screenplay says of the same part; where it starts over (`preset`, `off`), also over what
the screenplay says of anything inside that part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from white_cloud.film.drift import Curve
from white_cloud.film.lengths import asked, spans
from white_cloud.film.score import Accent, Glitch, Score, changed
from white_cloud.film.screenplay import Act, Scene, Screenplay, Shot

#: How an edit names the whole film.
FILM = "film"


def with_score(screenplay: Screenplay, edit: Mapping[str, Glitch] | None = None) -> Screenplay:
    """Return the screenplay with the score of every shot stated; `edit` is what an edit says, by the id of a part or FILM.

    State the drift first (`with_drift`). Raises UserError where an effect would be full before it enters.
    """
    return _Scorer(edit or {}).film(screenplay)


def mean_strength(scene: Scene, name: str) -> Fraction:
    """Return how strong one thing is in a scene whose drift and score are stated, the mean of its shots' middles by lengths.

    Rounded to a thousandth.
    """
    half = Fraction(1, 2)
    total = sum(shot.frames * shot.score.strength(name, half, (shot.drift or Curve.flat(0)).at(half)) for shot in scene.shots)
    return Fraction(round(total / max(sum(shot.frames for shot in scene.shots), 1) * 1000), 1000)


@dataclass(frozen=True)
class _Around:
    """What holds over a part: its score, how many onward accents it has heard, and whether the screenplay is heeded still.

    `said` is how many of the score's accents, the last ones, were said of the part itself.
    """

    score: Score = field(default_factory=Score)
    heard: int = 0
    heeds: bool = True
    said: int = 0


class _Scorer:
    """Walks a screenplay once, in film order, since some accents go on to its end."""

    def __init__(self, edit: Mapping[str, Glitch]) -> None:
        self.edit = edit
        self._onwards: list[Accent] = []

    def film(self, screenplay: Screenplay) -> Screenplay:
        drift = screenplay.acts[0].drift if screenplay.acts else Curve.flat(0)
        here = self._here(_Around(), screenplay.glitch, FILM, drift)
        parts = _parts(here, [asked(act.scenes) for act in screenplay.acts])
        return replace(screenplay, acts=tuple(map(self._act, screenplay.acts, parts)))

    def _act(self, act: Act, around: _Around) -> Act:
        here = self._here(around, act.glitch, act.id, act.drift)
        parts = _parts(here, [asked([scene]) for scene in act.scenes])
        scored = replace(act, scenes=tuple(map(self._scene, act.scenes, parts)))
        self._go_on(here)
        return scored

    def _scene(self, scene: Scene, around: _Around) -> Scene:
        here = self._here(around, scene.glitch, scene.id, scene.drift)
        parts = _parts(here, [shot.frames for shot in scene.shots])
        scored = replace(scene, shots=tuple(map(self._shot, scene.shots, parts)))
        self._go_on(here)
        return scored

    def _shot(self, shot: Shot, around: _Around) -> Shot:
        here = self._here(around, shot.glitch, shot.id, shot.drift)
        self._go_on(here)
        return replace(shot, score=here.score)

    def _here(self, around: _Around, own: Glitch | None, name: str, drift: Curve | None) -> _Around:
        """Return what holds over a part, with what both documents say of it and the onward accents since its whole began."""
        start = (drift or Curve.flat(0)).at(Fraction(0))
        edited = self.edit.get(name)
        score = replace(around.score, accents=(*around.score.accents, *self._onwards[around.heard :]))
        heeds = around.heeds and not (edited and edited.starts_over)
        said = 0
        for glitch in (own if heeds else None, edited):
            if glitch:
                score = changed(score, glitch, start)
                said = len(glitch.accents) + (0 if glitch.starts_over else said)
        return _Around(score, len(self._onwards), heeds, said)

    def _go_on(self, here: _Around) -> None:
        """Let the onward accents that were said of a part be heard by what comes after it."""
        own = here.score.accents[len(here.score.accents) - here.said :]
        self._onwards += [accent for accent in own if accent.onwards]


def _parts(whole: _Around, lengths: Sequence[int]) -> list[_Around]:
    """Share what holds over a whole among its parts, by the lengths asked."""
    return [replace(whole, score=whole.score.part(*share)) for share in spans(lengths)]
