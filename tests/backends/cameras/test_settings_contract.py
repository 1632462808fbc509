"""Every setting keeps the contract: pure in time, seeded, moved by every move, changed by what it heeds, and surveyed."""

from functools import lru_cache

import cv2
import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.take import setting_class
from white_cloud.backends.cameras.animatic.words.lexicon import lexicon
from white_cloud.backends.cameras.base import MOVES
from white_cloud.media.survey import CLASSES, SKY_DEPTH

SETTINGS = lexicon().settings
SIZE = (96, 54)
NO_WORDS = frozenset()
#: What a survey calls things that a prompt may refuse.
SURVEYED_AS = {"truck": "vehicle", "traffic": "vehicle", "people": "person", "lamp": "lamp", "pipe": "pipe"}
HOURS = ("night", "day", "dusk", "dawn")
#: Words for which a land is made anew: they come last, so that the others share one.
LIGHT_AND_WEATHER = {*HOURS, "fog", "rain", "snow", "storm"}


def build(name, *, size=SIZE, seed=3, words=NO_WORDS, move=None):
    return setting_class(name)(size, seed, frozenset(words), move or Move("drone", 4.0, 3))


@pytest.fixture(scope="module", params=SETTINGS)
def name(request):
    """Each setting in turn, so that what is built once serves all its tests."""
    return request.param


@pytest.fixture(scope="module")
def built(name):
    """The setting, for tests that only look."""
    return build(name)


@pytest.fixture(scope="module")
def twin(name):
    """The same again: whatever was asked of the other, it was not asked of this one."""
    return build(name)


def light(setting, t=1.0):
    return setting.radiance(t)[..., :3]


def differ(one, other):
    """How much two lights differ, as a part of the first."""
    return float(np.abs(one - other).mean() / one.mean())


def test_light_is_finite_linear_and_of_the_size_asked(built):
    """A frame is float32 (height, width, 4), finite, nowhere below zero, and neither black nor blank."""
    frame = built.radiance(1.0)
    assert frame.shape == (54, 96, 4)
    assert frame.dtype == np.float32
    assert np.isfinite(frame).all()
    assert frame[..., :3].min() >= 0
    assert frame[..., :3].std() > 0.01


def test_a_frame_alone_equals_the_frame_in_order(built, twin):
    """What was asked for before does not show: another built alike gives the same bytes, picture and survey."""
    for t in (0.0, 1.4, 0.3):
        built.radiance(t)
        built.survey(t)
    assert np.array_equal(built.radiance(2.1), twin.radiance(2.1))
    one, other = built.survey(2.2), twin.survey(2.2)
    assert np.array_equal(one.classes, other.classes)
    assert np.array_equal(one.depth, other.depth)


def test_the_caller_may_change_a_frame(built):
    """A frame belongs to who asked for it: spoiling it does not spoil the next."""
    first = built.radiance(0.5)
    kept = first.copy()
    first[:] = 9
    assert np.array_equal(built.radiance(0.5), kept)


def test_another_seed_gives_another_view(name, built):
    """Seeds vary a setting."""
    one, other = light(built), light(build(name, seed=4))
    assert differ(one, other) > 0.05


@pytest.mark.parametrize("move", [name for name in MOVES if name != "static"])
def test_every_move_moves_the_picture(built, move):
    """Within a second and a half a move changes the picture more than time alone does."""
    setting = built
    kept = setting.move
    try:
        setting.move = Move("static", 2.5, 1)
        still = light(setting, 1.5)
        setting.move = Move(move, 2.5, 1)
        assert max(differ(still, light(setting, t)) for t in (1.5, 0.0, 2.5)) > 0.01
        assert differ(light(setting, 0.2), light(setting, 2.3)) > 0.01
    finally:
        setting.move = kept


@pytest.mark.thorough
def test_every_word_it_heeds_changes_the_picture(name):
    """Against another hour, against who is not there, or against nothing said: in at least one of three seeds."""
    unheeded = [
        word
        for word in sorted(lexicon().heeded[name], key=lambda word: (word in LIGHT_AND_WEATHER, word))
        if not any(changed(plain(name, seed, other_than(name, word))[0], plain(name, seed, word)[0]) for seed in (1, 2, 3))
    ]
    assert unheeded == []


