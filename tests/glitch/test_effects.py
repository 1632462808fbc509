"""One contract over every effect: from what cannot be told to what cannot be missed, and the same every time."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moviepy import VideoClip

from tests.glitch.pictures import natural, noise
from white_cloud.errors import UserError
from white_cloud.glitch.catalogue import EFFECTS, effect_class
from white_cloud.glitch.effect import Moment
from white_cloud.glitch.revisions import REVISIONS
from white_cloud.glitch.score import LOOK_BACK, ORDER, STATEFUL
from white_cloud.glitch.stateful import StatefulEffect
from white_cloud.media.planes import black, planes, to_rgb
from white_cloud.render.clip import PlaneClip

#: SHA-256 (first 16 digits) of an effect's pictures, by name and revision. A digest that is no longer right means that the
#: effect's picture changed: raise its revision in white_cloud/glitch/revisions.py, and put the new digest here.
GOLDEN = {
    ("amnesia", 2): "5b30b297a7983c2e",
    ("drain", 2): "a1f69668efe51b49",
    ("dream", 2): "5a00f2a3c2f22f65",
    ("echo", 1): "7e7f8cb2b8f8f930",
    ("float", 2): "4a8f97717a78aab3",
    ("hesitate", 3): "189e55b7ee38dbff",
    ("hunt", 1): "4c03e309d5d63143",
    ("melt", 2): "dad5c933338b67de",
    ("mosh", 2): "54c08b603c3636b2",
    ("overprint", 1): "0bb878af816b6013",
    ("pulverise", 2): "7fe3fdb5e5934b18",
    ("quantise", 1): "3a5c2e486f6ec60b",
    ("smear", 2): "8de6eedbcd0b10d0",
    ("sort", 2): "320f86372ed45852",
    ("stutter", 1): "f6785526709b108d",
    ("tear", 1): "5598e22c995dc1ba",
}
NAMES = sorted(EFFECTS)
#: What is quick, since that is its kind: bands leap and grains fly. And what shows earlier frames alone: no still can tell.
QUICK, SHOWING_EARLIER = {"tear", "pulverise"}, {"echo", "hesitate", "stutter"}
SIZE = (96, 64)
#: How much of the picture an effect has to do with: writing is thin.
_PART = {"overprint": 0.02}


def _frame(number: int, size: tuple[int, int] = SIZE):
    """A frame with edges, colour and motion."""
    packed = black(size)
    luma, blue, red = planes(packed)
    y, x = np.mgrid[: size[1], : size[0]]
    luma[:] = 60 + 80 * ((x + 2 * number) // 8 % 2) + y * 60 // size[1]
    blue[:] = 128 + 60 * np.sin((np.arange(size[0] // 2) + number) / 5)
    red[:] = 150
    return packed


def _damaged(name: str, number: int = 40, strength: float = 1.0, seed: int = 7, size: tuple[int, int] = SIZE, **more):
    return effect_class(name)(strength, **more).frame(
        _frame(number, size), Moment(number, strength, seed), lambda at: _frame(max(at, 0), size)
    )


def _difference(name: str, strength: float) -> float:
    """Return how far the picture is from its plate, as the mean over a second."""
    return float(np.mean([np.abs(_damaged(name, at, strength).astype(int) - _frame(at)).mean() for at in range(30, 54, 3)]))


def _plane_clip(count: int = 60) -> PlaneClip:
    return PlaneClip(_frame, count, SIZE, Fraction(24))


@pytest.mark.parametrize("name", NAMES)
def test_strength_0_gives_the_very_same_array(name):
    """Untouched, bit for bit, and not even copied."""
    packed = _frame(3)
    assert effect_class(name)().frame(packed, Moment(3, 0.0, 7), lambda _: packed) is packed


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [SIZE, (10, 10), (34, 38), (2, 2)])
def test_the_plate_is_not_written_to_and_the_shape_stays(name, size):
    """Plates are kept and given again."""
    plate = _frame(40, size)
    plate.flags.writeable = False
    result = effect_class(name)().frame(plate, Moment(40, 1.0, 7), lambda at: _frame(max(at, 0), size))
    assert (plate == _frame(40, size)).all()
    assert (result.shape, result.dtype) == (plate.shape, plate.dtype)


@pytest.mark.parametrize("name", NAMES)
def test_a_moment_decides_the_picture(name):
    """The same moment twice is the same picture; another seed is another one."""
    assert (_damaged(name) == _damaged(name)).all()
    if name != "echo":  # its ghosts have their places
        assert (_damaged(name) != _damaged(name, seed=8)).any()


@pytest.mark.parametrize("name", NAMES)
def test_damage_grows_with_strength(name):
    """Hardly there at a tenth, not to be missed at full strength."""
    differences = [_difference(name, strength) for strength in (0.1, 0.3, 0.6, 1.0)]
    assert differences == sorted(differences)
    assert differences[0] < differences[3] / 2.5
    assert differences[3] > 5 * _PART.get(name, 1)


@pytest.mark.parametrize("name", NAMES)
def test_any_frame_alone_is_as_in_order(name):
    """Nothing is carried from frame to frame but what can be made again."""
    in_order = _plane_clip().with_effects([effect_class(name)(0.8, seed=5)])
    frames = [in_order.get_frame(at / 24) for at in range(60)]
    for at in (59, 0, 31, 30):
        alone = _plane_clip().with_effects([effect_class(name)(0.8, seed=5)])
        assert (alone.get_frame(at / 24) == frames[at]).all()


@pytest.mark.parametrize("name", sorted(set(NAMES) - QUICK - SHOWING_EARLIER))
def test_on_a_still_picture_it_moves_slowly(name):
    """It lives, and does not boil."""
    plate, effect = natural((320, 180)), effect_class(name)()
    frames = [effect.frame(plate, Moment(at, 0.8, 7), lambda _: plate).astype(int) for at in range(40, 52)]
    steps = [np.abs(one - other).mean() for one, other in pairwise(frames)]
    assert 0 < np.mean(steps) < np.abs(frames[0] - plate).mean() / 5


@pytest.mark.parametrize("name", NAMES)
def test_no_more_than_the_declared_past_is_asked_for(name):
    """What is kept ready is what `look_back` says."""
    asked = []

    def earlier(number):
        asked.append(number)
        return _frame(number)

    effect_class(name)().frame(_frame(90), Moment(90, 1.0, 7), earlier)
    assert all(90 - effect_class(name).look_back <= number < 90 for number in asked)
    assert bool(asked) == (effect_class(name).look_back > 0)


@pytest.mark.parametrize("name", NAMES)
def test_strength_that_comes_and_goes_leaves_nothing_behind(name):
    """Any frame alone is as in order also where there was no strength before it; the rise is read forwards only."""
    made: list[int] = []

    def clip(note: Callable[[int], object] = lambda _: None) -> PlaneClip:
        source = PlaneClip(lambda number: note(number) or _frame(number), 100, SIZE, Fraction(24))
        return source.with_effects([effect_class(name)(lambda number: 0.8 * (number % 40 > 14), seed=5)])

    in_order = clip(made.append)
    frames = [in_order.get_frame(at / 24) for at in range(100)]
    assert made == sorted(made)
    for at in (99, 15, 56, 70):
        assert (clip().get_frame(at / 24) == frames[at]).all()


def test_looking_back_reads_forwards_and_makes_no_frame_twice():
    """A jump winds back once; readers are quick forwards only."""
    made: list[int] = []
    source = PlaneClip(lambda number: made.append(number) or _frame(number), 100, SIZE, Fraction(24))
    clip = source.with_effects([effect_class("echo")(1.0)])
    for number in (60, 61, 62):
        clip.get_frame(number / 24)
    assert made == list(range(60 - effect_class("echo").look_back, 63))


@pytest.mark.parametrize("name", NAMES)
def test_one_effect_on_two_clips_keeps_them_apart(name):
    """Read by turns; also without MoviePy's own copy of an effect, and by a copy that was pickled."""
    effect = effect_class(name)(0.8, seed=5)
    sources = _plane_clip(), PlaneClip(lambda number: _frame(number)[::-1].copy(), 60, SIZE, Fraction(24))
    clips = [effect.apply(source) for source in sources]
    alone = [pickle.loads(pickle.dumps(effect)).apply(source) for source in sources]
    for at in range(40, 46):
        for clip, same in zip(clips, alone, strict=True):
            assert (clip.get_frame(at / 24) == same.get_frame(at / 24)).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_that_could_not_be_read_spoils_none_after_it(name):
    """A disk stumbles, or a person interrupts: what comes later is as if nothing had happened."""
    broken = {60}

    def stumbling(number: int):
        if number in broken:
            broken.discard(number)
            raise OSError
        return _frame(number)

    def shown(make) -> PlaneClip:
        return PlaneClip(make, 100, SIZE, Fraction(24)).with_effects([effect_class(name)(0.8, seed=5)])

    clip, whole = shown(stumbling), shown(_frame)
    clip.get_frame(59 / 24)
    with suppress(OSError):
        clip.get_frame(65 / 24)
        clip.get_frame(60 / 24)
    for at in (66, 67, 90):
        assert (clip.get_frame(at / 24) == whole.get_frame(at / 24)).all()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [(96, 64), (95, 63)])
