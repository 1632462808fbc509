"""Beds, read at any place. One making of each kind is shared by all tests."""

import subprocess
import sys

import numpy as np
import pytest

from white_cloud.errors import UserError
from white_cloud.sound.beds import LEVELS, Bed, _layers
from white_cloud.sound.loudness import loudness
from white_cloud.sound.revisions import KINDS

SOUNDING = [kind for kind in KINDS if kind != "silence"]


@pytest.mark.parametrize("kind", SOUNDING)
def test_a_block_equals_the_same_stretch_of_a_longer_one(kind):
    """Random access: in any order, over the loops' ends as well."""
    bed = Bed(kind, 7)
    first = 48000 * 15
    whole = bed.block(first, 48000 * 30)
    for start, count in ((first + 48000 * 25, 48000), (first + 48000 + 5, 96000), (first + 3, 7)):
        assert np.array_equal(bed.block(start, count), whole[start - first : start - first + count])


@pytest.mark.parametrize("kind", SOUNDING)
def test_a_bed_has_its_level_both_sides_and_no_silence(kind):
    """Gain 0 is the same for all who write it."""
    sound = Bed(kind, 7).block(0, 48000 * 24)
    assert sound.dtype == np.float32
    assert loudness(sound) == pytest.approx(LEVELS[kind], abs=1.5)
    assert np.abs(sound).max() < 0.5
    seconds = np.sqrt((sound.reshape(24, -1) ** 2).mean(axis=1))
    assert seconds.min() > 0.05 * seconds.max()


@pytest.mark.parametrize("kind", SOUNDING)
def test_a_loop_closes_without_a_click(kind):
    """The step from its last sample to its first is no larger than others."""
    for layer in _layers(kind, 7):
        step = np.abs(np.diff(layer[:96000], axis=0)).max()
        assert np.abs(layer[0] - layer[-1]).max() <= 1.5 * step


def test_machinery_has_the_rhythm_of_a_slow_diesel():
    """Eleven firings a second."""
    sound = Bed("machinery", 7).block(0, 48000 * 16).mean(axis=1)
    envelope = np.sqrt((sound.reshape(-1, 480) ** 2).mean(axis=1))
    spectrum = np.abs(np.fft.rfft(envelope - envelope.mean()))
    assert 10.5 < np.fft.rfftfreq(len(envelope), 0.01)[50 + int(spectrum[50:].argmax())] < 11.5


def test_another_seed_sounds_different_and_the_same_is_the_same_in_another_process():
    """Seeds decide, and nothing else."""
    script = "from white_cloud.sound.beds import Bed; print(Bed('room', 7).block(9, 99).tobytes().hex())"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == Bed("room", 7).block(9, 99).tobytes().hex()
    assert not np.array_equal(Bed("room", 7).block(0, 99), Bed("room", 8).block(0, 99))


def test_silence_is_silent():
    """A bed may be asked to be nothing."""
    assert not Bed("silence", 1).block(5, 100).any()


def test_an_unknown_kind_names_the_nearest():
    """The error says what to write."""
    with pytest.raises(UserError, match="'wind'"):
        Bed("windy", 1)
