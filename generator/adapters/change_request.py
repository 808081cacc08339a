"""What is asked of a comparison, and what both kinds of it share: with a commit, and with a published site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.adapters.mkdocs_build import included
from generator.diagnostics import Problem, arrange
from generator.errors import BadgesError
from generator.publishing.changes.sides import Side
from generator.publishing.changes.summary import Changes
from generator.sources import catalogue as catalogues
from generator.sources.layout import Source


class BaseUnknown(BadgesError):
    """There is nothing to compare with, or what there is can't be understood."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for: `base` is a revision, a folder or an address; `exact`: no merge base in its stead."""

    source: Path
    base: str
    jobs: int
    exact: bool = False
    sample: int | None = None
    seed: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of it: the changes, and the commit that was compared with, if one was."""

    changes: Changes
    against: str
    commit: str = ""


def refused(problems: Iterable[Problem], against: str, commit: str = "") -> Outcome:
    """What is said of a registry with mistakes."""
    return Outcome(Changes(problems=arrange(problems), complete=False), against, commit)


def side_of(source: Source, loaded: catalogues.Loaded) -> Side:
    """The registry as it is compared: what `loaded` is of, with the pages of docs/ that are shown."""
    assert loaded.catalogue is not None
    settings, docs = loaded.pages.settings, loaded.pages.docs
    shown = included(docs, settings.get("exclude_docs", ""))
    return Side(source=source, loaded=loaded, catalogue=loaded.catalogue, written={path: docs[path] for path in shown})
