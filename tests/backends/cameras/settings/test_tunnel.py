"""The tunnel: always forward, a ring of light in the dark at the start, a light at the end."""

import cv2
import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.tunnel.tunnel import Tunnel
from white_cloud.media.survey import SKY_DEPTH, class_number

SIZE = (160, 90)


def tunnel(*words, seed=2, move="static", size=SIZE):
    return Tunnel(size, seed, frozenset(words), Move(move, 6.0, 1))


@pytest.mark.parametrize("seed", range(6))
def test_it_begins_as_a_ring_of_light_on_a_dark_disc(seed):
    """At the start a ring of lamps stands about the middle; the corners are dark."""
    setting = tunnel(seed=seed)
    classes = setting.survey(0.0).classes
    lamps = classes[:, 20:140] == class_number("lamp")
    rows, columns = np.nonzero(lamps)
    assert np.ptp(columns) > 25
    assert np.ptp(rows) > 20
    light = cv2.cvtColor(np.ascontiguousarray(setting.radiance(0.0)[..., :3]), cv2.COLOR_BGR2GRAY)
    assert light[:8, :8].mean() < 0.1
    assert light[lamps.any(1)].max() > 2


@pytest.mark.parametrize("move", ["static", "pull out", "push in"])
def test_it_always_moves_forward(move):
    """Whatever the move, the end comes nearer: the mouth grows."""
    setting = tunnel("day", seed=1, move=move, size=(640, 360))
    mouths = [int((setting.survey(t).depth >= SKY_DEPTH).sum()) for t in (0.0, 3.0, 6.0)]
    assert mouths[0] < mouths[1] < mouths[2]


def test_a_truck_drives_ahead_and_is_never_reached():
    """The truck keeps its distance and never runs on rails."""
    for seed in range(4):
        setting = tunnel("truck", seed=seed)
        for t in (0.0, 4.0, 9.0):
            survey = setting.survey(t)
            depth = survey.depth[survey.classes == class_number("vehicle")]
            assert 8 < depth.min() < 30


def test_an_empty_tunnel_is_darker_and_a_day_outside_brighter():
    """Without lamps there is the light at the end alone."""
    empty, plain, day = (float(tunnel(*words).radiance(0.0)[..., :3].mean()) for words in (("empty",), (), ("day",)))
    assert empty < 0.6 * plain < plain < day


def test_the_road_mirrors_more_in_the_rain():
    """The lower half is brighter on a wet road."""
    dry, wet = (tunnel(*words, seed=0).radiance(0.0)[60:, :, :3].mean() for words in ((), ("rain",)))
    assert wet > 1.1 * dry
