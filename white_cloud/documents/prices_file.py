"""The price table: read alone, or as a film's own that lies over the program's and must be understood as it was meant."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from pathlib import Path

from white_cloud.documents.located import Problems, Steps
from white_cloud.documents.migrate import read_as
from white_cloud.documents.models.prices import PricesModel, VendorModel
from white_cloud.documents.validate import validate
from white_cloud.errors import nearest
from white_cloud.film.prices import PriceTable, VendorPrices


def load_prices(path: Path, *, over: PriceTable | None = None, backends: Collection[str] | None = None) -> PriceTable:
    """Read a price table as it stands; raise DocumentError, also for a unit that it does not explain.

    With `over`, the table that it is to lie over, and `backends`, the names of all there are, also check that it names what
    these know, and that nobody can take its prices for another unit's.
    """
    document = read_as(path, "prices")
    model = validate(document, PricesModel)
    problems = Problems(document)
    own = PriceTable(model.dated, model.money, model.units)
    laid = over.overridden(own) if over else own
    for name, vendor in model.backends.items():
        if backends is not None and name not in backends:
            problems.add(("backends", name), f"there is no backend {name!r}", nearest(name, backends), at_key=True)
        _check_unit(name, vendor, laid, problems)
        if over and name in over.backends:
            _check_counting(name, vendor, over, own.money, problems)
    problems.raise_any()
    vendors = {name: VendorPrices(vendor.unit or "", vendor.models) for name, vendor in model.backends.items()}
    return PriceTable(model.dated, model.money, model.units, vendors)


def _check_unit(name: str, vendor: VendorModel, laid: PriceTable, problems: Problems) -> None:
    if vendor.unit and laid.worth(Fraction(1), vendor.unit) is None:
        hint = nearest(vendor.unit, {laid.money, *laid.units})
        problems.add(("backends", name, "unit"), f"`units` does not say what a {vendor.unit} is worth in {laid.money}", hint)


def _check_counting(name: str, vendor: VendorModel, over: PriceTable, money: str, problems: Problems) -> None:
    """Note prices of one backend that might be read in another unit than they were meant in, or that nothing is counted by."""
    known, steps = over.backends[name], ("backends", name)
    if vendor.models and not vendor.unit and known.unit not in {"", over.money}:
        problems.add(
            steps,
            f"the program's own table counts {name} in {known.unit}, and this one does not say what its prices are in",
            f"write `unit: {known.unit}`, or `unit: {money}` for prices in money",
            at_key=True,
        )
    for model, charged in vendor.models.items():
        for quantity in charged.keys() - known.quantities:
            at: Steps = (*steps, "models", model, quantity)
            hint = nearest(quantity, known.quantities)
            problems.add(at, f"nothing of {name} is counted in {quantity!r}", hint, at_key=True)
