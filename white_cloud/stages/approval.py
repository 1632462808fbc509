"""Approval: why the words of a film still wait for a person, in a sentence that says what to do."""

from __future__ import annotations

import shlex
from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from white_cloud.build.steps import StagePlan
from white_cloud.errors import few
from white_cloud.film.prices import for_about, total
from white_cloud.film.script import ScriptDocument


def not_approved(script: ScriptDocument, file: str = "") -> str:
    """Return why the words of a script are not approved: which lines changed since, where some were; and the command.

    `file` is the screenplay as a person named it.
    """
    path = f"scripts_screenplay/{script.film}"
    command = f"white-cloud approve {shlex.quote(file or f'{path}.yaml')}"
    return f"{_why(script)}: read {path}.script.yaml, change or lock what you like, then `{command}` and build again"


def held(plan: StagePlan, waiting: Collection[str], why: str, money: str) -> StagePlan:
    """Return the plan of the shoot with shots that wait for approval, and `why`; what they cost then is not this build's."""
    reason = f"the screenplay asks for a review, and {why}"
    steps = (
        replace(step, state="blocked", reason=reason, price=Fraction(0)) if step.id in waiting else step for step in plan.steps
    )
    price = total(step.price for step in plan.steps if step.id in waiting)
    then = () if price == 0 else (f"what waits for approval is shot {for_about(price, money)} then",)
    return replace(plan, steps=tuple(steps), remarks=(*plan.remarks, *then))


def _why(script: ScriptDocument) -> str:
    if changed := script.changed_since_approval():
        lines = "1 line is not as it was" if len(changed) == 1 else f"{len(changed)} lines are not as they were"
        return f"{lines} when the words were approved ({few(changed)})"
    if script.approved and not script.approved_words:
        return "`approved: true` stands in the script without `approved_words`, so nobody can tell which words it is about"
    return "its words are not approved yet"
