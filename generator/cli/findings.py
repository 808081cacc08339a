"""What `badges verify` found, told: for people in the order in which they ask, and as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from generator.diagnostics import visible
from generator.verification import Check, Outcome, Part, Report, Role, Shown, Verdict
from generator.verification.codes import (
    CODES,
    HALF_FOUND,
    NO_AWARD,
    NO_BADGE,
    NO_DOCUMENT,
    NOT_ASKED,
    PREVIEW,
    SUSPENDED,
    UNSIGNED,
    VERDICT_WORDS,
)

# The questions of a person, in order, and the checks that answer each.
ISSUER: Final = ("issuer",)
GENUINE: Final = ("document", "form", "meaning", "address", "key", "signature", "hosting", "badge")
_OF_ISSUER: Final = ("domain", "issuer_id", "issuer")
_MOST_SHOWN: Final = 300
_MARKS: Final = {Outcome.PASSED: "ok", Outcome.WARNED: "!!", Outcome.FAILED: "NO", Outcome.UNCHECKED: "??"}


@dataclass(frozen=True)
class Finding:
    """What was found about one THING: the reports of its documents, by what each is."""

    thing: str
    reports: tuple[tuple[str, Report], ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the documents."""
        return worst(report.verdict for _, report in self.reports)

    @property
    def codes(self) -> list[str]:
        """The reason codes of all documents, sorted."""
        return sorted({code for _, report in self.reports for code in report.codes})

    @property
    def shown(self) -> Shown:
        """What the first document that shows anything says of itself."""
        return next((report.shown for _, report in self.reports if report.shown != Shown()), Shown())

    @property
    def sentence(self) -> str:
        """The verdict in words that claim no more than was checked, and the reason for it."""
        verdict = _verdict_words(self)
        reason = _reason(self)
        return f"{verdict}. {reason}" if reason else verdict


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of the verdicts."""
    return min(verdicts, key=list(Verdict).index)


def as_json(findings: Sequence[Finding], moment: datetime) -> str:
    """One object for one THING; for several an object with the worst verdict, all codes and the `results`.

    `moment` is when all was checked.
    """
    results = [{**_plain(finding), "checkedAt": moment.isoformat(timespec="seconds")} for finding in findings]
    if len(results) == 1:
        return json.dumps(results[0], indent=2)
    codes = sorted({code for finding in findings for code in finding.codes})
    verdict = worst(finding.verdict for finding in findings)
    return json.dumps({"verdict": verdict, "codes": codes, "results": results}, indent=2)


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "thing": finding.thing,
        "verdict": finding.verdict,
        "sentence": finding.sentence,
        "codes": finding.codes,
        **_shown_plain(finding.shown, _confirmed(finding)),
        "checks": [{"document": name, **asdict(check)} for name, report in finding.reports for check in report.checks],
        "parts": [_part(part) for _, report in finding.reports for part in report.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    report = part.report
    return {
        "role": part.role,
        "name": part.name,
        "verdict": report.verdict,
        "codes": report.codes,
        **_shown_plain(report.shown, _is_confirmed(report)),
        "checks": [asdict(check) for check in report.checks],
        "parts": [_part(inner) for inner in report.parts],
    }


def _shown_plain(shown: Shown, confirmed: bool) -> dict[str, Any]:
    """What a document says of itself; `confirmed`: that its issuer does say so."""
    told = {name: value for name, value in asdict(shown).items() if name not in _OF_ISSUER}
    issuer = {"domain": shown.domain, "id": shown.issuer_id, "name": shown.issuer}
    return {"issuer": issuer, "confirmed": confirmed, "shown": told}


def counted(findings: Sequence[Finding]) -> str:
    """How many there are of each verdict, the worst first."""
    each = Counter(finding.verdict for finding in findings)
    return f"{len(findings)} in all: " + ", ".join(f"{each[verdict]} {verdict}" for verdict in Verdict if each[verdict])


def as_text(finding: Finding) -> str:
    """Who says so, is it genuine, is it still valid, what was shown, who vouches, whose it is; then the verdict."""
    lines = [finding.thing]
    shown = "What was shown" if _confirmed(finding) else "What it says, and nobody confirms"
    for heading, answers in (
        ("Who says so", [*_issuer_lines(finding), *_answers(finding, ISSUER)]),
        ("Is it genuine", _answers(finding, GENUINE)),
        ("Is it still valid", _answers(finding, ("status", "dates"))),
        (shown, _shown_lines(finding.shown)),
        ("What is in this record", [*_answers(finding, ("record",)), *_pieces(finding)]),
        ("Who vouches for it", list(_vouching(finding))),
        ("Whose it is", _answers(finding, ("recipient",))),
    ):
        lines += ["", heading, *answers] if answers else []
    return "\n".join(visible(line) for line in [*lines, "", finding.sentence])


def _verdict_words(finding: Finding) -> str:
    """The verdict, in other words where its own would say more than is known, or less."""
    codes = [set(report.codes) for _, report in finding.reports]
    if all(found and found <= {"unreadable", "kind-unknown"} for found in codes):
        return NO_BADGE
    match finding.verdict:
        case Verdict.UNCHECKED:
            return _unchecked_words(finding, codes)
        case Verdict.VERIFIED:
            return _verified_words(finding)
        case Verdict.REVOKED if "suspended" in finding.codes and "revoked" not in finding.codes:
            return SUSPENDED
    return _of_piece(finding) or VERDICT_WORDS[finding.verdict]


def _unchecked_words(finding: Finding, codes: Sequence[set[str]]) -> str:
    if all("not-asked" in found for found in codes):
        return NOT_ASKED
    missing = [bool(found & {"not-found", "not-asked"}) for found in codes]
    if all(missing):
        return NO_AWARD if len(codes) > 1 else NO_DOCUMENT
    if any(missing):
        return HALF_FOUND
    return PREVIEW if "issuer-local" in finding.codes else _of_piece(finding) or VERDICT_WORDS[finding.verdict]


def _verified_words(finding: Finding) -> str:
    if not all(report.vouched for _, report in finding.reports):
        return UNSIGNED
    issuer = _where(finding.shown)
    return VERDICT_WORDS[finding.verdict] + (f", issued by {issuer}" if issuer else "")


def _of_piece(finding: Finding) -> str:
    """The verdict of a record that is right but for a credential in it; empty where it has a reason of its own."""
    called = [code for code in finding.codes if CODES[code].verdict is finding.verdict]
    if not all(code.startswith("piece-") for code in called):
        return ""
    return f"{VERDICT_WORDS[finding.verdict].partition(':')[0]}: {_inside(CODES[called[0]].words)}"


def _inside(words: str) -> str:
    return words[0].lower() + words[1:]


def _reason(finding: Finding) -> str:
    """The sentence of the first check that calls for the verdict, unless the verdict's words say as much."""
    if _verdict_words(finding) not in (VERDICT_WORDS[Verdict.REFUSED], VERDICT_WORDS[Verdict.UNCHECKED]):
        return ""
    called = [check for _, report in finding.reports for check in report.checks if check.code]
    # What the file itself and its signature say comes before what their form says.
    called.sort(key=lambda check: check.name in ("form", "meaning"))
    return next((CODES[check.code].words for check in called if CODES[check.code].verdict is finding.verdict), "")


