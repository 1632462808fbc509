"""Segments: the whole cut without a gap, split where a trim leaves most of them alone, keyed by what decides their bytes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.film.drift import Curve
from white_cloud.film.ramp import ramp_of
from white_cloud.film.score import Accent, Response, Score
from white_cloud.film.timeline import Card, Clip, Plate, Timeline
from white_cloud.media.encoding import DRAFT, MASTER
from white_cloud.render import segments as module
from white_cloud.render.segments import GRID, segments
from white_cloud.text.burnt import BurntCaption
from white_cloud.timecode import Duration

RISE = Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))
SCORE = Score({"float": Response(Fraction(1, 20)), "tear": Response(Fraction(1, 2))})


def _clip(name: str, start: int, frames: int, first: int = 0, **more) -> Clip:
    plate = Plate(name, 1, f"blob of {name}", 2000, Fraction(24))
    return Clip(name, plate, start, frames, first, shot=name, **{"score": SCORE, **more})


def _timeline(*clips: Clip, size: tuple[int, int] = (64, 48)) -> Timeline:
    return Timeline("film", Fraction(24), size, clips)


def _keys(*clips: Clip, **how) -> list[str]:
    return [segment.key() for segment in segments(_timeline(*clips), MASTER, **how)]


def test_segments_cover_the_cut_in_order():
    """Every film frame belongs to one of them."""
    clips = (_clip("a", 0, 100), _clip("b", 100, 700, 50), _clip("c", 800, 1))
    found = segments(_timeline(*clips), MASTER)
    assert [(one.clip, one.first, one.frames) for one in found] == [
        ("a", 0, 100),
        ("b", 50, 190),
        ("b", 240, 240),
        ("b", 480, 240),
        ("b", 720, 30),
        ("c", 0, 1),
    ]
    assert len({one.id for one in found}) == len(found)


@pytest.mark.parametrize(("first", "frames", "parts"), [(0, GRID, 1), (100, GRID, 1), (0, GRID + 1, 2), (GRID, 2 * GRID, 2)])
def test_only_clips_over_the_grid_are_split(first, frames, parts):
    """On lines of the grid, which are counted in source frames."""
    assert len(_keys(_clip("a", 0, frames, first))) == parts


def test_a_trim_renders_one_end_again():
    """The others keep their keys."""
    before, after = _keys(_clip("a", 0, 700)), _keys(_clip("a", 0, 690))
    assert before[:2] == after[:2]
    assert before[2] != after[2]
    assert _keys(_clip("a", 0, 690, 10))[1:] == before[1:]


def test_a_ripple_or_a_reorder_keeps_every_key():
    """No key holds a place in the film, nor a clip's name."""
    one, two = _clip("a", 0, 50, drift=RISE, drift_span=(0, 50)), _clip("b", 50, 60)
    keys = set(_keys(one, two))
    assert set(_keys(replace(two, start=0), replace(one, start=60))) == keys
    assert set(_keys(replace(one, start=7, id="other"), replace(two, start=57))) == keys


@pytest.mark.parametrize(
    "change",
    [
        {"first": 1},
        {"frames": 49},
        {"speed": Fraction(4, 5)},
        {"source": Plate("a", 1, "another blob", 2000, Fraction(24))},
        {"source": Plate("a", 1, "blob of a", 2000, Fraction(25))},
        {"drift": Curve.flat(Fraction(1, 2))},
        {"drift_span": (0, 60)},
        {"seed": 8},
        {"score": Score({"float": Response(), "tear": Response(Fraction(1, 2))})},
        {"score": replace(SCORE, accents=(Accent({"tear": Fraction(1)}),))},
    ],
    ids=str,
)
def test_what_decides_the_picture_is_in_the_key(change):
    """Blob, frames, speed, rate, drift, the score, and the shot that gives the seeds."""
    clip = _clip("a", 0, 50, drift=RISE, drift_span=(0, 50))
    assert _keys(clip) != _keys(replace(clip, **change))


@pytest.mark.parametrize("change", [{"first": 1}, {"frames": 49}, {"speed": Fraction(4, 5)}], ids=str)
def test_a_calm_segment_is_keyed_by_its_frames_too(change):
    """Where no drift says which they are."""
    assert _keys(_clip("a", 0, 50)) != _keys(replace(_clip("a", 0, 50), **change))


@pytest.mark.parametrize(
    "change",
    [{"scene": "x"}, {"act": "x"}, {"id": "x"}, {"source": Plate("z", 9, "blob of a", 9999, Fraction(24), "R")}],
    ids=str,
)
def test_what_does_not_decide_the_picture_is_not(change):
    """Names, and how long the take goes on."""
    clip = _clip("a", 0, 50, drift=RISE, drift_span=(0, 50))
    assert _keys(clip) == _keys(replace(clip, **change))


