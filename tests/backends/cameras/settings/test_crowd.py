"""The crowd: people who walk, wait and rally, against the light."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.props.figures_march import Outline, Person, tapered
from white_cloud.backends.cameras.animatic.settings.crowd.crowd import Crowd
from white_cloud.backends.cameras.animatic.settings.crowd.scenes import Leaving, Queue, Rally, raised
from white_cloud.backends.cameras.animatic.vocabulary import understand
from white_cloud.media.survey import CLASSES

SIZE = (96, 54)
PERSON = CLASSES.index("person")


def crowd(*words, seed=3):
    return Crowd(SIZE, seed, frozenset(words), Move())


def outline(person, **how):
    return person.outline(0.3, **how).points


# -------------------------------------------------------------------- outlines
@pytest.mark.parametrize("aside", [False, True])
def test_a_person_is_as_tall_as_a_person(aside):
    """From the feet on the ground to the hat: about 1.75 m."""
    places = outline(Person("helmet", aside=aside), stride=0.0)
    assert -0.03 < places[:, 1].min() < 0.03
    assert places[:, 1].max() == pytest.approx(1.74, abs=0.04)


def test_one_foot_leaves_the_ground_at_a_time():
    """Half a cycle later the other leg swings: a gait seen from behind is its own mirror image."""
    person = Person("hair", load="pockets")
    one, other = (person.outline(phase, 1.0, 0.1).points for phase in (0.13, 0.63))
    assert np.abs(one[:, 0].min() + other[:, 0].max()) < 0.01
    assert np.sort(one[:, 1]) == pytest.approx(np.sort(other[:, 1]), abs=0.01)


def test_a_raised_arm_reaches_above_the_head():
    """And a lowered one does not."""
    assert outline(Person(), raised=1.0)[:, 1].max() > 1.83
    assert outline(Person(), raised=0.0)[:, 1].max() < 1.8


def test_coverage_of_an_outline_is_its_area():
    """A stroke of even width covers what it should, soft at its edge."""
    stroke = Outline.of(tapered([(10, 10, 30, 10, 4, 4)]))
    mask = stroke.cover((0, 0, 40, 20))
    assert mask.shape == (20, 40)
    assert mask.sum() == pytest.approx(20 * 8 + np.pi * 16, rel=0.06)
    assert stroke.placed(1.0, 500, 0).window((40, 20)) is None


# -------------------------------------------------------------------- scenes
def test_those_who_leave_go_away():
    """Everybody is farther off a second later, by about a metre, and nobody walks through the camera."""
    leaving = Leaving.of(np.random.default_rng(1), ("helmet",), ("",))
    for before, after in zip(leaving.at(1.0), leaving.at(2.0), strict=True):
        assert 0.7 < after.y - before.y < 1.4
    assert all(abs(one.x) > 0.5 for t in np.arange(0, 9, 0.5) for one in leaving.at(t) if abs(one.y) < 1.2)


def test_a_queue_moves_on_by_steps():
    """It stands most of the time, never goes back, and a step is less than a metre."""
    queue = Queue.of(np.random.default_rng(1), ("cap",), ("",), (0.0, 20.0), (0.0, 4.0))
    places = np.array([[one.y for one in queue.at(t)][3] for t in np.arange(0, 9, 0.1)])
    steps = np.diff(places)
    assert (steps > -0.03).all()
    assert (np.abs(steps) < 0.01).mean() > 0.4
    assert 0.6 < places[-1] - places[0] < 2.0


def test_a_rally_is_the_same_to_both_sides():
    """For everybody on the left somebody stands on the right; arms beat together."""
    rally = Rally.of(np.random.default_rng(1), ("helmet",), (4.0, 9.0), 0.7)
    places = np.sort([one.x for one in rally.at(0.0)])
    assert places == pytest.approx(-places[::-1], abs=0.2)
    assert max(raised(t) for t in np.arange(0, 2, 0.05)) > 0.95
    assert min(raised(t) for t in np.arange(0, 2, 0.05)) > 0.5


# -------------------------------------------------------------------- pictures
@pytest.mark.parametrize("words", [("queue",), ("rally",), ("dusk",), ("aerial",), ("rain", "queue")])
def test_people_fill_a_good_part_of_the_picture(words):
    """The survey finds them, darker than what they stand before."""
    for seed in (1, 2, 5):
        setting = crowd(*words, seed=seed)
        light = setting.radiance(1.0)[..., :3].mean(2)
        people = setting.survey(1.0).classes == PERSON
        assert 0.08 < people.mean() < 0.9
        assert light[people].mean() < light[~people].mean()


def test_people_are_nearer_than_the_works():
    """Depth falls from the horizon to one's feet."""
    survey = crowd("queue", "day").survey(0.0)
    assert survey.depth[survey.classes == PERSON].max() < 60
    assert survey.depth[survey.classes == PERSON].min() < 3.5


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("a crowd of workers walks away into the haze, helmets", "crowd"),
        ("workers queue at a gate at dawn", "crowd"),
        ("an immense crowd at dawn, silhouettes, wide", "crowd"),
        ("crowd, close, heads in rows", "crowd"),
        ("夜晚的集会，红旗", "crowd"),
        ("工人排队，清晨，厂门", "crowd"),
        ("Une foule d'ouvriers au crépuscule", "crowd"),
        ("monumental city avenue, crowd", "city"),
        ("paradise garden at dusk, flowers, a crowd by the lake", "paradise"),
        ("canteen, every table full, a crowd", "canteen"),
    ],
)
def test_crowds_are_asked_for_by_name(prompt, setting):
    """A crowd elsewhere leaves the place its name."""
    assert understand(prompt).setting == setting