def _answers(finding: Finding, names: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for document, report in finding.reports:
        told = [_line(check) for check in report.checks if check.name in names]
        lines += [f"  {document}", *told] if document and told else told
    return lines


def _line(check: Check) -> str:
    code = f" [{check.code}]" if check.code else ""
    return f"  {_MARKS[check.outcome]}  {check.words}{code}"


def _issuer_lines(finding: Finding) -> list[str]:
    """The issuer's domain, then its name; of a document that is not proved genuine they are only what it says."""
    shown = finding.shown
    who = " - ".join(part for part in (_where(shown), _short(shown.issuer)) if part)
    lines = [f"  {who if _confirmed(finding) else 'it says: ' + who}"] if who else []
    return lines + ([f"  its key: {shown.issuer_id}"] if shown.issuer_id.startswith("did:key:") else [])


def _where(shown: Shown) -> str:
    """The issuer's host, with the path below which it stands: others may have theirs on the same host."""
    path = ""
    if shown.issuer_id.startswith("did:web:"):
        path = "/".join(shown.issuer_id.split(":")[3:])
    elif shown.domain and shown.kind != "Assertion":
        path = urlsplit(shown.issuer_id).path.strip("/")
    return f"{shown.domain}/{path}" if shown.domain and path else shown.domain


def _short(text: str) -> str:
    """The text on one line without long blanks, cut where it is very long."""
    plain = re.sub(r"\s+", " ", text.strip())
    return plain if len(plain) <= _MOST_SHOWN else plain[:_MOST_SHOWN] + "…"


def _confirmed(finding: Finding) -> bool:
    """Whether it is genuine, ended or not."""
    return all(_is_confirmed(report) for _, report in finding.reports)


def _is_confirmed(report: Report) -> bool:
    checks = [check for check in report.checks if check.name in (*ISSUER, *GENUINE)]
    return bool(checks) and all(check.outcome in (Outcome.PASSED, Outcome.WARNED) for check in checks)


def _shown_lines(shown: Shown) -> list[str]:
    rows = (
        ("badge", shown.badge),
        ("for", shown.summary),
        ("awarded", shown.awarded.partition("T")[0]),
        ("valid until", shown.until.partition("T")[0]),
        ("earned by", shown.recipient),
        ("it says", shown.comment),
        *(("result", result) for result in shown.results),
        *(("evidence", evidence) for evidence in shown.evidence),
    )
    return [f"  {name}: {_short(text)}" for name, text in rows if text]


def _pieces(finding: Finding) -> Iterator[str]:
    """A line for each credential of a record, and the reasons of those that are not verified."""
    for part in _parts(finding, Role.PIECE):
        shown = part.report.shown
        issuer = _where(shown) or _short(shown.issuer) or "an issuer without a name"
        yield f"  {_MARKS[_outcome(part.report)]}  {_short(part.name)}, from {issuer}: {part.report.verdict}"
        yield from _reasons(part.report)


def _vouching(finding: Finding) -> Iterator[str]:
    yield from _answers(finding, ("endorsement",))
    for part in _parts(finding, Role.ENDORSEMENT):
        if part.report.shown.comment and part.report.verdict is Verdict.VERIFIED:
            yield f"      {_short(part.name)}: {_short(part.report.shown.comment)}"
        yield from _reasons(part.report)


def _reasons(report: Report) -> Iterator[str]:
    told = (check for check in report.checks if check.outcome is not Outcome.PASSED)
    yield from (f"      {_line(check).strip()}" for check in told)


def _parts(finding: Finding, role: Role) -> Iterator[Part]:
    return (part for _, report in finding.reports for part in report.parts if part.role is role)


def _outcome(report: Report) -> Outcome:
    by_verdict = {Verdict.VERIFIED: Outcome.PASSED, Verdict.UNCHECKED: Outcome.UNCHECKED}
    return by_verdict.get(report.verdict, Outcome.FAILED)
