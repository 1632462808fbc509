"""What changed between two finished cuts, in sentences."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from white_cloud.errors import UserError
from white_cloud.stages.cut_diff import compare_cuts, find_cuts

CUT: dict[str, Any] = {
    "frames": 96,
    "profile": "master",
    "rate": "24",
    "size": [64, 36],
    "title": {"en": "Film"},
    "sha256": "one",
    "sound": {"loudness": -16.0},
    "clips": [
        {"clip": "a1", "start": 0, "frames": 48, "first": 12, "take": 1, "speed": "1", "drift": [0.0, 0.1], "effects": []},
        {
            "clip": "a2",
            "start": 48,
            "frames": 48,
            "first": 12,
            "take": 1,
            "speed": "1",
            "drift": [0.1, 0.2],
            "effects": ["float"],
        },
    ],
    "lines": [{"line": "a_l1", "text": {"en": "Dust."}, "speaker": "one", "spoken": ["en"], "start": 0.5}],
}


def keep(cuts: Path, number: int, **changes: Any) -> dict[str, Any]:
    folder = cuts / f"{number:04d}"
    folder.mkdir(parents=True)
    report = {**deepcopy(CUT), **changes}
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    return report


def compare(cuts: Path, **changes: Any) -> list[str]:
    keep(cuts, 1)
    keep(cuts, 2, **changes)
    return compare_cuts(cuts, 1, 2)


def test_the_same_film_has_no_changes(tmp_path: Path) -> None:
    """Byte for byte."""
    assert compare(tmp_path) == ["the two cuts are the same film"]


def test_other_bytes_of_the_same_cut_are_said(tmp_path: Path) -> None:
    """As after an encoder's new version."""
    assert compare(tmp_path, sha256="two") == ["only how it is encoded changed"]


def test_clips_are_told_by_what_changed_of_them(tmp_path: Path) -> None:
    """Gone, new, or changed, each in a sentence."""
    clips = [{**CUT["clips"][1], "start": 0, "frames": 24, "take": 2}, {**CUT["clips"][0], "clip": "a3", "start": 24}]
    assert compare(tmp_path, clips=clips, frames=72, sha256="two") == [
        "length: 96 frames became 72",
        "clip a1: gone",
        "clip a3: new, 48 frames at 24",
        "clip a2: start 48 → 0, frames 48 → 24, take 1 → 2",
    ]


def test_lines_are_told_by_what_changed_of_them(tmp_path: Path) -> None:
    """Reworded, dropped, added."""
    line = CUT["lines"][0]
    assert compare(tmp_path, lines=[{**line, "text": {"en": "Salt."}}], sha256="two") == [
        "line a_l1: text {'en': 'Dust.'} → {'en': 'Salt.'}"
    ]
    keep(tmp_path, 3, lines=[{**line, "line": "a_l2"}])
    assert compare_cuts(tmp_path, 1, 3) == ["line a_l1: no longer said", "line a_l2: new"]


def test_sound_and_form_are_told(tmp_path: Path) -> None:
    """Also when every clip and line stayed."""
    assert compare(tmp_path, sound={"loudness": -18.0}, profile="draft", sha256="two") == [
        "profile: master became draft",
        "sound: loudness -16.0 → -18.0",
    ]


def test_a_cut_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    """Folders that are no cuts are let be."""
    keep(tmp_path, 1)
    keep(tmp_path, 12)
    (tmp_path / "0013.part").mkdir()
    with pytest.raises(UserError, match=r"there is no cut 7 in .* \(there are: 1, 12\)"):
        compare_cuts(tmp_path, 1, 7)


def test_a_torn_report_is_no_cut(tmp_path: Path) -> None:
    """Nor is an empty folder of cuts an error of ours."""
    with pytest.raises(UserError, match="there are: none"):
        compare_cuts(tmp_path / "none", 1, 2)
    keep(tmp_path, 1)
    (tmp_path / "0001" / "report.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="there is no cut 1"):
        compare_cuts(tmp_path, 1, 1)


def test_the_only_film_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is named wins; of several one must be."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=r"found none below build/; say --film build/NAME"):
        find_cuts(None)
    Path("build/one/cuts").mkdir(parents=True)
    assert find_cuts(None) == Path("build/one/cuts")
    Path("build/two/cuts").mkdir(parents=True)
    with pytest.raises(UserError, match=r"found build/one, build/two"):
        find_cuts(None)
    assert find_cuts(Path("build/two")) == Path("build/two/cuts")
