"""`badges verify`: is this badge genuine, and is it still valid?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from generator.adapters.site_folder import MAX_DOCUMENT_BYTES, SiteFolder, SiteUnreadable
from generator.addresses import Addresses
from generator.cli.voice import AT_FAULT, GOOD, WORLD, say
from generator.diagnostics import visible
from generator.errors import NotAName, UnknownDocument
from generator.names import AwardId
from generator.verification import Outcome, Report, Shown, Verdict, Verifier
from generator.verification.codes import HALF_FOUND, NO_AWARD, NO_DOCUMENT, PREVIEW, UNSIGNED, VERDICT_WORDS

# The questions of a person, in order, and the checks that answer each.
ISSUER: Final = ("issuer",)
GENUINE: Final = ("document", "form", "meaning", "address", "key", "signature", "hosting", "badge", "endorsement")
SECTIONS: Final = (
    ("Who says so", ISSUER),
    ("Is it genuine", GENUINE),
    ("Is it still valid", ("status", "dates")),
)
_MARKS: Final = {Outcome.PASSED: "ok", Outcome.FAILED: "NO", Outcome.UNCHECKED: "??"}
_EXAMPLES: Final = """
\b
Examples:
  badges verify --site site bhp5n40baqpaaqspp7ft4y5m95
  badges verify --site site BHP5-N4OB-AQPA-AQSP-P7FT-4Y5M-95
  badges verify --site site https://badges.riverbend.example/awards/bh/bhp5n40baqpaaqspp7ft4y5m95.html
  badges verify --site site --format json received.json
  curl -s https://… | badges verify --site site -

