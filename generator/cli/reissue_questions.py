"""The questions that a person at a terminal is asked about an award that is to be corrected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click

from generator.awarding.deciding import Desk
from generator.awarding.reissuing import Changes
from generator.cli.asking import yes
from generator.cli.award_questions import level
from generator.model.achievement import Achievement
from generator.model.award import Award, Evidence
from generator.names import Slug
from generator.sources.decode import badge_version
from generator.sources.forms import DATE, EMAIL, ONE_BADGE, SECURE_URL, TEXT
from generator.sources.scalars import slug
from generator.sources.shapes import Doubt, Shape

_NOTHING: Final = "-"


def ask(desk: Desk, old: Award) -> Changes:
    """What is different, as it is told on the terminal: what stands in brackets is kept by Enter."""
    click.echo(f"What shall be different in {old.id}? Press Enter to keep what stands in brackets.\n", err=True)
    entry = desk.holdings.roster.holder(old.id)
    name = _asked("Learner's name (it is sealed)", TEXT, entry.name if entry else None)
    email = _asked("Learner's e-mail address (sealed as well)", EMAIL, entry.email if entry else None)
    badge = badge_version(_asked("Badge and version", ONE_BADGE, str(old.badge)))
    achievement = desk.known.achievement(badge)
    narrative = _asked(f"What the assessor says of it ({_NOTHING}: nothing)", TEXT, old.narrative or _NOTHING)
    return Changes(
        name=name,
        email=email,
        badge=badge,
        awarded=DATE.accept(_asked("Day of the decision", DATE, str(old.awarded))),
        campus=Slug(_asked("Campus", slug("a campus"), old.campus)),
        assessor=Slug(_asked("Assessor", slug("an assessor"), old.assessor)),
        results=dict(_results(achievement, old)) if achievement else None,
        evidence=_evidence(old, achievement),
        narrative=None if narrative == _NOTHING else narrative,
        without=frozenset(["narrative"] if narrative == _NOTHING else []),
    )


def _asked(question: str, shape: Shape, default: str | None) -> str:
    """An answer that the shape admits, or that there is none where that is the default."""

    def read(answer: str) -> str:
        try:
            if answer.strip() != _NOTHING or default is None:
                shape.accept(answer.strip())
        except Doubt:
            what, hint = getattr(shape, "what", "what belongs here"), getattr(shape, "hint", "")
            raise click.BadParameter(f"that is not {what}{f': {hint}' if hint else ''}") from None
        return answer.strip()

    answer: str = click.prompt(question, default=default, value_proc=read, err=True)
    return answer


def _results(badge: Achievement, old: Award) -> Iterator[tuple[Slug, Slug]]:
    for row in badge.rubric:
        yield row.id, level(row, old.results.get(row.id))


def _evidence(old: Award, badge: Achievement | None) -> tuple[Evidence, ...] | None:
    """The evidence, if it is to be told anew."""
    if badge is None or badge.evidence is None:
        return None
    for number, item in enumerate(old.evidence, 1):
        click.echo(f"  evidence {number}: {item.name} ({item.url or item.description})", err=True)
    if not yes("Tell the evidence anew?"):
        return None
    items = [_item()]
    while len(items) < badge.evidence.minimum or yes("Another piece of evidence?"):
        items.append(_item())
    return tuple(items)


def _item() -> Evidence:
    name = _asked("What is it (the world reads this; no learner's name)", TEXT, None)
    url = _asked(f"Its address, from https:// on ({_NOTHING}: it has none)", SECURE_URL, _NOTHING)
    if url != _NOTHING:
        return Evidence(name=name, url=url)
    return Evidence(name=name, description=_asked("What does it show, in a sentence", TEXT, None))
