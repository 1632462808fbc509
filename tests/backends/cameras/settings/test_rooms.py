"""Rooms of rectangles: light is baked, surfaces and cut-outs are drawn far to near, and surveyed as they are drawn."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move, Offset
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.rooms.bulb import draw_wire, hung_bulb
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout, coarser, softened, tilted
from white_cloud.backends.cameras.animatic.rooms.decorator import Decorator
from white_cloud.backends.cameras.animatic.rooms.gloss import add_gloss
from white_cloud.backends.cameras.animatic.rooms.light import Emitter, Pane, Sources, bake, light_at
from white_cloud.backends.cameras.animatic.rooms.planes import Block, Surface, block_surfaces
from white_cloud.backends.cameras.animatic.rooms.stage import Stage, mirrored
from white_cloud.backends.cameras.animatic.rooms.standpoint import Standpoint
from white_cloud.backends.cameras.animatic.rooms.wisp import Wisp
from white_cloud.media.survey import SKY_DEPTH, Survey, class_number

WHITE = np.ones(3, np.float32)
SIZE = (40, 40)
AHEAD = Pinhole(0, 0, 0, 0, 0.5, 90, SIZE)


def surface(origin, right, down, light=1.0, **more):
    made = Surface(*(np.array(v, float) for v in (origin, right, down)), np.ones((8, 8, 3), np.float32), **more)
    made.expose(np.full((3, 3, 3), light, np.float32))
    return made


def wall(y, light=1.0, half=1.0, **more):
    """An upright square before the lens."""
    return surface((-half, y, half), (2 * half, 0, 0), (0, 0, -2 * half), light, **more)


def painted(stage, lens=AHEAD):
    picture = np.zeros((lens.size[1], lens.size[0], 4), np.float32)
    stage.paint(lens, picture)
    return picture


def surveyed(stage, lens=AHEAD):
    survey = Survey.empty(lens.size)
    stage.survey(lens, survey)
    return survey


# --------------------------------------------------------------------- light
def floor_and_sources(lamp=(1.0, 1.0, 2.0), **more):
    floor = Surface(np.array([0.0, 2, 0]), np.array([2.0, 0, 0]), np.array([0, -2.0, 0]), np.ones((20, 20, 3), np.float32))
    pane = Pane(0.5, 0.5, 1.0, 1.0)
    return floor, Sources(np.array(lamp), WHITE, pane, 0 * WHITE, 0 * WHITE, **more)


def test_a_block_throws_a_shadow_on_the_floor():
    """Below a block between lamp and floor it is dark, beside it not."""
    floor, sources = floor_and_sources()
    block = Block((0.8, 0.8, 0.5), (1.2, 1.2, 0.6))
    free, shaded = (bake([floor], blocks, sources, False).lamp[1].reshape(18, 18) for blocks in ([], [block]))
    assert shaded[9, 9] < 0.1 * free[9, 9]
    assert shaded[1, 1] == pytest.approx(free[1, 1])


def test_the_floor_is_lightest_below_the_lamp_and_the_light_swings_with_it():
    """Cosine over distance squared, at three places of the swing."""
    floor, sources = floor_and_sources()
    left, middle, right = (part.reshape(18, 18) for part in bake([floor], [], sources, True).lamp)
    assert middle[9, 9] == pytest.approx(middle.max(), rel=0.03)
    assert left[:, :9].sum() > middle[:, :9].sum()
    assert right[:, 9:].sum() > middle[:, 9:].sum()


def test_a_flat_light_shines_to_its_own_side_only():
    """An emitter that faces away gives the floor nothing."""
    up, down = (
        floor_and_sources(emitters=(Emitter(np.array([(1.0, 1.0, 2.0)]), WHITE, (0.0, 0.0, way)),)) for way in (1.0, -1.0)
    )
    assert bake([up[0]], [], up[1], False).steady.max() == 0
    assert bake([down[0]], [], down[1], False).steady.max() > 0.1


def test_a_small_thing_is_lighter_nearer_to_the_lamp():
    """The light at a place falls off with distance."""
    _, sources = floor_and_sources()
    assert light_at(sources, (1.0, 1.0, 1.0))[0] > 2 * light_at(sources, (1.0, 1.0, 0.0))[0]


# ------------------------------------------------------------------- drawing
def test_a_wall_straight_ahead_fills_the_rectangle_it_should():
    """A wall 2 m away and 2 m wide fills half of a 90 degree picture's width, to a pixel, at its depth."""
    stage = Stage([wall(2.0, kind="wall")], [])
    picture, survey = painted(stage), surveyed(stage)
    assert picture[20, :, 0].sum() == pytest.approx(20.7, abs=1)
    assert picture[20, 20, 0] == pytest.approx(1.0, abs=1e-3)
    assert survey.depth[20, 20] == pytest.approx(2.0)
    assert (survey.depth == SKY_DEPTH).sum() == pytest.approx(40 * 40 - 21 * 21, abs=45)


