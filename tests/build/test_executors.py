"""Where work runs: real worker processes and threads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil
import pytest

from white_cloud.build.executors import Pool, Task
from white_cloud.errors import DocumentError, Interrupted, Problem, WhiteCloudError

#: How long a process that should end may take before a test fails; it ends in a moment.
PATIENCE = 30

Workers = Callable[[], list[BaseProcess]]


@pytest.fixture
def pool() -> Iterator[Pool]:
    """One worker."""
    with Pool(1) as pool:
        yield pool


@pytest.fixture
def workers() -> Workers:
    """Return the worker processes that were started since the test began."""
    before = active_children()
    return lambda: [child for child in active_children() if child not in before]


def test_each_task_has_its_outcome_and_one_failure_leaves_the_others(pool: Pool) -> None:
    """The heaviest is begun first, each in another process, and what a task raised comes back as it was."""
    wrong = DocumentError("film.yaml", [Problem(1, 2, "title", "empty")])
    tasks = [
        Task("light", divmod, (7, 2), weight=1),
        Task("heavy", os.getpid, weight=9),
        Task("wrong", int, ("seven",), weight=5),
        Task("refused", exec, ("raise error", {"error": wrong}), weight=3),
    ]
    outcomes = list(pool.run(tasks))
    assert [outcome.task.id for outcome in outcomes] == ["heavy", "wrong", "refused", "light"]
    assert outcomes[0].value != os.getpid()
    assert isinstance(outcomes[1].error, ValueError)
    assert isinstance(outcomes[2].error, DocumentError)
    assert outcomes[2].error.problems == wrong.problems
    assert (outcomes[3].value, outcomes[3].error) == ((3, 1), None)


def test_kin_follow_one_another(pool: Pool) -> None:
    """The heaviest brings its kin along, the heavier first; whatever has none goes by its own weight."""
    kin = {"a": "pit", "b": "", "c": "pit", "d": "town", "e": "", "f": "pit"}
    weights = {"a": 2, "b": 5, "c": 9, "d": 7, "e": 1, "f": 3}
    tasks = [Task(id_, os.getpid, weight=weights[id_], kin=kin[id_]) for id_ in kin]
    assert "".join(outcome.task.id for outcome in pool.run(tasks)) == "cfadbe"


def test_the_same_workers_serve_run_after_run(pool: Pool) -> None:
    """Starting one costs more than most tasks."""
    first, second = (next(pool.run([Task("a", os.getpid)])).value for _ in range(2))
    assert first == second


def test_no_worker_is_started_before_there_is_work(pool: Pool, workers: Workers) -> None:
    """A plan costs none, and threads need none."""
    assert list(pool.run([])) == []
    assert [outcome.value for outcome in pool.run([Task("a", os.getpid, where="thread")])] == [os.getpid()]
    assert workers() == []


def test_leaving_the_pool_ends_its_workers(workers: Workers) -> None:
    """Also those that would work on for long, and without waiting for them."""
    with Pool(1) as pool:
        assert next(pool.run([Task("a", os.getpid)])).value
        pool._submit(Task("longer", signal.pause))
        (worker,) = workers()
        assert worker.is_alive()
    assert workers() == []
    assert not worker.is_alive()


def test_threads_run_as_many_at_once_as_there_are_jobs() -> None:
    """Two that wait for each other both end."""
    meeting = threading.Barrier(2)
    with Pool(2) as pool:
        outcomes = list(pool.run([Task(name, meeting.wait, (PATIENCE,), where="thread") for name in "ab"]))
    assert sorted(outcome.value for outcome in outcomes) == [0, 1]


def test_a_worker_that_dies_is_told_of_by_its_task_and_the_others_go_on(pool: Pool) -> None:
    """As when the system kills it for its memory: no hang, and no error that only a programmer understands."""
    outcomes = {
        outcome.task.id: outcome
        for outcome in pool.run([Task("pit_03", os._exit, (9,), weight=2), Task("next", divmod, (7, 2))])
    }
    error = outcomes["pit_03"].error
    assert type(error) is WhiteCloudError
    assert str(error).startswith("a worker process died while 'pit_03' was made")
    assert "fewer --jobs" in str(error)
    assert outcomes["next"].value == (3, 1)
    assert [outcome.value for outcome in pool.run([Task("later", divmod, (9, 2))])] == [(4, 1)]


def test_ctrl_c_raises_interrupted_and_leaves_no_child(workers: Workers) -> None:
    """Though a task would go on for ever; the worker itself leaves Ctrl-C to the parent."""
    parent = os.getpid()
    tasks = [Task("ctrl-c", os.kill, (parent, signal.SIGINT), weight=2), Task("for ever", signal.pause)]
    with Pool(1) as pool, pytest.raises(Interrupted, match="what was finished is kept"):
        list(pool.run(tasks))
    assert workers() == []


_BUILD = """
import signal
from white_cloud.build.executors import Pool, Task

