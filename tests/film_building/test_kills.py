"""A build that is killed loses what was under way and nothing else; the next one gives the same film and leaves no rest."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from white_cloud.build.events import Event, ItemDone
from white_cloud.project import BuildOptions
from white_cloud.testing.processes import BuildProcess, told

Told = dict[str, Any]


class Stopped(Exception):
    """Raised by a listener, to end a build at an event."""


def _kill(film: Any, event: str, stage: str) -> list[Told]:
    """Kill a build of the film at an event of a stage that is not over then; return what was told until then."""
    with BuildProcess(film.screenplay, "--jobs", "1") as build:
        assert build.follow(lambda one: (one["event"], one.get("stage")) == (event, stage))
        ended = build.kill()
    assert (ended.status, ended.left) == (-signal.SIGKILL, ())
    assert not told(build.events, "StageDone", stage)
    return build.events


def _made(events: list[Told]) -> Iterator[tuple[str, str, str]]:
    """What was told as made; a line is both spoken and treated, which the reason tells apart."""
    return ((one["stage"], one["item"], one["reason"]) for one in events if one["event"] == "ItemDone")


def _rest(folder: Path) -> list[str]:
    """What lies in a film's folder and is no part of it."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*")]
    return [name for name in names if ".part" in name or ".under-way" in name or "under-way/" in name or "/tmp" in name]


def _sha(film: Any) -> str:
    return json.loads((film.out / "report.json").read_text())["sha256"]


def _stop_as_files_lie_in_place(film: Any) -> None:
    """Build in this process, and stop when the delivered files were moved into place."""

    def listen(event: Event) -> None:
        if isinstance(event, ItemDone) and event.stage == "deliver":
            raise Stopped

    with pytest.raises(Stopped):
        film.project().build(BuildOptions(jobs=1), listen)


def test_a_film_killed_in_every_stage_is_the_same_film_in_the_end(smallest: Any, embedded: Any) -> None:
    """Four builds are killed, each while a worker is at something; what was told as made is never made again."""
    events: list[Told] = []
    for event, stage in (("ItemDone", "voice"), ("ItemDone", "shoot"), ("ItemDone", "render"), ("StageStarted", "deliver")):
        events += _kill(smallest, event, stage)
    with BuildProcess(smallest.screenplay, "--jobs", "1") as build:
        assert build.finish().status == 0
    made = [one for one in _made(events + build.events) if one[0] != "write"]
    assert len(made) == len(set(made))
    assert not told(build.events, "Warned")
    assert build.events[-1]["sha256"] == embedded.sha256
    assert _rest(smallest.folder) == []
    assert smallest.project().store.blobs.damaged() == []
    assert smallest.project().store.damaged_records() == []


def test_a_film_without_its_report_is_delivered_again(film: Any) -> None:
    """A build that ended when the files of another film lay in place is not taken for the film that lay there before."""
    sha = _sha(film)
    film.rewrite("dunes at dawn", "dunes at noon")
    _stop_as_files_lie_in_place(film)
    assert not (film.out / "report.json").exists()
    film.rewrite("dunes at noon", "dunes at dawn")
    film.build()
    assert _sha(film) == sha
    assert [path.name for path in (film.out / "cuts").iterdir()] == ["0001"]


def test_a_cut_that_was_not_kept_before_the_build_ended_is_kept_by_the_next(film: Any) -> None:
    """The report stands last in place, the numbered cut after it."""
    film.rewrite("dunes at dawn", "dunes at noon")
    film.build()
    (film.out / "cuts" / "0002").rename(film.folder / "not-kept")
    film.build()
    assert sorted(path.name for path in (film.out / "cuts").iterdir()) == ["0001", "0002"]
    assert (film.out / "cuts" / "0002" / "film.mp4").stat().st_ino == (film.out / "film.mp4").stat().st_ino


def test_what_a_killed_build_left_beside_the_film_goes_with_the_next(film: Any) -> None:
    """Half a film may be large."""
    left = film.out / ".under-way-small" / "cut"
    left.mkdir(parents=True)
    (left / "film.mp4").write_bytes(b"half")
    film.build()
    assert _rest(film.folder) == []
