"""Planes travel through MoviePy unharmed; its own pixel effects go by way of RGB."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from moviepy import vfx

from white_cloud.media.planes import black, planes, to_rgb
from white_cloud.render.clip import InRGB, PlaneClip, frame_number

SIZE, COUNT = (64, 48), 40


def _frame(number: int):
    packed = black(SIZE)
    luma, blue, _ = planes(packed)
    luma[:] = 20 + 4 * number
    luma[:, :8] = 200
    blue[:] = 124
    return packed


def _clip(rate: Fraction = Fraction(24), seen: list[int] | None = None) -> PlaneClip:
    def make(number: int):
        if seen is not None:
            seen.append(number)
        return _frame(number)

    return PlaneClip(make, COUNT, SIZE, rate)


def _shown(clip: PlaneClip, count: int) -> list[int]:
    """Return which frames of the original a clip shows."""
    return [(int(clip.get_frame(number / 24)[0, -1]) - 20) // 4 for number in range(count)]


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001)])
def test_times_find_their_frames(rate):
    """frame / rate is often a hair below the frame, in floating point."""
    assert [frame_number(number / float(rate), rate) for number in range(5000)] == list(range(5000))


def test_a_clip_of_planes_has_the_pictures_size_and_length():
    """Not that of the array, and without making a frame to learn it."""
    seen: list[int] = []
    clip = _clip(seen=seen).with_effects([vfx.MultiplySpeed(2)]).subclipped(0.25, 0.5)
    assert (clip.size, clip.frames, seen) == (SIZE, 6, [])


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (lambda clip: clip.subclipped(5 / 24, 20 / 24).subclipped(2 / 24, 9 / 24), [7, 8, 9, 10]),
        (lambda clip: clip.with_effects([vfx.MultiplySpeed(0.5)]), [0, 0, 1, 1, 2, 2]),
        (lambda clip: clip.with_effects([vfx.MultiplySpeed(2)]), [0, 2, 4]),
        (lambda clip: clip.with_effects([vfx.TimeMirror()]), [39, 38, 37]),
        (lambda clip: clip.subclipped(0, 3 / 24).with_effects([vfx.Loop(2)]), [0, 1, 2, 0, 1, 2]),
        (lambda clip: clip.with_effects([vfx.Freeze(t=2 / 24, freeze_duration=2 / 24)]), [0, 1, 2, 2, 2, 3]),
    ],
    ids=["cut", "slow", "quick", "backwards", "loop", "freeze"],
)
def test_moviepys_work_on_time_is_right_on_planes(change, shown):
    """It never looks into a frame."""
    assert _shown(change(_clip()), len(shown)) == shown


def test_moviepys_work_on_pixels_goes_by_way_of_rgb():
    """Wrapped, it does what it does to anyone's clip."""
    clip = _clip().with_effects([InRGB(vfx.MirrorX())])
    expected = to_rgb(_frame(3))[:, ::-1]
    assert np.abs(to_rgb(clip.frame(3)).astype(int) - expected).max() <= 2
    assert (clip.size, clip.frames) == (SIZE, COUNT)


def test_wrapped_effects_may_change_size_and_length():
    """The clip knows."""
    clip = _clip().with_effects([InRGB(vfx.Resize(0.5), vfx.MultiplySpeed(2))])
    assert (clip.size, clip.frames) == ((32, 24), COUNT // 2)
    assert clip.frame(0).shape == (36, 32)


def test_a_wrapped_effect_that_gives_floats_is_rounded():
    """FadeIn does."""
    clip = _clip().with_effects([InRGB(vfx.FadeIn(1))])
    assert clip.frame(0).dtype == np.uint8
    assert planes(clip.frame(0))[0].max() <= 17
    assert np.abs(clip.frame(30).astype(int) - _frame(30)).max() <= 2
