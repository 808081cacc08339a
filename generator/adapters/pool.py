"""A `map` over processes, in order, that takes no more from its input than it has work for."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

    from generator.publishing.checking import Map

A = TypeVar("A")
B = TypeVar("B")

# What a worker holds at a time of the functions that it was given.
_MOST_HELD: Final = 4
_held: dict[bytes, Callable[[Any], Any]] = {}


def available() -> int:
    """How many processes this machine can run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def processes(jobs: int, *, at_once: bool = False) -> Iterator[Map]:
    """The built-in `map` for one job, else one over that many processes, which live as long as the block.

    They begin with the first map of more than one item, or `at_once`; several threads may map at a time. A function
    reaches each process once: what it keeps for itself while it works is there for its next item.
    """
    with _seldom_collecting():
        if jobs == 1:
            yield _one_by_one
            return
        pool = _Pool(jobs)
        try:
            if at_once:
                pool.begin()
            yield pool.map
        finally:
            pool.close()


@contextlib.contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Without Python's search for circles of garbage, which takes an eighth of the time: `_tidy` does it instead."""
    if not gc.isenabled():
        yield
        return
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _tidy(value: B) -> B:
    """The value, once the circles are gone that were left behind in making it."""
    gc.collect(0)
    return value


def _one_by_one(function: Callable[[A], B], items: Iterable[A], /) -> Iterator[B]:
    return (_tidy(function(item)) for item in items)


class _Pool:
    """Processes that are started when they are needed."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[A], B], items: Iterable[A], /) -> Iterator[B]:
        """The function's values in the order of the items."""
        stream = iter(items)
        first = list(itertools.islice(stream, 2))
        if len(first) < 2 and self._executor is None:  # processes cost more than a single item
            yield from _one_by_one(function, first)
            return
        data = pickle.dumps(function)
        yield from self._windowed(sha256(data).digest(), data, itertools.chain(first, stream))

    def _windowed(self, digest: bytes, data: bytes, items: Iterable[Any]) -> Iterator[Any]:
        """The values in order, with few items under way; on an error what has not begun is dropped."""
        executor = self.begin()
        waiting: deque[Future[Any]] = deque()
        try:
            for item in items:
                waiting.append(executor.submit(_call, digest, data, item))
                if len(waiting) >= 2 * self._jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def begin(self) -> ProcessPoolExecutor:
        """The processes, which may be asked for by several threads."""
        # Imported here: whoever only asks how many there can be need not wait for what begins them.
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        with self._lock:
            if self._executor is None:
                # Forked where that is safe, as they need not import anything then; else spawned.
                forks = sys.platform == "linux" and threading.active_count() == 1
                context = multiprocessing.get_context("fork" if forks else "spawn")
                self._executor = ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_begin)
                self._executor.submit(int)  # so that they are there, before there are threads
            return self._executor

    def close(self) -> None:
        """End the processes when what they are at is done."""
        if self._executor is not None:
            self._executor.shutdown()


def _call(digest: bytes, data: bytes, item: Any) -> Any:
    """In a worker: the value of the function that the data hold, the same object each time."""
    if digest not in _held:
        while len(_held) >= _MOST_HELD:
            del _held[next(iter(_held))]
        _held[digest] = pickle.loads(data)
    return _tidy(_held[digest](item))


def _begin() -> None:
    """In a worker, first of all."""
    gc.freeze()
    gc.disable()
    _end_with_parent()


def _end_with_parent() -> None:
    """In a worker: end when the process that started it ends, even by SIGKILL, instead of working on for nobody."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_end, args=(parent,), daemon=True).start()


def _wait_and_end(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
