"""`badges changes` against a published site: what publishing would do, by this version of the program."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.adapters import registry
from generator.adapters.site_folder import SiteFolder
from generator.cli import changes as command
from generator.cli.main import badges
from generator.openbadges import v2, v3
from tests.builds import REGISTRY, built
from tests.builds import badges as run_badges

CIRCUIT = "recipients/lincoln-high/circuit-design"
OLD, OTHER = "ef0aqs1f2ye055gxke4z9w47aj", "bhp5n40baqpaaqspp7ft4y5m95"
STACK = "q5xcx3p8dawbb271ayt5v59k0r"
NEW = "0aaaaaaaaaaaaaaaaaaaaaaaaa"
URL = "https://badges.riverbend.example"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: date(2026, 11, 22))


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(REGISTRY, tmp_path_factory.mktemp("pristine") / "site")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """The registry that was published, to be changed."""
    shutil.copytree(REGISTRY, tmp_path / "registry")
    return tmp_path / "registry"


def run(source: Path, base: object, *options: str) -> Result:
    return CliRunner().invoke(badges, ["changes", str(base), "--source", str(source), "--jobs", "1", *options])


def told(source: Path, base: object, *options: str) -> dict[str, Any]:
    done = run(source, base, "--format", "json", *options)
    assert done.stdout, done.exception
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["mayBeMerged"] == (done.exit_code == 0)
    return found


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def codes(found: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in found["problems"]]


def test_a_site_that_is_what_the_registry_says_is_not_changed(top: Path, pristine: Path) -> None:
    found = told(top, pristine)
    assert set(found["counts"].values()) == {0}
    assert found["problems"] == []


def test_what_would_be_published_is_counted(top: Path, pristine: Path) -> None:
    text = (top / CIRCUIT / f"{OLD}.yml").read_text().replace("status: 34692", "status: 700")
    (top / CIRCUIT / f"{NEW}.yml").write_text(text)
    with (top / CIRCUIT / f"{OTHER}.yml").open("a") as file:
        file.write("revoked:\n  date: 2026-11-20\n  reason: Awarded in error\n")
    (top / CIRCUIT / f"{OLD}.yml").unlink()
    with (top / "recipients/reserved.yml").open("a") as file:
        file.write("- {status: 34692, revoked: true}\n")
    found = told(top, pristine)
    assert found["problems"] == []
    assert [entry["award"] for entry in found["issues"]] == [NEW]
    assert [entry["award"] for entry in found["revokes"]] == [OTHER, OLD]
    assert [entry["award"] for entry in found["erases"]] == [OLD]
    assert {entry["path"]: entry["change"] for entry in found["pages"]} == {
        f"awards/0a/{NEW}.html": "added",
        f"awards/bh/{OTHER}.html": "changed",
        f"awards/ef/{OLD}.html": "removed",
        f"awards/q5/{STACK}.html": "changed",
    }


def test_what_is_issued_bears_no_number_of_another(top: Path, pristine: Path) -> None:
    text = (top / CIRCUIT / f"{OLD}.yml").read_text()
    (top / CIRCUIT / f"{NEW}.yml").write_text(re.sub(r"sha256\$..", "sha256$00", text))
    assert codes(told(top, pristine)) == ["status-taken"]


def another_member(made: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    return lambda *given: made(*given) | {"language": "en"}


@pytest.mark.parametrize(("module", "name"), [(v3, "credential"), (v2, "assertion")])
def test_a_program_that_would_compose_other_documents_is_found(
    top: Path, pristine: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    monkeypatch.setattr(module, name, another_member(getattr(module, name)))
    found = told(top, pristine)
    # Of a revoked award, the hosted assertion says no more than that.
    assert found["counts"]["alters"] == (8 if module is v3 else 7)
    assert codes(found) == ["altered-published"]
    assert '/language: it lacks "en"' in found["problems"][0]["message"]
    assert "report it" in found["problems"][0]["hint"]


@pytest.mark.parametrize(("module", "name"), [(v3, "achievement"), (v2, "badge_class")])
def test_a_program_that_would_compose_other_badges_is_found(
    top: Path, pristine: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    monkeypatch.setattr(module, name, another_member(getattr(module, name)))
    found = told(top, pristine)
    assert set(codes(found)) == {"altered-published"}
    assert {problem["path"] for problem in found["problems"]} == {
        f"badges/{badge}.yml"
        for badge in (
            "3d-modeling/v1", "basic-coding/v1", "basic-coding/v2", "circuit-design/v1", "engineering-foundations/v1",
            "self-driving-car/v1",
        )
    }  # fmt: skip


def test_an_amendment_declares_the_text_of_a_badge_but_no_result_of_an_award(top: Path, pristine: Path) -> None:
    version = top / "badges/circuit-design/v1.yml"
    edit(version, "Circuit Design\n", "Circuit Drawing\n")
    assert codes(told(top, pristine)) == ["altered-published"] * 4
    version.write_text(version.read_text() + "amended:\n  - {date: 2026-11-22, reason: A word was wrong}\n")
    found = told(top, pristine)
    assert found["problems"] == []
    assert {entry["award"]: entry["declared"] for entry in found["alters"]} == dict.fromkeys([OLD, OTHER, STACK], True)
    edit(top / CIRCUIT / f"{OTHER}.yml", "wiring: exemplary", "wiring: proficient")
    found = told(top, pristine)
    assert codes(found) == ["altered-published"]
    assert found["problems"][0]["path"] == f"{CIRCUIT}/{OTHER}.yml"


def test_a_name_that_held_until_a_day_alters_nothing(top: Path, pristine: Path) -> None:
    names = "name:\n  - {name: Riverbend STEM District, until: 2026-11-20}\n  - {name: Riverbend Schools}\n"
    edit(top / "badges/issuer.yml", "name: Riverbend STEM District\n", names)
    found = told(top, pristine)
    assert found["counts"]["alters"] == 0
    assert found["problems"] == []
    assert {"path": "issuer/index.html", "change": "changed"} in found["pages"]


def test_another_key_renews_each_proof(top: Path, pristine: Path) -> None:
    key = "  - public: z6MkvRXNYcE7MMduynWTgeKbDaT1iijDSC8pZqXZc8rHPrf2\n    since: 2026-11-20\n  - public: z6Mkon3"
    edit(top / "badges/issuer.yml", "  - public: z6Mkon3", key)
    found = told(top, pristine)
    assert (found["counts"]["renews"], found["counts"]["alters"], found["problems"]) == (8, 0, [])


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("badges/issuer.yml", "    since: 2025-09-01\n    revoked: 2026-01-05\n", "    since: 2025-09-01\n",
         "revocation-undone"),
        ("recipients/reserved.yml", "- {status: 202, revoked: true}\n", "- {status: 202, revoked: false}\n",
         "revocation-undone"),
        ("recipients/reserved.yml", "- {status: 202, revoked: true}\n", "", "revocation-undone"),
        ("recipients/lincoln-high/basic-coding/9563jd2r81ctkgssva1k72cyn7.yml",
         "revoked:\n  date: 2026-05-01\n  reason: Awarded in error\n", "", "revocation-undone"),
        (f"{CIRCUIT}/{OLD}.yml", "status: 34692", "status: 34693", "altered-published"),
    ],
)  # fmt: skip
def test_what_was_published_is_not_taken_back(
    top: Path, pristine: Path, path: str, old: str, new: str, code: str
) -> None:
    edit(top / path, old, new)
    assert codes(told(top, pristine)) == [code]


def test_what_was_published_lasts(top: Path, pristine: Path) -> None:
    (top / "badges/basic-coding/v2.yml").unlink()
    (top / f"{CIRCUIT}/{OLD}.yml").unlink()
    (top / "recipients/harbor-middle/basic-coding/6vj6m7sj3p0gjzfycpsjzypwbe.yml").unlink()
    (top / "recipients/harbor-middle/self-driving-car/pfc4thgjfr0t9mwtby231sgan2.yml").unlink()
    found = told(top, pristine)
    assert codes(found) == ["version-removed", *["erased-not-reserved"] * 3]
    assert found["counts"]["erases"] == 3


def test_a_site_that_moves_says_from_where(top: Path, pristine: Path) -> None:
    for path in ("badges/issuer.yml", "mkdocs.yml"):
        edit(top / path, URL, "https://badges.riverside.example")
    found = told(top, pristine)
    assert codes(found) == ["url-changed"]
    assert found["counts"]["alters"] == 8
    edit(top / "badges/issuer.yml", "region: US-PA", f"region: US-PA\nmoved_from: {URL}")
    found = told(top, pristine)
    assert found["problems"] == []
    assert all(entry["declared"] for entry in found["alters"])


def test_a_site_on_the_web_and_a_sample_of_it(top: Path, pristine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    folder = SiteFolder(pristine)

    def fetch(url: str) -> bytes:
        asked.append(url)
        return folder(url)

    monkeypatch.setattr(command, "Https", lambda **_: fetch)
    edit(top / "badges/circuit-design/v1.yml", "summary: Designs", "summary: Draws")
    assert told(top, URL)["counts"]["alters"] == 2
    asked.clear()
    found = told(top, URL, "--sample", "3", "--seed", "x")
    assert "3 of its awards, drawn by --seed x" in found["comparedWith"]
    assert len({url for url in asked if "/awards/" in url}) == 9


def test_a_site_that_cannot_be_compared_with_lets_nothing_pass(top: Path, pristine: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(pristine, site)
    (site / f"awards/ef/{OLD}.json").write_text("{")
    assert "can't be compared with: not JSON" in str(run(top, site).exception)
    (site / "issuer/profile.json").write_text('{"url": "x"}')
    assert "it names no address" in str(run(top, site).exception)
    preview = tmp_path / "preview"
    run_badges("build", "--source", top, "--out", preview, "--preview")
    assert "a preview" in str(run(top, preview).exception)
    (tmp_path / "folder").mkdir()
    assert run(top, tmp_path / "folder").exit_code != 0


def test_texts_of_a_hostile_site_do_nothing(top: Path, pristine: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(pristine, site)
    edit(site / f"awards/ef/{OLD}.json", '"name":"Circuit Design"', '"name":"\\u001b[2J\\n::error::<b>@x</b>##[y]"')
    said = run(top, site).stdout
    assert "\x1b" not in said
    assert not any(line.lstrip().startswith("::") for line in said.splitlines())
    markdown = run(top, site, "--format", "markdown").stdout
    assert "<b>" not in markdown
    assert "@x" not in markdown
