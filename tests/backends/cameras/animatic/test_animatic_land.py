"""Light on a height field, and the renderer that walks it."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.land.air import Air, Sky
from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.land.field import HeightField, Patch
from white_cloud.backends.cameras.animatic.land.landscape import Landscape, LandscapeCamera, Path, Reach, Station
from white_cloud.backends.cameras.animatic.land.light import Light, Sun, bake, normals, sun_reaches
from white_cloud.backends.cameras.animatic.land.terrain import Ground, Surface, VoxelRenderer, graded_depths, slice_depths
from white_cloud.backends.cameras.animatic.land.weather import weather_named
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Tile, colour
from white_cloud.media.survey import SKY_DEPTH, class_number

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


def photographed(walker: VoxelRenderer, field: HeightField) -> tuple[Surface, Ground]:
    """Return what a renderer sees of a land, looking east."""
    lens = looking_east()
    surface = walker.resolve(lens, walker.heights(lens, field))
    return surface, walker.meet(lens, field, surface)


def land(height: np.ndarray, cell: float) -> HeightField:
    """Return a white land."""
    return HeightField(height, np.ones((*height.shape, 3), np.float32), cell)


def test_flat_ground_ends_at_the_horizon():
    """Rows above the horizon are sky, rows below are ground, nearer the lower they are."""
    surface, ground = photographed(renderer(), land(FLAT, 50.0))
    depth = ground.depths()
    assert (surface.sky[:8] == 1).all()
    assert (surface.sky[9:] == 0).all()
    assert (depth[:8] == SKY_DEPTH).all()
    assert (np.diff(depth[10:, 12]) < 0).all()


def test_depth_of_flat_ground_follows_the_projection():
    """The ray through a pixel whose middle is r rows below the horizon meets the ground at height * focal / r."""
    depth = photographed(renderer(), land(FLAT, 50.0))[1].depths()
    assert depth[13, 12] == pytest.approx(10 * looking_east().focal / 5.5, rel=0.01)


def test_a_wall_hides_what_is_behind_it():
    """Looking east at a wall 20 m high from 10 m up, it stands above the horizon and nothing farther is seen."""
    depth = photographed(renderer(), land(wall(), 2.0))[1].depths()
    assert depth[7, 12] == pytest.approx(32, abs=3)
    assert depth[9:, 12].max() < 36


def test_land_between_two_slices_is_looked_up_again():
    """On a hill that is round between slices, few of them see what many see."""
    hill = 6 * np.sin(np.linspace(0, 2 * np.pi, 64, endpoint=False) - 1).astype(np.float32)
    field = land(np.repeat(hill[None], 64, 0), 1.0)
    many, few = (VoxelRenderer((24, 16), 2, 60, slices=count, fairing=0, sharp=False) for count in (300, 24))
    sharp, found = (photographed(walker, field)[1].depths()[11:, 12] for walker in (many, few))
    assert np.abs(sharp - found).max() < 0.3


def test_fewer_columns_give_a_picture_of_the_same_size():
    """Rays may be fewer than the pixels of a row."""
    few = VoxelRenderer((24, 16), 2, 200, slices=40, columns=12)
    surface, ground = photographed(few, land(FLAT, 50.0))
    picture = np.zeros((16, 24, 4), np.float32)
    assert ground.depths().shape == (16, 24)
    assert few.join(picture, np.zeros_like(picture), surface, ground.depths()).shape == (16, 24, 4)


def test_graded_depths_grow_as_their_stops_say():
    """They start at the first stop, pass the last, and their spacing is that of the stops."""
    depths = graded_depths((4, 1), (40, 4))
    assert depths[0] == 4
    assert depths[-1] >= 40
    assert np.diff(depths)[0] == pytest.approx(1)
    assert np.diff(depths)[-1] == pytest.approx(4, rel=0.1)


def test_a_map_is_read_from_the_copy_that_suits():
    """The finest copy keeps a chessboard, a coarser one is grey."""
    board = np.indices((16, 16)).sum(0) % 2
    field = HeightField(FLAT, np.repeat(board[..., None], 3, 2).astype(np.float32), 1.0)
    x, y = np.meshgrid(np.arange(4, dtype=np.float32), np.arange(4, dtype=np.float32))
    fine, coarse = (field.paint(x, y, np.full_like(x, pixel))[..., 0] for pixel in (0.1, 9.0))
    assert fine.std() > 0.4
    assert coarse.std() < 0.05


def test_a_finer_piece_lies_in_the_land():
    """Inside a patch its heights and colours hold, outside the land's."""
    field = land(FLAT, 4.0)
    patch = Patch.of(np.full((8, 8), 3, np.float32), np.full((8, 8, 3), 0.5, np.float32), 20.0, 20.0, 1.0)
    refined = field.refined(patch)
    assert [refined.height_at(x, 24) for x in (10, 24)] == [0, 3]
    assert field.height_at(24, 24) == 0
    x = np.array([[10.0, 24.0]], np.float32)
    assert refined.paint(x, np.full_like(x, 24), np.zeros_like(x))[0, :, 0] == pytest.approx([1, 0.5], abs=0.01)


def test_weather_is_the_first_that_is_named():
    """Clear air is none; snow covers what is flat, and rain darkens the ground."""
    assert weather_named(frozenset({"night"})).name == "clear"
    snow, rain = (weather_named(frozenset({word})) for word in ("snow", "rain"))
    albedo = np.full((16, 16, 3), 0.2, np.float32)
    assert snow.ground(albedo, FLAT, 1.0).min() > 0.5
    assert rain.ground(albedo, FLAT, 1.0).max() < 0.2
    assert Fall.of(snow, 1) is not None
    assert Fall.of(weather_named(frozenset({"fog"})), 1) is None


def test_bodies_and_the_gaps_of_ridges_are_in_the_survey():
    """A wall of rock is surveyed as what its cells are, at its distance; a body drawn into the view covers it."""
    kinds = np.full((32, 32), class_number("ground"), np.uint8)
    kinds[:, 15:18] = class_number("rock")
    light = Light(Sun(90, 45), colour("#ffffff"), colour("#808080"))
    tile = Tile(np.ones((4, 4), np.float32))
    grey = colour("#808080")
    sky, air = Sky(grey, grey, grey, grey, grey, tile), Air(grey, grey, tile)
    scene = Landscape(land(wall(), 2.0), tile, light, sky, air, kinds=kinds)
    view = LandscapeCamera(scene, renderer()).view(looking_east(), 0.0, surveyed=True)
    assert view.survey is not None
    assert view.survey.classes[7, 12] == class_number("rock")
    assert view.survey.depth[7, 12] == pytest.approx(32, abs=3)
    place = np.s_[6:9, 10:14]
    view.put(place, np.ones((3, 4), np.float32), 5.0, "vehicle")
    assert (view.survey.classes[place] == class_number("vehicle")).all()
    assert (view.depth[place] == 5).all()


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
