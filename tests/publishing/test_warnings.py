"""What is only warned of neither stops a build nor goes unsaid."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builds import REGISTRY, SEED, badges

CYRILLIC = "Rіverbend STEM District"  # its second letter is not the Latin one


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    copy = Path(shutil.copytree(REGISTRY, tmp_path / "registry"))
    issuer = copy / "badges" / "issuer.yml"
    text = issuer.read_text("utf-8")
    assert text.count("name: Riverbend STEM District") == 1
    issuer.write_text(text.replace("Riverbend STEM District", CYRILLIC), "utf-8")
    return copy


@pytest.mark.parametrize("arguments", [("--preview",), ()])
def test_a_name_with_letters_that_deceive_is_built_and_told(
    registry: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = badges("build", "--source", registry, "--out", tmp_path / "site", *arguments, BADGES_SIGNING_KEY=SEED)
    assert done.returncode == 0, done.stderr
    assert "[look-alike-letters]" in done.stdout + done.stderr
    assert (tmp_path / "site" / "issuer" / "profile.json").exists()


def test_a_stray_file_named_for_a_person_stops_a_build_that_prints_no_such_name(registry: Path, tmp_path: Path) -> None:
    (registry / "recipients" / "lincoln-high" / "circuit-design" / "pat.sample@students.example.yml").write_text("")
    done = badges("build", "--source", registry, "--out", tmp_path / "site", BADGES_SIGNING_KEY=SEED)
    assert done.returncode == 1
    assert "pat.sample@" not in done.stdout + done.stderr
