"""Pages that are not of awards: the catalogue's and those written by hand, each by its own content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.publishing.changes.sides import Side
from generator.publishing.changes.summary import Page
from generator.site.catalogue_pages import catalogue_pages

_FRONT: Final = ("index.md", "README.md")


def changed_pages(before: Side | None, now: Side) -> Iterator[Page]:
    """The pages of the catalogue and of `docs/` that change; all, where what the frame around them says does."""
    old, old_frame = _texts(before) if before else ({}, None)
    new, new_frame = _texts(now)
    for path in sorted(old.keys() | new.keys()):
        if path not in old:
            yield Page(path, "added")
        elif path not in new:
            yield Page(path, "removed")
        elif old[path] != new[path] or old_frame != new_frame:
            yield Page(path, "changed")


def _texts(side: Side) -> tuple[Mapping[str, bytes], object]:
    """What each page says by its path in the site, and what is said around all of them."""
    made = catalogue_pages(side.catalogue)
    written = {path: data for path, data in side.written.items() if path.endswith(".md")}
    texts = {path: text.encode() for path, text in made.texts.items()} | written
    if "README.md" in written:
        texts.pop("index.md", None)
    frame = (made.frame, side.loaded.pages.settings)
    return {site_path(path): data for path, data in texts.items()}, frame


def site_path(path: str) -> str:
    """Where the site shows a page of Markdown: `about.md` is `about/index.html`."""
    folder, slash, name = path.rpartition("/")
    if name in _FRONT:
        return f"{folder}{slash}index.html"
    return f"{folder}{slash}{name.removesuffix('.md')}/index.html"