@lru_cache(maxsize=24)
def plain(name, seed, word):
    """The light of a setting with one word said, or none, and how it is exposed."""
    setting = build(name, size=(128, 72), seed=seed, words={word} - {""}, move=Move())
    return light(setting, 1.7), setting.grade.exposure


def other_than(name, word):
    """What to compare a word with: an hour with another hour, nobody with somebody, all else with nothing said."""
    heeded = lexicon().heeded[name]
    rivals = HOURS if word in HOURS else ("crowd", "walker", "truck") if word == "empty" else ()
    return next((rival for rival in rivals if rival != word and rival in heeded), "")


def changed(one, other):
    """Whether two lights differ as a whole, or somewhere by a quarter of their mean."""
    return differ(one, other) > 0.004 or float(np.abs(one - other).max()) > 0.25 * float(one.mean())


@pytest.mark.thorough
def test_what_it_can_leave_out_is_left_out(name):
    """Of what a survey has a class for nothing is shown, whatever else is refused with it."""
    spared = lexicon().spared[name]
    gone = {CLASSES.index(SURVEYED_AS[word]) for word in spared if word in SURVEYED_AS}
    for seed, hour in ((1, "night"), (3, "day")):
        setting = build(name, seed=seed, words={*(f"no {word}" for word in spared), hour}, move=Move())
        assert not gone & set(np.unique(setting.survey(1.0).classes).tolist())


def test_night_is_darker_than_day(name):
    """The hours have their brightness, in print as in light; where lamps burn by day too, by a little."""
    if not lexicon().heeded[name] >= {"day", "night"}:
        return
    by_day, by_night = (np.median(seen) * exposure for seen, exposure in (plain(name, 1, hour) for hour in ("day", "night")))
    assert by_day > 1.05 * by_night


@pytest.mark.parametrize("size", [(16, 10), pytest.param((36, 64), marks=pytest.mark.thorough)])
def test_any_shape_of_picture_can_be_painted(name, size):
    """Tiny, upright and very wide pictures are painted and surveyed too."""
    words = lexicon().heeded[name] & {"street", "crowd", "truck"}
    setting = build(name, size=size, seed=2, words=words, move=Move("descent", 2.0, 1))
    frame = setting.radiance(0.0)
    assert frame.shape == (size[1], size[0], 4)
    assert np.isfinite(frame).all()
    assert setting.survey(0.0).depth.shape == (size[1], size[0])


def test_a_survey_knows_every_pixel(built):
    """Classes are of the list, depths are before the lens, and only the sky and clouds are out of reach."""
    survey = built.survey(1.0)
    assert (survey.classes.shape, survey.classes.dtype) == ((54, 96), np.uint8)
    assert (survey.depth.shape, survey.depth.dtype) == ((54, 96), np.float32)
    assert int(survey.classes.max()) < len(CLASSES)
    assert np.isfinite(survey.depth).all()
    assert survey.depth.min() > 0
    endless = {CLASSES[number] for number in np.unique(survey.classes[survey.depth >= SKY_DEPTH])}
    assert endless <= {"sky", "cloud"}
    assert (survey.depth[survey.classes == CLASSES.index("sky")] == SKY_DEPTH).all()


def test_a_survey_is_of_the_picture(name):
    """Where the survey has an edge the picture has one: edges of classes lie on steeper light than the rest."""
    setting = build(name, size=(192, 108), seed=5, move=Move("push in", 4.0, 3))
    picture = np.sqrt(cv2.cvtColor(np.ascontiguousarray(light(setting, 1.3)), cv2.COLOR_BGR2GRAY))
    steep = np.hypot(cv2.Sobel(picture, cv2.CV_32F, 1, 0), cv2.Sobel(picture, cv2.CV_32F, 0, 1))
    classes = setting.survey(1.3).classes
    edges = cv2.dilate(classes, np.ones((3, 3), np.uint8)) != classes
    assert edges.any(), "one class alone"
    assert steep[edges].mean() > 1.25 * steep[~edges].mean()
