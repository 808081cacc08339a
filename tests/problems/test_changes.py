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
from generator.adapters.change_request import Request
from generator.adapters.changes import changes_of
from generator.adapters.registry_folder import RegistryFolder
from generator.cli.main import badges
from generator.names import AwardId
from generator.publishing.changes.sides import Side, documents, page
from generator.publishing.changes.summary import page_of
from generator.sources import catalogue
from generator.sources.layout import record_files
from tests.builds import built
from tests.cli.git_registry import REGISTRY, publish
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
    publish(top)
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


OF_COMMITS = [case for case in CASES if not case.stem.startswith("site-")]


@pytest.mark.parametrize("case", OF_COMMITS, ids=lambda case: case.stem)
def test_what_is_told_of_awards_is_what_comparing_every_one_of_them_finds(
    case: Path, published: Path, tmp_path: Path
) -> None:
    top = tmp_path / "registry"
    shutil.copytree(published, top)
    apply(case.read_text("utf-8"), top)
    outcome = changes_of(Request(source=top, base="HEAD", jobs=1), lambda *_: None)
    if not outcome.changes.complete:
        return
    were, are = documents_of(published), documents_of(top)
    both = were.keys() & are.keys()
    assert {told.file.id for told in outcome.changes.issues} == are.keys() - were.keys()
    assert {told.file.id for told in outcome.changes.erases} == were.keys() - are.keys()
    assert {told.file.id for told in outcome.changes.alters} == {id for id in both if were[id][0] != are[id][0]}
    pages = {page.path: page.how for page in outcome.changes.pages if page.path.startswith("awards/")}
    changed = {page_of(AwardId(id)) for id in both if were[id][1] != are[id][1]}
    assert {path for path, how in pages.items() if how == "changed"} == changed
    assert len(pages) == len(changed) + len(were.keys() ^ are.keys())


def documents_of(top: Path) -> dict[str, tuple[object, bytes | None]]:
    """Of each award what is frozen, and its page."""
    source = RegistryFolder(top)
    loaded = catalogue.load(source, date(2026, 11, 22))
    assert loaded.catalogue
    side = Side(source=source, loaded=loaded, catalogue=loaded.catalogue)
    found: dict[str, tuple[object, bytes | None]] = {}
    for file in record_files(source, loaded.folders, []):
        award = side.award(file)
        if award:
            parts = side.parts(award) or []
            made = documents(side.catalogue, award, parts)
            found[file.id] = made, page(side.catalogue, award, parts)
        else:
            found[file.id] = None, None
    return found
