"""The drive: the way of the car, its traffic, its windscreen."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.city.moods import mood_of, overcast
from white_cloud.backends.cameras.animatic.settings.city.road import PERIOD, STOP, Road
from white_cloud.backends.cameras.animatic.settings.drive.drive import Drive
from white_cloud.backends.cameras.animatic.settings.drive.drops import Drops, wiper_blade
from white_cloud.backends.cameras.animatic.settings.drive.route import Route
from white_cloud.backends.cameras.animatic.vocabulary import understand
from white_cloud.media.survey import class_number

SIZE = (96, 54)
ROAD = Road(0.0, 0.0, 0.0, 15.0)


def drive(words, seed=3, size=SIZE):
    return Drive(size, seed, frozenset(words.split()), Move())


def share(survey, name):
    return float((survey.classes == class_number(name)).mean())


def test_a_car_drives_at_its_speed_and_stops_where_it_must():
    """Without a halt it keeps its speed; with one it never passes it, and slows down all the way."""
    free, halting = Route(ROAD, 10.0, 1.7, 11.0), Route(ROAD, 10.0, 1.7, 8.0, halt=30.0)
    assert free.along(3.0) == pytest.approx(43.0)
    places = [halting.along(t) for t in (0.0, 0.01, 1.0, 2.0, 3.0, 60.0)]
    assert places == sorted(places)
    assert (places[1] - places[0]) / 0.01 == pytest.approx(8.0, rel=0.01)
    assert places[-1] == pytest.approx(30.0, abs=0.01)
    assert np.diff(places[2:5])[1] < np.diff(places[2:5])[0]


def test_with_a_crowd_the_car_waits_before_the_zebra():
    """The light is red, people cross, and the car has not passed the line."""
    one = drive("crowd day")
    assert one._street.life.signal(3.0) == "red"
    stop = (one._route.along(30.0) - STOP) / PERIOD
    assert stop == pytest.approx(round(stop), abs=0.05)
    assert share(one.survey(3.0), "person") > 0.001


def test_an_empty_city_has_no_traffic():
    """Nobody drives, stands or walks in a ghost city, but the own car is seen."""
    survey = drive("day empty").survey(1.0)
    assert share(survey, "vehicle") == share(survey, "person") == 0
    assert 0.005 < share(survey, "thing") < 0.2


def test_a_lorry_goes_before_the_lens():
    """The word truck puts one in the own lane: more of the picture's middle is a vehicle."""
    middle = np.s_[20:40, 36:60]
    with_truck, without = (
        (drive(words, seed=5).survey(1.0).classes[middle] == class_number("vehicle")).mean() for words in ("day truck", "day")
    )
    assert with_truck > without


def test_the_lights_turn_green():
    """First red, then green, so that the car need not stop; nobody is on the zebra when it comes."""
    one = drive("night")
    way, life = one._route, one._street.life
    line = np.ceil((way.start - STOP) / PERIOD) * PERIOD + STOP
    arrival = (line - way.start) / way.speed
    assert (life.signal(0.1), life.signal(arrival)) == ("red", "green")
    assert all(abs(who.at(arrival)[1]) > way.road.kerb for who in life.ways if who.crosses)


def test_by_day_the_sky_is_closed():
    """No sun, so no shadows; weather that is there stays."""
    assert not overcast(mood_of(frozenset({"day"}), "day")).shadows
    assert overcast(mood_of(frozenset({"day", "snow"}), "day")).weather.name == "snow"


def test_drops_change_only_their_pixels_and_the_wiper_takes_them():
    """Drops are few; right after the wiper has passed there are fewer than before."""
    size = (192, 108)
    drops = Drops.fallen(size, 1)
    picture = np.random.default_rng(0).random((108, 192, 4), np.float32)

    def changed(t):
        wet = picture.copy()
        drops.lay(wet, np.zeros(3, np.float32), t)
        return float((np.abs(wet - picture).max(2) > 1e-3).mean())

    assert 0 < changed(2.39) < 0.3
    assert changed(1.35) < changed(2.39)


def test_a_drop_is_soft_and_turns_the_street_over():
    """Below a bright sky some drop shows it, and no drop ends in a hard step."""
    drops = Drops.fallen((320, 180), 1)
    assert 0.0 < drops.cover.min() < 0.5
    picture = np.zeros((180, 320, 4), np.float32)
    picture[:90] = 1.0
    drops.lay(picture, np.zeros(3, np.float32), 2.39)
    lit = picture[90:100, :, 0] > 0.1  # just below the edge of the light, in what is dark
    assert lit.any()


def test_the_wiper_stays_in_the_picture():
    """At any time its place is a part of the frame, and its cover has that shape."""
    for t in np.linspace(0, 2.4, 13):
        (rows, columns), cover = wiper_blade(SIZE, float(t))
        assert cover.shape == (rows.stop - rows.start, columns.stop - columns.start)
        assert (rows.stop <= SIZE[1], columns.stop <= SIZE[0], cover.max() <= 1) == (True, True, True)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("a street as a car camera sees it, at night", {"night"}),
        ("dashcam, a zebra crossing with people, by day", {"crowd", "day"}),
        ("雨夜，行车记录仪里的街道", {"rain", "night"}),
        ("caméra embarquée sous la neige", {"snow"}),
    ],
)
def test_a_prompt_finds_the_drive(prompt, words):
    """In three languages; the street itself stays with the city."""
    understood = understand(prompt)
    assert understood.setting == "drive"
    assert understood.words >= words
    assert understand("a street at night").setting == "city"
