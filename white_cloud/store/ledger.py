"""The ledger: every order that costs money, written down before it is placed, so that nothing is paid twice.

    intent ──→ submitted ──→ done          the vendor's id is written down before it is asked for the first time
       │           ├───────→ failed        with the vendor's reason
       │           └───────→ ambiguous     the vendor no longer knows it
       ├──→ done                           of vendors that answer at once
       ├──→ failed                         refused, or not accepted
       └──→ ambiguous ──→ failed           nobody knows whether it was taken, until a person settles it
                     └──→ submitted        ... who knows the vendor's id for it

An intent that a build finds when it begins was left by one that died: it is ambiguous. Money is in the price table's currency,
as exact fractions. One SQLite file for a film folder; each call is a transaction of its own, from any thread or process.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from white_cloud.errors import StoreError
from white_cloud.store.blobs import storing

State = Literal["intent", "submitted", "done", "failed", "ambiguous"]

#: What a version adds to the one before; the file's version is how many of them were applied.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE orders (
        id INTEGER PRIMARY KEY,
        film TEXT NOT NULL,
        subject TEXT NOT NULL,
        key TEXT NOT NULL,
        backend TEXT NOT NULL,
        model TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('intent', 'submitted', 'done', 'failed', 'ambiguous')),
        refused INTEGER NOT NULL DEFAULT 0,
        kept INTEGER NOT NULL DEFAULT 0,
        vendor_id TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        price TEXT,
        cost TEXT,
        blob TEXT NOT NULL DEFAULT '',
        size INTEGER NOT NULL DEFAULT 0,
        data TEXT NOT NULL DEFAULT '{}',
        begun TEXT NOT NULL,
        changed TEXT NOT NULL
    );
    CREATE INDEX orders_by_key ON orders (film, subject, key);
    """,
    "ALTER TABLE orders ADD COLUMN take TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE orders ADD COLUMN money TEXT NOT NULL DEFAULT ''",
)

#: States of an order that is not placed again: it is fetched, or used as it was delivered.
PLACED = frozenset({"submitted", "done"})

#: From which states an order may come into one.
_FROM: Mapping[State, tuple[State, ...]] = {
    "submitted": ("intent", "ambiguous"),
    "done": ("intent", "submitted"),
    "failed": ("intent", "submitted", "ambiguous"),
    "ambiguous": ("intent", "submitted"),
}


@dataclass(frozen=True)
class Entry:
    """One order. `key` is that of what was asked; `price` what it should cost, None when that is not known; `cost` what it did.

    `refused`: the vendor would refuse it again. `kept`: a take or the script holds what came of it. `blob` and `size` name the
    file that was delivered, `data` is the rest of the delivery. `take` is the `key` and the `request` of the take that it was
    placed for, whole or in part, and how its maker was `reached`; empty for words. `money` is what price and cost are in.
    """

    id: int
    film: str
    subject: str
    key: str
    backend: str
    model: str
    state: State
    refused: bool = False
    kept: bool = False
    vendor_id: str = ""
    reason: str = ""
    price: Fraction | None = None
    cost: Fraction | None = None
    blob: str = ""
    size: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)
    begun: str = ""
    changed: str = ""
    take: Mapping[str, Any] = field(default_factory=dict)
    money: str = ""

    @property
    def take_key(self) -> str:
        """The key of the take that it was placed for; empty where it is not known."""
        return str(self.take.get("key", ""))

    @property
    def spent(self) -> Fraction:
        """What counts as spent: the cost once it is known, else the price; nothing where neither is known."""
        if self.cost is not None:
            return self.cost
        return self.price or Fraction(0)


@dataclass(frozen=True)
class Asked:
    """An order before it is placed: what for (`shot/pit_03`, and which take), the key of what is asked, of whom, its price.

    `reason` is the beginning of what is said of it, should nobody know what became of it; `money` what its price is in.
    """

    film: str
    subject: str
    key: str
    backend: str
    model: str
    price: Fraction | None
    take: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    money: str = ""


