"""What nobody foresaw is told without a word of what was read."""

from __future__ import annotations

import sys

import pytest

from generator.cli import check, main


def test_an_unforeseen_fault_says_where_it_is_and_nothing_that_was_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("Sample Learner One <one@learners.example>")

    monkeypatch.setattr(check, "check_folder", fail)
    monkeypatch.setattr(sys, "argv", ["badges", "check"])
    with pytest.raises(SystemExit) as ended:
        main.main()
    said = capsys.readouterr().err
    assert ended.value.code == 3
    assert "KeyError at main.py:" in said
    assert "check.py:" in said
    assert "Sample" not in said
    assert "learners.example" not in said
