"""`badges init`: a new registry that passes at once, its keys, and what is asked and refused."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from tests.builds import badges, digests

URL = "https://badges.example.org"
GIVEN = {
    "--url": URL,
    "--name": "Example District",
    "--email": "badges@example.org",
    "--region": "US-PA",
    "--campus": "Lincoln High School",
    "--assessor": "Computing Department",
    "--team": "example-district/computing",
    "--repository": "example-district/badges",
    "--administrators": "@example-district/coordinators",
}
HOSTILE = "Ünïted: [x] # \"Q\" 'q' {{ 7*7 }} <b>&amp; *a* _b_ |"


def options(**others: str | None) -> list[str]:
    given = GIVEN | {"--" + name: value for name, value in others.items()}
    return [part for name, value in given.items() if value is not None for part in (name, value)]


def found(folder: Path, wheel: Path, *more: str, **others: str | None) -> subprocess.CompletedProcess[str]:
    return badges("init", folder, "--package", wheel, *options(**others), *more, BADGES_PRIVATE="")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> tuple[Path, str]:
    """A new registry, and what was said of it; not to be changed."""
    folder = tmp_path_factory.mktemp("founded") / "badges"
    done = found(folder, wheel)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout + done.stderr


def test_it_has_no_mistakes_and_can_be_built_at_once(founded: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = founded
    checked = badges("check", "--source", folder)
    assert (checked.returncode, checked.stderr) == (0, "badges: no mistakes in 0 badges and 0 awards\n")
    done = badges("build", "--source", folder, "--preview", "--out", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "privacy" / "index.html").is_file()
    guides = {page.stem for page in (folder / "docs").iterdir()} - {"privacy"}
    assert guides >= {"hosting", "gitlab"}
    assert [guide for guide in guides if (tmp_path / "site" / guide).exists()] == []


def test_its_guides_lead_to_nothing_that_it_lacks(founded: tuple[Path, str]) -> None:
    pages = [founded[0] / "README.md", *(founded[0] / "docs").glob("*.md")]
    links = [
        (page, link) for page in pages for link in re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    ]
    assert links
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_it_holds_what_was_answered(founded: tuple[Path, str]) -> None:
    issuer = yaml.safe_load((founded[0] / "badges" / "issuer.yml").read_text("utf-8"))
    assert (issuer["name"], issuer["url"], issuer["email"]) == ("Example District", URL, "badges@example.org")
    assert issuer["campuses"] == {"lincoln-high-school": {"name": "Lincoln High School"}}
    [assessor] = issuer["assessors"].values()
    assert assessor == {"name": "Computing Department", "github": "example-district/computing", "badges": []}
    assert issuer["repository"] == "example-district/badges"
    assert issuer["privacy_notice"] == f"{URL}/privacy/"
    assert issuer["administrators"] == ["example-district/coordinators"]
    owners = (founded[0] / ".github" / "CODEOWNERS").read_text("utf-8")
    assert "\n* @example-district/coordinators\n" in owners


def test_it_can_be_signed_with_the_key_that_was_made_for_it(founded: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = founded
    key = folder.with_name("badges-private") / "signing.key"
    done = badges("build", "--source", folder, "--key-file", key, "--out", tmp_path / "site")
    assert done.returncode == 0, done.stderr


def test_the_keys_are_beside_it_for_their_owner_alone(founded: tuple[Path, str]) -> None:
    private = founded[0].with_name("badges-private")
    for name, form in (("signing.key", r"z3u2\w{44}\n"), ("sealing.key", r"badges-sealing-key-1:[\w-]{43}\n")):
        text = (private / name).read_text("ascii")
        assert re.fullmatch(form, text)
        assert stat.S_IMODE((private / name).stat().st_mode) == 0o600
        assert text.strip() not in founded[1]
        holders = [
            file for file in founded[0].rglob("*") if file.is_file() and text.strip().encode() in file.read_bytes()
        ]
        assert holders == []


def test_it_pins_the_release_by_its_hash_and_names_no_registry(founded: tuple[Path, str], wheel: Path) -> None:
    folder, _ = founded
    text = (folder / "requirements.txt").read_text("utf-8")
    assert f"./packages/{wheel.name} \\\n    --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n" in text
    assert (folder / "packages" / wheel.name).read_bytes() == wheel.read_bytes()
    locked = (Path(__file__).parents[2] / "requirements" / "runtime.txt").read_text("utf-8")
    assert text.endswith(locked)
    assert "://" not in text
    hosts = re.compile(rb"pypi|pythonhosted|index-url|npmjs")
    texts = [
        file for file in folder.rglob("*") if file.is_file() and file.suffix != ".whl" and ".git/" not in str(file)
    ]
    assert [file.name for file in texts if hosts.search(file.read_bytes())] == []


def test_it_is_a_git_repository_in_which_nothing_is_committed(founded: tuple[Path, str]) -> None:
    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["git", "-C", str(founded[0]), *arguments], capture_output=True, text=True, check=False)

    assert git("symbolic-ref", "HEAD").stdout == "refs/heads/main\n"
    assert git("rev-parse", "HEAD").returncode != 0
    ignored = [
        "class.csv",
        "signing.key",
        "receipts/x.html",
        "class.xlsx",
        "site/index.html",
        ".badges/development.key",
    ]
    assert git("check-ignore", *ignored).stdout.split() == ignored


def test_three_things_are_left_to_do_with_where_to_do_them(founded: tuple[Path, str]) -> None:
    said = founded[1]
    for page in ("pages", "environments", "rules"):
        assert f"https://github.com/example-district/badges/settings/{page}" in said
    for word in (
        "New environment: signing\n",
        "BADGES_SIGNING_KEY",
        'the status check "badges check"',
        "GitHub Actions",
        "Code Owners",
        "example-district.github.io",
    ):
        assert word in said
    assert str(founded[0].with_name("badges-private") / "signing.key") in said


def test_names_of_any_kind_stay_what_they_are(tmp_path: Path, wheel: Path) -> None:
    done = found(tmp_path / "new", wheel, name=HOSTILE, campus=HOSTILE, assessor="On", description="2026-11-22")
    assert done.returncode == 0, done.stderr
    issuer = yaml.safe_load((tmp_path / "new" / "badges" / "issuer.yml").read_text("utf-8"))
    assert (issuer["name"], issuer["description"]) == (HOSTILE, "2026-11-22")
    [(campus, entry)] = issuer["campuses"].items()
    assert (campus, entry["name"]) == ("united-x-q-q-7-7-b-amp-a-b", HOSTILE)
    assert issuer["assessors"]["on"]["name"] == "On"
    done = badges("build", "--source", tmp_path / "new", "--preview", "--out", tmp_path / "site")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("url", "http://badges.example.org", "write https://"),
        ("url", "https://badges.example.org/a?b", "write https://"),
        ("url", "https://localhost", "such as badges.example.org"),
        ("url", "sample:8080/badges", "such as badges.example.org"),
        ("email", "nobody", "such as badges@example.org"),
        ("name", "a\u202eb", "invisible direction override"),
        ("name", "", "a text belongs here"),
        ("language", "english", "en, es, en-US"),
        ("campus_id", "Lincoln High", "lower-case letters"),
        ("team", "a b", "organization/team"),
        ("repository", "badges", "write owner/name"),
        ("privacy_notice", "ask us", "https://"),
    ],
)
def test_a_wrong_answer_is_told_with_what_to_type(
    tmp_path: Path, wheel: Path, name: str, value: str, words: str
) -> None:
    done = badges("init", tmp_path / "new", "--package", wheel, *options(), "--" + name.replace("_", "-"), value)
    assert done.returncode == 2
    assert f"--{name.replace('_', '-')}: " in done.stderr
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_all_that_is_missing_is_told_at_once(tmp_path: Path, wheel: Path) -> None:
    done = badges("init", tmp_path / "new", "--package", wheel, "--name", "Example District")
    assert done.returncode == 2
    assert "give --url, --email, --campus, --assessor, --team as well" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_address_without_https_or_with_a_slash_is_understood(tmp_path: Path, wheel: Path) -> None:
    assert found(tmp_path / "new", wheel, url="badges.example.org/").returncode == 0
    assert f"url: {URL}\n" in (tmp_path / "new" / "badges" / "issuer.yml").read_text("utf-8")


@pytest.mark.parametrize("there", ["README.md", ".gitignore", "badges"])
def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, wheel: Path, there: str) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / there).write_text("kept\n")
    before = digests(tmp_path)
    done = found(tmp_path / "new", wheel)
    assert done.returncode == 3
    assert f"'{there}' is in this one" in done.stderr
    assert digests(tmp_path) == before


def test_a_clone_of_an_empty_repository_becomes_the_registry(tmp_path: Path, wheel: Path) -> None:
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "bare")], check=True)
    subprocess.run(
        ["git", "clone", "--quiet", str(tmp_path / "bare"), str(tmp_path / "new")], check=True, capture_output=True
    )
    head = ["git", "-C", str(tmp_path / "new"), "symbolic-ref", "HEAD"]
    subprocess.run([*head, "refs/heads/elsewhere"], check=True)
    done = found(tmp_path / "new", wheel)
    assert done.returncode == 0
    assert "git push -u origin main" in done.stdout
    assert "git remote add" not in done.stdout
    remote = subprocess.run(["git", "-C", str(tmp_path / "new"), "remote"], capture_output=True, text=True, check=True)
    assert remote.stdout == "origin\n"
    assert subprocess.run(head, capture_output=True, text=True, check=True).stdout == "refs/heads/main\n"
    assert (tmp_path / "new" / "badges" / "issuer.yml").is_file()


def test_a_folder_inside_another_repository_is_refused(tmp_path: Path, wheel: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    done = found(tmp_path / "new", wheel)
    assert done.returncode == 3
    assert "choose a folder outside of it" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [".git"]


def test_no_key_is_ever_overwritten(tmp_path: Path, wheel: Path) -> None:
    (tmp_path / "new-private").mkdir()
    (tmp_path / "new-private" / "sealing.key").write_text("of long ago\n")
    before = digests(tmp_path)
    done = found(tmp_path / "new", wheel)
    assert done.returncode == 3
    assert "a key is never overwritten" in done.stderr
    assert digests(tmp_path) == before


def test_keys_inside_the_registry_are_refused(tmp_path: Path, wheel: Path) -> None:
    done = found(tmp_path / "new", wheel, "--private", str(tmp_path / "new" / "secret"))
    assert done.returncode == 3
    assert "choose another folder" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_would_have_mistakes_is_not_written(tmp_path: Path, wheel: Path) -> None:
    """An answer in the right form, and yet not for the world: somebody's address."""
    done = found(tmp_path / "new", wheel, description="Write to ada@learners.example for badges.")
    assert done.returncode == 1
    assert "nothing was written" in done.stderr
    assert "[personal-data]" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_shows_every_file_and_writes_none(tmp_path: Path, wheel: Path) -> None:
    done = found(tmp_path / "new", wheel, "--dry-run")
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []
    assert found(tmp_path / "new", wheel).returncode == 0
    top = tmp_path / "new"
    files = [path for path in top.rglob("*") if path.is_file() and ".git" not in path.parts]
    named = re.findall(r"^(?:\+\+\+ |Binary files /dev/null and )b/(.*?)(?: differ)?$", done.stdout, re.MULTILINE)
    assert sorted(named) == sorted(path.relative_to(top).as_posix() for path in files)
    assert "\n+name: Example District\n" in done.stdout
    assert f"this was a dry run: {len(files)} files, and keys in {top}-private" in done.stderr


