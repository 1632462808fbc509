"""What every stage is given: the film as asked for, where things are kept, and who works."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud.backends.base import BackendBase, Progress
from white_cloud.backends.desk import Desk, Errand
from white_cloud.backends.outlook import Books, Outlook, outlook
from white_cloud.build.events import Event, ItemDone, ItemFailed, ItemUnderWay, Listener, unheard
from white_cloud.build.executors import Outcome, Pool, Task
from white_cloud.errors import Ambiguous, BackendError, Interrupted, StoreError, WhiteCloudError
from white_cloud.film.edit_changes import TakesDocument
from white_cloud.film.prices import sum_of_money, total
from white_cloud.film.screenplay import Screenplay
from white_cloud.store.blobs import storing
from white_cloud.store.ledger import Entry
from white_cloud.store.once_more import OnceMore
from white_cloud.store.store import Store
from white_cloud.store.takes import Take


@dataclass(frozen=True)
class Production:
    """A film being made in a folder. The screenplay's drift is stated; `choices` are a person's decisions about takes.

    `desk` is where paid orders go; `reshoot` names shots and lines to be made once more, `rewrite` lines to be written once
    more, `stale` in either all that are; with `part` the screenplay is only a part of the film's. `paid` is what was kept and
    not told of yet has cost, by its id.
    """

    folder: Path
    screenplay: Screenplay
    store: Store
    choices: TakesDocument
    pool: Pool
    tell: Listener = unheard
    desk: Desk | None = None
    reshoot: OnceMore = field(default_factory=OnceMore)
    rewrite: OnceMore = field(default_factory=OnceMore)
    part: bool = False
    failures: list[ItemFailed] = field(default_factory=list)
    paid: dict[str, Fraction] = field(default_factory=dict)

    def errand(self, subject: str, **given: Any) -> Errand | None:
        """Return what an order for a subject goes by, `given` what else an errand has; None where nothing is paid."""
        return Errand(self.desk, subject, **given) if self.desk else None

    def price(self, backend: type[BackendBase], requests: Iterable[Any]) -> Fraction | None:
        """Return what requests cost together, whatever was ordered before; None when the price of one is not known."""
        return total(self.desk.price(backend, request) for request in requests) if self.desk else Fraction(0)

    @property
    def money(self) -> str:
        """The money that prices and costs are counted in; nothing where nothing is paid."""
        return self.desk.prices.money if self.desk else ""

    @property
    def file(self) -> str:
        """The screenplay as a person named it; empty where nothing is paid."""
        return self.desk.file if self.desk else ""

    @property
    def replayed(self) -> bool:
        """Whether orders are played back from a recording."""
        return self.desk is not None and self.desk.replayed

    def books(self) -> Books:
        """Return the film's orders as they stand now; a take that was kept last thing before a build died holds its orders."""
        entries = self.desk.ledger.entries(self.desk.film) if self.desk else []
        held = self._held(entries)
        return Books(replace(one, kept=True) if one.id in held else one for one in entries)

    def reconcile(self) -> None:
        """Write down what takes hold, where a build died between the take and the ledger."""
        if self.desk:
            self.desk.ledger.hold(self._held(self.desk.ledger.entries(self.desk.film)))

    def _held(self, entries: Iterable[Entry]) -> set[int]:
        loose = {one.id for one in entries if one.state == "done" and one.take and not one.kept}
        if not loose:
            return loose
        takes = self.store.takes(self.screenplay.name)
        # a shot may have been renamed since: its take lies under its new name
        return loose & {number for subject in takes.subjects() for take in takes.of(subject) for number in take.orders}

    def outlook(self, backend: type[BackendBase], requests: Sequence[Any], books: Books, subject: str, **given: Any) -> Outlook:
        """Say what becomes of a subject's requests when the next build asks for them; `given` is what else its errand has."""
        errand = self.errand(subject, **given)
        return outlook(errand, backend, requests, books) if errand else Outlook(Fraction(0))

    def kept(self, subject: str) -> None:
        """Write down that the script holds what was delivered for a subject."""
        if self.desk:
            delivered = [one for one in self.desk.ledger.unkept(self.desk.film, subject) if one.state == "done"]
            self.paid[subject.partition("/")[2]] = sum((one.spent for one in delivered), Fraction(0))
            self.desk.ledger.keep(self.desk.film, subject)

    def progress(self, stage: str, item: str, *, stops: bool) -> Progress:
        """Return what a thread tells how far it is with an item; told on when it is a tenth further.

        Where it `stops`, it raises Interrupted once a person has stopped the build.
        """
        told = -1.0

        def tell(part: float) -> None:
            nonlocal told
            if stops and self.pool.stopped.is_set():
                raise Interrupted(f"stopped while {item} was made")
            if part - told >= 0.1:
                told = part
                self.tell(ItemUnderWay(stage, item, part))

        return tell

    def emit(self, event: Event) -> None:
        """Tell whoever listens; failures are also kept for the end."""
        if isinstance(event, ItemFailed):
            self.failures.append(event)
        self.tell(event)

    def keep_take(self, id_: str, take: Take, origin: str) -> Take:
        """Keep a take of a shot or a line; its number is one that nobody rejected and no take of its `origin` has."""
        takes = self.store.takes(self.screenplay.name)
        taken = [*self.choices.rejected.get(id_, ()), *(one.number for one in takes.of(origin))]
        orders = self._orders_of(take, origin)
        cost = sum((one.spent for one in orders), Fraction(0))
        paid = replace(take, cost=str(cost), orders=tuple(one.id for one in orders))
        kept = takes.add(paid, above=max(taken, default=0))
        self.paid[id_] = cost
        if self.desk:
            self.desk.ledger.hold(paid.orders)
        return kept

    def _orders_of(self, take: Take, origin: str) -> list[Entry]:
        """Return the orders that brought a take which is about to be kept."""
        orders = self.desk.ledger.unkept(self.desk.film, take.subject, origin) if self.desk else []
        # one that was written down by an earlier version does not say which take it is for
        return [one for one in orders if one.state == "done" and one.backend == take.backend and one.take_key in {take.key, ""}]

    def cost(self) -> dict[str, Any]:
        """Return what this build has spent, and the film in all, in the price table's money; nothing where nothing was paid."""
        if self.desk is None or not (whole := self.desk.ledger.spent(self.desk.film)):
            return {}
        purse = self.desk.purse
        return {"money": purse.money, "build": float(purse.spent), "film": float(whole)}

    def scratch(self) -> Path:
        """Return a new empty folder for files under way, on the store's own disk; it goes with the build."""
        place = self.store.under_way / self.screenplay.name
        with storing("write", place):
            place.mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(dir=place))

    def sweep(self) -> None:
        """Remove what an earlier build of this film left under way when it was ended."""
        shutil.rmtree(self.store.under_way / self.screenplay.name, ignore_errors=True)

    def run(
        self,
        stage: str,
        tasks: list[Task],
        reasons: Mapping[str, str],
        keep: Callable[[Outcome], None],
        makers: Iterable[type[BackendBase]] = (),
    ) -> None:
        """Run a stage's tasks; keep what each delivers, tell of it, and let one refusal or failure not stop the others.

        What the disk refuses a worker stops the stage: the others would meet it too. Raises StoreError then. However it ends,
        `makers` give back what they hold in this process.
        """
        with self._closed_after(makers), closing(self.pool.run(tasks)) as outcomes:
            for outcome in outcomes:
                task = outcome.task
                if isinstance(outcome.error, WhiteCloudError) and not isinstance(outcome.error, StoreError):
                    self.emit(_failed(stage, task.id, outcome.error))
                elif outcome.error is not None:
                    with storing(f"make {task.id}", self.store.root):
                        raise outcome.error
                else:
                    keep(outcome)
                    cost = sum_of_money(self.paid.pop(task.id, Fraction(0)), self.money)
                    self.emit(ItemDone(stage, task.id, task.weight, reasons.get(task.id, ""), cost))

    @contextmanager
    def _closed_after(self, makers: Iterable[type[BackendBase]]) -> Iterator[None]:
        try:
            yield
        finally:
            if not self.pool.busy:  # a thread that was left behind works with what they hold, and nobody waits for it
                for maker in makers:
                    maker.close()


def _failed(stage: str, item: str, error: WhiteCloudError) -> ItemFailed:
    order = error.order if isinstance(error, Ambiguous) else 0
    return ItemFailed(stage, item, str(error), order, error.detail if isinstance(error, BackendError) else "")
