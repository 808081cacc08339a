"""Work in other processes: the values in order, and what is raised told as what it was."""

from __future__ import annotations

import os

import pytest

from generator.adapters.pool import processes
from generator.errors import PressFailed


def with_process(item: int) -> tuple[int, int]:
    return item, os.getpid()


def refused(item: int) -> int:
    if item == 7:
        raise PressFailed("bhp5n40baqpaaqspp7ft4y5m95", "page")
    return item


def test_the_values_are_in_the_order_of_the_items() -> None:
    with processes(2) as run:
        found = list(run(with_process, range(20)))
    assert [item for item, _ in found] == [*range(20)]
    assert os.getpid() not in {process for _, process in found}


def test_what_goes_wrong_in_another_process_is_told_as_what_it_was() -> None:
    with processes(2) as run, pytest.raises(PressFailed, match="the page of bhp5n40baqpaaqspp7ft4y5m95") as raised:
        list(run(refused, range(20)))
    assert raised.value.what == "page"
