"""The release of this program that a new registry is pinned to, and the package's data for new registries."""

from __future__ import annotations

import importlib.metadata
import json
import math
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from generator.adapters.https import Https
from generator.awarding.upkeep.founding import PROGRAM, Package
from generator.errors import BadgesError, ResourceDamaged, UnknownDocument
from generator.sources.forms import SECURE_URL
from generator.sources.shapes import Doubt

_FOLDER: Final = "registry"
_LIBRARIES: Final = "libraries.txt"
# These the wheel has in that folder, and an editable checkout elsewhere: hatch_build.py puts them there.
_LOCK: Final = "requirements/runtime.txt"
_GUIDES: Final = "docs"
_NO_GUIDES: Final = frozenset({"performance.md"})
_IN_WHEEL: Final = f"generator/data/{_FOLDER}/{_LIBRARIES}"
# PEP 427; the version as PEP 440 writes it, with `-` as `_`.
_WHEEL: Final = re.compile(r"badge_registry-([A-Za-z0-9_.!+]+)-py3-none-any\.whl")
_MOST: Final = 50_000_000
_MOST_TEXT: Final = 4_000_000
_SECONDS: Final = 120.0
_GIVE: Final = (
    "give the release's file with --package: its address (https://…whl), or a file of this computer, "
    "which is then copied into the registry"
)

Fetch = Callable[[str], bytes]


class PackageUnknown(BadgesError):
    """It is not known which release a new registry shall be pinned to, or the file given is none."""


def template() -> dict[str, bytes]:
    """The files for a new registry by their paths in the package's data, those that stand elsewhere included."""
    folder = files("generator").joinpath("data", _FOLDER)
    found = dict(_below(folder, ""))
    if _LIBRARIES not in found:
        found |= {_LIBRARIES: _of_checkout(_LOCK).read_bytes()} | dict(_guides())
    return found


def _guides() -> Iterator[tuple[str, bytes]]:
    for entry in _of_checkout(_GUIDES).iterdir():
        if entry.name.endswith(".md") and entry.name not in _NO_GUIDES:
            yield f"{_GUIDES}/{entry.name}", entry.read_bytes()


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_bytes()


def _of_checkout(path: str) -> Traversable:
    """A file or folder beside the package. Raises `ResourceDamaged`."""
    found = files("generator").joinpath("..", *path.split("/"))
    if not found.is_file() and not found.is_dir():
        raise ResourceDamaged(path)
    return found


def package(given: str | None, *, fetch: Fetch | None = None, installed: str | None = None) -> Package:
    """The release that is given by address or file, else the one that this program was installed from.

    Raises `PackageUnknown`, and OSError for a file that can't be read. `fetch` stands in for the network, and
    `installed` for what pip noted when it installed (PEP 610, direct_url.json).
    """
    fetch = fetch or Https(anywhere=True, deadline=_SECONDS, patience=math.inf, most=_MOST)
    if given is not None:
        return _of_address(given, fetch) if "://" in given else _of_file(Path(given))
    noted = _noted(installed)
    address, archive = str(noted.get("url", "")), noted.get("archive_info")
    if not isinstance(archive, dict):
        raise PackageUnknown(f"this program was not installed from a release's file: {_GIVE}")
    expected = _hash_of(archive)
    if address.startswith("file:"):
        return _same(_of_file(Path(url2pathname(unquote(urlsplit(address).path)))), expected)
    if expected and _WHEEL.fullmatch(_name_of(_checked(address))):
        return Package(address, expected, template()[_LIBRARIES].decode())
    return _same(_of_address(address, fetch), expected)


def _noted(installed: str | None) -> dict[str, Any]:
    try:
        text = installed or importlib.metadata.distribution(PROGRAM).read_text("direct_url.json")
        noted = json.loads(text or "{}")
    except (importlib.metadata.PackageNotFoundError, ValueError):
        noted = {}
    return noted if isinstance(noted, dict) else {}


def _version() -> str:
    """This program's version; empty where it runs without being installed."""
    try:
        return importlib.metadata.version(PROGRAM)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _hash_of(archive: Mapping[str, Any]) -> str:
    """The SHA-256 that was noted, in the newer or the older member; empty where there is none."""
    hashes = archive.get("hashes")
    found = hashes.get("sha256") if isinstance(hashes, dict) else str(archive.get("hash", "")).partition("sha256=")[2]
    return found if isinstance(found, str) and re.fullmatch("[0-9a-f]{64}", found) else ""


def _same(package: Package, expected: str) -> Package:
    if expected and package.sha256 != expected:
        raise PackageUnknown(f"{package.place} is not the file any more that this program was installed from: {_GIVE}")
    return package


def _of_address(address: str, fetch: Fetch) -> Package:
    try:
        data = fetch(address := _checked(address))
    except UnknownDocument as error:
        raise PackageUnknown(f"{error}; load it with a browser, and give the file with --package") from None
    libraries = _libraries(_name_of(address), data)
    return Package(address, sha256(data).hexdigest(), libraries)


def _checked(address: str) -> str:
    try:
        return SECURE_URL.accept(address.partition("#")[0])
    except Doubt:
        raise PackageUnknown(f"{address!a} is no https address of a release's file: {_GIVE}") from None


def _name_of(address: str) -> str:
    return unquote(urlsplit(address).path.rpartition("/")[2])


def _of_file(file: Path) -> Package:
    try:
        with file.open("rb") as stream:
            data = stream.read(_MOST + 1)
    except FileNotFoundError:
        raise PackageUnknown(f"there is no file {file}: {_GIVE}") from None
    libraries = _libraries(file.name, data)
    return Package(f"packages/{file.name}", sha256(data).hexdigest(), libraries, data)


def _libraries(name: str, data: bytes) -> str:
    """The lock that a release's wheel holds. Raises `PackageUnknown` where it is no wheel of this very version."""
    match = _WHEEL.fullmatch(name)
    if match is None:
        example = "badge_registry-1.0.0-py3-none-any.whl"
        raise PackageUnknown(f"{name!a} is not named as a release of this program is, such as {example}")
    try:
        with zipfile.ZipFile(BytesIO(data[:_MOST])) as wheel, wheel.open(_IN_WHEEL) as stream:
            text = stream.read(_MOST_TEXT).decode()
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise PackageUnknown(f"{name} is no release of this program, or it is damaged: download it again") from None
    if match[1] != (mine := _version() or match[1]):
        raise PackageUnknown(
            f"{name} is another version than this program, which is {mine}: install that release, and run its init"
        )
    return text
