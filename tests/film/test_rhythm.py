"""Rhythm: the cut shortens its clips with drift, and no scene below what is said in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from white_cloud.film.assembly import HANDLES, HEAD, Material, assemble, overruns
from white_cloud.film.drift import Curve
from white_cloud.film.rhythm import held
from white_cloud.film.score import Response
from white_cloud.film.screenplay import Backend, Scene, Screenplay, Shot
from white_cloud.film.timeline import Timeline

Film = Callable[..., Screenplay]
SceneOf = Callable[..., Scene]
MaterialOf = Callable[..., Material]

RISE = Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))
HALF = Response(ceiling=Fraction(1, 2))


@dataclass(frozen=True)
class Drawn:
    """A film of which any rhythm can be asked, and how many frames each scene's speech takes."""

    screenplay: Screenplay
    material: Material
    speech: dict[str, int]

    def cut(self, rhythm: Response | None) -> Timeline:
        return assemble(replace(self.screenplay, rhythm=rhythm), self.material)


def _lengths(timeline: Timeline) -> dict[str, int]:
    """Return the length of each scene in frames."""
    found: dict[str, int] = {}
    for clip in timeline.picture:
        found[clip.scene] = found.get(clip.scene, 0) + clip.frames
    return found


# Takes hold a second of handles each, and speech of at most as much past what was asked fits into that.
_lead = st.sampled_from(["words", "picture"])
_scenes = st.lists(
    st.lists(st.integers(6, 60), min_size=1, max_size=4).flatmap(
        lambda shots: st.tuples(st.just(shots), st.integers(0, (sum(shots) + 24 * len(shots)) * 10 // 24 - 5), _lead)
    ),
    min_size=1,
    max_size=4,
)
_parts = st.integers(0, 20).map(lambda twentieths: Fraction(twentieths, 20))
_rhythms = st.builds(
    lambda start, ceiling, exponent: Response(start, Fraction(1), ceiling, exponent),
    st.integers(0, 19).map(lambda twentieths: Fraction(twentieths, 20)),
    _parts,
    st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(2)]),
)


@pytest.fixture(scope="session")
def drawn(scene: SceneOf, film: Film, material: MaterialOf) -> Callable[..., Drawn]:
    """Make a film whose drift rises from 0 to 1, of scenes with some shots and one line of some tenths of a second."""

    def make(scenes: list[tuple[list[int], int, str]], drift: Curve = RISE) -> Drawn:
        names = [chr(97 + number) for number in range(len(scenes))]
        made = [scene(name, shots, 1, lead=lead) for name, (shots, _, lead) in zip(names, scenes, strict=True)]
        screenplay = film(*made, drift=drift)
        spoken = {f"{name}_l1": Fraction(tenths, 10) for name, (_, tenths, _) in zip(names, scenes, strict=True)}
        speech = {name: ceil((HEAD + spoken[f"{name}_l1"]) * 24) for name in names}
        return Drawn(screenplay, material(screenplay, spoken), speech)

    return make


@given(_scenes, _rhythms)
@settings(max_examples=60)
def test_a_scene_is_never_longer_than_without_rhythm_and_never_under_its_speech(
    drawn: Callable[..., Drawn], scenes: list[tuple[list[int], int, str]], rhythm: Response
) -> None:
    """Led by words or by picture; a scene that was too short for its speech gives nothing."""
    one = drawn(scenes)
    plain, quick = _lengths(one.cut(None)), _lengths(one.cut(rhythm))
    for name, frames in quick.items():
        assert min(one.speech[name], plain[name]) <= frames <= plain[name]


@given(_scenes, _rhythms, _parts, _parts)
@settings(max_examples=60)
def test_a_higher_ceiling_never_makes_a_longer_cut(
    drawn: Callable[..., Drawn], scenes: list[tuple[list[int], int, str]], rhythm: Response, low: Fraction, high: Fraction
) -> None:
    """Scene by scene."""
    one = drawn(scenes)
    few, many = (_lengths(one.cut(replace(rhythm, ceiling=ceiling))) for ceiling in sorted((low, high)))
    assert all(many[name] <= few[name] for name in few)


@given(_scenes, _rhythms)
@settings(max_examples=30)
def test_at_drift_0_and_at_ceiling_0_it_is_the_same_cut(
    drawn: Callable[..., Drawn], scenes: list[tuple[list[int], int, str]], rhythm: Response
) -> None:
    """To the frame: testimony takes its time."""
    calm, wild = drawn(scenes, Curve.flat(0)), drawn(scenes)
    assert calm.cut(rhythm) == calm.cut(None)
    assert wild.cut(replace(rhythm, ceiling=Fraction(0))) == wild.cut(None)


@given(_scenes, _rhythms)
@settings(max_examples=30)
def test_drift_stays_with_the_take_s_frames(
    drawn: Callable[..., Drawn], scenes: list[tuple[list[int], int, str]], rhythm: Response
) -> None:
    """What is left of a shot has the drift, source and speed that it would have; nothing new is asked of a camera."""
    one = drawn(scenes)
    for plain, quick in zip(one.cut(None).picture, one.cut(rhythm).picture, strict=True):
        assert (quick.source, quick.drift) == (plain.source, plain.drift)
        assert plain.speed < 1 or quick.drift_span == plain.drift_span
        assert quick.first + quick.frames <= quick.source.frames / quick.speed


def test_a_shot_counts_by_its_mean_drift_and_keeps_its_middle(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """Of 96 frames at a quarter and at three quarters of drift, 84 and 60 are left."""
    screenplay = replace(film(scene("a", [96, 96])), rhythm=HALF)
    clips = assemble(screenplay, material(screenplay)).picture
    assert [(clip.first - HANDLES, clip.frames) for clip in clips] == [(6, 84), (18, 60)]
    assert [clip.drift_at(clip.first + clip.frames // 2) for clip in clips] == [Fraction(1, 4), Fraction(3, 4)]


def test_a_mean_is_that_of_the_whole_curve() -> None:
    """Not of its ends."""
    late = Curve(((Fraction(1, 2), Fraction(0)), (Fraction(1), Fraction(1))))
    assert late.mean() == Fraction(1, 4)
    assert Curve.flat(Fraction(1, 3)).mean() == Fraction(1, 3)
    assert Curve(((Fraction(0), Fraction(1)), (Fraction(0), Fraction(1, 2)))).mean() == Fraction(1, 2)


def test_speech_stops_it_in_a_scene_that_the_picture_leads(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """Where there was room for the speech, there still is; nothing runs over for the rhythm's sake."""
    top = Curve.flat(1)
    screenplay = replace(film(scene("a", [96], 1, lead="picture"), drift=top), rhythm=HALF)
    made = material(screenplay, {"a_l1": 3})
    assert assemble(screenplay, made).frames == 84
    assert overruns(screenplay, made.lines) == []


def test_a_shot_is_held_for_a_frame_at_least() -> None:
    """Even where the ceiling is 1."""
    assert held(Shot("a", 40, Backend("fake"), drift=Curve.flat(1)), Response()) == 1
