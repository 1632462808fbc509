"""From the screenplay's model to its values: defaults filled in, names looked up, what spans documents checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from white_cloud.documents.casting import Casting
from white_cloud.documents.catalogue import Catalogue
from white_cloud.documents.choices import Choices
from white_cloud.documents.inside import complaint
from white_cloud.documents.located import Located, Problems, Steps
from white_cloud.documents.models.glitch import GlitchModel
from white_cloud.documents.models.response import ResponseModel
from white_cloud.documents.models.screenplay import (
    ActModel,
    BackendChoice,
    BedModel,
    CreditModel,
    LineModel,
    SceneModel,
    ScreenplayModel,
    ShotModel,
)
from white_cloud.documents.scores import Scores
from white_cloud.documents.words import check_texts, check_words
from white_cloud.errors import nearest
from white_cloud.film.lines import Phrase
from white_cloud.film.score import Glitch, Response
from white_cloud.film.screenplay import Act, Backend, Bed, Captions, Credit, Scene, Screenplay, Shot, Slot
from white_cloud.timecode import Duration

#: What works on a film that does not say.
DEFAULT_PRESET = "white-cloud"
#: How captions that may lie answer to drift, and how the cut's rhythm does, as far as a film does not say.
CORRUPT = Response(start=Fraction(35, 100), exponent=Fraction(3, 2))
RHYTHM = Response(start=Fraction(3, 10), ceiling=Fraction(1, 2))
#: Lines the writer gives a scene that has only a brief.
LINES_OF_A_BRIEF = 2
#: How long a page of the end credits stands in a film that lists people or sources and does not say.
PAGE_OF_CREDITS = Duration(seconds=Fraction(5))
_LONGEST_SHOT = 3600


class Resolver:
    """Walks a screenplay's model once; its values are good when `problems` then holds none."""

    def __init__(
        self, document: Located, model: ScreenplayModel, ids: Mapping[Steps, str], folder: Path, catalogue: Catalogue
    ) -> None:
        self.model = model
        self.ids = ids
        self.folder = folder
        self.catalogue = catalogue
        self.problems = Problems(document)
        self.choices = Choices(catalogue, self.problems)
        self.scores = Scores(folder, catalogue)
        self.languages = tuple(model.languages)
        self.taken: dict[str, Steps] = {}
        self.former: dict[str, Steps] = {}
        voice = self.choices.voice_name(model.voice, ("voice",))
        self.casting = Casting(folder, self.languages, voice, model.voice.options(), catalogue, self.problems)
        self.camera = self.choices.backend("camera", model.camera, ("camera",))

    def screenplay(self, name: str) -> Screenplay:
        """Return the film's values, noting every problem; raise DocumentError for what is wrong inside a voice document."""
        model = self.model
        self._languages()
        check_texts(model.title, self.languages, ("title",), self.problems)
        for speaker, cast in model.cast.items():
            self.casting.cast(speaker, cast.voice)
        resolved = Screenplay(
            name=name,
            title=model.title,
            languages=self.languages,
            rate=model.rate,
            size=model.size,
            cast=self.casting.speakers,
            writer=self.choices.backend("writer", model.writer, ("writer",)),
            listener=self.choices.backend("listener", model.listener, ("listener",)),
            acts=tuple(self._act(act, ("acts", index)) for index, act in enumerate(model.acts)),
            title_card=self._frames(model.cards.title, ("cards", "title")),
            credits_card=self._frames(self._page_of_credits(), ("cards", "credits")),
            credits=tuple(self._credit(credit, ("credits", index)) for index, credit in enumerate(model.credits)),
            inspired_by=tuple(self._source(source, ("inspired_by", index)) for index, source in enumerate(model.inspired_by)),
            closing_card=self._frames(model.cards.closing, ("cards", "closing")),
            disclosure=model.disclosure,
            loudness=model.loudness,
            seed=model.seed,
            review=model.review == "required",
            glitch=self._film_glitch(),
            captions=self._captions(),
            rhythm=self._response(model.rhythm, RHYTHM, ("rhythm",)),
        )
        self._former_ids()
        return resolved

    def _film_glitch(self) -> Glitch | None:
        """Return what works on the whole film: what it says, on top of the house's own score unless it starts from another."""
        said = self._glitch(self.model.glitch, ())
        if DEFAULT_PRESET not in self.catalogue.presets or (said and said.starts_over):
            return said
        return replace(said or Glitch(), preset=self.scores.preset(DEFAULT_PRESET))

    def _captions(self) -> Captions:
        said, steps = self.model.captions, ("captions", "burn_in")
        if said is None:
            return Captions()
        for index, language in enumerate(said.burn_in):
            self._film_language(language, steps)
            if language in said.burn_in[:index]:
                self.problems.add(steps, f"{language} stands here a second time", nearest("", self.languages))
        return Captions(tuple(said.burn_in), self._response(said.corrupt, CORRUPT, ("captions", "corrupt")))

    def _response(self, said: ResponseModel | None, default: Response, steps: Steps) -> Response | None:
        """Return how something answers to drift, with what is not said as it is by default."""
        if said is None:
            return None
        fields = {"start": said.enters, "end": said.full, "ceiling": said.ceiling, "exponent": said.curve}
        given = {name: value for name, value in fields.items() if value is not None}
        start, end = (given.get(name, getattr(default, name)) for name in ("start", "end"))
        if start < end:
            return replace(default, **given)
        message = f"it would come in at drift {float(start):g} and be full at {float(end):g}"
        self.problems.add(steps, message, "say both `from` and `to`, `from` the lower one")
        return default

    def _glitch(self, said: GlitchModel | None, steps: Steps) -> Glitch | None:
        return None if said is None else self.scores.glitch(said, (*steps, "glitch"), self.problems)

    def _page_of_credits(self) -> Duration:
        """Return how long a page stands: as said, else so long that what a person lists can be read."""
        if self.model.cards.credits is not None:
            return self.model.cards.credits
        return PAGE_OF_CREDITS if self.model.credits or self.model.inspired_by else Duration()

    def _credit(self, credit: CreditModel, steps: Steps) -> Credit:
        check_texts(credit.role, self.languages, (*steps, "role"), self.problems)
        return Credit(credit.role, tuple(credit.names))

    def _source(self, source: Mapping[str, str], steps: Steps) -> Mapping[str, str]:
        check_texts(source, self.languages, steps, self.problems)
        return source

    def _languages(self) -> None:
        for index, language in enumerate(self.languages):
            if language in self.languages[:index]:
                self.problems.add(("languages", index), f"{language} stands here a second time")

    def _act(self, act: ActModel, steps: Steps) -> Act:
        name = self._id(act.id, steps)
        check_texts(act.title, self.languages, (*steps, "title"), self.problems)
        scenes = tuple(self._scene(scene, act, (*steps, "scenes", index)) for index, scene in enumerate(act.scenes))
        return Act(name, act.title, act.drift, scenes, self._glitch(act.glitch, steps))

    def _scene(self, scene: SceneModel, act: ActModel, steps: Steps) -> Scene:
        name = self._id(scene.id, steps)
        register = scene.register_name or act.register_name
        camera = self._camera(scene.camera, self.camera, steps)
        if scene.speaker is not None:
            self._known_speaker(scene.speaker, (*steps, "speaker"))
        for index, language in enumerate(scene.speak or ()):
            self._film_language(language, (*steps, "speak", index))
        return Scene(
            id=name,
            register=register,
            shots=tuple(self._shot(shot, camera, (*steps, "shots", index)) for index, shot in enumerate(scene.shots)),
            slots=self._slots(scene, name, register, steps),
            brief=scene.brief or "",
            beds=tuple(self._bed(bed, (*steps, "beds", index)) for index, bed in enumerate(scene.beds)),
            lead=scene.lead,
            drift=scene.drift,
            glitch=self._glitch(scene.glitch, steps),
        )

    def _slots(self, scene: SceneModel, name: str, register: str, steps: Steps) -> tuple[Slot, ...]:
        turns = tuple(scene.speak or self.languages[:1])
        if scene.lines is None:
            if scene.brief is None:
                return ()
            speaker = self._speaker(None, scene, steps)
            self._needs(speaker, turns, (*steps, "speak") if scene.speak else (*steps, "brief"))
            return (Slot(name, speaker, register, brief=scene.brief, count=LINES_OF_A_BRIEF, speak=turns),)
        slots: list[Slot] = []
        said = 0
        for index, line in enumerate(scene.lines):
            turned = tuple(turns[(said + turn) % len(turns)] for turn in range(len(turns)))
            slots.append(self._slot(line, scene, register, turned, (*steps, "lines", index)))
            said += slots[-1].count
        return tuple(slots)

    def _slot(self, line: LineModel, scene: SceneModel, register: str, turns: tuple[str, ...], steps: Steps) -> Slot:
        speak = tuple(line.speak or turns)
        words: tuple[Phrase, ...] = ()
        at: Steps = (*steps, "speak") if line.speak else steps
        if line.phrases is not None:
            words, speak = self._phrases(line, steps)
            at = (*steps, "phrases")
        elif line.text is not None:
            speak = speak[:1]
            check_words(line.text, self.languages, (*steps, "text"), self.problems)
            words = (Phrase(speak[0], line.text),)
        for language in line.speak or ():
            self._film_language(language, (*steps, "speak"))
        speaker = self._speaker(line.speaker, scene, steps)
        self._needs(speaker, speak, at)
        return Slot(
            id=self._id(line.id, steps),
            speaker=speaker,
            register=line.register_name or register,
            words=words,
            brief=line.brief or "",
            count=line.count or 1,
            speak=speak,
            pause=self._seconds(line.pause, (*steps, "pause")),
        )

    def _phrases(self, line: LineModel, steps: Steps) -> tuple[tuple[Phrase, ...], tuple[str, ...]]:
        phrases = []
        for index, phrase in enumerate(line.phrases or ()):
            at = (*steps, "phrases", index)
            self._film_language(phrase.speak, (*at, "speak"))
            check_words(phrase.text, self.languages, (*at, "text"), self.problems)
            phrases.append(Phrase(phrase.speak, phrase.text))
        return tuple(phrases), tuple(phrase.speak for phrase in phrases)

    def _shot(self, shot: ShotModel, camera: Backend, steps: Steps) -> Shot:
        name = self._id(shot.id, steps)
        if shot.file is not None:
            self._file(shot.file, (*steps, "file"))
        if shot.image is not None:
            self._file(shot.image, (*steps, "image"))
        for index, reference in enumerate(shot.references or ()):
            self._file(reference, (*steps, "references", index))
        if shot.was is not None:
            self._was(shot.was, (*steps, "was"))
        frames = self._frames(shot.length, (*steps, "length"))
        if frames == 0:
            self.problems.add((*steps, "length"), "a shot lasts at least one frame", "such as 5s or 120f")
        elif frames > _LONGEST_SHOT * self.model.rate:
            self.problems.add((*steps, "length"), "a shot lasts at most an hour", "write a longer one as several shots")
        return Shot(
            id=name,
            frames=frames,
            camera=self._camera(shot.camera, camera, steps),
            prompt=shot.prompt or "",
            becomes=shot.becomes or "",
            image=shot.image or "",
            references=tuple(shot.references or ()),
            file=shot.file or "",
            move=self.choices.one_of("move", shot.move, self.catalogue.moves, (*steps, "move")),
            seed=shot.seed,
            origin=shot.was or name,
            drift=shot.drift,
            glitch=self._glitch(shot.glitch, steps),
        )

    def _bed(self, bed: BedModel, steps: Steps) -> Bed:
        if bed.file is not None:
            self._file(bed.file, (*steps, "file"))
            return Bed(file=bed.file, gain=bed.gain)
        at = (*steps, "use")
        return Bed(kind=self.choices.one_of("bed", bed.use or "", self.catalogue.beds, at), gain=bed.gain)

    def _camera(self, choice: BackendChoice | None, around: Backend, steps: Steps) -> Backend:
        return around if choice is None else self.choices.backend("camera", choice, (*steps, "camera"))

    def _speaker(self, given: str | None, scene: SceneModel, steps: Steps) -> str:
        if given is not None:
            return self._known_speaker(given, (*steps, "speaker"))
        if scene.speaker is None:
            self.problems.add(steps, "`speaker` is missing, here and on the scene", nearest("", self.model.cast))
        return scene.speaker or ""

    def _known_speaker(self, speaker: str, steps: Steps) -> str:
        return self.choices.one_of("speaker", speaker, self.casting.named, steps)

    def _needs(self, speaker: str, languages: tuple[str, ...], steps: Steps) -> None:
        for language in languages:
            self.casting.need(speaker, language, steps)

    def _film_language(self, language: str, steps: Steps) -> None:
        if language not in self.languages:
            self.problems.add(steps, f"{language} is not a language of the film", nearest(language, self.languages))

    def _file(self, file: str, steps: Steps) -> None:
        wrong = complaint(self.folder, file)
        if wrong:
            self.problems.add(steps, *wrong)

    def _id(self, given: str | None, steps: Steps) -> str:
        name = given or self.ids[steps]
        first = self.taken.setdefault(name, steps)
        if first != steps:
            document = self.problems.document
            line = document.place((*first, "id")).line
            self.problems.add((*steps, "id"), f"the id {name!r} is taken: it stands in line {line} too")
        return name

    def _was(self, former: str, steps: Steps) -> None:
        first = self.former.setdefault(former, steps)
        if first != steps:
            line = self.problems.document.place(first).line
            self.problems.add(steps, f"another shot was {former!r} already, in line {line}")

    def _former_ids(self) -> None:
        for former, steps in self.former.items():
            if former in self.taken:
                line = self.problems.document.place((*self.taken[former], "id")).line
                self.problems.add(steps, f"{former!r} is still in the film, in line {line}; `was` names an id that is gone")

    def _frames(self, length: Duration, steps: Steps) -> int:
        try:
            return length.in_frames(self.model.rate)
        except ValueError as error:
            self.problems.add(steps, str(error))
            return 1

    def _seconds(self, length: Duration, steps: Steps) -> Fraction:
        try:
            return length.in_seconds(self.model.rate)
        except ValueError as error:
            self.problems.add(steps, str(error))
            return Fraction(0)
