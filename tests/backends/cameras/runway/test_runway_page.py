"""The page on Runway tells what the camera knows: its models, their doors, lengths and prices, and what they do with stills."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest

from white_cloud.backends.cameras.runway import formats
from white_cloud.backends.cameras.runway.models import Model, models
from white_cloud.backends.catalogue import PRICES
from white_cloud.documents.load import load_prices

PAGE = (Path(__file__).parents[4] / "docs" / "runway.md").read_text(encoding="utf-8")


def rows(header: str) -> dict[str, list[str]]:
    """Return the cells of a table by the model they are told of; several may share a row."""
    table = PAGE.partition(header)[2].partition("\n\n")[0]
    cells = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines() if line.startswith("| `")]
    return {name: rest for first, *rest in cells for name in named(first)}


def named(text: str) -> list[str]:
    return [name for name in re.findall(r"`([^`]+)`", text) if name in models()]


SOLD, LOOKS = rows("| model | from words |"), rows("| model | references |")


def seconds(sold: Model) -> str:
    first, last = (sold.durations or (0,))[0], (sold.durations or (0,))[-1]
    whole = sold.durations == tuple(range(first, last + 1))
    return f"{first} to {last}" if whole else ", ".join(map(str, sold.durations)) or "say `durations`"


def credits_of(name: str) -> set[Fraction]:
    """Return what a second of a model costs, in credits, whatever its picture and sound."""
    table = load_prices(PRICES)
    return set(table.backends["runway"].models.get(name, {}).values())


def numbers(cell: str) -> set[Fraction]:
    """Return the prices in a cell, without the sizes of pictures that they are told for."""
    return {Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", re.sub(r"\b\d+[pk]\b", "", cell))}


def test_every_model_has_its_row_and_no_other_has() -> None:
    """A new one is not left out."""
    assert set(SOLD) == set(models())


@pytest.mark.parametrize("sold", models().values(), ids=lambda one: one.name)
def test_a_row_tells_how_a_model_begins_how_long_it_lasts_and_what_it_costs(sold: Model) -> None:
    """As the table and the prices have it; one that no price is known for says so."""
    words, still, lasts, _, cost = SOLD[sold.name]
    assert (words, still) == tuple("yes" if way in sold.doors else "no" for way in ("text", "image"))
    assert lasts == seconds(sold)
    assert numbers(cost) == credits_of(sold.name)
    assert (cost == "not public") == (not numbers(cost))


def test_the_references_of_every_model_that_takes_some_are_told() -> None:
    """From words, and beside a still."""
    told = {name: tuple(first_number(cell) for cell in cells) for name, cells in LOOKS.items()}
    known = {
        one.name: tuple(one.doors[way].references for way in ("text", "image") if way in one.doors) for one in models().values()
    }
    assert told == {name: most for name, most in known.items() if any(most)}


def first_number(cell: str) -> int:
    found = re.match(r"\d+", cell)
    return int(found[0]) if found else 0


def test_the_models_that_keep_a_stills_own_shape_are_told() -> None:
    """Those that may be told to, and those whose order names no ratio beside a still."""
    told = PAGE.partition("Runway crops it to the ratio ordered.")[2].partition("\n\n")[0]
    assert sorted(named(told)) == sorted(
        one.name for one in models().values() if "image" in one.doors and _follows(one.doors["image"].ratios)
    )


def _follows(ratios: Iterable[str]) -> bool:
    return not ratios or any(formats.shape(one) is None for one in ratios)
