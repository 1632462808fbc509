"""How a shot stands: which take the cut uses, and why."""

from __future__ import annotations

from dataclasses import replace
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
    found = told(standing(store, wanted=replace(WANTED, paid=True)))
    assert found == (
        1,
        "current",
        "take 1 is used though frames changed from 24 to 48; a new one costs, and is made only when asked for",
    )


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
