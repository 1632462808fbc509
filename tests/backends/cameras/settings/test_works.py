"""Works: panels become pieces with baked light, and the camera for them knows how far away each pixel is."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.build import Age, build
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.props.works.halo import draw_halos
from white_cloud.backends.cameras.animatic.props.works.light import Lamp, WorksLight
from white_cloud.backends.cameras.animatic.props.works.panels import beam, box, drum, tube, turned
from white_cloud.backends.cameras.animatic.props.works.picture import WorksCamera
from white_cloud.backends.cameras.animatic.props.works.scene import Movers
from white_cloud.backends.cameras.animatic.props.works.staffage import boulder, drill_rig, person, pickup
from white_cloud.media.survey import CLASSES, SKY_DEPTH, Survey

SIZE = (96, 54)
GREY = np.full(3, 0.5, np.float32)
SUN = np.array([-0.6, -0.5, 0.62])
LENS = Pinhole(0, 0, 3, 0, 0.5, 50, SIZE)


def light(**changes):
    """A sun from behind on the left, a grey sky."""
    measures = {"sunlight": GREY * 4, "skylight": GREY, "bounce": GREY * 0, "sky_parts": 8} | changes
    return WorksLight(SUN / np.linalg.norm(SUN), **measures)


def clear_air(sight=1e6):
    return Dust(sight, np.full((SIZE[0], 4), 0.3, np.float32), low=0.0)


def shot(panels, lens=LENS, air=None, t=0.0, movers=None, **changes):
    works = build(panels, light(**changes), Age(GREY, 0.0, 0.0), palette=[GREY, GREY * 4])
    return WorksCamera(SIZE).photograph(works, lens, air or clear_air(), t, movers)


def wall(y=20.0, kind="building"):
    return box((-30, 30), (y, y + 5), (0, 30), GREY, kind)


def test_a_wall_is_as_far_as_it_stands():
    """A wall across the sight has one depth, along the sight, from side to side."""
    plate = shot(wall(20))
    row = plate.depth[20]
    assert row == pytest.approx(np.full(96, 20), abs=0.01)
    assert (plate.kinds[20] == CLASSES.index("building")).all()


def test_nearer_works_hide_farther_ones():
    """A drum before a wall shows, and the wall beside it."""
    plate = shot(wall(30) + drum(0, 15, (0, 9), (2, 2), GREY, 12, "machine"))
    assert plate.kinds[25, 48] == CLASSES.index("machine")
    assert plate.kinds[25, 10] == CLASSES.index("building")
    assert plate.depth[25, 48] == pytest.approx(13, abs=0.2)


def test_what_reaches_behind_the_eye_is_cut():
    """A long wall that passes the camera is drawn up to the frame's edge, with true depths."""
    plate = shot(box((4, 5), (-50, 50), (0, 20), GREY))
    assert (plate.radiance[27, 70:, 3] > 0.9).all()
    assert plate.depth[27, 90] == pytest.approx(4 * LENS.focal / (90.5 - 48), rel=0.02)


def test_edges_are_smooth():
    """Where works end, pixels are covered in part, and light is premultiplied by it."""
    plate = shot(turned(box((-3, 3), (20, 22), (0, 6), GREY), 4))
    cover = plate.radiance[..., 3]
    assert ((cover > 0.2) & (cover < 0.8)).sum() > 8
    assert (plate.radiance[..., :3].max(-1) <= cover * 4 + 1e-3).all()


def test_sun_and_shadow_are_baked():
    """A wall in the sun is brighter than one that another wall keeps it from."""
    screen = box((-40, 10), (8, 9), (10, 40), GREY)  # above the frame
    lit, shaded = (shot(panels).radiance[20, 40, 0] for panels in (wall(20), wall(20) + screen))
    assert shaded < 0.75 * lit


def test_a_lamp_lights_the_wall_by_it():
    """At night a lamp makes a pool of light that falls off."""
    lamp = Lamp((0, 18, 6), GREY * 60)
    plate = shot(wall(20), sunlight=GREY * 0, skylight=GREY * 0.02, lamps=(lamp,))
    assert plate.radiance[22, 48, 0] > 4 * plate.radiance[22, 4, 0]


def test_haze_takes_what_is_far():
    """Through thick air a far wall has the colour of the air."""
    plate = shot(wall(200), air=clear_air(30))
    assert plate.radiance[25, 48, 0] == pytest.approx(0.3, abs=0.01)


