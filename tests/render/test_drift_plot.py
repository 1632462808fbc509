"""The drift plot: drift over the film, with acts and shots."""

from dataclasses import replace
from fractions import Fraction

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from white_cloud.errors import UserError
from white_cloud.film.drift import Curve
from white_cloud.film.timeline import Card, Clip, Plate, Timeline
from white_cloud.render.drift_plot import draw_drift

RISING = Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))


def clip(name, start, drift, act="a1"):
    return Clip(
        name,
        Plate(name, 1, "0" * 64, 48, Fraction(24)),
        start,
        48,
        act=act,
        scene="s",
        shot=name,
        drift=drift,
        drift_span=(0, 48),
    )


FILM = Timeline(
    "film",
    Fraction(24),
    (320, 180),
    (clip("dunes", 0, Curve.flat(0)), clip("pit", 48, RISING, "a2"), Clip("closing", Card(()), 96, 24)),
)


def drawn(path, film=FILM, title="白云", acts=None):
    draw_drift(film, title, path, acts)
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).astype(int), dict(image.info)


def warm(picture):
    return (picture[:, :, 0] - picture[:, :, 2]) > 90


def test_the_same_cut_has_the_same_bytes_and_no_date(tmp_path):
    """Whatever a person's matplotlib settings are."""
    _, info = drawn(tmp_path / "a.png")
    with mpl.rc_context({"axes.linewidth": 9, "lines.linewidth": 9, "font.size": 30, "savefig.dpi": 20}):
        drawn(tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert set(info) <= {"dpi"}


def test_the_curve_rises_where_the_drift_does(tmp_path):
    """Testimony is low and cold, propaganda high and red; the closing card is empty."""
    picture, _ = drawn(tmp_path / "a.png")
    columns = warm(picture).any(axis=0).nonzero()[0]
    assert columns.min() > picture.shape[1] * 0.4
    assert columns.max() < picture.shape[1] * 0.82


def test_titles_of_acts_are_shown_for_their_ids(tmp_path):
    """Chinese titles have their glyphs: a warning about a missing one would be an error here."""
    plain, _ = drawn(tmp_path / "a.png")
    titled, _ = drawn(tmp_path / "b.png", acts={"a1": "证词 / Testimony", "a2": "宣传 / Propaganda"})
    assert (plain != titled).any()


def test_a_film_of_cards_only_can_be_drawn(tmp_path):
    """No curve, and no error."""
    picture, _ = drawn(tmp_path / "a.png", replace(FILM, picture=(Clip("card", Card(()), 0, 24),)))
    assert not warm(picture).any()


def test_an_empty_film_can_be_drawn(tmp_path):
    """Nothing yet, and no error."""
    assert drawn(tmp_path / "a.png", replace(FILM, picture=()))[0].size


def test_a_missing_glyph_is_an_error(tmp_path):
    """Never a box, and no file."""
    with pytest.raises(UserError, match="CUNEIFORM"):
        draw_drift(FILM, "𒀀", tmp_path / "a.png")
    assert not (tmp_path / "a.png").exists()


def test_titles_too_long_for_the_page_stay_on_it(tmp_path):
    """The film's title is set smaller; the titles of narrow acts are shortened."""
    long = "A very long title, longer than any page is wide, " * 5
    picture, _ = drawn(tmp_path / "a.png", title=long, acts={"a1": long, "a2": long})
    paper = picture[0, 0]
    assert (picture[:, -8:] == paper).all()
    assert (picture[:8] == paper).all()
