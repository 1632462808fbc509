"""What making costs: a dated table of prices, in data, so that a plan can name a sum before anything is ordered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

#: Stands in a table for every model that it does not name.
ANY_MODEL = "any"


@dataclass(frozen=True)
class VendorPrices:
    """What one backend charges: in which `unit` (money when empty), for each model how much of it for one of each quantity."""

    unit: str = ""
    models: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)

    @property
    def quantities(self) -> frozenset[str]:
        """The quantities that it charges for, whatever the model."""
        return frozenset(name for charged in self.models.values() for name in charged)


@dataclass(frozen=True)
class PriceTable:
    """Prices as of a date: `money` is the currency of all sums, `units` what one of a vendor's units is worth in it."""

    dated: str = ""
    money: str = "USD"
    units: Mapping[str, Fraction] = field(default_factory=dict)
    backends: Mapping[str, VendorPrices] = field(default_factory=dict)

    def worth(self, amount: Fraction, unit: str) -> Fraction | None:
        """Return an amount of a vendor's unit in money; None when the table does not know the unit."""
        if unit == self.money:
            return amount
        worth = self.units.get(unit)
        return None if worth is None else amount * worth

    def price(self, backend: str, model: str, quantities: Mapping[str, Fraction]) -> Fraction | None:
        """Return what quantities of a backend's model cost in money; None when one of them has no price in the table."""
        vendor = self.backends.get(backend)
        charged = vendor.models.get(model, vendor.models.get(ANY_MODEL)) if vendor else None
        if vendor is None or charged is None or any(name not in charged for name in quantities):
            return None
        amount = sum((charged[name] * much for name, much in quantities.items()), Fraction(0))
        return self.worth(amount, vendor.unit or self.money)

    def overridden(self, own: PriceTable) -> PriceTable:
        """Return the table with a film's own prices laid over it, model by model.

        In another money what this table counts in its own has a price only where the film's `units` say what that is worth.
        """
        rate = own.worth(Fraction(1), self.money)
        units = {} if rate is None else {unit: worth * rate for unit, worth in self.units.items()}
        laid = PriceTable(own.dated, own.money, {**units, **own.units})
        backends = {name: VendorPrices(vendor.unit or self.money, vendor.models) for name, vendor in self.backends.items()}
        for name, vendor in own.backends.items():
            unit = vendor.unit or own.money
            known = laid._in_unit(backends[name], unit) if name in backends else {}
            backends[name] = VendorPrices(unit, {**known, **vendor.models})
        return replace(laid, backends=backends)

    def _in_unit(self, vendor: VendorPrices, unit: str) -> Mapping[str, Mapping[str, Fraction]]:
        """Return a vendor's prices counted in another unit; none where the table cannot say what it is worth."""
        if vendor.unit == unit:
            return vendor.models
        old, new = self.worth(Fraction(1), vendor.unit), self.worth(Fraction(1), unit)
        if old is None or not new:
            return {}
        return {model: {name: price * old / new for name, price in charged.items()} for model, charged in vendor.models.items()}


def total(prices: Iterable[Fraction | None]) -> Fraction | None:
    """Return what prices come to together; None when one of them is not known."""
    whole = Fraction(0)
    for price in prices:
        if price is None:
            return None
        whole += price
    return whole


def amount(money: Fraction) -> str:
    """Return a sum as a person reads it: two decimals, more for small change."""
    return f"{float(money):.2f}" if money == 0 or abs(money) >= Fraction(1, 100) else f"{float(money):.2g}"


def sum_of_money(much: Fraction, money: str) -> str:
    """Return a sum with the money it is counted in, as `0.24 USD`; nothing for nothing."""
    return f"{amount(much)} {money}" if much else ""


def for_about(price: Fraction | None, money: str) -> str:
    """Return for how much something is to be had, as `for about 0.24 USD`; a price of None is one that nobody knows."""
    return "at a price nobody knows" if price is None else f"for about {amount(price)} {money}".rstrip()
