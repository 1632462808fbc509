"""What every stage is given: the film as asked for, where things are kept, and who works."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud.backends.base import BackendBase, Progress
from white_cloud.backends.desk import Desk, Errand
from white_cloud.build.events import Event, ItemDone, ItemFailed, ItemUnderWay, Listener, unheard
from white_cloud.build.executors import Outcome, Pool, Task
from white_cloud.errors import Ambiguous, StoreError, WhiteCloudError
from white_cloud.film.edit_changes import TakesDocument
from white_cloud.film.prices import total
from white_cloud.film.screenplay import Screenplay
from white_cloud.store.blobs import storing
from white_cloud.store.store import Store
from white_cloud.store.takes import Take


@dataclass(frozen=True)
class Production:
    """A film being made in a folder. The screenplay's drift is stated; `choices` are a person's decisions about takes.

    `desk` is where paid orders go; `reshoot` names shots and lines to be made once more, and `stale` for all that are.
    """

    folder: Path
    screenplay: Screenplay
    store: Store
    choices: TakesDocument
    pool: Pool
    tell: Listener = unheard
    desk: Desk | None = None
    reshoot: set[str] = field(default_factory=set)
    failures: list[ItemFailed] = field(default_factory=list)

    def errand(self, subject: str, *, origin: str = "", another: bool = False) -> Errand | None:
        """Return what an order for a subject goes by; None where nothing is paid. `origin` is the subject it had before."""
        return Errand(self.desk, subject, another, origin) if self.desk else None

    def price(self, backend: type[BackendBase], requests: Iterable[Any], subject: str, origin: str = "") -> Fraction | None:
        """Return what is still to be paid for a subject's requests together; None when the price of one is not known."""
        errand = self.errand(subject, origin=origin)
        return total(errand.to_pay(backend, request) for request in requests) if errand else Fraction(0)

    def kept(self, *subjects: str) -> None:
        """Write down that what was delivered for a subject is held by a take or by the script."""
        if self.desk:
            self.desk.ledger.keep(self.desk.film, *subjects)

    def progress(self, stage: str, item: str) -> Progress:
        """Return what a thread tells how far it is with an item; told on when it is a tenth further."""
        told = -1.0

        def tell(part: float) -> None:
            nonlocal told
            if part - told >= 0.1:
                told = part
                self.tell(ItemUnderWay(stage, item, part))

        return tell

    def emit(self, event: Event) -> None:
        """Tell whoever listens; failures are also kept for the end."""
        if isinstance(event, ItemFailed):
            self.failures.append(event)
        self.tell(event)

    def keep_take(self, id_: str, take: Take, origin: str) -> None:
        """Keep a take of a shot or a line; its number is one that nobody rejected and no take of its `origin` has."""
        takes = self.store.takes(self.screenplay.name)
        taken = [*self.choices.rejected.get(id_, ()), *(one.number for one in takes.of(origin))]
        takes.add(take, above=max(taken, default=0))
        self.reshoot.discard(id_)
        self.kept(take.subject, origin)

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

    def run(self, stage: str, tasks: list[Task], reasons: Mapping[str, str], keep: Callable[[Outcome], None]) -> None:
        """Run a stage's tasks; keep what each delivers, tell of it, and let one refusal or failure not stop the others.

        What the disk refuses a worker stops the stage: the others would meet it too. Raises StoreError then.
        """
        with closing(self.pool.run(tasks)) as outcomes:
            for outcome in outcomes:
                task = outcome.task
                if isinstance(outcome.error, WhiteCloudError) and not isinstance(outcome.error, StoreError):
                    order = outcome.error.order if isinstance(outcome.error, Ambiguous) else 0
                    self.emit(ItemFailed(stage, task.id, str(outcome.error), order))
                elif outcome.error is not None:
                    with storing(f"make {task.id}", self.store.root):
                        raise outcome.error
                else:
                    keep(outcome)
                    self.emit(ItemDone(stage, task.id, task.weight, reasons.get(task.id, "")))
