"""What works on each shot: what is said for the film, then for its act, scene and shot, then by the edit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.errors import UserError
from white_cloud.film.drift import Curve
from white_cloud.film.narrative import with_drift
from white_cloud.film.score import Accent, EffectChange, Glitch, Response, Score, changed
from white_cloud.film.scoring import FILM, mean_strength, with_score
from white_cloud.film.screenplay import Act, Backend, Scene, Screenplay, Shot

HALF = Fraction(1, 2)
RISE = Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))
HOUSE = Score({"float": Response(), "tear": Response(HALF)})
WHOLE = Glitch(preset=HOUSE)
CUT = Accent({"mosh": Fraction(1)}, onwards=True)


def _effect(name: str, **change: object) -> Glitch:
    return Glitch(effects={name: EffectChange(**change)}, place="film.yaml:7")


def _film(**said: Glitch) -> Screenplay:
    """Return a film of two acts, three scenes and five shots of equal length, with what is said of its parts by their ids."""
    camera = Backend("animatic")

    def scene(name: str, *shots: str) -> Scene:
        found = tuple(Shot(shot, 48, camera, glitch=said.get(shot)) for shot in shots)
        return Scene(name, "testimony", found, glitch=said.get(name))

    acts = (
        Act("one", {}, RISE, (scene("a", "a1", "a2"), scene("b", "b1", "b2")), said.get("one")),
        Act("two", {}, RISE, (scene("c", "c1"),), said.get("two")),
    )
    film = Screenplay("film", {}, ("zh",), Fraction(24), (64, 48), {}, camera, camera, acts, glitch=said.get("film", WHOLE))
    return with_drift(film)


def _scores(film: Screenplay, edit: dict[str, Glitch] | None = None) -> dict[str, Score]:
    return {shot.id: shot.score for _, _, shot in with_score(film, edit).shots()}


def test_what_is_said_for_the_film_holds_everywhere() -> None:
    """Until a part says otherwise."""
    assert set(map(str, _scores(_film()).values())) == {str(HOUSE)}


def test_a_part_changes_its_own_shots_and_no_others() -> None:
    """What it does not say stays: here only the ceiling of one effect differs."""
    scores = _scores(_film(b=_effect("tear", ceiling=HALF)))
    assert {name for name, score in scores.items() if score != HOUSE} == {"b1", "b2"}
    assert scores["b1"].parts == {"float": Response(), "tear": Response(HALF, ceiling=HALF)}


def test_the_nearest_to_the_shot_is_heeded() -> None:
    """Shot over scene, scene over act."""
    said = {"one": _effect("tear", ceiling=HALF), "a": _effect("tear", ceiling=Fraction(1, 4)), "a2": Glitch(off=True)}
    scores = _scores(_film(**said))
    ceilings = {name: score.parts["tear"].ceiling for name, score in scores.items() if name != "a2"}
    assert ceilings == {"a1": Fraction(1, 4), "b1": HALF, "b2": HALF, "c1": 1}
    assert scores["a2"] == Score()


def test_keyframes_run_over_the_part_that_says_them() -> None:
    """An act's are shared among its shots by their lengths."""
    scores = _scores(_film(one=_effect("melt", strength=RISE)))
    ends = [(scores[name].parts["melt"].at(Fraction(0)), scores[name].parts["melt"].at(Fraction(1))) for name in ("a1", "b2")]
    assert ends == [(0, Fraction(1, 4)), (Fraction(3, 4), 1)]
    assert "melt" not in scores["c1"].parts


def test_hold_keeps_what_is_there_where_the_part_begins() -> None:
    """In every shot of it the strength is that of its first frame: of drift, and of keyframes."""
    film = _film(one=_effect("melt", strength=RISE), b=Glitch(hold=True))
    held = _scores(film)
    for name in ("b1", "b2"):
        strengths = {name: {part.at(Fraction(0)), part.at(Fraction(1))} for name, part in held[name].parts.items()}
        assert strengths == {"float": {HALF}, "tear": {0}, "melt": {HALF}}
    alone = _scores(_film(b=_effect("float", hold=True)))["b2"].parts
    assert (alone["float"].at(Fraction(1)), alone["tear"]) == (HALF, Response(HALF))


def test_amount_weakens_all_of_it() -> None:
    """Responses, keyframes and accents, and once more where a part inside says so too."""
    film = _film(one=Glitch(amount=HALF, accents=(Accent({"tear": Fraction(1)}, "door"),)), a1=Glitch(amount=HALF))
    scores = _scores(film)
    assert [scores[name].parts["float"].ceiling for name in ("a1", "a2", "c1")] == [Fraction(1, 4), HALF, 1]
    assert [scores[name].accents[0].strengths["tear"] for name in ("a1", "a2")] == [Fraction(1, 4), HALF]


