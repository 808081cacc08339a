"""`badges init`: a new registry, its keys, and what is left to do on GitHub."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import click

from generator.adapters import keys, new_registry, package_pin, registry
from generator.adapters.private_folder import SEALING_KEY
from generator.awarding.upkeep import founding
from generator.cli import options
from generator.cli.asking import yes
from generator.cli.carry_out import show
from generator.cli.voice import AT_FAULT, count, say
from generator.errors import ChangeRefused
from generator.names import Slug
from generator.sources import text_rules
from generator.sources.forms import EMAIL, GITHUB, LANGUAGE, REGION, REPOSITORY, SITE_URL, TEXT, URL
from generator.sources.scalars import Form, Text, slug
from generator.sources.shapes import Doubt

EXAMPLES = """
Examples:

\b
  badges init badges                asks for everything, address first
  badges init badges --package badge_registry-1.0.0-py3-none-any.whl
  badges init badges --url https://badges.example.org \\
      --name "Example District" --email badges@example.org --region US-PA \\
      --campus "Lincoln High School" --assessor "Computing Department" \\
      --team example-district/computing --repository example-district/badges \\
      --administrators example-district/coordinators

DIR must be new or empty (a clone of an empty repository will do). It becomes a Git repository; nothing is committed.
The keys go into the folder DIR-private beside it, which only you can read, and never into DIR.
"""
_FOREVER: Final = """\
The address of the site comes first, because it is for ever. Every badge holds
it, and whoever checks a badge in ten years asks that address for your keys. It
can't be changed later: choose a name below a domain that your district owns and
will go on paying for, such as https://badges.example.org, and use it for
nothing else."""
_APPROVES: Final = "a login, or organization/team"


@dataclass(frozen=True)
class Question:
    """What founders are asked: the option, the words of the prompt, what may be answered, what is said before.

    `proposed` makes a proposal from the answer to the question `of`.
    """

    name: str
    asks: str
    shape: Text | Form
    says: str = ""
    optional: bool = False
    of: str = ""
    proposed: Callable[[str], str] = lambda _: ""

    @property
    def option(self) -> str:
        """How the answer is given on the command line."""
        return "--" + self.name.replace("_", "-")

    def accepted(self, text: str, said: str = "") -> str:
        """The answer, where it is right. Raises `click.UsageError` with what to type instead, after what is `said`."""
        text = _tidy(self.name, text.strip())
        if not text and self.optional:
            return ""
        if self.name == "url" and "." not in (urlsplit(text).hostname or "."):
            raise click.UsageError(
                f'{said}"{text}" is no address on the web, and this one is for ever: write https:// and a name below a '
                "domain, such as badges.example.org"
            )
        try:
            return str(self.shape.accept(text))
        except Doubt:
            fault = text_rules.fault(text)
            hint = fault.message if fault else getattr(self.shape, "hint", "")
            words = f'"{text}" is not {self.shape.what}' if text else f"{self.shape.what} belongs here"
            raise click.UsageError(f"{said}{words}{': ' + hint if hint else ''}") from None


def _short_name(name: str) -> str:
    return Slug.of_words(name) or ""


QUESTIONS: Final = (
    Question("url", "Address of the site, for ever", SITE_URL, _FOREVER),
    Question("name", "Name of the district or school that awards", TEXT),
    Question("email", "E-mail address of an office, which every badge shows", EMAIL),
    Question(
        "region", "Country and state, such as US-PA", REGION, optional=True,
        says="Where the district is. Every badge says so, and dates in class lists are read as\n"
        "they are written there: 5/6/2026 is in May in the United States.",
    ),
    Question(
        "description", "Who awards, in a sentence or two", TEXT,
        of="name", proposed=lambda name: f"{name} awards these badges for work that learners have shown.",
    ),
    Question("language", "Language of the pages: en, es …", LANGUAGE, proposed=lambda _: "en"),
    Question(
        "privacy_notice", "Address of your privacy notice", URL, optional=True,
        says="The page that says what you do with learners' data. Leave it empty if there is\n"
        "none: the site then gets a page of its own (docs/privacy.md), which says what is\n"
        "published and what is not. Have it read by whoever answers for it.",
    ),
    Question("campus", "Name of the first campus", TEXT, "Where badges are earned. More can be added at any time."),
    Question(
        "campus_id", "Its short name in folders and addresses, for ever", slug("a short name"),
        of="campus", proposed=_short_name,
    ),
    Question("assessor", "First assessor", TEXT, "Who may award: a department or a role rather than a person."),
    Question(
        "assessor_id", "Its short name in awards", slug("a short name"),
        of="assessor", proposed=_short_name,
    ),
    Question("team", f"Who approves its awards on GitHub: {_APPROVES}", GITHUB),
    Question(
        "repository", "The repository on GitHub, owner/name", REPOSITORY, optional=True,
        says="Only from there the site will be published. Leave it empty if it is not made\n"
        "yet, or is on GitLab.",
    ),
)  # fmt: skip
ADMINISTRATORS: Final = Question(
    "administrators", f"Who approves there: {_APPROVES}, with spaces between", GITHUB, optional=True,
    says="Keys, campuses, assessors, settings and workflows need somebody's approval as well.",
)  # fmt: skip


def _tidy(name: str, text: str) -> str:
    """What people leave out of an address, write too much, or in capitals."""
    if name == "region":
        return text.upper()
    if name != "url" or not text:
        return text
    scheme, sign, rest = text.rpartition("://")
    host, slash, path = rest.rstrip("/").partition("/")
    return f"{scheme.lower() + sign if sign else 'https://'}{host.lower()}{slash}{path}"


def _asked(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with an option for each question."""
    for question in reversed(QUESTIONS):
        command = click.option(question.option, question.name, metavar="TEXT", help=question.asks + ".")(command)
    return command


