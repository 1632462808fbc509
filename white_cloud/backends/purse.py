"""The purse of one build: what it may spend, and what it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from threading import Lock

from white_cloud.errors import OverBudget
from white_cloud.film.prices import amount


@dataclass
class Purse:
    """Lets an order pass while the budget holds; once it does not, no further one. None is no budget. Safe from any thread.

    `spent` is what counted before: orders under way are counted with their price until their cost is known.
    """

    budget: Fraction | None = None
    money: str = "USD"
    spent: Fraction = Fraction(0)
    _closed: str = ""
    _reserved: dict[str, Fraction] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def reserve(self, subject: str, price: Fraction | None) -> None:
        """Set apart what several orders for one subject cost together; raise OverBudget when that would pass the budget."""
        with self._lock:
            self._check(price)
            self._reserved[subject] = price or Fraction(0)

    def release(self, subject: str) -> None:
        """Give back what was set apart for a subject and not taken."""
        with self._lock:
            self._reserved.pop(subject, None)

    def take(self, price: Fraction | None, subject: str = "") -> None:
        """Count the price of an order about to be placed; raise OverBudget when it would pass the budget.

        What was set apart for its subject is used up first.
        """
        with self._lock:
            reserved = self._reserved.get(subject, Fraction(0))
            if price is None or price > reserved:
                self._check(None if price is None else price - reserved)
            elif self.budget is not None and (complaint := self._complaint(self.budget, Fraction(0))):
                raise OverBudget(complaint)  # what was set apart was enough, but something cost more than its price
            self._reserved[subject] = max(reserved - (price or Fraction(0)), Fraction(0))
            self.spent += price or Fraction(0)

    def correct(self, price: Fraction | None, cost: Fraction) -> None:
        """Count what an order cost in place of its price."""
        with self._lock:
            self.spent += cost - (price or Fraction(0))

    def _check(self, price: Fraction | None) -> None:
        if self.budget is None:
            return
        if not self._closed:
            self._closed = self._complaint(self.budget, price)
        if self._closed:
            raise OverBudget(self._closed)

    def _complaint(self, budget: Fraction, price: Fraction | None) -> str:
        spent = self.spent + sum(self._reserved.values(), Fraction(0))
        allowed = f"the budget is {amount(budget)} {self.money}, of which {amount(spent)} is spent"
        if price is None:
            return f"{allowed}; no price is known for what comes next: name it in prices.yaml, or build without a budget"
        if spent + price > budget:
            return f"{allowed}, and what comes next costs {amount(price)}: what was made is kept; a larger --budget goes on"
        return ""