def test_edges_are_smooth():
    """The rim of a turned wall has pixels between dark and light."""
    picture = painted(Stage([wall(2.0)], []), Pinhole(0.1, 0, 0.2, 21, 0.5, 90, SIZE))
    assert ((picture[..., 0] > 0.05) & (picture[..., 0] < 0.95)).sum() > 10


def test_a_floor_that_passes_under_the_lens_is_cut_and_drawn():
    """A surface partly behind the lens fills the foot of the picture, also where the lens looks askew."""
    stage = Stage([surface((-9, 9, 0), (18, 0, 0), (0, -18, 0), kind="floor")], [])
    for yaw in (0, 33):
        lens = Pinhole(0, 0, 1.0, yaw, 0.5, 80, SIZE)
        picture, survey = painted(stage, lens), surveyed(stage, lens)
        assert picture[-1, :, 0].min() == pytest.approx(1.0, abs=1e-3)
        assert picture[5, 20, 0] == 0
        assert survey.depth[-1, 3] == pytest.approx(lens.focal / (39 - lens.horizon_row), rel=0.01)


def test_depth_on_a_slanting_wall_is_that_of_the_place_each_pixel_sees():
    """The depth of a pixel, projected back, lies on the wall."""
    side = surface((1, 1, 1), (0, 4, 0), (0, 0, -2), kind="wall")
    side = surface((1, 5, 1), (0, -4, 0), (0, 0, -2), kind="wall") if side.normal[0] > 0 else side
    survey = surveyed(Stage([side], []))
    rows, columns = np.nonzero(survey.classes == class_number("wall"))
    assert len(rows) > 50
    across = (columns - 20) / AHEAD.focal * survey.depth[rows, columns]
    assert across == pytest.approx(1.0, abs=0.01)


def test_only_facing_sides_are_drawn():
    """A wall seen from behind is not there."""
    behind = surface((1, 2, 1), (-2, 0, 0), (0, 0, -2))
    assert painted(Stage([behind], [])).max() == 0


def test_what_is_nearer_hides_what_is_farther_whatever_the_order_given():
    """Boxes are drawn far to near; levels within a group go upwards; the shell comes first."""
    near, far, shell = wall(2.0, 0.9, 0.5, group=2), wall(3.0, 0.4, group=1), wall(1.0, 0.1, 2.0)
    for order in ((near, far, shell), (shell, far, near)):
        assert painted(Stage(order, []))[20, 20, 0] == pytest.approx(0.9, abs=1e-3)
    below, above = wall(2.0, 0.2, group=1), wall(2.0, 0.6, group=1, level=1)
    assert painted(Stage([above, below], []))[20, 20, 0] == pytest.approx(0.6, abs=1e-3)


