"""Lines joined and treated."""

from fractions import Fraction

import numpy as np
import pytest

from white_cloud.errors import UserError
from white_cloud.sound.loudness import loudness, true_peaks
from white_cloud.sound.speech import LEVEL, assemble
from white_cloud.sound.treatment import CHAINS, LINE_LOUDNESS, PEAK, treat

RATE = 22050


@pytest.fixture(scope="module")
def line():
    """Three syllables of a buzzing voice with silences between, a second and a half."""
    time = np.arange(RATE * 3 // 2) / RATE
    voice = sum(np.sin(2 * np.pi * 120 * harmonic * time) / harmonic for harmonic in range(1, 20))
    return (0.2 * voice * (np.sin(2 * np.pi * time) > 0)).astype(np.float32)


def test_pieces_are_joined_with_their_pauses_at_one_loudness_without_clicks(line):
    """Each piece lies where it is said to lie, begins and ends at nothing, and is as loud as the others."""
    joined, places = assemble([line, 0.2 * line], [Fraction(1, 10), Fraction(1, 2)], RATE, after=Fraction(1, 4))
    assert places == [(2205, 2205 + len(line)), (2205 + len(line) + 11025, 2205 + 2 * len(line) + 11025)]
    assert len(joined) == places[-1][1] + round(RATE / 4)
    assert np.abs([joined[place] for start, end in places for place in (start, end - 1)]).max() < 1e-3
    for start, end in places:
        assert loudness(joined[start:end], RATE) == pytest.approx(LEVEL, abs=0.3)


def test_silence_alone_is_assembled():
    """A line of no pieces is its pause."""
    joined, places = assemble([], [], 1000, after=Fraction(1, 2))
    assert (len(joined), places) == (500, [])


@pytest.mark.parametrize("register", sorted(CHAINS))
def test_every_register_comes_out_at_one_loudness_in_stereo_under_the_peak(line, register):
    """Captions and mix may rely on it."""
    treated = treat(line, RATE, register, 0.5, 7)
    assert treated.samples.dtype == np.float32
    assert treated.samples.shape[1] == 2
    assert loudness(treated.samples) == pytest.approx(LINE_LOUDNESS, abs=0.4)
    assert 20 * np.log10(true_peaks(treated.samples).max()) <= PEAK + 0.1
    assert len(treated.samples) / 48000 >= float(treated.place(Fraction(3, 2)))


def test_the_same_line_is_treated_to_the_same_samples_and_another_seed_to_others(line):
    """Same film, same bytes."""
    one, same, other = (treat(line, RATE, "advert", 0.6, seed).samples for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_testimony_is_close_and_propaganda_wide(line):
    """The channels of the last differ more, and it rings longer."""
    near, far = (treat(line, RATE, register, 0.5, 1).samples for register in ("testimony", "propaganda"))
    assert np.corrcoef(near.T)[0, 1] > np.corrcoef(far.T)[0, 1]
    assert len(far) > len(near) + 48000


def test_an_advert_is_brighter_than_testimony(line):
    """More of it lies above 4 kHz."""

    def bright(register):
        power = np.abs(np.fft.rfft(treat(line, RATE, register, 0.5, 1).samples[:, 0])) ** 2
        return power[len(power) // 6 :].sum() / power.sum()

    assert bright("advert") > 2 * bright("testimony")


def test_slippage_has_less_between_the_words_than_testimony(line):
    """The air is gone."""
    noisy = line + 0.0008 * np.random.default_rng(1).standard_normal(len(line)).astype(np.float32)

    def between(register):
        gap = treat(noisy, RATE, register, 0.0, 1).samples[int(0.8 * 48000) : int(0.95 * 48000)]
        return np.sqrt((gap**2).mean())

    assert between("slippage") < 0.5 * between("testimony")


def test_drift_moves_the_chain_of_a_register(line):
    """More drift, more hall."""

    def tail(drift):
        samples = treat(line, RATE, "propaganda", drift, 1).samples[2 * 48000 :]
        return np.sqrt((samples**2).mean())

    assert tail(1.0) > tail(0.0)


def test_moments_follow_the_speed_of_the_register(line):
    """The loudest moment of a click lies where the treated line says."""
    click = np.zeros(RATE, dtype=np.float32)
    click[RATE // 2] = 1.0
    for register in CHAINS:
        treated = treat(click, RATE, register, 0.0, 1)
        found = int(np.abs(treated.samples).sum(axis=1).argmax()) / 48000
        assert found == pytest.approx(float(treated.place(Fraction(1, 2))), abs=0.005)


def test_an_unknown_register_is_an_error_that_names_the_nearest(line):
    """Registers are four."""
    with pytest.raises(UserError, match="'advert'"):
        treat(line, RATE, "adverts", 0.5, 1)
