"""What a text of people must not hold, since people could not see it or verifiers would disagree about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NON_CHARACTER: Final = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef" + "".join(f"{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}" for p in range(17)) + "]"
)


_UNSEEN: Final = re.compile(f"{_CONTROL.pattern}|{_BIDI.pattern}|{_NON_CHARACTER.pattern}".replace("]|[", ""))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text."""

    code: str
    message: str
    hint: str = ""


def fault(text: str) -> Fault | None:
    """What is wrong with the text, or None."""
    if text.isascii():
        found = _CONTROL.search(text)
        return _control(found[0]) if found else None
    # Most texts are right, and nothing that can be printed is one of what is looked for.
    if (text.isprintable() or not _UNSEEN.search(text)) and unicodedata.is_normalized("NFC", text):
        return None
    if found := _CONTROL.search(text):
        return _control(found[0])
    if found := _BIDI.search(text):
        hint = "delete it: right-to-left text needs no such character"
        return Fault("bidi-override", f"the text holds the invisible direction override U+{ord(found[0]):04X}", hint)
    if found := _NON_CHARACTER.search(text):
        return Fault("non-character", f"the text holds U+{ord(found[0]):04X}, which is no character", "delete it")
    if not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        at = next((i for i, (a, b) in enumerate(zip(text, composed, strict=False)) if a != b), len(composed))
        shown = text[max(0, at - 10) : at + 10]
        hint = "type the accented letters anew, or save the file in Unicode normalisation form C"
        return Fault("not-nfc", f'the text is not in normalisation form C near "{shown}"', hint)
    return None


def _control(char: str) -> Fault:
    name = "a tab" if char == "\t" else f"the control character U+{ord(char):04X}"
    return Fault("control-character", f"the text holds {name}", "delete it; only line breaks are admitted")


def orders_disagree(texts: Iterable[str]) -> bool:
    """Whether these texts sort differently by code point and by UTF-16 unit: verifiers then disagree."""
    listed = list(texts)
    return sorted(listed) != sorted(listed, key=lambda text: text.encode("utf-16-be", "surrogatepass"))
