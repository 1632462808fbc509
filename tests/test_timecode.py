"""Durations and timecode, exact at every rate."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.timecode import (
    Duration,
    frames_to_timecode,
    parse_duration,
    parse_rate,
    timecode_to_frames,
)

NTSC = Fraction(30000, 1001)
NTSC_FAST = Fraction(60000, 1001)
FILM = Fraction(24000, 1001)
RATES = (Fraction(24), Fraction(25), Fraction(30), Fraction(48), Fraction(50), Fraction(60), FILM, NTSC, NTSC_FAST)


@pytest.mark.parametrize(
    ("text", "rate", "frames"),
    [
        ("00:00:59;29", NTSC, 1799),
        ("00:01:00;02", NTSC, 1800),
        ("00:02:00;02", NTSC, 3598),
        ("00:09:59;29", NTSC, 17981),
        ("00:10:00;00", NTSC, 17982),
        ("01:00:00;00", NTSC, 107892),
        ("23:59:59;29", NTSC, 2589407),
        ("00:01:00;04", NTSC_FAST, 3600),
        ("01:00:00;00", NTSC_FAST, 215784),
        ("01:00:00:00", Fraction(24), 86400),
        ("01:00:00:00", FILM, 86400),
        ("00:01:30:12", Fraction(24), 2172),
        ("01:00:00:00", Fraction(25), 90000),
    ],
)
def test_timecodes_name_the_frames_that_smpte_says(text: str, rate: Fraction, frames: int) -> None:
    """Values of SMPTE ST 12-1, both ways."""
    assert timecode_to_frames(text, rate) == frames
    assert frames_to_timecode(frames, rate) == text


def test_without_the_mark_every_frame_is_counted() -> None:
    """Non-drop at 29.97 runs slow by the clock: an hour of it is 108000 frames."""
    assert timecode_to_frames("01:00:00:00", NTSC) == 108000


@given(st.integers(0, 24 * 3600 * 24 - 1), st.sampled_from(RATES))
def test_a_frame_comes_back_from_its_timecode(frames: int, rate: Fraction) -> None:
    """At every rate, drop-frame or not, for a day of film."""
    assert timecode_to_frames(frames_to_timecode(frames, rate), rate) == frames


@given(st.integers(0, 24 * 3600 * 24 - 1), st.sampled_from(RATES))
def test_timecodes_rise_with_the_frames(frames: int, rate: Fraction) -> None:
    """No two frames share a timecode."""
    assert frames_to_timecode(frames, rate) < frames_to_timecode(frames + 1, rate)


@pytest.mark.parametrize(
    ("text", "rate", "said"),
    [
        ("00:00:00:24", Fraction(24), "does not exist at 24"),
        ("00:00:60:00", Fraction(24), "does not exist"),
        ("00:60:00:00", Fraction(24), "does not exist"),
        ("00:01:00;00", NTSC, "leaves out"),
        ("00:59:00;01", NTSC, "begins with ;02"),
        ("00:01:00;03", NTSC_FAST, "begins with ;04"),
        ("00:01:00;00", Fraction(24), "write 00:01:00:00"),
        ("00:01:00;00", Fraction(30), "29.97 and 59.94 only"),
        ("1:2:3:4", Fraction(24), "not a timecode"),
        ("00:01:30", Fraction(24), "such as 00:01:30:12"),
    ],
)
def test_a_frame_that_does_not_exist_is_refused(text: str, rate: Fraction, said: str) -> None:
    """Rather than another one taken for it."""
    with pytest.raises(ValueError, match=said):
        timecode_to_frames(text, rate)


@pytest.mark.parametrize(
    ("text", "frames", "seconds"),
    [
        ("6s", 144, Fraction(6)),
        ("1.5s", 36, Fraction(3, 2)),
        ("0.1s", 2, Fraction(1, 10)),
        ("400ms", 10, Fraction(2, 5)),
        ("18m", 25920, Fraction(1080)),
        ("2h", 172800, Fraction(7200)),
        ("144f", 144, Fraction(6)),
        ("0s", 0, Fraction(0)),
        ("0f", 0, Fraction(0)),
        (" 6 s ", 144, Fraction(6)),
        ("00:01:30:12", 2172, Fraction(181, 2)),
    ],
)
def test_every_form_of_a_duration_is_read(text: str, frames: int, seconds: Fraction) -> None:
    """At 24 frames a second, as exact numbers."""
    found = parse_duration(text)
    assert found.in_frames(Fraction(24)) == frames
    assert found.in_seconds(Fraction(24)) == seconds


def test_half_a_frame_rounds_up() -> None:
    """The nearest frame; the same for every length, unlike rounding to even."""
    assert [Duration(seconds=Fraction(n, 48)).in_frames(Fraction(24)) for n in (1, 3, 5)] == [1, 2, 3]


def test_a_timecode_waits_for_the_rate() -> None:
    """The same text is another length at another rate."""
    found = parse_duration("00:01:00;02")
    assert found.in_frames(NTSC) == 1800
    assert found.in_seconds(NTSC) == 1800 / NTSC
    with pytest.raises(ValueError, match="drop-frame"):
        found.in_frames(Fraction(25))


@given(st.integers(0, 10**6), st.sampled_from(RATES))
def test_frames_are_frames_at_every_rate(frames: int, rate: Fraction) -> None:
    """`144f` is 144 frames whatever the film's rate."""
    assert parse_duration(f"{frames}f").in_frames(rate) == frames


@pytest.mark.parametrize(
    "text", ["", "6", "s", "six seconds", "-6s", "6 sec", "1,5s", "1e9s", "6s 3f", ".5s", "00:01:30", "nan s", "9" * 5000 + "s"]
)
def test_what_is_no_duration_is_refused_with_examples(text: str) -> None:
    """The message shows how one is written."""
    with pytest.raises(ValueError, match=r"6s, 1\.5s, 18m, 144f or 00:01:30:12"):
        parse_duration(text)


def test_half_a_frame_cannot_be_asked_for() -> None:
    """Frames are whole."""
    with pytest.raises(ValueError, match="whole numbers"):
        parse_duration("1.5f")


@pytest.mark.parametrize(
    ("value", "rate"),
    [
        (24, Fraction(24)),
        ("25", Fraction(25)),
        (23.976, FILM),
        ("23.98", FILM),
        ("29.97", NTSC),
        (59.94, NTSC_FAST),
        ("30000/1001", NTSC),
    ],
)
def test_rates_are_read_exactly(value: object, rate: Fraction) -> None:
    """What the trade calls 23.976 is 24000/1001."""
    assert parse_rate(value) == rate  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["", "film", "24fps", "24/0", "nan", "inf", "-24", "1e999999999", "1e2"])
def test_what_is_no_rate_is_refused(value: str) -> None:
    """At once, also where a careless reader would compute a number of a billion digits."""
    with pytest.raises(ValueError, match="is not a frame rate such as 24, 25"):
        parse_rate(value)


@pytest.mark.parametrize("value", [0, "0.5", 121, 1000])
def test_a_rate_no_screen_shows_is_refused(value: object) -> None:
    """A frame rate lies between 1 and 120."""
    with pytest.raises(ValueError, match="between 1 and 120"):
        parse_rate(value)  # type: ignore[arg-type]