def test_long_boxes_are_sorted_by_the_plane_that_parts_them():
    """One beside the lens at the end of a long table comes after the table, though its middle is farther away."""
    texture = dict.fromkeys(("x", "y", "top"), np.ones((6, 6, 3), np.float32))
    table = block_surfaces(Block((-2.5, 4, 0), (2.5, 5, 0.7)), texture, 1, 0)
    sitter = block_surfaces(Block((-3.0, 3.2, 0), (-2.6, 3.8, 1.2)), texture, 2, 0)
    assert Stage([*sitter, *table], []).groups(Pinhole(0, 0, 1.4, 0, 0.5, 70, SIZE)) == [0, 1, 2]


def test_a_clear_surface_lets_through_what_it_does_not_cover():
    """Half coverage mixes; a survey notes only what covers at least half."""
    glass = wall(2.0, 1.0, kind="window", group=1, cover=np.full((8, 8), 0.3, np.float32))
    stage = Stage([wall(3.0, 0.5, 3.0, kind="wall"), glass], [])
    assert painted(stage)[20, 20, 0] == pytest.approx(0.3 + 0.7 * 0.5, abs=0.01)
    assert surveyed(stage).classes[20, 20] == class_number("wall")


def test_what_no_lens_sees_is_left_out_and_the_picture_is_the_same():
    """Hidden surfaces go; what is behind glass stays."""
    glass = wall(1.5, 0.2, 1.0, group=1, cover=np.full((8, 8), 0.4, np.float32))
    things = [wall(4.0, 0.7, 4.0), wall(3.0, 0.3, 0.2, group=3), wall(2.0, 0.5, 0.8, group=2), glass]
    whole, short = Stage(things, []), Stage(things, [], [AHEAD])
    assert len(short.surfaces) == 3
    assert np.array_equal(painted(whole), painted(short))


def test_a_texture_is_made_no_finer_than_the_lens_resolves():
    """A far wall's texture shrinks, a near one's stays."""
    near, far = (
        Surface(np.array([-1.0, y, 1]), np.array([2.0, 0, 0]), np.array([0, 0, -2.0]), np.ones((90, 90, 3), np.float32))
        for y in (0.5, 20.0)
    )
    for one in (near, far):
        one.fit(AHEAD)
    assert near.albedo.shape[0] > 40
    assert far.albedo.shape[0] < 8


# ------------------------------------------------------------------ cut-outs
def square(place=(0.0, 2.0, -0.5), group=5, **more):
    return Cutout((np.ones((40, 40, 4), np.float32),), -0.5, 0.0, 40.0, place, group, **more)


def test_a_cutout_stands_where_it_is_put_and_is_surveyed_there():
    """A metre at 2 m is a quarter of a 90 degree picture."""
    stage = Stage([], [square(kind="person")])
    covered = painted(stage)[..., 3] > 0.5
    assert covered.sum() == pytest.approx(100, abs=25)
    survey = surveyed(stage)
    assert np.array_equal(survey.classes == class_number("person"), painted(stage)[..., 3] >= 0.5)
    assert set(np.unique(survey.depth)) == {np.float32(2.0), np.float32(SKY_DEPTH)}


def test_a_cutout_softened_or_coarser_keeps_its_place():
    """Its middle and its coverage stay."""
    plain = painted(Stage([], [square()]))[..., 3]
    for other in (softened(square(), 3.0), coarser(square(), 15.0)):
        seen = painted(Stage([], [other]))[..., 3]
        assert seen.sum() == pytest.approx(plain.sum(), rel=0.06)
        assert (seen * np.arange(40)).sum() / seen.sum() == pytest.approx((plain * np.arange(40)).sum() / plain.sum(), abs=0.3)


def test_a_tilted_cutout_leans_about_its_foot():
    """To the right its top goes right, its foot stays."""
    plain, leant = (painted(Stage([], [one]))[..., 3] for one in (square(), tilted(square(), 20.0)))
    middle = [float((rows * np.arange(40)).sum() / rows.sum()) for rows in (plain[20:22], leant[20:22])]
    assert middle[1] > middle[0] + 1


