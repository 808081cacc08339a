"""What `badges audit` says of the sample's site after something was done to it, as the example of one code."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from unittest.mock import patch

from generator.adapters import registry
from generator.adapters.auditing import Request, audit_site
from generator.cli.audit import as_text
from generator.cli.explain import Example
from generator.errors import UnknownDocument
from generator.publishing.findings import CODES, Finding
from generator.publishing.progress import deaf
from generator.verification import Fetch
from tests.builds import REGISTRY, built
from tests.reference import spoilt

_URL: Final = "https://badges.riverbend.example"
_AWARD: Final = "awards/bh/bhp5n40baqpaaqspp7ft4y5m95.json"
_OTHER: Final = "awards/ef/ef0aqs1f2ye055gxke4z9w47aj.json"


@dataclass(frozen=True)
class _Deed:
    """What is done to a site: a title, the path, and that in words; nothing where the server fails instead."""

    title: str
    path: str
    words: str
    do: Callable[[Path], object] | None = None


def _sign_by_another(file: Path) -> None:
    own, other = (json.loads(path.read_bytes())["proof"][0]["proofValue"] for path in (file, file.parents[2] / _OTHER))
    file.write_text(file.read_text("utf-8").replace(own, other), "utf-8")


_DEEDS: Final = {
    "changed": _Deed(
        "A word on a page was changed on the server.",
        "badges/circuit-design/index.html",
        "Circuit Design                  becomes  Circuit Designer",
        lambda file: file.write_text(file.read_text("utf-8").replace("Circuit Design", "Circuit Designer", 1), "utf-8"),
    ),
    "missing": _Deed("A file was deleted from the site.", "robots.txt", "deleted", Path.unlink),
    "added": _Deed(
        "Somebody put a file among the others.", "notes.txt", "a new file", lambda file: file.write_text("Notes.\n")
    ),
    "signature-wrong": _Deed(
        "A credential bears the signature of another one.",
        _AWARD,
        f"proofValue                      becomes  that of {_OTHER}",
        _sign_by_another,
    ),
    "unreadable": _Deed("The server fails while the site is audited by its address.", "api/badges.atom", "HTTP 500"),
}


def cases_of_codes() -> dict[str, list[str]]:
    """What is done to the site to bring a code about, by code: a deed of the code's name."""
    return {code: [code] for code in CODES if code in _DEEDS}


def example(code: str, shown_by: str) -> Example:
    """The example of a code, from the deed of that name."""
    deed = _DEEDS[shown_by]
    found = [finding for finding in _findings() if finding.path == deed.path and finding.code == code]
    return Example(deed.title, f"{deed.path}\n\n{deed.words}", "\n".join(map(as_text, found)))


@cache
def _findings() -> tuple[Finding, ...]:
    """What is found in the sample's site while its server fails, and when all else was done to it."""
    with tempfile.TemporaryDirectory() as folder, patch.object(registry, "today", lambda: spoilt.TODAY):
        site = built(REGISTRY, Path(folder) / "site")

        def fetch(url: str) -> bytes:
            path = url.removeprefix(f"{_URL}/")
            if path == _DEEDS["unreadable"].path:
                raise UnknownDocument(url, "its server could not answer (500)")
            return (site / path).read_bytes()

        failing = _audited(_URL, fetch)
        for deed in _DEEDS.values():
            if deed.do:
                deed.do(site / deed.path)
        return failing + _audited(str(site), fetch)


def _audited(site: str, fetch: Fetch) -> tuple[Finding, ...]:
    request = Request(source=REGISTRY, commit=None, site=site, jobs=1, sample=None, seed="")
    return audit_site(request, fetch, deaf).audited.findings
