"""The finished file: segments joined without loss, sound as long as the picture, captions in their languages."""

from __future__ import annotations

import itertools
import subprocess
import wave
from fractions import Fraction

import av
import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from white_cloud.errors import MediaError
from white_cloud.media.encoding import Encoding
from white_cloud.media.film import write_film
from white_cloud.media.join import join
from white_cloud.media.languages import iso_639_2
from white_cloud.media.probe import probe
from white_cloud.media.verify import verify_film

SIZE = (64, 48)
QUICK = Encoding(crf=18, preset="veryfast", gop=12)
LENGTHS = (12, 1, 2, 3, 1, 20, 7)
FRAMES = sum(LENGTHS)
CAPTIONS = [
    ("zh-Hans", "中文", [(Fraction(1, 2), Fraction(1), "雨下了\n一整夜。"), (Fraction(1), Fraction(3, 2), "完 {x} \\N")]),
    ("en", "English", [(Fraction(1, 2), Fraction(1), "It rained.")]),
]


@pytest.fixture(scope="module")
def parts(tmp_path_factory, write):
    """Segments of awkward lengths: those of one and two frames break the usual concatenation."""
    folder = tmp_path_factory.mktemp("segments")
    return [(write(folder / f"{at}.mp4", count, encoding=QUICK), count) for at, count in enumerate(LENGTHS)]


def _sound(path, seconds: Fraction, click: int = 24_000):
    samples = np.zeros((round(seconds * 48_000), 2), "<i2")
    samples[click : click + 3] = 30_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(samples.tobytes())
    return path


def _film(path, parts, seconds=Fraction(FRAMES, 24), captions=CAPTIONS, rate=Fraction(24), **metadata):
    sound = _sound(path.with_suffix(".wav"), seconds)
    write_film(path, parts, rate, SIZE, sound, captions, {"title": "白云 / White Cloud", **metadata})
    return path


def _ffmpeg(*arguments) -> str:
    return subprocess.run(
        [get_ffmpeg_exe(), "-v", "warning", "-y", *map(str, arguments)], check=True, capture_output=True, text=True
    ).stdout


def test_joined_frames_are_those_of_the_segments(tmp_path, parts, decoded):
    """Nothing is lost, doubled or encoded again, whatever the segments' lengths."""
    join(parts, tmp_path / "joined.mp4", Fraction(24))
    expected = [frame for path, _ in parts for frame in decoded(path)]
    assert np.array_equal(decoded(tmp_path / "joined.mp4"), expected)
    assert (probe(tmp_path / "joined.mp4").rate, probe(tmp_path / "joined.mp4").constant) == (24, True)


def test_decoding_times_rise_by_one_frame_over_every_seam(tmp_path, parts):
    """Players stumble where they do not."""
    join(parts, tmp_path / "joined.mp4", Fraction(24))
    with av.open(str(tmp_path / "joined.mp4")) as container:
        ticks = container.streams.video[0].time_base * 24
        packets = [packet for packet in container.demux(video=0) if packet.size]
    times = [packet.dts * ticks for packet in packets]
    assert {later - earlier for earlier, later in itertools.pairwise(times)} == {1}
    assert all(packet.pts >= packet.dts for packet in packets)


def test_a_segment_of_other_settings_is_refused_by_name(tmp_path, parts, write):
    """MP4 holds one set of headers; the rest would decode to rubbish."""
    other = write(tmp_path / "other.mp4", 4, encoding=Encoding(18, "slow", 12))
    with pytest.raises(MediaError, match=r"other\.mp4: it was encoded with other settings"):
        join([*parts, (other, 4)], tmp_path / "joined.mp4", Fraction(24))
    assert not (tmp_path / "joined.mp4").exists()


def test_a_segment_that_lacks_a_frame_is_refused_by_name(tmp_path, parts):
    """A film one frame short would drift out of its sound."""
    with pytest.raises(MediaError, match="holds 12 frames, expected 13"):
        join([(parts[0][0], 13)], tmp_path / "joined.mp4", Fraction(24))


def test_the_same_film_is_the_same_bytes(tmp_path, parts):
    """No clock and no path in it."""
    (tmp_path / "there").mkdir()
    assert _film(tmp_path / "a.mp4", parts).read_bytes() == _film(tmp_path / "there" / "b.mp4", parts).read_bytes()


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30000, 1001)])
def test_picture_and_sound_are_equally_long_and_decode(tmp_path, write, rate):
    """To a frame, at whole and at broken rates."""
    part = write(tmp_path / "s.mp4", 31, rate=rate, encoding=QUICK)
    film = _film(tmp_path / "film.mp4", [(part, 31)], 31 / rate, rate=rate)
    verify_film(film, 31, rate)


