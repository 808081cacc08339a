"""How large a site is, by kind of file, and what that means for GitHub Pages.

Pages allows a published site 1 GB, and a deployment ten minutes
(https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits). How long a deployment takes
can't be known before it has ended, so nothing is said here of minutes, only of what they depend on: a site goes to
Pages as a tar, for which GitHub recommends less than 1 GB as well, because larger ones often run past the ten minutes
(https://github.com/actions/upload-pages-artifact#artifact-validation).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

# GitHub does not say which; who stays below the smaller gigabyte is below the larger, 2**30, as well.
GIGABYTE: Final = 1_000_000_000

_WARN: Final = 0.8
# A tar has blocks of so many bytes, and one more for the name of each file (POSIX.1-2017, pax, ustar).
_BLOCK: Final = 512


class Kind(IntEnum):
    """What a file of the site is for."""

    AWARD_PAGE = 0
    CREDENTIAL = 1
    ASSERTION = 2
    STATUS = 3
    IMAGE = 4
    CATALOGUE = 5
    OTHER = 6


WORDS: Final = {
    Kind.AWARD_PAGE: "award pages",
    Kind.CREDENTIAL: "credentials, Open Badges 3.0",
    Kind.ASSERTION: "assertions, Open Badges 2.0",
    Kind.STATUS: "status lists",
    Kind.IMAGE: "images",
    Kind.CATALOGUE: "catalogue and search",
    Kind.OTHER: "styles, scripts, schemas",
}
_OF_AWARDS: Final = (Kind.AWARD_PAGE, Kind.CREDENTIAL, Kind.ASSERTION)
_AWARDS: Final = {".html": Kind.AWARD_PAGE, ".json": Kind.CREDENTIAL}
_STATUS: Final = ("status/", "ob2/revocations.json")
_CATALOGUE: Final = ("badges/", "ob2/", "issuer/", "api/", "search/", "sitemap.xml")
_OTHER: Final = ("assets/", "schemas/")


def kind_of(path: str) -> Kind:
    """The kind of the file at a path of the site."""
    # Those of which there are many come first.
    if path.startswith("awards/"):
        return _AWARDS.get(path[-5:], Kind.IMAGE)
    if path.startswith("ob2/awards/"):
        return Kind.ASSERTION
    if path.startswith(_STATUS):
        return Kind.STATUS
    if path.startswith(_OTHER):
        return Kind.OTHER
    if path.endswith((".png", ".svg", ".jpg", ".webp", ".gif")):
        return Kind.IMAGE
    return Kind.CATALOGUE if path.startswith(_CATALOGUE) or path.endswith(".html") else Kind.OTHER


def _none() -> list[int]:
    return [0] * len(Kind)


@dataclass(slots=True)
class Sizes:
    """Files and bytes by kind; `packed`: bytes of a tar of them, its folders aside."""

    files: list[int] = field(default_factory=_none)
    bytes: list[int] = field(default_factory=_none)
    packed: int = 0

    def add(self, path: str, size: int) -> None:
        """Count a file of so many bytes at a path of the site."""
        kind = kind_of(path)
        self.files[kind] += 1
        self.bytes[kind] += size
        self.packed += _BLOCK + (size + _BLOCK - 1 & -_BLOCK)

    def add_all(self, path: str, size: int, files: int) -> None:
        """Count so many files beside a path, of so many bytes together; what they take in a tar is estimated."""
        kind = kind_of(path)
        self.files[kind] += files
        self.bytes[kind] += size
        self.packed += size + files * (_BLOCK + _BLOCK // 2)

    def merge(self, other: Sizes) -> None:
        """Count what another has counted as well."""
        self.files = [*map(int.__add__, self.files, other.files)]
        self.bytes = [*map(int.__add__, self.bytes, other.bytes)]
        self.packed += other.packed

    @property
    def awards(self) -> int:
        """How many awards have files."""
        return self.files[Kind.CREDENTIAL]

    @property
    def total(self) -> int:
        """The bytes of the site."""
        return sum(self.bytes)


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a limit is used: `bytes` of a gigabyte, and those that one award takes, on average (0: no award)."""

    limit: str
    bytes: int
    award: float

    @property
    def room(self) -> int:
        """How many more awards of that size there is room for."""
        return max(0, int((GIGABYTE - self.bytes) / self.award)) if self.award else 0


def uses(sizes: Sizes) -> tuple[Use, Use]:
    """What the site uses of both limits. The catalogue is taken as it is: it grows with badges, not with awards."""
    awards = sizes.awards or 1
    written = sum(sizes.bytes[kind] for kind in _OF_AWARDS)
    # Rounding up to blocks adds half a block a file, on average.
    packed = written + sum(sizes.files[kind] for kind in _OF_AWARDS) * (_BLOCK + _BLOCK // 2)
    return (
        Use("that GitHub Pages allows a site", sizes.total, written / awards),
        Use("that GitHub recommends for its tar, as a deployment has ten minutes", sizes.packed, packed / awards),
    )


def report(sizes: Sizes) -> list[str]:
    """Lines for people: files and bytes by kind, and what is left of what GitHub Pages allows."""
    rows = [("", "files", "bytes", "each")]
    rows += [_row(WORDS[kind], sizes.files[kind], sizes.bytes[kind]) for kind in Kind if sizes.files[kind]]
    rows.append(_row("the site", sum(sizes.files), sizes.total))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows]
    return lines + [_told(use) for use in uses(sizes)]


def warnings(sizes: Sizes) -> list[str]:
    """What to be warned of, from four fifths of a limit on."""
    told = 'docs/hosting.md tells under "Size" what to do'
    return [f"{_used(use)}: {told}" for use in uses(sizes) if use.bytes >= _WARN * GIGABYTE]


def _told(use: Use) -> str:
    if not use.award:
        return _used(use)
    room = f"room for some {_some(use.room)} more such awards" if use.room else "no more awards fit"
    return f"{_used(use)}; {room}"


def _used(use: Use) -> str:
    return f"{_megabytes(use.bytes)}, {_percent(use.bytes)} of the {_megabytes(GIGABYTE)} {use.limit}"


def _row(words: str, files: int, size: int) -> tuple[str, str, str, str]:
    return words, f"{files:,}", f"{size:,}", f"{size // files:,}" if files else ""


def _megabytes(size: int) -> str:
    """A size in MB of a million bytes: `1.9 MB`, `1,000 MB`."""
    megabytes = size / 1_000_000
    return f"{megabytes:,.0f} MB" if megabytes >= 100 else f"{megabytes:,.1f} MB"


def _percent(size: int) -> str:
    """The part of the limit that is used, rounded down."""
    thousandths = size * 1_000 // GIGABYTE
    return f"{thousandths // 10} %" if thousandths >= 100 else f"{thousandths / 10} %"


def _some(number: int) -> str:
    """The number with its first two digits, rounded down: more would be a promise."""
    unit = 10 ** max(0, len(str(number)) - 2)
    return f"{number // unit * unit:,}"
