"""What changed from one version of a badge to the next, as values that a page can tell.

Texts are compared line by line, and word by word where a line was reworded; lists by what stands in them. The work is
bounded: where two texts are so long, or so full of the same words, that a comparison could take long, the old and the
new one stand side by side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final, TypeVar

from generator.model.achievement import Achievement, Alignment, Level, Onward, Row

_WORD: Final = re.compile(r"\n|[^\S\n]+|\w+(?:[-'’]\w+)*|[^\w\s]")
# A comparison looks at each pair of equal words, at worst once for each word.
_MOST_WORDS: Final = 2_000
_MOST_PAIRS: Final = 40_000
# If less than this part of the words stayed, one text in two colours is harder to read than two texts.
_LEAST_ALIKE: Final = 0.55

Item = TypeVar("Item")
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `kind` is `same`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed; `what` names the member, `of` whose it is where that isn't the badge itself.

    `kind` is `added` (only `new`), `removed` (only `old`), `changed` (both, or None where one had none) or `reworded`,
    which has `pieces` that make the old text without the added ones and the new text without the removed ones.
    """

    what: str
    kind: str
    old: object = None
    new: object = None
    of: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """Every change from version `older` to version `newer`, in the order of a badge page."""

    older: int
    newer: int
    changes: tuple[Change, ...]


def differences(older: Achievement, newer: Achievement) -> Differences:
    """What changed of all that a reader is shown; dates of review and images are not compared."""
    return Differences(older.of.version, newer.of.version, tuple(_changes(older, newer)))


def _changes(old: Achievement, new: Achievement) -> Iterator[Change]:
    for what in ("name", "summary", "description", "criteria"):
        yield from _text(what, getattr(old, what), getattr(new, what))
    for what in ("level", "type", "language", "hours", "credits", "valid_for", "stack"):
        yield from _fact(what, getattr(old, what), getattr(new, what))
    yield from _members("skill", old.skills, new.skills, str, _nothing)
    yield from _members("row", old.rubric, new.rubric, lambda row: row.id, _row)
    before, after = old.evidence, new.evidence
    yield from _fact("minimum", before.minimum if before else None, after.minimum if after else None)
    yield from _text("asks_for", (before and before.asks_for) or "", (after and after.asks_for) or "")
    yield from _members("alignment", old.alignments, new.alignments, _named, _alignment)
    yield from _members("requires", [*map(str, old.requires)], [*map(str, new.requires)], str, _nothing)
    yield from _members("leads_to", old.leads_to, new.leads_to, lambda onward: onward.name, _onward)


def _row(old: Row, new: Row, of: tuple[str, ...]) -> Iterator[Change]:
    of = (*of, new.name)
    yield from _text("row_name", old.name, new.name, of)
    yield from _fact("required", old.level(old.required).name, new.level(new.required).name, of)
    yield from _members("row_level", old.levels, new.levels, lambda level: level.id, _level, of)
    if _kept(old, new) != _kept(new, old):
        before, after = (tuple(level.name for level in row.levels) for row in (old, new))
        yield Change("order", "changed", before, after, of)


def _kept(row: Row, other: Row) -> list[str]:
    """The levels that the other row has too, in this row's order."""
    return [level.id for level in row.levels if other.rank(level.id) is not None]


def _level(old: Level, new: Level, of: tuple[str, ...]) -> Iterator[Change]:
    of = (*of, new.name)
    yield from _text("level_name", old.name, new.name, of)
    yield from _fact("points", old.points, new.points, of)
    yield from _text("level_description", old.description or "", new.description or "", of)


def _alignment(old: Alignment, new: Alignment, of: tuple[str, ...]) -> Iterator[Change]:
    of = (*of, new.name)
    yield from _fact("alignment_url", old.url, new.url, of)
    yield from _text("alignment_description", old.description or "", new.description or "", of)


def _onward(old: Onward, new: Onward, of: tuple[str, ...]) -> Iterator[Change]:
    of = (*of, new.name)
    yield from _fact("onward_url", old.url, new.url, of)
    yield from _text("onward_note", old.note or "", new.note or "", of)


def _nothing(old: object, new: object, of: tuple[str, ...]) -> Iterator[Change]:
    yield from ()


def _named(alignment: Alignment) -> Hashable:
    return (alignment.framework, alignment.code, alignment.name)


