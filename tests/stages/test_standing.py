"""How a shot stands: which take the cut uses, and why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from white_cloud.film.edit_changes import TakesDocument
from white_cloud.stages.standing import Standing, Wanted, stand
from white_cloud.store.store import Store
from white_cloud.store.takes import Take

WANTED = Wanted("a", "shot/a", "shot/a", "key-now", {"prompt": "dunes", "frames": 48}, weight=48)
NOTHING = TakesDocument()
CHOSEN_LOST = "take 2 was chosen, but its file is missing or damaged; take 1 is for this request"
CHOSEN_UNKNOWN = "take 7 was chosen, but there is no such take; take 1 is for this request"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A film folder without takes."""
    return Store(tmp_path)


def shoot(store: Store, key: str = "key-now", subject: str = "shot/a", **request: object) -> Take:
    made = store.root.parent / "take.mp4"
    made.write_text(f"{key} {subject} {request}", encoding="utf-8")
    size, digest = made.stat().st_size, store.blobs.add(made)
    asked = {**WANTED.request, **request}
    return store.takes("film").add(Take(subject, 0, key, asked, digest, size, "fake"))


def standing(store: Store, choices: TakesDocument = NOTHING, wanted: Wanted = WANTED) -> Standing:
    return stand(wanted, store.takes("film"), choices, store.blobs)


def told(found: Standing) -> tuple[int | None, str, str]:
    return found.take.number if found.take else None, found.step.state, found.step.reason


def test_without_a_take_it_is_missing(store: Store) -> None:
    """The step carries its key and weight."""
    found = standing(store)
    assert told(found) == (None, "missing", "there is no take of it yet")
    assert (found.step.key, found.step.weight) == ("key-now", 48)


def test_the_newest_take_for_this_request_is_used(store: Store) -> None:
    """Later takes for another request do not count."""
    shoot(store)
    shoot(store)
    shoot(store, "key-other", frames=24)
    assert told(standing(store)) == (2, "current", "take 2 is for this request")


def test_a_take_for_another_request_is_stale_and_says_what_changed(store: Store) -> None:
    """A free backend makes it anew."""
    shoot(store, "key-before", frames=24)
    assert told(standing(store)) == (None, "stale", "frames changed from 24 to 48")
    shoot(store, "key-format")
    assert told(standing(store)) == (None, "stale", "the request is recorded in an older form")


def test_a_stale_take_that_cost_is_used_until_another_is_asked_for(store: Store) -> None:
    """Money is never spent by itself."""
    shoot(store, "key-before", frames=24)
    found = told(standing(store, wanted=replace(WANTED, paid=True, price=Fraction(3, 2))))
    assert found[:2] == (1, "current")
    assert found[2].startswith(
        "take 1 is used though frames changed from 24 to 48; a new one costs 1.50, and is made only when "
    )
    assert found[2].endswith("(--reshoot a)")
    assert "costs a price nobody knows" in told(standing(store, wanted=replace(WANTED, paid=True, price=None)))[2]


@pytest.mark.parametrize("name", ["a", "stale"])
def test_a_stale_take_that_cost_is_made_again_when_asked_for(store: Store, name: str) -> None:
    """By its id, or with all that are stale."""
    shoot(store, "key-before")
    found = stand(replace(WANTED, paid=True), store.takes("film"), TakesDocument(), store.blobs, {name})
    assert told(found) == (None, "stale", "it is asked for once more")
    assert found.another


def test_a_current_take_is_made_again_only_by_its_id(store: Store) -> None:
    """It is then one more of the same, which is not looked for among what was delivered before."""
    shoot(store)
    by_id, by_staleness = (stand(WANTED, store.takes("film"), TakesDocument(), store.blobs, {name}) for name in ("a", "stale"))
    assert told(by_id) == (None, "stale", "it is asked for once more")
    assert by_id.another
    assert told(by_staleness)[1] == "current"


def test_a_chosen_take_stays_in_the_cut_when_another_is_asked_for(store: Store) -> None:
    """The person is told so."""
    shoot(store)
    found = stand(WANTED, store.takes("film"), TakesDocument(chosen={"a": 1}), store.blobs, {"a"})
    assert "the cut keeps take 1, which was chosen" in found.step.reason


def test_the_chosen_take_is_used_whatever_it_was_made_for(store: Store) -> None:
    """A person decides."""
    shoot(store, "key-before")
    shoot(store)
    assert told(standing(store, TakesDocument(chosen={"a": 1}))) == (1, "current", "take 1 was chosen")


def test_rejected_takes_are_not_used(store: Store) -> None:
    """When all are, another is made."""
    shoot(store)
    shoot(store)
    assert told(standing(store, TakesDocument(rejected={"a": (2,)})))[0] == 1
    assert told(standing(store, TakesDocument(rejected={"a": (1, 2)}))) == (None, "missing", "every take of it was rejected")


def test_a_take_whose_file_is_gone_or_cut_short_is_missing(store: Store) -> None:
    """Seen without reading it."""
    take = shoot(store)
    path = store.blobs.path(take.blob)
    path.write_bytes(path.read_bytes()[:-1])
    assert told(standing(store)) == (None, "missing", "the file of take 1 is missing or damaged")
    path.unlink()
    assert told(standing(store)) == (None, "missing", "the file of take 1 is missing or damaged")


def test_a_choice_that_cannot_be_followed_is_said(store: Store) -> None:
    """Another take is never used in silence."""
    shoot(store)
    lost = shoot(store, lens="wide")
    store.blobs.path(lost.blob).unlink()
    assert told(standing(store, TakesDocument(chosen={"a": 2}))) == (1, "current", CHOSEN_LOST)
    assert told(standing(store, TakesDocument(chosen={"a": 7}))) == (1, "current", CHOSEN_UNKNOWN)


def test_a_renamed_shot_keeps_its_takes(store: Store) -> None:
    """Its own come after those of the name it had."""
    shoot(store, subject="shot/old")
    renamed = replace(WANTED, origin="shot/old")
    assert told(standing(store, wanted=renamed)) == (1, "current", "take 1 is for this request")
    shoot(store, frames=48)
    found = standing(store, wanted=renamed)
    assert found.take is not None
    assert found.take.subject == "shot/a"
