"""`white-cloud ledger`: what was paid for, and orders of which nobody knows what became."""

from __future__ import annotations

import json as json_format
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from white_cloud.cli.app import Json, Screenplay, say
from white_cloud.errors import UserError
from white_cloud.film.prices import amount

if TYPE_CHECKING:
    from white_cloud.backends.settling import Verdict
    from white_cloud.store.ledger import Entry

app = typer.Typer(help="What was paid for: show, settle.", no_args_is_help=True, rich_markup_mode=None)

#: Columns of numbers: the order's, and what it cost.
_TO_THE_RIGHT = {0, 5}
#: How far what is long stands in, where it stands below its order.
_INDENT = 7


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
    if not orders:
        say("nothing was ordered yet")
        return
    listed = [order for order in orders if all_ or order.state != "failed" or order.spent]
    _say_table(listed, money)
    _say_sums(listed, money)
    if hidden := len(orders) - len(listed):
        say(f"not listed: {hidden} that failed at no cost (--all)")
    if any(order.state == "ambiguous" for order in orders):
        say(f"settle what is ambiguous: look at the vendor's, then `white-cloud ledger settle {screenplay} --help`")


def _say_table(orders: Sequence[Entry], money: str) -> None:
    """Say an order a line, in columns, and last what is long: the vendor's id and the reason.

    On a terminal too narrow for them these stand below, indented, so that the columns stay whole.
    """
    rows: list[tuple[str, ...]] = [("order", "last changed", "for", "of", "state", money, "")] if orders else []
    rows += [_cells(order) for order in orders]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)] if rows else []
    room = get_terminal_size().columns if sys.stdout.isatty() else 0
    for *cells, remark in rows:
        line = "  ".join(
            cell.rjust(width) if column in _TO_THE_RIGHT else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        for part in _fitted(line, remark, room):
            say(part.rstrip())


def _fitted(line: str, remark: str, room: int) -> Iterator[str]:
    """Yield a line with its remark behind it, or below it where `room` cells (0: any number) do not hold both."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    if not room or cell_len(f"{line}  {remark}".rstrip()) <= room:
        yield f"{line}  {remark}"
        return
    yield line
    for part in Text(remark).wrap(Console(width=room), max(room - _INDENT, 20)):
        yield " " * _INDENT + part.plain


def _cells(order: Entry) -> tuple[str, ...]:
    """Return what stands in the columns for an order, the remark last; times are UTC, to the minute."""
    price = "unknown" if _unknown(order) else amount(order.spent)
    remark = "  ".join(part for part in (order.vendor_id, order.reason) if part)
    when = order.changed[:16].replace("T", " ")
    return (str(order.id), when, order.subject, _maker(order), order.state, price, remark)


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