def test_an_onward_accent_is_heard_to_the_end_of_the_film() -> None:
    """From the part that says it, once in each shot, until a part starts over."""
    scores = _scores(_film(a2=Glitch(accents=(CUT,)), b2=Glitch(off=True)))
    assert {name: score.accents for name, score in scores.items()} == {
        "a1": (),
        "a2": (CUT,),
        "b1": (CUT,),
        "b2": (),
        "c1": (CUT,),
    }
    inside = _scores(_film(a=Glitch(accents=(replace(CUT, onwards=False),))))
    assert [len(score.accents) for score in inside.values()] == [1, 1, 0, 0, 0]


def test_an_onward_accent_said_again_after_a_new_start_goes_on_again() -> None:
    """Though it is the same as the one before."""
    scores = _scores(_film(a1=Glitch(accents=(CUT,)), b=Glitch(off=True), b1=Glitch(accents=(CUT,))))
    assert [score.accents for score in scores.values()] == [(CUT,), (CUT,), (CUT,), (CUT,), (CUT, CUT)]


def test_a_part_that_weakens_an_onward_accent_weakens_it_for_itself_alone() -> None:
    """What comes after is as it would be without."""
    scores = _scores(_film(film=Glitch(preset=HOUSE, accents=(CUT,)), a1=Glitch(amount=HALF)))
    assert [accent.strengths["mosh"] for accent in scores["a1"].accents] == [HALF]
    assert [score.accents for name, score in scores.items() if name != "a1"] == [(CUT,)] * 4


def test_an_answer_that_is_not_there_cannot_be_changed() -> None:
    """Inside `hold`, keyframes or `off`, where it is said from where to where it goes it can."""
    held = {"one": Glitch(hold=True), "a1": _effect("tear", ceiling=HALF)}
    with pytest.raises(UserError, match=r"film\.yaml:7: tear has a strength of its own here"):
        with_score(_film(**held))
    film = _film(**held | {"a1": _effect("tear", start=HALF, end=Fraction(1))})
    assert _scores(film)["a1"].parts["tear"] == Response(HALF)


def test_an_edit_goes_over_what_the_screenplay_says_of_the_same_part() -> None:
    """And of the parts around it; what is said of a part inside it stays."""
    film = _film(a=_effect("tear", ceiling=HALF), a2=_effect("tear", ceiling=Fraction(1, 8)))
    scores = _scores(film, {"a": _effect("tear", ceiling=Fraction(1, 4)), FILM: _effect("tear", end=Fraction(3, 4))})
    assert [scores[name].parts["tear"].ceiling for name in ("a1", "a2", "b1")] == [Fraction(1, 4), Fraction(1, 8), 1]
    assert scores["a2"].parts["tear"].end == Fraction(3, 4)


@pytest.mark.parametrize("over", [Glitch(off=True), Glitch(preset=Score({"drain": Response()}))], ids=["off", "preset"])
def test_an_edit_that_starts_over_takes_what_the_screenplay_said_inside_as_well(over: Glitch) -> None:
    """One line turns a film to another score."""
    film = _film(a=_effect("tear", ceiling=HALF), a2=Glitch(preset=HOUSE))
    assert set(map(str, _scores(film, {FILM: over}).values())) == {str(over.preset or Score())}


def test_an_effect_that_would_be_full_before_it_enters_is_refused_where_it_is_said() -> None:
    """With both drifts, and what to say."""
    with pytest.raises(UserError, match=r"film\.yaml:7: tear would enter at drift 0\.5 and be full at 0\.25; say both"):
        with_score(_film(a=_effect("tear", end=Fraction(1, 4))))


def test_a_scene_suffers_the_mean_of_its_shots() -> None:
    """Each at its middle, the longer ones more; nothing of what its score does not name."""
    film = with_score(_film(film=Glitch(preset=Score({"voice": Response(HALF)})), a=_effect("voice", strength=RISE)))
    scenes = {scene.id: scene for _, scene in film.scenes()}
    assert mean_strength(scenes["a"], "voice") == HALF
    assert mean_strength(scenes["b"], "voice") == HALF  # drift 0.625 and 0.875, and it enters at 0.5
    assert mean_strength(scenes["b"], "tear") == 0
    long, short = (replace(shot, frames=frames) for shot, frames in zip(scenes["b"].shots, (300, 100), strict=True))
    assert mean_strength(replace(scenes["b"], shots=(long, short)), "voice") == Fraction(3, 8)


@given(st.fractions(0, 1, max_denominator=50), st.fractions(0, 1, max_denominator=50))
def test_amounts_multiply(first: Fraction, second: Fraction) -> None:
    """Two parts that weaken are one that weakens by both."""
    twice = changed(changed(HOUSE, Glitch(amount=first), Fraction(0)), Glitch(amount=second), Fraction(0))
    assert twice == changed(HOUSE, Glitch(amount=first * second), Fraction(0))
