"""What tests of the commands have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.adapters.private_folder import private_folder
from tests.builds import registry_to_award_in


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry with a private folder beside it, in which there is a sealing key."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("BADGES_PRIVATE", raising=False)
    folder = registry_to_award_in(tmp_path / "badges")
    private_folder(folder).make_sealing_key()
    return folder
