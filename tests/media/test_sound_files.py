"""Sound files in and out."""

import numpy as np
import pytest

from white_cloud.errors import MediaError
from white_cloud.media.sound import WavReader, WavWriter, read_sound, resample, sound_blocks, voiced_spans, write_wav


def test_what_is_written_is_read_back(tmp_path):
    """Stereo PCM 16 bit, within half a step."""
    sound = np.random.default_rng(1).uniform(-0.9, 0.9, (500, 2)).astype(np.float32)
    write_wav(tmp_path / "a.wav", sound, 48000)
    back, rate = read_sound(tmp_path / "a.wav")
    assert (rate, back.shape, back.dtype) == (48000, (500, 2), np.float32)
    assert np.abs(back - sound).max() <= 0.5 / 32768 + 1e-7


def test_equal_samples_give_equal_bytes_and_int16_passes_unchanged(tmp_path):
    """Files hold nothing but the sound."""
    pcm = np.array([-32768, -1, 0, 1, 32767], dtype=np.int16)
    write_wav(tmp_path / "a.wav", pcm, 22050)
    write_wav(tmp_path / "b.wav", pcm, 22050)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    assert np.array_equal(np.rint(read_sound(tmp_path / "a.wav")[0][:, 0] * 32768), pcm)


def test_too_loud_is_clipped_not_wrapped(tmp_path):
    """Full scale is the end."""
    write_wav(tmp_path / "a.wav", np.array([2.0, -2.0], dtype=np.float32), 8000)
    assert read_sound(tmp_path / "a.wav")[0][:, 0] == pytest.approx([1.0, -1.0], abs=1e-4)


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    """An error while writing leaves what was there before."""
    path = tmp_path / "a.wav"
    write_wav(path, np.zeros(3, dtype=np.int16), 8000)
    before = path.read_bytes()

    def fail():
        with WavWriter(path, 8000, 1) as writer:
            writer.write(np.ones(9, dtype=np.int16))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.wav"]


def test_any_stretch_of_a_wav_is_read(tmp_path):
    """The reader stops at the end of the file."""
    write_wav(tmp_path / "a.wav", np.arange(10, dtype=np.int16), 8000)
    reader = WavReader(tmp_path / "a.wav")
    assert (np.rint(reader.read(7, 5) * 32768)[:, 0]).tolist() == [7, 8, 9]
    assert reader.read(20, 5).shape == (0, 1)
    reader.close()


def test_blocks_of_a_file_make_its_whole_in_stereo(tmp_path):
    """Streaming gives every sample once."""
    write_wav(tmp_path / "a.wav", np.arange(3000, dtype=np.int16), 48000)
    whole = np.concatenate(list(sound_blocks(tmp_path / "a.wav", 48000)))
    assert whole.shape == (3000, 2)


@pytest.mark.parametrize("name", ["missing.wav", "text.wav"])
def test_what_is_no_sound_is_an_error_that_names_the_file(tmp_path, name):
    """Missing or damaged, the person learns which."""
    (tmp_path / "text.wav").write_text("not a sound")
    for read in (read_sound, WavReader, lambda path: list(sound_blocks(path, 48000))):
        with pytest.raises(MediaError, match=name):
            read(tmp_path / name)


def test_a_tone_keeps_its_pitch_place_and_level_at_another_rate():
    """Resampling delays nothing."""
    time = np.arange(2205) / 22050
    envelope = np.hanning(2205)
    tone = envelope * np.sin(2 * np.pi * 441 * time)
    up = resample(tone, 22050, 48000)
    assert len(up) == 4800
    there = np.arange(4800) / 48000
    wanted = np.interp(there, time, envelope, right=0) * np.sin(2 * np.pi * 441 * there)
    assert np.abs(up - wanted).max() < 2e-3


def test_voiced_spans_bridge_short_silences_only():
    """A stop consonant does not end a word; a pause does."""
    sound = np.ones(1000)
    sound[200:240] = 0
    sound[500:700] = 0
    assert voiced_spans(sound, 1000) == ((0, 500), (700, 1000))
    assert voiced_spans(np.zeros(100), 1000) == ()