def _fact(what: str, old: object, new: object, of: tuple[str, ...] = ()) -> Iterator[Change]:
    if old != new:
        yield Change(what, "changed", old, new, of)


def _text(what: str, old: str, new: str, of: tuple[str, ...] = ()) -> Iterator[Change]:
    if _words(old) == _words(new):
        return
    if not (old and new):
        yield Change(what, "added" if new else "removed", old or None, new or None, of)
        return
    pieces = pieces_of(old, new)
    yield Change(what, "reworded" if pieces else "changed", old, new, of, pieces)


def _members(
    what: str,
    old: Sequence[Item],
    new: Sequence[Item],
    key: Callable[[Item], Hashable],
    inside: Callable[[Item, Item, tuple[str, ...]], Iterator[Change]],
    of: tuple[str, ...] = (),
) -> Iterator[Change]:
    """What left a list, what came, and what changed in those that stayed: of a key, the first is the first."""
    before, after = (
        _by_key([item for item in these if item not in those], key) for these, those in ((old, new), (new, old))
    )
    yield from (Change(what, "removed", old=item, of=of) for known, item in before.items() if known not in after)
    yield from (Change(what, "added", new=item, of=of) for known, item in after.items() if known not in before)
    for known, item in after.items():
        if known in before:
            yield from inside(before[known], item, of)


def _by_key(items: Iterable[Item], key: Callable[[Item], Hashable]) -> dict[Hashable, Item]:
    """The items by their key and how many had it before."""
    seen: Counter[Hashable] = Counter()
    found: dict[Hashable, Item] = {}
    for item in items:
        found[key(item), seen[key(item)]] = item
        seen[key(item)] += 1
    return found


def pieces_of(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts in one; nothing where they are too long to compare, or have too little in common."""
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > _MOST_WORDS or _pairs(before, after) > _MOST_PAIRS:
        return ()
    pieces = [*_merged(_of_lines(_lines(before), _lines(after)))]
    return tuple(pieces) if _alike(pieces) else ()


def _of_lines(before: Sequence[Words], after: Sequence[Words]) -> Iterator[Piece]:
    """The pieces of texts in lines: those of a reworded line word by word, if enough of it stayed."""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Piece("same", "".join(line)) for line in before[a:b])
            continue
        both = min(b - a, d - c)
        for old, new in zip(before[a : a + both], after[c : c + both], strict=True):
            pieces = [*_of_words(old, new)]
            yield from pieces if _alike(pieces) else _instead([old], [new])
        yield from _instead(before[a + both : b], after[c + both : d])


def _of_words(before: Words, after: Words) -> Iterator[Piece]:
    for kind, a, b, c, d in SequenceMatcher(str.isspace, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[a:b]))
        else:
            yield from _instead([before[a:b]], [after[c:d]])


def _instead(before: Sequence[Words], after: Sequence[Words]) -> Iterator[Piece]:
    for kind, lines in (("removed", before), ("added", after)):
        if text := "".join(word for line in lines for word in line):
            yield Piece(kind, text)


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with neighbours of one kind in one."""
    for kind, run in groupby(pieces, key=lambda piece: piece.kind):
        yield Piece(kind, "".join(piece.text for piece in run))


def _alike(pieces: Iterable[Piece]) -> bool:
    """Whether enough of the words stayed."""
    counts: Counter[str] = Counter()
    for piece in pieces:
        counts[piece.kind] += sum(not word.isspace() for word in _words(piece.text))
    whole = 2 * counts["same"] + counts["added"] + counts["removed"]
    return 2 * counts["same"] >= _LEAST_ALIKE * whole


def _lines(words: Words) -> list[Words]:
    """The words line by line, each line with its end."""
    lines: list[Words] = [()]
    for word in words:
        lines[-1] += (word,)
        if word == "\n":
            lines.append(())
    return [line for line in lines if line]


def _words(text: str) -> Words:
    """Words, signs and the space between them; how much space it is does not count, but for ends of lines."""
    return tuple(" " if word.isspace() and word != "\n" else word for word in _WORD.findall(text.strip()))


def _pairs(before: Sequence[str], after: Sequence[str]) -> int:
    """How many pairs of equal words there are: what a comparison looks at."""
    counts = Counter(word for word in after if not word.isspace())
    return sum(counts[word] for word in before)
