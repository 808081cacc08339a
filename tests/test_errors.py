"""What is raised in one process is told in another."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from generator.errors import (
    BadgesError,
    BuildFailed,
    OutputRefused,
    PressFailed,
    ReadBackFailed,
    ResourceDamaged,
    SiteBuilderFailed,
    SiteChangedInPart,
    UnknownDocument,
)


@pytest.mark.parametrize(
    "error",
    [
        BuildFailed("no"),
        OutputRefused(Path("site"), "it holds something else"),
        PressFailed("bhp5n40baqpaaqspp7ft4y5m95", "page"),
        ReadBackFailed("https://a.example/1", "refused", "it is not signed"),
        ResourceDamaged("contexts/did-v1.json"),
        SiteBuilderFailed("ERROR - no"),
        SiteChangedInPart(Path("site"), "No space left"),
        UnknownDocument("https://a.example/1", "it was removed", gone=True, asked=False),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_is_the_same_in_another_process(error: BadgesError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (str(again), again.__dict__) == (str(error), error.__dict__)
