"""What is rendered: the right frames, the same bytes every time, and the cut as a MoviePy clip that agrees with the film."""

from __future__ import annotations

import pickle
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from white_cloud.documents.load import load_score
from white_cloud.errors import MediaError
from white_cloud.film.drift import Curve
from white_cloud.film.score import Accent, Score
from white_cloud.film.timeline import Card, Clip, Plate, Timeline
from white_cloud.glitch.mosh import Mosh
from white_cloud.glitch.presets import PRESETS
from white_cloud.media.encoding import Encoding
from white_cloud.media.join import join
from white_cloud.media.planes import black, planes, to_rgb
from white_cloud.media.reader import PictureReader
from white_cloud.media.writer import PictureWriter
from white_cloud.project import known_names
from white_cloud.render.clip import PlaneClip
from white_cloud.render.film_clip import film_clip
from white_cloud.render.picture import FADE, segment_clip
from white_cloud.render.segments import segments
from white_cloud.render.worker import render_segment
from white_cloud.text.burnt import BurntCaption
from white_cloud.text.lettering import lay_over, lettering
from white_cloud.timecode import Duration

SIZE, COUNT = (64, 48), 300
FINE = Encoding(crf=4, preset="ultrafast", gop=48)
SCORE = load_score(PRESETS["white-cloud"], known_names())
RISE = Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))


