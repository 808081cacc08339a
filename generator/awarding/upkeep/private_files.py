"""What must never be in a repository: keys, rosters, class lists, receipts. By a file's name, and by what stands in it.

Whatever is found is told without showing any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from generator.awarding.roster import HEADER
from generator.diagnostics import Position, Problem
from generator.sources.yaml_nodes import without_quotations

KEY: Final = "a secret key"
ROSTER: Final = "a roster"
CLASS_LIST: Final = "a list of people"
RECEIPTS: Final = "receipts of learners"

_TABLE: Final = r"csv|tsv|xlsx?|ods|numbers"
_MORE: Final = r"(?:[-_ .\d][^/]*)?"
# By the path in small letters, from the registry's top.
NAMES: Final = (
    (KEY, re.compile(r"(?:.*/)?[^/]*\.(?:key|pem|seed)")),
    (ROSTER, re.compile(rf"rosters/.*|(?:.*/)?roster[^/]*\.(?:{_TABLE}|html?|pdf|txt)")),
    (CLASS_LIST, re.compile(rf"(?:.*/)?(?:class|classes|students?|learners?|pupils?){_MORE}\.(?:{_TABLE})")),
    (RECEIPTS, re.compile(rf"(?:receipts|letters)/.*|(?:.*/)?(?:receipts?|letters?){_MORE}\.(?:{_TABLE}|html?|pdf)")),
)
_CHARACTER: Final = "[A-Za-z0-9_-]"
# By extended regular expressions (POSIX) for lines of a file, none of which fits an example that is cut short.
CONTENTS: Final[Mapping[str, tuple[str, ...]]] = {
    # A sealing key's line; a secret Multikey of Ed25519 (Multikey, 2.2); the head of other keys' files (RFC 7468).
    KEY: (
        f"badges-sealing-key-1:{_CHARACTER}{{43}}",
        "(^|[^A-Za-z0-9])z3u2[1-9A-HJ-NP-Za-km-z]{44}($|[^A-Za-z0-9])",
        "-----BEGIN [A-Z ]*PRIVATE KEY-----",
    ),
    ROSTER: (",".join(HEADER),),
    # `1.` and base64url of what begins with {" and is no shorter than any receipt.
    RECEIPTS: (f"(^|[^A-Za-z0-9._-])1[.]eyJ{_CHARACTER}{{80}}",),
}
# In tables: addresses stand in lists of people.
IN_TABLES: Final = ("[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+[.][A-Za-z]",)
TABLES: Final = (".csv", ".tsv")
_FURTHER: Final = {
    KEY: "then make a new key, as whoever has read this one can use it",
    ROSTER: "then keep it in the private folder beside the registry's",
    CLASS_LIST: "then keep it outside of the registry's folder",
    RECEIPTS: "then keep them outside of Git: whoever has one can open what is sealed",
}
_STAYS: Final = "docs/erasing.md tells what stays behind, and what to do about it"


def named(path: str) -> str | None:
    """What a file is by its name, in words; None for a file that may be there."""
    small = path.lower()
    return next((kind for kind, form in NAMES if form.fullmatch(small)), None)


def held(path: str, kind: str, *, by_name: bool) -> Problem:
    """The Problem of a file that Git holds, or is about to."""
    found = f"by its name this is {kind}" if by_name else f"{kind} {_verb(kind)} in it"
    hint = f"take it out with `git rm --cached`, {_FURTHER[kind]}; {_STAYS}"
    return Problem("private-file", f"Git holds this file, and {found}", Position(path), hint)


def held_once(path: str, kind: str) -> Problem:
    """The Problem of a file that is gone, and that the history still holds."""
    message = f"Git held this file once, and by its name it was {kind}: whoever has the history has it"
    return Problem("private-file-once", message, Position(path), _STAYS, severity="warning")


def held_between(path: str, kind: str, *, by_name: bool) -> Problem:
    """The Problem of what one commit of a change adds and another takes away: merged, it would stay for good."""
    message = f"a commit of this change adds this file, and by its name it is {kind}; a later commit takes it away"
    if not by_name:
        message = f"a commit of this change writes {kind} into this file, and a later commit takes it away"
    hint = f"make the branch anew without that commit, {_FURTHER[kind]}; {_STAYS}"
    return Problem("private-file", message, Position(path), hint)


def unshown(problems: Iterable[Problem], held: Iterable[Problem]) -> list[Problem]:
    """The Problems, those of a file that is `held` without its lines and without what they quote of them."""
    paths = {problem.position.path for problem in held}
    return [_unshown(problem) if problem.position.path in paths else problem for problem in problems]


def _unshown(problem: Problem) -> Problem:
    words = map(without_quotations, (problem.message, problem.hint, *(each.message for each in problem.related)))
    message, hint, *notes = words
    related = tuple(replace(each, message=note) for each, note in zip(problem.related, notes, strict=True))
    return replace(problem, message=message, hint=hint, related=related, source="", cut=0)


def _verb(kind: str) -> str:
    return "stand" if kind == RECEIPTS else "stands"
