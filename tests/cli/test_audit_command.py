"""`badges audit` as people run it: what it finds, says and ends with."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.adapters.site_folder import SiteFolder
from generator.cli.audit import audit
from tests import odd_registry
from tests.builds import REGISTRY, badges, built

ID = "bhp5n40baqpaaqspp7ft4y5m95"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample registry's site as it was built."""
    return built(REGISTRY, tmp_path_factory.mktemp("pristine") / "site")


@pytest.fixture
def site(pristine: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    shutil.copytree(pristine, tmp_path / "site")
    return tmp_path / "site"


def test_one_bit_in_each_of_200_files_of_a_thousand_awards(tmp_path: Path) -> None:
    source = odd_registry.write(tmp_path / "registry", 1000)
    site = built(source, tmp_path / "site")
    chance = random.Random(200)
    spoiled = chance.sample(sorted(file for file in site.rglob("*") if file.is_file()), 200)
    for file in spoiled:
        data = bytearray(file.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(data)
    done = badges("audit", site, "--source", source, "--format", "json")
    assert done.returncode == 1, done.stderr
    result = json.loads(done.stdout)
    assert result["same"] is False
    assert result["awardsCompared"] == 1000
    assert {f["path"] for f in result["findings"]} == {file.relative_to(site).as_posix() for file in spoiled}
    assert {f["code"] for f in result["findings"]} <= {"changed", "signature-wrong"}


def test_a_site_that_is_what_the_registry_says(site: Path) -> None:
    done = badges("audit", site, "--source", REGISTRY)
    assert (done.returncode, done.stderr) == (0, "")
    assert "three of each of 8 awards" in done.stdout
    assert done.stdout.endswith("\nno differences: the site is what the registry says\n")


def test_what_a_site_says_of_itself_counts_for_nothing(site: Path) -> None:
    for file in site.rglob("*"):
        if file.is_file() and file.suffix in (".json", ".html"):
            file.write_text(file.read_text().replace("badges.riverbend.example", "badges.lakeside.example"))
    done = badges("audit", site, "--source", REGISTRY, "--format", "json")
    assert done.returncode == 1
    result = json.loads(done.stdout)
    assert result["url"] == "https://badges.riverbend.example"
    assert {"issuer/profile.json", ".well-known/did.json", f"awards/bh/{ID}.json"} <= {
        finding["path"] for finding in result["findings"]
    }


def test_each_difference_is_a_code_a_path_and_words(site: Path) -> None:
    page, credential = site / f"awards/bh/{ID}.html", site / f"awards/bh/{ID}.json"
    page.unlink()
    credential.write_text(credential.read_text().replace("Circuit Design", "Circuit Desing", 1))
    (site / "admin.php").write_text("<?php")
    done = badges("audit", site, "--source", REGISTRY)
    assert done.returncode == 1
    assert done.stdout.partition("\n\n")[2] == (
        "added           admin.php\n"
        "                the registry makes no such file\n"
        f"missing         awards/bh/{ID}.html\n"
        "                it is not there\n"
        f"changed         awards/bh/{ID}.json\n"
        '                at /name: "Circuit Desing", where the registry says "Circuit Design"\n'
        "\n"
        "3 differences, all named above (1 changed, 1 missing, 1 added): the site is not what the registry says\n"
    )


def test_names_and_contents_of_a_hostile_site_do_nothing_to_the_terminal(site: Path) -> None:
    (site / "a\nno differences\x1b[2J").write_text("")
    document = site / "ob2/issuer.json"
    document.write_bytes(document.read_bytes().replace(b'"name":"', b'"name":"\\u001b[2J\xe2\x80\xae'))
    (site / "index.html").write_text("\x1b]0;title\x07")
    done = badges("audit", site, "--source", REGISTRY)
    assert done.returncode == 1
    assert done.stdout.isascii() or not set(done.stdout) & set("\x1b\x07\u202e")
    assert all(mark.isprintable() or mark == "\n" for mark in done.stdout)
    assert "\nno differences" not in done.stdout


def test_a_registry_with_mistakes_is_told_as_check_tells_it(site: Path, tmp_path: Path) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    award = next((source / "recipients/lincoln-high/circuit-design").glob("bhp5*.yml"))
    award.write_text(award.read_text().replace("status: 30907", "status: 34692"))
    done = badges("audit", site, "--source", source)
    assert done.returncode == 1
    assert "[status-taken]" in done.stdout
    assert "not compared" in done.stderr


def test_a_preview_is_not_audited(tmp_path: Path) -> None:
    shutil.copytree(REGISTRY, tmp_path / "registry")
    badges("build", "--source", tmp_path / "registry", "--out", tmp_path / "site", "--preview")
    done = badges("audit", tmp_path / "site", "--source", REGISTRY)
    assert done.returncode == 3
    assert "build it signed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["no-such-site"], 3, "there is no such folder"),
        ([str(REGISTRY)], 3, "this is not a built site: it has no issuer/profile.json"),
        (["https://["], 3, "the address of a site is https://"),
        (["http://badges.example"], 3, "the address of a site is https://"),
        (["http://badges.riverbend.example"], 3, "https"),
        (["https://badges.riverbend.example?x"], 3, "https"),
        (["site", "--seed", "x"], 2, "--sample"),
        (["site", "--sample", "-1"], 2, "--sample"),
        ([], 2, "SITE"),
    ],
)
def test_what_cannot_be_audited_is_told(arguments: list[str], code: int, says: str) -> None:
    done = badges("audit", *arguments, "--source", REGISTRY)
    assert done.returncode == code
    assert says in done.stderr
    assert done.stdout == ""


