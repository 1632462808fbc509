"""The pit: its benches, its trucks with turning wheels, and who stands beside them."""

import math
from functools import lru_cache

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.props.partition import Partition, painted_order
from white_cloud.backends.cameras.animatic.settings.pit.convoy import Truck
from white_cloud.backends.cameras.animatic.settings.pit.ground import BENCH_HEIGHT, dig, road
from white_cloud.backends.cameras.animatic.settings.pit.pit import Pit
from white_cloud.backends.cameras.animatic.settings.pit.truck import RADIUS, SUNK, haul_truck
from white_cloud.media.survey import class_number

SIZE = (96, 54)


@lru_cache(maxsize=1)
def truck():
    """The truck as the convoy draws it."""
    return haul_truck("#9a8d6c", loaded=True)


def pit(*words, seed=2, size=SIZE):
    return Pit(size, seed, frozenset(words), Move("static", 4.0, 1))


def square(y):
    """A square of two metres that faces -y, at y."""
    return np.array([(-1, y, -1), (1, y, -1), (1, y, 1), (-1, y, 1)], float)


def test_faces_are_painted_from_far_to_near():
    """Seen from the south the northern square comes first, from the north the southern."""
    tree = Partition([square(0.0), square(5.0)], lambda face: face).tree([0, 1])
    assert painted_order(tree, (0, -9, 0)) == [1, 0]
    assert painted_order(tree, (0, 9, 0)) == [0, 1]


def test_a_face_that_crosses_a_plane_is_cut_in_two():
    """Both halves together have the area of the whole."""
    across = np.array([(0, -1, -1), (0, 1, -1), (0, 1, 1), (0, -1, 1)], float)
    polygons = [square(0.0), across]
    front, behind, _ = Partition(polygons, lambda _: 2).divided([1], (0.0, 1.0, 0.0, 0.0))
    assert (front, behind) == ([1], [2])
    assert np.ptp(polygons[1], 0) == pytest.approx([0, 1, 2])
    assert np.ptp(polygons[2], 0) == pytest.approx([0, 1, 2])


def test_a_wheel_is_as_high_as_two_people():
    """The smallest part of a truck that is drawn larger than life."""
    assert 2 * RADIUS > 3.8


def test_wheels_roll_about_their_axles():
    """A turn brings every corner home, half a turn brings the lowest to the top; the body stays."""
    model = truck()
    fixed = model.fixed_corners
    still, half, whole = (model.rolled(angle).corners for angle in (0.0, math.pi, 2 * math.pi))
    assert whole == pytest.approx(still, abs=1e-6)
    assert (half[:fixed] == still[:fixed]).all()
    round_ = still[fixed:, 2] > SUNK  # the rest is flattened by the load
    assert half[fixed:, 2][round_] == pytest.approx(np.maximum(2 * RADIUS - still[fixed:, 2], SUNK)[round_], abs=1e-6)
    assert still[fixed:, 2].min() == pytest.approx(SUNK)


def test_every_face_of_a_truck_is_painted_once():
    """None is lost in the tree, the wheels' neither."""
    model = truck()
    order = painted_order(model.still.tree, (10.0, 20.0, 3.0))
    assert sorted(order) == list(range(len(model.still.centres)))


def test_what_stands_under_the_bed_gets_no_sky():
    """The top of the frame is darker than the top of the load."""
    solid = truck().still
    up = solid.normals[:, 2] > 0.9
    frame, load = (up & (solid.centres[:, 2] < 2.6) & (abs(solid.centres[:, 0]) < 1), up & (solid.centres[:, 2] > 7.6))
    assert solid.sky[frame].mean() < 0.5 * solid.sky[load].mean()


def test_a_truck_heads_where_it_goes():
    """Eastwards is 90 degrees, and back is 270."""
    places = np.array([(x, 0.0, 0.0) for x in (0, 50, 100)])
    there, back = (Truck.on(places, speed, False, 0.0) for speed in (2.0, -2.0))
    assert there.at(1.0)[0] == pytest.approx((52, 0, 0))
    assert there.at(0.0)[1] == pytest.approx(90)
    assert back.at(0.0)[1] % 360 == pytest.approx(270)


def test_every_bench_is_the_spiral_road():
    """A turn round the pit leads one bench down, and the road is flat where it is found."""
    height = dig(11).height
    (_, _, upper), (_, _, lower) = road(height, 0.3, 3), road(height, 0.3, 4)
    assert upper - lower == pytest.approx(BENCH_HEIGHT, abs=1.0)


def test_a_truck_is_surveyed_at_its_depth():
    """Its pixels are a vehicle, nearer than the ground behind, and its parts are not all equally far."""
    survey = pit("truck", size=(192, 108)).survey(1.0)
    seen = survey.classes == class_number("vehicle")
    assert seen.mean() > 0.03
    near = survey.depth[seen]
    assert np.ptp(near[near < 90]) > 3
    assert near.min() > 10


def test_nobody_drives_in_an_empty_pit():
    """No vehicle is left."""
    assert (pit("truck").survey(1.0).classes == class_number("vehicle")).any()
    assert not (pit("truck", "empty").survey(1.0).classes == class_number("vehicle")).any()


def test_a_worker_is_small_beside_a_wheel():
    """Where a wheel fills the frame, a person stands before it and takes a hundredth of it at most."""
    survey = pit("close", "walker", size=(256, 144)).survey(2.0)
    person, vehicle = ((survey.classes == class_number(name)).mean() for name in ("person", "vehicle"))
    assert 0 < person < 0.02
    assert vehicle > 0.3


def test_a_wheel_turns():
    """The picture of a wheel changes while the camera rests."""
    setting = pit("close")
    one, other = (setting.radiance(t)[..., :3] for t in (0.0, 2.0))
    assert np.abs(one - other).mean() > 0.02 * one.mean()
