"""Captions go out as SubRip and WebVTT, and come back as they were."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from white_cloud.errors import UserError
from white_cloud.film.timeline import Cue
from white_cloud.interchange.captions import read_srt, read_vtt, write_srt, write_vtt

CUES = (
    Cue(Fraction(1), Fraction(5, 2), ("我在白云，", "I am at White Cloud")),
    Cue(Fraction(5, 2), Fraction(3723456, 1000), ("a <b> & c --> d &lt;",)),
)


def test_subrip_is_written_as_players_read_it(tmp_path):
    """Numbered blocks, commas before the milliseconds, nothing escaped."""
    write_srt(tmp_path / "f.srt", CUES)
    assert (tmp_path / "f.srt").read_text("utf-8") == (
        "1\n00:00:01,000 --> 00:00:02,500\n我在白云，\nI am at White Cloud\n\n"
        "2\n00:00:02,500 --> 01:02:03,456\na <b> & c --> d &lt;\n"
    )


def test_webvtt_is_written_by_its_standard(tmp_path):
    """A header, the language in a comment, points before the milliseconds, marks escaped."""
    write_vtt(tmp_path / "f.vtt", CUES, "zh")
    assert (tmp_path / "f.vtt").read_text("utf-8") == (
        "WEBVTT\n\nNOTE language: zh\n\n00:00:01.000 --> 00:00:02.500\n我在白云，\nI am at White Cloud\n\n"
        "00:00:02.500 --> 01:02:03.456\na &lt;b&gt; &amp; c --&gt; d &amp;lt;\n"
    )


@pytest.mark.parametrize("cues", [CUES, ()])
def test_what_was_written_is_read_back(tmp_path, cues):
    """Times to the millisecond, words to the letter."""
    write_srt(tmp_path / "f.srt", cues)
    write_vtt(tmp_path / "f.vtt", cues, "zh")
    assert read_srt(tmp_path / "f.srt") == cues
    assert read_vtt(tmp_path / "f.vtt") == cues


rows = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.fractions(0, 3), st.fractions(0, 3), st.lists(rows, min_size=1, max_size=2)), max_size=5))
def test_rounded_times_never_overlap(tmp_path_factory, drawn):
    """Whatever fractions cues have, in milliseconds they follow one another, and their words come back."""
    now, cues = Fraction(0), []
    for gap, length, lines in drawn:
        cues.append(Cue(now + gap, now + gap + length, tuple(lines)))
        now += gap + length
    path = tmp_path_factory.mktemp("captions") / "f.vtt"
    write_vtt(path, cues, "en")
    found = read_vtt(path)
    assert [cue.lines for cue in found] == [cue.lines for cue in cues]
    assert all(cue.start < cue.end for cue in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_captions_of_others_are_read(tmp_path):
    """A byte-order mark, CRLF, hours left out, styles and identifiers do no harm."""
    path = tmp_path / "f.vtt"
    path.write_bytes(
        "\ufeffWEBVTT - title\r\n\r\nSTYLE\r\n::cue {}\r\n\r\nid\r\n01:02.500 --> 01:03.000 align:start\r\nHi\r\n".encode()
    )
    assert read_vtt(path) == (Cue(Fraction(125, 2), Fraction(63), ("Hi",)),)


def test_a_block_without_times_is_an_error_with_its_line(tmp_path):
    """File and line are named, and what was expected."""
    path = tmp_path / "f.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\nno times\n", "utf-8")
    with pytest.raises(UserError, match=r"f\.srt:5: a caption needs a line of times such as"):
        read_srt(path)


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "begins with the line WEBVTT"), (b"1\n", "WEBVTT"), (b"\xff\xfe", "UTF-8")]
)
def test_a_file_that_is_no_webvtt_is_an_error(tmp_path, content, message):
    """An empty file, another format, another encoding."""
    path = tmp_path / "f.vtt"
    path.write_bytes(content)
    with pytest.raises(UserError, match=message):
        read_vtt(path)
