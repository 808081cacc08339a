"""MkDocs, in a child process: catalogue and hand-written pages become HTML.

The child gets a folder and an environment made for it, so neither the signing key nor a setting of this machine
reaches it, and only what pages need is taken from what it leaves: MkDocs' compressed sitemap, for one, differs from
machine to machine.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from importlib.resources import files as files_of
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator import resources
from generator.adapters.mkdocs_nav import FRONT, hides_badges, navigation, with_pages_found
from generator.errors import SiteBuilderFailed
from generator.sources.markdown_pages import EXTENSIONS

if TYPE_CHECKING:
    from generator.site.catalogue_pages import Pages

CSS: Final = "assets/catalogue.css"
SCRIPT: Final = "assets/catalogue.js"
ASSETS: Final = (CSS, SCRIPT, "assets/badge.css", "assets/badge.js")
OVERRIDES: Final = ("main.html", "404.html", "partials/badge-check.html", "partials/logo.html")
SETTINGS: Final = "mkdocs.yml"
# What makes MkDocs quicker, and the settings with it.
_HOOKS: Final = "mkdocs_hooks.py"
_QUICK: Final = "quick.yml"
_SECONDS: Final = 600
# What JSON may hold as it is, and YAML takes for the end of a line or refuses.
_NOT_IN_YAML: Final = re.compile(r"[^\n\x20-\x7e\U00010000-\U0010ffff]")
# Of links alone: whether a page is in the navigation is its author's choice.
_VALIDATION: Final = {
    "nav": {"omitted_files": "ignore"},
    "links": dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), "warn"),
}
# What pages are made of, by suffix; whatever else MkDocs leaves is dropped.
_KEPT: Final = frozenset([".html", ".css", ".js", ".json", ".svg", ".png", ".woff2", ".woff", ".ico", ".txt"])
# What MkDocs leaves out of `docs/` by itself.
_NO_PAGES: Final = (".*", "/templates/")
# Where the registry chooses none: the parts of the site in a row at the top, so that pages may be wide.
_FEATURES: Final = ("navigation.tabs",)
# By the words for it: for which device, the scheme and the picture of the switch. The colours are in our style sheet.
_SCHEMES: Final = (
    ("by_device", "(prefers-color-scheme)", "default", "material/brightness-auto"),
    ("light", "(prefers-color-scheme: light)", "default", "material/weather-sunny"),
    ("dark", "(prefers-color-scheme: dark)", "slate", "material/weather-night"),
)


def build_catalogue(
    *,
    settings: Mapping[str, Any],
    docs: Mapping[str, bytes],
    pages: Pages,
    url: str,
    preview: bool,
    out: Path,
    plain: bool = False,
) -> tuple[str, ...]:
    """Write the HTML of all pages and what it needs below `out`; what MkDocs warns of, such as links to no page.

    `settings` are the checked ones of `mkdocs.yml`; `docs` the hand-written files and `pages` the catalogue's, by their
    path below `docs/`; a hand-written front page wins. `plain` leaves MkDocs to itself, which takes longer and makes
    the same. Raises `SiteBuilderFailed` with MkDocs' own words.
    """
    with tempfile.TemporaryDirectory(prefix="badges-") as name:
        work = Path(name)
        for path, data in sources(settings, docs, pages, url, preview).items():
            _write(work / path, data)
        if not plain:
            _write(work / _HOOKS, files_of("generator").joinpath("adapters", _HOOKS).read_bytes())
            _write(work / _QUICK, _as_yaml(_quickly(made_beside(pages.texts, docs))))
        warnings = _run(work, SETTINGS if plain else _QUICK)
        _collect(work / "site", out)
    return (*_of_nav(settings.get("nav"), pages.texts), *warnings)


def _quickly(made: Collection[str]) -> dict[str, Any]:
    """The settings with our hooks, and the pages that these may touch: what people wrote by hand goes the long way."""
    return {"INHERIT": SETTINGS, "hooks": [_HOOKS], "extra": {"made": sorted(made)}}


def _of_nav(nav: Any, made: Collection[str]) -> tuple[str, ...]:
    if nav is None or not hides_badges(nav, made):
        return ()
    return ("the nav of mkdocs.yml does not lead to badges/index.md, so no menu of the site leads to the badges",)


def sources(
    settings: Mapping[str, Any], docs: Mapping[str, bytes], pages: Pages, url: str, preview: bool
) -> dict[str, bytes]:
    """All that MkDocs reads, by path: `docs/…`, `theme/…` and `mkdocs.yml`."""
    written = {path: docs[path] for path in included(docs, settings.get("exclude_docs", ""))}
    made = made_beside(pages.texts, written)
    files = {path: text.encode() for path, text in made.items()} | written
    files |= {path: resources.data_bytes(path) for path in ASSETS}
    told = configuration(settings, url, preview, pages.frame)
    told["nav"] = nav_of(settings, made, written, pages.frame["said"])
    return {
        **{f"docs/{path}": data for path, data in files.items()},
        **{f"theme/{name}": resources.data_bytes(f"templates/mkdocs/{name}") for name in OVERRIDES},
        SETTINGS: _as_yaml(told),
    }


def _as_yaml(told: Mapping[str, Any]) -> bytes:
    """The settings as JSON that YAML reads alike: nothing in it can be taken for a tag.

    Above U+FFFF no sign is escaped, as JSON then writes two escapes for one sign, and YAML reads them as two.
    """
    text = json.dumps(told, indent=1, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def configuration(settings: Mapping[str, Any], url: str, preview: bool, frame: Mapping[str, Any]) -> dict[str, Any]:
    """What MkDocs is told: the registry's own settings, and over them everything that isn't for it to choose."""
    theme = _defaults(frame) | dict(settings.get("theme", {}))
    # In our own navigation a section's page is the section's own.
    features = [*theme["features"], *(["navigation.indexes"] if settings.get("nav") is None else [])]
    # Whoever reads aloud goes by the page's language, and all of our words are in that of the issuer.
    fixed = {"name": "material", "language": frame["language"], "font": False, "custom_dir": "theme"}
    own = {name: settings[name] for name in settings if name not in ("theme", "plugins", "extra_css", "exclude_docs")}
    return own | {
        "site_url": f"{url}/",
        "theme": theme | fixed | {"features": features},
        "plugins": ["search"],
        "markdown_extensions": list(EXTENSIONS),
        "extra_css": [*(path for path in ASSETS if path.endswith(".css")), *settings.get("extra_css", ())],
        "extra_javascript": [path for path in ASSETS if path.endswith(".js")],
        "extra": {"preview": preview, "generator": False, "badges": dict(frame)},
        "use_directory_urls": True,
        "validation": _VALIDATION,
    }


def _defaults(frame: Mapping[str, Any]) -> dict[str, Any]:
    """How the theme looks where the registry doesn't say."""
    image = frame["issuer"]["image"]
    palette = [
        {
            "media": media,
            "scheme": scheme,
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": icon, "name": frame["said"][words]},
        }
        for words, media, scheme, icon in _SCHEMES
    ]
    made = {"palette": palette, "features": list(_FEATURES)}
    return made | ({"favicon": image} if image else {})