def test_an_effect_works_on_anyones_rgb_clip(name, size):
    """By way of planes and back; odd sides keep their size."""

    def picture(time: float):
        return to_rgb(_frame(int(time * 24 + 1e-6)))[: size[1], : size[0]]

    clip = VideoClip(picture, duration=2).with_fps(24)
    glitched = clip.with_effects([effect_class(name)(1.0, seed=7)])
    result = glitched.get_frame(1.7)
    assert (result.shape, result.dtype) == ((size[1], size[0], 3), np.uint8)
    assert np.abs(result.astype(int) - clip.get_frame(1.7)).mean() > 3 * _PART.get(name, 1)
    assert glitched.duration == 2


def test_strength_0_on_an_rgb_clip_makes_no_round_trip():
    """RGB that is not damaged keeps every level."""
    clip = VideoClip(lambda _: np.full((8, 8, 3), (1, 2, 3), np.uint8), duration=1).with_fps(24)
    assert (clip.with_effects([effect_class("tear")(0.0)]).get_frame(0.5) == (1, 2, 3)).all()


def test_strength_may_follow_the_frame():
    """As the drift of a clip does."""
    clip = _plane_clip().with_effects([effect_class("drain")(lambda number: 0.0 if number < 10 else 1.0)])
    assert (clip.get_frame(9 / 24) == _frame(9)).all()
    assert (clip.get_frame(10 / 24) != _frame(10)).any()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("strength", [-0.1, 1.01, float("nan"), float("inf")])