def test_size_and_encoding_are_in_the_key():
    """A draft is no master."""
    clip = _clip("a", 0, 50)
    master = segments(_timeline(clip), MASTER)[0].key()
    assert segments(_timeline(clip), DRAFT)[0].key() != master
    assert segments(_timeline(clip, size=(128, 96)), MASTER)[0].key() != master


def test_the_renderers_revision_is_in_the_key(monkeypatch):
    """Segments of an older one are not taken for its own."""
    before = _keys(_clip("a", 0, 50))
    monkeypatch.setattr(module, "RENDER_REVISION", module.RENDER_REVISION + 1)
    assert _keys(_clip("a", 0, 50)) != before


def test_at_drift_0_there_is_no_effect_and_drift_is_not_keyed():
    """Testimony is the plate; `clean` makes everything testimony."""
    calm = _clip("a", 0, 50)
    assert segments(_timeline(calm), MASTER)[0].effects == ()
    wild = replace(calm, drift=RISE, drift_span=(0, 50))
    assert len(segments(_timeline(wild), MASTER)[0].effects) == 2
    assert _keys(wild, clean=True) == _keys(calm)


def test_a_part_carries_only_the_effects_that_it_calls_for():
    """So that a change of the end leaves the calm beginning alone."""
    clip = _clip("a", 0, 480, drift=Curve(((Fraction(1, 2), Fraction(0)), (Fraction(1), Fraction(1)))), drift_span=(0, 480))
    calm, wild = segments(_timeline(clip), MASTER)
    assert calm.effects == ()
    assert len(wild.effects) == 2


def test_an_accent_is_in_the_keys_of_the_segments_that_it_reaches():
    """A blow on a long clip's cut leaves the rest of it alone."""
    clip = _clip("a", 0, 700)
    accented = replace(clip, score=replace(SCORE, accents=(Accent({"tear": Fraction(1)}),)))
    before, after = _keys(clip), _keys(accented)
    assert (before[0] == after[0], before[1:] == after[1:]) == (False, True)


def test_only_a_segment_that_shows_the_picture_before_the_cut_is_keyed_by_it():
    """Not a later one, nor one that is dragged no more; what works on that picture after it was dragged is not in it."""
    blow = Accent({"mosh": Fraction(1)}, length=Duration(frames=12))
    before = _clip("a", 0, 50, score=Score({"echo": Response()}), drift=Curve.flat(1))
    after = _clip("b", 50, 280, 200, score=Score({}, (blow,)))
    _, seam, rest = segments(_timeline(before, after), MASTER)
    assert (seam.before is not None, rest.before, rest.effects) == (True, None, ())
    assert seam.before.effects == ()
    looking = replace(after, score=Score({"echo": Curve.flat(1)}, (replace(blow, length=Duration(frames=100)),)))
    _, seam, rest = segments(_timeline(before, looking), MASTER)
    assert (seam.before is not None, rest.before is not None) == (True, True)


def test_type_in_an_effect_is_in_the_key(monkeypatch):
    """A font or a library that draws otherwise: old segments do not stay beside new ones."""
    printed = _clip("a", 0, 50, score=Score({"overprint": Curve.flat(1)}))
    torn = replace(printed, score=Score({"tear": Curve.flat(1)}))
    before = _keys(printed), _keys(torn)
    monkeypatch.setattr(module, "type_identity", lambda: {"drawing": "another"})
    assert (_keys(printed) == before[0], _keys(torn) == before[1]) == (False, True)


def test_a_review_copy_is_keyed_by_its_place():
    """Its timecode is in the picture; the same segment without it is not."""
    clip = _clip("a", 0, 50)
    assert _keys(clip, burn_in=True) != _keys(replace(clip, start=10), burn_in=True)
    assert _keys(clip, burn_in=True) != _keys(clip)
    assert segments(_timeline(clip), MASTER, burn_in=True)[0].burn_in.label == "a take 1"


def test_a_card_is_keyed_by_its_words_and_its_length():
    """Its fades follow its clip."""
    card = Clip("t", Card((("title", "白云"),)), 0, 48)
    key = _keys(card)
    assert _keys(replace(card, start=9)) == key
    assert _keys(replace(card, frames=50)) != key
    assert _keys(replace(card, source=Card((("title", "云"),)))) != key


positions = st.lists(st.fractions(0, 1, max_denominator=50), min_size=1, max_size=4).map(sorted)
values = st.lists(st.fractions(0, 1, max_denominator=20), min_size=4, max_size=4)


