"""A build on this machine: registry folder, key, pages, stage and swap put together."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from generator.adapters import keys, registry
from generator.adapters.build_commit import commit_of_folder
from generator.adapters.build_date import as_of
from generator.adapters.build_request import Asked, Request
from generator.adapters.earlier import Changes, Look, look
from generator.adapters.staging import refuse_unless_ours
from generator.adapters.told import told_of
from generator.errors import BuildFailed, OutputRefused
from generator.proofs.keys import SigningKey
from generator.publishing.outcome import Built
from generator.publishing.progress import Hear


def build_site(request: Request, hear: Hear) -> Built:
    """Build the site and swap it in; where the registry has errors, say them and leave what was there.

    Raises `KeyProblem`, `OutputRefused`, `BuildFailed` and OSError, each before the old site is touched.
    """
    _refuse_inside(request)
    key = keys.development_key(request.source) if request.preview else keys.signing_key(request.key_file)
    if request.tar is None:
        refuse_unless_ours(request.out)
    with look(request.source, request.out, remember=request.remember and not request.tar) as seen:
        return _build(request, key, seen, hear)


def _build(request: Request, key: SigningKey, seen: Look, hear: Hear) -> Built:
    asked = Asked(
        key=key,
        preview=request.preview,
        today=registry.today(),
        as_of=as_of(request.source, registry.now()),
        commit=commit_of_folder(request.source),
    )
    changes = Changes(seen, seen.ledger) if seen.ledger and request.out.is_dir() else None
    if changes and changes.ledger.header["asked"]["today"] > asked.today.isoformat():  # clocks may be put back
        changes = None
    if changes and changes.ledger.header["asked"] == asked.told() and changes.nothing:
        return told_of(changes.ledger)
    # Imported here, as all that makes a site is much, and where nothing has changed none of it is needed.
    from generator.adapters.making import make

    try:
        return make(request, asked, seen, changes, hear)
    except OSError as error:
        raise BuildFailed(f"{reason(error)}; {kept(request.place)}") from error
    except BuildFailed as error:
        raise BuildFailed(f"{error}; {kept(request.place)}") from error


def kept(out: Path) -> str:
    """What is to be found where the site should have gone, after a build that did not end well."""
    return f"the site in {out} is as it was" if out.exists() else f"nothing is in {out}"


def reason(error: OSError) -> str:
    """What the file system said, in words."""
    words = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error)).lower()
    return f"{error.filename}: {words}" if error.filename else words


def _refuse_inside(request: Request) -> None:
    """Raise `OutputRefused` where the site would be written among the registry's own files, or over them."""
    out, top = Path(os.path.realpath(request.out)), Path(os.path.realpath(request.source))
    inside = any(out.is_relative_to(top / name) for name in ("badges", "recipients", "docs", ".git", ".badges"))
    if inside or top.is_relative_to(out):
        raise OutputRefused(request.out, "the registry's own files are there; name another folder")
