"""From what documents say of the glitch to values: effects and presets looked up, and score documents read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from white_cloud.documents.catalogue import Catalogue
from white_cloud.documents.inside import complaint
from white_cloud.documents.located import Problems, Steps
from white_cloud.documents.migrate import read_as
from white_cloud.documents.models.glitch import AccentModel, EffectModel, GlitchModel, ScoreModel
from white_cloud.documents.validate import validate
from white_cloud.errors import nearest
from white_cloud.film.score import VOICE, Accent, EffectChange, Glitch, Score, changed

#: Where a film keeps scores of its own, in its folder.
FOLDER = "scores"


class Scores:
    """What a film may say of the glitch: the effects there are, and the presets of the program and of the film's folder."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder
        self.catalogue = catalogue

    def glitch(self, model: GlitchModel, steps: Steps, problems: Problems) -> Glitch:
        """Return what a `glitch:` says, noting problems; raise DocumentError for those inside a score document."""
        document = problems.document
        line = document.place(steps).line
        return Glitch(
            preset=self._preset(model.preset, steps, problems) if model.preset is not None else None,
            off=model.off,
            hold=model.hold,
            amount=model.amount,
            effects=self._effects(model.effects, (*steps, "effects"), problems),
            accents=self._accents(model.accents, (*steps, "accents"), problems),
            place=f"{document.path.name}:{line}",
        )

    def load(self, path: Path) -> Score:
        """Read a score document; raise DocumentError, or UserError for an effect that would be full before it enters."""
        document = read_as(path, "score")
        model, problems = validate(document, ScoreModel), Problems(document)
        said = Glitch(
            effects=self._effects(model.effects, ("effects",), problems),
            accents=self._accents(model.accents, ("accents",), problems),
            place=path.name,
        )
        problems.raise_any()
        return changed(Score(), said, Fraction(0))

    def preset(self, name: str) -> Score:
        """Return a score that comes with the program."""
        return self.load(self.catalogue.presets[name])

    def _preset(self, name: str, steps: Steps, problems: Problems) -> Score:
        at = (*steps, "preset") if "preset" in problems.document.place(steps).keys else steps
        own = f"{FOLDER}/{name}.yaml"
        if not complaint(self.folder, own):
            return self.load(self.folder / own)
        if name not in self.catalogue.presets:
            known = {*self.catalogue.presets, *(path.stem for path in (self.folder / FOLDER).glob("*.yaml"))}
            problems.add(at, f"there is no preset {name!r}, and no {own} in the film folder", nearest(name, known))
            return Score()
        return self.preset(name)

    def _effects(self, effects: Mapping[str, EffectModel], steps: Steps, problems: Problems) -> dict[str, EffectChange]:
        self._known(effects, (*self.catalogue.effects, VOICE), steps, problems)
        return {
            name: EffectChange(one.strength, one.hold, one.enters, one.full, one.ceiling, one.curve)
            for name, one in effects.items()
        }

    def _accents(self, accents: Sequence[AccentModel], steps: Steps, problems: Problems) -> tuple[Accent, ...]:
        for index, accent in enumerate(accents):
            self._known(accent.effects, self.catalogue.effects, (*steps, index, "effects"), problems)
        return tuple(Accent(accent.effects, accent.word or "", accent.length, accent.cuts == "from here") for accent in accents)

    def _known(self, names: Iterable[str], known: Sequence[str], steps: Steps, problems: Problems) -> None:
        for name in names:
            if name not in known:
                problems.add((*steps, name), f"there is no effect {name!r}", nearest(name, known), at_key=True)
