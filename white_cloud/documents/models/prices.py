"""The price table: what backends charge, as of a date."""

from __future__ import annotations

from pydantic import Field

from white_cloud.documents.fields import Maybe, Price, Text
from white_cloud.documents.models.base import Format, Model


class VendorModel(Model):
    """What one backend charges."""

    unit: Maybe[Text] = Field(
        None,
        description="What its prices are in: a unit from `units`, or money. Money unless said; it must be said where the "
        "program's own table counts this backend in a unit of its own, as it does `runway` in credits.",
        examples=["credits", "USD"],
    )
    models: dict[Text, dict[Text, Price]] = Field(
        description="For each model (`any`: those not named) the price of one of each quantity: second, input_token, "
        "output_token, character. A model that is named here takes nothing of its prices from the program's own table.",
        examples=[{"gen4_turbo": {"second": 5}}],
    )


class PricesModel(Model):
    """What making costs. A film's own `prices.yaml` lies over the table that comes with the program, model by model."""

    format: Format
    dated: Text = Field(description="When the prices were read, as a date.", examples=["2026-11-22"])
    money: Text = Field(
        "USD",
        description="The currency of all sums: of prices, budgets and the ledger. In another than the program's own table "
        "has, that table's prices are not known unless `units` says what its money is worth.",
        examples=["USD", "EUR"],
    )
    units: dict[Text, Price] = Field(
        {},
        description="What one of a vendor's units, or of another money, is worth in `money`; in the same money those of the "
        "program's own table hold too.",
        examples=[{"credits": 0.01}, {"USD": 0.92}],
    )
    backends: dict[Text, VendorModel] = Field(
        {},
        description="Prices by backend, by the name that a screenplay uses.",
        examples=[{"runway": {"unit": "credits", "models": {"gen4_turbo": {"second": 5}}}}],
    )
