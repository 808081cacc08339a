"""A build, end to end: what is written, with which key, and that the same registry gives the same bytes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import odd_registry
from tests.builds import REGISTRY, SEED, badges, built, digests

AWARDS = sorted(file.stem for file in (REGISTRY / "recipients").glob("*/*/*.yml"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample registry's site."""
    return built(REGISTRY, tmp_path_factory.mktemp("build") / "site")


def test_every_address_is_there(site: Path) -> None:
    files = set(digests(site))
    expected = {".nojekyll", ".well-known/did.json", "404.html", "index.html", "status/0.json"}
    expected |= {"issuer/index.html", "issuer/profile.json", "issuer/image.png", "badges/index.html"}
    expected |= {"ob2/issuer.json", "ob2/revocations.json", "robots.txt", "sitemap.xml"}
    expected |= {f"api/{name}.json" for name in ("badges", "skills", "registry", "openapi")} | {"api/badges.atom"}
    expected |= {f"schemas/{name}.json" for name in ("issuer", "badge", "award", "reserved")}
    for file in (REGISTRY / "badges").glob("*/v*.yml"):
        version = f"{file.parent.name}/{file.stem}"
        expected |= {f"badges/{version}.{kind}" for kind in ("json", "png", "svg")} | {f"ob2/badges/{version}.json"}
        expected.add(f"badges/{file.parent.name}/index.html")
    for award in AWARDS:
        place = f"awards/{award[:2]}/{award}"
        expected |= {f"{place}.html", f"{place}.json", f"ob2/{place}.json"}
    assert expected <= files, sorted(expected - files)
    others = {file for file in files - expected if not file.startswith(("assets/", "search/"))}
    assert not others, sorted(others)


def test_the_published_award_is_the_published_award(site: Path) -> None:
    made = json.loads((site / "awards/bh/bhp5n40baqpaaqspp7ft4y5m95.json").read_bytes())
    assert made == json.loads((REGISTRY / "published/credential.json").read_bytes())
    document = json.loads((site / ".well-known/did.json").read_bytes())
    assert document == json.loads((REGISTRY / "published/did.json").read_bytes())


def test_every_award_gets_its_verdict(site: Path) -> None:
    done = badges("verify", "--site", site, *AWARDS, "--format", "json")
    results = json.loads(done.stdout)["results"]
    verdicts = {result["thing"]: result["verdict"] for result in results}
    assert verdicts.pop("9563jd2r81ctkgssva1k72cyn7") == "revoked"
    assert set(verdicts.values()) == {"verified"}
    assert len(verdicts) == 7
    assert done.returncode == 1


def test_erased_numbers_stay_as_they_are_reserved(site: Path) -> None:
    from generator.encodings import bitstring

    bits = bitstring.decode(json.loads((site / "status/0.json").read_bytes())["credentialSubject"]["encodedList"])
    assert [n for n in range(131072) if bitstring.is_set(bits, n)] == [202, 31069]


def test_a_path_in_the_url_moves_the_did_document(tmp_path: Path) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    for name in ("badges/issuer.yml", "mkdocs.yml"):
        file = source / name
        text = file.read_text()
        file.write_text(text.replace("https://badges.riverbend.example", "https://www.riverbend.example/our/badges"))
    site = built(source, tmp_path / "site")
    assert json.loads((site / "did.json").read_bytes())["id"] == "did:web:www.riverbend.example:our:badges"
    assert not (site / ".well-known").exists()
    done = badges("verify", "--site", site, "bhp5n40baqpaaqspp7ft4y5m95")
    assert done.returncode == 0, done.stdout


