"""The search for leaks finds what is there."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode

import pytest

from tests.flows.leaks import leaks

NAME = "Sample Learner Nine"


@pytest.mark.parametrize(
    "text",
    [
        b"... Sample Learner Nine ...",
        b"sample learner NINE",
        b"?to=Sample%20Learner%20Nine",
        *(b64encode(b"x" * before + NAME.encode() + b"yz") for before in range(6)),
        *(urlsafe_b64encode(b"\xff" * before + NAME.encode() + b"?>") for before in range(6)),
    ],
)
def test_a_name_is_found_in_every_disguise(text: bytes) -> None:
    assert leaks([("here", text)], [NAME]) == [("here", NAME)]


def test_nothing_is_found_where_nothing_is() -> None:
    assert leaks([("here", b"Sample Learner Ten"), ("there", b"")], [NAME]) == []
