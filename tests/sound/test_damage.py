"""A voice that comes apart: what damage does to a treated line, and what it leaves."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from tests.sound.intelligibility import envelopes, intelligibility
from white_cloud.sound.damage import DAMAGE, strengths
from white_cloud.sound.loudness import SILENCE, loudness, true_peaks
from white_cloud.sound.treatment import CHAINS, LINE_LOUDNESS, LONGEST, PEAK, treat

RATE = 48000
SEED = 7


def damaged(line, damage, register="testimony"):
    return treat(line.samples, line.rate, register, 0.8, SEED, damage, line.words)


def heard(line, treated):
    return intelligibility(line.samples, line.rate, treated.samples.mean(axis=1), RATE, treated.place)


@pytest.fixture(scope="module")
def broken(spoken):
    """Both lines in every register at damage 1."""
    return {(language, register): damaged(line, 1.0, register) for language, line in spoken.items() for register in CHAINS}


def test_a_whole_voice_is_treated_as_by_its_register_alone(spoken):
    """Damage 0 is no damage, to the bit, and no moment moves but by the register's speed."""
    line = spoken["en"]
    for register in ("slippage", "propaganda"):
        alone = treat(line.samples, line.rate, register, 0.8, SEED)
        whole = damaged(line, 0.0, register)
        assert whole.samples.tobytes() == alone.samples.tobytes()
        assert whole.place(line.seconds) == line.seconds / CHAINS[register].speed


def test_a_broken_voice_can_still_be_understood(spoken, broken):
    """At full damage in every register, also in the hall, which costs most; and before the middle little is lost."""
    for (language, register), treated in broken.items():
        assert heard(spoken[language], treated) > (0.6 if register == "propaganda" else 0.8)
    for line in spoken.values():
        assert heard(line, damaged(line, 0.3)) > 0.9


def test_every_broken_line_is_as_loud_as_a_whole_one_and_under_the_peak(broken):
    """The mix relies on it."""
    for treated in broken.values():
        assert loudness(treated.samples) == pytest.approx(LINE_LOUDNESS, abs=0.4)
        assert 20 * np.log10(true_peaks(treated.samples).max()) <= PEAK + 0.1


def test_a_broken_line_is_longer_and_never_by_more_than_a_quarter(spoken, broken):
    """The register's own slowness counts; what rings on does not. Its sound holds its last word."""
    for (language, _), treated in broken.items():
        line = spoken[language]
        assert 1.05 * line.seconds < treated.place(line.seconds) <= LONGEST * line.seconds
        assert len(treated.samples) >= treated.place(line.words[-1][1]) * RATE


def test_moments_keep_their_order_and_are_exact(spoken, broken):
    """Words and captions go where the sound went: between its neighbours, and never before an earlier one."""
    for (language, _), treated in broken.items():
        edges = [Fraction(step, 97) for step in range(int(spoken[language].seconds * 97))]
        places = [treated.place(moment) for moment in edges]
        assert all(isinstance(place, Fraction) for place in places)
        assert places == sorted(places)
        assert len(set(places)) == len(places)


def test_damage_grows_without_a_jump(spoken):
    """From step to step a line becomes a little longer, and its sound a little different from the whole one."""
    line = spoken["zh"]
    moments = [Fraction(step, 100) for step in range(int(line.seconds * 100))]

    def levels(treated):
        places = np.array([float(treated.place(moment)) for moment in moments])
        found = envelopes(treated.samples.mean(axis=1), RATE, places)
        return 20 * np.log10(np.maximum(found, found.max() / 100))

    steps = [damaged(line, damage, "advert") for damage in np.linspace(0, 1, 8)]
    lengths = [float(one.place(line.seconds) / line.seconds) for one in steps]
    away = [float(np.abs(levels(one) - levels(steps[0])).mean()) for one in steps]
    assert all(-0.005 <= later - former < 0.08 for former, later in itertools.pairwise(lengths))
    assert all(-0.2 <= later - former < 1.2 for former, later in itertools.pairwise(away))
    assert away[-1] > 3


def test_the_same_line_breaks_the_same_way_and_another_seed_another(spoken):
    """Same film, same bytes."""
    line = spoken["zh"]
    one, same = (damaged(line, 0.9) for _ in range(2))
    other = treat(line.samples, line.rate, "testimony", 0.8, SEED + 1, 0.9, line.words)
    assert one.samples.tobytes() == same.samples.tobytes()
    assert one.remap != other.remap


@pytest.mark.parametrize("samples", [np.zeros(24000), np.zeros(1), np.ones(1), np.full(1200, 0.3), np.zeros(0)])
def test_silence_and_a_moment_of_sound_break_into_nothing_strange(samples):
    """No sample is anything but a number, none is clipped, and silence stays silence."""
    for register in CHAINS:
        treated = treat(samples, 24000, register, 1.0, SEED, 1.0, [(Fraction(0), Fraction(len(samples), 24000))])
        assert np.isfinite(treated.samples).all()
        assert np.abs(treated.samples).max(initial=0.0) < 1
        if not samples.any():
            assert loudness(treated.samples) == SILENCE


def test_everything_is_absent_at_no_damage_and_stands_at_its_ceiling_at_full():
    """No strength falls as damage grows; a damage out of its range is no damage."""
    assert set(strengths(0.0).values()) == {0.0}
    assert strengths(1.0) == {name: answer.ceiling for name, answer in DAMAGE.items()}
    rows = [list(strengths(step / 50).values()) for step in range(51)]
    assert (np.diff(rows, axis=0) >= 0).all()
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="between 0 and 1"):
            strengths(wrong)
