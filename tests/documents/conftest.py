"""A small film folder, and documents that go wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from white_cloud.documents.catalogue import Catalogue
from white_cloud.documents.load import load_screenplay
from white_cloud.errors import DocumentError, Problem
from white_cloud.film.screenplay import Screenplay
from white_cloud.glitch.presets import PRESETS
from white_cloud.glitch.score import ORDER

SCREENPLAY = """\
# yaml-language-server: $schema=../docs/schemas/screenplay.schema.json
format: white-cloud/screenplay@1
title: {zh: 白云, en: White Cloud}
languages: [zh, en]            # BCP-47
rate: 24                       # or 23.976
size: 1280x720
seed: 7
writer: phrasebook
voice: espeak
camera: animatic
listener: timing
cards: {title: 4s, closing: 6s}
disclosure: true
cast:
  miner: {voice: miner}
acts:
  - id: testimony
    title: {zh: 证词, en: Testimony}
    register: testimony
    drift: [0, 0.1]
    scenes:
      - id: pit
        brief: what the day shift is like
        speaker: miner
        speak: [zh, en]
        beds: [wind, {use: machinery, gain: -6}, {file: sound/yard.wav}]
        lead: words
        lines:
          - id: pit_l1
            text: {zh: 这坑我挖了十九年。, en: Nineteen years I have dug this pit.}
            speak: zh
            pause: 0.8s
          - id: pit_l2
            phrases:
              - {speak: zh, text: {zh: 他们管这叫, en: They call it}}
              - {speak: en, text: {zh: 清洁能源。, en: clean energy.}}
          - id: pit_l3
            brief: the trucks are too big
            count: 2
        shots:
          - id: pit_01
            prompt: open pit mine, an oversized haul truck crawls up the road
            length: 5s
            move: push in
            seed: 4
          - id: pit_02
            file: footage/mine.mp4
            length: 144f
            was: old_pit
      - id: dunes
        brief: nothing grows here
        speaker: miner
        register: slippage
        drift: {0%: 0, 60%: 0.05, 100%: 1}
        camera: {use: animatic, haze: 0.25}
        shots:
          - {id: dunes_01, prompt: dunes, length: 00:00:01:12}
"""

VOICE = """\
format: white-cloud/voice@1
name: {zh: 矿工, en: The miner}
persona: a man of fifty, dry, unhurried
gain: -1.5                     # dB
backends:
  espeak:
    zh: {variant: m3, rate: 150, pitch: 30}
    en: {variant: m3, rate: 145, pitch: 28}
say:
  zh: {白云: bai2 yun2}
"""


class NoOptions(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Haze(NoOptions):
    haze: float = 0.5


class Tone(NoOptions):
    variant: str = "m1"
    rate: int = 160
    pitch: float = 50.0


def reads(model: type[BaseModel]) -> Any:
    return lambda given: model.model_validate(dict(given)).model_dump()


def speaks(backend: str, options: Mapping[str, Any], language: str) -> str | None:
    return f"{backend} has no {language}" if language == "tlh" else None


CATALOGUE = Catalogue(
    backends={
        "writer": {"phrasebook": reads(NoOptions)},
        "voice": {"espeak": reads(Tone)},
        "camera": {"animatic": reads(Haze)},
        "listener": {"timing": reads(NoOptions)},
    },
    moves=("static", "push in", "pan left"),
    beds=("wind", "machinery"),
    effects=ORDER,
    presets=PRESETS,
    speaks=speaks,
)


class FilmFolder:
    """A film folder with the example screenplay, which tests change by replacing text."""

    catalogue = CATALOGUE

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "scripts_screenplay" / "film.yaml"
        self.voice = folder / "voices" / "miner.yaml"
        for name in ("scripts_screenplay", "voices", "sound", "footage"):
            (folder / name).mkdir()
        (folder / "sound" / "yard.wav").write_bytes(b"sound")
        (folder / "footage" / "mine.mp4").write_bytes(b"picture")
        self.path.write_text(SCREENPLAY, encoding="utf-8")
        self.voice.write_text(VOICE, encoding="utf-8")

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

    def change(self, old: str, new: str, path: Path | None = None) -> None:
        path = path or self.path
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the example"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def load(self, catalogue: Catalogue = CATALOGUE) -> Screenplay:
        return load_screenplay(self.path, self.folder, catalogue)

    def spoken_by(self, backend: str, **known: Any) -> Catalogue:
        """Have the film spoken by another voice, in one word; return a catalogue that has it."""
        self.change("voice: espeak\n", f"voice: {backend}\n")
        voices = {**CATALOGUE.backends["voice"], backend: reads(Tone)}
        return replace(CATALOGUE, backends={**CATALOGUE.backends, "voice": voices}, **known)

    def problems(self) -> tuple[Problem, ...]:
        with pytest.raises(DocumentError) as caught:
            self.load()
        return caught.value.problems

    def at(self, text: str, path: Path | None = None) -> tuple[int, int]:
        """Return the line and column where a text, found once, stands in the document."""
        whole = (path or self.path).read_text(encoding="utf-8")
        assert whole.count(text) == 1, f"{text!r} stands {whole.count(text)} times"
        before = whole[: whole.index(text)]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.fixture
def film(tmp_path: Path) -> FilmFolder:
    return FilmFolder(tmp_path)
