"""How a build's events are shown: bars on a terminal, plain lines in a pipe, JSON lines for programs."""

from __future__ import annotations

import json as json_format
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from white_cloud.build import events
from white_cloud.build.events import Event, Listener
from white_cloud.cli.app import say, shown


@contextmanager
def listening(*, json: bool) -> Iterator[Listener]:
    """Yield the listener that suits where standard output goes."""
    if json:
        yield _print_json
    elif sys.stdout.isatty():
        with _on_terminal() as tell:
            yield tell
    else:
        yield _print_plainly


def _print_json(event: Event) -> None:
    say(json_format.dumps(event.data(), ensure_ascii=False))
    sys.stdout.flush()


def _print_plainly(event: Event) -> None:
    if text := sentence(event):
        say(text)
        sys.stdout.flush()


def sentence(event: Event) -> str:  # noqa: PLR0911 - one a kind of event
    """Return an event in words, or nothing for one that is not worth a line."""
    match event:
        case events.StageStarted(stage=stage, made=made, reused=reused) if made:
            return f"{stage}: {made} to make, {reused} re-used"
        case events.StageStarted(stage=stage, reused=reused):
            return f"{stage}: nothing to make, {reused} re-used"
        case events.ItemDone(stage=stage, item=item, reason=reason, cost=cost):
            return f"  {stage} {item[:24]}" + (f", {cost}" if cost else "") + (f" ({reason})" if reason else "")
        case events.ItemFailed(stage=stage, named=named, message=message):
            return f"  {stage} {named} FAILED: {message}"
        case events.Warned(message=message):
            return f"note: {message}"
        case events.StageDone(stage=stage, made=made, seconds=seconds) if made:
            return f"{stage}: {made} made in {seconds:.1f} s"
        case events.Spent(spent=spent):
            return f"{spent} spent"
        case events.Finished(path=path, frames=frames, sha256=sha256, made=made, spent=spent):
            said = ("nothing had to be made" if not made else f"{made} things made") + (f", {spent} spent" if spent else "")
            return f"{shown(path)}: {frames} frames, {said}, sha256 {sha256[:16]}"
    return ""


@contextmanager
def _on_terminal() -> Iterator[Listener]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[item]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns) as progress:
        bars: dict[str, object] = {}

        def tell(event: Event) -> None:
            match event:
                case events.StageStarted(stage=stage, made=made, weight=weight) if made:
                    bars[stage] = progress.add_task(stage, total=weight, item=f"{made} to make")
                case events.ItemUnderWay(stage=stage, item=item, part=part) if stage in bars:
                    progress.update(bars[stage], item=f"{item[:24]} {part:.0%}")  # type: ignore[arg-type]
                case events.ItemDone(stage=stage, item=item, weight=weight) if stage in bars:
                    progress.update(bars[stage], advance=weight, item=item[:24])  # type: ignore[arg-type]
                case events.ItemFailed() | events.Warned() | events.Spent() | events.Finished():
                    # the terminal breaks what is long: a command that was broken here could not be pasted
                    progress.console.print(sentence(event), highlight=False, markup=False, soft_wrap=True)

        yield tell