def test_a_dry_run_tells_the_mistakes_that_there_would_be(tmp_path: Path, wheel: Path) -> None:
    done = found(tmp_path / "new", wheel, "--dry-run", description="Write to ada@learners.example for badges.")
    assert (done.returncode, done.stdout) == (1, "")
    assert "[personal-data]" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_asks_at_a_terminal_and_asks_again_until_it_is_right(tmp_path: Path, wheel: Path) -> None:
    lines = [
        "", "localhost", "badges.example.org", "n", "https://Badges.Example.org/", "perhaps", "y", "Example District",
        "not an address", "badges@example.org", "Pennsylvania", "us-pa", "", "", "", "Lincoln High School",
        "lincoln", "Computing Department", "", "@example/computing", "", "example/coordinators, @example/it",
    ]  # fmt: skip
    ours, theirs = os.openpty()
    os.write(ours, "".join(line + "\n" for line in lines).encode())
    command = [sys.executable, "-m", "generator", "init", str(tmp_path / "new"), "--package", str(wheel)]
    done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False, timeout=60)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    asked = done.stderr
    assert asked.index("because it is for ever") < asked.index("Address of the site") < asked.index("Name of the")
    assert "such as badges@example.org" in asked
    assert "type y or n" in asked
    assert "the address of a site belongs here: write https://" in asked
    assert "your organization's settings" in done.stdout
    issuer = yaml.safe_load((tmp_path / "new" / "badges" / "issuer.yml").read_text("utf-8"))
    assert (issuer["url"], issuer["region"]) == ("https://badges.example.org", "US-PA")
    assert list(issuer["campuses"]) == ["lincoln"]
    assert list(issuer["assessors"]) == ["computing-department"]
    assert issuer["assessors"]["computing-department"]["github"] == "example/computing"
    assert "repository" not in issuer
    assert issuer["administrators"] == ["example/coordinators", "example/it"]
