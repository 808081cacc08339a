"""`badges verify`: is this badge genuine, and is it still valid?"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from generator.adapters.https import Https
from generator.adapters.site_folder import MAX_DOCUMENT_BYTES, SiteFolder, SiteUnreadable
from generator.addresses import Addresses
from generator.cli import options
from generator.cli.findings import Finding, as_json, as_text, counted, worst
from generator.cli.voice import AT_FAULT, GOOD, WORLD, WRONG_CALL, bar, say
from generator.diagnostics import visible
from generator.errors import NotAName, UnknownDocument
from generator.names import AwardId
from generator.verification import Claim, NotAReceipt, Report, Verdict, Verifier

_ADDRESS: Final = ("https://", "http://")
# Static hosts answer an award's page without its ending, too.
# A token itself, which is too long to be a file's name.
_TOKEN: Final = re.compile(r"ey[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]*")
_PAGE: Final = re.compile(
    r"(?P<site>https?://[^?#]+?)/awards/(?P<shard>..)/(?P<award>[0-9A-Za-z]{26})(\.html)?(\?[^#]*)?"
)
_EXAMPLES: Final = """
\b
Examples:
  badges verify https://badges.example.org/awards/bh/bhp5n40b….html
  badges verify badge.png transcript.json token.jwt     files from any issuer
  curl -s https://… | badges verify --format json -
  badges verify --recipient badge.png                   whose it is
  badges verify --site site BHP5-N4OB-AQPA-AQSP-P7FT-4Y5M-95
  badges verify --site site --site https://lakeside.example=theirs FILE

Ends with 0 if all are verified, 3 if something could not be checked, 1 if anything is wrong, 2 for a wrong call.

