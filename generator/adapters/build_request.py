"""What a build is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from generator.proofs.keys import SigningKey


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for: a site in the folder `out`, or, where `tar` is given, in that file.

    `plain`: by the plain path alone. `remember`: what the last build found may be used, and this one's is written down.
    """

    source: Path
    out: Path
    jobs: int
    key_file: Path | None
    preview: bool
    tar: Path | None = None
    plain: bool = False
    remember: bool = True

    @property
    def place(self) -> Path:
        """Where the site goes."""
        return self.tar or self.out


@dataclass(frozen=True, kw_only=True)
class Asked:
    """All that a site depends on and that stands neither in the registry's files nor in this program."""

    key: SigningKey
    preview: bool
    today: date
    as_of: datetime | None
    commit: str | None

    def told(self) -> dict[str, object]:
        """The same as it may be written down: without the secret."""
        return {
            "key": self.key.public_multikey,
            "preview": self.preview,
            "today": self.today.isoformat(),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "commit": self.commit,
        }


def of_catalogue(told: Mapping[str, object]) -> tuple[object, ...]:
    """What the catalogue's files depend on, of what `Asked.told` says: no day, moment or commit is named in them."""
    return told["key"], told["preview"]
