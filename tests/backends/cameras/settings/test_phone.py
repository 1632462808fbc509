"""The phone: a feed that is drawn on, light that follows it, a hand."""

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.phone.feed import SCREEN, Feed
from white_cloud.backends.cameras.animatic.settings.phone.phone import Phone
from white_cloud.backends.cameras.animatic.vocabulary import understand
from white_cloud.media.survey import CLASSES

SIZE = (96, 54)


@pytest.fixture(scope="module")
def feed():
    return Feed.of(np.random.default_rng(4))


def test_the_feed_is_only_ever_drawn_up(feed):
    """It moves fast, then rests, and never jumps back."""
    offsets = np.array([feed.offset(t) for t in np.arange(-0.1, 20, 1 / 24)])
    steps = np.diff(offsets)
    assert (steps > -0.5).all()
    assert steps.max() > 20
    assert np.median(steps) < 5


def test_the_light_is_the_mean_of_what_is_shown(feed):
    """The screen lights the room with its own colour, wherever the feed has come to."""
    for t in (0.0, 3.3, 40.0):
        shown = feed.shown(t)
        assert shown.shape == (SCREEN[1], SCREEN[0], 4)
        assert feed.glow(t) == pytest.approx(shown[30:-40, :, :3].mean((0, 1)), rel=0.25)


def test_the_thumb_rises_with_a_flick_and_comes_to_rest(feed):
    """Between 0 and 1, smooth from frame to frame."""
    places = np.array([feed.thumb(t) for t in np.arange(0, 7, 1 / 24)])
    assert places.min() == pytest.approx(0.0, abs=0.01)
    assert places.max() > 0.95
    assert np.abs(np.diff(places)).max() < 0.35


@pytest.mark.parametrize("seed", range(8))
def test_the_screen_is_the_brightest_thing_in_the_dark(seed):
    """Where the screen is seen it is far brighter than the room; where it looks away, a lit person is seen."""
    setting = Phone(SIZE, seed, frozenset(), Move())
    light, classes = setting.radiance(1.0)[..., :3].mean(2), setting.survey(1.0).classes
    screen, person = (classes == CLASSES.index(name) for name in ("screen", "person"))
    assert person.any()
    if screen.any():
        assert light[screen].mean() > 5 * light[~screen].mean()
    else:
        assert person.mean() > 0.08


def test_close_is_larger_than_wide():
    """The screen takes a good part of a close picture and little of a wide one."""
    screen = CLASSES.index("screen")
    close, wide = (
        np.mean([(Phone(SIZE, seed, frozenset({word}), Move()).survey(0.0).classes == screen).mean() for seed in range(4)])
        for word in ("close", "wide")
    )
    assert close > 2.5 * wide > 0


@pytest.mark.parametrize(
    "prompt",
    [
        "a phone screen in the dark, close",
        "手机屏幕，黑暗里，特写",
        "un écran de téléphone dans le noir",
        "a hand with a phone",
    ],
)
def test_phones_are_asked_for_by_name(prompt):
    """In three languages."""
    assert understand(prompt).setting == "phone"
