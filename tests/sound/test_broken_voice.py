"""What a broken voice is made of, one thing at a time: its fundamental, pitch, stutter, drag and crush."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from white_cloud.media.sound import resample
from white_cloud.sound.crush import BITS, HELD, crushed
from white_cloud.sound.fundamental import fundamental
from white_cloud.sound.pitch import in_semitones, nearest_notes, quantised
from white_cloud.sound.splice import Lengthened, spliced
from white_cloud.sound.stretch import drags
from white_cloud.sound.stutter import stutters

RATE = 48000


def buzz(hertz, seconds=1.0):
    """A voice of one pitch: twenty harmonics."""
    time = np.arange(int(seconds * RATE)) / RATE
    return (0.2 * sum(np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, 21))).astype(np.float32)


def spans(line):
    return [(round(start * RATE), round(end * RATE)) for start, end in line.words]


def at_48(line):
    return resample(line.samples, line.rate, RATE)


@pytest.mark.parametrize("hertz", [70.0, 111.3, 237.9, 420.0])
def test_the_fundamental_of_a_voice_is_found(hertz):
    """Within five cents, not an octave away, and none in noise or silence."""
    found = fundamental(buzz(hertz))[10:-10]
    assert np.abs(1200 * np.log2(found / hertz)).max() < 5
    noise = np.random.default_rng(1).standard_normal(RATE).astype(np.float32)
    assert (fundamental(noise) > 0).mean() < 0.05
    assert not fundamental(np.zeros(RATE, dtype=np.float32)).any()


def test_the_pitch_of_a_spoken_line_is_drawn_to_the_scale(spoken):
    """Half as far from its notes halfway, and on them at full strength; as long and as loud as it was."""
    for line in spoken.values():
        sound = at_48(line)
        pitches = fundamental(sound)
        tonic = round(float(np.median(in_semitones(pitches[pitches > 0]))))
        away = []
        for strength in (0.0, 0.5, 1.0):
            sung = quantised(sound, strength)
            found = fundamental(sung)
            semitones = in_semitones(found[found > 0])
            away.append(100 * float(np.median(np.abs(semitones - nearest_notes(semitones, tonic)))))
            assert len(sung) == len(sound)
            assert np.linalg.norm(sung) == pytest.approx(np.linalg.norm(sound), rel=0.06)
        assert away[0] > 40
        assert away[1] < 0.75 * away[0]
        assert away[2] < 15


def test_a_voice_that_is_hardly_drawn_is_left_as_it_is(spoken):
    """Laid anew where they were, the grains add up to the sound they were taken from."""
    sound = at_48(spoken["en"])
    assert np.abs(quantised(sound, 1e-9) - sound).max() < 1e-5


def test_a_line_goes_back_where_it_is_told_to_and_its_moments_with_it():
    """The part is heard twice; before it nothing moves, after it all by as much, within it evenly."""
    line = np.arange(10000, dtype=np.float32)
    played, remap = spliced(line, [Lengthened(2000, 3000, ((3000, 1000),))])
    assert len(played) == 11000
    assert np.array_equal(played[:2800], line[:2800])
    assert np.array_equal(played[3200:], line[2200:])
    assert [remap.at(Fraction(moment)) for moment in (0, 2000, 2500, 3000, 9999)] == [0, 2000, 3000, 4000, 10999]


def test_words_stutter_at_their_beginnings_and_drag_at_their_ends(spoken):
    """More of them at more strength, none at none; never two things at one place, and never beyond what is allowed."""
    for line in spoken.values():
        sound, words = at_48(line), spans(line)
        for make in (stutters, drags):
            few, many = (make(sound, words, strength, 3, 20000) for strength in (0.3, 1.0))
            assert make(sound, words, 0.0, 3, 20000) == []
            assert 0 < sum(one.added for one in few) < sum(one.added for one in many) <= 20000
            assert sum(one.added for one in make(sound, words, 1.0, 3, 2000)) <= 2000
            assert {one.first for one in few} <= {one.first for one in many}
        parts = sorted(stutters(sound, words, 1.0, 3, 20000) + drags(sound, words, 1.0, 4, 20000), key=lambda one: one.first)
        assert all(before.end <= after.first for before, after in itertools.pairwise(parts))


def test_nothing_clicks_where_a_line_goes_back(spoken):
    """No sample leaps further from its neighbours than the line's own do."""
    for line in spoken.values():
        sound, words = at_48(line), spans(line)
        lengthened = stutters(sound, words, 1.0, 3, 20000) + drags(sound, words, 1.0, 4, 20000)
        played, _ = spliced(sound, lengthened)
        assert len(played) > len(sound)
        assert np.abs(np.diff(played, 2)).max() <= 1.05 * np.abs(np.diff(sound, 2)).max()
    tone = buzz(97.0)
    played, _ = spliced(tone, drags(tone, [(0, RATE // 2), (RATE // 2, RATE)], 1.0, 3, 20000))
    assert len(played) > len(tone)
    assert np.abs(np.diff(played, 2)).max() <= 1.2 * np.abs(np.diff(tone, 2)).max()


def test_a_word_that_drags_keeps_its_pitch():
    """It is longer, not lower, and every period is followed by one that is like it."""
    tone, period = buzz(120.0), RATE // 120
    played, _ = spliced(tone, drags(tone, [(0, RATE // 2), (RATE // 2, RATE)], 1.0, 3, 20000))
    assert len(played) > 1.05 * len(tone)
    assert np.abs(1200 * np.log2(fundamental(played)[10:-10] / 120.0)).max() < 5
    assert np.abs(played[period:] - played[:-period]).max() < 0.01


def test_a_crushed_sound_has_few_levels_and_holds_them():
    """At full strength; silence stays silence, and half the strength is half the way in decibels at the most."""
    sound = buzz(150.0)
    broken = crushed(sound, 1.0)
    assert len(np.unique(broken)) <= 2**BITS + 1
    assert (np.diff(broken) == 0).mean() > 1 - 1.05 * HELD / RATE
    assert not crushed(np.zeros(100), 1.0).any()
    lost = [float(np.linalg.norm(crushed(sound, strength) - sound)) for strength in (0.0, 0.25, 0.5, 1.0)]
    assert lost[0] == 0
    assert lost == sorted(lost)


def test_a_crushed_line_keeps_its_quiet_consonants(spoken):
    """Every 20 ms of sound is about as loud as it was, the quiet ones too; in half of them little but hiss is new."""
    for line in spoken.values():
        sound = at_48(line)
        broken = crushed(sound, 1.0)
        whole, now, lost = (
            (part[: len(part) // 960 * 960].reshape(-1, 960) ** 2).mean(axis=1) for part in (sound, broken, broken - sound)
        )
        loud = whole > 1e-6
        assert np.abs(np.percentile(10 * np.log10(now[loud] / whole[loud]), [2, 98])).max() < 3
        assert np.median(10 * np.log10(whole[loud] / lost[loud])) > 6
