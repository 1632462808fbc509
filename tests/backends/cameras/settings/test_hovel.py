"""The hovel: by the lamp and by the window, with one, with many, with no one."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.hovel.hovel import Hovel
from white_cloud.media.survey import SKY_DEPTH, class_number

SIZE = (96, 54)


def hovel(*words, seed=1, move="static"):
    return Hovel(SIZE, seed, frozenset(words), Move(move, 4.0, 1))


def people(setting, t=0.5):
    return int((setting.survey(t).classes == class_number("person")).sum())


def test_an_empty_room_has_nobody_and_a_full_one_has_many():
    """Nobody, one, and the rest of the shift."""
    empty, one, many = (people(hovel(*words, seed=17)) for words in (("empty",), (), ("crowd",)))
    assert empty == 0
    assert many > 1.3 * one > 0


def test_the_window_shows_the_sky_and_what_stands_under_it():
    """Through the panes a survey reaches the sky and the works; the sashes are windows."""
    survey = hovel("window", "day", "empty", seed=2).survey(0.0)
    shown = set(np.unique(survey.classes).tolist())
    assert {class_number(name) for name in ("sky", "window", "wall", "ground")} <= shown
    assert (survey.depth == SKY_DEPTH).any()
    assert ((survey.depth > 20) & (survey.depth < SKY_DEPTH)).any()


def test_the_room_darkens_from_day_to_night():
    """The light of the hours; by the lamp a little is bright and most is dark."""
    day, night = (float(np.median(hovel(hour, "empty", seed=3).radiance(0.0)[..., :3])) for hour in ("day", "night"))
    assert day > 1.3 * night


@pytest.mark.parametrize("word", ["rain", "snow", "smoke"])
def test_rain_snow_and_smoke_move(word):
    """Between two moments the picture changes although the lens stands still."""
    setting = hovel(word, "window", "dawn", seed=4)
    still = np.abs(setting.radiance(1.0) - setting.radiance(1.2))[..., :3]
    plain = hovel("window", "dawn", seed=4)
    assert still.max() > 1.5 * np.abs(plain.radiance(1.0) - plain.radiance(1.2))[..., :3].max() or word == "smoke"
    assert still.sum() > 0


def test_a_lamp_that_swings_moves_the_light_of_the_room():
    """With the word lamp the walls get lighter and darker; without it they stay."""
    swinging, hanging = hovel("lamp", "empty", seed=5), hovel("empty", seed=5)
    moved, stayed = (np.abs(one.radiance(0.2) - one.radiance(1.3))[..., :3].mean() for one in (swinging, hanging))
    assert moved > 3 * stayed


def test_a_mirrored_room_still_pans_the_way_it_was_told():
    """Panning left moves what is seen to the right, in rooms that are flipped as in those that are not."""
    for seed in (1, 2, 3, 4):
        setting = Hovel(SIZE, seed, frozenset(), Move("pan left", 0.6, 0))
        first, last = (setting.radiance(t)[18:36, :, :3].mean((0, 2)) for t in (0.0, 0.6))
        errors = [float(np.abs(np.roll(first, shift)[12:-12] - last[12:-12]).mean()) for shift in range(-9, 10)]
        assert int(np.argmin(errors)) - 9 > 0
