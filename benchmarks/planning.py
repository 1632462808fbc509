"""Planning a film of 10,000 shots."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import Run, white_cloud

_HEAD = """\
format: white-cloud/screenplay@1
title: {zh: 长, en: Long}
languages: [zh, en]
cast:
  one: {voice: one}
acts:
  - id: act
    title: {zh: 一, en: One}
    register: testimony
    drift: [0, 1]
    scenes:
"""
_VOICE = """\
format: white-cloud/voice@1
name: {zh: 某人, en: Someone}
persona: nobody
backends:
  espeak: {zh: {}, en: {}}
"""


def write_long_film(folder: Path, shots: int = 10_000, per_scene: int = 20) -> Path:
    """Write a film of many shots and return its screenplay."""
    parts = [_HEAD]
    for scene in range(shots // per_scene):
        parts.append(f"      - id: s{scene}\n        speaker: one\n        lines:\n")
        parts.append(f"          - {{id: s{scene}_l, text: {{zh: 第{scene}场。, en: Scene {scene}.}}}}\n        shots:\n")
        parts += [
            f"          - {{id: s{scene}_{shot}, prompt: dunes at dawn {shot}, length: 4s, move: push in}}\n"
            for shot in range(per_scene)
        ]
    screenplay = folder / "scripts_screenplay" / "long.yaml"
    screenplay.parent.mkdir(parents=True)
    screenplay.write_text("".join(parts), encoding="utf-8")
    (folder / "voices").mkdir()
    (folder / "voices" / "one.yaml").write_text(_VOICE, encoding="utf-8")
    return screenplay


def plan(screenplay: Path) -> Run:
    """Plan it."""
    return white_cloud("plan", str(screenplay))