def _picture(number: int, size: tuple[int, int]):
    packed = black(size)
    luma, _, red = planes(packed)
    luma[:] = 40 + number % 50 * 3
    luma[:, number % size[0] :][:, :6] = 220
    red[: size[1] // 4] = 170
    return packed


@pytest.fixture(scope="module")
def takes(tmp_path_factory) -> dict[str, Path]:
    """Two takes at 24 and one at 25, by blob."""
    folder = tmp_path_factory.mktemp("takes")
    rates = {"pit": Fraction(24), "town": Fraction(24), "phone": Fraction(25)}
    for name, rate in rates.items():
        with PictureWriter(folder / f"{name}.mp4", SIZE, rate, FINE) as writer:
            for number in range(COUNT):
                writer.write(_picture(number, SIZE))
    return {name: folder / f"{name}.mp4" for name in rates}


def _plate(name: str, rate: int = 24) -> Plate:
    return Plate(name, 1, name, COUNT, Fraction(rate))


def _segments(*clips: Clip, **how):
    return segments(Timeline("film", Fraction(24), SIZE, clips), FINE, **how)


def _frames(segment, takes) -> list[np.ndarray]:
    with segment_clip(segment, takes.__getitem__) as clip:
        return [clip.frame(number) for number in range(segment.frames)]


def test_an_untouched_clip_is_its_plate_bit_for_bit(takes):
    """At drift 0 nothing happens to a picture."""
    (segment,) = _segments(Clip("c", _plate("pit"), 0, 20, first=30))
    with PictureReader(takes["pit"]) as reader:
        assert all((frame == reader.frame(30 + number)).all() for number, frame in enumerate(_frames(segment, takes)))


@pytest.mark.parametrize(
    ("name", "rate", "speed"), [("pit", 24, Fraction(4, 5)), ("phone", 25, Fraction(1)), ("pit", 24, Fraction(2))]
)
def test_speed_and_rate_choose_the_source_frame(takes, name, rate, speed):
    """Film frame n shows source frame floor(n * speed * source rate / film rate), exactly."""
    (segment,) = _segments(Clip("c", _plate(name, rate), 0, 100, first=10, speed=speed))
    with PictureReader(takes[name]) as reader:
        for number, frame in enumerate(_frames(segment, takes)):
            assert (frame == reader.frame(int((10 + number) * speed * rate / 24))).all(), number


def test_a_clip_longer_than_its_plate_is_refused(takes):
    """The last frame does not hold in silence."""
    (segment,) = _segments(Clip("c", _plate("pit"), 0, 100, first=COUNT - 99))
    with pytest.raises(MediaError, match="clip c: its source gives 300 frames"):
        segment_clip(segment, takes.__getitem__)


def test_any_frame_of_a_glitched_segment_can_be_made_alone(takes):
    """With all effects of the house's score on it, some of which look back before the segment's first frame."""
    (segment,) = _segments(Clip("c", _plate("pit"), 0, 40, 50, shot="pit", drift=Curve.flat(1), score=SCORE))
    frames = _frames(segment, takes)
    for number in (39, 0, 20):
        with segment_clip(segment, takes.__getitem__) as clip:
            assert (clip.frame(number) == frames[number]).all()


def test_a_split_does_not_show(takes):
    """The frames of a long clip are the same whichever segment they fall into."""
    clip = Clip("c", _plate("pit"), 0, 250, 20, shot="pit", drift=RISE, drift_span=(0, COUNT), score=SCORE)
    before, after = _segments(clip)
    (short,) = _segments(replace(clip, first=230, frames=20))
    joined = _frames(before, takes)[-10:] + _frames(after, takes)[:10]
    assert np.array_equal(joined, _frames(short, takes))


def test_over_a_cut_the_last_picture_is_dragged_into_the_next_clip(takes):
    """Up to the next key frame, in every segment that shows it or looks back at it."""
    moshed = Score({}, (Accent({"mosh": Fraction(1)}, length=Duration(frames=100)),))
    before = Clip("a", _plate("pit"), 0, 20, 30, shot="pit")
    after = Clip("b", _plate("town"), 20, 60, 12, shot="town", score=moshed)
    _, seam = _segments(before, after)
    with PictureReader(takes["pit"]) as pit, PictureReader(takes["town"]) as town:
        source = PlaneClip(town.frame, COUNT, SIZE, Fraction(24))
        alone = source.with_effects([Mosh(seam.effects[0].strength, seam.effects[0].seed, cut=12, before=pit.frame(49))])
        assert all((frame == alone.get_frame((12 + at) / 24)).all() for at, frame in enumerate(_frames(seam, takes)))


def test_a_split_does_not_show_where_the_picture_before_the_cut_is_still_seen(takes):
    """A part of a long clip may look back at frames on which the last shot was dragged."""
    blow = Accent({name: Fraction(1) for name in ("mosh", "echo", "amnesia")}, length=Duration(frames=60))
    before = Clip("a", _plate("pit"), 0, 20, 30, shot="pit")
    after = Clip("b", _plate("town"), 20, 250, 215, Fraction(1, 2), shot="town", score=Score({}, (blow,)))
    _, first, second = _segments(before, after)
    _, short = _segments(before, replace(after, frames=60))
    joined = _frames(first, takes) + _frames(second, takes)[:35]
    assert np.array_equal(joined, _frames(short, takes))


def test_the_same_segment_gives_the_same_bytes(takes, tmp_path):
    """Also after it went to another process and back."""
    (segment,) = _segments(Clip("c", _plate("pit"), 0, 30, shot="pit", drift=RISE, drift_span=(0, 30), score=SCORE))
    for name, one in (("a.mp4", segment), ("b.mp4", pickle.loads(pickle.dumps(segment)))):
        render_segment(one, takes, tmp_path / name)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_a_damaged_plate_leaves_no_segment(takes, tmp_path):
    """And is named."""
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(takes["pit"].read_bytes()[:3000])
    (segment,) = _segments(Clip("c", _plate("pit"), 0, 30))
    with pytest.raises(MediaError, match=r"broken\.mp4"):
        render_segment(segment, {"pit": broken}, tmp_path / "out.mp4")
    assert not (tmp_path / "out.mp4").exists()


def test_rendering_leaves_no_file_open(takes, tmp_path):
    """A worker renders thousands."""
    import psutil

    (segment,) = _segments(Clip("c", _plate("pit"), 0, 3, shot="pit", drift=Curve.flat(1)))
    render_segment(segment, takes, tmp_path / "out.mp4")
    before = psutil.Process().num_fds()
    for _ in range(5):
        render_segment(segment, takes, tmp_path / "out.mp4")
    assert psutil.Process().num_fds() <= before


def test_the_cut_as_a_clip_keeps_few_files_open(takes):
    """A film has more segments than a process may have files."""
    import psutil

    clips = [Clip(f"c{at}", _plate("pit"), at * 2, 2) for at in range(12)]
    timeline = Timeline("film", Fraction(24), SIZE, tuple(clips))
    clip = film_clip(timeline, segments(timeline, FINE), takes.__getitem__)
    before = psutil.Process().num_fds()
    for number in range(timeline.frames):
        clip.get_frame(number / 24)
    assert psutil.Process().num_fds() <= before + 4


def test_a_card_comes_out_of_black_and_goes_back(takes):
    """Whole in between, and never below black."""
    card = Card((("title", "白云"), ("title", "White Cloud")))
    (segment,) = _segments(Clip("t", card, 0, 48))
    frames = _frames(segment, takes)
    light = [float(planes(frame)[0].mean()) for frame in frames]
    assert light[: FADE + 1] == sorted(light[: FADE + 1])
    assert light[-FADE - 1 :] == sorted(light[-FADE - 1 :], reverse=True)
    assert len({light[number] for number in range(FADE, 48 - FADE)}) == 1
    assert min(int(planes(frame)[0].min()) for frame in frames) >= 16


def test_a_review_copy_shows_its_text_and_nothing_else_changes(takes):
    """In a strip at the foot; the timecode runs."""
    clip = Clip("c", _plate("pit"), 0, 3, shot="pit")
    (plain,), (burnt,) = _segments(clip), _segments(clip, burn_in=True)
    frames = _frames(burnt, takes)
    for frame, before in zip(frames, _frames(plain, takes), strict=True):
        assert (frame[:40] == before[:40]).all()
        assert (frame[:48] != before[:48]).any()


def test_the_cut_as_a_clip_is_the_film(takes, tmp_path):
    """Frame floor(t * rate + 1e-6) of the joined film, up to what the codec takes."""
    clips = (
        Clip("t", Card((("title", "白云"),)), 0, 26),
        Clip("a", _plate("pit"), 26, 20, 5, shot="pit", drift=RISE, drift_span=(0, 25), score=SCORE),
        Clip("b", _plate("phone", 25), 46, 15),
        Clip("c", _plate("town"), 61, 10, speed=Fraction(4, 5), shot="town", drift=Curve.flat(1), score=SCORE),
    )
    timeline = Timeline("film", Fraction(24), SIZE, clips)
    pieces = segments(timeline, FINE)
    parts = [(tmp_path / f"{at}.mp4", piece.frames) for at, piece in enumerate(pieces)]
    for (path, _), piece in zip(parts, pieces, strict=True):
        render_segment(piece, takes, path)
    join(parts, tmp_path / "film.mp4", timeline.rate)
    clip = film_clip(timeline, pieces, takes.__getitem__)
    assert (tuple(clip.size), round(clip.duration * 24)) == (SIZE, timeline.frames)
    with PictureReader(tmp_path / "film.mp4") as film:
        assert film.frames == timeline.frames
        for number in (70, 0, 13, 25, 26, 45, 46, 60, 61, 70):
            shown = clip.get_frame(number / 24)
            assert np.abs(shown.astype(int) - to_rgb(film.frame(number))).mean() < 2.5, number
    assert (clip.get_frame(99) == clip.get_frame(70 / 24)).all()


def test_a_caption_lies_over_the_glitched_picture_on_its_frames_alone(takes):
    """Everything else is the picture without it, bit for bit, and nothing that works on the picture works on the words."""
    clip = Clip("c", _plate("pit"), 0, 40, first=30, score=SCORE, drift=Curve.flat(1), drift_span=(0, 300))
    (bare,) = _segments(clip)
    (shown,) = _segments(clip, captions=(BurntCaption(10, 20, ("白云",), "l1"),))
    drawn = lettering(("白云",), SIZE)
    for number, (without, captioned) in enumerate(zip(_frames(bare, takes), _frames(shown, takes), strict=True)):
        assert (captioned == (lay_over(without, drawn) if 10 <= number < 30 else without)).all(), number


def test_a_review_strip_lies_over_captions(takes):
    """Timecode and drift are read in any case."""
    (plain,) = _segments(Clip("c", _plate("pit"), 0, 10), burn_in=True)
    (shown,) = _segments(Clip("c", _plate("pit"), 0, 10), burn_in=True, captions=(BurntCaption(0, 10, ("白云",), "l1"),))
    for without, captioned in zip(_frames(plain, takes), _frames(shown, takes), strict=True):
        assert (planes(captioned)[0][-2:] == planes(without)[0][-2:]).all()
        assert (captioned != without).any()
