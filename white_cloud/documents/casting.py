"""The cast: voice documents read for the languages and the voice backend of a film."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from white_cloud.documents.catalogue import Catalogue
from white_cloud.documents.choices import read_options
from white_cloud.documents.inside import complaint
from white_cloud.documents.located import Located, Problems, Steps
from white_cloud.documents.migrate import read_as
from white_cloud.documents.models.screenplay import plain_numbers
from white_cloud.documents.models.voice import VoiceModel
from white_cloud.documents.validate import OptionsAt, validate
from white_cloud.errors import nearest
from white_cloud.film.screenplay import Speaker, VoiceSettings


def read_voice(path: Path) -> tuple[Located, VoiceModel]:
    """Read a voice document; raise DocumentError."""
    document = read_as(path, "voice")
    return document, validate(document, VoiceModel)


class Casting:
    """Makes speakers from voice documents, and checks that each has the languages its lines need."""

    def __init__(
        self,
        folder: Path,
        languages: tuple[str, ...],
        backend: str,
        options: Mapping[str, Any],
        catalogue: Catalogue,
        problems: Problems,
    ) -> None:
        self.folder = folder
        self.languages = languages
        self.backend = backend
        self.options = options
        self.catalogue = catalogue
        self.problems = problems
        self.speakers: dict[str, Speaker] = {}
        self.named: set[str] = set()
        self._asked: set[tuple[str, str]] = set()
        self._by_persona: set[str] = set()

    def cast(self, speaker: str, voice: str) -> None:
        """Add a speaker with the document of that name; raise DocumentError for problems inside the voice document."""
        self.named.add(speaker)
        steps: Steps = ("cast", speaker, "voice")
        wrong = complaint(self.folder, f"voices/{voice}.yaml")
        if wrong:
            known = sorted(each.stem for each in (self.folder / "voices").glob("*.yaml"))
            missing = not (self.folder / "voices" / f"{voice}.yaml").exists()
            message, hint = (f"there is no voice {voice!r} in voices/", nearest(voice, known)) if missing else wrong
            self.problems.add(steps, message, hint)
            return
        document, model = read_voice(self.folder / "voices" / f"{voice}.yaml")
        offered = model.backends.get(self.backend)
        if not offered:
            offered = self._from_persona(model)
            self._by_persona.add(speaker)
        if not offered:
            message, added = f"voices/{voice}.yaml has no settings for the voice backend {self.backend!r}", self._to_add(model)
            # what to write is said already; another name beside it would be another thing to do
            hint = "" if added else nearest(self.backend, set(model.backends) - {self.backend})
            self.problems.add(steps, message + added, hint)
            return
        unnamed = [language for language in self.languages if language not in model.name]
        if unnamed:
            self.problems.add(steps, f"voices/{voice}.yaml gives no name in {' and '.join(unnamed)}")
        voices = self._settings(document, model, offered)
        self.speakers[speaker] = Speaker(speaker, model.name, model.persona, voices, model.gain, voice)

    def need(self, speaker: str, language: str, steps: Steps) -> None:
        """Note a problem at `steps`, once, when the speaker cannot speak a language."""
        found = self.speakers.get(speaker)
        if found is None or language not in self.languages or (speaker, language) in self._asked:
            return
        self._asked.add((speaker, language))
        settings = found.voices.get(language)
        if settings is None:
            message = f"{speaker} is to speak {language}, and the voice has no {language} for {self.backend!r}"
            add = f"`{language}: {self._example()}` to its `{self.backend}:`"
            if speaker in self._by_persona:
                add = f"`{self._line((*found.voices, language))}` under its `backends:`"
            self.problems.add(steps, f"{message}; to have it, add {add} in voices/{found.voice}.yaml")
            return
        wrong = self.catalogue.speaks(self.backend, settings.options, language)
        if wrong:
            self.problems.add(steps, f"{speaker} is to speak {language}: {wrong}")

    def _from_persona(self, model: VoiceModel) -> dict[str, dict[str, Any]]:
        """Return what a voice that is made from a description needs no settings for: the languages that others here speak."""
        if not self._known() or not self.catalogue.described(self.backend) or not model.persona.strip():
            return {}
        spoken = {language for offered in model.backends.values() for language in offered}
        return {language: {} for language in self.languages if language in (spoken or self.languages)}

    def _to_add(self, model: VoiceModel) -> str:
        """Return the line that a voice document lacks, as it is to be written."""
        if not self._known():
            return ""
        if self.catalogue.described(self.backend) and not model.persona.strip():
            return ", which makes a voice from who speaks; say it, as in the line `persona: a man of fifty, dry, unhurried`"
        empty = f", in place of the empty `{self.backend}:`" if self.backend in model.backends else ""
        return f"; to have it, add the line `{self._line(self.languages)}` under its `backends:`{empty}"

    def _line(self, languages: Iterable[str]) -> str:
        """Return a line of settings to begin with."""
        return f"{self.backend}: {{{', '.join(f'{language}: {self._example()}' for language in languages)}}}"

    def _example(self) -> str:
        """Return options to begin with, in one language, as they are written in braces."""
        return "{" + ", ".join(f"{name}: {value}" for name, value in self.catalogue.voice_example(self.backend).items()) + "}"

    def _known(self) -> bool:
        return self.backend in self.catalogue.backends.get("voice", {})

    def _settings(
        self, document: Located, model: VoiceModel, offered: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, VoiceSettings]:
        reader = self.catalogue.backends.get("voice", {}).get(self.backend)
        if reader is None:
            return {language: VoiceSettings(self.backend, {}) for language in offered}
        problems = Problems(document)
        voices = {}
        for language, given in offered.items():
            steps = ("backends", self.backend, language)
            above = OptionsAt(self.problems, ("voice",), frozenset(self.options) - set(given))
            options = read_options(reader, {**self.options, **plain_numbers(given)}, OptionsAt(problems, steps), above)
            self._files(options, steps, problems)
            voices[language] = VoiceSettings(self.backend, options, model.say.get(language, {}))
        self._persona(model.persona, voices, problems)
        problems.raise_any()
        return voices

    def _persona(self, persona: str, voices: Mapping[str, VoiceSettings], problems: Problems) -> None:
        """Note, once, a persona that the voice backend could not be told."""
        complaints = (
            self.catalogue.persona_complaint(self.backend, persona, one.options, language)
            for language, one in voices.items()
            if one.options  # without any, they were refused, and that is told of already
        )
        if wrong := next(filter(None, complaints), ""):
            problems.add(("persona",), wrong)

    def _files(self, options: Mapping[str, Any], steps: Steps, problems: Problems) -> None:
        """Note the options that name a file which is not in the film folder."""
        for name in self.catalogue.voice_files(self.backend):
            wrong = complaint(self.folder, options[name]) if options.get(name) else None
            if wrong:
                problems.add((*steps, name) if name in problems.document.place(steps).keys else steps, *wrong)
