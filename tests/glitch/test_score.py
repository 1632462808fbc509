"""From a score to strengths: nothing at drift 0, never less as drift rises, accents; a moved clip keeps them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.documents.load import load_score
from white_cloud.film.drift import Curve
from white_cloud.film.score import Accent, Response, Score
from white_cloud.film.timeline import Clip, Plate, SpokenPhrase, Timeline, VoiceClip, Word
from white_cloud.glitch.presets import PRESETS
from white_cloud.glitch.revisions import REVISIONS
from white_cloud.glitch.score import GRID, ORDER, Applied, accents_of, applied
from white_cloud.project import known_names
from white_cloud.timecode import Duration

PLATE = Plate("dunes", 1, "aa", 1000, Fraction(24))
RISE = Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))
BOTH = Score({"tear": Response(Fraction(1, 2)), "float": Response()})
drifts = st.fractions(0, 1, max_denominator=1000)


def _clip(score: Score = BOTH, drift: Curve = RISE, frames: int = 100, **more: object) -> Clip:
    return Clip("c", PLATE, 0, frames, shot="dunes", drift=drift, drift_span=(0, frames), score=score, **more)


def _whole(clip: Clip) -> dict[str, Applied]:
    timeline = Timeline("film", Fraction(24), (64, 48), (clip,))
    return {one.name: one for one in applied(clip, clip.first, clip.frames, accents_of(clip, timeline))}


def test_at_drift_0_nothing_is_applied() -> None:
    """Testimony is left alone."""
    assert _whole(_clip(drift=Curve.flat(0))) == {}


def test_effects_work_in_the_house_s_order_whatever_a_score_lists_first() -> None:
    """What looks back before what does not."""
    assert list(_whole(_clip())) == ["float", "tear"]
    assert sorted(ORDER) == sorted(REVISIONS)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_comes_in_one_effect_after_another(preset: str) -> None:
    """None at drift 0; all of them at 1, each at its ceiling; no strength falls as drift rises. The voice is one of them."""
    parts = load_score(PRESETS[preset], known_names()).parts
    at = [[part.strength(Fraction(step, 20)) for part in parts.values()] for step in range(21)]
    counts = [sum(strength > 0 for strength in strengths) for strengths in at]
    assert (counts[0], counts[-1]) == (0, len(parts))
    assert counts == sorted(counts)
    assert at[-1] == [float(part.ceiling) for part in parts.values()]


@given(drifts, drifts, drifts, st.fractions(Fraction(1, 10), 10, max_denominator=10))
def test_strength_never_falls_as_drift_rises(one: Fraction, other: Fraction, start: Fraction, exponent: Fraction) -> None:
    """Between 0 and its ceiling."""
    response = Response(min(start, Fraction(9, 10)), Fraction(1), Fraction(3, 4), exponent)
    low, high = sorted((one, other))
    assert 0 <= response.strength(low) <= response.strength(high) <= response.ceiling


def test_strength_follows_the_drift_of_each_frame() -> None:
    """A trim chooses part of it."""
    tear = _whole(_clip())["tear"]
    assert [tear.strength(frame) for frame in (0, 50, 75, 99)] == [0, 0, 0.5, 0.98]
    assert _whole(replace(_clip(), first=20, frames=60))["tear"].strength(75) == 0.5


def test_keyframes_are_read_where_drift_is() -> None:
    """Over the shot, whatever the drift."""
    melt = _whole(_clip(Score({"melt": RISE}), drift=Curve.flat(0)))["melt"]
    assert [melt.strength(frame) for frame in (0, 50, 99)] == [0, 0.5, 0.99]


def test_a_stretch_carries_only_what_works_on_it() -> None:
    """So that a change of the end leaves the calm beginning alone."""
    clip = _clip(frames=2 * GRID)
    assert [one.name for one in applied(clip, 0, GRID)] == ["float"]
    assert [one.name for one in applied(clip, GRID, GRID)] == ["float", "tear"]


def test_strengths_reach_back_as_far_as_effects_look() -> None:
    """As far as those after them look, and with a state as far as they look themselves; no farther."""
    looking = Score({name: Response() for name in ("mosh", "echo", "float")})
    found = _whole(replace(_clip(looking, frames=400), first=250, frames=100))
    assert found["mosh"].strength(250 - 26 - 59) == pytest.approx((250 - 26 - 59) / 400)
    assert found["echo"].strength(249) == found["echo"].strength(250)
    assert found["float"].strength(249) == found["float"].strength(250)


def test_what_worked_just_before_a_stretch_is_there_to_be_looked_back_at() -> None:
    """A blow that is over before a line of the grid is still echoed after it; alone it is over."""
    blow = Accent({"tear": Fraction(1), "hesitate": Fraction(1)}, length=Duration(frames=4))
    for parts, names in (({"echo": Response()}, ["hesitate", "echo"]), ({}, [])):
        clip = _clip(Score(parts, (blow,)), first=GRID - 10, frames=GRID + 50)
        timeline = Timeline("film", Fraction(24), (64, 48), (clip,))
        assert [one.name for one in applied(clip, GRID, 60, accents_of(clip, timeline))] == names


def test_seeds_follow_from_the_shot_and_the_effect() -> None:
    """A clip that moved looks the same; another shot looks otherwise."""
    here, there = _whole(_clip(seed=7)), _whole(replace(_clip(seed=7), id="d", start=500))
    assert here == there
    assert len({one.seed for one in (*here.values(), *_whole(_clip(seed=8)).values())}) == 4


def test_an_accent_on_a_cut_falls_off_from_the_clip_s_first_frame() -> None:
    """Over its length, from its strength to nothing; a trim moves it to the new first frame."""
    score = Score({}, (Accent({"tear": Fraction(4, 5)}, length=Duration(frames=4)),))
    tear = _whole(_clip(score, first=10))["tear"]
    assert [tear.strength(frame) for frame in range(10, 16)] == [0.8, pytest.approx(0.6), 0.4, pytest.approx(0.2), 0, 0]
    assert _whole(_clip(score, first=30))["tear"].strength(30) == 0.8


def test_an_accent_without_strength_is_none() -> None:
    """As where a part is weakened to nothing: what asks for accents is not told of it."""
    clip = _clip(Score({}, (Accent({"tear": Fraction(0), "melt": Fraction(1)}),)))
    assert set(accents_of(clip, Timeline("film", Fraction(24), (64, 48), (clip,)))) == {"melt"}


def test_an_accent_on_a_word_lasts_as_long_as_the_word() -> None:
    """And reaches into the clip after it, not into one before; a word nobody says has none."""
    words = (Word(0, 8, Fraction(2), Fraction(3)),)
    phrase = SpokenPhrase("en", {"en": "paradise"}, Fraction(2), Fraction(3), words)
    voice = (VoiceClip("l", "s", "b", Fraction(1), Fraction(4), (phrase,)),)
    score = Score({}, (Accent({"tear": Fraction(1)}, "Paradise", Duration(frames=10)), Accent({"float": Fraction(1)}, "hell")))
    clips = [Clip(str(start), PLATE, start, 45, 100, score=score) for start in (0, 45, 90)]
    timeline = Timeline("film", Fraction(24), (64, 48), tuple(clips), voice)
    before, during, after = (applied(clip, clip.first, 45, accents_of(clip, timeline)) for clip in clips)
    assert before == ()
    assert [one.name for one in during] == ["tear"]
    # the word is heard from film frame 72 to 95
    assert [during[0].strength(100 + frame - 45) for frame in (70, 71, 72, 89)] == [0, 0, 1, 1]
    assert [after[0].strength(100 + frame - 90) for frame in (90, 95, 100, 105)] == [1, 1, 0.5, 0]


def test_an_accent_and_the_drift_do_not_add_up() -> None:
    """The stronger of them holds."""
    score = replace(BOTH, accents=(Accent({"float": Fraction(1, 2)}, length=Duration(frames=50)),))
    strengths = [_whole(_clip(score))["float"].strength(frame) for frame in range(100)]
    assert [strengths[0], strengths[10], strengths[80]] == [0.5, pytest.approx(0.4), 0.8]
    assert max(strengths) <= 1


@pytest.mark.parametrize(
    "wrong", [{"start": 1, "end": 1}, {"start": -1, "end": 1}, {"start": 0, "end": 1, "ceiling": 2}, {"exponent": 0}]
)
def test_a_response_that_makes_no_sense_is_refused(wrong: dict[str, int]) -> None:
    """It would divide by nothing, begin at 0, or overshoot."""
    with pytest.raises(ValueError, match="a response must have"):
        Response(**{name: Fraction(value) for name, value in wrong.items()})
