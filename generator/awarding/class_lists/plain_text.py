"""Texts as spreadsheets spoil them, made comparable: spaces that don't break, wide letters, capitals, accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# What nobody sees and no name needs: soft hyphens, spaces without width, marks of direction.
_UNSEEN: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
# Letters, digits and signs as wide as Chinese characters, which keyboards of East Asia write (U+FF01 to U+FF5E).
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_QUOTED: Final = re.compile("[“”„«](.*)[”“»]", re.DOTALL)
_OTHER: Final = re.compile(r"[\W_]+")


def tidy(text: str) -> str:
    """The text in normal form C with single spaces, without what nobody sees, in letters of plain width.

    A text in typographic quotation marks, which no CSV is quoted with, loses them.
    """
    if text.isascii():
        return " ".join(text.split())
    line = " ".join(_UNSEEN.sub("", text.translate(_WIDE)).split())
    quoted = _QUOTED.fullmatch(line)
    return unicodedata.normalize("NFC", quoted[1].strip() if quoted else line)


def lines(text: str) -> str:
    """The text tidied line by line, blank lines at its ends left out."""
    return "\n".join(map(tidy, text.splitlines())).strip()


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The words of the text in small letters without accents, for comparing: `e mail address`."""
    parts = unicodedata.normalize("NFKD", tidy(text).casefold())
    return _OTHER.sub(" ", "".join(char for char in parts if not unicodedata.combining(char))).strip()
