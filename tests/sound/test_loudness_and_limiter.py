"""Loudness, true peak, and the limiter that rests on them."""

import numpy as np
import pytest

from white_cloud.sound.limiter import Limiter, limited
from white_cloud.sound.loudness import SILENCE, Meter, loudness, true_peaks

RATE = 48000


def sine(hertz, seconds, level=1.0, phase=0.0):
    tone = level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE + phase)
    return np.stack((tone, tone), axis=1)


def test_the_reference_tone_measures_as_the_standard_says():
    """997 Hz at full scale in one channel is -3.01 LUFS (BS.1770-5); at -20 dB, 20 less."""
    tone = sine(997, 3)
    tone[:, 1] = 0
    assert loudness(tone) == pytest.approx(-3.01, abs=0.02)
    assert loudness(tone / 10) == pytest.approx(-23.01, abs=0.02)


def test_silence_between_words_is_gated():
    """What is far below the rest does not count: only the blocks over its edges do. Ungated it would be 4.8 dB less."""
    loud = sine(997, 4, 0.1)
    quiet = sine(997, 4, 0.001)
    assert loudness(np.concatenate((quiet, loud, quiet))) == pytest.approx(loudness(loud), abs=0.4)
    assert loudness(np.zeros((RATE, 2))) == SILENCE


def test_blocks_measure_as_the_whole():
    """The meter may be fed anything."""
    sound = np.random.default_rng(1).standard_normal((70000, 2)) * 0.1
    meter = Meter()
    for start in range(0, 70000, 7777):
        meter.feed(sound[start : start + 7777])
    assert meter.integrated() == pytest.approx(loudness(sound), abs=1e-6)


def test_a_peak_between_samples_is_found():
    """12 kHz at 45 degrees reaches 3 dB above its samples."""
    tone = sine(12000, 0.05, phase=np.pi / 4)
    assert np.abs(tone).max() < 0.71
    assert 20 * np.log10(true_peaks(tone)[20:-20].max()) == pytest.approx(0.0, abs=0.3)


def test_the_limiter_holds_the_ceiling_and_the_length():
    """Noise far over full scale comes out under -1 dB true peak, from the first sample on."""
    noise = np.random.default_rng(2).standard_normal((30001, 2)).astype(np.float32)
    out = limited(noise, -1.0)
    assert out.shape == noise.shape
    assert 20 * np.log10(true_peaks(out).max()) <= -0.9


def test_the_limiter_leaves_what_is_quiet_alone():
    """Below the ceiling nothing changes, bit for bit."""
    quiet = (sine(300, 0.1, 0.5)).astype(np.float32)
    assert np.array_equal(limited(quiet), quiet)


def test_the_limiter_gives_the_same_for_any_blocks():
    """Where blocks end is not heard."""
    noise = np.random.default_rng(3).standard_normal((20000, 2)).astype(np.float32)
    limiter, parts = Limiter(), []
    for start, end in ((0, 1), (1, 400), (400, 9000), (9000, 20000)):
        parts.append(limiter.feed(noise[start:end]))
    parts.append(limiter.flush())
    assert np.array_equal(np.concatenate(parts), limited(noise))
