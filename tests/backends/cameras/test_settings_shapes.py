"""Sculpted bodies, and rays over a city."""

from dataclasses import replace

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures import Glow, Limb, sculpt, seated_at_table, standing
from white_cloud.backends.cameras.animatic.settings.city.plan import CELL, CELLS, plan
from white_cloud.backends.cameras.animatic.settings.city.rays import RayCaster
from white_cloud.media.survey import SKY_DEPTH

BALL = (Limb((0, 0, 1), (0, 0, 1), 0.5, 0.5),)
WHITE = np.ones(3, np.float32)


# -------------------------------------------------------------------- figures
def test_a_ball_covers_a_disc():
    """Coverage is the ball's outline, soft at the edge."""
    relief = sculpt(BALL, metre=40)
    assert relief.alpha.sum() == pytest.approx(np.pi * 20**2, rel=0.03)
    assert 0 < ((relief.alpha > 0) & (relief.alpha < 1)).mean() < 0.15


def test_normals_of_a_ball_point_outward():
    """In the middle towards the viewer, above upwards, at the right to the right."""
    relief = sculpt(BALL, metre=40)
    h, w = relief.alpha.shape
    assert relief.normal[h // 2, w // 2, 1] == pytest.approx(-1, abs=0.05)
    assert relief.normal[5, w // 2, 2] > 0.8
    assert relief.normal[h // 2, w - 5, 0] > 0.8


def test_what_stands_on_the_ground_ends_there():
    """A ball sunk to its middle shows its upper half."""
    relief = sculpt((Limb((0, 0, 0), (0, 0, 0), 0.5, 0.5),), metre=40)
    assert relief.bottom == 0
    assert relief.alpha.sum() == pytest.approx(np.pi * 20**2 / 2, rel=0.05)


def test_a_squashed_ball_is_flat_and_as_wide():
    """Squash scales a limb about its middle."""
    relief = sculpt((Limb((0, 0, 1), (0, 0, 1), 0.5, 0.5, squash=(1, 1, 0.3)),), metre=40)
    rows, columns = np.flatnonzero(relief.alpha.max(1) > 0.5), np.flatnonzero(relief.alpha.max(0) > 0.5)
    assert len(columns) == pytest.approx(40, abs=2)
    assert len(rows) == pytest.approx(12, abs=2)


def test_light_from_the_right_lights_the_right():
    """Lambert's law on a relief; the fourth channel is the coverage."""
    relief = sculpt(BALL, metre=30)
    lit = relief.lit(WHITE, 0 * WHITE, [Glow((1, 0, 0), WHITE, distant=True)])
    w = lit.shape[1]
    assert lit[:, w * 3 // 4 :, 0].sum() > 10 * lit[:, : w // 4, 0].sum()
    assert np.array_equal(lit[..., 3], relief.alpha)


def test_a_painted_limb_has_its_own_colour():
    """Paint replaces the albedo given to the rest."""
    red = Limb((0, 0, 1), (0, 0, 1), 0.5, 0.5, paint=(0.0, 0.0, 0.5))
    lit = sculpt((red,), metre=20).lit(WHITE, WHITE, [])
    middle = lit[lit.shape[0] // 2, lit.shape[1] // 2]
    assert middle[0] == 0
    assert middle[2] > 0.1


def test_people_have_the_size_of_people():
    """A standing person is about 1.75 m high, a sitting one lower; turned aside one is narrower."""
    upright, sitting = sculpt(standing(), metre=50), sculpt(seated_at_table(), metre=50)
    assert upright.alpha.shape[0] / 50 == pytest.approx(1.76, abs=0.08)
    assert sitting.alpha.shape[0] < 0.85 * upright.alpha.shape[0]
    assert sculpt(standing(), 90, 50).alpha.max(0).sum() < upright.alpha.max(0).sum()


# -------------------------------------------------------------------- city
def one_tower():
    """A city of streets with one building of 4 x 4 cells, 50 m high, 100 m north of (100, 0)."""
    cells = np.zeros((CELLS, CELLS, 2), np.float32)
    cells[10:14, 8:12] = (50, 7)
    return replace(plan(1), cells=cells)


def test_a_wall_is_hit_at_its_distance_and_height():
    """Straight ahead stands the wall, 100 m away and 50 m high; above it is sky, before it street."""
    lens = Pinhole(100.5, 0.5, 20.0, 0, 0.5, 60, (64, 64))
    hits = RayCaster((64, 64), one_tower(), 60).cast(lens)
    assert hits.depth[32, 32] == pytest.approx(99.5, abs=0.1)
    assert hits.top[32, 32] == 50
    assert hits.depth[2, 32] == SKY_DEPTH
    assert hits.flat[62, 32]
    assert hits.top[62, 32] == 0
    roof_row = 32 - 30 * lens.focal / 99.5
    assert np.flatnonzero(hits.sky[:, 32]).max() == pytest.approx(roof_row, abs=1.5)


def test_a_roof_is_seen_from_above_at_its_own_height():
    """From above the wall's edge the roof lies behind it."""
    hits = RayCaster((64, 64), one_tower(), 60).cast(Pinhole(100.5, 0.5, 90.0, 0, 0.5, 60, (64, 64)))
    roof = hits.flat & (hits.top == 50)
    assert roof.any()
    assert hits.z[roof] == pytest.approx(50, abs=0.01)
    assert hits.y[roof].min() * CELL >= 99.9


def test_beyond_the_last_crossing_there_is_no_city():
    """With too few crossings the far tower is left out rather than torn: what is hit, is hit where it stands."""
    lens = Pinhole(100.5, 0.5, 20.0, 0, 0.5, 60, (64, 64))
    short, long = (RayCaster((64, 64), one_tower(), crossings).cast(lens) for crossings in (8, 80))
    walls = (short.top > 0) & ~short.flat
    assert (long.top[:, 32] > 0).any()
    assert not (short.top[:, 32] > 0).any()
    assert short.depth[walls] == pytest.approx(long.depth[walls], abs=0.1)


def test_streets_stay_open_in_every_seed():
    """No building stands on the grid of streets, and high ones carry red lamps."""
    for seed in (1, 2):
        built = plan(seed)
        assert built.cells[:, ::16, 0].max() == 0
        assert built.cells[::16, :, 0].max() == 0
        assert len(built.beacons)