def test_a_mirrored_survey_is_the_survey_flipped():
    """Classes and depth alike."""
    survey = surveyed(Stage([wall(2.0, half=0.5)], []), Pinhole(0.6, 0, 0, 0, 0.5, 90, SIZE))
    flipped = mirrored(survey)
    assert np.array_equal(flipped.depth, survey.depth[:, ::-1])
    assert np.array_equal(flipped.classes, survey.classes[:, ::-1])


# --------------------------------------------------------------- small things
def test_a_bulb_shines_and_its_wire_does_not():
    """The bulb is lighter than white; the wire darkens what is behind it."""
    picture = np.full((40, 40, 4), 0.5, np.float32)
    draw_wire(picture, AHEAD, (0, 2, 1.6), (0, 2, 0.1))
    assert 0 <= picture[12, 19:22, 0].min() < 0.45
    hung_bulb((0, 2, 0.0), AHEAD, WHITE, 9, shaded=False).draw(AHEAD, picture)
    assert picture.max() > 2


def test_a_wisp_rises_and_moves():
    """It is above its foot, and other a second later."""
    wisp = Wisp((0, 2, -0.5), 1.2, 0.05, 0.2, 2.0, 0.4)
    one, other = np.zeros((40, 40, 4), np.float32), np.zeros((40, 40, 4), np.float32)
    wisp.draw(one, AHEAD, WHITE, 1.0)
    wisp.draw(other, AHEAD, WHITE, 2.0)
    assert one[:25].sum() > 1 > one[26:].sum()
    assert np.abs(one - other).sum() > 0.5


def test_a_glossy_floor_mirrors_what_is_bright_below_it():
    """The light lies under the horizon, in the column of the lamp."""
    picture = np.zeros((40, 40, 4), np.float32)
    lens = Pinhole(0, 0, 1, 0, 0.3, 90, SIZE)
    add_gloss(picture, lens, [(np.array([(0.5, 4, 1), (1.5, 4, 1), (1.5, 4, 2), (0.5, 4, 2)], float), 9 * WHITE)])
    assert picture[13:, :, 0].sum() > 3 * picture[:12, :, 0].sum()
    assert picture[..., 0].sum(0).argmax() > 20


def test_a_mirrored_room_pans_the_other_way_so_that_its_picture_pans_as_told():
    """Across and yaw change sign, up and forward do not."""
    at, offset = Standpoint((0, 0, 1), 0, 0.5, 60), Offset(across=1, up=1, forward=1, yaw=5)
    plain, flipped = (at.lens(offset, SIZE, mirrored) for mirrored in (False, True))
    assert (plain.x, plain.yaw) == (-flipped.x, -flipped.yaw)
    assert (plain.y, plain.z) == (flipped.y, flipped.z)


def test_lenses_along_a_move_reach_beyond_it():
    """Hands that shake see nothing that was left out."""
    lenses = Standpoint((0, 0, 1), 0, 0.5, 60).lenses(Move("push in", 4.0, 1), SIZE)
    assert max(lens.y for lens in lenses) > 0.2
    assert min(lens.yaw for lens in lenses) < -1 < 1 < max(lens.yaw for lens in lenses)


def test_a_decorator_shows_the_faces_asked_for():
    """What stands on the floor has no bottom; a level below 0 has no top; faces may be named."""
    d = Decorator(1)
    for low, level, faces, count in ((0.0, 0, range(6), 5), (1.0, 0, range(6), 6), (0.0, -1, range(6), 4), (1.0, 0, (2, 3), 2)):
        before = len(d.room.surfaces)
        d.block((0, 0, low), (1, 1, low + 1), "#808080", 1, level, faces=faces, density=8)
        assert len(d.room.surfaces) - before == count
