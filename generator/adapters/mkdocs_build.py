"""MkDocs, in a child process: catalogue and hand-written pages become HTML.

The child gets a folder and an environment made for it, so neither the signing key nor a setting of this machine
reaches it, and only what pages need is taken from what it leaves: MkDocs' compressed sitemap, for one, differs from
machine to machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from pathspec.gitignore import GitIgnoreSpec

from generator import resources
from generator.adapters.mkdocs_nav import FRONT, navigation, with_pages_found
from generator.errors import SiteBuilderFailed
from generator.sources.markdown_pages import EXTENSIONS

CSS: Final = "assets/catalogue.css"
OVERRIDES: Final = ("main.html",)
_SECONDS: Final = 600
# Of links alone: whether a page is in the navigation is its author's choice.
_VALIDATION: Final = {
    "nav": {"omitted_files": "ignore"},
    "links": dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), "warn"),
}
# What pages are made of, by suffix; whatever else MkDocs leaves is dropped.
_KEPT: Final = frozenset([".html", ".css", ".js", ".json", ".svg", ".png", ".woff2", ".woff", ".ico", ".txt"])
# What MkDocs leaves out of `docs/` by itself.
_NO_PAGES: Final = (".*", "/templates/")
# The reader's own choice, as award pages have it, where the registry chooses no colours.
_PALETTE: Final = (
    {"media": "(prefers-color-scheme: light)", "scheme": "default"},
    {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
)


def build_catalogue(
    *,
    settings: Mapping[str, Any],
    docs: Mapping[str, bytes],
    pages: Mapping[str, str],
    url: str,
    preview: bool,
    out: Path,
) -> tuple[str, ...]:
    """Write the HTML of all pages and what it needs below `out`; what MkDocs warns of, such as links to no page.

    `settings` are the checked ones of `mkdocs.yml`; `docs` the hand-written files and `pages` the catalogue's, by their
    path below `docs/`; a hand-written front page wins. Raises `SiteBuilderFailed` with MkDocs' own words.
    """
    written = {path: docs[path] for path in included(docs, settings.get("exclude_docs", ""))}
    made = made_beside(pages, written)
    with tempfile.TemporaryDirectory(prefix="badges-") as name:
        work = Path(name)
        files = {path: text.encode() for path, text in made.items()} | written
        for path, data in (files | {CSS: resources.data_bytes(CSS)}).items():
            _write(work / "docs" / path, data)
        for template in OVERRIDES:
            _write(work / "theme" / template, resources.data_bytes(f"templates/mkdocs/{template}"))
        # JSON is YAML, and nothing in it can be taken for a tag.
        told = configuration(settings, url, preview) | {"nav": nav_of(settings, made, written)}
        _write(work / "mkdocs.yml", json.dumps(told).encode())
        warnings = _run(work)
        _collect(work / "site", out)
    return warnings


def configuration(settings: Mapping[str, Any], url: str, preview: bool) -> dict[str, Any]:
    """What MkDocs is told: the registry's own settings, and over them everything that isn't for it to choose."""
    theme = {"palette": list(_PALETTE)} | dict(settings.get("theme", {}))
    # In our own navigation a section's page is the section's own.
    features = [*theme.get("features", ()), *(["navigation.indexes"] if settings.get("nav") is None else [])]
    own = {name: settings[name] for name in settings if name not in ("theme", "plugins", "extra_css", "exclude_docs")}
    return own | {
        "site_url": f"{url}/",
        "theme": theme | {"name": "material", "font": False, "custom_dir": "theme", "features": features},
        "plugins": ["search"],
        "markdown_extensions": list(EXTENSIONS),
        "extra_css": [CSS, *settings.get("extra_css", ())],
        "extra": {"preview": preview, "generator": False},
        "use_directory_urls": True,
        "validation": _VALIDATION,
    }


def included(docs: Collection[str], excluded: str) -> list[str]:
    """The hand-written files that are shown. `exclude_docs` speaks of these alone: no pattern hides a badge."""
    try:
        spec = GitIgnoreSpec.from_lines([*_NO_PAGES, *excluded.splitlines()])
    except ValueError as error:
        raise SiteBuilderFailed(f"exclude_docs of mkdocs.yml: {error}") from None
    return [path for path in docs if not spec.match_file(path)]


def made_beside(pages: Mapping[str, str], written: Collection[str]) -> dict[str, str]:
    """Those of the catalogue's pages that have no hand-written one in their place."""
    front = {FRONT} if "README.md" in written else set()
    return {path: text for path, text in pages.items() if path not in front | set(written)}


def nav_of(settings: Mapping[str, Any], made: Collection[str], written: Collection[str]) -> list[Any]:
    """The navigation: the registry's own, or else one of everything."""
    nav = settings.get("nav")
    return navigation(made, written) if nav is None else with_pages_found(nav, made)


def _run(work: Path) -> tuple[str, ...]:
    """What MkDocs warns of, sorted."""
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--config-file", "mkdocs.yml"]
    try:
        done = subprocess.run(
            command,
            cwd=work,
            env=_environment(work),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SiteBuilderFailed(f"MkDocs did not end within {_SECONDS} seconds") from None
    log = (done.stdout + done.stderr).decode("utf-8", "replace")
    for name in (os.path.realpath(work), str(work)):
        log = log.replace(f"{name}/", "").replace(name, ".")
    told = [line for line in map(str.strip, log.splitlines()) if line and not line.startswith("INFO ")]
    if done.returncode:
        raise SiteBuilderFailed("\n".join(told) or f"MkDocs ended with exit code {done.returncode}")
    return tuple(sorted(line.partition(" -  ")[2] for line in told if line.startswith("WARNING ")))


def _environment(work: Path) -> dict[str, str]:
    """What a Python program needs to run, and nothing else."""
    fixed = {
        "HOME": str(work),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": "0",
        "NO_MKDOCS_2_WARNING": "1",
    }
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return kept | fixed


def _collect(built: Path, out: Path) -> None:
    for file in sorted(built.rglob("*")):
        path = file.relative_to(built)
        if file.is_file() and file.suffix in _KEPT:
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
