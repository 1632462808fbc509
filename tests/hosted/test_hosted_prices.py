"""What hosted films cost where it is not the usual: refused takes, servers of one's own, and another money."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from white_cloud.errors import DocumentError
from white_cloud.examine import check_document
from white_cloud.testing.vendors import Fault, Vendors

TWO = ("{id: a, prompt: dunes at dawn, length: 1s}", "{id: b, prompt: an open pit, length: 1s}")


def test_a_refused_take_that_is_paid_is_counted_and_told(film: Callable[..., Any], vendors: Vendors) -> None:
    """By the ledger, by the budget of this build, and where the refusal is said, in money."""
    vendors.add(Fault("fail", match="dunes", code="SAFETY.OUTPUT.VIDEO", credits=24))
    one = film(*TWO)
    one.rewrite("camera: {use: runway, ", "camera: {use: runway, at_once: 1, ")
    said = one.fails(until="shoot", budget=Fraction(30, 100))
    assert "Runway refused the shot (SAFETY.OUTPUT.VIDEO)" in said
    assert "It cost 0.24 USD all the same" in said
    assert "the budget is 0.30 USD, of which 0.24 is spent, and what comes next costs 0.24" in said
    (refused,) = one.orders()
    assert (refused.state, refused.refused, refused.spent) == ("failed", True, Fraction(24, 100))
    assert one.project().store.ledger.spent("film") == Fraction(24, 100)
    assert "at a cost of 0.24 USD: change what is asked" in one.fails(until="shoot")
    assert [order.subject for order in one.orders()] == ["shot/a", "shot/b"]


def test_a_server_of_one_s_own_costs_nothing_by_the_prices_in_the_manual(
    film: Callable[..., Any], vendors: Vendors, root: Path
) -> None:
    """Without them its price is not known, and a build with a budget does not ask it."""
    one = film(TWO[0], lines=("{id: asked, brief: dust on everything}",))
    own = f"writer: {{use: openai, model: 'qwen3:14b', format: json_schema, base_url: '{vendors.url.openai}', "
    one.rewrite("writer: {use: openai, ", own)
    said = one.fails(until="write", budget=Fraction(0))
    assert "no price is known for what comes next: name it in prices.yaml" in said
    manual = (root / "docs" / "openai.md").read_text(encoding="utf-8")
    prices = manual.partition("```yaml\n# prices.yaml\n")[2].partition("```")[0]
    (one.folder / "prices.yaml").write_text(prices, encoding="utf-8")
    one.build(until="write", budget=Fraction(0))
    assert [(entry.state, entry.price, entry.spent) for entry in one.orders()] == [("done", 0, 0)]


def test_checking_a_screenplay_looks_at_its_film_s_prices(film: Callable[..., Any]) -> None:
    """They belong to it, as its voices do."""
    one = film(TWO[0])
    check_document(one.screenplay)
    prices = "format: white-cloud/prices@1\ndated: 2027-02-03\nbackends: {runway: {models: {gen4.5: {second: 0.12}}}}\n"
    (one.folder / "prices.yaml").write_text(prices, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"prices\.yaml:3:12: backends\.runway: .* `unit: credits`, or `unit: USD`"):
        check_document(one.screenplay)


def test_two_languages_share_the_time_of_words_that_are_not_written_yet(film: Callable[..., Any]) -> None:
    """Each is planned at its part of it; what each is told besides counts for both."""

    one = film(TWO[0], lines=("{id: asked, brief: dust on everything, speak: zh}",))
    planned = []
    for before, speak in (("zh", "zh"), ("zh", "en"), ("en", "[zh, en]")):
        one.rewrite(f"everything, speak: {before}", f"everything, speak: {speak}")
        planned.append(one.project().plan(one.options())[1].price())
    chinese, english, both = planned
    assert max(chinese, english) < both < chinese + english


def test_in_another_money_a_budget_stops_before_what_is_priced_in_dollars(film: Callable[..., Any], vendors: Vendors) -> None:
    """A dollar is no euro: nothing is ordered until its worth is known."""
    one = film(TWO[0])
    prices = "format: white-cloud/prices@1\ndated: 2027-02-03\nmoney: EUR\n"
    (one.folder / "prices.yaml").write_text(prices, encoding="utf-8")
    assert one.project().plan(one.options())[2].price() is None
    assert "no price is known" in one.fails(until="shoot", budget=Fraction(9))
    assert not vendors.created("video")
    (one.folder / "prices.yaml").write_text(f"{prices}units: {{USD: 0.5}}\n", encoding="utf-8")
    one.build(until="shoot", budget=Fraction(12, 100))
    assert [entry.spent for entry in one.orders()] == [Fraction(12, 100)]
