"""The price table: what backends charge, as of a date."""

from __future__ import annotations

from pydantic import Field

from white_cloud.documents.fields import Maybe, Price, Text
from white_cloud.documents.models.base import Format, Model


class VendorModel(Model):
    """What one backend charges."""

    unit: Maybe[Text] = Field(None, description="What it counts in, from `units`; money unless said.", examples=["credits"])
    models: dict[Text, dict[Text, Price]] = Field(
        description="For each model (`any`: those not named) the price of one of each quantity: second, input_token, "
        "output_token, character.",
        examples=[{"gen4_turbo": {"second": 5}}],
    )


class PricesModel(Model):
    """What making costs. A film's own `prices.yaml` lies over the table that comes with the program, model by model."""

    format: Format
    dated: Text = Field(description="When the prices were read, as a date.", examples=["2026-11-22"])
    money: Text = Field("USD", description="The currency of all sums: of prices, budgets and the ledger.", examples=["USD"])
    units: dict[Text, Price] = Field(
        {}, description="What one of a vendor's units is worth in money.", examples=[{"credits": 0.01}]
    )
    backends: dict[Text, VendorModel] = Field(
        {},
        description="Prices by backend.",
        examples=[{"runway": {"unit": "credits", "models": {"gen4_turbo": {"second": 5}}}}],
    )