class Ledger:
    """The ledger in one file, made when the first order is written down."""

    def __init__(self, path: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
        self.path = path
        self._migrations = migrations
        self._ready = False

    def intend(self, asked: Asked) -> Entry:
        """Write an order down before it is placed."""
        now, take = _now(), json.dumps(asked.take, ensure_ascii=False)
        with self._writing() as base:
            row = base.execute(
                "INSERT INTO orders (film, subject, key, backend, model, take, reason, state, price, money, begun, changed) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 'intent', ?, ?, ?, ?) RETURNING *",
                (*_told(asked), take, asked.reason, _text(asked.price), asked.money, now, now),
            ).fetchone()
        return _entry(row)

    def submitted(self, entry: Entry, vendor_id: str, price: Fraction | None = None) -> Entry:
        """Write down the vendor's id for an order that was accepted, and the price if the vendor named one."""
        named = {} if price is None else {"price": str(price)}
        return self._move(entry, "submitted", vendor_id=vendor_id, **named)

    def done(self, entry: Entry, blob: str, size: int, data: Mapping[str, Any], cost: Fraction | None) -> Entry:
        """Write down what was delivered; without a cost the price counts."""
        said = json.dumps(data, ensure_ascii=False)
        return self._move(entry, "done", blob=blob, size=size, data=said, cost=_text(entry.price if cost is None else cost))

    def failed(
        self,
        entry: Entry,
        reason: str,
        cost: Fraction | None = Fraction(0),
        *,
        refused: bool = False,
        data: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Write down that nothing comes of an order, why, its cost all the same (None: unknown), and what else there is."""
        said = json.dumps(data or {}, ensure_ascii=False)
        return self._move(entry, "failed", reason=reason, cost=_text(cost), refused=int(refused), data=said)

    def ambiguous(self, entry: Entry, reason: str, data: Mapping[str, Any] | None = None) -> Entry:
        """Write down that an order may have been taken, why nobody knows, and what else there is to know."""
        return self._move(entry, "ambiguous", reason=reason, data=json.dumps(data or {}, ensure_ascii=False))

    def belongs(self, entry: Entry, take: Mapping[str, Any]) -> Entry:
        """Write down that an order is part of another take than it was placed for, which wants the same of the vendor."""
        with self._writing() as base:
            row = base.execute(
                "UPDATE orders SET take = ? WHERE id = ? RETURNING *", (json.dumps(take, ensure_ascii=False), entry.id)
            ).fetchone()
        return _entry(row)

    def keep(self, film: str, subject: str) -> None:
        """Write down that the script holds what was delivered for a subject."""
        if self.path.exists():
            with self._writing() as base:
                base.execute("UPDATE orders SET kept = 1 WHERE film = ? AND subject = ? AND state = 'done'", (film, subject))

    def standing(self, film: str, subject: str, key: str, *, unkept: bool = False, origin: str = "") -> Entry | None:
        """Return the order of this key that a build goes by, found as by `newest`: the last that was placed, else the last."""
        return self._last(
            "state IN ('submitted', 'done') DESC, id DESC", (film, subject, origin or subject, key, int(not unkept))
        )

    def hold(self, orders: Iterable[int]) -> None:
        """Write down that a take holds what came of these orders."""
        numbers = sorted(orders)
        if numbers:
            with self._writing() as base:
                base.executemany("UPDATE orders SET kept = 1 WHERE id = ?", [(number,) for number in numbers])

    def newest(self, film: str, subject: str, key: str, *, unkept: bool = False, origin: str = "") -> Entry | None:
        """Return the last order of this key for a subject, also under the name it had before (`origin`).

        With `unkept` it is only one that no take holds yet.
        """
        return self._last("id DESC", (film, subject, origin or subject, key, int(not unkept)))

    def _last(self, order: str, asked: Sequence[object]) -> Entry | None:
        found = self._select(f"WHERE film = ? AND subject IN (?, ?) AND key = ? AND kept <= ? ORDER BY {order} LIMIT 1", asked)
        return found[0] if found else None

    def unkept(self, film: str, *subjects: str) -> list[Entry]:
        """Return a subject's orders, by all its names, that brought something or may, and that nothing holds yet."""
        marks = ", ".join("?" * len(subjects))
        where = f"WHERE film = ? AND subject IN ({marks}) AND kept = 0 AND state IN ('submitted', 'done', 'ambiguous')"
        return self._select(f"{where} ORDER BY id", (film, *subjects))

    def interrupted(self, film: str) -> list[Entry]:
        """Turn the intents that a build of this film left when it died into ambiguous orders, and return them."""
        left = self._select("WHERE film = ? AND state = 'intent' ORDER BY id", (film,))
        reason = "the build ended while the order was being placed"
        return [self.ambiguous(entry, entry.reason + reason) for entry in left]

    def entries(self, film: str = "") -> list[Entry]:
        """Return every order, of one film if it is named, the oldest first."""
        return self._select("WHERE film = ? ORDER BY id", (film,)) if film else self._select("ORDER BY id", ())

    def moneys(self, film: str) -> frozenset[str]:
        """Return what a film's orders are counted in, as `USD`; nothing of those from before that was written down."""
        if not self.path.exists():
            return frozenset()
        with self._opened() as base:
            found = base.execute("SELECT DISTINCT money FROM orders WHERE film = ? AND money != ''", (film,))
            return frozenset(row["money"] for row in found)

    def spent(self, film: str) -> Fraction:
        """Return what a film has cost, orders counted that are under way or ambiguous."""
        return sum((entry.spent for entry in self.entries(film)), Fraction(0))

    def _move(self, entry: Entry, state: State, **fields: Any) -> Entry:
        names = ["state", "changed", *fields]
        allowed = _FROM[state]
        with self._writing() as base:
            row = base.execute(
                f"UPDATE orders SET {', '.join(f'{name} = ?' for name in names)} "
                f"WHERE id = ? AND state IN ({', '.join('?' * len(allowed))}) RETURNING *",
                (state, _now(), *fields.values(), entry.id, *allowed),
            ).fetchone()
        if row is None:
            raise StoreError(f"order {entry.id} ({entry.subject}) in {self.path} cannot become {state!r} any more")
        return _entry(row)

    def _select(self, where: str, values: Sequence[object]) -> list[Entry]:
        if not self.path.exists():
            return []
        with self._opened() as base:
            return [_entry(row) for row in base.execute(f"SELECT * FROM orders {where}", values)]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._opened() as base:
            base.execute("BEGIN IMMEDIATE")
            yield base
            base.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with storing("open the ledger", self.path.parent):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as base:
                base.row_factory = sqlite3.Row
                base.execute("PRAGMA synchronous = FULL")
                if not self._ready:
                    self._migrate(base)
                yield base
        except sqlite3.Error as error:
            raise StoreError(f"the ledger {self.path} cannot be used: {error}. Nothing is ordered without it") from error

    def _migrate(self, base: sqlite3.Connection) -> None:
        """Bring the file to the newest version; an older one is copied beside it first."""
        known = len(self._migrations)
        version = _version(base)
        if version > known:
            raise StoreError(f"the ledger {self.path} is of version {version}, this program knows {known}: update White Cloud")
        copied = self.path.with_suffix(f".before-{known}.sqlite")
        if 0 < version < known and not os.access(self.path.parent, os.W_OK):
            raise StoreError(f"the ledger {self.path} is of an older version, and cannot be brought up to date where it lies")
        if 0 < version < known and not copied.exists():
            begun = copied.with_suffix(".begun")
            with closing(sqlite3.connect(begun)) as copy:
                base.backup(copy)
            begun.replace(copied)  # a copy that was broken off is none
        base.execute("BEGIN IMMEDIATE")
        for number in range(_version(base), known):  # another process may have been here
            for statement in self._migrations[number].split(";"):
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {number + 1}")
        base.execute("COMMIT")
        self._ready = True


def _version(base: sqlite3.Connection) -> int:
    return int(base.execute("PRAGMA user_version").fetchone()[0])


def _entry(row: sqlite3.Row) -> Entry:
    given = dict(row)
    return Entry(
        **{
            **given,
            "refused": bool(given["refused"]),
            "kept": bool(given["kept"]),
            "price": _money(given["price"]),
            "cost": _money(given["cost"]),
            "data": json.loads(given["data"]),
            "take": json.loads(given["take"]),
        }
    )


def _money(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _told(asked: Asked) -> tuple[str, ...]:
    return asked.film, asked.subject, asked.key, asked.backend, asked.model


def _text(amount: Fraction | None) -> str | None:
    return None if amount is None else str(amount)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
