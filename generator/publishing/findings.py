"""What an audit finds: a file of a site that is not as the registry says, and where in it the first difference is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from generator.diagnostics import visible
from generator.encodings import json_text
from generator.errors import EncodingError

CODES: Final = ("changed", "missing", "added", "signature-wrong", "unreadable")

_SHOWN: Final = 60
_TEXTS: Final = (".html", ".css", ".js", ".svg", ".txt", ".xml", ".nojekyll", ".json")
_NOTHING: Final = object()


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A path of the site, what is wrong there (one of `CODES`), and that in words."""

    path: str
    code: str
    words: str


def changed(path: str, found: bytes, expected: bytes) -> Finding:
    """The Finding of a file whose bytes are others, told by where they first differ."""
    return Finding(path, "changed", difference(path, found, expected))


def arrange(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by path, one of each: what was found in a file's place counts before what was met there."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.path, finding)
    return tuple(sorted(first.values()))


def difference(path: str, found: bytes, expected: bytes) -> str:
    """Where two files first differ: the JSON pointer, else the line, else the byte; `found` may be anybody's."""
    if path.endswith(".json"):
        return _json_difference(found, expected) or _line_difference(found, expected)
    return _line_difference(found, expected) if path.endswith(_TEXTS) else _byte_difference(found, expected)


def _json_difference(found: bytes, expected: bytes) -> str:
    try:
        theirs, ours = (json_text.parse(data, max_bytes=16_000_000) for data in (found, expected))
    except EncodingError:
        return ""
    place = _pointer(theirs, ours)
    if place is None:
        return ""
    pointer, theirs, ours = place
    if theirs is _NOTHING:
        return f"at {pointer}: it lacks {_short(ours)}"
    if ours is _NOTHING:
        return f"at {pointer}: {_short(theirs)}, which the registry does not say"
    return f"at {pointer}: {_short(theirs, ours)}, where the registry says {_short(ours, theirs)}"


def _pointer(theirs: Any, ours: Any, at: str = "") -> tuple[str, Any, Any] | None:
    """The JSON pointer (RFC 6901) of the first difference in our order, with both values; None: they are equal."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        names = [*ours, *(name for name in theirs if name not in ours)]
        pairs = ((name, theirs.get(name, _NOTHING), ours.get(name, _NOTHING)) for name in names)
    elif isinstance(theirs, list) and isinstance(ours, list):
        longest = range(max(len(theirs), len(ours)))
        pairs = ((str(n), _item(theirs, n), _item(ours, n)) for n in longest)
    else:
        return None if type(theirs) is type(ours) and theirs == ours else (at or "/", theirs, ours)
    for name, one, other in pairs:
        step = visible(name.replace("~", "~0").replace("/", "~1"))
        if one is _NOTHING or other is _NOTHING:
            return f"{at}/{step}", one, other
        if (deeper := _pointer(one, other, f"{at}/{step}")) is not None:
            return deeper
    return None


def _item(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else _NOTHING


def _short(value: Any, other: Any = "") -> str:
    """The value in a few words; of a long text, what stands where it begins to differ from the other."""
    if isinstance(value, str) and isinstance(other, str) and len(value) > _SHOWN:
        start = max(0, _common(value, other) - _SHOWN // 3)
        text = value[start : start + _SHOWN]
        return f"{'…' if start else ''}{visible(json.dumps(text, ensure_ascii=False))}…"
    text = visible(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _common(one: str | bytes, other: str | bytes) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _line_difference(found: bytes, expected: bytes) -> str:
    """The line, the column in bytes, and what both hold from there."""
    at = _common(found, expected)
    if at == len(found):
        return f"it ends at line {found.count(10) + 1}, {len(expected) - at:,} bytes early"
    line, column = expected.count(10, 0, at) + 1, at - (expected.rfind(b"\n", 0, at) + 1) + 1
    if at == len(expected):
        return f"line {line}: {_excerpt(found, at)} follows what should be its end"
    theirs, ours = _excerpt(found, at), _excerpt(expected, at)
    return f"line {line}, byte {column}: {theirs}, where the registry makes {ours}"


def _excerpt(data: bytes, at: int) -> str:
    """Some bytes around the place as text, up to the end of the line that they begin on."""
    start = max(data.rfind(b"\n", 0, at) + 1, at - _SHOWN // 3)
    piece = data[start : at + _SHOWN * 2 // 3]
    end = piece.find(b"\n", at - start + 1)
    text = (piece if end < 0 else piece[:end]).decode("utf-8", "backslashreplace")
    return f'"{visible(text)}"'


def _byte_difference(found: bytes, expected: bytes) -> str:
    at = _common(found, expected)
    sizes = "" if len(found) == len(expected) else f"; it has {len(found):,} bytes and should have {len(expected):,}"
    return f"it differs from byte {at + 1:,} on{sizes}"
