"""What a screenplay, an edit and a score say of the glitch, in long and in short, and what a person gets wrong in it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from white_cloud.documents.load import load_edit, load_score
from white_cloud.errors import DocumentError
from white_cloud.film.drift import Curve
from white_cloud.film.score import Accent, EffectChange, Glitch, Response, Score
from white_cloud.glitch.presets import PRESETS
from white_cloud.project import known_names
from white_cloud.timecode import Duration

if TYPE_CHECKING:
    from conftest import FilmFolder

HALF = Fraction(1, 2)
RISE = Curve(((Fraction(0), Fraction(0)), (Fraction(1), HALF)))
SEED = "seed: 7\n"
SCORE = "format: white-cloud/score@1\neffects:\n  float: {from: 0.1, curve: 1.5, ceiling: 0.4}\n  melt: 0.25\n"


def _said(film: FilmFolder, text: str) -> Glitch:
    """Return what a shot says when `glitch:` is followed by a text."""
    film.change("            seed: 4\n", f"            seed: 4\n            glitch: {text}\n")
    said = film.load().acts[0].scenes[0].shots[0].glitch
    assert said
    return replace(said, place="")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("off", Glitch(off=True)),
        ("hold", Glitch(hold=True)),
        ("{hold: true, amount: 0.5}", Glitch(hold=True, amount=HALF)),
        ("{effects: {tear: off}}", Glitch(effects={"tear": EffectChange(Curve.flat(0))})),
        ("{effects: {tear: hold}}", Glitch(effects={"tear": EffectChange(hold=True)})),
        ("{effects: {tear: 0.5}}", Glitch(effects={"tear": EffectChange(Curve.flat(HALF))})),
        (
            "{effects: {tear: [0, 0.5]}}",
            Glitch(effects={"tear": EffectChange(RISE)}),
        ),
        ("{effects: {tear: {50%: 0.5}}}", Glitch(effects={"tear": EffectChange(Curve(((HALF, HALF),)))})),
        ("{effects: {tear: {to: 0.5, ceiling: 0.5}}}", Glitch(effects={"tear": EffectChange(end=HALF, ceiling=HALF)})),
        ("{effects: {tear: {from: 0.5, curve: 0.5}}}", Glitch(effects={"tear": EffectChange(start=HALF, exponent=HALF)})),
        ("{accents: [{word: 天堂, effects: {tear: 1}}]}", Glitch(accents=(Accent({"tear": Fraction(1)}, "天堂"),))),
        (
            "{accents: [{cuts: from here, effects: {tear: 1}, length: 6f}]}",
            Glitch(accents=(Accent({"tear": Fraction(1)}, length=Duration(frames=6), onwards=True),)),
        ),
    ],
)
def test_what_is_said_in_short_and_in_long(film: FilmFolder, text: str, said: Glitch) -> None:
    """Each form a person may write."""
    assert _said(film, text) == said


def test_a_film_has_the_house_s_score_unless_it_starts_from_another(film: FilmFolder) -> None:
    """What it says of single effects lies over that."""
    house = load_score(PRESETS["white-cloud"], film.catalogue)
    plain = film.load().glitch
    assert plain
    assert plain.preset == house
    film.change(SEED, f"{SEED}glitch: {{effects: {{tear: off}}}}\n")
    own = film.load().glitch
    assert own
    assert (own.preset, set(own.effects)) == (house, {"tear"})
    film.change("glitch: {effects: {tear: off}}", "glitch: still-water")
    other = film.load().glitch
    assert other
    assert other.preset == load_score(PRESETS["still-water"], film.catalogue)


def test_a_score_in_the_film_folder_is_a_preset(film: FilmFolder) -> None:
    """By its name; one that has the name of the program's goes before it."""
    (film.folder / "scores").mkdir()
    breath = Response(Fraction(1, 10), exponent=Fraction(3, 2), ceiling=Fraction(2, 5))
    for name in ("clouded", "still-water"):
        (film.folder / "scores" / f"{name}.yaml").write_text(SCORE)
        assert _said(film, name).preset == Score({"float": breath, "melt": Curve.flat(Fraction(1, 4))})
        film.change(f"            glitch: {name}\n", "")


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ("{effects: {taer: off}}", "taer", "there is no effect 'taer'", "did you mean 'tear'?"),
        (
            "stil-water",
            "stil-water",
            "there is no preset 'stil-water', and no scores/",
            "did you mean 'still-water'?",
        ),
        ("{effects: {tear: 1.5}}", "1.5", "strength lies between 0 and 1; found 1.5", ""),
        ("{effects: {tear: {from: 30}}}", "30}}}", "this lies between 0 and 1; found 30", "did you mean 0.3?"),
        ("{effects: {tear: strong}}", "strong", "expected strength as a number from 0 to 1", ""),
        (
            "{effects: {tear: {ceiling: 0.5, hold: true}}}",
            "{ceiling",
            "an effect has a `strength` of its own, or",
            "",
        ),
        ("{effects: {tear: {celing: 0.5}}}", "celing", "there is no key 'celing' here", "did you mean 'ceiling'?"),
        ("{effects: {tear: {curve: 0}}}", "0}}}", "expected a curve from 0.1 to 10, found 0", "1 rises evenly"),
        ("{preset: still-water, off: true}", "{preset", "`preset` and `off` both start over", ""),
        ("{hold: yes}", "yes", "expected true or false, found the text 'yes'", "did you mean true?"),
        ("{accents: [{effects: {tear: 1}}]}", "{effects: {tear: 1}}", "an accent falls on a `word` or on `cuts`", ""),
        ("{accents: [{word: x, effects: {taer: 1}}]}", "taer", "there is no effect 'taer'", "did you mean 'tear'?"),
        ("{accents: [{cuts: every, effects: {tear: 1}}]}", "every", "expected one of here, from here", ""),
        ("{accents: [{word: x, effects: {}}]}", "{}", "`effects` holds at least 1; found 0", ""),
        ("[tear]", "[tear]", "expected a mapping, found a list", ""),
    ],
)
def test_mistakes_in_a_glitch(film: FilmFolder, text: str, at: str, message: str, hint: str) -> None:
    """One clear problem each, where it stands."""
    film.change("            seed: 4\n", f"            seed: 4\n            glitch: {text}\n")
    (problem,) = film.problems()
    assert (problem.line, problem.column) == film.at(at)
    assert message in problem.message
    assert hint in problem.hint


