"""How the site looks, and hand-written pages: `mkdocs.yml` and `docs/`.

People edit these beside a signing key, so what they may say is a short list, and a page is Markdown without raw HTML.
The page is read by the very library that renders it, so nothing that this misses can reach the site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from generator.addresses import KEPT_FREE, KEPT_FREE_FILES
from generator.diagnostics import Problem
from generator.sources.decode import sound
from generator.sources.images import image_fault
from generator.sources.layout import SITE, Entry, Source, at_top, visible_entries
from generator.sources.markdown_pages import faults
from generator.sources.shapes import (
    INVALID,
    Either,
    Entries,
    Form,
    Items,
    Member,
    Shape,
    Table,
    Text,
)
from generator.sources.yaml_nodes import Document, Node, Scalar, Sequence, read
from generator.sources.yaml_nodes import Mapping as MappingNode

_TEXT: Final = Text()
_NAME: Final = Form("a name of the theme", r"[a-z0-9][a-z0-9 /_-]*", also={})
_FILE: Final = Form("a file in docs/", r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.[a-z0-9]+")
_PAGE_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", re.ASCII)
_LEVELS: Final = 6
_KINDS: Final = (".md", ".png", ".svg", ".css")


@dataclass(frozen=True)
class Pages:
    """The settings of `mkdocs.yml` that count, and the files of `docs/` by their path below it."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    docs: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class _Nav:
    """The navigation: pages, titled pages and titled groups of them."""

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Any:
        """The same as plain lists, mappings and texts."""
        if isinstance(node, Scalar):
            return _TEXT.decode(node, document)
        if isinstance(node, Sequence):
            return [self.decode(item, document) for item in node.items]
        if isinstance(node, MappingNode):
            return {name: self.decode(value, document) for name, (_, value) in node.members.items()}
        return INVALID

    def schema(self) -> dict[str, Any]:
        """Anything nested."""
        return {}


def _table(what: str, members: dict[str, tuple[Shape, str]], required: tuple[str, ...] = ()) -> Table:
    return Table(what, {name: Member(shape, text, name in required) for name, (shape, text) in members.items()})


_TOGGLE = _table("a switch of palettes", {"icon": (_NAME, "its picture"), "name": (_TEXT, "what it says")})
_PALETTE = _table(
    "a palette",
    {
        "scheme": (_NAME, "default or slate"),
        "primary": (_NAME, "the main colour"),
        "accent": (_NAME, "the colour of links under the pointer"),
        "media": (Form("a media query", r"\([a-z: -]+\)"), "when it applies"),
        "toggle": (_TOGGLE, "the switch to the next"),
    },
)
_THEME = _table(
    "the theme",
    {
        "name": (Form("the theme", r"material"), "material"),
        "palette": (Either(_PALETTE, Items(_PALETTE)), "colours"),
        "logo": (_FILE, "an image in docs/"),
        "favicon": (_FILE, "an image in docs/"),
        "language": (Form("a language", r"[a-z]{2,3}(?:-[A-Z]{2})?"), "of the theme's own words"),
        "features": (Items(Form("a feature of the theme", r"[a-z]+(?:\.[a-z]+)*")), "features of the theme"),
        "icon": (Entries(Form("a place of an icon", r"[a-z_]+"), _NAME), "icons of the theme"),
    },
    ("name",),
)
_OWN_PLUGINS: Final = Form("a plugin of this site (search or badges)", r"search|badges")
SITE_SETTINGS: Final = _table(
    "mkdocs.yml",
    {
        "site_name": (_TEXT, "the name of the site"),
        "site_url": (Form("the site's address", r"https://\S+"), "the issuer's url"),
        "site_description": (_TEXT, "what search engines show"),
        "site_author": (_TEXT, "who publishes it"),
        "copyright": (_TEXT, "the line at the foot"),
        "nav": (_Nav(), "the order of the pages"),
        "theme": (_THEME, "how it looks"),
        "extra_css": (Items(_FILE), "style sheets in docs/"),
        "exclude_docs": (_TEXT, "files of docs/ that are no pages, as in .gitignore"),
        "plugins": (Items(_OWN_PLUGINS), "search and badges, for mkdocs serve"),
    },
    ("site_name", "site_url"),
)


