"""The mix, on tones of a few seconds."""

import re
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from white_cloud.errors import MediaError
from white_cloud.film.timeline import BedClip, Card, Clip, SpokenPhrase, Timeline, VoiceClip
from white_cloud.media.sound import read_sound, write_wav
from white_cloud.sound import lanes
from white_cloud.sound.mix import CEILING, mix

RATE = 48000
FILM = Fraction(24)


def tone(hertz, seconds, level=0.1):
    wave = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.stack((wave, wave), axis=1).astype(np.float32)


@pytest.fixture
def sounds(tmp_path):
    """Blobs by name: a treated line of a second, and two beds of two seconds."""
    write_wav(tmp_path / "line", tone(1000, 1.0, 0.3), RATE)
    write_wav(tmp_path / "low", tone(100, 2.0), RATE)
    write_wav(tmp_path / "high", tone(6000, 2.0), RATE)
    return lambda name: tmp_path / name


def voice(start, blob="line", seconds=Fraction(1), gain=0):
    phrase = SpokenPhrase("en", {"en": "x"}, Fraction(0), seconds, ())
    return VoiceClip("l1", "miner", blob, Fraction(start), seconds, (phrase,), Fraction(gain))


def film(frames, voices=(), beds=(), rate=FILM):
    return Timeline("x", rate, (16, 16), (Clip("c", Card(()), 0, frames),), tuple(voices), tuple(beds))


def mixed(tmp_path, sounds, timeline):
    facts = mix(timeline, sounds, tmp_path / "mix.wav")
    return facts, read_sound(tmp_path / "mix.wav")[0]


