"""The questions that a person at a terminal is asked about one learner's work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import click

from generator.awarding.request import Request
from generator.cli.asking import ask, text, yes
from generator.model.achievement import Achievement, EvidenceAsked, Row
from generator.model.award import Evidence
from generator.model.profile import Profile
from generator.names import Slug
from generator.sources.forms import EMAIL, SECURE_URL
from generator.sources.scalars import Form
from generator.sources.shapes import Doubt


def ask_learner(badge: Achievement, issuer: Profile, number: int) -> Request:
    """One learner's work, as it is told on the terminal."""
    click.echo(f"\n{badge.name} ({badge.of})\n{badge.summary}\n", err=True)
    name = ask("Learner's name (it is sealed: nobody can read it in the file)", text)
    email = ask("Learner's e-mail address (sealed as well)", _formed(EMAIL))
    results = {row.id: level(row) for row in badge.rubric}
    evidence = _evidence(badge.evidence, issuer) if badge.evidence else ()
    return Request(place=f"learner {number}", name=name, email=email, results=results, evidence=evidence)


def ask_who_and_where(
    badge: Achievement, issuer: Profile, day: date, assessor: Slug | None, campus: Slug | None
) -> tuple[Slug | None, Slug | None]:
    """Who decided and at which campus, asked for where several are possible and none was named."""
    able = issuer.able(badge.of.badge, day, campus)
    if assessor is None and len(able) > 1:
        assessor = _choose("Who decided?", {name: each.name.latest for name, each in able.items()})
    only = able.get(assessor) if assessor else next(iter(able.values()), None)
    open_then = {name: each.name.latest for name, each in issuer.campuses.items() if day in each.term}
    if campus is None and only is not None and only.campus is None and len(open_then) > 1:
        campus = _choose("Where was it earned?", open_then)
    return assessor, campus


def _choose(question: str, names: Mapping[Slug, str]) -> Slug:
    click.echo(f"\n{question}", err=True)
    for number, (slug, name) in enumerate(names.items(), start=1):
        click.echo(f"  {number}  {name} ({slug})", err=True)
    return _pick("Number", [*names])


def another() -> bool:
    """Whether there is another learner."""
    return yes("\nAnother learner?")


def _formed(shape: Form) -> Callable[[str], str]:
    """What reads a text of a form."""

    def read(answer: str) -> str:
        try:
            return shape.accept(answer.strip())
        except Doubt:
            raise click.BadParameter(f"that is not {shape.what}: {shape.hint}") from None

    return read


def level(row: Row, before: str | None = None) -> Slug:
    """The level that work has reached, as its number or its name tells; Enter keeps the one `before`."""
    click.echo(f"\n{row.name}", err=True)
    for number, each in enumerate(row.levels, start=1):
        needed = " (needed at least)" if each.id == row.required else ""
        said = f": {each.description}" if each.description else ""
        click.echo(f"  {number}  {each.name}{needed}{said}", err=True)
    names = [each.id for each in row.levels]
    return _pick("Level reached", names, before if before in names else None)


def _pick(question: str, names: list[Slug], default: str | None = None) -> Slug:
    def read(answer: str) -> Slug:
        typed = answer.strip().lower()
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= len(names):
            return names[int(typed) - 1]
        if typed in names:
            return Slug(typed)
        raise click.BadParameter(f"type a number from 1 to {len(names)}")

    return ask(question, read, default=default)


def _evidence(asked: EvidenceAsked, issuer: Profile) -> tuple[Evidence, ...]:
    click.echo(f"\nEvidence, at least {asked.minimum}. {asked.asks_for or ''}".rstrip(), err=True)
    items = [_item(issuer)]
    while len(items) < asked.minimum or yes("Another piece of evidence?"):
        items.append(_item(issuer))
    return tuple(items)


def _item(issuer: Profile) -> Evidence:
    name = ask("What is it (the world reads this; no learner's name)", text)
    hosts = ", ".join(issuer.evidence_hosts)
    where = f" on {hosts}" if hosts else ""
    if issuer.evidence_hosts and yes(f"Can it be seen at a web address{where}?", default=True):
        return Evidence(name=name, url=ask("Its address, from https:// on", _formed(SECURE_URL)))
    return Evidence(name=name, description=ask("What does it show, in a sentence", text))
