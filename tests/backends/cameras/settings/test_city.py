"""The city: its rays, its rip maps, its shadows, its avenue, who is in its streets."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.settings.city.city import City
from white_cloud.backends.cameras.animatic.settings.city.plan import AXIS, CELL, CELLS, plan
from white_cloud.backends.cameras.animatic.settings.city.rays import RayCaster
from white_cloud.backends.cameras.animatic.settings.city.ripmap import Ripmap
from white_cloud.backends.cameras.animatic.settings.city.road import CROSSING, PERIOD, Road
from white_cloud.backends.cameras.animatic.settings.city.shade import shadow_heights
from white_cloud.backends.cameras.animatic.settings.city.stations import above_a_street
from white_cloud.media.survey import class_number

SIZE = (96, 54)


@pytest.fixture(scope="module")
def parade():
    """The plan with the avenue of the parades."""
    return plan(4, ceremonial=True)


def city(words, seed=2, move=None):
    return City(SIZE, seed, frozenset(words.split()), move or Move())


def share(survey, name):
    return float((survey.classes == class_number(name)).mean())


def test_the_avenue_is_the_same_on_both_sides(parade):
    """What stands to the left of the axis stands mirrored to the right."""
    strip = parade.cells[:, AXIS - 20 : AXIS + 20]
    assert np.array_equal(strip, strip[:, ::-1])
    assert (parade.cells[:60, AXIS - 3 : AXIS + 3, 0] == 0).all()


def test_rays_hit_what_the_plan_says(parade):
    """A pixel's place lies in a cell as high as the pixel's house, or on the border of one."""
    lens = Pinhole(AXIS * CELL, 900.0, 40.0, 20.0, 0.4, 60.0, SIZE)
    hits = RayCaster(SIZE, parade).cast(lens)
    roofs = hits.flat & ~hits.sky & (hits.depth < 1000)
    columns, rows = (np.floor(part[roofs]).astype(int) % CELLS for part in (hits.x, hits.y))
    agreed = parade.cells[rows, columns, 0] == hits.top[roofs]
    assert agreed.mean() > 0.97
    walls = ~hits.flat & ~hits.sky
    border = np.minimum(np.abs(hits.x - np.round(hits.x)), np.abs(hits.y - np.round(hits.y)))
    assert border[walls].max() < 0.01


def test_the_ground_under_the_lens_is_seen(parade):
    """In a street the nearest ground is ground, up to the picture's lower edge."""
    lens = Pinhole(AXIS * CELL + 3, 903.0, 1.3, 0.0, 0.5, 66.0, SIZE)
    assert RayCaster(SIZE, parade).cast(lens).ground[-1].all()


def test_a_rip_map_seen_from_afar_is_its_mean():
    """A footprint of a whole tile gives the mean, one far smaller the texel itself, and each way counts by itself."""
    tile = np.zeros((8, 8, 4), np.float32)
    tile[:, ::2] = 1  # upright stripes
    ripmap = Ripmap([tile])

    def at(wide, tall):
        u, v, one = np.full((1, 1), 0.0625, np.float32), np.full((1, 1), 0.5, np.float32), np.ones((1, 1), np.float32)
        return float(ripmap(0, u, v, one * wide, one * tall, one)[0, 0, 0])

    assert at(1.0, 1.0) == pytest.approx(0.5, abs=0.01)
    assert at(0.01, 0.01) == pytest.approx(1.0, abs=0.001)
    assert at(0.01, 1.0) == pytest.approx(1.0, abs=0.001), "blurred upwards alone, the stripes stay"
    assert at(1.0, 0.01) == pytest.approx(0.5, abs=0.01)


def test_a_shadow_lies_away_from_the_sun():
    """A tower 100 m high under a sun 45 degrees high in the east throws its shadow 100 m to the west."""
    height = np.zeros((64, 64), np.float32)
    height[32, 32] = 100
    shade = shadow_heights(height, 10.0, azimuth=90.0, elevation=45.0)
    row = shade[32 * 4 + 2]
    assert row[27 * 4] > 30
    assert row[20 * 4] == 0
    assert row[36 * 4] == 0


def test_a_road_knows_its_places():
    """Along and across are the inverse of a place, and a crossing begins where a street begins."""
    for yaw in (0.0, 90.0, 180.0, 270.0):
        road = Road.through(485.0, 1290.0, yaw, 15.0)
        x, y = road.place(37.0, -4.0)
        assert road.along(x, y) == pytest.approx(37.0, abs=1e-3)
        assert road.across(x, y) == pytest.approx(-4.0, abs=1e-3)
        ends = [float(v) % PERIOD for v in road.place(0.0, 0.0)]
        assert min(abs(end - back) for end in ends for back in (0.0, CROSSING)) < 1e-6


def test_no_house_stands_in_the_street():
    """Seen from any station, the street is free from pavement to pavement, and the lens is in it."""
    for seed in range(6):
        rng = np.random.default_rng(seed)
        built = plan(seed)
        station = above_a_street(built, rng)
        road = station.road
        here = float(road.along(station.x, station.y))
        assert float(road.across(station.x, station.y)) == pytest.approx(station.aside, abs=1e-3)
        for ahead in (0.0, 25.0, 60.0):
            for across in (-0.9, -0.5, 0.0, 0.5, 0.9):
                x, y = road.place(here + ahead, across * road.half)
                assert built.height_at(float(x), float(y)) == 0


def test_nobody_is_in_a_ghost_city():
    """Empty streets have no cars and no people; others have both."""
    survey = city("day street empty").survey(1.0)
    assert share(survey, "vehicle") == share(survey, "person") == 0
    assert share(city("day street").survey(1.0), "vehicle") > 0


def test_a_crowd_walks_on_the_avenue():
    """People, not cars, are on the avenue of the parades."""
    survey = city("day street crowd").survey(1.0)
    assert share(survey, "person") > 0
    assert share(survey, "vehicle") == 0


def test_a_ghost_city_is_dark_at_night():
    """Without people no windows are lit."""
    full, empty = (city(words).radiance(0.5)[..., :3].mean() for words in ("night", "night empty"))
    assert empty < 0.7 * full


def test_a_street_moves_by_itself():
    """With the lens at rest cars and people go on."""
    one = city("day street")
    assert np.abs(one.radiance(0.5) - one.radiance(1.5)).max() > 0.05


def test_the_survey_has_what_stands_in_a_street():
    """Houses, road, plants, lamps, signs and sky are told apart."""
    survey = City((192, 108), 6, frozenset({"day", "street"}), Move()).survey(0.0)
    for name in ("sky", "road", "building", "plant", "lamp", "sign", "vehicle"):
        assert share(survey, name) > 0, name
