"""The dunes: their crests, what blows off them, and who walks there."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.land.spindrift import Spindrift
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.props.walker import Dress, walking
from white_cloud.backends.cameras.animatic.radiance import Tile
from white_cloud.backends.cameras.animatic.settings.dunes import HOURS, Dunes, dune_heights
from white_cloud.media.survey import SKY_DEPTH, class_number

SIZE = (96, 54)


def dunes(*words, seed=2, size=SIZE):
    return Dunes(size, seed, frozenset(words), Move("static", 4.0, 1))


def test_the_lee_is_steeper_than_the_windward_side():
    """Along the wind, sand falls off faster than it rises."""
    steps = np.diff(dune_heights(3), axis=0)
    assert -np.percentile(steps, 1) > 1.3 * np.percentile(steps, 99)


def test_sand_blows_off_the_crest_and_nowhere_else():
    """In each column what is above a leap of depth knows its crest; below it there is none."""
    depth = np.full((12, 4), 2000.0, np.float32)
    depth[6:] = 60
    crest, above = Spindrift(Tile(np.zeros((8, 8), np.float32)))._crests(depth)
    assert (crest[:6] == 60).all()
    assert (crest[6:] == 0).all()
    assert above[5, 0] < above[2, 0]


def test_dawn_is_not_dusk():
    """The sun stands on the other side, and there is mist."""
    assert abs(HOURS["dawn"].turn - HOURS["dusk"].turn) > 60
    assert HOURS["dawn"].mist > HOURS["dusk"].mist


def test_the_legs_of_a_walker_change_places():
    """Half a cycle on, the left foot is where the right one was."""
    one, other = (walking(phase) for phase in (0.1, 0.6))
    right, left = ([limb.end[1:] for limb in pose[3:] if limb.end[0] * side > 0.085] for pose, side in ((one, 1), (other, -1)))
    assert np.array(right) == pytest.approx(np.array(left), abs=1e-6)


def test_a_worker_wears_a_short_coat():
    """A long coat hangs to the knee."""
    short, long = (min(limb.end[2] for limb in walking(0.0, Dress(long=long))[:3]) for long in (False, True))
    assert short > long + 0.15


def test_a_walker_is_surveyed_as_a_person_on_the_ground():
    """It takes few pixels, and stands as far away as the sand about it."""
    survey = dunes("walker", size=(320, 180)).survey(2.0)
    person = survey.classes == class_number("person")
    assert 0 < person.mean() < 0.02
    assert 15 < survey.depth[person].mean() < 100


def test_without_a_walker_there_is_sand_and_sky():
    """Nothing else is surveyed, and the sky is out of reach."""
    survey = dunes().survey(1.0)
    assert set(np.unique(survey.classes)) == {class_number("sky"), class_number("ground")}
    assert (survey.depth[survey.classes == class_number("sky")] == SKY_DEPTH).all()


def test_snow_whitens_the_sand():
    """Snow is less red than sand."""
    sand, snow = (dunes(*words).radiance(1.0)[-12:, :, :3].mean((0, 1)) for words in ((), ("snow",)))
    assert snow[2] / snow[0] < 0.6 * sand[2] / sand[0]
