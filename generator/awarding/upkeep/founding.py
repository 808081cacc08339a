"""A new registry: what its founders answer, and the files that come of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, NamedTuple

import yaml
from jinja2 import Environment, StrictUndefined

from generator.awarding.upkeep import code_owners
from generator.site.armour import armour
from generator.sources import catalogue
from generator.sources.layout import Entry
from generator.sources.overlay import Overlay

PROGRAM: Final = "badge-registry"
OWN_NOTICE: Final = "/privacy/"
_TEMPLATE: Final = ".jinja"
_PRIVACY: Final = "docs/privacy.md"
_LIBRARIES: Final = "libraries.txt"
_REQUIREMENTS: Final = "requirements.txt"
_PLAIN: Final = re.compile(r"\w[\w @+/().,;:'&-]*")
# What the theme would take for HTML.
_MARKUP: Final = re.compile('[<>"]')


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What founders say. Texts are in the forms that `badges check` asks for; an empty one was not answered.

    `privacy_notice` empty: the site gets a page of its own, at `OWN_NOTICE`.
    """

    url: str
    name: str
    email: str
    description: str
    language: str
    campus: str
    campus_id: str
    assessor: str
    assessor_id: str
    team: str
    region: str = ""
    privacy_notice: str = ""
    repository: str = ""
    administrators: tuple[str, ...] = ()


class Package(NamedTuple):
    """The release that a registry is pinned to: where pip gets it, its SHA-256, and the lock of its libraries.

    `wheel` is its file, where it is to lie in the registry itself, and then `place` is its path there.
    """

    place: str
    sha256: str
    libraries: str
    wheel: bytes | None = None


def files(
    answers: Answers, template: Mapping[str, bytes], package: Package, *, public_key: str, private: str, today: date
) -> dict[str, bytes]:
    """The files of the new registry by their paths.

    `template` is the package's data for it, by path; `private` the name of the folder of its secrets.
    """
    own_notice = "" if answers.privacy_notice else answers.url + OWN_NOTICE
    values = {
        **vars(answers),
        "privacy_notice": answers.privacy_notice or own_notice,
        "site_name": _MARKUP.sub("", f"{answers.name}: badges"),
        "site_description": _MARKUP.sub("", answers.description),
        # For whoever runs the registry, and so no pages of the site.
        "guides": sorted(name.removeprefix("docs/") for name in template if re.fullmatch(r"docs/[^/]+\.md", name)),
        "public_key": public_key,
        "private": private,
        "today": today,
    }
    made = dict(_file(name, data, values) for name, data in template.items() if name != _LIBRARIES)
    if not own_notice:
        del made[_PRIVACY]
    made[_REQUIREMENTS] = requirements(package).encode()
    if package.wheel is not None:
        made[package.place] = package.wheel
    if answers.administrators and (owners := _code_owners(made, today)):
        made[code_owners.PATH] = owners.encode()
    return made


class _Nothing:
    """A folder in which nothing is yet."""

    def list(self, folder: str) -> list[Entry]:
        return []

    def read(self, path: str) -> bytes:
        raise FileNotFoundError(path)


def _code_owners(made: Mapping[str, bytes], today: date) -> str:
    """Who must approve what; empty where the files have mistakes, which are told when they are checked."""
    found = catalogue.load(Overlay(_Nothing(), made), today).catalogue
    return code_owners.text_of(found.issuer, found.badges, today) if found else ""


def requirements(package: Package) -> str:
    """What pip installs with `--require-hashes`: the program and every library by its hashes. Names no registry."""
    # pip takes a path below the folder in which it is run, and an address with the name of what is there.
    where = f"./{package.place}" if package.wheel is not None else f"{PROGRAM} @ {package.place}"
    return f"{_HEAD}{where} \\\n    --hash=sha256:{package.sha256}\n{package.libraries}"


_HEAD: Final = """\
# The program that makes this registry's site, and every library it was tested with, each by its hashes.
# python -m pip install --require-hashes --only-binary :all: -r requirements.txt
"""


def _file(name: str, data: bytes, values: Mapping[str, object]) -> tuple[str, bytes]:
    """Path and bytes of a file of the registry."""
    path = re.sub("^dot-", ".", name)
    if not path.endswith(_TEMPLATE):
        return path, data
    path = path.removesuffix(_TEMPLATE)
    text = _environment(path.endswith(".md")).from_string(data.decode("utf-8")).render(values)
    return path, text.encode()


@cache
def _environment(markdown: bool) -> Environment:
    # Nothing here is HTML. What is put in is one scalar of YAML, or text that no Markdown renderer takes for markup.
    finalize: Callable[[object], object] = armour if markdown else _scalar_of
    return Environment(
        finalize=finalize,
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _scalar_of(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else scalar(str(value))


def scalar(text: str) -> str:
    """The text as one scalar of YAML on one line, which every reader takes for that text."""
    try:
        plain = _PLAIN.fullmatch(text) and yaml.safe_load(f"a: {text}") == {"a": text}
    except yaml.YAMLError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)
