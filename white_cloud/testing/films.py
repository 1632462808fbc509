"""A small film for tests: two acts, three shots, four lines, on any backends, in a second or two."""

from __future__ import annotations

from pathlib import Path

_SCREENPLAY = """\
format: white-cloud/screenplay@1
title: {{zh: 小片, en: Small Film}}
languages: [zh, en]
rate: 24
size: {size}
writer: {writer}
voice: {voice}
camera: {camera}
cards: {{title: 12f, closing: 24f}}
cast:
  one: {{voice: one}}
acts:
  - id: first
    title: {{zh: 一, en: One}}
    register: testimony
    drift: 0
    scenes:
      - id: yard
        speaker: one
        beds: [wind]
        lines:
          - id: yard_l1
            text: {{zh: 风很大。, en: The wind is strong.}}
            speak: zh
            pause: 0.1s
          - id: yard_l2
            brief: dust
            speak: en
            pause: 0.1s
        shots:
          - {{id: yard_01, prompt: dunes at dawn, length: 24f}}
          - {{id: yard_02, prompt: open pit with a truck, length: 36f, move: push in}}
  - id: second
    title: {{zh: 二, en: Two}}
    register: propaganda
    drift: [0.4, 1]
    scenes:
      - id: lake
        speaker: one
        lines:
          - id: lake_l1
            text: {{zh: 水很甜。, en: The water is sweet.}}
            speak: en
            pause: 0.1s
        shots:
          - {{id: lake_01, prompt: virtual paradise, length: 48f}}
"""

_VOICE = """\
format: white-cloud/voice@1
name: {zh: 某人, en: Someone}
persona: nobody in particular
backends:
  espeak: {zh: {}, en: {}}
  fake: {zh: {}, en: {}}
  fake-queued: {zh: {}, en: {}}
"""


def small_film(folder: Path, *, writer: str = "fake", voice: str = "fake", camera: str = "fake", size: str = "320x180") -> Path:
    """Write a film folder and return its screenplay; its backends are the fakes unless others are named."""
    screenplay = folder / "scripts_screenplay" / "small.yaml"
    screenplay.parent.mkdir(parents=True)
    screenplay.write_text(_SCREENPLAY.format(writer=writer, voice=voice, camera=camera, size=size), encoding="utf-8")
    voices = folder / "voices"
    voices.mkdir()
    (voices / "one.yaml").write_text(_VOICE, encoding="utf-8")
    return screenplay
