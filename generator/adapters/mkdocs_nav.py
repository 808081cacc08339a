"""The sidebar of the site, in MkDocs' words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

FRONT: Final = "index.md"
BADGES: Final = "badges/index.md"
# A sidebar that stands in every page, with every badge in it, grows with the square of their number.
MOST_LISTED: Final = 60
_INDEXES: Final = (FRONT, "README.md")


def navigation(made: Collection[str], written: Collection[str], titles: Mapping[str, str]) -> list[Any]:
    """Home, the badges as they come, who awards them, then the hand-written pages; paths are relative to `docs/`.

    `titles` are those of the first three: `home`, `badges`, `issuer`. Where none is given, MkDocs takes the page's own.
    """
    badges = [path for path in made if path.startswith("badges/")]
    listed = badges if len(badges) <= MOST_LISTED + 1 else [BADGES]
    pages = [path for path in written if path.endswith(".md")]
    home = next((path for path in _INDEXES if path in pages), FRONT)
    others = _of_folder([path for path in pages if path not in _INDEXES])
    first = [{titles["home"]: home}, {titles["badges"]: listed}, {titles["issuer"]: "issuer/index.md"}]
    return [*first, *others]


def with_pages_found(nav: Any, made: Collection[str]) -> Any:
    """A hand-written navigation in which `badges/circuit-design.md` is the page that is made for it."""
    if isinstance(nav, str):
        folder = f"{nav.removesuffix('.md')}/index.md"
        return folder if nav not in made and folder in made else nav
    if isinstance(nav, Mapping):
        return {title: with_pages_found(below, made) for title, below in nav.items()}
    return [with_pages_found(item, made) for item in nav]


def hides_badges(nav: Any, made: Collection[str]) -> bool:
    """Whether a hand-written navigation leads nowhere to the list of badges, and so hides all of them."""
    return BADGES not in _leads_to(with_pages_found(nav, made))


def _leads_to(nav: Any) -> Iterator[Any]:
    """Every page of a navigation."""
    if isinstance(nav, (Mapping, list)):
        for below in nav.values() if isinstance(nav, Mapping) else nav:
            yield from _leads_to(below)
    else:
        yield nav


def _of_folder(paths: Sequence[str], top: str = "") -> list[Any]:
    """The pages of a folder, its own page first, then its folders, each with its pages."""
    here = sorted((path for path in paths if "/" not in path[len(top) :]), key=lambda path: (not _leads(path), path))
    names = sorted({path[len(top) :].partition("/")[0] for path in paths if path not in here})
    below = [(name, [path for path in paths if path.startswith(f"{top}{name}/")]) for name in names]
    return [*here, *({_title(name): _of_folder(inside, f"{top}{name}/")} for name, inside in below)]


def _leads(path: str) -> bool:
    return path.rpartition("/")[2] in _INDEXES


def _title(folder: str) -> str:
    words = folder.replace("-", " ").replace("_", " ").strip() or folder
    return words[:1].upper() + words[1:]