def test_a_strength_that_is_none_is_refused(name, strength):
    """By the effect alone and on a clip, whether it stands still or follows the frame."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        _damaged(name, strength=strength)
    for given_ in (strength, lambda _: strength):
        with pytest.raises(ValueError, match="between 0 and 1"):
            _plane_clip().with_effects([effect_class(name)(given_)]).get_frame(1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("level", [16, 235, "full", "noise"])
@pytest.mark.parametrize("size", [(2, 2), (2, 1080), (1280, 2), (34, 38)])
def test_any_picture_of_any_shape_is_damaged_without_harm(name, level, size):
    """Black, white and noise; the smallest, the narrowest and the flattest."""
    plate = black(size)
    if level == "noise":
        plate[:] = noise(size)
    elif level == "full":
        plate[:] = 255
    else:
        planes(plate)[0][:] = level
    for strength in (0.01, 1.0):
        result = effect_class(name)().frame(plate, Moment(40, strength, 7), lambda _: plate)
        assert (result.shape, result.dtype) == (plate.shape, plate.dtype)


@pytest.mark.parametrize("name", NAMES)
def test_the_largest_picture_of_a_film_is_damaged(name):
    """4096x2304, and as much as a small one."""
    large = (4096, 2304)
    assert _damaged(name, number=5, size=large).shape == black(large).shape


@pytest.mark.parametrize("name", NAMES)
def test_a_clip_of_one_frame_is_damaged(name):
    """There is nothing before it but itself."""
    clip = _plane_clip(1).with_effects([effect_class(name)(1.0, seed=7)])
    assert clip.get_frame(0).shape == _frame(0).shape


def test_a_picture_one_pixel_wide_keeps_its_shape():
    """As anyone's RGB clip may have it."""
    clip = VideoClip(lambda _: np.full((1080, 1, 3), 90, np.uint8), duration=1).with_fps(24)
    assert clip.with_effects([effect_class(name)(1.0) for name in NAMES]).get_frame(0.5).shape == (1080, 1, 3)


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    size=st.tuples(st.integers(1, 40), st.integers(1, 30)).map(lambda half: (2 * half[0], 2 * half[1])),
    number=st.integers(0, 500),
    strength=st.floats(0, 1),
    seed=st.integers(0, 2**32 - 1),
)
def test_whatever_is_asked_the_contract_holds(name, size, number, strength, seed):
    """The same moment is the same picture, made by a new effect or by one that made another; the plate stays."""
    plate, moment, used = _frame(number, size), Moment(number, strength, seed), effect_class(name)()
    used.frame(_frame(number + 3, size), Moment(number + 3, 1.0, seed), lambda at: _frame(max(at, 0), size))
    results = [one.frame(plate, moment, lambda at: _frame(max(at, 0), size)) for one in (effect_class(name)(), used)]
    assert (results[0] == results[1]).all()
    assert (plate == _frame(number, size)).all()
    assert (results[0].shape, results[0].dtype) == (plate.shape, plate.dtype)
    if not strength:
        assert results[0] is plate


