"""The lock of a film: builds wait for each other, a look disturbs nobody."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event, Thread

import pytest

from white_cloud.store.film_lock import FilmLock


def test_a_second_waits_and_says_so(tmp_path: Path) -> None:
    """Until the first is done; a film of another name does not wait."""
    told, done = Event(), Event()

    def second() -> None:
        with FilmLock(tmp_path, "film").alone(told.set):
            done.set()

    waiting = Thread(target=second)
    with FilmLock(tmp_path, "film").alone(told.set):
        with FilmLock(tmp_path, "other").alone(lambda: pytest.fail("nobody builds that")):
            pass
        assert not told.is_set()
        waiting.start()
        assert told.wait(10)
        assert not done.is_set()
    waiting.join(10)
    assert done.is_set()


def test_a_look_holds_the_lock_only_where_it_is_free(tmp_path: Path) -> None:
    """While it does a build waits; where nothing was made yet there is nothing to hold, and no file is written."""
    lock = FilmLock(tmp_path / "store", "film")
    with lock.unless_held() as free:
        assert free
    assert not (tmp_path / "store").exists()
    with lock.alone(lambda: None), FilmLock(tmp_path / "store", "film").unless_held() as free:
        assert not free
    with lock.unless_held() as free, FilmLock(tmp_path / "store", "film").unless_held() as again:
        assert (free, again) == (True, False)
    with lock.unless_held() as free:
        assert free


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_look_into_a_folder_that_one_may_only_read_writes_nothing(tmp_path: Path) -> None:
    """It is told that it does not have the lock."""
    tmp_path.chmod(0o500)
    with FilmLock(tmp_path, "film").unless_held() as free:
        assert not free
