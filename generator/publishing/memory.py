"""What a build or a check may remember of the one before: records that need not be read again.

Whoever remembers lists the records that are new or may have changed, and tells of the others what the index needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Protocol

from generator.names import AwardId, Slug

if TYPE_CHECKING:
    from generator.sources.layout import RecordFile, Source

# The bytes of a file's digest.
DIGEST: Final = 16


def digest_of(data: bytes) -> bytes:
    """What tells a file's bytes from others, 16 bytes."""
    return blake2b(data, digest_size=DIGEST).digest()


@dataclass(frozen=True, slots=True)
class Link:
    """An award that builds on others."""

    file: RecordFile
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Those of a batch, a line of text each, as a million awards have many."""

    text: str = ""

    @classmethod
    def of(cls, links: Iterable[Link]) -> Links:
        """These links, in their order."""
        return cls("".join(f"{' '.join((link.file.path, *link.parts))}\n" for link in links))

    def __bool__(self) -> bool:
        return bool(self.text)

    def __iter__(self) -> Iterator[Link]:
        return map(_link, self.text.splitlines())


def _link(line: str) -> Link:
    # Imported here: whoever only asks whether anything changed need not wait for what reads registries.
    from generator.sources.layout import RecordFile

    path, *parts = line.split(" ")
    _, campus, badge, name = path.split("/")
    return Link(RecordFile(path, Slug(campus), Slug(badge), AwardId(name[:-4])), tuple(parts))


@dataclass(frozen=True)
class Kept:
    """What is known of the records that were not listed: their rows, packed, which build on which, who was revoked.

    Rows are told once.
    """

    rows: Iterable[bytes] = ()
    links: Sequence[Links] = ()
    revoked: tuple[tuple[AwardId, str], ...] = ()


@dataclass(frozen=True)
class Learnt:
    """What was found of a batch of records; those of `unclean` paths are to be read again next time.

    Rows and digests stand in the same order.
    """

    rows: bytes
    digests: bytes
    links: tuple[Link, ...]
    revoked: tuple[tuple[AwardId, str], ...]
    unclean: frozenset[str]


class Memory(Protocol):
    """What remembers."""

    def sieve(self, source: Source) -> Source:
        """The registry, listing only the records that are to be read."""

    def kept(self) -> Kept:
        """What is known of the records that the source did not list; asked once, when all are listed."""

    def learn(self, learnt: Learnt) -> None:
        """Take note of a batch."""


class Forgetful:
    """Remembers nothing: every record is listed."""

    def sieve(self, source: Source) -> Source:
        """The registry as it is."""
        return source

    def kept(self) -> Kept:
        """Nothing."""
        return Kept()

    def learn(self, learnt: Learnt) -> None:
        """Forget it."""