def test_a_score_says_its_own_problems(tmp_path: Path) -> None:
    """With its own lines."""
    path = tmp_path / "scores" / "clouded.yaml"
    path.parent.mkdir()
    path.write_text(SCORE.replace("melt", "mlet"))
    with pytest.raises(DocumentError, match=r"clouded\.yaml:4:3: .*there is no effect 'mlet' \(did you mean 'melt'"):
        load_score(path, known_names())


def test_a_score_holds_nothing(tmp_path: Path) -> None:
    """What is held is what stands where a part of a film begins."""
    path = tmp_path / "dust.yaml"
    path.write_text("format: white-cloud/score@1\neffects:\n  tear: hold\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"tear has nothing to `hold`; say a strength: `tear: 0\.3`"):
        load_score(path, known_names())


def test_an_edit_says_it_of_parts_by_their_ids(film: FilmFolder) -> None:
    """Of acts, scenes, shots and the whole film; an id that is none of them is told with the nearest."""
    path = film.folder / "edits" / "recut.yaml"
    path.parent.mkdir()
    path.write_text("format: white-cloud/edit@1\nscreenplay: film\nglitch:\n  film: still-water\n  pit: off\n  pit_01: hold\n")
    said = load_edit(path, film.folder, film.catalogue, film.load()).glitch
    assert {name: (one.preset is not None, one.off, one.hold, one.place) for name, one in said.items()} == {
        "film": (True, False, False, "recut.yaml:4"),
        "pit": (False, True, False, "recut.yaml:5"),
        "pit_01": (False, False, True, "recut.yaml:6"),
    }
    path.write_text(path.read_text().replace("pit_01", "pit_l1"))
    with pytest.raises(DocumentError, match=r"6:3: .*there is no act, scene or shot 'pit_l1' in the film \(did you mean 'pit"):
        load_edit(path, film.folder, film.catalogue, film.load())
