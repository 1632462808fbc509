"""Cards in depth, smoke, and the paradise's mirror."""

import math
from dataclasses import replace

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.cards import Card, card, enter, over, place, placement, show
from white_cloud.backends.cameras.animatic.props.precipitation import Precipitation
from white_cloud.backends.cameras.animatic.props.scenery import Daylight, Flat, View
from white_cloud.backends.cameras.animatic.props.smoke import Plume, Smoke, SmokeLight
from white_cloud.backends.cameras.animatic.settings.paradise.cards import mirrored
from white_cloud.media.survey import SKY_DEPTH, Survey, class_number

LENS = Pinhole(0.0, 0.0, 2.0, 0.0, 0.5, 90.0, (40, 20))


def sheet(h, w, value=1.0, alpha=1.0):
    picture = np.full((h, w, 4), value * alpha, np.float32)
    picture[..., 3] = alpha
    return picture


def test_a_near_card_moves_more_than_a_far_one():
    """Parallax: a step aside shifts a card by the inverse of its depth."""
    aside = Pinhole(1.0, 0.0, 2.0, 0.0, 0.5, 90.0, (40, 20))
    shifts = [place(LENS, 0, 0, depth)[0] - place(aside, 0, 0, depth)[0] for depth in (10, 40)]
    assert shifts[0] == pytest.approx(4 * shifts[1])


def test_a_push_enlarges_the_near_card_more():
    """Going forward enlarges by the ratio of the distances."""
    ahead = Pinhole(0.0, 5.0, 2.0, 0.0, 0.5, 90.0, (40, 20))
    near, far = (card(depth, sheet(4, 4), 0, 1, 1.0) for depth in (10, 100))
    assert placement(ahead, near).zoom / placement(LENS, near).zoom == pytest.approx(2.0)
    assert placement(ahead, far).zoom / placement(LENS, far).zoom == pytest.approx(100 / 95)


def test_empty_rows_above_are_cut_without_moving_the_card():
    """Cutting rows away lowers the card's top by as many metres."""
    picture = sheet(6, 4)
    picture[:2] = 0
    cut = card(10, picture, 0, 3.0, 2.0)
    assert len(cut.picture) == 4
    assert cut.top == pytest.approx(2.0)


def test_ground_knows_from_which_row_it_covers_all():
    """The solid part begins below the last row with a hole."""
    picture = sheet(6, 4)
    picture[:3, 1] = 0
    assert card(10, picture, 0, 3, 2, ground=True).solid == 3
    assert card(10, picture, 0, 3, 2).solid == 6


def test_a_ground_card_goes_on_below_and_another_does_not():
    """Ground fills the picture downwards; a thing ends where it ends."""
    for ground, expected in ((True, 1.0), (False, 0.0)):
        picture = np.zeros((20, 40, 4), np.float32)
        show(picture, LENS, [card(10, sheet(4, 60), -15, 2, 2.0, ground)])
        assert picture[19, 20, 0] == pytest.approx(expected)
        assert picture[12, 20, 0] == pytest.approx(1.0)


def test_far_cards_lie_behind_near_ones():
    """Cards are laid far to near, and `before` is told each card's number in time."""
    far, near = (card(depth, sheet(4, 60, value), -15, 2, 2.0, True) for depth, value in ((20, 0.2), (10, 0.7)))
    seen, picture = [], np.zeros((20, 40, 4), np.float32)
    show(picture, LENS, [far, near], lambda i: seen.append((i, float(picture[19, 20, 0]))))
    assert picture[19, 20, 0] == pytest.approx(0.7)
    assert [number for number, _ in seen] == [0, 1]


def test_over_keeps_what_is_not_covered():
    """A premultiplied picture hides as much as it covers."""
    below = sheet(3, 3, 0.8)
    over(sheet(3, 3, 0.2, 0.25), below)
    assert below[1, 1, 0] == pytest.approx(0.2 * 0.25 + 0.8 * 0.75)


def test_a_survey_of_cards_has_what_is_in_front_and_its_distance():
    """Cards enter a survey as they are shown: the nearer one over the farther, each where it covers half or more."""
    far = card(20, sheet(4, 60), -15, 2, 2.0, True, kind="ground")
    kinds = np.full((4, 8), class_number("building"), np.uint8)
    near = card(10, sheet(4, 8), -2, 2, 2.0, kinds=kinds)
    faint = card(5, sheet(4, 60, alpha=0.3), -15, 2, 2.0)
    kept = Survey.empty((40, 20))
    enter(kept, LENS, [far, near, faint])
    assert kept.depth[0, 0] == SKY_DEPTH
    assert (kept.depth[19, 8], kept.classes[19, 8]) == (20, class_number("ground"))
    assert (kept.depth[11, 20], kept.classes[11, 20]) == (10, class_number("building"))


