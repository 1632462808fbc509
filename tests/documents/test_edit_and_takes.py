"""The edit document and the takes document."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from white_cloud.documents.load import load_edit, load_takes
from white_cloud.errors import DocumentError, UserError
from white_cloud.film.drift import Curve
from white_cloud.film.edit_changes import Drop, EditDocument, Gap, Remove, Swap, TakesDocument, Trim
from white_cloud.film.screenplay import Act, Backend, Scene, Screenplay, Shot, Slot
from white_cloud.project import known_names
from white_cloud.timecode import Duration

EDIT = """\
format: white-cloud/edit@1
screenplay: film
cut:
  - trim: {shot: pit_03, head: 6f, tail: 12f}
  - remove: pit_04
  - swap: [pit_01, pit_02]
  - drop: pit_l2
  - gap: {after: pit_02, length: 1s}
"""
TAKES = """\
format: white-cloud/takes@1
chosen: {pit_01: 2}
rejected: {pit_01: [1, 3]}
notes: {pit_01: {2: "the good one"}}
"""
SHOTS = {"pit_01", "pit_02", "pit_03", "pit_04"}


def _load(path: Path, shots: Collection[str] | None = None, lines: Collection[str] = ()) -> EditDocument:
    """Read an edit, of a film of some shots and lines where they are given."""
    camera = Backend("animatic")
    scene = Scene("pit", "testimony", tuple(Shot(name, 24, camera) for name in sorted(shots or ())))
    scene = replace(scene, slots=tuple(Slot(name, "miner", "testimony") for name in sorted(lines)))
    acts = (Act("one", {}, Curve.flat(0), (scene,)),)
    film = Screenplay("film", {}, ("zh",), Fraction(24), (64, 48), {}, camera, camera, acts)
    return load_edit(path, path.parent, known_names(), None if shots is None else film)


@pytest.fixture
def edit(tmp_path: Path) -> Path:
    path = tmp_path / "recut.yaml"
    path.write_text(EDIT)
    return path


@pytest.fixture
def takes(tmp_path: Path) -> Path:
    path = tmp_path / "film.takes.yaml"
    path.write_text(TAKES)
    return path


def test_an_edit_is_a_list_of_changes_in_order(edit: Path) -> None:
    """Each with the line where it stands."""
    assert _load(edit, SHOTS, {"pit_l2"}) == EditDocument(
        name="recut",
        screenplay="film",
        changes=(
            Trim("pit_03", Duration(frames=6), Duration(frames=12)),
            Remove("pit_04"),
            Swap("pit_01", "pit_02"),
            Drop("pit_l2"),
            Gap("pit_02", Duration(seconds=Fraction(1))),
        ),
        places=(4, 5, 6, 7, 8),
    )


def test_an_edit_that_names_what_is_not_there(edit: Path) -> None:
    """Every dangling name at once, with the nearest shot or line."""
    with pytest.raises(DocumentError) as caught:
        _load(edit, {"pit_01", "pit_2", "dunes"}, {"pit_l1"})
    assert [(each.line, each.column, each.where, each.hint) for each in caught.value.problems] == [
        (4, 18, "cut[0].trim.shot", "did you mean 'pit_01'?"),
        (5, 13, "cut[1].remove", "did you mean 'pit_01'?"),
        (6, 20, "cut[2].swap[1]", "did you mean 'pit_2'?"),
        (7, 11, "cut[3].drop", "did you mean 'pit_l1'?"),
        (8, 18, "cut[4].gap.after", "did you mean 'pit_2'?"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message"),
    [
        ("remove: pit_04", "remov: pit_04", 5, 5, "there is no key 'remov' here (did you mean 'remove'?)"),
        ("remove: pit_04", "{remove: pit_04, drop: pit_l1}", 5, 5, "a change has exactly one key; this one has 2"),
        ("remove: pit_04", "remove:", 5, 12, "expected a value after this key, found nothing"),
        ("swap: [pit_01, pit_02]", "swap: [pit_01]", 6, 11, "`swap` holds at least 2; found 1"),
        ("head: 6f", "head: 6", 4, 32, "did you mean 6s?"),
        ("head: 6f", "had: 6f", 4, 26, "did you mean 'head'?"),
        ("- remove: pit_04", "- remove", 5, 5, "expected a mapping, found the text 'remove'"),
    ],
)
def test_mistakes_in_an_edit(edit: Path, old: str, new: str, line: int, column: int, message: str) -> None:
    """One clear problem each."""
    edit.write_text(EDIT.replace(old, new))
    with pytest.raises(DocumentError) as caught:
        _load(edit)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (line, column)
    assert message in str(problem)


def test_a_missing_edit_is_a_users_mistake(edit: Path) -> None:
    """With the nearest file of the folder."""
    with pytest.raises(UserError, match=r"recutt\.yaml: no such file \(did you mean 'recut.yaml'\?\)"):
        _load(edit.with_name("recutt.yaml"))


def test_takes_are_chosen_rejected_and_noted(takes: Path) -> None:
    """By shot and number."""
    expected = TakesDocument({"pit_01": 2}, {"pit_01": (1, 3)}, {"pit_01": {2: "the good one"}})
    assert load_takes(takes, shots=SHOTS) == expected


def test_without_a_file_nothing_was_decided(tmp_path: Path) -> None:
    """Every film begins so."""
    assert load_takes(tmp_path / "film.takes.yaml") == TakesDocument()


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message"),
    [
        ("chosen: {pit_01: 2}", "chosen: {pit_1: 2}", 2, 10, "there is no shot 'pit_1' in the film (did you mean 'pit_01'?)"),
        ("chosen: {pit_01: 2}", "chosen: {pit_01: 3}", 2, 18, "take 3 of pit_01 is chosen and rejected"),
        ("chosen: {pit_01: 2}", "chosen: {pit_01: 0}", 2, 18, "a whole number from 1 to 9999"),
        ("chosen: {pit_01: 2}", "chosen: {pit_01: second}", 2, 18, "found the text 'second'"),
        ("rejected: {pit_01: [1, 3]}", "rejected: {pit_01: 1}", 3, 20, "expected a list, found the number 1"),
        ('{2: "the good one"}', '{two: "the good one"}', 4, 18, "expected a take's number, found the text 'two'"),
    ],
)
def test_mistakes_in_takes(takes: Path, old: str, new: str, line: int, column: int, message: str) -> None:
    """One clear problem each."""
    takes.write_text(TAKES.replace(old, new))
    with pytest.raises(DocumentError) as caught:
        load_takes(takes, shots=SHOTS)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (line, column)
    assert message in str(problem)
