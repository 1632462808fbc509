"""A setting that becomes another while the take runs."""

from fractions import Fraction

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.becoming import Becoming, progress
from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.take import Place, Take
from white_cloud.media.survey import Survey, class_number

SIZE = (64, 36)
GREY, BRIGHT = 0.2, 0.8


class Plain(Setting):
    """A flat picture: sky above, ground below, and a vehicle in it where one is asked for."""

    def __init__(self, name, level, vehicle=None):
        super().__init__(SIZE, 1, frozenset(), Move())
        self.name, self.level, self.vehicle = name, level, vehicle
        self.grade = Grade(exposure=2.0)

    def radiance(self, t):  # noqa: ARG002 - the contract's
        return np.full((SIZE[1], SIZE[0], 4), self.level, np.float32)

    def survey(self, t):  # noqa: ARG002 - the contract's
        seen = Survey.empty(SIZE)
        rows = np.arange(SIZE[1])[:, None]
        seen.put("ground", np.broadcast_to(rows >= 12, (SIZE[1], SIZE[0])), 1000.0 / (rows - 11.0).clip(1))
        if self.vehicle:
            where = np.zeros((SIZE[1], SIZE[0]), bool)
            where[self.vehicle] = True
            seen.put("vehicle", where, 5.0)
        return seen


@pytest.fixture(scope="module")
def farther():
    """Grey ground that becomes bright, with nothing to grow out of."""
    return Becoming(Plain("pit", GREY), Plain("dunes", BRIGHT), 8.0, 3)


def test_it_begins_as_the_first_and_ends_as_the_second(farther):
    """Exposed, and untouched before the change and after it."""
    assert farther.radiance(0.0) == pytest.approx(GREY * 2)
    assert farther.radiance(8.0) == pytest.approx(BRIGHT * 2)


def test_it_hesitates_and_retreats():
    """Progress stops, goes back, and completes."""
    steps = np.diff([progress(part) for part in np.linspace(0, 1, 201)])
    assert steps.min() < 0
    assert (np.abs(steps[20:170]) < 1e-9).sum() > 5
    assert (progress(0.0), progress(1.0)) == (0.0, 1.0)


def test_far_parts_turn_first(farther):
    """Halfway the far ground shows more of the second than the near ground."""
    picture = farther.radiance(0.62 * 8.0)[..., 0]
    assert picture[12:16].mean() > picture[-5:].mean() + 0.2


def test_it_grows_out_of_what_it_resembles():
    """A tunnel opens up where the vehicle is."""
    wheel = np.s_[20:32, 40:52]
    change = Becoming(Plain("pit", GREY, wheel), Plain("tunnel", BRIGHT), 8.0, 3)
    picture = change.radiance(0.33 * 8.0)[..., 0]
    assert picture[wheel].mean() > picture[:, :20].mean() + 0.2


def test_what_is_turning_breaks_into_grains(farther):
    """In the middle of the change some pixels have turned and their neighbours have not."""
    picture = farther.radiance(0.62 * 8.0)[..., 0]
    assert np.abs(np.diff(picture, axis=1)).max() > 0.5


def test_its_survey_follows_what_shows():
    """A pixel is surveyed as the setting that shows more there: the vehicle only where it has not turned yet."""
    change = Becoming(Plain("pit", GREY, np.s_[20:32, 40:52]), Plain("tunnel", BRIGHT), 8.0, 3)
    vehicles = [change.survey(t).classes == class_number("vehicle") for t in (0.0, 0.25 * 8.0, 8.0)]
    turned = change.radiance(0.25 * 8.0)[..., 0] > GREY + BRIGHT  # half way from one to the other, as exposed
    assert [int(seen.sum()) for seen in vehicles[::2]] == [144, 0]
    assert turned.any()
    assert vehicles[1].any()
    assert not (vehicles[1] & turned).any()


def test_any_frame_can_be_made_alone(farther):
    """Whatever was asked before."""
    fresh = Becoming(Plain("pit", GREY), Plain("dunes", BRIGHT), 8.0, 3)
    farther.radiance(2.0)
    assert np.array_equal(farther.radiance(4.4), fresh.radiance(4.4))


def test_a_take_becomes_and_its_print_goes_over():
    """The first frames equal those of a take that stays, the last those of the place it became; both in their own grade."""
    seconds, rate, size = 2.0, Fraction(12), (64, 36)
    asked = {"move": Move("static", seconds, 5), "size": size, "rate": rate, "seed": 5}
    dunes, tunnel = Place("dunes"), Place("tunnel")  # both painted at half the size; a change is painted smaller
    stays, became = (Take.of(place, **asked, detail=0.8) for place in (dunes, tunnel))
    changing = Take.of(dunes, **asked, becomes=tunnel)
    height = size[1]
    first, last = (changing.frame(number)[:height].astype(int) for number in (0, 24))
    assert np.abs(first - stays.frame(0)[:height]).mean() < 3
    assert np.abs(last - became.frame(24)[:height]).mean() < 3
