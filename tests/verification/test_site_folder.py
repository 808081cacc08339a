"""A folder that answers as a web server would, and never from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.adapters.site_folder import MAX_DOCUMENT_BYTES, MAX_IMAGE_BYTES, SiteFolder, SiteUnreadable
from generator.errors import UnknownDocument
from generator.verification import Verdict, Verifier
from tests.verification.signed_site import NAMES, NOW, URL, SignedSite, as_bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for url, document in SignedSite().files.items():
        file = site / url.removeprefix(URL + "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(as_bytes(document))
    (site / "issuer" / "index.html").write_bytes(b"the issuer")
    (site / "index.html").write_bytes(b"home")
    (tmp_path / "secret.json").write_bytes(b"{}")
    return site


def test_it_knows_its_address(folder: Path) -> None:
    site = SiteFolder(folder)
    assert site.url == URL
    assert site(NAMES["did"]) == as_bytes(SignedSite()["did"])
    assert Verifier(site, now=NOW).site_document(NAMES["credential"]).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("", b"home"),
        ("/", b"home"),
        ("/issuer/", b"the issuer"),
        ("/issuer", b"the issuer"),
        ("/issuer/#x", b"the issuer"),
    ],
)
def test_folders_are_their_index(folder: Path, path: str, data: bytes) -> None:
    assert SiteFolder(folder)(URL + path) == data


@pytest.mark.parametrize(
    "url",
    [
        URL + "/nothing.json",
        URL + "/../secret.json",
        URL + "/issuer/../../secret.json",
        URL + "/issuer/./profile.json",
        URL + "//etc/passwd",
        URL + "/issuer//profile.json",
        URL + "/%2e%2e/secret.json",
        URL + "/issuer\\profile.json",
        URL + "/issuer/profile.json?x",
        URL + "/issuer/profile.json/",
        URL + "/\0",
        URL + "/" + "a" * 5000,
        URL + ".evil.example/issuer/profile.json",
        "http://badges.riverbend.example/issuer/profile.json",
        "https://other.example/issuer/profile.json",
        "file:///etc/passwd",
        "/etc/passwd",
        "",
    ],
)
def test_not_on_this_site(folder: Path, url: str) -> None:
    with pytest.raises(UnknownDocument):
        SiteFolder(folder)(url)


def test_links_stay_inside(folder: Path, tmp_path: Path) -> None:
    (folder / "out.json").symlink_to(tmp_path / "secret.json")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop.json").symlink_to(folder / "loop.json")
    (folder / "in.json").symlink_to(folder / "index.html")
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "index.html").symlink_to(tmp_path / "secret.json")
    site = SiteFolder(folder)
    assert site(URL + "/in.json") == b"home"
    for path in ("out.json", "up/secret.json", "loop.json", "elsewhere/", "elsewhere"):
        with pytest.raises(UnknownDocument):
            site(f"{URL}/{path}")


@pytest.mark.parametrize(("name", "limit"), [("a.json", MAX_DOCUMENT_BYTES), ("a.png", MAX_IMAGE_BYTES)])
def test_large_files(folder: Path, name: str, limit: int) -> None:
    site = SiteFolder(folder)
    (folder / name).write_bytes(b"x" * limit)
    assert len(site(f"{URL}/{name}")) == limit
    (folder / name).write_bytes(b"x" * (limit + 1))
    with pytest.raises(UnknownDocument, match="more than"):
        site(f"{URL}/{name}")


def test_a_preview_answers_for_its_did(folder: Path) -> None:
    site = SiteFolder(folder, "http://localhost:8000")
    assert site("https://localhost:8000/.well-known/did.json") == site("http://localhost:8000/.well-known/did.json")


def test_a_site_below_a_path(folder: Path) -> None:
    site = SiteFolder(folder, "https://example.org/a/b")
    assert site("https://example.org/a/b/issuer/") == b"the issuer"
    assert not site.holds("https://example.org/a/bc")
    assert not site.holds("https://example.org/a/")


@pytest.mark.parametrize(
    "profile", [b"", b"[]", b"{}", b'{"url": 7}', b'{"url": "ftp://x"}', b'{"url": "https://X.org"}']
)
def test_it_must_say_its_address(folder: Path, profile: bytes) -> None:
    (folder / "issuer" / "profile.json").write_bytes(profile)
    with pytest.raises(SiteUnreadable):
        SiteFolder(folder)


def test_a_file_is_no_site(folder: Path) -> None:
    with pytest.raises(SiteUnreadable, match="no such folder"):
        SiteFolder(folder / "index.html")
