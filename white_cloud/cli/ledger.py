"""`white-cloud ledger`: what was paid for, and orders of which nobody knows what became."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from white_cloud.cli.app import Json, Screenplay, say
from white_cloud.cli.table import say_table, when
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
    from white_cloud.backends.desk import settling
    from white_cloud.project import open_project

    project = open_project(screenplay)
    orders, money = project.orders(), project.prices().money
    if json:
        say(json_format.dumps([{**asdict(order), "spent": order.spent} for order in orders], ensure_ascii=False, default=str))
        return
    if not orders:
        say("nothing was ordered yet")
        return
    listed = [order for order in orders if all_ or order.state != "failed" or order.spent or _unknown(order)]
    _say_table(listed, money)
    _say_sums(listed, money)
    if hidden := len(orders) - len(listed):
        say(f"not listed: {hidden} that failed at no cost (--all)")
    if open_ := [order.id for order in orders if order.state == "ambiguous"]:
        say(
            f"settle what is ambiguous: see at the vendor's whether it was taken and paid. If not, "
            f"{settling(str(screenplay), open_, '--lost')}; if so, the same with --spent, or --found ID for one that they have"
        )


def _say_table(orders: Sequence[Entry], money: str) -> None:
    """Say an order a line, in columns, and last what is long: the vendor's id and the reason."""
    head = ("order", "last changed", "for", "of", "state", money)
    say_table(head, [_cells(order) for order in orders], to_the_right={"order", money})


def _cells(order: Entry) -> tuple[str, ...]:
    """Return what stands in the columns for an order, the remark last; times are UTC, to the minute."""
    price = "unknown" if _unknown(order) else amount(order.spent)
    remark = "  ".join(part for part in (order.vendor_id, _why(order)) if part)
    return (str(order.id), when(order.changed), order.subject, _maker(order), order.state, price, remark)


def _why(order: Entry) -> str:
    """Return why an order stands as it does, with what a program said of it; a reason of before says nothing of it now."""
    if order.state not in {"failed", "ambiguous"}:
        return "replayed" if order.data.get("replayed") else ""
    detail = order.data.get("detail")
    return f"{order.reason} ({detail})" if detail else order.reason


def _maker(order: Entry) -> str:
    return f"{order.backend} {order.model}".strip()


def _say_sums(orders: Sequence[Entry], money: str) -> None:
    by_maker: dict[str, list[Entry]] = {}
    for order in orders:
        by_maker.setdefault(_maker(order), []).append(order)
    for maker, theirs in sorted(by_maker.items()):
        say(f"{maker}: {_sum(theirs, money)}")
    say(f"in all: {_sum(orders, money)}")


def _sum(orders: Sequence[Entry], money: str) -> str:
    unknown = sum(map(_unknown, orders))
    told = f"{amount(sum((order.spent for order in orders), Fraction(0)))} {money}"
    return f"{told}, and {unknown} of no known price" if unknown else told


def _unknown(order: Entry) -> bool:
    return order.price is None and order.cost is None


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
    _say_table(settled, project.prices().money)
    if not settled:
        say("no order is ambiguous")
