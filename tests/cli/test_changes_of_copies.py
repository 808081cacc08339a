"""`badges changes` of a file that was copied: what is wrong is told of the copy, whatever it is called."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import badges
from tests.cli.git_registry import repository

AWARD = "recipients/lincoln-high/basic-coding/xnk6bkcg0sqykm1y8t8yez6p4r.yml"


@pytest.mark.parametrize(
    ("copy", "code"),
    [
        ("recipients/harbor-middle/basic-coding/xnk6bkcg0sqykm1y8t8yez6p4r.yml", "repeated-id"),
        ("recipients/harbor-middle/basic-coding/0aaaaaaaaaaaaaaaaaaaaaaaaa.yml", "seal-repeated"),
        ("recipients/lincoln-high/basic-coding/zzzzzzzzzzzzzzzzzzzzzzzzzz.yml", "seal-repeated"),
    ],
)
def test_a_copy_of_an_award_is_refused_where_the_copy_stands(tmp_path: Path, copy: str, code: str) -> None:
    clone = repository(tmp_path / "world")
    shutil.copy(clone / AWARD, clone / copy)
    done = CliRunner().invoke(badges, ["changes", "HEAD", "--source", str(clone), "--jobs", "1", "--format", "json"])
    found = json.loads(done.stdout)
    assert [(problem["code"], problem["path"]) for problem in found["problems"]] == [(code, copy)]
    assert [entry["file"] for entry in found["issues"]] == [copy]
    assert done.exit_code == 1
