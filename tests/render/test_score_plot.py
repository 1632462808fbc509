"""The score as a picture: a lane for each effect that works, and the same bytes for the same cut."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from white_cloud.film.drift import Curve
from white_cloud.film.score import Response, Score
from white_cloud.film.timeline import Clip, Plate, SpokenPhrase, Timeline, VoiceClip
from white_cloud.glitch.sheet import score_sheet
from white_cloud.render.score_plot import draw_score

RISE = Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))


def _drawn(path: Path, score: Score, voice: tuple[VoiceClip, ...] = (), drift: Curve = RISE) -> NDArray[np.uint8]:
    plate = Plate("a", 1, "0" * 64, 500, Fraction(24))
    clips = [
        Clip("a", plate, start, 100, 0, act="one", shot="a", drift=drift, drift_span=(0, 100), score=score)
        for start in (0, 100)
    ]
    timeline = Timeline("film", Fraction(24), (64, 48), tuple(clips), voice)
    draw_score(timeline, score_sheet(timeline), "白云 / White Cloud", path, {"one": "证词"})
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def test_the_same_cut_has_the_same_bytes(tmp_path: Path) -> None:
    """No date, no path."""
    for name in ("a.png", "b.png"):
        _drawn(tmp_path / name, Score({"float": Response()}))
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_every_effect_that_works_has_a_lane(tmp_path: Path) -> None:
    """One that never does has none."""
    one, two, three = (
        _drawn(tmp_path / "score.png", Score({"float": Response(), **more})).shape[0]
        for more in ({}, {"tear": Response()}, {"tear": Response(), "melt": Curve.flat(0)})
    )
    assert one < two == three


def test_a_lane_is_as_high_as_the_effect_is_strong(tmp_path: Path) -> None:
    """Twice the strength, twice the ink."""
    ink = []
    for strength in (Fraction(0), Fraction(2, 5), Fraction(4, 5)):
        picture = _drawn(
            tmp_path / "score.png", Score({"tear": Curve.flat(strength), "float": Curve.flat(1)}), drift=Curve.flat(0)
        )
        ink.append(int((picture[:, :, 0].astype(int) - picture[:, :, 2] > 60).sum()))
    assert 1.9 < (ink[2] - ink[0]) / (ink[1] - ink[0]) < 2.3


def test_voices_are_drawn_where_they_speak(tmp_path: Path) -> None:
    """Dark bars in the lowest row."""
    phrase = SpokenPhrase("zh", {"zh": "白云"}, Fraction(0), Fraction(4), ())
    voice = (VoiceClip("l", "s", "b", Fraction(1), Fraction(4), (phrase,)),)
    silent, spoken = (_drawn(tmp_path / "score.png", Score(), said) for said in ((), voice))
    dark = [(picture[-250:] < 60).all(axis=2).sum() for picture in (silent, spoken)]
    assert dark[1] > dark[0] + 5000