def test_a_clip_without_a_rate_is_refused():
    """Frames cannot be counted on it."""
    clip = VideoClip(lambda _: np.zeros((8, 8, 3), np.uint8), duration=1)
    with pytest.raises(ValueError, match="with_fps"):
        clip.with_effects([effect_class("tear")()])


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_picture_has_a_raised_revision(name):
    """Keys hold the revision: a film must not keep old segments beside new ones."""
    pictures = [_damaged(name, number, strength) for number in (5, 40, 41) for strength in (0.2, 1.0)]
    if name in STATEFUL:  # over a life of it, and into the next
        pictures += [_damaged(name, number, 0.5) for number in (50, 58, 63, 95, 110)]
    if name == "mosh":
        over = {"cut": 10, "before": noise(SIZE)}
        pictures += [_damaged(name, number, strength, **over) for number in (10, 13, 25) for strength in (0.5, 1.0)]
    digest = hashlib.sha256(b"".join(picture.tobytes() for picture in pictures)).hexdigest()[:16]
    known = GOLDEN.get((name, REVISIONS[name]))
    assert digest == known, f"{name} draws otherwise: raise its revision and note ({name!r}, revision): {digest!r}"


def test_every_effect_has_a_name_a_revision_and_a_place_in_the_score():
    """None is forgotten in one of the three."""
    assert set(EFFECTS) == set(REVISIONS) == set(ORDER)
    assert all(effect.name == name and effect.revision() == REVISIONS[name] for name, effect in EFFECTS.items())


def test_planning_knows_how_far_effects_look_back():
    """It does not import them."""
    assert {name: effect.look_back for name, effect in EFFECTS.items() if effect.look_back} == LOOK_BACK
    assert {name for name, effect in EFFECTS.items() if issubclass(effect, StatefulEffect)} == STATEFUL


def test_what_looks_back_works_first():
    """It then sees the plate, which is the same from whichever segment it is asked."""
    looks_back = [effect_class(name).look_back > 0 for name in ORDER]
    assert looks_back == sorted(looks_back, reverse=True)


def test_an_unknown_effect_is_named_with_the_nearest():
    """A person may have written it."""
    with pytest.raises(UserError, match="did you mean 'drain'"):
        effect_class("drian")
