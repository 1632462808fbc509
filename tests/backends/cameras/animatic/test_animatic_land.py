"""Light on a height field, and the renderer that walks it."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.land.landscape import Path, Reach, Station
from white_cloud.backends.cameras.animatic.land.light import Light, Sun, bake, normals, sun_reaches
from white_cloud.backends.cameras.animatic.land.terrain import SKY_DEPTH, HeightField, VoxelRenderer, slice_depths
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import colour

FLAT = np.zeros((16, 16), np.float32)


def wall() -> np.ndarray:
    """Return flat ground with a wall 20 m high along the middle column."""
    height = np.zeros((32, 32), np.float32)
    height[:, 16] = 20
    return height


def looking_east(horizon: float = 0.5) -> Pinhole:
    """Return a lens 10 m above the western edge of a land."""
    return Pinhole(x=0, y=16, z=10, yaw=90, horizon=horizon, fov=60, size=(24, 16))


def renderer() -> VoxelRenderer:
    """Return a small renderer."""
    return VoxelRenderer((24, 16), near=2, far=200, slices=80)


def test_the_sun_stands_where_it_is_told():
    """Azimuth 90 degrees on the horizon is due east."""
    assert Sun(90, 0).direction == pytest.approx([1, 0, 0], abs=1e-6)


def test_flat_ground_faces_up():
    """Its normals are (0, 0, 1)."""
    x, y, up = normals(FLAT, 1.0)
    assert not x.any()
    assert not y.any()
    assert (up == 1).all()


def test_a_wall_throws_its_shadow_away_from_the_sun():
    """With the sun in the east at 45 degrees, 20 m of ground west of a 20 m wall are dark and the east is lit."""
    lit = sun_reaches(wall(), 1.0, Sun(90, 45), softness=1.0, doublings=4)
    assert lit[8, 8] < 0.1
    assert lit[8, 20] > 0.9


def test_baked_light_is_darker_in_shadow():
    """Ground in shadow keeps the sky's light only."""
    light = Light(Sun(90, 60), colour("#ffffff", 3), colour("#8080ff", 0.5))
    radiance, lit = bake(wall(), 1.0, np.ones((32, 32, 3), np.float32), light)
    assert radiance.shape == (32, 32, 3)
    assert lit[8, 10] < lit[8, 24]
    assert 0 < radiance[8, 10].sum() < radiance[8, 24].sum()


def test_slices_run_from_near_to_far_and_crowd_near():
    """Even rows of the picture put more slices near."""
    even, crowded = (slice_depths(2, 200, 9, crowding) for crowding in (0.0, 0.8))
    assert even[[0, -1]] == pytest.approx([2, 200], rel=1e-5)
    assert crowded[4] < even[4]


def test_flat_ground_ends_at_the_horizon():
    """Rows above the horizon are sky, rows below are ground, nearer the lower they are."""
    walker, lens = renderer(), looking_east()
    land = walker.sample(lens, HeightField(FLAT, np.ones((16, 16, 3), np.float32), 50.0))
    surface = walker.resolve(lens, np.ascontiguousarray(land[..., 3]))
    depth = walker.depth(surface)
    assert (surface.sky[:8] == 1).all()
    assert (surface.sky[9:] == 0).all()
    assert (depth[:8] == SKY_DEPTH).all()
    assert (np.diff(depth[10:, 12]) < 0).all()


def test_depth_of_flat_ground_follows_the_projection():
    """A pixel from r to r + 1 rows below the horizon shows ground between height * focal / (r + 1) and height * focal / r."""
    walker, lens = renderer(), looking_east()
    land = walker.sample(lens, HeightField(FLAT, np.ones((16, 16, 3), np.float32), 50.0))
    depth = walker.depth(walker.resolve(lens, np.ascontiguousarray(land[..., 3])))
    assert 10 * lens.focal / 6 <= depth[13, 12] <= 10 * lens.focal / 5


def test_a_wall_hides_what_is_behind_it():
    """Looking east at a wall 20 m high from 10 m up, it stands above the horizon and nothing farther is seen."""
    walker, lens = renderer(), looking_east()
    land = walker.sample(lens, HeightField(wall(), np.ones((32, 32, 3), np.float32), 2.0))
    depth = walker.depth(walker.resolve(lens, np.ascontiguousarray(land[..., 3])))
    assert depth[7, 12] == pytest.approx(32, abs=3)
    assert depth[9:, 12].max() < 36


def test_fewer_columns_give_a_picture_of_the_same_size():
    """Rays may be fewer than the pixels of a row."""
    few, lens = VoxelRenderer((24, 16), 2, 200, slices=40, columns=12), looking_east()
    land = few.sample(lens, HeightField(FLAT, np.ones((16, 16, 3), np.float32), 50.0))
    surface = few.resolve(lens, np.ascontiguousarray(land[..., 3]))
    picture = few.lookup(land, surface)
    assert picture.shape == (16, 24, 4)
    assert few.join(picture, np.zeros_like(picture), surface).shape == (16, 24, 4)


def test_a_path_stays_above_the_ground():
    """A camera that would run into a wall is raised for the whole of its way."""
    field = HeightField(wall(), np.ones((32, 32, 3), np.float32), 2.0)
    path = Path(Station(4, 32, 2, 90, 0.5, 50), Move("push in", 4.0), Reach(0, 0, 60, clearance=3), field, (32, 18))
    assert all(path.lens(t).z >= field.height_at(path.lens(t).x, path.lens(t).y) + 2.9 for t in np.linspace(0, 4, 13))
    assert path.lens(0).z == path.lens(3).z


def test_a_narrow_frame_crops_the_sides():
    """Upright frames keep the lens of 16:9 and see less across."""
    field = HeightField(FLAT, np.ones((16, 16, 3), np.float32), 2.0)
    wide, upright = (
        Path(Station(4, 4, 2, 0, 0.5, 50), Move(), Reach(0, 0, 0), field, size).lens(0) for size in ((32, 18), (18, 32))
    )
    assert upright.fov < wide.fov
    assert upright.focal == pytest.approx(wide.focal * 32 / 18, rel=1e-6)
