"""The rooms that are cast as passages: sheets filtered by distance, a box's rays, a ribbed bore."""

import math

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.rooms.bore import Bore, Cast
from white_cloud.backends.cameras.animatic.rooms.lamps import Lamps, grid
from white_cloud.backends.cameras.animatic.rooms.passage import Box, Recesses, Shell, Sight, Walls, covered
from white_cloud.backends.cameras.animatic.rooms.sheets import Atlas, Canvas

GREY = np.full(3, 0.5, np.float32)


def lens(x=0.0, y=0.0, z=1.5, yaw=0.0, size=(96, 54)):
    return Pinhole(x, y, z, yaw, 0.5, 66.0, size)


def test_a_striped_wall_fades_to_its_mean_far_away_and_is_sharp_nearby():
    """What is finer than a pixel is averaged, not sampled."""
    canvas = Canvas((0, 40), (0, 2), 40.0, np.zeros(3, np.float32), "wall")
    for stripe in np.arange(0, 40, 0.2):
        canvas.box(float(stripe), float(stripe) + 0.1, 0, 2, np.ones(3, np.float32))
    atlas = Atlas([canvas.sheet(np.ones((1, 1, 3), np.float32), aside=1.0)], 100.0, 1.0, 60.0, 0.0)
    u = np.linspace(0.3, 1.3, 60, dtype=np.float32)[None]
    v = np.full((4, 60), 1.0, np.float32)
    near = atlas.look(0, np.full_like(u, 1.0), u, v)[..., 0]
    far = atlas.look(0, np.full_like(u, 30.0), u + 29, v)[..., 0]
    assert near.std() > 0.4
    assert np.allclose(far, 0.5, atol=0.03)


def test_an_atlas_finds_the_place_it_is_asked_for():
    """Metres on a sheet lead to the same texel at every fineness."""
    canvas = Canvas((-2, 14), (0, 3), 50.0, GREY, "wall")
    canvas.albedo[:] = (canvas.metres()[0] / 20)[..., None]
    atlas = Atlas([canvas.sheet(np.ones((1, 1, 3), np.float32), aside=1.0)], 300.0, 1.0, 30.0, 0.0)
    for distance in (1.0, 2.2, 5.0, 9.0):
        found = atlas.look(
            0, np.full((1, 1), distance, np.float32), np.full((1, 1), distance, np.float32), np.ones((1, 1), np.float32)
        )
        assert found[0, 0, 0] == pytest.approx(distance / 20, abs=0.004)


def test_a_chart_tells_what_is_painted_where():
    """Classes are charted in the same metres as the paint."""
    canvas = Canvas((0, 4), (0, 2), 20.0, GREY, "wall")
    canvas.box(1, 2, 0.5, 1, GREY, "window")
    atlas = Atlas([canvas.sheet(np.ones((1, 1, 3), np.float32))], 100.0, 1.0, 10.0, 0.0)
    window, wall = atlas.charts[0].at(np.array([1.5, 3.0]), np.array([0.75, 0.75]))
    assert (window, wall) == (11, 8)


def test_walls_and_floor_lie_where_geometry_says():
    """Every ray ends on the box, at the nearest of its planes."""
    box = Box(-1.0, 1.0, 2.6, 20.0)
    sight = Sight.of(lens(x=0.3, yaw=8))
    walls = Walls.of(sight, box)
    height = sight.height(walls.distance)
    shell = Shell.of(sight, walls, height, box.height)
    x, y, z = sight.east(shell.depth), sight.north(shell.depth), sight.height(shell.depth)
    on_plane = np.minimum.reduce([np.abs(x + 1), np.abs(x - 1), np.abs(y - 20), np.abs(z), np.abs(z - 2.6)])
    assert on_plane.max() < 1e-3
    assert x.min() > -1.15
    assert x.max() < 1.15
    assert z.min() > -0.25
    assert z.max() < 2.85


def test_a_recess_is_deeper_than_its_wall_and_shows_back_or_jamb():
    """Rays that enter a doorway go on to its back or to its far jamb."""
    box = Box(-1.0, 1.0, 2.6, 20.0)
    sight = Sight.of(lens(size=(200, 112)))
    walls = Walls.of(sight, box)
    columns, part, distance, place = Recesses(np.array([2.5]), np.array([3.5]), 0.2, 2.0, 1.3).seen(sight, walls, 1, box)
    assert len(columns) > 3
    assert (walls.which[0, columns] == 1).all()
    assert (distance >= walls.distance[0, columns] - 1e-5).all()
    assert 0 < part.min() <= part.max() <= 1
    assert (place >= 0).all()
    assert (place <= 1.2 + 1e-5).all()


def test_coverage_is_a_box_filter():
    """A pixel half over an edge is half covered; one wider than a thing is covered by the thing's share."""
    values, wide = np.array([[0.0, 0.5, 1.0, 2.0]]), np.ones((1, 4))
    assert np.allclose(covered(values, wide, 0.5, 3.0), [[0, 0.5, 1, 1]])
    assert np.allclose(covered(np.array([[1.0]]), np.array([[4.0]]), 0.5, 1.5), 0.25)


def test_lamps_light_by_cosine_and_distance():
    """A point straight above gives its colour over the distance squared; one that faces away gives nothing."""
    place = grid((0, 0, 0), (1e-3, 0, 0), (0, 1e-3, 0), (1, 1))
    down = Lamps(np.array([[0, 0, 2.0]]), GREY[None], np.array([[0, 0, -1.0]]))
    up = Lamps(down.places, down.colours, -down.aims)
    assert down.on(place, (0, 0, 1))[0, 0] == pytest.approx(GREY / 4, rel=0.03)
    assert up.on(place, (0, 0, 1)).max() == 0


def test_a_bore_is_met_on_its_cylinder_and_its_ribs_fill_their_share():
    """Points lie on the inner cylinder; of what is far away the ribs take the part that they take of the wall."""
    bore = Bore(deep=0.3, wide=0.6, pitch=1.5)
    sight = Sight.of(lens(z=1.5))
    cast = Cast.of(sight, bore)
    radius = np.hypot(sight.east(cast.distance), cast.height - bore.axis)
    near = cast.distance < 500
    assert np.allclose(radius[near], bore.radius, atol=1e-3)
    assert np.abs(cast.turn).max() <= math.pi + 1e-5
    total = cast.rib + cast.front
    assert total.min() >= 0
    assert total.max() <= 1 + 1e-4
    far = (cast.distance > 60) & near
    assert cast.rib[far].mean() == pytest.approx(0.4, abs=0.06)


def test_a_mirrored_bore_is_the_bore_above_the_floor():
    """What the floor mirrors at a row lies as far away as the floor and more."""
    sight = Sight.of(lens(z=1.2))
    rows = slice(40, 54)
    part = Sight(sight.lens, sight.aside, sight.along, sight.up[rows])
    mirrored = Cast.of(part, Bore(), mirrored=True)
    middle = slice(40, 56)
    assert (mirrored.distance[:, middle] > sight.level(0.0)[rows]).all()
    assert (mirrored.height[:, middle] > 0).all()
