"""A `map` over processes, in order, that takes no more from its input than it has work for."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

from generator.publishing.checking import Map

A = TypeVar("A")
B = TypeVar("B")


def available() -> int:
    """How many processes this machine can run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_of(jobs: int) -> Map:
    """The built-in `map` for one job, else one over that many processes."""

    def over_processes(function: Callable[[A], B], items: Iterable[A], /) -> Iterator[B]:
        stream = iter(items)
        first = list(itertools.islice(stream, 2))
        if len(first) < 2:  # a pool costs more than a single batch
            yield from map(function, first)
            return
        # Spawned, not forked: what a worker knows is what it was given, on every system alike.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent) as pool:
            yield from _windowed(pool, function, itertools.chain(first, stream), 2 * jobs)

    return map if jobs == 1 else over_processes


def _end_with_parent() -> None:
    """In a worker: end when the process that started it ends, even by SIGKILL, instead of working on for nobody."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_end, args=(parent,), daemon=True).start()


def _wait_and_end(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _windowed(pool: ProcessPoolExecutor, function: Callable[[A], B], items: Iterable[A], window: int) -> Iterator[B]:
    """The values in order, with at most `window` items under way; on an error what has not begun is dropped."""
    waiting: deque[Future[B]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) >= window:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
