"""Each case in `changes/` is a change of the sample registry, and `badges changes` says what stands beside it.

Those whose name begins with `site-` are compared with the site that was built before, in `site/`.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.adapters import registry
from generator.cli.main import badges
from tests.builds import built
from tests.cli.git_registry import REGISTRY, commit, git
from tests.problems.cases_of import apply

HERE = Path(__file__).parent
CASES = sorted((HERE / "changes").glob("*.case"))


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: date(2026, 11, 22))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample registry as it is published: a repository with one commit."""
    top = tmp_path_factory.mktemp("published") / "registry"
    shutil.copytree(REGISTRY, top)
    git(top, "init", "-q", "-b", "main")
    commit(top)
    return top


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_a_change_does_is_told_and_what_breaks_a_promise_is_refused(
    case: Path, published: Path, tmp_path: Path, bless: bool
) -> None:
    top = tmp_path / "registry"
    shutil.copytree(published, top)
    of_site = case.stem.startswith("site-")
    if of_site:
        built(top, top / "site")
    apply(case.read_text("utf-8"), top)
    base = str(top / "site") if of_site else "HEAD"
    done = CliRunner().invoke(badges, ["changes", base, "--source", str(top), "--jobs", "1", "--quiet"])
    said = re.sub("commit [0-9a-f]{40}", "commit COMMIT", done.stdout).replace(f"{top}/", "")
    expected = case.with_suffix(".txt")
    if bless:
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8"), done.stderr
    assert done.exit_code == (1 if ": error: " in said else 0)
