"""`badges new campus` and `badges new assessor`: entries of the issuer's file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import click

from generator.adapters import registry
from generator.adapters.registry_state import look
from generator.awarding.edits import Edits
from generator.cli import asking, options
from generator.cli.asking import SlugParameter
from generator.cli.carry_out import carry_out, refused
from generator.cli.voice import say
from generator.names import Slug
from generator.sources.editing import Value, text_of, with_member
from generator.sources.layout import ISSUER
from generator.sources.yaml_nodes import read

OF_CAMPUS: Final = '  badges new campus lincoln-high --name "Lincoln High School"\n'
OF_ASSESSOR: Final = """\
  badges new assessor engineering-lab --name "Engineering Lab" \\
      --github riverbend/engineering --badge circuit-design
"""


@click.command("campus", epilog=options.examples(OF_CAMPUS))
@click.argument("slug", metavar="ID", type=SlugParameter(), required=False)
@click.option("--name", help="Its name, such as Lincoln High School.")
@click.option("--enrolled", type=click.IntRange(0, 10_000_000), help="How many learners it has.")
@click.option("--under-16", is_flag=True, help="Most learners are under 16: their awards get no LinkedIn button.")
@click.option("--since", type=options.Day(), help="Its first day, YYYY-MM-DD, where it has one.")
@options.source
@options.dry_run
def campus(
    slug: Slug | None, name: str | None, enrolled: int | None, under_16: bool, since: date | None, source: Path,
    dry_run: bool,
) -> None:  # fmt: skip
    """Add a campus to badges/issuer.yml: a place where badges are earned.

    ID names it in addresses and folders, for good. A campus ends by `until`; it is never removed.
    """
    slug = slug or asking.ask("Its name in addresses, such as lincoln-high", asking.slug, option="ID")
    fields: dict[str, Value] = {"name": name or asking.ask("Its name", asking.text, option="--name")}
    fields |= {} if enrolled is None else {"enrolled": enrolled}
    fields |= {"under_16": True} if under_16 else {}
    fields |= {"since": since} if since else {}
    _add("campuses", slug, fields, source, dry_run)


@click.command("assessor", epilog=options.examples(OF_ASSESSOR))
@click.argument("slug", metavar="ID", type=SlugParameter(), required=False)
@click.option("--name", help="A department or role, such as Engineering Lab: never a private person without their "
              "consent.")  # fmt: skip
@click.option("--github", help="Who approves its awards on GitHub: a login, or organization/team.")
@click.option("--badge", "badges", multiple=True, type=SlugParameter(), help="A badge that it may award; may be given "
              "again.")  # fmt: skip
@click.option("--campus", type=SlugParameter(), help="The only campus that it awards at; else everywhere.")
@click.option("--since", type=options.Day(), help="Its first day, YYYY-MM-DD; today where it is not "
              "given.")  # fmt: skip
@options.source
@options.dry_run
def assessor(
    slug: Slug | None, name: str | None, github: str | None, badges: tuple[Slug, ...], campus: Slug | None,
    since: date | None, source: Path, dry_run: bool,
) -> None:  # fmt: skip
    """Add an assessor to badges/issuer.yml: a department or role that awards badges.

    Its name is shown to the world: a department or role, never a private person without their consent. An assessor
    ends by `until`; it is never removed.
    """
    slug = slug or asking.ask("Its name in files, such as engineering-lab", asking.slug, option="ID")
    fields: dict[str, Value] = {"name": name or asking.ask(_WHO, asking.text, option="--name")}
    if campus:
        fields["campus"] = campus
    fields["github"] = github or asking.ask("Its GitHub login, or organization/team", asking.text, option="--github")
    told = badges or asking.ask("The badges that it may award", _slugs, option="--badge")
    fields["badges"] = list(dict.fromkeys(told))
    fields |= {"since": since or registry.today()}
    _add("assessors", slug, fields, source, dry_run)
    if not since and not dry_run:
        say(f"it may award from today on: for what it decided before, write an earlier since: in {ISSUER}")


_WHO: Final = "The department or role, never a private person without their consent"


def _slugs(answer: str) -> tuple[Slug, ...]:
    return tuple(map(asking.slug, asking.text(answer).replace(",", " ").split()))


def _add(kind: str, slug: Slug, fields: Mapping[str, Value], source: Path, dry_run: bool) -> None:
    """Add an entry to the issuer's file, unless there is one of that id."""
    state = look(source)
    with refused():
        text = text_of(state.folder, ISSUER)
        if read(ISSUER, text.encode()).find_key(kind, slug) is not None:
            raise click.UsageError(f'there is a "{slug}" under {kind} already')
        edited = with_member(text, (kind,), slug, fields, file=ISSUER)
    carry_out(source, Edits.of(state.folder, {ISSUER: edited.encode()}), before=state, dry_run=dry_run)
    if not dry_run:
        say("next: badges codeowners          writes who approves what on GitHub anew")
