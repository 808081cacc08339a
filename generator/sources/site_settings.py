"""What `mkdocs.yml` may say: names, navigation, palette, logo and style sheets.

People edit it beside a signing key, so it is a short list: no hooks, no foreign plugins, no templates. The theme writes
names and titles into its pages as they are, so these hold nothing that begins HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from generator.sources.forms import SECURE_URL
from generator.sources.scalars import Form, Text
from generator.sources.shapes import INVALID, Doubt, Fields, Invalid, Shape
from generator.sources.tables import Either, Entries, Items, Member, Table
from generator.sources.yaml_lines import Written
from generator.sources.yaml_nodes import Document, Node, Scalar, Sequence
from generator.sources.yaml_nodes import Mapping as MappingNode

PLAIN: Final = Text("a text without HTML", markup=False)
_NAME: Final = Form("a name of the theme", "[a-z0-9][a-z0-9 /_-]*", "in lower case, such as indigo or material/star")
_PATH: Final = r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*"
_CSS: Final = Form("a style sheet in docs/", rf"{_PATH}\.css", "such as css/colours.css, relative to docs/")
_PICTURE: Final = Form("an image in docs/", rf"{_PATH}\.(?:png|svg)", "such as img/logo.svg, relative to docs/")
_PAGE: Final = Form(
    "a page", rf"{_PATH}\.md", "a Markdown file relative to docs/, a title and a file, or a title and an https address"
)


@dataclass(frozen=True)
class _Nav:
    """The navigation: pages, titled pages, and titled lists of the same."""

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Any:
        """The same as plain lists, mappings and texts."""
        if isinstance(node, Scalar):
            return (SECURE_URL if key and node.text.startswith("https:") else _PAGE).decode(node, document)
        if isinstance(node, Sequence):
            return [self.decode(item, document) for item in node.items]
        titles = {name: PLAIN.decode(at, document) for name, (at, _) in node.members.items()}
        return {name: self.decode(node.members[name][1], document, node) for name in titles}

    def schema(self) -> Fields:
        """Anything nested."""
        return {}


def nav_pages(node: Node | None) -> Iterator[Scalar]:
    """The files that a navigation leads to, as they are written in it."""
    if isinstance(node, Scalar) and node.text.endswith(".md"):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from nav_pages(item)
    elif isinstance(node, MappingNode):
        for _, value in node.members.values():
            yield from nav_pages(value)


@dataclass(frozen=True)
class _NavList:
    """A navigation, which is a list."""

    def decode(self, node: Node, document: Document, key: Node | None = None) -> list[Any] | Invalid:
        """The list."""
        if not isinstance(node, Sequence):
            document.report("wrong-kind", "a list of pages belongs here", node, "begin each page with a hyphen")
            return INVALID
        return [_Nav().decode(item, document) for item in node.items]

    def accept(self, written: Written) -> NoReturn:
        """A navigation is read with places only. Raises Doubt."""
        raise Doubt

    def schema(self) -> Fields:
        """An array."""
        return {"type": "array"}


def _table(what: str, members: dict[str, tuple[Shape, str]], required: tuple[str, ...] = ()) -> Table:
    return Table(what, {name: Member(shape, text, name in required) for name, (shape, text) in members.items()})


_TOGGLE = _table("a switch of palettes", {"icon": (_NAME, "its picture"), "name": (PLAIN, "what it says")})
_PALETTE = _table(
    "a palette",
    {
        "scheme": (_NAME, "default or slate"),
        "primary": (_NAME, "the main colour"),
        "accent": (_NAME, "the colour of links under the pointer"),
        "media": (Form("a media query", r"\([a-z: -]+\)", 'such as "(prefers-color-scheme: dark)"'), "when it applies"),
        "toggle": (_TOGGLE, "the switch to the next"),
    },
)
_THEME = _table(
    "the theme",
    {
        "name": (Form("the theme", "material", "the theme of these sites is material"), "material"),
        "palette": (Either(_PALETTE, Items(_PALETTE)), "colours"),
        "logo": (_PICTURE, "an image in docs/"),
        "favicon": (_PICTURE, "an image in docs/"),
        "language": (Form("a language", "[a-z]{2,3}(?:-[A-Z]{2})?", "such as en"), "of the theme's own words"),
        "features": (Items(Form("a feature of the theme", r"[a-z]+(?:\.[a-z]+)*")), "features of the theme"),
        "icon": (Entries(Form("a place of an icon", "[a-z_]+"), _NAME), "icons of the theme"),
    },
    ("name",),
)
_OWN_PLUGIN: Final = Form("a plugin of this site", "search|badges", "only search and badges are admitted")
SITE_SETTINGS: Final = _table(
    "mkdocs.yml",
    {
        "site_name": (PLAIN, "the name of the site"),
        "site_url": (Form("the site's address", r"https://\S+", "the url of badges/issuer.yml"), "the issuer's url"),
        "site_description": (PLAIN, "what search engines show"),
        "site_author": (PLAIN, "who publishes it"),
        "copyright": (PLAIN, "the line at the foot"),
        "nav": (_NavList(), "the order of the pages"),
        "theme": (_THEME, "how it looks"),
        "extra_css": (Items(_CSS), "style sheets in docs/"),
        "exclude_docs": (Text(), "files of docs/ that are no pages, as in .gitignore"),
        "plugins": (Items(_OWN_PLUGIN), "search and badges, for mkdocs serve"),
    },
    ("site_name", "site_url"),
)
