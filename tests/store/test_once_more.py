"""What is asked for once more, remembered over a build that broke off."""

from __future__ import annotations

from pathlib import Path

import pytest

from white_cloud.errors import StoreError
from white_cloud.store.once_more import OnceMore


def test_what_was_made_is_not_asked_for_when_the_same_is_said_again(tmp_path: Path) -> None:
    """In whatever order it is said."""
    path = tmp_path / "once-more" / "film.reshoot.json"
    first = OnceMore(["b", "a", "stale"], path)
    assert (list(first), len(first), "a" in first) == (["a", "b", "stale"], 3, True)
    first.discard("a")
    first.discard("nobody asked for it")
    again = OnceMore(["stale", "a", "b"], path)
    assert (list(again), "a" in again, again.made) == (["b", "stale"], False, {"a"})


def test_other_names_are_a_new_wish_and_a_build_without_forgets_nothing(tmp_path: Path) -> None:
    """Only the last of the names ends it."""
    path = tmp_path / "film.reshoot.json"
    OnceMore(["a", "b"], path).discard("a")
    assert list(OnceMore(["a"], path)) == ["a"]
    assert list(OnceMore([], path)) == []
    OnceMore([], path).finish()
    OnceMore(["stale"], path).finish()
    last = OnceMore(["a", "b"], path)
    last.finish()
    assert list(last) == ["b"]
    last.discard("b")
    last.finish()
    assert list(OnceMore(["a", "b"], path)) == ["a", "b"]


def test_without_a_file_it_is_a_set_of_names() -> None:
    """As a notebook uses it."""
    names = OnceMore(["a"])
    names.discard("a")
    names.finish()
    assert not list(names)


def test_a_damaged_note_is_no_reason_to_pay_again(tmp_path: Path) -> None:
    """It is told of, with what to do."""
    path = tmp_path / "film.reshoot.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="remove it, and name what is still to be made"):
        OnceMore(["a"], path)
