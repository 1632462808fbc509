"""Frame n is frame n, in whatever order it is asked for; damage is never shown as a picture."""

from __future__ import annotations

import random
import subprocess
from fractions import Fraction

import av
import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from white_cloud.errors import MediaError
from white_cloud.media.encoding import MASTER, Encoding
from white_cloud.media.probe import probe
from white_cloud.media.reader import PictureReader


@pytest.fixture(scope="module")
def take(tmp_path_factory, write):
    """Sixty frames with groups of twelve, and B-frames."""
    path = tmp_path_factory.mktemp("take") / "take.mp4"
    return write(path, 60, encoding=Encoding(10, "veryfast", 12))


SIZE = (64, 48)


def _ffmpeg(*arguments: object) -> None:
    subprocess.run([get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)], check=True)


def test_frames_are_exact_in_any_order(take, decoded):
    """Onwards, backwards and at random they are what libav decodes from start to end."""
    expected = decoded(take)
    orders = [range(60), range(59, -1, -7), random.Random(1).sample(range(60), 40)]
    for order in orders:
        with PictureReader(take) as reader:
            for number in order:
                assert (reader.frame(number) == expected[number]).all(), number


def test_a_frame_is_not_to_be_written_to(take):
    """It is kept, and given again."""
    with PictureReader(take) as reader, pytest.raises(ValueError, match="read-only"):
        reader.frame(0)[0, 0] = 1


@pytest.mark.parametrize("number", [-1, 60])
def test_a_frame_outside_the_file_is_an_error(take, number):
    """Not the last one again."""
    with PictureReader(take) as reader, pytest.raises(IndexError, match="frames 0 to 59"):
        reader.frame(number)


def test_frames_that_an_edit_list_hides_do_not_count(take, tmp_path, decoded):
    """A copy cut between key frames holds more than it shows."""
    cut = tmp_path / "cut.mp4"
    _ffmpeg("-ss", 17 / 24, "-i", take, "-c", "copy", cut)
    expected = decoded(take)
    with PictureReader(cut) as reader:
        assert reader.frames == 43
        for number in (0, 42, 3):
            assert (reader.frame(number) == expected[number + 17]).all()


def test_uneven_frames_are_found_by_time(tmp_path, picture, decoded):
    """In a file of variable rate, frame n is the n-th shown, and a time shows the frame that began last before it."""
    path, times = tmp_path / "phone.mp4", [0, 3000, 9000, 12000, 30000, 33000]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"qp": "4"}, time_base=Fraction(1, 90000))
        stream.width, stream.height = SIZE
        stream.codec_context.colorspace = 1
        for number, time in enumerate(times):
            frame = av.VideoFrame.from_ndarray(picture(number * 9), format="yuv420p")
            frame.pts, frame.time_base = time, Fraction(1, 90000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    expected = decoded(path)
    with PictureReader(path) as reader:
        assert not probe(path).constant
        assert (reader.frames, reader.rate) == (6, Fraction(5 * 90000, 33000).limit_denominator(1001))
        shown = {"0": 0, "1/10": 2, "1/4": 3, "1/3": 4, "9": 5}
        for seconds, number in shown.items():
            assert (reader.frame_at(Fraction(seconds)) == expected[number]).all()


def test_a_time_on_the_grid_is_exact_where_the_file_rounds_it(take, tmp_path, decoded):
    """Matroska counts milliseconds: frame 1 of 24 stands at 42 ms, and is still the frame at 1/24 s."""
    path = tmp_path / "take.mkv"
    _ffmpeg("-i", take, "-c", "copy", path)
    expected = decoded(take)
    with PictureReader(path) as reader:
        assert reader.rate == 24
        assert all((reader.frame_at(Fraction(number, 24)) == expected[number]).all() for number in range(60))


def test_a_take_cut_short_is_damaged(take, tmp_path):
    """The header promises more frames than there are."""
    whole, short = tmp_path / "whole.mp4", tmp_path / "short.mp4"
    _ffmpeg("-i", take, "-c", "copy", "-movflags", "+faststart", whole)
    short.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(MediaError, match=r"short.mp4 is damaged: \d+ of 60 frames"):
        PictureReader(short)


def test_a_hole_in_a_take_is_not_shown(take, tmp_path):
    """The decoder would paint it over and say nothing."""
    data, holed = bytearray(take.read_bytes()), tmp_path / "holed.mp4"
    middle = len(data) // 2
    data[middle : middle + 300] = bytes(300)
    holed.write_bytes(data)
    with PictureReader(holed) as reader, pytest.raises(MediaError, match=r"holed\.mp4"):
        [reader.frame(number) for number in range(60)]


def test_a_flipped_byte_that_the_decoder_paints_over_is_seen(take, tmp_path):
    """It conceals the loss with what lies around, marks the frame, and raises nothing."""
    data, flipped, said = take.read_bytes(), tmp_path / "flipped.mp4", []
    start, end = data.index(b"mdat"), data.index(b"moov")
    for place in range(start + (end - start) // 4, end - 50, (end - start) // 12):
        flipped.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        try:
            with PictureReader(flipped) as reader:
                [reader.frame(number) for number in range(60)]
        except MediaError as error:
            said.append(str(error))
    assert any("does not decode whole" in message for message in said)


@pytest.mark.parametrize("content", [b"", b"not a film", None])
def test_what_is_no_film_is_named(tmp_path, content):
    """Empty, nonsense, or not there."""
    path = tmp_path / "thing.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MediaError, match=r"thing\.mp4"):
        probe(path)


def test_a_file_that_changed_is_indexed_again(tmp_path, write):
    """What is known of a file holds as long as its size and time do."""
    path = write(tmp_path / "a.mp4", 3)
    assert probe(path).frames == 3
    write(path, 9)
    assert probe(path).frames == 9


def test_facts_of_a_take(take):
    """Frames, rate, size, length, codec; no sound."""
    facts = probe(take)
    assert (facts.frames, facts.rate, facts.constant, facts.size) == (60, 24, True, SIZE)
    assert (facts.seconds, facts.codec, facts.has_sound) == (Fraction(60, 24), "h264", False)


def test_sequential_reading_stays_sequential_over_closed_groups(tmp_path, write, decoded):
    """Every frame of a long group is given, and the last frames of the file, which the decoder holds back."""
    path = write(tmp_path / "a.mp4", 50, encoding=MASTER)
    with PictureReader(path) as reader:
        frames = [reader.frame(number) for number in range(50)]
    assert np.array_equal(frames, decoded(path))