def test_movers_are_where_they_are_told():
    """A small quad shows at its place in its light and depth, before the wall behind it."""
    quad = np.array([[[-1, 10, 2], [1, 10, 2], [1, 10, 4], [-1, 10, 4]]], float)
    movers = Movers(quad, np.ones(1), np.full(1, CLASSES.index("thing"), np.uint8))
    plate = shot(wall(20), movers=movers)
    assert plate.kinds[27, 48] == CLASSES.index("thing")
    assert plate.depth[27, 48] == pytest.approx(10, abs=0.01)
    assert plate.radiance[27, 48, 0] == pytest.approx(2.0, rel=0.05)


def test_a_plate_hides_and_is_hidden_by_depth():
    """Over a picture, what is nearer than the works stays."""
    plate = shot(wall(20))
    picture, depth = np.zeros((54, 96, 4), np.float32), np.full((54, 96), SKY_DEPTH, np.float32)
    depth[:, :48] = 5
    seen = plate.over(picture, depth)
    assert seen[20, 10, 0] == 0
    assert seen[20, 80, 0] > 0.1
    assert depth[20, 80] == pytest.approx(20, abs=0.01)


def test_a_survey_takes_what_covers_half():
    """The plate enters its classes and depths where it covers at least half of a pixel."""
    plate, survey = shot(wall(20, "wall")), Survey.empty(SIZE)
    plate.survey_into(survey)
    assert survey.classes[20, 48] == CLASSES.index("wall")
    assert (survey.depth[plate.radiance[..., 3] < 0.5] == SKY_DEPTH).all()


def test_nothing_in_sight_leaves_the_picture():
    """Works behind the camera give an empty plate."""
    plate = shot(wall(-40))
    assert not plate.radiance.any()
    assert (plate.depth == SKY_DEPTH).all()


def test_pipes_are_closed_and_turn_outwards():
    """The faces of a bent pipe look away from its middle line."""
    panels = tube([(0, 10, 2), (0, 14, 2), (3, 17, 2)], 0.5, GREY, 8)
    for panel in panels[:16]:
        a, b, c = panel.corners[:3]
        out = np.cross(b - a, c - a)
        middle = panel.corners.mean(0)
        foot = panel.axis[0] + panel.axis[1] * ((middle - panel.axis[0]) @ panel.axis[1])
        assert out @ (middle - foot) > 0


def test_shapes_face_outwards():
    """The normals of convex shapes point away from their middles."""
    random = np.random.default_rng(1)
    for panels in (
        box((0, 1), (0, 2), (1, 3), GREY),
        drum(0, 0, (1, 4), (1, 0.8), GREY, 9),
        boulder((0, 0, 5), 2, GREY, random),
    ):
        middle = np.mean([panel.corners.mean(0) for panel in panels], 0)
        for panel in panels:
            a, b, c = panel.corners[:3]
            assert np.cross(b - a, c - a) @ (panel.corners.mean(0) - middle) > 0


def test_staffage_has_its_size():
    """People are 1.75 m tall, a pickup 5.3 m long, a drill 13 m high."""
    for panels, axis, size in (
        (person(0, 0, 30, GREY), 2, 1.78),
        (pickup((0, 0, 0), 0, GREY), 1, 5.25),
        (drill_rig((0, 0, 0), 40, GREY), 2, 13.0),
    ):
        corners = np.vstack([panel.corners for panel in panels])
        assert np.ptp(corners[:, axis]) == pytest.approx(size, abs=0.1)


def test_a_beam_is_as_thick_as_it_is_told():
    """Its four sides are a beam's thickness apart."""
    corners = np.vstack([panel.corners for panel in beam((0, 0, 0), (0, 10, 0), 0.4, GREY)])
    assert np.ptp(corners[:, 0]) == pytest.approx(0.4)
    assert np.ptp(corners[:, 2]) == pytest.approx(0.4)


def test_a_hidden_lamp_does_not_glow():
    """A halo is drawn only where nothing nearer stands before the lamp."""
    lamp = Lamp((0, 30, 3), GREY * 100)
    for far, glows in ((10.0, False), (SKY_DEPTH, True)):
        picture = np.zeros((54, 96, 4), np.float32)
        draw_halos(picture, np.full((54, 96), far, np.float32), LENS, (lamp,), 0.1, 1e4)
        assert bool(picture.any()) is glows
