"""What is written: the right frames, tagged, the same bytes every time, whole or not at all."""

from __future__ import annotations

from fractions import Fraction

import av
import pytest

from white_cloud.errors import MediaError
from white_cloud.media.encoding import DRAFT, MASTER, REVIEW, TAKE, Encoding
from white_cloud.media.probe import probe
from white_cloud.media.writer import PictureWriter

SIZE = (64, 48)
QUICK = Encoding(crf=10, preset="ultrafast", gop=12)


def test_the_same_frames_give_the_same_bytes(tmp_path, write):
    """No date, no program name, no thread count in the file."""
    assert write(tmp_path / "a.mp4", 30).read_bytes() == write(tmp_path / "b.mp4", 30).read_bytes()


@pytest.mark.parametrize("encoding", [TAKE, MASTER, REVIEW, DRAFT])
@pytest.mark.usefixtures("libav_silence")
def test_every_parameter_of_our_encodings_is_understood(tmp_path, encoding, write):
    """libav ignores an x264 parameter it does not know, with a warning that nobody would see."""
    write(tmp_path / "a.mp4", 3, encoding=encoding)


def test_libav_warns_of_a_parameter_it_ignores(tmp_path, write):
    """The test above can fail."""
    av.logging.set_level(av.logging.WARNING)
    with av.logging.Capture(local=False) as said:
        write(tmp_path / "a.mp4", 3, encoding=Encoding(20, "ultrafast", 12, (("no-such-thing", "1"),)))
    av.logging.set_level(None)
    assert any("no-such-thing" in message for _, _, message in said)


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001)])
def test_rate_and_colour_are_in_the_file(tmp_path, rate, write):
    """Exact rate; BT.709, limited range."""
    path = write(tmp_path / "a.mp4", 5, rate=rate)
    assert (probe(path).rate, probe(path).constant, probe(path).frames) == (rate, True, 5)
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (1, 1, 1, 1)


def test_groups_are_short_and_on_the_grid_even_over_a_hard_cut(tmp_path, write):
    """A key frame every `gop` frames and nowhere else: seeking is quick, and groups can be copied."""
    path = write(tmp_path / "a.mp4", 60, encoding=TAKE)
    with av.open(str(path)) as container:
        keys = [packet.pts for packet in container.demux(video=0) if packet.size and packet.is_keyframe]
        ticks = container.streams.video[0].time_base
    assert [key * ticks * 24 for key in keys] == [0, 24, 48]


def test_a_frame_of_another_size_is_refused(tmp_path, picture):
    """PyAV would scale it without a word."""
    with (
        pytest.raises(ValueError, match=r"frame 0 of a\.mp4"),
        PictureWriter(tmp_path / "a.mp4", SIZE, Fraction(24), QUICK) as writer,
    ):
        writer.write(picture(0, (32, 32)))


def test_a_file_that_failed_is_not_there_and_the_old_one_stays(tmp_path, picture, write):
    """What is half written never takes the name."""
    path = write(tmp_path / "a.mp4", 2)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="is"), PictureWriter(path, SIZE, Fraction(24), QUICK) as writer:
        writer.write(picture(0, (32, 32)))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_film_of_no_frames_is_an_error(tmp_path):
    """An MP4 without a frame cannot be read again."""
    with pytest.raises(MediaError, match="no frame"), PictureWriter(tmp_path / "a.mp4", SIZE, Fraction(24), QUICK):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path, write):
    """The message says which file."""
    with pytest.raises(MediaError, match="nowhere"):
        write(tmp_path / "nowhere" / "a.mp4", 2)


def test_identity_tells_encodings_apart():
    """All that decides the bytes is in it, the encoder's version too."""
    assert TAKE.identity() != MASTER.identity()
    assert "av" in TAKE.identity()["encoder"]
    assert Encoding(18, "fast", 48).identity() != Encoding(18, "fast", 48, (("ref", "2"),)).identity()