def load(source: Source, url: str | None, badges: frozenset[str], problems: list[Problem]) -> Pages:
    """The settings and hand-written pages; `url` is the issuer's, or None where it is not known."""
    docs = _docs(source, badges, problems)
    if not any(entry.path == SITE and entry.kind == "file" for entry in source.list("")):
        problems.append(
            at_top(SITE, "no-site-settings", "there is no file mkdocs.yml", "site_name: …, site_url: the issuer's url")
        )
        return Pages({}, docs)
    document = read(SITE, source.read(SITE))
    fields: Any = SITE_SETTINGS.decode(document.root, document, None) if document.root else {}
    settings = {} if fields is INVALID else sound(fields)
    address = settings.get("site_url")
    if isinstance(address, str) and url is not None and address.removesuffix("/") != url:
        node = document.find("site_url")
        document.report(
            "url-mismatch", f"this is not the issuer's url, {url}", node, "write the url of badges/issuer.yml"
        )
    for place, name in enumerate(settings.get("extra_css", ())):
        if name is not INVALID and name not in docs:
            document.report("no-file", f"there is no file docs/{name}", document.find("extra_css", place))
    for name in ("logo", "favicon"):
        wanted = settings.get("theme", {}).get(name)
        if isinstance(wanted, str) and wanted not in docs:
            document.report("no-file", f"there is no file docs/{wanted}", document.find("theme", name))
    problems += document.problems
    return Pages(settings, docs)


def _docs(source: Source, badges: frozenset[str], problems: list[Problem]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    folders = ["docs"]
    while folders:
        folder = folders.pop(0)
        for entry in visible_entries(source.list(folder), problems):
            if entry.kind == "folder":
                _folder(entry, folders, problems)
            elif (data := _file(entry, source, problems)) is not None:
                found[entry.path.removeprefix("docs/")] = data
    return found


def _folder(entry: Entry, folders: list[str], problems: list[Problem]) -> None:
    top = entry.path.split("/")[1]
    if not _PAGE_NAME.fullmatch(entry.name):
        problems.append(at_top(entry.path, "bad-name", "the folder's name has characters that addresses can't have"))
    elif entry.path.count("/") > _LEVELS:
        problems.append(at_top(entry.path, "too-deep", f"pages lie at most {_LEVELS} folders deep"))
    elif top.casefold() in KEPT_FREE:
        problems.append(_collision(entry, f"/{top}/"))
    else:
        folders.append(entry.path)


def _collision(entry: Entry, address: str) -> Problem:
    return at_top(entry.path, "address-taken", f"{address} is kept for the site's own pages", "give it another name")


def _file(entry: Entry, source: Source, problems: list[Problem]) -> bytes | None:
    """The bytes of a page, image or style sheet that has its place in `docs/`, or None."""
    stem, dot, extension = entry.name.rpartition(".")
    if dot + extension not in _KINDS or not _PAGE_NAME.fullmatch(entry.name):
        problems.append(
            at_top(
                entry.path,
                "unexpected-file",
                "this file has no place here",
                "docs/ holds Markdown pages, images and style sheets",
            )
        )
        return None
    if entry.path.count("/") == 1 and (stem.casefold() in KEPT_FREE or entry.name.casefold() in KEPT_FREE_FILES):
        problems.append(_collision(entry, f"/{stem}/"))
        return None
    data = source.read(entry.path)
    if extension == "md":
        problems.extend(faults(entry.path, data))
    elif extension in ("png", "svg"):
        problems += [fault for fault in [image_fault(entry.path, data)] if fault]
    return data
