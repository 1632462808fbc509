"""A voice that takes on the sound of a recording in the film folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import Field

from white_cloud.backends import registry
from white_cloud.backends.base import Options as BaseOptions
from white_cloud.backends.voices.base import Speech, SpeechRequest
from white_cloud.errors import DocumentError
from white_cloud.testing.fakes import FakeVoice

SETTINGS = "{reference: voices/someone.wav, consent: someone agreed}"


class Cloning(FakeVoice):
    """Speaks like the fake voice, and keeps what it was given."""

    name: ClassVar[str] = "fake"
    files: ClassVar[frozenset[str]] = frozenset({"reference"})
    given: ClassVar[list[Path]] = []

    class Options(BaseOptions):
        """A recording and a note."""

        operational: ClassVar[frozenset[str]] = frozenset({"consent"})

        reference: str = Field("", description="a recording")
        consent: str = Field("", description="a note")

    def make(self, request: SpeechRequest, folder: Path, *_: object) -> Speech:
        """Speak at once."""
        self.given.append(Path(str(request.options["reference"])))
        spoken = super().make(request, folder)
        return Speech(spoken.path, spoken.rate, spoken.samples, spoken.words, record={"consent": request.options["consent"]})


@pytest.fixture
def cloned(film: Any) -> Any:
    """A film whose voice is made from a recording."""
    registry.add("voice", Cloning)
    Cloning.given.clear()
    (film.folder / "voices/someone.wav").write_bytes(b"a recording")
    film.rewrite("fake: {zh: {}, en: {}}", f"fake: {{zh: {SETTINGS}, en: {SETTINGS}}}", film.folder / "voices/one.yaml")
    return film


def last_take(film: Any) -> dict[str, Any]:
    found = sorted(film.folder.glob(".white_cloud/takes/small/line/lake_l1/*.json"))[-1]
    return dict(json.loads(found.read_text(encoding="utf-8")))


def test_the_voice_is_given_a_copy_that_stays_and_the_record_keeps_the_consent(cloned: Any) -> None:
    """The request knows the recording by its bytes; no path is written down."""
    cloned.build(until="voice", jobs=1)
    assert {path.read_bytes() for path in Cloning.given} == {b"a recording"}
    assert not any(path.is_relative_to(cloned.folder / "voices") for path in Cloning.given)
    made = last_take(cloned)
    assert made["record"] == {"consent": ["someone agreed"]}
    assert len(made["request"]["phrases"][0]["options"]["reference"]) == 64
    assert "consent" not in made["request"]["phrases"][0]["options"]


def test_a_recording_moved_makes_nothing_anew_and_one_changed_makes_all(cloned: Any) -> None:
    """Nor does a new note of consent."""
    cloned.build(until="voice", jobs=1)
    voice = cloned.folder / "voices/one.yaml"
    (cloned.folder / "voices/someone.wav").rename(cloned.folder / "voices/li.wav")
    voice.write_text(voice.read_text().replace("someone.wav", "li.wav").replace("agreed", "agreed again"))
    Cloning.given.clear()
    cloned.build(until="voice", jobs=1)
    assert Cloning.given == []
    (cloned.folder / "voices/li.wav").write_bytes(b"another recording")
    cloned.build(until="voice", jobs=1)
    assert len(Cloning.given) == 3


@pytest.mark.parametrize("file", ["voices/nobody.wav", "/etc/hosts", "../elsewhere.wav"])
def test_a_recording_that_is_not_in_the_film_folder_is_a_mistake_with_its_line(cloned: Any, file: str) -> None:
    """As for every file that a document names."""
    voice = cloned.folder / "voices/one.yaml"
    voice.write_text(voice.read_text().replace("voices/someone.wav", file))
    with pytest.raises(DocumentError, match=r"one\.yaml:6:.*reference"):
        cloned.build(until="voice", jobs=1)