def band(sound, hertz):
    """Return the level of a tone over time, in windows of 50 ms."""
    windows = sound[: len(sound) // 2400 * 2400, 0].reshape(-1, 2400)
    return np.abs(windows @ np.exp(-2j * np.pi * hertz * np.arange(2400) / RATE)) / 1200


@pytest.mark.parametrize(("rate", "frames"), [(FILM, 37), (Fraction(24000, 1001), 37), (Fraction(30), 1)])
def test_the_sound_is_exactly_as_long_as_the_picture(tmp_path, sounds, rate, frames):
    """To the nearest sample, at odd rates and for a single frame."""
    facts, sound = mixed(tmp_path, sounds, film(frames, [voice(Fraction(1, 10))], rate=rate))
    assert len(sound) == round(frames / rate * RATE)
    assert facts.seconds == Fraction(len(sound), RATE)


def test_the_film_has_its_loudness_and_stays_under_the_ceiling(tmp_path, sounds):
    """Quiet lines are raised, and peaks held."""
    beds = [BedClip("", "low", 1, 0, 144, Fraction(-20))]
    facts, sound = mixed(tmp_path, sounds, film(144, [voice(1, gain=-3), voice(3, gain=-3)], beds))
    assert facts.lufs == pytest.approx(-16, abs=0.3)
    assert facts.peak <= CEILING + 0.1
    assert np.abs(sound).max() <= 10 ** (CEILING / 20) + 1e-3


@pytest.mark.parametrize("lufs", [-23, -14])
def test_ffmpeg_measures_the_loudness_asked_for(tmp_path, sounds, lufs):
    """By the filter ebur128 of ffmpeg: within half a unit, true peak under the ceiling."""
    beds = [BedClip("wind", "", 1, 0, 240, Fraction(0)), BedClip("machinery", "", 2, 240, 240, Fraction(0))]
    lines = [voice(second, gain=6 if second % 4 else -6) for second in range(1, 19, 2)]
    mixed(tmp_path, sounds, replace(film(480, lines, beds), loudness=Fraction(lufs)))
    loudness, peak = measured_by_ffmpeg(tmp_path / "mix.wav")
    assert loudness == pytest.approx(lufs, abs=0.5)
    assert peak <= -1.0


def test_a_mix_is_raised_by_12_db_and_no_further(tmp_path, sounds):
    """What it was before is told, so that it can be said why it is too soft."""
    facts, _ = mixed(tmp_path, sounds, replace(film(144, [voice(1, gain=-40), voice(3, gain=-40)]), loudness=Fraction(-9)))
    assert facts.summed < -40
    assert facts.lufs - facts.summed == pytest.approx(12, abs=0.05)


def measured_by_ffmpeg(path):
    """Return integrated loudness in LUFS and true peak in dBTP, as ffmpeg's summary says them."""
    command = [get_ffmpeg_exe(), "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr.rpartition("Summary:")[2]
    found = (re.search(pattern, said) for pattern in (r"I:\s+(-?[\d.]+) LUFS", r"Peak:\s+(-?[\d.]+) dBFS"))
    return tuple(float(match[1]) for match in found)


def test_a_line_is_heard_where_it_stands(tmp_path, sounds):
    """From its first sample to its last, over a boundary of blocks."""
    _, sound = mixed(tmp_path, sounds, film(72, [voice(Fraction(3, 4))]))
    heard = np.flatnonzero(np.abs(sound[:, 0]) > 0.01)
    assert heard[0] == pytest.approx(36000, abs=3)
    assert heard[-1] == pytest.approx(84000, abs=3)


def test_beds_go_down_under_a_voice_and_come_back(tmp_path, sounds):
    """By the stated depth, from the span of the voice and not from what is heard."""
    beds = [BedClip("", "low", 1, 0, 240, Fraction(0))]
    _, sound = mixed(tmp_path, sounds, film(240, [voice(4)], beds))
    level = band(sound, 100)
    assert 20 * np.log10(level[90] / level[60]) == pytest.approx(-lanes.DUCK, abs=0.3)
    assert level[140] == pytest.approx(level[60], rel=0.03)


def test_neighbouring_beds_cross_and_the_same_bed_goes_on(tmp_path, sounds):
    """At a cut one falls as the other rises; a bed on both sides does not dip."""
    beds = [
        BedClip("", "low", 1, 0, 72, Fraction(0)),
        BedClip("", "low", 9, 72, 72, Fraction(0)),
        BedClip("", "high", 1, 72, 72, Fraction(0)),
    ]
    _, sound = mixed(tmp_path, sounds, film(144, beds=beds))
    low, high = band(sound, 100), band(sound, 6000)
    assert low[50:70].min() > 0.95 * low[50:70].max()
    assert high[:52].max() < 0.01 * high[80]
    assert 0.4 < high[60] / high[80] < 0.95


def test_a_bed_changes_its_gain_at_the_cut_without_a_step(tmp_path, sounds):
    """Scenes may have the same bed at another level."""
    beds = [BedClip("", "low", 1, 0, 72, Fraction(0)), BedClip("", "low", 1, 72, 72, Fraction(-12))]
    _, sound = mixed(tmp_path, sounds, film(144, beds=beds))
    level = band(sound, 100)
    assert 20 * np.log10(level[75] / level[40]) == pytest.approx(-12, abs=0.3)
    assert (np.diff(20 * np.log10(level[40:76])) > -2.2).all()


def test_a_file_shorter_than_its_scene_is_repeated_without_a_gap(tmp_path, sounds):
    """Its end is faded into its beginning."""
    _, sound = mixed(tmp_path, sounds, film(240, beds=[BedClip("", "low", 1, 0, 240, Fraction(0))]))
    level = band(sound, 100)[25:155]
    assert level.min() > 0.6 * level.max()


def test_the_film_begins_and_ends_at_nothing(tmp_path, sounds):
    """No click at the head or the tail."""
    _, sound = mixed(tmp_path, sounds, film(48, [voice(Fraction(3, 2))], [BedClip("wind", "", 3, 0, 48, Fraction(0))]))
    assert np.abs(sound[[0, -1]]).max() < 1e-3


def test_the_same_timeline_gives_the_same_bytes_and_leaves_nothing_else(tmp_path, sounds):
    """Same film, same bytes."""
    timeline = film(60, [voice(1)], [BedClip("room", "", 3, 0, 60, Fraction(0))])
    results = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        mix(timeline, sounds, tmp_path / name / "mix.wav")
        results.append((tmp_path / name / "mix.wav").read_bytes())
        assert [path.name for path in (tmp_path / name).iterdir()] == ["mix.wav"]
    assert results[0] == results[1]


def test_a_film_without_sound_is_silence_of_its_length(tmp_path, sounds):
    """Nothing is raised to the target."""
    facts, sound = mixed(tmp_path, sounds, film(24))
    assert len(sound) == RATE
    assert not sound.any()
    assert facts.lufs == -70


def test_a_line_at_another_rate_is_an_error_that_names_it(tmp_path, sounds):
    """The mix resamples nothing."""
    write_wav(tmp_path / "line", tone(1000, 1.0), 22050)
    with pytest.raises(MediaError, match="line l1"):
        mixed(tmp_path, sounds, film(72, [voice(1)]))


def test_progress_goes_up_to_one(tmp_path, sounds):
    """A progress bar ends."""
    seen = []
    mix(film(72, [voice(1)]), sounds, Path(tmp_path / "mix.wav"), seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
