"""What every stage is given: the film as asked for, where things are kept, and who works."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from white_cloud.build.events import Event, ItemDone, ItemFailed, Listener, unheard
from white_cloud.build.executors import Outcome, Pool, Task
from white_cloud.errors import StoreError, WhiteCloudError
from white_cloud.film.edit_changes import TakesDocument
from white_cloud.film.screenplay import Screenplay
from white_cloud.store.blobs import storing
from white_cloud.store.store import Store
from white_cloud.store.takes import Take


@dataclass(frozen=True)
class Production:
    """A film being made in a folder. The screenplay's drift is stated; `choices` are a person's decisions about takes."""

    folder: Path
    screenplay: Screenplay
    store: Store
    choices: TakesDocument
    pool: Pool
    tell: Listener = unheard
    failures: list[ItemFailed] = field(default_factory=list)
    spent: dict[str, Fraction] = field(default_factory=dict)

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

    def add_cost(self, currency: str, cost: Fraction) -> None:
        """Count what a take cost."""
        self.spent[currency] = self.spent.get(currency, Fraction(0)) + cost

    def cost(self) -> dict[str, float]:
        """Return what this build spent, by currency; free backends have none and do not appear."""
        return {currency: float(spent) for currency, spent in sorted(self.spent.items()) if spent}

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
        for outcome in self.pool.run(tasks):
            task = outcome.task
            if isinstance(outcome.error, WhiteCloudError) and not isinstance(outcome.error, StoreError):
                self.emit(ItemFailed(stage, task.id, str(outcome.error)))
            elif outcome.error is not None:
                with storing(f"make {task.id}", self.store.root):
                    raise outcome.error
            else:
                keep(outcome)
                self.emit(ItemDone(stage, task.id, task.weight, reasons.get(task.id, "")))