@click.command(epilog=EXAMPLES)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_asked
@click.option("--administrators", multiple=True, metavar="TEXT", help=f"Who approves all else on GitHub: {_APPROVES}.")
@click.option(
    "--package",
    metavar="URL|FILE",
    help="The release to pin; that which this program was installed from, if it is one.",
)
@options.private
@options.dry_run
@click.pass_context
def init(
    context: click.Context, /, folder: Path, administrators: tuple[str, ...], package: str | None, private: Path | None,
    dry_run: bool, **given: str | None,
) -> None:  # fmt: skip
    """Make a new registry in DIR: data alone, its workflows, its keys, and this program as a pinned release."""
    secret = new_registry.place(folder, private)
    pinned = package_pin.package(package)
    answers = _answers(given, administrators)

    def files(public_key: str) -> dict[str, bytes]:
        names = {"public_key": public_key, "private": secret.path.name}
        return founding.files(answers, package_pin.template(), pinned, today=registry.today(), **names)

    try:
        if dry_run:
            edits = new_registry.edits_of(files(keys.new_key().public_multikey))
            show(edits)
            made = f"{count(len(edits.files), 'file')}, and keys in {secret.path}"
            say(f"nothing was written, as this was a dry run: {made}")
            return
        founded = new_registry.found(folder, secret, files)
    except ChangeRefused as refused:
        say(str(refused))
        context.exit(AT_FAULT)
    _tell(folder, answers, pinned, founded)


def _answers(given: dict[str, str | None], administrators: tuple[str, ...]) -> founding.Answers:
    """All answers: those given as options, and the rest asked for. Raises `click.UsageError`."""
    answers = {q.name: q.accepted(text, f"{q.option}: ") for q in QUESTIONS if (text := given[q.name]) is not None}
    approve = tuple(_login(one, f"{ADMINISTRATORS.option}: ") for one in administrators)
    if sys.stdin.isatty():
        for question in QUESTIONS:
            if question.name not in answers:
                answers[question.name] = _ask(question, answers)
        approve = approve or tuple(_logins(_ask(ADMINISTRATORS, answers)))
    else:
        _fill(answers)
    answers["team"] = answers["team"].removeprefix("@")
    return founding.Answers(administrators=approve, **answers)


