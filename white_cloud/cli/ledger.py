"""`white-cloud ledger`: what was paid for, and orders of which nobody knows what became."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from white_cloud.cli.app import Json, Screenplay, say
from white_cloud.errors import UserError
from white_cloud.film.prices import amount

if TYPE_CHECKING:
    from white_cloud.backends.settling import Verdict
    from white_cloud.store.ledger import Entry

app = typer.Typer(help="What was paid for: show, settle.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def show(
    screenplay: Screenplay,
    all_: Annotated[bool, typer.Option("--all", help="Also list orders that failed at no cost.")] = False,
    json: Json = False,
) -> None:
    """List the orders of a film: what for, of whom, what became of it, and what it cost; then sums by model."""
    from white_cloud.project import open_project

    project = open_project(screenplay)
    orders, money = project.orders(), project.prices().money
    if json:
        say(json_format.dumps([{**asdict(order), "spent": order.spent} for order in orders], ensure_ascii=False, default=str))
        return
    for order in orders:
        if all_ or order.state != "failed" or order.spent:
            say(_told(order, money))
    _say_sums(orders, money)
    if any(order.state == "ambiguous" for order in orders):
        say(f"settle what is ambiguous: look at the vendor's, then `white-cloud ledger settle {screenplay} --help`")


def _told(order: Entry, money: str) -> str:
    price = "no known price" if order.price is None and order.cost is None else f"{amount(order.spent)} {money}"
    parts = [f"{order.id:4}", order.changed, order.subject, f"{order.backend} {order.model}".strip(), order.state, price]
    return "  ".join([*parts, *(part for part in (order.vendor_id, order.reason) if part)])


def _say_sums(orders: Sequence[Entry], money: str) -> None:
    sums: dict[str, Fraction] = {}
    for order in orders:
        maker = f"{order.backend} {order.model}".strip()
        sums[maker] = sums.get(maker, Fraction(0)) + order.spent
    for maker, spent in sorted(sums.items()):
        say(f"{maker}: {amount(spent)} {money}")
    say(f"in all: {amount(sum(sums.values(), Fraction(0)))} {money}" if orders else "nothing was ordered yet")


@app.command()
def settle(
    screenplay: Screenplay,
    orders: Annotated[list[int] | None, typer.Argument(help="Numbers of orders; all that are ambiguous when left out.")] = None,
    lost: Annotated[bool, typer.Option("--lost", help="The vendor never had them: nothing was paid.")] = False,
    spent: Annotated[bool, typer.Option("--spent", help="They were made and paid, and cannot be had any more.")] = False,
    found: Annotated[str, typer.Option(help="The vendor has it, under this id: it is asked for.", show_default=False)] = "",
) -> None:
    """Say what became of orders that were sent and never answered; the next build orders again what was lost or spent."""
    from white_cloud.project import open_project

    verdicts: list[Verdict] = [name for name, said in (("lost", lost), ("spent", spent), ("found", found)) if said]  # type: ignore[misc]
    if len(verdicts) != 1:
        raise UserError("say what became of them: one of --lost, --spent and --found ID")
    project = open_project(screenplay)
    settled = project.settle(orders or [], verdicts[0], found)
    for order in settled:
        say(_told(order, project.prices().money))
    if not settled:
        say("no order is ambiguous")
