"""The report: what a finished film is, as data."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from white_cloud.build.steps import StagePlan, Step
from white_cloud.film.drift import Curve
from white_cloud.film.timeline import Card, Clip, Plate, SpokenPhrase, Timeline, VoiceClip
from white_cloud.stages import report

RAMP = Curve(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))
PLATE = Plate("a1", 3, "blob", 48, Fraction(24), "A101")
SHOT = Clip(
    "a1", PLATE, 12, 24, first=6, speed=Fraction(9, 10), act="act", scene="a", shot="a1", drift=RAMP, drift_span=(0, 48)
)
TITLE = Clip("title", Card(()), 0, 12)
PHRASES = (
    SpokenPhrase("zh", {"zh": "风。", "en": "Wind."}, Fraction(0), Fraction(1), ()),
    SpokenPhrase("en", {"zh": "尘。", "en": "Dust."}, Fraction(1), Fraction(2), ()),
)
VOICE = VoiceClip("a_l1", "one", "blob", Fraction(7, 3), Fraction(2), PHRASES)
FILM = Timeline("film", Fraction(24000, 1001), (64, 36), (TITLE, SHOT), (VOICE,))


def test_a_clip_says_where_it_is_and_what_it_shows() -> None:
    """Its drift is that of its first and its last frame."""
    assert report.clip_data(SHOT, ["float", "tear"], ["tear"]) == {
        "clip": "a1",
        "shot": "a1",
        "scene": "a",
        "act": "act",
        "start": 12,
        "frames": 24,
        "drift": [0.125, 0.6042],
        "effects": ["float", "tear"],
        "accents": ["tear"],
        "take": 3,
        "reel": "A101",
        "first": 6,
        "speed": "9/10",
    }


def test_a_card_has_no_take() -> None:
    """It was not shot."""
    assert "take" not in report.clip_data(TITLE, [], [])
    assert [clip["clip"] for clip in report.clips_data(FILM, [])] == ["title", "a1"]


def test_a_line_says_its_words_in_every_language() -> None:
    """Joined as each is written, with its place in seconds."""
    assert report.lines_data(FILM) == [
        {
            "line": "a_l1",
            "speaker": "one",
            "start": 2.333,
            "spoken": ["zh", "en"],
            "text": {"en": "Wind. Dust.", "zh": "风。尘。"},
        }
    ]


def test_stages_say_what_they_made_and_used_again() -> None:
    """A stage that failed at one thing made the rest."""
    plan = StagePlan("shoot", tuple(Step(name, "missing", "new") for name in "abc"))
    assert report.stages_data({"shoot": plan, "mix": StagePlan("mix", ())}, {"shoot": 2}, {"shoot": 1.23456}) == {
        "shoot": {"made": 2, "reused": 1, "seconds": 1.235},
        "mix": {"made": 0, "reused": 0, "seconds": 0.0},
    }


def test_the_length_is_told_three_ways() -> None:
    """Frames are exact; seconds are those of the clock."""
    assert report.length(FILM) == {"frames": 36, "seconds": 1.502, "timecode": "00:00:01:12"}
    assert report.length(replace(FILM, picture=())) == {"frames": 0, "seconds": 0.0, "timecode": "00:00:00:00"}


def test_a_film_says_what_asks_for_it_again(tmp_path: Path) -> None:
    """Paths are those inside its folder, so that it may be carried elsewhere; an edit may lie outside."""
    screenplay = tmp_path / "film" / "scripts_screenplay" / "small.yaml"
    edit = tmp_path / "edits" / "short.yaml"
    said = {"screenplay": "scripts_screenplay/small.yaml", "edit": "", "only": "", "clean": False}
    assert report.made_by(tmp_path / "film", screenplay, None, "", clean=False) == said
    told = {**said, "edit": "../edits/short.yaml", "only": "lake", "clean": True}
    assert report.made_by(tmp_path / "film", screenplay, edit, "lake", clean=True) == told


def test_a_report_is_json() -> None:
    """Every value is plain."""
    data = {"clips": report.clips_data(FILM, []), "lines": report.lines_data(FILM), **report.length(FILM)}
    assert json.loads(json.dumps(data)) == data