def test_a_sample_can_be_drawn_again(site: Path) -> None:
    for file in site.glob("awards/*/*.html"):
        file.write_text("")
    once = sampled(site)
    assert len(once["findings"]) == 3
    assert sampled(site, "--seed", once["seed"]) == once


def sampled(site: Path, *arguments: str) -> dict[str, Any]:
    done = badges("audit", site, "--source", REGISTRY, "--sample", 3, *arguments, "--format", "json")
    result: dict[str, Any] = json.loads(done.stdout)
    assert result["awardsCompared"] == 3
    return result


def on_the_web(site: Path, monkeypatch: pytest.MonkeyPatch, address: str, *arguments: object) -> Result:
    """What is said of a folder that stands for an address."""
    monkeypatch.setattr("generator.cli.audit.Https", lambda **_: SiteFolder(site, address))
    return CliRunner().invoke(audit, [address, "--source", str(REGISTRY), *map(str, arguments)])


def test_of_a_live_site_it_says_what_cannot_be_seen(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "admin.php").write_text("<?php")
    done = on_the_web(site, monkeypatch, "https://badges.riverbend.example", "--sample", 2, "--seed", "Q7")
    assert done.exit_code == 0, done.stdout
    assert "three of each of 2 awards of 8, drawn by --seed Q7" in done.stdout
    assert "note: files that should not be there can't be seen from outside" in done.stdout
    assert "a copy was audited" not in done.stdout
    assert done.stdout.endswith("\nno differences in the sample and in all that is not of an award\n")


def test_another_address_is_named_as_a_copy(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "index.html").unlink()
    done = on_the_web(site, monkeypatch, "https://mirror.lakeside.example/our")
    assert done.exit_code == 1
    assert "note: another address than the registry's own, https://badges.riverbend.example: a copy" in done.stdout
    assert "missing         index.html\n" in done.stdout


def test_a_registry_with_a_warning_is_audited(site: Path, tmp_path: Path) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    file = source / "badges/issuer.yml"
    file.write_text(file.read_text().replace("name: Riverbend STEM", "name: Rіverbend STEM", 1))
    done = badges("audit", site, "--source", source)
    assert done.returncode == 1
    assert "issuer/profile.json" in done.stdout


def test_what_is_personal_is_masked(site: Path, tmp_path: Path) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    (source / "recipients/lincoln-high/circuit-design/pat.sample@students.example.yml").write_text("")
    done = badges("audit", site, "--source", source)
    assert done.returncode == 1
    assert "not compared" in done.stderr
    assert "pat.sample@" not in done.stdout + done.stderr


def committed(folder: Path, when: str) -> str:
    """Commit all that is in the folder; the commit's hash."""
    env = os.environ | {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when, "HOME": str(folder)}
    who = ["-c", "user.name=Sample", "-c", "user.email=sample@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "one"]):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_site_is_audited_against_the_commit_that_it_was_built_from(tmp_path: Path) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    first = committed(source, "2026-09-10T11:12:13+02:00")
    site = built(source, tmp_path / "site")
    badge = source / "badges/circuit-design/v1.yml"
    badge.write_text(badge.read_text().replace("name: Circuit Design", "name: Circuits", 1))
    committed(source, "2026-09-11T00:00:00Z")
    (source / "badges/issuer.yml").write_text("what nobody committed: yes\n")
    done = badges("audit", site, "--source", source, "--commit", "HEAD~1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"at commit {first}, date 2026-09-10 09:12:13 UTC" in done.stdout
    later = badges("audit", site, "--source", source, "--commit", "HEAD")
    assert later.returncode == 1
    assert f"changed         awards/bh/{ID}.json\n                at /name: " in later.stdout
    assert "changed         status/0.json\n                at /validFrom: " in later.stdout
    assert "note: a status list bears the date of the commit it was built from" in later.stdout


def test_what_names_no_commit_is_told(site: Path, tmp_path: Path) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    committed(source, "2026-09-10T11:12:13Z")
    done = badges("audit", site, "--source", source, "--commit", "v1\x1b[2J")
    assert done.returncode == 3
    assert "there is no commit 'v1" in done.stderr
    assert "\x1b" not in done.stderr
