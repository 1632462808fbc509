"""Speech that is heard back as it is made: a garbled piece is spoken again once, and told of if that did not help."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from white_cloud.build.events import Warned
from white_cloud.testing.fakes import FakeListener, FakeVoice

LISTENER = "listener: {{use: fake, verify: {verify}}}\ncards:"


def listening(film: Any, verify: str = "true") -> None:
    """Give a film the fake listener."""
    film.rewrite("cards:", LISTENER.format(verify=verify))


def facts(film: Any, line: str, take: int = 2) -> dict[str, Any]:
    path = film.folder / f".white_cloud/takes/small/line/{line}/{take:04d}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["facts"]
    return found


def warned(told: list[Any]) -> list[str]:
    return [event.message for event in told if isinstance(event, Warned)]


@pytest.fixture
def reworded(film: Any) -> Any:
    """A film with a listener that verifies, and one line to be spoken anew."""
    listening(film)
    film.rewrite("en: The water is sweet.", "en: The water is mumbled.")
    return film


def test_a_garbled_piece_is_spoken_again_and_the_better_one_is_kept(reworded: Any) -> None:
    """Heard back each time; nothing is told of what came right."""
    _, told = reworded.build(until="voice", jobs=1)
    assert [call.attempt for call in FakeVoice.calls.requests] == [1, 2]
    assert facts(reworded, "lake_l1")["heard"] == [
        {"wanted": "The water is mumbled.", "heard": "The water is mumbled.", "error_rate": "0", "attempts": 2}
    ]
    assert warned(told) == []


def test_what_stays_garbled_is_told_of_with_both_texts(reworded: Any) -> None:
    """It is spoken twice and no more; the line is kept."""
    reworded.rewrite("is mumbled.", "keeps mumbling.")
    _, told = reworded.build(until="voice", jobs=1)
    assert [call.attempt for call in FakeVoice.calls.requests] == [1, 2]
    assert warned(told) == [
        "line lake_l1: 'mm' was heard where 'The water keeps mumbling.' is written (90 % of its characters differ, "
        "also when it was spoken again)"
    ]
    FakeVoice.calls.clear()
    assert warned(reworded.build(until="voice", jobs=1)[1]) == []
    assert FakeVoice.calls.requests == []


def test_what_is_tolerated_is_spoken_once(reworded: Any) -> None:
    """The listener's option says how much that is."""
    reworded.rewrite("verify: true", "verify: true, garbled_above: 0.95")
    reworded.build(until="voice", jobs=1)
    assert [call.attempt for call in FakeVoice.calls.requests] == [1]
    assert facts(reworded, "lake_l1")["heard"][0]["heard"] == "mm"


def test_without_it_nothing_changes(film: Any) -> None:
    """Neither keys nor facts: the lines that were spoken are not spoken again, and a new one is not heard back."""
    listening(film, "false")
    film.rewrite("en: The water is sweet.", "en: The water is mumbled.")
    film.build(until="voice", jobs=1)
    assert [call.text for call in FakeVoice.calls.requests] == ["The water is mumbled."]
    assert "heard" not in facts(film, "lake_l1")
    assert not any(call.verify for call in FakeListener.calls.requests)


def test_lines_spoken_before_are_heard_back_once_it_verifies(film: Any) -> None:
    """As they are treated; none is spoken again."""
    listening(film)
    film.build(until="voice", jobs=1)
    assert FakeVoice.calls.requests == []
    treated = [json.loads(path.read_text()) for path in Path(film.folder).glob(".white_cloud/cache/speech/*/*.json")]
    assert any("heard" in entry.get("facts", entry) for entry in treated)
