"""HTML that survives a Markdown renderer and whatever a site builder does before and after it.

A catalogue page is Markdown with blocks of HTML in it. In such a block a blank line, `{{`, `*[word]:` or `--8<--` may
still mean something to somebody, so every sign that could is written as a character reference: what is left are
letters, digits, spaces and plain punctuation on one line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup

# A hyphen between letters is a hyphen everywhere, and keeps addresses readable.
_LIVE: Final = re.compile(r"(?!(?<=[A-Za-z0-9])-(?=[A-Za-z0-9]))[^A-Za-z0-9 .,:;()?/%\u00a0-\U0010ffff]|[\u2028\u2029]")
_REFERENCE_OR_LIVE: Final = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z]+);|" + _LIVE.pattern)
_TAG: Final = re.compile(r"(<[^<>]*>)")
_VALUE: Final = re.compile(r'"([^"]*)"')


def armour(value: object) -> Markup:
    """The value as HTML on one line in which no sign is Markdown's or a builder's; of Markup, the tags stay tags."""
    return _of_html(str(value)) if isinstance(value, Markup) else _of_text(str(value))


# Pages say the same words again and again.
@lru_cache(maxsize=4096)
def _of_text(text: str) -> Markup:
    return Markup(_LIVE.sub(_reference, text))


@lru_cache(maxsize=1024)
def _of_html(html: str) -> Markup:
    return Markup("".join(map(_tag_or_text, _TAG.split(html))))


def _tag_or_text(part: str) -> str:
    if part.startswith("<"):
        return _VALUE.sub(lambda match: f'"{_armoured(match[1])}"', part).replace("\n", " ")
    return _armoured(part)


def _armoured(html: str) -> str:
    """The text of escaped HTML; the character references that it has stay."""
    return _REFERENCE_OR_LIVE.sub(_reference, html)


def _reference(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) > 1 else f"&#{ord(match[0])};"
