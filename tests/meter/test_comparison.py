"""A clip of a film beside its clean rendering, on real files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.meter.pictures import clipped, in_blocks, scene
from white_cloud.errors import MediaError
from white_cloud.media.encoding import Encoding
from white_cloud.media.planes import black, planes
from white_cloud.media.writer import PictureWriter
from white_cloud.meter.comparison import Reading, Stretch, compare, reading
from white_cloud.meter.residual import Motion

SIZE, FRAMES = (64, 48), 12
FINE = Encoding(crf=1, preset="ultrafast", gop=6)
COARSE = Encoding(crf=40, preset="ultrafast", gop=6)
WHOLE = Stretch("a", 0, FRAMES)


def write(path: Path, change=lambda luma, _: luma, colour=0, encoding=FINE):
    """A pan, with every frame's luma changed and its U moved."""
    with PictureWriter(path, SIZE, Fraction(24), encoding) as writer:
        for number in range(FRAMES):
            packed = black(SIZE)
            luma, blue, _ = planes(packed)
            luma[:] = clipped(change(scene(SIZE, x=number) * 0.7, number))
            blue[:] = 128 + colour
            writer.write(packed)
    return path


@pytest.fixture
def clean(tmp_path):
    return write(tmp_path / "clean.mp4")


def compared(film, clean, folder, stretch=WHOLE, encoding=FINE):
    found = compare(film, clean, stretch, encoding, folder)
    means = {
        what: np.mean([getattr(one, what) for one in found.readings]) for what in ("loss", "residual", "chroma", "blockiness")
    }
    return found, means


def test_a_film_without_glitch_shows_nothing(clean, tmp_path):
    """Every reading is nought, exactly; the floor is not."""
    found, means = compared(clean, clean, tmp_path)
    assert set(means.values()) == {0}
    assert [one.frame for one in found.readings] == list(range(FRAMES))
    assert found.floor > 0


def test_each_damage_shows_where_it_belongs(clean, tmp_path):
    """Flicker in the residual, not a steady fade; colour in the chroma, and hardly elsewhere."""
    flicker = write(tmp_path / "flicker.mp4", lambda luma, number: luma + 10 * (number % 2))
    faded = write(tmp_path / "faded.mp4", lambda luma, _: luma * 0.8)
    tinted = write(tmp_path / "tinted.mp4", colour=20)
    by_flicker, by_fading, by_tint = (compared(film, clean, tmp_path)[1] for film in (flicker, faded, tinted))
    assert by_flicker["residual"] > 5
    assert by_fading["residual"] < 0.2
    assert by_fading["loss"] > 0.02
    assert by_tint["chroma"] == pytest.approx(20, abs=1)
    assert by_tint["loss"] < 0.01
    assert by_flicker["chroma"] < 0.5


def test_what_the_clean_film_shows_itself_is_not_counted():
    """Its own flicker and its own blocks, in a film that differs by its colour alone."""
    theirs = [black(SIZE), black(SIZE)]
    for number, packed in enumerate(theirs):
        planes(packed)[0][:] = in_blocks(scene(SIZE)) // 2 + 40 * number
    ours = [packed.copy() for packed in theirs]
    planes(ours[1])[1][:] += 3
    found = reading(1, ours, theirs, Motion())
    assert found == Reading(1, loss=pytest.approx(0, abs=1e-3), residual=0, chroma=3, blockiness=0)


def test_the_first_frame_of_a_clip_has_no_residual(clean, tmp_path):
    """What stands before the cut is another picture."""
    flicker = write(tmp_path / "flicker.mp4", lambda luma, number: luma + 10 * (number % 2))
    found, _ = compared(flicker, clean, tmp_path, Stretch("b", 5, 4))
    assert [one.frame for one in found.readings] == [5, 6, 7, 8]
    assert found.readings[0].residual == 0 < found.readings[2].residual
    assert found.readings[0].loss > 0


def test_every_so_many_frames_gives_the_same_readings(clean, tmp_path):
    """Fewer of them: each compares with the frame just before it."""
    film = write(tmp_path / "film.mp4", lambda luma, number: luma + 3 * (number % 4))
    every, _ = compared(film, clean, tmp_path)
    third, _ = compared(film, clean, tmp_path, Stretch("a", 0, FRAMES, every=3))
    assert third.readings == every.readings[::3]


def test_the_floor_follows_the_encoding(clean, tmp_path):
    """A coarser one loses more; nothing is left behind."""
    fine, coarse = (compared(clean, clean, tmp_path, encoding=encoding)[0].floor for encoding in (FINE, COARSE))
    assert 0 < fine < 0.05 < coarse
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean.mp4"]


def test_a_damaged_film_is_named(clean, tmp_path):
    """And not measured as far as it goes."""
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(clean.read_bytes()[:900])
    with pytest.raises(MediaError, match=r"cut\.mp4"):
        compare(cut, clean, WHOLE, FINE, tmp_path)