def for_ever():
    print("at work", flush=True)  # the build waits for this by now
    signal.pause()

if __name__ == "__main__":
    with Pool(1) as pool:
        list(pool.run([Task("for ever", for_ever)]))
"""


@pytest.fixture
def build(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """A build in a process of its own, whose worker is at a task that never ends, and its children."""
    script = tmp_path / "build.py"
    script.write_text(_BUILD, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        while "at work" not in process.stdout.readline():
            assert process.poll() is None
        children = psutil.Process(process.pid).children(recursive=True)
        yield process, children
        process.kill()
        for child in children:
            if child.is_running():
                child.kill()


def test_workers_end_when_the_build_is_killed(build: tuple[subprocess.Popen[str], list[psutil.Process]]) -> None:
    """A build that had no chance to say goodbye leaves nobody at work."""
    process, children = build
    assert children
    process.kill()
    _, alive = psutil.wait_procs(children, timeout=PATIENCE)
    assert alive == []


def test_workers_end_when_the_build_is_interrupted(build: tuple[subprocess.Popen[str], list[psutil.Process]]) -> None:
    """And the build says what happened."""
    process, children = build
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert said.strip().splitlines()[-1].startswith("white_cloud.errors.Interrupted: stopped")
    _, alive = psutil.wait_procs(children, timeout=PATIENCE)
    assert alive == []


def test_of_one_lane_as_many_run_side_by_side_as_it_holds() -> None:
    """Whatever the number of workers: somebody else's machine is at work there."""
    meeting, here, most = threading.Barrier(3), threading.Semaphore(3), []

    def meet() -> None:
        most.append(here.acquire(blocking=False))
        meeting.wait(PATIENCE)
        here.release()

    with Pool(1) as pool:
        tasks = [Task(str(number), meet, where="thread", lane="vendor", at_once=3) for number in range(6)]
        outcomes = list(pool.run([*tasks, Task("beside", divmod, (7, 2), where="thread")]))
    assert [outcome.error for outcome in outcomes] == [None] * 7
    assert most == [True] * 6


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_lets_threads_come_to_a_place_where_they_can_stop(times: int) -> None:
    """They are told, and waited for; a second Ctrl-C leaves them behind."""
    left, leaving, told, released = [], [], threading.Event(), threading.Event()

    def order() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        assert pool.stopped.wait(PATIENCE)
        assert told.wait(PATIENCE)
        if times == 2:
            os.kill(os.getpid(), signal.SIGINT)
            assert released.wait(PATIENCE)
        left.append("written down")

    def tell(count: int) -> None:
        leaving.append(count)
        told.set()

    with Pool(1, leaving=tell) as pool, pytest.raises(Interrupted) as stopped:
        list(pool.run([Task("order", order, where="thread")]))
    assert leaving == [1]
    assert (left, stopped.value.abandoned) == (["written down"], False) if times == 1 else ([], True)
    released.set()


def test_breaking_off_lets_threads_come_to_a_stop() -> None:
    """As when the disk refuses what another of them delivered: nothing is begun again while they are at work."""
    left, begun = [], threading.Event()

    def order() -> None:
        begun.set()
        assert pool.stopped.wait(PATIENCE)
        left.append("written down")

    with Pool(2) as pool:
        outcomes = pool.run([Task("quick", begun.wait, (PATIENCE,), where="thread"), Task("slow", order, where="thread")])
        assert next(outcomes).task.id == "quick"
        outcomes.close()
        assert left == ["written down"]
