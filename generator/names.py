"""Names with checked constructors: a value of one of these types is well-formed.

Each is a `str`, so it prints, sorts and hashes as one; making it from a text that is not of its form
raises `NotAName`. Forms: the registry's own naming rules, README "Names"; DIDs: did-core, 3.1.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Self

from generator.errors import NotAName

_LONGEST_SLUG = 64
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
AWARD_ID = r"[0-9a-hjkmnp-tv-z]{26}"
# Device names of Windows: a checkout of the registry there could not hold a folder so named.
RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))])


class _Name(str):
    """A text of one form, checked when made."""

    __slots__ = ()
    _form: re.Pattern[str]
    _what: str

    def __new__(cls, text: str) -> Self:
        if not cls.admits(text):
            raise NotAName(f"{text!r} is not {cls._what}")
        return super().__new__(cls, text)

    @classmethod
    def admits(cls, text: str) -> bool:
        """Whether the text has this form."""
        return cls._form.fullmatch(text) is not None


class Slug(_Name):
    """The name of a badge, campus, assessor, rubric row or level: `circuit-design`; at most 64 characters."""

    _form = re.compile(SLUG)
    _what = "a slug: lower-case letters and digits in words joined by single hyphens"

    @classmethod
    def admits(cls, text: str) -> bool:
        """Whether the text has this form."""
        return len(text) <= _LONGEST_SLUG and super().admits(text) and text not in RESERVED

    @classmethod
    def of_words(cls, text: str) -> Self | None:
        """The slug that a name suggests: `lincoln-high-school`; None where it has no letters or digits for one."""
        letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        words = "-".join(re.findall("[a-z0-9]+", letters.replace("'", "")))[:_LONGEST_SLUG].strip("-")
        return cls(words) if cls.admits(words) else None


class AwardId(_Name):
    """An award's id: 26 characters of Crockford's base 32 in lower case, 130 random bits."""

    _form = re.compile(AWARD_ID)
    _what = "an award id: 26 characters of 0123456789abcdefghjkmnpqrstvwxyz"

    @classmethod
    def typed(cls, text: str) -> Self:
        """The id that a person typed from paper: O is 0, I and L are 1; case, spaces and hyphens don't count."""
        plain = text.lower().replace(" ", "").replace("-", "")
        return cls(plain.translate(str.maketrans("oil", "011")))

    @property
    def shard(self) -> str:
        """The folder of two characters that keeps the directories of a large site small."""
        return self[:2]


class Did(_Name):
    """A decentralised identifier without path, query or fragment (did-core, 3.1)."""

    _form = re.compile(r"did:[a-z0-9]+:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2}|:)*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})")
    _what = "a DID"


class SitePath(_Name):
    """A file of the site, or of the registry, relative to its top: `badges/circuit-design/v1.json`."""

    _form = re.compile(r"[^/\x00]+(/[^/\x00]+)*")
    _what = "a relative path of plain segments"

    @classmethod
    def admits(cls, text: str) -> bool:
        """Whether the text has this form."""
        return super().admits(text) and not any(part in (".", "..") for part in text.split("/"))
