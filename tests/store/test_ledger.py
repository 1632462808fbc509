"""The ledger: what is asked and paid is written down before and after, and comes from one state only into some others."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from white_cloud.errors import StoreError
from white_cloud.store.ledger import MIGRATIONS, Asked, Entry, Ledger

PRICE = Fraction(3, 10)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "takes" / "ledger.sqlite")


def asked(subject: str = "shot/pit_01", key: str = "k", film: str = "film", price: Fraction | None = PRICE) -> Asked:
    return Asked(film, subject, key, "runway", "gen4_turbo", price)


def test_nothing_is_written_before_something_is_asked(ledger: Ledger) -> None:
    """A film of free backends has no ledger."""
    assert ledger.newest("film", "shot/pit_01", "k") is None
    assert ledger.entries() == ledger.interrupted("film") == []
    assert ledger.spent("film") == 0
    ledger.keep("film", "shot/pit_01")
    assert not ledger.path.exists()


def test_an_order_is_followed_to_its_end(ledger: Ledger) -> None:
    """Another program that opens the file sees each step."""
    entry = ledger.intend(asked())
    assert Ledger(ledger.path).entries() == [entry]
    assert (entry.state, entry.price, entry.spent) == ("intent", PRICE, PRICE)
    entry = ledger.submitted(entry, "task-7", Fraction(1, 4))
    assert Ledger(ledger.path).newest("film", "shot/pit_01", "k") == entry
    assert (entry.state, entry.vendor_id, entry.spent) == ("submitted", "task-7", Fraction(1, 4))
    entry = ledger.done(entry, "ab" * 32, 1234, {"delivered": {"seed": 7}}, Fraction(1, 5))
    assert Ledger(ledger.path).newest("film", "shot/pit_01", "k") == entry
    assert (entry.blob, entry.size, entry.data) == ("ab" * 32, 1234, {"delivered": {"seed": 7}})
    assert entry.spent == ledger.spent("film") == Fraction(1, 5)


_MOVES: dict[str, Callable[[Ledger, Entry], Entry]] = {
    "submitted": lambda ledger, entry: ledger.submitted(entry, "task"),
    "done": lambda ledger, entry: ledger.done(entry, "", 0, {}, None),
    "failed": lambda ledger, entry: ledger.failed(entry, "no"),
    "ambiguous": lambda ledger, entry: ledger.ambiguous(entry, "who knows"),
}
_ALLOWED = {
    "intent": {"submitted", "done", "failed", "ambiguous"},
    "submitted": {"done", "failed", "ambiguous"},
    "ambiguous": {"submitted", "failed"},
    "done": set(),
    "failed": set(),
}


@pytest.mark.parametrize("to", _MOVES)
@pytest.mark.parametrize("state", _ALLOWED)
def test_an_order_comes_only_where_the_drawing_leads(ledger: Ledger, state: str, to: str) -> None:
    """What is done or has failed stays so."""
    entry = ledger.intend(asked())
    if state != "intent":
        entry = _MOVES[state](ledger, entry)
    if to in _ALLOWED[state]:
        assert _MOVES[to](ledger, entry).state == to
    else:
        with pytest.raises(StoreError, match=f"order 1 .* cannot become '{to}' any more"):
            _MOVES[to](ledger, entry)
        assert ledger.entries()[0] == entry


def test_an_intent_that_was_left_is_ambiguous(ledger: Ledger) -> None:
    """Only those of the film that is built, which nobody else builds; a second look finds none."""
    ledger.intend(asked())
    ledger.intend(asked(film="other"))
    ledger.submitted(ledger.intend(asked("shot/pit_02")), "task")
    (left,) = ledger.interrupted("film")
    assert (left.subject, left.state) == ("shot/pit_01", "ambiguous")
    assert "the build ended while the order was being placed" in left.reason
    assert ledger.interrupted("film") == []
    assert [entry.state for entry in ledger.entries()] == ["ambiguous", "intent", "submitted"]


def test_what_is_held_by_a_take_is_passed_over_when_one_more_is_wanted(ledger: Ledger) -> None:
    """And found when it is only looked for."""
    entry = ledger.done(ledger.intend(asked()), "ab" * 32, 1, {}, None)
    assert ledger.newest("film", "shot/pit_01", "k", unkept=True) == entry
    ledger.keep("film", "shot/pit_01")
    assert ledger.newest("film", "shot/pit_01", "k", unkept=True) is None
    found = ledger.newest("film", "shot/pit_01", "k")
    assert found is not None
    assert found.kept


def test_the_newest_order_of_a_key_counts(ledger: Ledger) -> None:
    """Of this film and this subject alone."""
    ledger.failed(ledger.intend(asked()), "no")
    second = ledger.intend(asked())
    for other in (asked(key="other"), asked("shot/pit_02"), asked(film="other")):
        ledger.intend(other)
    assert ledger.newest("film", "shot/pit_01", "k") == second


def test_what_was_spent_counts_what_may_have_been(ledger: Ledger) -> None:
    """An order under way or of unknown fate counts with its price, a failed one with what it cost."""
    ledger.done(ledger.intend(asked()), "", 0, {}, Fraction(1, 10))
    ledger.failed(ledger.intend(asked()), "refused")
    ledger.failed(ledger.intend(asked()), "refused late", Fraction(1, 100))
    ledger.ambiguous(ledger.intend(asked()), "cut")
    ledger.submitted(ledger.intend(asked()), "task")
    ledger.intend(asked(price=None))
    ledger.done(ledger.intend(asked(film="other")), "", 0, {}, None)
    assert ledger.spent("film") == Fraction(1, 10) + Fraction(1, 100) + 2 * PRICE
    assert ledger.spent("other") == PRICE


def test_many_threads_write_at_once(ledger: Ledger) -> None:
    """Each order once, none lost."""

    def follow(number: int) -> None:
        ledger.submitted(ledger.intend(asked(f"shot/{number}")), f"task-{number}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(follow, range(40)))
    assert {(entry.subject, entry.vendor_id) for entry in ledger.entries()} == {(f"shot/{n}", f"task-{n}") for n in range(40)}


def test_an_older_ledger_is_copied_before_it_is_changed(ledger: Ledger) -> None:
    """The copy holds what was there; the orders stay."""
    entry = ledger.intend(asked())
    newer = Ledger(
        ledger.path,
        (*MIGRATIONS, "CREATE TABLE notes (id INTEGER); DROP TABLE notes"),
    )
    assert newer.entries() == [entry]
    copy = ledger.path.with_suffix(".before-4.sqlite")
    assert Ledger(copy).entries() == [entry]
    with pytest.raises(StoreError, match=r"is of version 4, this program knows 3: update White Cloud"):
        Ledger(ledger.path).entries()


def test_orders_of_the_first_version_are_read(ledger: Ledger) -> None:
    """They say nothing of the take that they were placed for."""
    ledger.path.parent.mkdir()
    with closing(sqlite3.connect(ledger.path)) as base:
        base.executescript(MIGRATIONS[0] + "; PRAGMA user_version = 1")
        fields = "film, subject, key, backend, model, state, price, begun, changed"
        base.execute(
            f"INSERT INTO orders ({fields}) VALUES ('film', 'shot/a', 'k', 'runway', 'm', 'submitted', '3/10', '', '')"
        )
        base.commit()
    (entry,) = ledger.entries()
    assert (entry.state, entry.price, entry.take, entry.take_key) == ("submitted", PRICE, {}, "")
    assert ledger.path.with_suffix(".before-3.sqlite").exists()


def test_what_may_bring_something_and_is_held_by_nothing_is_found(ledger: Ledger) -> None:
    """By all names of a subject, with the take that it was placed for."""
    take = {"key": "take-key", "request": {"prompt": "dunes"}}
    old = ledger.submitted(ledger.intend(replace(asked("shot/before"), take=take)), "task")
    failed = ledger.failed(ledger.intend(asked()), "no")
    kept = ledger.done(ledger.intend(asked("shot/other")), "", 0, {}, None)
    ledger.keep("film", kept.subject)
    unknown = ledger.ambiguous(ledger.intend(asked()), "who knows")
    assert ledger.unkept("film", "shot/pit_01", "shot/before", "shot/other") == [old, unknown]
    assert (old.take, old.take_key) == (take, "take-key")
    assert failed not in ledger.unkept("film", failed.subject)


def test_a_migration_that_breaks_off_leaves_the_ledger_as_it_was(ledger: Ledger) -> None:
    """The program that wrote it reads it still."""
    entry = ledger.intend(asked())
    with pytest.raises(StoreError, match="Nothing is ordered without it"):
        Ledger(ledger.path, (*MIGRATIONS, "CREATE TABLE notes (id INTEGER); DROP TABLE nowhere")).entries()
    assert Ledger(ledger.path).entries() == [entry]


def test_a_file_that_is_no_ledger_is_told(ledger: Ledger) -> None:
    """Rather than orders being placed that nobody writes down."""
    ledger.path.parent.mkdir()
    ledger.path.write_bytes(b"no database at all, but long enough to be taken for one" * 40)
    with pytest.raises(StoreError, match=r"ledger\.sqlite cannot be used: .* Nothing is ordered without it"):
        ledger.intend(asked())


def test_money_is_exact(ledger: Ledger) -> None:
    """A third stays a third."""
    ledger.done(ledger.intend(asked(price=None)), "", 0, {}, Fraction(1, 3))
    (entry,) = ledger.entries()
    assert (entry.price, entry.cost) == (None, Fraction(1, 3))
    with sqlite3.connect(ledger.path) as base:
        assert base.execute("SELECT cost FROM orders").fetchone() == ("1/3",)
    base.close()
