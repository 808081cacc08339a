"""Checking a registry anew after a change of some records: what is known of all others is not asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from generator.publishing.checking import Checked
from generator.publishing.memory import Kept, Learnt, Link, Links
from generator.sources.layout import Entry, Source

_RECORDS = "recipients/"


def are_records(paths: Iterable[str]) -> bool:
    """Whether a change of these files leaves the catalogue as it is, and with it what other records are judged by."""
    return all(path.startswith(_RECORDS) for path in paths)


@dataclass(frozen=True)
class AsBefore:
    """The memory of a registry that was checked, and in which only the files of these paths have changed since."""

    before: Checked
    changed: Set[str]

    def sieve(self, source: Source) -> Source:
        """The registry, listing of its records only those that have changed."""
        return _Changed(source, self.changed)

    def kept(self) -> Kept:
        """What was found of the other records."""
        links = Links.of(self._other_links())
        return Kept((self.before.index.packed_without(self.changed),), (links,) if links else ())

    def learn(self, learnt: Learnt) -> None:
        """Nothing need be noted."""

    def _other_links(self) -> Iterator[Link]:
        return (link for each in self.before.links for link in each if link.file.path not in self.changed)


@dataclass(frozen=True)
class _Changed:
    """A registry whose folders of records hold only what has changed."""

    below: Source
    changed: Set[str]

    def list(self, folder: str) -> list[Entry]:
        """What is in the folder; of records those that have changed."""
        entries = self.below.list(folder)
        if not (folder.startswith(_RECORDS) and folder.count("/") == 2):
            return entries
        return [entry for entry in entries if entry.path in self.changed]

    def read(self, path: str) -> bytes:
        """The file's bytes."""
        return self.below.read(path)