@given(positions, values, st.integers(-20, 40), st.integers(1, 90), st.integers(0, 60), st.integers(1, 60))
def test_a_ramp_gives_the_drift_of_every_frame(places, drifts, low, length, first, frames):
    """Also over bends between frames and jumps at one place, with few points."""
    clip = _clip("a", 0, frames, first, drift=Curve(tuple(zip(places, drifts, strict=False))), drift_span=(low, low + length))
    segment = segments(_timeline(clip), MASTER)[0]
    assert all(segment.drift(number) == clip.drift_at(number) for number in range(first, first + frames))
    assert len(segment.ramp) <= 2 + 3 * len(places)


def test_a_jump_of_drift_falls_between_two_frames():
    """Two keyframes at one place; the frame there has the second's value, the one before it lies on the way to the first's."""
    points = ((0, 0), (Fraction(1, 2), Fraction(1, 4)), (Fraction(1, 2), 1), (1, 1))
    jump = Curve(tuple((Fraction(place), Fraction(value)) for place, value in points))
    clip = _clip("a", 0, 20, drift=jump, drift_span=(0, 20))
    segment = segments(_timeline(clip), MASTER)[0]
    assert [segment.drift(number) for number in (0, 9, 10, 19)] == [0, Fraction(9, 40), 1, 1]


def test_a_flat_ramp_is_its_two_ends():
    """However many keyframes said it: equal drift has equal keys."""
    flat = Curve(tuple((Fraction(place, 4), Fraction(1, 2)) for place in range(5)))
    clip = _clip("a", 0, 50, drift=flat, drift_span=(0, 50))
    assert ramp_of(clip, flat, 0, 49) == ((0, Fraction(1, 2)), (49, Fraction(1, 2)))
    assert _keys(clip) == _keys(replace(clip, drift=Curve.flat(Fraction(1, 2))))


def test_planning_imports_no_codec_and_no_picture_library():
    """A build with nothing to do must be quick."""
    code = "import sys, white_cloud.render.segments; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert {"cv2", "av", "moviepy", "PIL", "fontTools", "numpy"} & set(loaded) == set()


def test_the_revisions_of_cards_and_captions_are_those_of_what_draws_them():
    """Planning does not import what draws them."""
    from white_cloud.text import cards, lettering

    assert cards.REVISION == module.CARD_REVISION
    assert lettering.REVISION == module.CAPTION_REVISION


def _captioned(*captions: tuple[int, int, str], clips=None) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Return the key of each segment with the captions that it shows, (first, frames, text)."""
    asked = tuple(BurntCaption(start, frames, (text,), "l1") for start, frames, text in captions)
    found = segments(_timeline(*clips or [_clip("a", 0, 700)]), MASTER, captions=asked)
    return [(one.key(), [(shown.first, shown.frames, *shown.texts) for shown in one.captions]) for one in found]


def test_a_segment_shows_its_part_of_a_caption_counted_as_its_source_is():
    """One over a line of the grid is in two segments, one that ends where a segment begins is not in it."""
    clips = (_clip("a", 0, 50), _clip("b", 50, 700, first=100))
    found = _captioned((10, 40, "x"), (60, 200, "y"), clips=clips)
    assert [shown for _, shown in found] == [[(10, 40, "x")], [(110, 130, "y")], [(240, 70, "y")], [], []]


def test_a_moved_clip_keeps_its_key_with_the_same_words_over_the_same_frames():
    """Wherever both stand in the film, and whatever the line is called."""
    before = _captioned((20, 30, "x"), clips=(_clip("a", 0, 100),))
    assert _captioned((120, 30, "x"), clips=(_clip("a", 100, 100),)) == before
    asked = (BurntCaption(20, 30, ("x",), "another line"),)
    assert segments(_timeline(_clip("a", 0, 100)), MASTER, captions=asked)[0].key() == before[0][0]


@pytest.mark.parametrize("change", [(21, 30, "x"), (20, 31, "x"), (20, 30, "y")])
def test_what_a_caption_shows_and_when_is_in_the_key_of_its_segment_alone(change):
    """Segments without captions have the keys that they have in a film without any."""
    before, after = _captioned((20, 30, "x")), _captioned(change)
    assert before[0][0] != after[0][0]
    assert [key for key, _ in before[1:]] == [key for key, _ in after[1:]] == _keys(_clip("a", 0, 700))[1:]
    assert before[0][0] != _keys(_clip("a", 0, 700))[0]


def test_the_picture_that_is_dragged_over_a_cut_has_no_caption():
    """Captions lie over the finished picture: no effect ever sees one."""
    score = Score({"mosh": Response()})
    clips = [_clip(name, at, 50, score=score, drift=Curve.flat(1)) for name, at in (("a", 0), ("b", 50))]
    found = segments(_timeline(*clips), MASTER, captions=(BurntCaption(40, 30, ("x",), "l1"),))
    assert found[1].before is not None
    assert found[1].before.captions == ()
    assert found[1].captions