def test_the_sitemap_lists_the_hand_written_pages_that_are_there_and_no_others(tmp_path: Path) -> None:
    registry = Path(shutil.copytree(REGISTRY, tmp_path / "registry"))
    for name in ("about.md", "how-to/Share.v2.md", "drafts/later.md"):
        (registry / "docs" / name).parent.mkdir(exist_ok=True)
        (registry / "docs" / name).write_text("# A page\n", "utf-8")
    with (registry / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("exclude_docs: drafts/\n")
    site = built(registry, tmp_path / "site")
    listed = re.findall("<loc>https://badges.riverbend.example/(.*)</loc>", (site / "sitemap.xml").read_text())
    shown = {file.relative_to(site).as_posix().removesuffix("index.html") for file in site.rglob("index.html")}
    assert {*listed} == shown
    assert {"about/", "how-to/Share.v2/"} < {*listed}
    assert "no differences" in badges("audit", site, "--source", registry).stdout


def test_the_same_registry_gives_the_same_bytes(tmp_path: Path) -> None:
    source = odd_registry.write(tmp_path / "registry", 300)
    one = built(source, tmp_path / "one" / "site", "--jobs", 1, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="1")
    moved = tmp_path / "elsewhere" / "moved"
    moved.parent.mkdir()
    _copy_backwards(source, moved)
    two = built(moved, tmp_path / "two", "--jobs", 2, TZ="America/New_York", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    first, second = digests(one), digests(two)
    assert first == second
    assert sum(path.startswith("awards/") for path in first) == 600


def _copy_backwards(source: Path, target: Path) -> None:
    """Copy a tree so that the file system meets its files in the opposite order."""
    for file in sorted(source.rglob("*"), reverse=True):
        if file.is_file():
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)


@pytest.mark.parametrize(
    ("environment", "arguments", "says"),
    [
        ({}, [], "there is no signing key"),
        ({"BADGES_SIGNING_KEY": ""}, [], "there is no signing key"),
        ({"BADGES_SIGNING_KEY": " \n"}, [], "there is no signing key"),
        ({"BADGES_SIGNING_KEY": "02" * 32}, [], "the issuer signs with z6Mkon3"),
        ({"BADGES_SIGNING_KEY": "secret"}, [], "neither a secret Multikey"),
        ({"BADGES_SIGNING_KEY": SEED}, ["--key-file", "no-such.key"], "no-such.key"),
    ],
)
def test_without_the_right_key_nothing_is_written(
    tmp_path: Path, environment: dict[str, str], arguments: list[str], says: str
) -> None:
    done = badges("build", "--source", REGISTRY, "--out", tmp_path / "site", *arguments, **environment)
    assert done.returncode == 3
    assert says in done.stderr
    assert "secret\n" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_registry_with_a_mistake_is_not_built(tmp_path: Path) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    site = built(source, tmp_path / "site")
    before = digests(site)
    award = next((source / "recipients/lincoln-high/circuit-design").glob("bhp5*.yml"))
    award.write_text(award.read_text().replace("status: 30907", "status: 34692"))
    done = badges("build", "--source", source, "--out", site, BADGES_SIGNING_KEY=SEED)
    assert done.returncode == 1
    assert "[status-taken]" in done.stdout
    assert digests(site) == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["registry", "site"]


def test_a_site_names_the_commit_that_its_registry_is_and_no_other(tmp_path: Path) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    who = ["-c", "user.name=Sample", "-c", "user.email=sample@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "one"]):
        subprocess.run(["git", *command], cwd=source, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=source, check=True, capture_output=True, text=True)
    clean = built(source, source / "site", "--preview", BADGES_SIGNING_KEY="")
    assert json.loads((clean / "api/registry.json").read_bytes())["commit"] == head.stdout.strip()
    (source / "docs/index.md").write_text("# Not committed\n")
    changed = built(source, source / "site", "--preview", BADGES_SIGNING_KEY="")
    assert json.loads((changed / "api/registry.json").read_bytes())["commit"] is None


@pytest.mark.parametrize("out", ["badges/site", "docs", ".", "recipients"])
def test_a_site_is_not_written_over_the_registry(tmp_path: Path, out: str) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    before = digests(source)
    done = badges("build", "--source", source, "--out", source / out, BADGES_SIGNING_KEY=SEED)
    assert done.returncode == 3
    assert digests(source) == before


def test_a_preview_needs_no_key_and_says_so_on_every_page(tmp_path: Path) -> None:
    source = tmp_path / "registry"
    shutil.copytree(REGISTRY, source)
    done = badges("build", "--source", source, "--out", tmp_path / "site", "--preview")
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        assert "not signed by" in page.read_text(), page
        assert "badges.riverbend.example/awards" not in page.read_text(), page
    document = json.loads((tmp_path / "site/.well-known/did.json").read_bytes())
    assert document["id"] == "did:web:localhost%3A8000"
    assert "z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX" not in json.dumps(document)


def test_no_learner_is_named_anywhere(site: Path) -> None:
    held = json.loads((REGISTRY / "disclosures.json").read_text())
    secrets = [part.encode() for entry in held for member in ("name", "emailAddress") for part in entry[member]]
    for file in filter(Path.is_file, site.rglob("*")):
        data = file.read_bytes()
        assert not [secret for secret in secrets if secret in data], file
