"""How the site looks, and hand-written pages: `mkdocs.yml` and `docs/`.

People edit these beside a signing key, so what they may say is a short list, and a page is Markdown without raw HTML.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from generator.addresses import KEPT_FREE, KEPT_FREE_FILES
from generator.diagnostics import Position, Problem, Related
from generator.images.raster import plain_png
from generator.sources.decode import sound
from generator.sources.images import image_faults
from generator.sources.layout import SITE, Entry, Source, at_top, visible_entries
from generator.sources.markdown_pages import faults
from generator.sources.personal import Personal, conceal
from generator.sources.shapes import nearest
from generator.sources.site_settings import SITE_SETTINGS, nav_pages
from generator.sources.style_sheets import style_faults
from generator.sources.yaml_nodes import Document, Node, Scalar, Sequence, read

_PAGE_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", re.ASCII)
_LEVELS: Final = 6
_KINDS: Final = ("md", "png", "svg", "css")


@dataclass(frozen=True)
class Pages:
    """The settings of `mkdocs.yml` that count; the files of `docs/` by their path below it, PNGs without metadata."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    docs: Mapping[str, bytes] = field(default_factory=dict)


def load(
    source: Source,
    url: str | None,
    top: Mapping[str, Entry],
    badges: frozenset[str],
    personal: Personal,
    problems: list[Problem],
) -> Pages:
    """The settings and hand-written pages; `url` is the issuer's, or None where it is not known."""
    docs = _Docs(source, personal, problems)
    docs.walk()
    if SITE not in top and "badges" in top:
        hint = "site_name: the site's name, site_url: the issuer's url"
        problems.append(at_top(SITE, "no-site-settings", "there is no file mkdocs.yml", hint))
    if SITE not in top or top[SITE].kind != "file":
        return Pages({}, docs.found)
    document = read(SITE, source.read(SITE))
    conceal(document, personal)
    fields = SITE_SETTINGS.decode(document.root, document) if document.root is not None else {}
    settings = sound(fields) if isinstance(fields, dict) else {}
    _same_url(document, settings, url)
    _files_there(document, docs.found, badges)
    problems += document.problems
    return Pages(settings, docs.found)


def _same_url(document: Document, settings: Mapping[str, Any], url: str | None) -> None:
    if url is not None and settings.get("site_url", url) != url:
        hint = f"write {url}, as in badges/issuer.yml"
        document.report("url-mismatch", "this is not the issuer's url", document.find("site_url"), hint)


def _files_there(document: Document, docs: Container[str], badges: frozenset[str]) -> None:
    """Each file that the settings name is in `docs/`, or is a page that is made of a badge or of the issuer."""
    named = [document.find("theme", "logo"), document.find("theme", "favicon")]
    sheets = document.find("extra_css")
    named += sheets.items if isinstance(sheets, Sequence) else []
    made = {"badges/index.md", "issuer/index.md", *(f"badges/{slug}.md" for slug in badges)}
    made |= {f"badges/{slug}/index.md" for slug in badges}
    # A front page is made where none is written by hand.
    made |= set() if "README.md" in docs else {"index.md"}
    pages: list[Node] = [page for page in nav_pages(document.find("nav")) if page.text not in made]
    for node in [*named, *pages]:
        if isinstance(node, Scalar) and node.text not in docs and not _told(document, node):
            near = nearest(node.text, docs) if isinstance(docs, dict) else None
            hint = f'did you mean "{near}"?' if near else "put it there, or leave it out"
            document.report("no-file", f"there is no file docs/{node.text}", node, hint)


def _told(document: Document, node: Node) -> bool:
    """Whether something is wrong with the value anyway."""
    place = document.position(node)
    return any(problem.position == place for problem in document.problems)


class _Docs:
    """Walks `docs/` and takes in what has its place there."""

    def __init__(self, source: Source, personal: Personal, problems: list[Problem]) -> None:
        self.source = source
        self.personal = personal
        self.problems = problems
        self.found: dict[str, bytes] = {}
        self.addresses: dict[str, Entry] = {}

    def walk(self) -> None:
        """Read every file, folder by folder."""
        folders = ["docs"]
        for folder in folders:
            for entry in visible_entries(self.source.list(folder), self.problems):
                problem = _folder_fault(entry) if entry.kind == "folder" else self._file_fault(entry)
                if problem:
                    self.problems.append(problem)
                elif entry.kind == "folder":
                    folders.append(entry.path)
                else:
                    self._take(entry)

    def _file_fault(self, entry: Entry) -> Problem | None:
        """What is wrong with a file before it is opened."""
        stem, _, extension = entry.name.rpartition(".")
        if extension not in _KINDS or not _PAGE_NAME.fullmatch(entry.name):
            hint = "docs/ holds pages (.md), images (.svg, .png) and style sheets (.css), named by letters and digits"
            return at_top(entry.path, "unexpected-file", "this file has no place here", hint)
        at_the_top = entry.path.count("/") == 1
        if at_the_top and (stem.casefold() in KEPT_FREE or entry.name.casefold() in KEPT_FREE_FILES):
            return _collision(entry, stem)
        first = self.addresses.setdefault(_address(entry.path), entry)
        if first is not entry:
            related = (Related(Position(first.path), "the other page"),)
            message = "this page and another have one address"
            return at_top(entry.path, "address-taken", message, "give one of them another name", related)
        return None

    def _take(self, entry: Entry) -> None:
        data = self.source.read(entry.path)
        if entry.name.endswith(".md"):
            self.problems += faults(entry.path, data, self.personal)
        elif entry.name.endswith(".css"):
            self.problems += style_faults(entry.path, data, self.personal)
        elif found := image_faults(entry.path, data, self.personal):
            self.problems += found
        elif entry.name.endswith(".png"):
            data = plain_png(data)
        self.found[entry.path.removeprefix("docs/")] = data


def _folder_fault(entry: Entry) -> Problem | None:
    if not _PAGE_NAME.fullmatch(entry.name):
        hint = "name it by letters, digits, hyphens and full stops"
        return at_top(entry.path, "bad-name", "the folder's name has characters that addresses can't have", hint)
    if entry.path.count("/") > _LEVELS:
        return at_top(entry.path, "too-deep", f"pages lie at most {_LEVELS} folders deep", "move them up")
    if entry.path.count("/") == 1 and entry.name.casefold() in KEPT_FREE:
        return _collision(entry, entry.name)
    return None


def _collision(entry: Entry, name: str) -> Problem:
    message = f"/{name}/ is kept for the site's own pages"
    return at_top(entry.path, "address-taken", message, "give it another name")


def _address(path: str) -> str:
    """Where the site shows a file of `docs/`, in lower case: `about.md` and `about/index.md` are one page."""
    folder, name = posixpath.split(path.casefold())
    stem, extension = posixpath.splitext(name)
    return path.casefold() if extension != ".md" else folder if stem in ("index", "readme") else f"{folder}/{stem}"
