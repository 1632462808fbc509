"""The film at full length, as its screenplay stands: what it promises before anything of it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from white_cloud.film.screenplay import Screenplay
from white_cloud.project import open_project
from white_cloud.text.credits import Makers, credit_pages

PATH = Path(__file__).parents[2] / "scripts_screenplay" / "white_cloud.yaml"


@pytest.fixture(scope="module")
def film() -> Screenplay:
    """The screenplay, its drift stated."""
    return open_project(PATH).screenplay


def test_it_has_five_acts_and_enough_shots(film: Screenplay) -> None:
    """At least 120."""
    assert len(film.acts) == 5
    assert len(list(film.shots())) >= 120


def test_it_says_100_to_140_lines_in_both_languages(film: Screenplay) -> None:
    """Those that the writer makes are counted; every phrase that is written by hand has its words in both."""
    slots = [slot for _, _, slot in film.slots()]
    assert 100 <= sum(slot.count for slot in slots) <= 140
    assert film.languages == ("zh", "en")
    assert [slot.id for slot in slots if not slot.words and not slot.brief] == []
    lacking = [slot.id for slot in slots for phrase in slot.words if not all(phrase.text.get(one) for one in film.languages)]
    assert lacking == []


def test_both_languages_are_heard(film: Screenplay) -> None:
    """In every act."""
    for act in film.acts:
        assert {language for scene in act.scenes for slot in scene.slots for language in slot.speak} == {"zh", "en"}


def test_its_drift_goes_from_0_to_1(film: Screenplay) -> None:
    """It starts at 0 and reaches 1."""
    drifts = [value for _, _, shot in film.shots() if shot.drift for _, value in shot.drift.keyframes]
    assert drifts[0] == 0
    assert max(drifts) == 1


def test_it_lasts_eighteen_minutes_as_asked(film: Screenplay) -> None:
    """Within 10 s, cards and pages of credits included; that its words fit into its pictures, the build itself shows."""
    assert {scene.lead for _, scene in film.scenes()} == {"words"}
    every = Makers(by_hand=True, writers=("w",), cast=dict.fromkeys(film.cast, ("v",)), voices=("v",), cameras=("c",))
    pages = len(credit_pages(film, every))
    shots = sum(shot.frames for _, _, shot in film.shots())
    frames = film.title_card + shots + pages * film.credits_card + film.closing_card
    assert float(frames / film.rate) == pytest.approx(18 * 60, abs=10)