def included(docs: Collection[str], excluded: str) -> list[str]:
    """The hand-written files that are shown. `exclude_docs` speaks of these alone: no pattern hides a badge."""
    from pathspec.gitignore import GitIgnoreSpec  # where nothing has changed, no build comes here

    try:
        spec = GitIgnoreSpec.from_lines([*_NO_PAGES, *excluded.splitlines()])
    except ValueError as error:
        raise SiteBuilderFailed(f"exclude_docs of mkdocs.yml: {error}") from None
    return [path for path in docs if not spec.match_file(path)]


def made_beside(pages: Mapping[str, str], written: Collection[str]) -> dict[str, str]:
    """Those of the catalogue's pages that have no hand-written one in their place."""
    front = {FRONT} if "README.md" in written else set()
    return {path: text for path, text in pages.items() if path not in front | set(written)}


def nav_of(
    settings: Mapping[str, Any], made: Collection[str], written: Collection[str], titles: Mapping[str, str]
) -> list[Any]:
    """The navigation: the registry's own, or else one of everything."""
    nav = settings.get("nav")
    return navigation(made, written, titles) if nav is None else with_pages_found(nav, made)


def _run(work: Path, settings: str) -> tuple[str, ...]:
    """What MkDocs warns of, sorted."""
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--config-file", settings]
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
