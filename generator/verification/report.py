"""What a verification found: every check with its outcome, and the verdict that follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NoReturn

from generator.encodings import lookalikes
from generator.verification.codes import CODES, PASSED_WORDS, Verdict


class Outcome(StrEnum):
    """What became of a check."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `code` is a key of `codes.CODES`, empty where it passed; `words` are a sentence for everybody."""

    name: str
    outcome: Outcome
    code: str
    words: str


# Of a recipient whose name or address is hashed, with whatever salt.
HIDDEN: Final = "hidden; whoever earned it can show that it is theirs"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the document says of itself, to show beside the verdict and worth no more than it; empty where silent."""

    kind: str = ""
    id: str = ""
    domain: str = ""
    issuer_id: str = ""
    issuer: str = ""
    badge: str = ""
    summary: str = ""
    awarded: str = ""
    until: str = ""
    recipient: str = ""
    results: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    comment: str = ""
    about: str = ""


class Role(StrEnum):
    """What a document inside another one is there."""

    ENDORSEMENT = "endorsement"
    PIECE = "piece"


@dataclass(frozen=True)
class Part:
    """A document inside another one: what it is there, what it is called, and its report."""

    role: Role
    name: str
    report: Report


@dataclass(frozen=True)
class Report:
    """Every check that was made of one document. It has no truth value: ask for its `verdict`.

    `parts` are the documents inside it; what they call for is among the checks.
    """

    checks: tuple[Check, ...]
    shown: Shown = field(default_factory=Shown)
    parts: tuple[Part, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The first of the verdicts, worst first, that some check calls for; `verified` where none calls for worse."""
        called = {CODES[check.code].verdict for check in self.checks if check.code}
        return next((verdict for verdict in Verdict if verdict in called), Verdict.VERIFIED)

    @property
    def codes(self) -> tuple[str, ...]:
        """The reason codes of everything that did not pass, sorted, each once."""
        return tuple(sorted({check.code for check in self.checks if check.code}))

    @property
    def vouched(self) -> bool:
        """Whether it bears a signature, or could have been revoked; anything else is merely shown by its site."""
        return any(check.name in ("signature", "status") for check in self.checks)

    def __bool__(self) -> NoReturn:
        raise TypeError("a report has no truth value: compare its verdict")


def passed(name: str, words: str = "") -> Check:
    """The check, passed, with the sentence that stands for it in `codes.PASSED_WORDS` or one of its own."""
    return Check(name, Outcome.PASSED, "", words or PASSED_WORDS[name])


def failed(name: str, code: str, detail: str = "") -> Check:
    """The check, failed, not to be made or warned of, as its code says; the detail is added to the code's words."""
    entry = CODES[code]
    outcome = _OUTCOMES.get(entry.verdict, Outcome.FAILED)
    return Check(name, outcome, code, f"{entry.words} ({_short(detail)})" if detail else entry.words)


_OUTCOMES: Final = {Verdict.UNCHECKED: Outcome.UNCHECKED, Verdict.VERIFIED: Outcome.WARNED}


def _short(detail: str, most: int = 200) -> str:
    return detail if len(detail) <= most else detail[: most - 1] + "…"


def checked(name: str, problems: Iterable[Check]) -> list[Check]:
    """The problems that were found under this name, or the one check that passed."""
    return list(problems) or [passed(name)]


# The order in which a person asks: who says so, is it genuine, is it still valid.
READING_ORDER: Final = tuple(PASSED_WORDS)


def report(checks: Iterable[Check], shown: Shown | None = None, parts: Iterable[Part] = ()) -> Report:
    """The report of these checks, each once, in the order in which a person asks.

    Of a question that was answered otherwise too, what is said where all is well is left out.
    """
    each = list(dict.fromkeys(checks))
    otherwise = {check.name for check in each if not stands([check])}
    told = [check for check in each if check.name not in otherwise or check.words != PASSED_WORDS[check.name]]
    found = sorted(told, key=lambda check: READING_ORDER.index(check.name))
    return Report(tuple(found), shown or Shown(), tuple(parts))


def stands(checks: Iterable[Check]) -> bool:
    """Whether nothing among the checks failed or could not be made; a warning is neither."""
    return all(check.outcome in (Outcome.PASSED, Outcome.WARNED) for check in checks)


def look_alikes(shown: Shown) -> Iterable[Check]:
    """Warnings of letters that pass for others, in the names by which a person judges who says so."""
    for name, words in (
        (shown.domain, lookalikes.in_host(shown.domain.partition(":")[0])),
        (shown.issuer, lookalikes.in_text(shown.issuer)),
        (shown.badge, lookalikes.in_text(shown.badge)),
    ):
        if words:
            yield failed("issuer", "look-alike", f"{name}: {words}")