def flat(**over):
    sky = np.full(3, 0.5, np.float32)
    daylight = Daylight(
        np.zeros(3, np.float32), sky, (0.0, 0.0, 1.0), np.full(3, 0.8, np.float32), np.full(3, 0.8, np.float32), 1e6
    )
    return Flat(View(20.0, (40, 20), 0.5, 2.0), 10.0, 10.0, 4.0, 4.0, replace(daylight, **over))


def test_a_flat_draws_what_stands_farther_back_smaller():
    """A box of four by two metres covers a quarter of the pixels at twice the distance."""

    def covered(y):
        drawn = flat()
        drawn.face([(-2, y, 1), (2, y, 1), (2, y, 3), (-2, y, 3)], np.ones(3, np.float32), (0.0, -1.0, 0.0), "building")
        return float(drawn.finish().picture[..., 3].sum())

    assert covered(10) == pytest.approx(32, rel=0.4)
    assert covered(20) < 0.5 * covered(10)


def test_a_face_towards_the_sun_is_brighter():
    """Light follows the cosine, and haze takes all of it in the end."""
    bright = replace(flat().daylight, sun=np.ones(3, np.float32))
    grey = np.full(3, 0.5, np.float32)
    assert bright.on(grey, (0.0, 0.0, 1.0))[0] > 2 * bright.on(grey, (0.0, -1.0, 0.0))[0]
    assert replace(bright, sight=100).clear(300) < 0.06


@pytest.mark.parametrize("kind", ["rain", "snow"])
def test_rain_and_snow_fall(kind):
    """What falls is elsewhere a moment later, the same at the same moment, and never darker than black."""
    falling = Precipitation(kind, (64, 36), 3, 4.0)

    def at(t):
        picture = np.zeros((36, 64, 4), np.float32)
        falling.draw(picture, np.ones(3, np.float32), t)
        return picture

    assert at(1.0).max() > 0.1
    assert np.array_equal(at(1.0), at(1.0))
    assert not np.array_equal(at(1.0), at(1.1))
    assert at(1.0).min() >= 0


def test_a_mirrored_card_hangs_from_the_water():
    """What stands a metre high on the water is seen as far below its line, and what is under water not at all."""
    picture = sheet(6, 2)
    picture[0] = (0.3, 0.3, 0.3, 1)
    image = mirrored(Card(10, picture, 0, 2.0, 2.0, 6))
    assert image.top == 0
    assert len(image.picture) == 4
    assert image.picture[-1, 0, 0] == pytest.approx(0.3)


def test_smoke_rises_and_drifts_with_the_wind():
    """A plume covers what lies above and to the right of its mouth, not what lies below or to the left."""
    picture = np.zeros((60, 100, 4), np.float32)
    light = SmokeLight(np.full(3, 0.5, np.float32), np.full(3, 1.0, np.float32))
    Smoke(1).draw(picture, (30, 40), 4.0, Plume(0, 0, 0.5, 1.0, 15.0, 0.0), light, 2.0)
    assert picture[20:38, 32:70].sum() > 20
    assert picture[46:].sum() == 0
    assert picture[:, :24].sum() == 0


def test_smoke_is_a_function_of_time():
    """The same moment gives the same smoke, another moment another."""

    def at(t):
        picture = np.zeros((60, 100, 4), np.float32)
        light = SmokeLight(np.zeros(3, np.float32), np.ones(3, np.float32))
        Smoke(1).draw(picture, (30, 40), 4.0, Plume(0, 0, 0.5, 1.0, 15.0, 0.0), light, t)
        return picture

    assert np.array_equal(at(1.0), at(1.0))
    assert not np.array_equal(at(1.0), at(2.0))


def test_a_narrow_picture_keeps_the_height_of_a_wide_one():
    """Cutting the sides off leaves the focal length against the height as it was."""
    focals = [Pinhole(0, 0, 0, 0, 0.5, cropped(60, size), size).focal for size in ((160, 90), (90, 90), (50, 90))]
    assert focals == pytest.approx([80 / math.tan(math.radians(30))] * 3)
