"""Which release a new registry is pinned to: the one given, or the one that this program was installed from."""

from __future__ import annotations

import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from generator.adapters.package_pin import PackageUnknown, package, template
from generator.errors import UnknownDocument
from tests.adapters.web_world import HOST, OTHER, World

ADDRESS = "https://code.example/badges/releases/download/v0.1.0/badge_registry-0.1.0-py3-none-any.whl"
LOCK = (Path(__file__).parents[2] / "requirements" / "runtime.txt").read_text("utf-8")


def nobody(url: str) -> bytes:
    raise AssertionError(f"{url} was asked for")


def noted(url: str, **more: object) -> str:
    return json.dumps({"url": url, **more})


def test_a_file_is_hashed_and_goes_into_the_registry(wheel: Path) -> None:
    data = wheel.read_bytes()
    assert package(str(wheel), fetch=nobody) == (f"packages/{wheel.name}", sha256(data).hexdigest(), LOCK, data)


def test_an_address_is_fetched_and_hashed(wheel: Path) -> None:
    data = wheel.read_bytes()
    asked = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return data

    assert package(ADDRESS + "#egg=x", fetch=fetch) == (ADDRESS, sha256(data).hexdigest(), LOCK, None)
    assert asked == [ADDRESS]


def test_an_address_may_lead_to_where_files_are_kept(world: World, wheel: Path) -> None:
    """As those of GitHub's releases do: over TLS, by a redirect to another host."""
    data = wheel.read_bytes()
    to = f"HTTP/1.1 302 Found\r\nLocation: https://{OTHER}/kept\r\nContent-Length: 0\r\n\r\n"
    world.answer(to.encode(), f"/{wheel.name}")
    world.answer(f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data, "/kept")
    address = f"https://{HOST}/{wheel.name}"
    found = package(address, fetch=world.https(anywhere=True, most=50_000_000))
    assert (found.place, found.sha256) == (address, sha256(data).hexdigest())


@pytest.mark.parametrize(
    "archive", [{"hashes": {"sha256": "0a" * 32}}, {"hash": "sha256=" + "0a" * 32, "hashes": {"sha256": "0a" * 32}}]
)
def test_what_pip_noted_of_an_installed_release_is_enough(archive: dict[str, object]) -> None:
    """PEP 610: nothing is fetched, as pip has compared the hash."""
    assert package(None, fetch=nobody, installed=noted(ADDRESS, archive_info=archive)) == (
        ADDRESS,
        "0a" * 32,
        LOCK,
        None,
    )


def test_a_release_that_pip_noted_no_hash_of_is_fetched(wheel: Path) -> None:
    found = package(None, fetch=lambda _: wheel.read_bytes(), installed=noted(ADDRESS, archive_info={}))
    assert found.sha256 == sha256(wheel.read_bytes()).hexdigest()


def test_a_file_that_was_installed_goes_into_the_registry(wheel: Path) -> None:
    digest = sha256(wheel.read_bytes()).hexdigest()
    archive = {"hashes": {"sha256": digest}}
    found = package(None, fetch=nobody, installed=noted(wheel.as_uri(), archive_info=archive))
    assert (found.place, found.sha256, found.wheel) == (f"packages/{wheel.name}", digest, wheel.read_bytes())
    with pytest.raises(PackageUnknown, match="is not the file any more"):
        package(None, installed=noted(wheel.as_uri(), archive_info={"hashes": {"sha256": "0a" * 32}}))


@pytest.mark.parametrize(
    "installed",
    [
        "{}",
        "[]",
        "not json",
        noted("file:///nowhere/badges", dir_info={"editable": True}),
        noted("https://code.example/badges.git", vcs_info={"vcs": "git", "commit_id": "0" * 40}),
        noted("file:///nowhere/badge_registry-0.1.0-py3-none-any.whl", archive_info={}),
        noted("https://code.example/badges.zip?${HOME}", archive_info={"hashes": {"sha256": "0a" * 32}}),
    ],
)
def test_whoever_runs_no_release_is_told_what_to_give(installed: str) -> None:
    with pytest.raises(PackageUnknown, match=r"with --package: its address \(https://…whl\), or a file"):
        package(None, fetch=nobody, installed=installed)


@pytest.mark.parametrize("name", ["badges.whl", "badge_registry-0.1.0.tar.gz", "other-0.1.0-py3-none-any.whl"])
def test_what_is_named_otherwise_is_no_release(wheel: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageUnknown, match="is not named as a release"):
        package(str(shutil.copy(wheel, tmp_path / name)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>sign in</html>"])
def test_what_is_no_wheel_is_refused(wheel: Path, tmp_path: Path, data: bytes) -> None:
    """A page to sign in at, for one, which an address may lead to."""
    (tmp_path / wheel.name).write_bytes(data)
    with pytest.raises(PackageUnknown, match="download it again"):
        package(str(tmp_path / wheel.name))
    with pytest.raises(PackageUnknown, match="download it again"):
        package(ADDRESS, fetch=lambda _: data)


def test_another_package_under_its_name_is_refused(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / wheel.name, "w") as other:
        other.writestr("other/__init__.py", "")
    with pytest.raises(PackageUnknown, match="is no release of this program"):
        package(str(tmp_path / wheel.name))


def test_an_address_that_leads_nowhere_is_told() -> None:
    def fetch(url: str) -> bytes:
        raise UnknownDocument(url)

    with pytest.raises(PackageUnknown, match="it is not there; load it with a browser, and give the file"):
        package(ADDRESS, fetch=fetch)


@pytest.mark.parametrize(
    "address", ["http://code.example/a.whl", "https://x y/", "ftp://code.example/a.whl", "file:///a"]
)
def test_only_https_addresses_are_taken(address: str) -> None:
    with pytest.raises(PackageUnknown, match="is no https address"):
        package(address, fetch=nobody)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackageUnknown, match="there is no file"):
        package(str(tmp_path / "badge_registry-0.1.0-py3-none-any.whl"))


def test_the_wheel_has_the_files_that_a_checkout_has(wheel: Path) -> None:
    prefix = "generator/data/registry/"
    with zipfile.ZipFile(wheel) as opened:
        names = [name for name in opened.namelist() if name.startswith(prefix)]
        assert {name.removeprefix(prefix): opened.read(name) for name in names} == template()