What a [code] means: badges explain CODE
"""


def clock() -> datetime:
    """The moment at which badges are verified."""
    return datetime.now(UTC)


class Sites:
    """Several built sites as one source of documents; each answers for the addresses below its own."""

    def __init__(self, sites: Sequence[SiteFolder]) -> None:
        # The longest address first: a site may stand below another.
        self.sites = sorted(sites, key=lambda site: len(site.url), reverse=True)

    def __call__(self, url: str) -> bytes:
        """The bytes under the URL. Raises `UnknownDocument` where none of the sites has it."""
        for site in self.sites:
            if site.holds(url):
                return site(url)
        raise UnknownDocument(url, "it is on none of the sites")

    def home_of(self, award: AwardId) -> Addresses:
        """The addresses of the site that has the award; of the first site where none has it."""
        homes = [Addresses(site.url) for site in self.sites]
        return next((home for home in homes if self._has(home.credential(award))), homes[0])

    def _has(self, url: str) -> bool:
        try:
            return bool(self(url))
        except UnknownDocument:
            return False


class Nobody:
    """A computer that is on its own, in the place of the network."""

    def __call__(self, url: str) -> bytes:
        """Nothing. Raises `UnknownDocument`."""
        raise UnknownDocument(url, "the network was not asked", asked=False)

    def begin(self) -> None:
        """Nothing to begin with."""


def site_of(option: str) -> SiteFolder:
    """The site of DIR, or of URL=DIR. Raises `SiteUnreadable`."""
    address, equals, folder = option.rpartition("=")
    if equals and address.startswith(_ADDRESS):
        return SiteFolder(Path(folder), address.rstrip("/"))
    return SiteFolder(Path(option))


@click.command(epilog=_EXAMPLES)
@click.option(
    "--site",
    "folders",
    metavar="[URL=]DIR",
    multiple=True,
    type=str,
    help="A built site that answers instead of the network, for its own address or for URL; may be given again.",
)
@click.option("--offline", is_flag=True, help="Ask nobody: what the file alone does not show stays unchecked.")
@click.option("--recipient", is_flag=True, help="Say whose it is: a receipt, or a name or e-mail address and its code, "
              "is read from standard input.")  # fmt: skip
@click.option("--trust", "trusted", metavar="ID", multiple=True, help="An issuer id that you know by other means, such "
              "as a did:key; may be given again.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.quiet
@click.argument("things", metavar="THING...", nargs=-1, required=True)
def verify(
    folders: tuple[str, ...],
    offline: bool,
    recipient: bool,
    trusted: tuple[str, ...],
    form: str,
    quiet: bool,
    things: tuple[str, ...],
) -> None:
    """Verify badges of any issuer, as a stranger would.

    THING is a file (a credential as JSON, a token, a PNG or SVG image with a badge in it), an address of one or of its
    page, or with --site an award id as it stands on paper; - is standard input. Open Badges 2.0 and 3.0, learner
    records (CLR 2.0) and other Verifiable Credentials are known.
    """
    if not all(":" in name for name in trusted):
        raise click.UsageError("--trust takes an issuer's id, such as did:key:z6Mk… or https://…")
    if (*things, *(["-"] if recipient else [])).count("-") > 1:
        raise click.UsageError("standard input can be read only once")
    try:
        sites = Sites(list(map(site_of, folders))) if folders else None
        claim = _claim(things, recipient)
        now, network = clock(), Nobody() if offline else Https()
        verifier = Verifier(sites or network, now=now, trusted=trusted, claim=claim)
        with bar(quiet) as progress:
            progress.hear("verifying", 0, len(things))
            findings, misnamed = [], 0
            for thing in map(_tidy, things):
                network.begin()
                try:
                    findings.append(Finding(_named(thing), tuple(_reports(thing, sites, offline, verifier))))
                except click.UsageError as error:
                    if len(things) == 1:
                        raise
                    say(error.message)
                    misnamed += 1
                progress.hear("verifying", 1)
    except (SiteUnreadable, OSError) as error:
        say(visible(str(error)))
        sys.exit(WORLD)
    if findings:
        click.echo(as_json(findings, now) if form == "json" else "\n\n".join(map(as_text, findings)))
    if len(findings) > 1 and form == "text":
        click.echo("\n" + counted(findings))
    sys.exit(WRONG_CALL if misnamed else _exit_code(findings))


def _tidy(thing: str) -> str:
    """The thing without what comes along when an address is copied: blanks, angle brackets, capitals of its scheme."""
    plain = thing.strip()
    plain = plain[1:-1] if plain.startswith("<") and plain.endswith(">") else plain
    scheme = plain[: plain.find(":") + 3].lower()
    return scheme + plain[len(scheme) :] if scheme in _ADDRESS else plain


def _claim(things: Sequence[str], recipient: bool) -> Claim | None:
    """What a person shows of herself: from standard input, or in the one link that carries a receipt."""
    links = [thing for thing in things if "#receipt=" in thing]
    if not recipient and (len(things) != 1 or not links):
        return None
    if recipient and sys.stdin.isatty():
        say("paste the receipt, or the name or e-mail address and its code, and press Enter")
    try:
        return Claim.read(sys.stdin.readline(10_000) if recipient else links[0])
    except NotAReceipt as error:
        if recipient:
            raise click.UsageError(str(error)) from None
        say(f"the link's receipt was not used: {error}")
        return None


def _named(thing: str) -> str:
    """The thing without a receipt, which is not for logs, and a token by its beginning."""
    return thing[:20] + "…" if _TOKEN.fullmatch(thing) else thing.partition("#receipt=")[0]


def _exit_code(findings: Sequence[Finding]) -> int:
    verdict = worst(finding.verdict for finding in findings)
    return {Verdict.VERIFIED: GOOD, Verdict.UNCHECKED: WORLD}.get(verdict, AT_FAULT)


def _reports(thing: str, sites: Sites | None, offline: bool, verifier: Verifier) -> Iterator[tuple[str, Report]]:
    if _TOKEN.fullmatch(thing):
        yield from verifier.file(thing.encode())
    elif thing == "-":
        yield from verifier.file(sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1))
    elif thing.startswith(_ADDRESS):
        yield from _found(thing.partition("#")[0], sites, offline, verifier)
    elif Path(thing).is_file():
        with Path(thing).open("rb") as stream:
            yield from verifier.file(stream.read(MAX_DOCUMENT_BYTES + 1))
    else:
        yield from _typed(thing, sites, verifier)


def _found(url: str, sites: Sites | None, offline: bool, verifier: Verifier) -> Iterator[tuple[str, Report]]:
    page = _PAGE.fullmatch(url)
    award = page["award"].lower() if page else ""
    if page and AwardId.admits(award) and award.startswith(page["shard"].lower()):
        yield from _award(Addresses(page["site"]), AwardId(award), verifier)
    elif sites is not None:
        # Of a site that is at hand, every document must stand at its own address.
        yield "", verifier.site_document(url)
    else:
        # A link that a person has typed may lead anywhere; what is found there is judged by what it says itself.
        yield from verifier.found(url, Nobody() if offline else Https(anywhere=True))


def _typed(thing: str, sites: Sites | None, verifier: Verifier) -> Iterator[tuple[str, Report]]:
    try:
        award = AwardId.typed(thing)
    except NotAName:
        raise click.UsageError(f"{visible(thing)}: {_misnamed(thing)}") from None
    if sites is None:
        hint = "give the address of its page, or the folder of its site with --site"
        raise click.UsageError(f"{award} is an award id, which says nothing of its issuer: {hint}")
    yield from _award(sites.home_of(award), award, verifier)


def _misnamed(thing: str) -> str:
    """Why a thing is none."""
    if Path(thing).is_dir():
        return "this is a folder: name the files in it, or give it with --site"
    letters = re.sub(r"[\s-]", "", thing)
    if letters.isalnum() and 20 <= len(letters) <= 32 and not Path(thing).suffix:
        return f"an award id has 26 letters and digits, and this has {len(letters)}"
    if "/" in thing and "." in thing.partition("/")[0] and not thing.startswith("."):
        return "there is no such file; an address begins with https://"
    return "there is no such file, and it is no award id or address"


def _award(addresses: Addresses, award: AwardId, verifier: Verifier) -> Iterator[tuple[str, Report]]:
    credential, assertion = verifier.award(credential=addresses.credential(award), assertion=addresses.assertion(award))
    yield "Open Badges 3.0 credential", credential
    yield "Open Badges 2.0 assertion", assertion
