"""The pages of a site that a change alters, taken out of a preview with all that they need to be looked at."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from generator.errors import OutputRefused

MOST: Final = 500
# Of a whole site, what other pages are made of. The rest is styles, scripts, keys and status lists.
_OTHERS: Final = ("awards", "ob2", "api", "schemas", "search", "badges")
_PAGE: Final = ".html"
_REFERENCE: Final = re.compile(r"""\b(?:src|href)=["']?([^"'>\s]+)""")
_README: Final = """\
This is a preview of the pages that a pull request changes. It was made of the pull request by itself, and signed with a
test key that nobody trusts: no badge in it is worth anything, and each page says so. Do not share it.

To look at it:   python -m http.server 8000   in this folder, then open http://localhost:8000/ and one of these:

"""


def take_out(site: Path, pages: Iterable[str], out: Path) -> list[str]:
    """Copy those pages of the site, at most `MOST`, with what they need, into a new folder; the pages copied.

    Awards come last, as there may be thousands of one kind. Raises `OutputRefused` where the folder is there already,
    OSError.
    """
    if os.path.lexists(out):
        raise OutputRefused(out, "it is there already")
    there = (page for page in pages if page.endswith(_PAGE) and _inside(site, site / page))
    kept = sorted(there, key=lambda page: page.startswith("awards/"))[:MOST]
    files = {*kept, *_around(site)}
    for page in kept:
        files.update(_needed(site, page))
    for path in sorted(files):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / path, out / path)
    (out / "README.txt").write_text(_README + "".join(f"/{page}\n" for page in kept), "utf-8")
    return kept


def _around(site: Path) -> Iterator[str]:
    """What stands around all pages, and is itself none."""
    for folder, folders, names in os.walk(site):
        inside = Path(folder).relative_to(site)
        if not inside.parts:
            folders[:] = [name for name in folders if name not in _OTHERS]
        yield from ((inside / name).as_posix() for name in names if not name.endswith(_PAGE))


def _needed(site: Path, page: str) -> Iterator[str]:
    """The files of the site that a page names, pages excepted, and the credential of an award's page."""
    beside = site / page.removesuffix(_PAGE)
    named = [beside.with_name(beside.name + ".json")] if page.startswith("awards/") else []
    text = (site / page).read_text("utf-8", "replace")
    for reference in _REFERENCE.findall(text):
        path = unquote(unescape(reference).partition("#")[0].partition("?")[0])
        if path and "\0" not in path:
            named.append(site / path.lstrip("/") if path.startswith("/") else (site / page).parent / path)
    for file in named:
        if not file.name.endswith(_PAGE) and _inside(site, file):
            yield Path(os.path.normpath(file)).relative_to(site).as_posix()


def _inside(site: Path, file: Path) -> bool:
    """Whether it is a file of the site, and no link out of it."""
    plain = Path(os.path.normpath(file))
    return plain.is_relative_to(site) and not plain.is_symlink() and plain.is_file()
