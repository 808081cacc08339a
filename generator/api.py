"""What other programs may call: load, check, build and verify, on folders of this machine."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from generator.adapters import registry
from generator.adapters.build_request import Request
from generator.adapters.building import build_site
from generator.adapters.checking import check_folder
from generator.adapters.pool import available
from generator.diagnostics import Problem
from generator.model.catalogue import Catalogue
from generator.publishing.outcome import Built
from generator.publishing.progress import Hear, deaf
from generator.verification import Fetch, Report, Verifier


def load(folder: Path) -> Catalogue:
    """The issuer and every badge version of a registry. Raises `errors.RegistryRefused` where it has Problems."""
    return registry.load_catalogue_of_folder(folder)


def check(folder: Path, *, jobs: int = 1) -> list[Problem]:
    """Every Problem of a registry, awards included, sorted by place; none: it can be built. Raises OSError."""
    return check_folder(folder, jobs, deaf, remember=False).problems


def build(
    folder: Path,
    out: Path,
    *,
    key_file: Path | None = None,
    preview: bool = False,
    jobs: int | None = None,
    hear: Hear = deaf,
) -> Built:
    """Build a registry's site into `out`; where the result has Problems, `out` is as it was.

    The key is that of `key_file`, else of the environment variable BADGES_SIGNING_KEY. `hear` is told of progress.
    Raises `errors.BadgesError`.
    """
    request = Request(source=folder, out=out, jobs=jobs or available(), key_file=key_file, preview=preview)
    return build_site(request, hear)


def verify(document: bytes, fetch: Fetch, *, at: str | None = None, now: datetime | None = None) -> Report:
    """What a stranger finds about a badge of any issuer, or another document of a kind known here.

    The bytes are JSON, a token, or a PNG or SVG image with a badge in it; of several in one image, the first is meant.

    `fetch` brings the bytes under a URL or raises `errors.UnknownDocument`; `adapters.site_folder.SiteFolder` is one.
    `at` is the address where the document was found; `now` (aware) the moment to judge at, the present if left out.
    """
    verifier = Verifier(fetch, now=now or registry.now())
    return verifier.file(document)[0][1] if at is None else verifier.document(document, at=at)