\b
Ends with 0 if all are verified, 3 if something could not be checked, 1 if anything is wrong, 2 for a wrong call.
"""


def clock() -> datetime:
    """The moment at which badges are verified."""
    return datetime.now(UTC)


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


class Sites:
    """Several built sites as one source of documents; each answers for the addresses below its own."""

    def __init__(self, folders: Sequence[Path]) -> None:
        # The longest address first: a site may stand below another.
        self.sites = sorted((SiteFolder(folder) for folder in folders), key=lambda site: len(site.url), reverse=True)

    def __call__(self, url: str) -> bytes:
        """The bytes under the URL. Raises `UnknownDocument` where none of the sites has it."""
        for site in self.sites:
            if site.holds(url):
                return site(url)
        raise UnknownDocument(url, "it is on none of the sites")

    def award_of(self, url: str) -> tuple[Addresses, AwardId] | None:
        """The award whose page the URL is, with the addresses of its site."""
        for addresses in (Addresses(site.url) for site in self.sites):
            award = addresses.award_of(url.partition("#")[0])
            if award and url.partition("#")[0] == addresses.award_page(award):
                return addresses, award
        return None

    def home_of(self, award: AwardId) -> Addresses:
        """The addresses of the site that has the award; of the first site where none has it."""
        homes = [Addresses(site.url) for site in self.sites]
        return next((home for home in homes if self._has(home.credential(award))), homes[0])

    def _has(self, url: str) -> bool:
        try:
            return bool(self(url))
        except UnknownDocument:
            return False


def worst(verdicts: Iterator[Verdict]) -> Verdict:
    """The worst of the verdicts."""
    order = list(Verdict)
    return min(verdicts, key=order.index)


@click.command(epilog=_EXAMPLES)
@click.option(
    "--site",
    "folders",
    metavar="DIR",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path),
    help="A built site that answers instead of the network; may be given again.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.argument("things", metavar="THING...", nargs=-1, required=True)
def verify(folders: tuple[Path, ...], form: str, things: tuple[str, ...]) -> None:
    """Verify badges of a built site, as a stranger would.

    THING is an award id as it stands on paper, an address of the site (page, credential, assertion or another
    document), or a JSON file; - is standard input.
    """
    if things.count("-") > 1:
        raise click.UsageError("standard input can be read only once")
    try:
        sites = Sites(folders)
        verifier = Verifier(sites, now=clock())
        findings = [Finding(thing, tuple(_reports(thing, sites, verifier))) for thing in things]
    except (SiteUnreadable, OSError) as error:
        say(visible(str(error)))
        sys.exit(WORLD)
    click.echo(as_json(findings) if form == "json" else "\n\n".join(map(as_text, findings)))
    sys.exit(_exit_code(findings))


def _exit_code(findings: Sequence[Finding]) -> int:
    verdict = worst(finding.verdict for finding in findings)
    return {Verdict.VERIFIED: GOOD, Verdict.UNCHECKED: WORLD}.get(verdict, AT_FAULT)


def _reports(thing: str, sites: Sites, verifier: Verifier) -> Iterator[tuple[str, Report]]:
    if thing == "-":
        yield "", verifier.document(sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1))
    elif thing.startswith(("https://", "http://")):
        page = sites.award_of(thing)
        if page:
            yield from _award(*page, verifier)
        else:
            yield "", verifier.site_document(thing.partition("#")[0])
    elif Path(thing).is_file():
        with Path(thing).open("rb") as stream:
            yield "", verifier.document(stream.read(MAX_DOCUMENT_BYTES + 1))
    else:
        award = _typed(thing)
        yield from _award(sites.home_of(award), award, verifier)


def _typed(thing: str) -> AwardId:
    try:
        return AwardId.typed(thing)
    except NotAName:
        raise click.UsageError(f"{visible(thing)}: there is no such file, and it is no award id or address") from None


def _award(addresses: Addresses, award: AwardId, verifier: Verifier) -> Iterator[tuple[str, Report]]:
    credential, assertion = verifier.award(credential=addresses.credential(award), assertion=addresses.assertion(award))
    yield "Open Badges 3.0 credential", credential
    yield "Open Badges 2.0 assertion", assertion


def as_json(findings: Sequence[Finding]) -> str:
    """One object for one THING; for several an object with the worst verdict, all codes and the `results`."""
    results = [_plain(finding) for finding in findings]
    if len(results) == 1:
        return json.dumps(results[0], indent=2)
    codes = sorted({code for finding in findings for code in finding.codes})
    verdict = worst(finding.verdict for finding in findings)
    return json.dumps({"verdict": verdict, "codes": codes, "results": results}, indent=2)


def _plain(finding: Finding) -> dict[str, Any]:
    checks = [{"document": name, **asdict(check)} for name, report in finding.reports for check in report.checks]
    shown = _shown(finding)
    return {
        "thing": finding.thing,
        "verdict": finding.verdict,
        "codes": finding.codes,
        "issuer": {"domain": shown.domain, "name": shown.issuer},
        "shown": {name: value for name, value in asdict(shown).items() if name not in ("domain", "issuer")},
        "checks": checks,
    }


def _shown(finding: Finding) -> Shown:
    return next((report.shown for _, report in finding.reports if report.shown != Shown()), Shown())


def as_text(finding: Finding) -> str:
    """Who says so, is it genuine, is it still valid, what was shown; then the verdict."""
    lines, shown = [finding.thing], _shown(finding)
    for heading, names in SECTIONS:
        answers = _issuer_lines(finding) if names == ISSUER else []
        answers += [line for document, report in finding.reports for line in _answers(document, report, names)]
        lines += ["", heading, *answers] if answers else []
    told = _shown_lines(shown)
    lines += ["", "What was shown", *told] if told else []
    return "\n".join(visible(line) for line in [*lines, "", _conclusion(finding)])


def _conclusion(finding: Finding) -> str:
    """The verdict in words that claim no more than was checked."""
    reports = [report for _, report in finding.reports]
    if finding.verdict is Verdict.UNCHECKED:
        missing = ["not-found" in report.codes for report in reports]
        if all(missing):
            return NO_AWARD if len(reports) > 1 else NO_DOCUMENT
        if any(missing):
            return HALF_FOUND
        if "issuer-local" in finding.codes:
            return PREVIEW
    if finding.verdict is Verdict.VERIFIED and not all(report.vouched for report in reports):
        return UNSIGNED
    return VERDICT_WORDS[finding.verdict]


def _answers(document: str, report: Report, names: Sequence[str]) -> list[str]:
    lines = [f"  {_MARKS[c.outcome]}  {c.words}{_code(c.code)}" for c in report.checks if c.name in names]
    return [f"  {document}", *lines] if document and lines else lines


def _code(code: str) -> str:
    return f" [{code}]" if code else ""


def _issuer_lines(finding: Finding) -> list[str]:
    """The issuer's domain, then its name; of a document that is not proved genuine they are only what it says."""
    shown = _shown(finding)
    who = " - ".join(part for part in (shown.domain, shown.issuer) if part)
    checks = [check for _, report in finding.reports for check in report.checks if check.name in (*ISSUER, *GENUINE)]
    confirmed = all(check.outcome is Outcome.PASSED for check in checks)
    return [f"  {who if confirmed else 'it says: ' + who}"] if who else []


def _shown_lines(shown: Shown) -> list[str]:
    rows = (
        ("badge", shown.badge),
        ("for", shown.summary),
        ("awarded", shown.awarded.partition("T")[0]),
        ("valid until", shown.until.partition("T")[0]),
        ("earned by", shown.recipient),
        *(("result", result) for result in shown.results),
    )
    return [f"  {name}: {text}" for name, text in rows if text]
