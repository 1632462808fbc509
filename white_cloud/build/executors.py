"""Where work runs: worker processes for what keeps a core busy, threads for what waits on somebody else's machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any, Literal

from white_cloud import memory
from white_cloud.errors import Interrupted, WhiteCloudError

Where = Literal["process", "thread"]

#: Threads of one pool: they wait for other machines, and are started as they are needed.
_MOST_THREADS = 64
#: The longest wait without a look around, in seconds: a Ctrl-C that comes as a wait begins is heard by nobody before it ends.
_TICK = 0.25


@dataclass(frozen=True)
class Task:
    """A call to make elsewhere; for worker processes function and arguments are picklable.

    The heaviest are begun first, and with one its `kin`: those that share what is dear to make and cheap to keep. Of one `lane`
    at most `at_once` run side by side, whatever the number of workers: another machine works there, or a large model.
    """

    id: str
    call: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    weight: int = 1
    where: Where = "process"
    kin: str = ""
    lane: str = ""
    at_once: int = 0


@dataclass(frozen=True)
class Outcome:
    """How a task ended: what it returned, or what it raised."""

    task: Task
    value: Any = None
    error: BaseException | None = None


@dataclass
class Pool:
    """Up to `jobs` workers of each kind, started when first needed. Use as a context manager; leaving it ends them.

    On Ctrl-C `stopped` is set, and threads are let come to a place where they can stop: `leaving` is told how many there are. A
    second Ctrl-C leaves them behind.
    """

    jobs: int
    leaving: Callable[[int], None] = lambda _: None
    stopped: threading.Event = field(default_factory=threading.Event)
    _executors: dict[Where, Executor] = field(default_factory=dict)
    _in_threads: int = 0
    _idle: threading.Condition = field(default_factory=threading.Condition)

    def __enter__(self) -> Pool:
        """Return the pool."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers; what is under way in them is abandoned."""
        for executor in self._executors.values():
            _end(executor)
        self._executors.clear()

    @property
    def busy(self) -> bool:
        """Whether a thread is at work: after a run, one that was left behind."""
        return self._in_threads > 0

    def run(self, tasks: Iterator[Task] | list[Task]) -> Generator[Outcome, None, None]:
        """Run tasks and yield outcomes as they end, in no order; Ctrl-C raises Interrupted at once. Close it to break off.

        Worker processes end with the run, and their memory with them. When one dies, what was under way in the workers has
        failed; the rest goes on in new ones.
        """
        waiting = deque(_in_order(list(tasks)))
        running: dict[Future[Any], Task] = {}
        try:
            while waiting or running:
                while task := self._next(waiting, list(running.values())):
                    running[self._submit(task)] = task
                done, _ = wait(running, timeout=_TICK, return_when=FIRST_COMPLETED)
                yield from _outcomes(done, running)
        except KeyboardInterrupt:
            stopped = Interrupted("stopped; what was finished is kept, and the next build goes on from there")
            stopped.abandoned = not self._stop()
            raise stopped from None
        except BaseException:  # whoever asked breaks off: what is under way in threads comes to a stop all the same
            self._stop()
            raise

        # what a stage held in memory (baked grounds, beds of sound) is of no use to the next
        if "process" in self._executors:
            _end(self._executors.pop("process"))

    def _next(self, waiting: deque[Task], running: Sequence[Task]) -> Task | None:
        """Take the first waiting task for which there is room."""
        crowded: Counter[str] = Counter(task.lane for task in running)
        for task in waiting:
            if crowded[task.lane] < (task.at_once or self.jobs):
                waiting.remove(task)
                return task
        return None

    def _stop(self) -> bool:
        """Let threads come to a stop, and return whether they did; worker processes need none, they end with the pool."""
        self.stopped.set()
        if "thread" in self._executors:
            self._executors["thread"].shutdown(wait=False, cancel_futures=True)
        with self._idle:
            if self._in_threads:
                self.leaving(self._in_threads)
            try:
                while not self._idle.wait_for(lambda: self._in_threads == 0, timeout=_TICK):
                    pass
            except KeyboardInterrupt:
                return False
        return True

    def _thread(self, call: Callable[..., Any], *arguments: Any) -> Any:
        """Do a task in this thread, which counts as at work until it is done."""
        with self._idle:
            self._in_threads += 1
        try:
            return call(*arguments)
        finally:
            with self._idle:
                self._in_threads -= 1
                self._idle.notify_all()

    def _submit(self, task: Task) -> Future[Any]:
        try:
            return self._begin(task)
        except BrokenProcessPool:
            _end(self._executors.pop(task.where))
            return self._begin(task)

    def _begin(self, task: Task) -> Future[Any]:
        executor = self._executor(task.where)
        if task.where == "process":
            return executor.submit(_work, task.call, *task.arguments)
        return executor.submit(self._thread, task.call, *task.arguments)

    def _executor(self, where: Where) -> Executor:
        if where not in self._executors:
            self._executors[where] = self._workers() if where == "process" else ThreadPoolExecutor(_MOST_THREADS)
        return self._executors[where]

    def _workers(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_begin_worker)


def _in_order(tasks: list[Task]) -> list[Task]:
    """Return tasks, the heaviest first, each followed by its kin; those without kin stand for themselves."""
    heaviest: dict[str, int] = {}
    for task in tasks:
        heaviest[task.kin] = max(task.weight, heaviest.get(task.kin, 0))
    return sorted(tasks, key=lambda one: (-(heaviest[one.kin] if one.kin else one.weight), one.kin, -one.weight))


def _outcomes(done: set[Future[Any]], running: dict[Future[Any], Task]) -> Iterator[Outcome]:
    for future in sorted(done, key=lambda one: running[one].id):
        task = running.pop(future)
        error = future.exception()
        if isinstance(error, BrokenProcessPool):
            error = _died(task, error)
        yield Outcome(task, None if error else future.result(), error)


def _died(task: Task, broken: BrokenProcessPool) -> WhiteCloudError:
    error = WhiteCloudError(
        f"a worker process died while {task.id!r} was made: it may have run out of memory, or was killed. "
        "Build again with fewer --jobs; what was finished is kept"
    )
    error.__cause__ = broken
    return error


def _end(executor: Executor) -> None:
    """End an executor without waiting for what is under way: worker processes are gone afterwards, threads may run out."""
    # an executor forgets its processes as it shuts down, so they are told first
    workers = list((getattr(executor, "_processes", None) or {}).values())
    for worker in workers:
        worker.terminate()
    executor.shutdown(wait=bool(workers), cancel_futures=True)


def _work(call: Callable[..., Any], *arguments: Any) -> Any:
    """Do a task in a worker process, which then holds no more memory than it needs."""
    try:
        return call(*arguments)
    finally:
        memory.give_back()


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end when the parent ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


#: Set before worker processes start: numerical libraries read these when they load.
ONE_THREAD: Mapping[str, str] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
