"""What takes share between one another: worlds, and light in 16 bits."""

from fractions import Fraction

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.codes import coded, decoded
from white_cloud.backends.cameras.animatic.kept import give_up, kept
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.take import Place, Take


@pytest.fixture
def built():
    """What was built, in order."""
    return []


@pytest.fixture
def world(built):
    """A world that says when it is built."""

    @kept
    def build(hour, weather="clear"):
        built.append((hour, weather))
        return object()

    return build


def test_the_last_world_is_kept(world, built):
    """The same arguments give the same world, others a new one, and then the first is gone."""
    day = world("day")
    assert world("day") is day
    assert world("dusk", weather="fog") is not day
    assert world("day") is not day
    assert built == [("day", "clear"), ("dusk", "fog"), ("day", "clear")]


def test_a_world_is_given_up_for_a_setting_of_another_folder(world, built):
    """And stays for one of its own."""
    here = world("day")
    give_up(but=[__name__])
    assert world("day") is here
    give_up(but=["white_cloud.backends.cameras.animatic.settings.town.town"])
    assert world("day") is not here


def test_takes_of_one_place_share_their_land():
    """One after the other; a take of another place between them gives it up."""

    def land(name):
        return Take.of(Place(name), Move(), (64, 36), Fraction(24), 1).setting._camera.landscape

    first = land("dunes")
    assert land("dunes") is first
    land("pit")
    assert land("dunes") is not first


def test_light_in_codes_is_finer_than_a_print_shows():
    """Square roots are off by a step of a 16th of a thousandth at the most; too bright a light is cut off."""
    light = np.geomspace(1e-7, 16, 4000, dtype=np.float32).reshape(40, 100)
    back = decoded(coded(light))
    assert np.abs(np.sqrt(back) - np.sqrt(light)).max() < 1 / 16000
    assert decoded(coded(np.full((2, 2), 99, np.float32))) == pytest.approx(16, rel=1e-3)
    assert (coded(np.full((2, 2), -1, np.float32)) == 0).all()
