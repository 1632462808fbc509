"""`white-cloud plan`: what a build would make, re-use, and why."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from white_cloud.build.steps import StagePlan
from white_cloud.cli.app import Json, Screenplay, say
from white_cloud.film.prices import PriceTable, amount, total


def plan(
    screenplay: Screenplay,
    edit: Annotated[Path | None, typer.Option(help="Plan the cut of this edit.")] = None,
    out: Annotated[Path | None, typer.Option(help="Plan for delivery into this folder.")] = None,
    profile: Annotated[Literal["draft", "review", "master"], typer.Option(help="Plan for this profile.")] = "master",
    only: Annotated[str, typer.Option(help="Plan one act, scene, shot or line.", show_default=False)] = "",
    clean: Annotated[bool, typer.Option("--clean", help="Plan a render without glitch.")] = False,
    rewrite: Annotated[list[str] | None, typer.Option(help="Plan to have this line written anew, or `stale`.")] = None,
    reshoot: Annotated[list[str] | None, typer.Option(help="Plan to make this shot or line once more, or `stale`.")] = None,
    replay: Annotated[
        Path | None, typer.Option(help="Plan to play orders back from a recording: nothing is paid.", show_default=False)
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also list what would be re-used.")] = False,
    json: Json = False,
) -> None:
    """Say what a build would make, re-use, and why, and what it would cost. Makes nothing and asks nobody.

    Prices are estimates by a dated table; a film's own prices.yaml lies over it.
    """
    from white_cloud.project import BuildOptions, open_project

    project = open_project(screenplay)
    words, takes = tuple(rewrite or ()), tuple(reshoot or ())
    options = BuildOptions(
        edit=edit, out=out, profile=profile, only=only, clean=clean, rewrite=words, reshoot=takes, replay=replay
    )
    plans, prices = project.plan(options), project.prices()
    if json:
        say(json_format.dumps(_data(plans, prices), ensure_ascii=False, default=float))
        return
    for reason, stages in groupby(plans, _waits_for):
        if reason:
            _say_waiting(list(stages), reason, prices.money)
        else:
            for stage in stages:
                _say_stage(stage, prices.money, all_=all_)
    _say_total(plans, prices)


def _waits_for(stage: StagePlan) -> str:
    """Return what all that a stage would make waits for, where that is one thing and no more; nothing else."""
    reasons = {step.reason if step.state == "blocked" else "" for step in stage.made()}
    return reasons.pop() if len(reasons) == 1 else ""


def _say_waiting(stages: Sequence[StagePlan], reason: str, money: str) -> None:
    """Say of stages that wait for the same that they do; what each has to remark comes after it."""
    price = total(stage.price() for stage in stages)
    say(f"{', '.join(stage.stage for stage in stages)}: wait{'s' if len(stages) == 1 else ''}, {reason}{_priced(price, money)}")
    for remark in (remark for stage in stages for remark in stage.remarks):
        say(f"  note: {remark}")


def _say_stage(stage: StagePlan, money: str, *, all_: bool) -> None:
    wanted = stage.made()
    count = f"{len(wanted)} to make" if wanted else "nothing to make"
    say(f"{stage.stage}: {count}, {len(stage.reused())} re-used" + _priced(stage.price(), money))
    for step in stage.steps if all_ else wanted:
        price = _priced(step.price, money) if step.to_make else ""
        say(f"  {step.id}: {step.state}, {step.reason}{price}")
    for remark in stage.remarks:
        say(f"  note: {remark}")


def _say_total(plans: Sequence[StagePlan], prices: PriceTable) -> None:
    known, whole = _total(plans)
    if known or not whole:
        rest = "" if whole else ", and what has no known price (name it in prices.yaml)"
        say(f"this build: about {amount(known)} {prices.money}{rest}, by prices of {prices.dated}")


def _total(plans: Sequence[StagePlan]) -> tuple[Fraction, bool]:
    """Return what a build costs, as far as prices are known, and whether all are."""
    prices = [step.price for stage in plans for step in stage.made()]
    return sum((price for price in prices if price), Fraction(0)), None not in prices


def _data(plans: Sequence[StagePlan], prices: PriceTable) -> dict[str, Any]:
    """Return a plan for programs; the price of a step is what this build pays for it, null where nobody knows."""
    known, whole = _total(plans)
    stages = [asdict(stage) for stage in plans]
    for step in (step for stage in stages for step in stage["steps"] if step["state"] == "current"):
        step["price"] = 0
    cost = {"money": prices.money, "total": known, "all_known": whole, "dated": prices.dated}
    return {"stages": stages, "cost": cost}


def _priced(price: Fraction | None, money: str) -> str:
    if price is None:
        return ", at a price nobody knows"
    return f", about {amount(price)} {money}" if price else ""
