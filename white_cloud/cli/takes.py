"""`white-cloud takes`: what was shot and spoken."""

from __future__ import annotations

import json as json_format
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, cast

import typer

from white_cloud.cli.app import Json, Screenplay, say
from white_cloud.cli.table import say_table, when
from white_cloud.errors import UserError
from white_cloud.film.prices import amount, for_about

if TYPE_CHECKING:
    from white_cloud.build.steps import Step
    from white_cloud.documents.takes_file import Decision
    from white_cloud.film.edit_changes import TakesDocument
    from white_cloud.project import Project
    from white_cloud.store.takes import Take


def takes(
    screenplay: Screenplay,
    subject: Annotated[str, typer.Argument(help="A shot or a line, by its id; all when left out.")] = "",
    choose: Annotated[int, typer.Option(min=0, help="Have the cut use this take.", show_default=False)] = 0,
    reject: Annotated[int, typer.Option(min=0, help="Never use this take; another is made.", show_default=False)] = 0,
    clear: Annotated[int, typer.Option(min=0, help="Take back what was decided of this take.", show_default=False)] = 0,
    take: Annotated[
        int, typer.Option(min=0, help="Put the note on this take and decide nothing of it.", show_default=False)
    ] = 0,
    note: Annotated[
        str,
        typer.Option(help="A note on the take that is named or decided on, or on the only one.", show_default=False),
    ] = "",
    json: Json = False,
) -> None:
    """List the takes of a film: number, backend, length, when it was made, cost, whether the next cut uses it, and notes.

    With --choose, --reject or --clear a decision is written into edits/NAME.takes.yaml, and so is a note, with a decision or
    without. A shot whose take is rejected gets another chance: its seed moves on.
    """
    from white_cloud.project import open_project

    project = open_project(screenplay)
    if choose or reject or clear or take or note:
        _decide(project, subject, {"chosen": choose, "rejected": reject, "cleared": clear, "noted": take}, note)
    found = project.takes(subject)
    if json:
        say(json_format.dumps([asdict(one) for one in found], ensure_ascii=False))
        return
    standings, money = project.standings(), project.prices().money
    in_cut = {(one.take.subject, one.take.number) for one in standings.values() if one.take}
    _say_takes(found, project.choices(), in_cut, money)
    if not found:
        say(f"no takes of {subject} yet" if subject else "no takes yet; `white-cloud build` makes them")
    if (reject or clear) and subject in standings:
        _say_next(standings[subject].step, money)


def _say_takes(takes: Sequence[Take], choices: TakesDocument, in_cut: Collection[tuple[str, int]], money: str) -> None:
    """Say a take a line, in columns; where none of them cost anything there is no column for it."""
    paid = any(Fraction(take.cost) for take in takes)
    head = ["for", "take", "of", "length", "made", "reel", *([money] if paid else [])]
    rows = [[*_cells(take), *([_cost(take)] if paid else []), _said(choices, take, in_cut)] for take in takes]
    say_table(head, rows, to_the_right={"take", money})


def _say_next(step: Step, money: str) -> None:
    """Say what the next build does about a shot or line, where it makes something."""
    if step.to_make:
        price = f", {for_about(step.price, money)}" if step.price != 0 else ""
        say(f"the next build makes another{price} ({step.reason})")


def _decide(project: Project, subject: str, decisions: Mapping[str, int], note: str) -> None:
    given = [(what, number) for what, number in decisions.items() if number]
    if not subject or len(given) > 1:
        raise UserError("a decision is on one take of one shot or line: `white-cloud takes SCREENPLAY pit_01 --choose 2`")
    (what, number), *_ = given or [("noted", _only_take(project, subject))]
    if what == "noted" and not note:
        raise UserError(f"--take names the take that a note is on: `--take {number} --note TEXT`, or `--choose {number}`")
    project.decide(subject, number, cast("Decision", what), note)


def _only_take(project: Project, subject: str) -> int:
    """Return the number of the only take, which a note is on; raise UserError where there is none, or a choice."""
    numbers = [take.number for take in project.takes(subject)]
    if len(numbers) != 1:
        known = f"takes {', '.join(map(str, numbers))}: say which with --take" if numbers else "no take yet"
        raise UserError(f"a note is on one take, and {subject} has {known}")
    return numbers[0]


def _cells(take: Take) -> tuple[str, ...]:
    """Return what stands in the columns for a take, its cost aside; times are UTC, to the minute."""
    length = f"{take.facts['frames']} frames" if "frames" in take.facts else f"{take.facts.get('seconds', '?')} s"
    return take.subject, str(take.number), take.backend, length, when(take.made), take.reel


def _cost(take: Take) -> str:
    return amount(Fraction(take.cost)) if Fraction(take.cost) else ""


def _said(choices: TakesDocument, take: Take, in_cut: Collection[tuple[str, int]]) -> str:
    """Return what else there is to say of a take: whether the cut uses it, and what a person decided and noted."""
    id_ = take.subject.partition("/")[2]
    said = [
        "in the cut" if (take.subject, take.number) in in_cut else "",
        "chosen" if choices.chosen.get(id_) == take.number else "",
        "rejected" if take.number in choices.rejected.get(id_, ()) else "",
        f"({note})" if (note := choices.notes.get(id_, {}).get(take.number)) else "",
    ]
    return "  ".join(part for part in said if part)
