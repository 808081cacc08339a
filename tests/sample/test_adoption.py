"""What a district does with this repository as docs/hosting.md says, step 3: its own issuer, one badge, no award."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from sample.make import TOP
from tests.builds import badges

KEPT = "circuit-design"


def adopted(folder: Path) -> Path:
    """The repository's files with another issuer, its first badge alone, and none of the awards."""
    for name in ("badges", "docs"):
        shutil.copytree(TOP / name, folder / name)
    for badge in (folder / "badges").iterdir():
        if badge.is_dir() and badge.name != KEPT:
            shutil.rmtree(badge)
    issuer = yaml.safe_load((folder / "badges/issuer.yml").read_text("utf-8"))
    engineering = issuer["assessors"]["engineering-lab"] | {"badges": [KEPT]}
    own = {
        "name": "Example Schools",
        "url": "https://badges.schools.test",
        "email": "badges@schools.test",
        "repository": "example-schools/badges",
        "assessors": {"engineering-lab": engineering},
    }
    (folder / "badges/issuer.yml").write_text(yaml.safe_dump(issuer | own), "utf-8")
    settings = (TOP / "mkdocs.yml").read_text("utf-8").replace("badges.riverbend.example", "badges.schools.test")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    assert badges("codeowners", "--source", folder).returncode == 0
    return folder


def test_a_district_that_takes_this_repository_meets_no_mistake_that_it_did_not_make(tmp_path: Path) -> None:
    done = badges("check", "--source", adopted(tmp_path))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "badges: no mistakes in 1 badge and 0 awards\n"


def test_its_site_can_be_built_before_there_is_an_award(tmp_path: Path) -> None:
    source = adopted(tmp_path / "registry")
    done = badges("build", "--preview", "--source", source, "--out", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/badges/circuit-design/index.html").is_file()
    assert "Example Schools" in (tmp_path / "site/issuer/index.html").read_text("utf-8")
