"""The questions that a person at a terminal is asked about one learner's work."""

from __future__ import annotations

import click

from generator.awarding.request import Request
from generator.model.achievement import Achievement, EvidenceAsked, Row
from generator.model.award import Evidence
from generator.model.profile import Profile
from generator.names import Slug
from generator.sources.forms import EMAIL, SECURE_URL
from generator.sources.shapes import Doubt, Shape


def ask(badge: Achievement, issuer: Profile, number: int) -> Request:
    """One learner's work, as it is told on the terminal."""
    click.echo(f"\n{badge.name} ({badge.of})\n{badge.summary}\n", err=True)
    name = _text("Learner's name (it is sealed: nobody can read it in the file)")
    email = _formed("Learner's e-mail address (sealed as well)", EMAIL)
    results = {row.id: _level(row) for row in badge.rubric}
    evidence = _evidence(badge.evidence, issuer) if badge.evidence else ()
    return Request(place=f"learner {number}", name=name, email=email, results=results, evidence=evidence)


def another() -> bool:
    """Whether there is another learner."""
    return click.confirm("\nAnother learner?", default=False, err=True)


def choose(question: str, names: list[Slug]) -> Slug:
    """One of some names, by its number or as it is."""
    for number, name in enumerate(names, start=1):
        click.echo(f"  {number}  {name}", err=True)
    return _pick(question, names)


def _text(question: str) -> str:
    while not (text := str(click.prompt(question, err=True)).strip()):
        click.echo("Please type something.", err=True)
    return text


def _formed(question: str, shape: Shape) -> str:
    while True:
        text = _text(question)
        try:
            return str(shape.accept(text))
        except Doubt:
            click.echo(f"That is not {getattr(shape, 'what', 'right')}: {getattr(shape, 'hint', '')}", err=True)


def _level(row: Row) -> Slug:
    click.echo(f"\n{row.name}", err=True)
    for number, level in enumerate(row.levels, start=1):
        needed = " (needed at least)" if level.id == row.required else ""
        said = f": {level.description}" if level.description else ""
        click.echo(f"  {number}  {level.name}{needed}{said}", err=True)
    return _pick("Level reached", [level.id for level in row.levels])


def _pick(question: str, names: list[Slug]) -> Slug:
    while True:
        text = _text(question).lower()
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(names):
            return names[int(text) - 1]
        if text in names:
            return names[names.index(Slug(text))]
        click.echo(f"Please type a number from 1 to {len(names)}.", err=True)


def _evidence(asked: EvidenceAsked, issuer: Profile) -> tuple[Evidence, ...]:
    click.echo(f"\nEvidence, at least {asked.minimum}. {asked.asks_for or ''}".rstrip(), err=True)
    items = [_item(issuer)]
    while len(items) < asked.minimum or click.confirm("Another piece of evidence?", default=False, err=True):
        items.append(_item(issuer))
    return tuple(items)


def _item(issuer: Profile) -> Evidence:
    name = _text("What is it (the world reads this; no learner's name)")
    hosts = ", ".join(issuer.evidence_hosts)
    where = f" on {hosts}" if hosts else ""
    if issuer.evidence_hosts and click.confirm(f"Can it be seen at a web address{where}?", default=True, err=True):
        return Evidence(name=name, url=_formed("Its address, from https:// on", SECURE_URL))
    return Evidence(name=name, description=_text("What does it show, in a sentence"))
