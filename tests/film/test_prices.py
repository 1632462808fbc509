"""The price table: sums from what is used, or no sum at all."""

from __future__ import annotations

from fractions import Fraction

import pytest

from white_cloud.film.prices import PriceTable, VendorPrices

TABLE = PriceTable(
    "2026-11-22",
    "USD",
    {"credit": Fraction(1, 100)},
    {
        "runway": VendorPrices("credit", {"turbo": {"second": Fraction(5)}}),
        "openai": VendorPrices("USD", {"small": {"input_token": Fraction(1, 10**6), "output_token": Fraction(4, 10**6)}}),
    },
)


def test_quantities_add_up_in_money() -> None:
    """In the vendor's unit first, which has a worth."""
    assert TABLE.price("runway", "turbo", {"second": Fraction(10)}) == Fraction(1, 2)
    assert TABLE.price("openai", "small", {"input_token": Fraction(1000), "output_token": Fraction(500)}) == Fraction(3, 1000)
    assert TABLE.price("runway", "turbo", {}) == 0


@pytest.mark.parametrize(
    ("backend", "model", "quantity"),
    [("nobody", "turbo", "second"), ("runway", "other", "second"), ("runway", "turbo", "frame")],
)
def test_what_is_not_in_the_table_has_no_price(backend: str, model: str, quantity: str) -> None:
    """Which is not the same as being free."""
    assert TABLE.price(backend, model, {quantity: Fraction(1)}) is None


def test_a_film_s_own_prices_lie_over_the_table() -> None:
    """Model by model."""
    own = PriceTable(
        "2027-01-01",
        backends={"runway": VendorPrices("credit", {"turbo": {"second": Fraction(6)}, "new": {"second": Fraction(1)}})},
    )
    table = TABLE.overridden(own)
    assert table.dated == "2027-01-01"
    assert table.price("runway", "turbo", {"second": Fraction(1)}) == Fraction(6, 100)
    assert table.price("runway", "new", {"second": Fraction(1)}) == Fraction(1, 100)
    assert table.price("openai", "small", {"input_token": Fraction(10**6)}) == 1


def test_a_film_s_own_prices_are_money_unless_they_say_otherwise() -> None:
    """Whatever the table below counts in; its other models are worth what they were."""
    own = PriceTable("2027-01-01", backends={"runway": VendorPrices("", {"new": {"second": Fraction(1, 8)}})})
    table = TABLE.overridden(own)
    assert table.price("runway", "new", {"second": Fraction(2)}) == Fraction(1, 4)
    assert table.price("runway", "turbo", {"second": Fraction(1)}) == Fraction(5, 100)


def test_in_another_money_only_its_own_worths_count() -> None:
    """What is worth so many dollars, or costs them, says nothing of euros, unless a dollar does."""
    token = {"input_token": Fraction(10**6)}
    table = TABLE.overridden(PriceTable("2027-01-01", "EUR"))
    assert table.price("runway", "turbo", {"second": Fraction(1)}) is None
    assert table.price("openai", "small", token) is None
    again = TABLE.overridden(PriceTable("2027-01-01", "EUR", {"credit": Fraction(1, 50)}))
    assert again.price("runway", "turbo", {"second": Fraction(1)}) == Fraction(1, 10)
    assert again.price("openai", "small", token) is None
    dollars = TABLE.overridden(PriceTable("2027-01-01", "EUR", {"USD": Fraction(1, 2)}))
    assert dollars.price("runway", "turbo", {"second": Fraction(1)}) == Fraction(5, 200)
    assert dollars.price("openai", "small", token) == Fraction(1, 2)


def test_a_model_that_is_not_named_costs_what_any_does() -> None:
    """For backends that have but one, or charge alike."""
    table = PriceTable("2027-01-01", backends={"own": VendorPrices("USD", {"any": {"take": Fraction(1)}})})
    assert table.price("own", "", {"take": Fraction(2)}) == table.price("own", "large", {"take": Fraction(2)}) == 2