def _fill(answers: dict[str, str]) -> None:
    """Take what is proposed for what was not given, as nobody can be asked. Raises `click.UsageError`."""
    missing = []
    for question in QUESTIONS:
        if question.name in answers or (question.of and question.of not in answers):
            continue
        proposed = question.proposed(answers.get(question.of, ""))
        if proposed or question.optional:
            answers[question.name] = proposed
        else:
            missing.append(question.option)
    if missing:
        raise click.UsageError(f"there is no terminal to ask at, so give {', '.join(missing)} as well")


def _ask(question: Question, so_far: dict[str, str]) -> str:
    """The answer of the person at the terminal, who is asked until it is right."""
    if question.says:
        click.echo(f"\n{question.says}", err=True)
    proposed = question.proposed(so_far.get(question.of, ""))

    def accepted(text: str) -> str:
        return " ".join(map(_login, _logins(text))) if question is ADMINISTRATORS else question.accepted(text)

    while True:
        answer: str = click.prompt(
            question.asks, default=proposed, show_default=bool(proposed), value_proc=accepted, err=True,
        )  # fmt: skip
        if question.name != "url" or yes(f"Every badge will hold {answer}, for ever. Right?"):
            return answer


def _logins(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _login(text: str, said: str = "") -> str:
    return ADMINISTRATORS.accepted(text, said).removeprefix("@")


def _tell(folder: Path, answers: founding.Answers, pinned: founding.Package, made: new_registry.Founded) -> None:
    """What was made, what is left to do on GitHub, and the next commands."""
    say(f"a new registry is in {folder}; its program is {pinned.place}, with the hash {pinned.sha256[:12]}…")
    say(f"the keys are in {made.private.path}: back that folder up in two places, and never put it into Git")
    if not made.in_git:
        say(f"Git is not there, or failed: run `git init -b main` in {folder} yourself")
    if not answers.administrators:
        say("badges/issuer.yml names no administrators yet; without them, GitHub asks nobody to approve changes of it")
    click.echo(_LEFT.format(**_values(folder, answers, made)))


def _values(folder: Path, answers: founding.Answers, made: new_registry.Founded) -> dict[str, object]:
    host = urlsplit(answers.url).hostname or ""
    owner = answers.repository.partition("/")[0] or "YOUR-ORGANIZATION"
    where = f"https://github.com/{answers.repository}/settings" if answers.repository else "your repository → Settings"
    own = not host.endswith(".github.io")
    remote = f"  git remote add origin https://github.com/{answers.repository or 'YOUR-ORGANIZATION/badges'}\n"
    return {
        "pages": f"{where}/pages" if answers.repository else f"{where} → Pages",
        "environments": f"{where}/environments" if answers.repository else f"{where} → Environments",
        "rules": f"{where}/rules" if answers.repository else f"{where} → Rules → Rulesets",
        "domain": _DOMAIN.format(host=host, owner=owner.lower()) if own else "",
        "remote": "" if made.has_remote else remote,
        "signing": made.private.signing_key_file,
        "sealing": SEALING_KEY,
        "folder": folder,
    }


_DOMAIN: Final = """
     First have the domain verified: your organization's settings → Pages.
     Custom domain: {host}
     DNS record: {host}. CNAME {owner}.github.io.
     At the end tick Enforce HTTPS."""
_LEFT: Final = """\
Three things are left to do on GitHub. docs/hosting.md tells each step by step.

  1. Pages: {pages}
     Source: GitHub Actions.{domain}
  2. The key: {environments}
     New environment: signing
     Required reviewers: two people or more
     Deployment branches: main alone
     Environment secret: BADGES_SIGNING_KEY, with the line that is in
     {signing}
  3. Rules: {rules}
     After the first push, a branch ruleset for main: a pull request with one
     approval, review from Code Owners, the status check "badges check", no
     force pushes, nobody bypasses.

Next, in {folder}:

  python3 -m venv .venv
  .venv/bin/python -m pip install --require-hashes --only-binary :all: -r requirements.txt
  .venv/bin/badges check
  .venv/bin/badges build --preview
  git add -A && git commit -m "A new registry"
{remote}  git push -u origin main
  .venv/bin/badges new badge circuit-design"""
