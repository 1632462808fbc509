"""Drift as data, and where each shot stands in the narrative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.film import narrative
from white_cloud.film.drift import Curve
from white_cloud.film.screenplay import Act, Scene, Screenplay

unit = st.integers(0, 12).map(lambda twelfths: Fraction(twelfths, 12))
curves = st.lists(st.tuples(unit, unit), min_size=1, max_size=5, unique_by=lambda one: one[0]).map(
    lambda points: Curve(tuple(sorted(points)))
)


@given(curves, unit, unit, unit)
def test_a_part_of_a_curve_is_that_part(curve: Curve, one: Fraction, other: Fraction, position: Fraction) -> None:
    """Exactly, at every position: cutting a scene into shots changes nothing."""
    start, end = sorted((one, other))
    assert curve.part(start, end).at(position) == curve.at(start + (end - start) * position)


@given(curves, unit)
def test_drift_stays_between_its_keyframes(curve: Curve, position: Fraction) -> None:
    """No overshoot: 0 is testimony, 1 is propaganda, and nothing lies beyond."""
    values = [value for _, value in curve.keyframes]
    assert min(values) <= curve.at(position) <= max(values)


@given(curves)
def test_a_curve_passes_through_its_keyframes(curve: Curve) -> None:
    """And is flat before the first and after the last."""
    assert all(curve.at(place) == value for place, value in curve.keyframes)
    assert curve.at(Fraction(-1)) == curve.keyframes[0][1]
    assert curve.at(Fraction(2)) == curve.keyframes[-1][1]


lengths = st.lists(st.lists(st.integers(1, 100), min_size=1, max_size=4), min_size=1, max_size=4)


@given(curves, lengths)
def test_drift_runs_on_across_every_cut(
    scene: Callable[..., Scene], film: Callable[..., Screenplay], curve: Curve, lengths: list[list[int]]
) -> None:
    """Where one shot ends the next begins, and the act's own curve is found again at each shot's place."""
    screenplay = film(*(scene(f"s{number}_", parts) for number, parts in enumerate(lengths)), drift=curve)
    shots = [shot for _, _, shot in screenplay.shots()]
    stated = [shot.drift or Curve(()) for shot in shots]
    assert all(one.at(Fraction(1)) == other.at(Fraction(0)) for one, other in pairwise(stated))
    total, at = sum(shot.frames for shot in shots), 0
    for shot, drift in zip(shots, stated, strict=True):
        assert drift.at(Fraction(1, 2)) == curve.at(Fraction(2 * at + shot.frames, 2 * total))
        at += shot.frames


def test_what_a_person_stated_stays(scene: Callable[..., Scene], film: Callable[..., Screenplay]) -> None:
    """A scene's or a shot's own drift wins over what lies around it."""
    own = Curve.flat(Fraction(9, 10))
    first = scene("a", [24, 24])
    first = replace(first, shots=(replace(first.shots[0], drift=own), first.shots[1]))
    screenplay = film(first, replace(scene("b", [48]), drift=own))
    by_id = {shot.id: shot.drift for _, _, shot in screenplay.shots()}
    assert by_id["a1"] == own
    assert by_id["a2"] == Curve(((Fraction(0), Fraction(1, 4)), (Fraction(1), Fraction(1, 2))))
    assert by_id["b1"] is not None
    assert by_id["b1"].at(Fraction(1, 3)) == Fraction(9, 10)


def test_stating_twice_changes_nothing(scene: Callable[..., Scene], film: Callable[..., Screenplay]) -> None:
    """A screenplay whose drift is stated says the same."""
    screenplay = film(scene("a", [24, 48]), scene("b", [10]))
    assert narrative.with_drift(screenplay) == screenplay


def test_the_mean_drift_is_that_of_the_middle(scene: Callable[..., Scene], film: Callable[..., Screenplay]) -> None:
    """Rounded to a thousandth, so that a word more elsewhere asks nothing new of the writer."""
    found = [narrative.mean_drift(one) for _, one in film(scene("a", [1]), scene("b", [2])).scenes()]
    assert found == [Fraction(167, 1000), Fraction(667, 1000)]


@pytest.mark.parametrize(
    ("chosen", "shots", "slots"),
    [
        ("a", ["a1", "a2"], ["a_l1", "a_l2"]),
        ("a2", ["a2"], []),
        ("a_l2", ["a1", "a2"], ["a_l2"]),
        ("act", ["a1", "a2", "b1"], ["a_l1", "a_l2"]),
        ("late", ["c1"], []),
    ],
)
def test_a_part_of_the_film_is_cut_out_by_id(
    scene: Callable[..., Scene], film: Callable[..., Screenplay], chosen: str, shots: list[str], slots: list[str]
) -> None:
    """An act, a scene, a shot or a line; without cards, and with the drift it has in the whole film."""
    whole = film(scene("a", [24, 24], 2), scene("b", [24]), title_card=12, closing_card=48)
    late = Act("late", {}, Curve.flat(1), (scene("c", [24]),))
    whole = narrative.with_drift(replace(whole, acts=(*whole.acts, late)))
    part = narrative.select(whole, chosen)
    assert [shot.id for _, _, shot in part.shots()] == shots
    assert [slot.id for _, _, slot in part.slots()] == slots
    assert (part.title_card, part.closing_card) == (0, 0)
    stated = {shot.id: shot.drift for _, _, shot in whole.shots()}
    assert all(shot.drift == stated[shot.id] for _, _, shot in part.shots())


def test_what_is_not_in_the_film_cannot_be_cut_out(scene: Callable[..., Scene], film: Callable[..., Screenplay]) -> None:
    """The caller knows which ids there are."""
    with pytest.raises(KeyError):
        narrative.select(film(scene("a", [24])), "b")


def test_every_id_is_known_with_what_it_names(scene: Callable[..., Scene], film: Callable[..., Screenplay]) -> None:
    """In film order."""
    found = narrative.ids(film(scene("a", [24], 1), scene("b", [24])))
    assert list(found.items()) == [
        ("act", "act"),
        ("a", "scene"),
        ("a1", "shot"),
        ("a_l1", "line"),
        ("b", "scene"),
        ("b1", "shot"),
    ]
