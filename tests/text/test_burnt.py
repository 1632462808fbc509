"""Which words stand in the picture, and from which film frame on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest

from white_cloud.film.drift import Curve
from white_cloud.film.score import Response
from white_cloud.film.screenplay import Backend, Captions, Screenplay
from white_cloud.film.timeline import Clip, Plate, SpokenPhrase, Timeline, VoiceClip
from white_cloud.text.burnt import SHORTEST_STATE, burnt_captions
from white_cloud.text.captions import cues, cues_side_by_side

RATE = Fraction(24)
TEXT = {
    "zh": "我闺女画大车，轮子比房子高。老师打了个叉。",
    "en": "My girl drew a truck, its wheels taller than the house. Wrong.",
}
ALWAYS = Response(Fraction(0), Fraction(1, 100))


def _voice(*starts: int) -> tuple[VoiceClip, ...]:
    phrase = SpokenPhrase("zh", TEXT, Fraction(0), Fraction(9), ())
    return tuple(VoiceClip(f"l{start}", "one", "blob", Fraction(start, 3), Fraction(9), (phrase,)) for start in starts)


def _timeline(*voice: VoiceClip, drift: Fraction | int = 0) -> Timeline:
    clip = Clip("a", Plate("a", 1, "blob", 2000, RATE), 0, 1000, drift=Curve.flat(drift))
    return Timeline("film", RATE, (64, 36), (clip,), voice)


def _film(*languages: str, corrupt: Response | None = None, seed: int = 0) -> Screenplay:
    camera = Backend("fake")
    said = Captions(languages, corrupt)
    return Screenplay("film", {}, ("zh", "en"), RATE, (64, 36), {}, camera, camera, (), seed=seed, captions=said)


def _joined(found) -> list[str]:
    return [" ".join(one.texts) for one in found]


def test_a_film_that_does_not_say_has_none() -> None:
    """Nothing is worked out either."""
    assert burnt_captions(_film(), _timeline(*_voice(1))) == ()


@pytest.mark.parametrize("languages", [("zh",), ("en",), ("zh", "en"), ("en", "zh")], ids="+".join)
def test_they_are_the_sidecar_s_words_at_the_sidecar_s_times(languages: tuple[str, ...]) -> None:
    """Shown on the frames that begin inside a cue, as a player shows the soft ones."""
    timeline = _timeline(*_voice(1, 40))
    until = timeline.frames / RATE
    side = cues(timeline.voice, *languages, RATE, until) if len(languages) == 1 else cues_side_by_side(
        timeline.voice, languages, RATE, until
    )  # fmt: skip
    found = burnt_captions(_film(*languages), timeline)
    assert ["".join(one.texts).replace(" ", "") for one in found] == ["".join(cue.lines).replace(" ", "") for cue in side]
    assert [(one.start, one.end) for one in found] == [(ceil(cue.start * RATE), ceil(cue.end * RATE)) for cue in side]
    assert all(len(one.texts) <= len(languages) for one in found)


def test_at_low_drift_they_are_faithful_whatever_may_lie() -> None:
    """Corruption comes in where the film says."""
    film = _film("zh", "en", corrupt=Response(Fraction(35, 100)))
    assert burnt_captions(film, _timeline(*_voice(1), drift=Fraction(35, 100))) == burnt_captions(
        _film("zh", "en"), _timeline(*_voice(1))
    )


def test_with_drift_they_lie_but_not_when_a_clean_film_is_asked_for() -> None:
    """The clean film is what was said."""
    timeline = _timeline(*_voice(1, 40, 80), drift=1)
    true, lies = burnt_captions(_film("zh", "en"), timeline), burnt_captions(_film("zh", "en", corrupt=ALWAYS), timeline)
    assert _joined(lies) != _joined(true)
    assert burnt_captions(_film("zh", "en", corrupt=ALWAYS), timeline, faithful=True) == true


@pytest.mark.parametrize("drift", [Fraction(number, 10) for number in range(11)], ids=str)
def test_a_caption_has_two_states_at_the_most_and_the_first_is_true(drift: Fraction) -> None:
    """It turns once, over the same frames as the faithful one; each state stands long enough to be seen."""
    timeline = _timeline(*_voice(1, 40, 80), drift=drift)
    for seed in range(5):
        found = list(burnt_captions(_film("zh", corrupt=Response(), seed=seed), timeline))
        for one in burnt_captions(_film("zh"), timeline):
            states = [state for state in found if one.start <= state.start < one.end]
            assert (states[0].start, states[-1].end) == (one.start, one.end)
            if len(states) == 2:
                assert states[0].texts == one.texts != states[1].texts
                assert min(state.frames for state in states) >= SHORTEST_STATE
            else:
                assert len(states) == 1


def test_the_drift_that_counts_is_that_of_the_clip_shown_at_the_caption_s_middle() -> None:
    """A caption over a cut follows one of both sides, whole."""
    whole = _timeline(*_voice(1))
    (clip,) = whole.picture
    first = burnt_captions(_film("en"), whole)[0]
    middle = (first.start + first.end) // 2
    film = _film("en", corrupt=ALWAYS, seed=3)
    for cut, lies in ((middle + 1, False), (middle, True)):
        calm, wild = replace(clip, frames=cut), replace(clip, start=cut, frames=1000 - cut, drift=Curve.flat(1))
        found = burnt_captions(film, replace(whole, picture=(calm, wild)))
        assert (found[0].texts != first.texts or found[1].start < first.end) == lies


def test_what_becomes_of_a_line_follows_from_its_id_and_the_film_s_seed() -> None:
    """Not from where it stands, nor from the lines around it; another seed, another lie."""
    film = _film("zh", corrupt=ALWAYS)
    alone = _joined(burnt_captions(film, _timeline(*_voice(40), drift=1)))
    assert _joined(burnt_captions(film, _timeline(*_voice(1, 40), drift=1)))[-len(alone) :] == alone
    assert len({*_joined(burnt_captions(film, _timeline(*_voice(1, 40, 80), drift=1)))}) > len({*alone})
    assert any(
        _joined(burnt_captions(_film("zh", corrupt=ALWAYS, seed=seed), _timeline(*_voice(40), drift=1))) != alone
        for seed in range(1, 5)
    )
