"""A film's own prices: they mean what they say, or are refused where they stand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from white_cloud.backends import catalogue
from white_cloud.documents.load import load_prices
from white_cloud.errors import DocumentError
from white_cloud.film.prices import PriceTable

HEAD = "format: white-cloud/prices@1\ndated: 2027-02-03\n"
SECOND = {"second": Fraction(1)}
TOKENS = {"input_token": Fraction(10**6)}


def laid(folder: Path, *lines: str) -> PriceTable:
    """The program's table under a film's own."""
    own = folder / "prices.yaml"
    own.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return catalogue.price_table(own)


def refused(folder: Path, *lines: str) -> str:
    with pytest.raises(DocumentError) as caught:
        laid(folder, *lines)
    return str(caught.value).replace(str(folder), "")


def test_without_prices_of_its_own_a_film_has_the_program_s(tmp_path: Path) -> None:
    """Which read no file of the film."""
    assert catalogue.price_table(tmp_path / "prices.yaml") == load_prices(catalogue.PRICES)


def test_prices_that_do_not_say_their_unit_are_refused_where_the_program_counts_in_another(tmp_path: Path) -> None:
    """0.12 dollars read as 0.12 credits would make a budget no cap; both ways to write it are told."""
    said = refused(tmp_path, "backends:", "  runway: {models: {gen4.5: {second: 0.12}}}")
    assert said.startswith("/prices.yaml:4:3: backends.runway: the program's own table counts runway in credits")
    assert "write `unit: credits`, or `unit: USD`" in said
    assert "or `unit: EUR`" in refused(tmp_path, "money: EUR", "backends: {runway: {models: {any: {second: 1}}}}")


@pytest.mark.parametrize(("unit", "price"), [("credits", "12"), ("USD", "0.12")])
def test_both_ways_to_write_a_price_come_to_the_same(tmp_path: Path, unit: str, price: str) -> None:
    """For the model that is named and for those that are not."""
    table = laid(tmp_path, "backends:", f"  runway: {{unit: {unit}, models: {{gen4.5: {{second: {price}}}}}}}")
    assert table.price("runway", "gen4.5", SECOND) == Fraction(12, 100)
    assert table.price("runway", "gen4_turbo", SECOND) == Fraction(5, 100)


def test_what_the_program_counts_in_money_needs_no_unit(tmp_path: Path) -> None:
    """Nor does a backend that its table does not have, by whatever it counts."""
    table = laid(tmp_path, "backends:", "  openai: {models: {mine: {input_token: 0.5}}}", "  coqui: {models: {any: {sigh: 2}}}")
    assert table.price("openai", "mine", {"input_token": Fraction(2)}) == 1
    assert table.price("coqui", "any", {"sigh": Fraction(2)}) == 4


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("runwy: {models: {any: {take: 1}}}", ":4:3: backends.runwy: there is no backend 'runwy' (did you mean 'runway'?)"),
        (
            "runway: {unit: credits, models: {gen4.5: {seconds: 12}}}",
            "backends.runway.models.gen4.5.seconds: nothing of runway is counted in 'seconds' (did you mean 'second'?)",
        ),
        ("openai: {models: {any: {frame: 1}}}", "(choose from character, input_token, output_token)"),
        (
            "runway: {unit: credit, models: {any: {second: 1}}}",
            "`units` does not say what a credit is worth in USD (did you mean 'credits'?)",
        ),
    ],
)
def test_a_name_that_nothing_has_is_refused_with_the_nearest(tmp_path: Path, line: str, told: str) -> None:
    """It would have stood there without effect."""
    assert told in refused(tmp_path, "backends:", f"  {line}")


def test_in_another_money_no_price_is_known_that_was_in_dollars(tmp_path: Path) -> None:
    """They are not relabelled: what is priced anew counts, the rest has no price."""
    table = laid(tmp_path, "money: EUR", "backends:", "  runway: {unit: EUR, models: {gen4.5: {second: 0.1}}}")
    assert table.price("runway", "gen4.5", SECOND) == Fraction(1, 10)
    assert table.price("runway", "gen4_turbo", SECOND) is None
    assert table.price("openai", "gpt-6.1-terra", TOKENS) is None
    said = refused(tmp_path, "money: EUR", "backends:", "  runway: {unit: credits, models: {gen4.5: {second: 12}}}")
    assert "`units` does not say what a credits is worth in EUR" in said


def test_in_another_money_the_worth_of_a_dollar_prices_everything(tmp_path: Path) -> None:
    """Credits too, which are worth dollars."""
    table = laid(tmp_path, "money: EUR", "units: {USD: 0.9}", "backends: {openai: {unit: USD, models: {mine: {character: 1}}}}")
    assert table.price("openai", "mine", {"character": Fraction(1)}) == Fraction(9, 10)
    assert table.price("openai", "gpt-6.1-terra", TOKENS) == Fraction(9, 10)
    assert table.price("runway", "gen4.5", SECOND) == Fraction(12 * 9, 1000)


@pytest.mark.parametrize("page", ["runway", "openai"])
def test_what_the_manual_shows_of_prices_is_in_order(tmp_path: Path, root: Path, page: str) -> None:
    """A person copies it."""
    blocks = (root / "docs" / f"{page}.md").read_text(encoding="utf-8").split("```yaml\n")[1:]
    (shown,) = [block.partition("```")[0] for block in blocks if "format: white-cloud/prices@" in block]
    (tmp_path / "prices.yaml").write_text(shown, encoding="utf-8")
    assert catalogue.price_table(tmp_path / "prices.yaml").dated == "2026-11-23"