def test_sound_keeps_its_place_to_the_sample(tmp_path, parts):
    """The encoder's priming is in the edit list: what was at half a second is at half a second."""
    film = _film(tmp_path / "film.mp4", parts)
    _ffmpeg("-i", film, "-map", "0:a", "-c:a", "pcm_s16le", tmp_path / "out.wav")
    with wave.open(str(tmp_path / "out.wav")) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    assert abs(int(np.argmax(np.abs(samples[:, 0]))) - 24_001) <= 2
    assert len(samples) == FRAMES * 2000


def test_captions_say_their_words_at_their_times_in_their_language(tmp_path, parts):
    """Line breaks, brackets and backslashes are words like any other."""
    film = _film(tmp_path / "film.mp4", parts)
    with av.open(str(film)) as container:
        assert [stream.language for stream in container.streams.subtitles] == ["zho", "eng"]
        assert [stream.metadata["handler_name"] for stream in container.streams.subtitles] == ["中文", "English"]
    read = _ffmpeg("-i", film, "-map", "0:s:0", "-f", "webvtt", "-")
    assert "00:00.500 --> 00:01.000\n雨下了\n一整夜。" in read
    assert "00:01.000 --> 00:01.500\n完 {x} " in read


def test_caption_tracks_can_be_switched_off_and_nothing_else_changes(tmp_path, parts):
    """Players show the first one unasked otherwise; the words stay, and so do picture and sound."""
    on, off = (_film(tmp_path / f"{name}.mp4", parts) for name in ("on", "off"))
    shown = _defaults(on)
    sound = off.with_suffix(".wav")
    write_film(off, parts, Fraction(24), SIZE, sound, CAPTIONS, {"title": "白云 / White Cloud"}, captions_off=True)
    assert shown == {"video": [True], "audio": [True], "subtitle": [True, False]}
    assert _defaults(off) == {"video": [True], "audio": [True], "subtitle": [False, False]}
    differs = [one ^ other for one, other in zip(on.read_bytes(), off.read_bytes(), strict=True) if one != other]
    assert differs == [1]


def _defaults(path) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    with av.open(str(path)) as container:
        for stream in container.streams:
            found.setdefault(stream.type, []).append(bool(stream.disposition & av.stream.Disposition.default))
    return found


def test_tags_and_index_stand_at_the_front(tmp_path, parts):
    """The title is there, and playing can begin before the whole file is."""
    film = _film(tmp_path / "film.mp4", parts, comment="A fiction.", language="zh")
    data = film.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(film)) as container:
        assert container.metadata["title"] == "白云 / White Cloud"
        assert container.metadata["comment"] == "A fiction."
        assert container.streams.audio[0].language == "zho"


def test_a_tag_that_mp4_would_drop_is_refused(tmp_path, parts):
    """The muxer drops what it does not know, without a word."""
    with pytest.raises(MediaError, match="did you mean 'comment'"):
        _film(tmp_path / "film.mp4", parts, coment="A fiction.")


@pytest.mark.parametrize("longer", [Fraction(-1, 12), Fraction(1, 12)])
def test_sound_of_another_length_is_refused(tmp_path, parts, longer):
    """Neither cut nor stretched in silence."""
    with pytest.raises(MediaError, match="mix it again"):
        _film(tmp_path / "film.mp4", parts, Fraction(FRAMES, 24) + longer)
    assert not (tmp_path / "film.mp4").exists()


def test_verifying_sees_a_missing_frame_and_a_damaged_one(tmp_path, parts):
    """It decodes all of it."""
    film = _film(tmp_path / "film.mp4", parts)
    with pytest.raises(MediaError, match=f"has {FRAMES} frames, expected {FRAMES + 1}"):
        verify_film(film, FRAMES + 1, Fraction(24))
    data = bytearray(film.read_bytes())
    start = data.index(b"mdat")
    data[start + 1000 : start + 1200] = bytes(200)
    film.write_bytes(data)
    with pytest.raises(MediaError, match=r"film\.mp4"):
        verify_film(film, FRAMES, Fraction(24))


@pytest.mark.parametrize(("tag", "code"), [("zh", "zho"), ("en-GB", "eng"), ("fr", "fra"), ("yue", "zho"), ("gsw", "gsw")])
def test_languages_are_written_with_three_letters(tag, code):
    """As ISO 639-2 has them; what has three letters already stays."""
    assert iso_639_2(tag) == code


def test_an_unknown_language_is_refused():
    """Not tagged as undetermined."""
    with pytest.raises(MediaError, match="'xx'"):
        iso_639_2("xx")
