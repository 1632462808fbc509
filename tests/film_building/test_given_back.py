"""What a backend holds between requests, such as a loaded model, is given back when a stage ends, however it ends."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from white_cloud.backends import registry
from white_cloud.backends.base import Progress, silent
from white_cloud.backends.cameras.base import Footage, ShotRequest
from white_cloud.build.events import Event, ItemDone, ItemUnderWay, Warned
from white_cloud.errors import Interrupted
from white_cloud.project import BuildOptions
from white_cloud.testing.fakes import Calls, FakeCamera, FakeListener, FakeVoice

#: How long a thread waits for another before a test fails, in seconds; it waits a moment.
PATIENCE = 30
#: Why a line that was spoken before is treated.
TREATED = "its speech, register, drift or glitch is new, or the cache was cleared"


def stopping(met: Callable[[ItemDone], bool]) -> Callable[[Event], None]:
    """Return a listener that presses Ctrl-C as it is told of the first thing that is `met`."""

    def tell(event: Event) -> None:
        if isinstance(event, ItemDone) and met(event):
            raise KeyboardInterrupt

    return tell


@pytest.fixture
def changed(film: Any) -> Any:
    """A film that hears back what it speaks, with a line and two shots to be made anew."""
    film.rewrite("cards:", "listener: {use: fake, verify: true}\ncards:")
    film.rewrite("en: The water is sweet.", "en: The water is bitter.")
    film.rewrite("prompt: dunes at dawn", "prompt: dunes at noon")
    film.rewrite("prompt: virtual paradise", "prompt: another paradise")
    return film


@pytest.mark.parametrize(
    ("stage", "reason", "times"),
    [("voice", "", {FakeVoice: 1, FakeListener: 1}), ("voice", TREATED, {FakeListener: 2}), ("shoot", "", {FakeCamera: 1})],
)
def test_a_stage_that_is_stopped_gives_back_what_it_held(changed: Any, stage: str, reason: str, times: dict[Any, int]) -> None:
    """By Ctrl-C as a line was spoken, as it was treated (the listener is needed in both), or as a shot was made."""
    tell = stopping(lambda done: done.stage == stage and reason in {"", done.reason})
    with pytest.raises(KeyboardInterrupt):
        changed.project().build(BuildOptions(jobs=1, until="shoot"), tell)
    assert {one: one.calls.closed for one in times} == times


class Waiting(FakeCamera):
    """Shoots at once, but for the prompt `another paradise`, at which it stays until it is let go."""

    name: ClassVar[str] = "waiting"
    calls: ClassVar[Calls] = Calls()
    begun: ClassVar[threading.Event] = threading.Event()
    let_go: ClassVar[threading.Event] = threading.Event()

    def make(self, request: ShotRequest, folder: Path, progress: Progress = silent) -> Footage:
        """Shoot what is at once when the other is under way."""
        if request.prompt == "another paradise":
            self.begun.set()
            assert self.let_go.wait(PATIENCE)
            raise Interrupted("let go")
        assert self.begun.wait(PATIENCE)
        return super().make(request, folder, progress)


def test_what_a_thread_that_was_left_behind_works_with_is_not_waited_for(changed: Any) -> None:
    """A second Ctrl-C ends the build at once, though a shot is still under way."""
    registry.add("camera", Waiting)
    changed.rewrite("camera: fake", "camera: waiting")
    pressed: list[Event] = []

    def tell(event: Event) -> None:
        if (isinstance(event, ItemDone) and event.stage == "shoot") or pressed:
            pressed.append(event)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        changed.project().build(BuildOptions(jobs=4, until="shoot"), tell)
    closed = Waiting.calls.closed
    Waiting.let_go.set()
    assert (len(pressed), closed) == (2, 0)


class Stepping(FakeCamera):
    """Works in two steps; between them it waits until the build is being stopped."""

    name: ClassVar[str] = "stepping"
    calls: ClassVar[Calls] = Calls()
    stopping: ClassVar[threading.Event] = threading.Event()
    finished: ClassVar[list[str]] = []

    def make(self, request: ShotRequest, folder: Path, progress: Progress = silent) -> Footage:
        """Shoot in one step after the other."""
        progress(0.5)
        assert self.stopping.wait(PATIENCE)
        progress(0.9)
        self.finished.append(request.prompt)
        return super().make(request, folder, progress)


def test_a_shot_under_way_ends_between_two_steps_when_the_build_is_stopped(changed: Any) -> None:
    """A free one, on this machine: nobody waits for it."""
    registry.add("camera", Stepping)
    changed.rewrite("camera: fake", "camera: stepping")

    def tell(event: Event) -> None:
        if isinstance(event, ItemUnderWay) and event.part == 0.5:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        if isinstance(event, Warned) and event.message.startswith("stopping"):
            Stepping.stopping.set()

    with pytest.raises(Interrupted):
        changed.project().build(BuildOptions(jobs=1, until="shoot"), tell)
    assert (Stepping.finished, Stepping.calls.closed) == ([], 1)
