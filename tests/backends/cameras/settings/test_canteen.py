"""The canteen: tables and benches in rows, a queue at the hatch, steam that drifts, a tube that fails."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout
from white_cloud.backends.cameras.animatic.rooms.seating import parted
from white_cloud.backends.cameras.animatic.settings.canteen.canteen import Canteen
from white_cloud.backends.cameras.animatic.settings.canteen.hall import rows
from white_cloud.media.survey import class_number

SIZE = (96, 54)


def canteen(*words, seed=1, move="static"):
    return Canteen(SIZE, seed, frozenset(words), Move(move, 4.0, 1))


def share(setting, name):
    return float((setting.survey(0.5).classes == class_number(name)).mean())


@pytest.mark.parametrize("along", ["x", "y"])
def test_seats_lie_beside_their_table(along):
    """The near bench has the lower coordinate across, and places lie within the table's length."""
    for row in rows(along):
        near, table, far = (row.place(0.5, side) for side in (-1, 0, 1))
        axis = 1 if along == "x" else 0
        assert near[axis] < table[axis] < far[axis]
        assert row.start < table[1 - axis] < row.end
        assert row.bench(-1) != row.bench(1)


def test_an_empty_hall_has_nobody_and_a_full_one_many():
    """Words say who is there."""
    empty, some, many = (share(canteen(*words, seed=4), "person") for words in (("empty",), (), ("crowd",)))
    assert empty == 0
    assert many > some > 0.01


def test_a_board_a_table_and_lamps_are_surveyed():
    """What makes a canteen is known by name."""
    setting = canteen(seed=1)
    assert all(share(setting, name) > 0.001 for name in ("sign", "furniture", "lamp", "floor", "wall", "ceiling"))


def test_steam_drifts_with_time_and_there_is_more_of_it_with_smoke():
    """The picture changes although nothing else moves; smoke hides more."""
    thin, thick = canteen("empty", seed=9), canteen("empty", "smoke", seed=9)
    changes = [float(np.abs(one.radiance(0.4) - one.radiance(1.6))[..., :3].mean()) for one in (thin, thick)]
    assert changes[1] > 1.15 * changes[0] > 0


def test_an_old_tube_fails_now_and_then():
    """With the word lamp the hall's light drops at some moments and comes back."""
    setting = canteen("lamp", "empty", seed=2)
    means = [float(setting.radiance(0.15 * step)[..., :3].mean()) for step in range(36)]
    assert min(means) < 0.97 * max(means)
    assert max(means[-6:]) > 0.99 * max(means)


def test_the_windows_lead_by_day():
    """Tubes are off by day: the side of the windows is the lighter."""
    day, night = (float(canteen(hour, "window", seed=3).radiance(0.5)[..., :3].mean()) for hour in ("day", "night"))
    assert day > 1.5 * night


def test_one_who_sits_is_parted_at_the_seat_and_nothing_is_lost():
    """What rests on the seat lies over it, the legs hang behind it, and together they are as tall as before."""
    one = Cutout((np.ones((100, 20, 4), np.float32),), -0.1, 0.0, 100.0, (0.0, 3.0, 0.0), 7)
    below, above = parted(one, 0.44, -2, 1)
    assert (below.level, above.level) == (-2, 1)
    assert abs(above.lit[0][..., 3].sum() / 20 - 56) < 1.5
    assert below.bottom + len(below.lit[0]) / below.metre >= above.bottom
    assert above.bottom + len(above.lit[0]) / above.metre == pytest.approx(1.0)
