"""`white-cloud score`: what works on every clip, told before and after anything is made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from conftest import Film, Run

WORD = "    drift: [0.4, 1]\n    glitch: {accents: [{word: WORD, effects: {tear: 1}, length: 6f}]}\n"


def test_the_score_of_a_cut_is_a_table(built: Film, run: Run) -> None:
    """A clip a line: where it is, its drift, and each effect's strength at its ends."""
    told = run("score", built.screenplay)
    assert told.status == 0
    head, *rows = told.out.splitlines()
    assert head.split() == ["clip", "starts", "frames", "drift", "to"]
    cells = [row.split(maxsplit=5) for row in rows]
    assert [(row[0], row[5]) for row in cells[:2]] == [("yard_01", "none"), ("yard_02", "none")]
    assert cells[2][3:5] == ["0.400", "0.988"]
    assert cells[2][5].startswith("hesitate 0.")
    assert not told.err


def test_before_anything_is_made_it_goes_by_the_lengths_asked(film: Film, run: Run) -> None:
    """And says so; nothing is written."""
    before = film.listing()
    told = run("score", film.screenplay)
    assert "36" in told.out
    assert "note: lines or takes are still to be made" in told.out
    assert film.listing() == before


def test_programs_read_every_frame(built: Film, run: Run) -> None:
    """Strengths, seeds and revisions of every effect, in the order in which they work."""
    data = json.loads(run("score", built.screenplay, "--json").out)
    clip = data["clips"][2]
    names = [one["effect"] for one in clip["effects"]]
    assert {"float", "drain", "tear"} <= set(names)
    assert {len(one["strength"]) for one in clip["effects"]} == {clip["frames"]} == {len(clip["drift"])}
    tear = next(one for one in clip["effects"] if one["effect"] == "tear")
    assert tear["strength"] == sorted(tear["strength"])
    assert 0 < tear["strength"][-1] <= 1


def test_an_edit_s_score_is_that_of_its_cut(built: Film, run: Run) -> None:
    """What it says of a shot, over what the screenplay says."""
    edit = built.write("edits/calm.yaml", "format: white-cloud/edit@1\nscreenplay: small\nglitch: {lake: off}\n")
    rows = run("score", built.screenplay, "--edit", edit).out.splitlines()
    assert [row.split()[-1] for row in rows[1:4]] == ["none", "none", "none"]


def test_an_accent_falls_where_its_word_is_said(built: Film, run: Run) -> None:
    """A peak between the clip's ends; a word that nobody says is told."""
    built.change("    drift: [0.4, 1]\n", WORD.replace("WORD", "sweet"))
    told = run("score", built.screenplay)
    assert "^ 1.00" in told.out.splitlines()[3]
    assert "note:" not in told.out
    built.change("sweet, effects", "bitter, effects")
    assert (
        "note: the accent on 'bitter' never falls: nobody says it from lake_01 to lake_01" in run("score", built.screenplay).out
    )


def test_it_is_drawn_where_asked(built: Film, run: Run) -> None:
    """As a picture to look at."""
    told = run("score", built.screenplay, "--picture", "score.png")
    assert told.out.splitlines()[-1] == "drawn in score.png"
    with Image.open("score.png") as picture:
        assert picture.width == 2400


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("    drift: [0.4, 1]\n    glitch: {effects: {taer: 1}}\n", "there is no effect 'taer' (did you mean 'tear'?)"),
        ("    drift: [0.4, 1]\n    glitch: {effects: {tear: {to: 0.2}}}\n", "small.yaml:37: tear would enter at drift"),
    ],
)
def test_what_cannot_be_scored_is_told_where_it_stands(film: Film, run: Run, said: str, complaint: str) -> None:
    """And ends with 2."""
    film.change("    drift: [0.4, 1]\n", said)
    told = run("score", film.screenplay)
    assert (told.status, complaint in told.err) == (2, True), told.err
