"""The questions that a person at a terminal is asked about one learner's work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import click

from generator.awarding.authority import authority
from generator.awarding.class_lists.cell_values import Public
from generator.awarding.deciding import Decisions, Desk, below
from generator.awarding.request import Fault, Request
from generator.cli.asking import ask, text, yes
from generator.cli.award_report import why_not
from generator.cli.faults import tell_faults
from generator.diagnostics import visible
from generator.encodings.identity_hash import normal_email
from generator.model.achievement import Achievement, EvidenceAsked, Row
from generator.model.award import Evidence
from generator.model.profile import Profile
from generator.names import Slug
from generator.sources.forms import EMAIL, SECURE_URL
from generator.sources.scalars import Form
from generator.sources.shapes import Doubt, listing


@dataclass(frozen=True)
class Given:
    """What holds for every request that says nothing else."""

    campus: Slug | None
    assessor: Slug | None
    awarded: date | None

    def fill(self, request: Request) -> Request:
        """The request with what is left open in it."""
        return replace(
            request,
            campus=request.campus or self.campus,
            assessor=request.assessor or self.assessor,
            awarded=request.awarded or self.awarded,
        )


def ask_class(
    desk: Desk, badge: Achievement, given: Given, judge: Callable[[list[Request]], Decisions]
) -> list[Request]:
    """Learners and their work, as they are told on the terminal, one after another.

    What keeps the badge from everybody is told before any question; what keeps it from one learner is told at once,
    and who has typed it may begin again with that learner. `judge` says what becomes of requests.
    """
    issuer, day = desk.catalogue.issuer, given.awarded or desk.today
    assessor, campus = _ask_who_and_where(badge, issuer, day, given.assessor, given.campus)
    known, asked = replace(given, assessor=assessor, campus=campus), list[Request]()
    nobody = authority(issuer, badge.of.badge, known.fill(Request(place=str(badge.of), name="", email="")), day)
    if isinstance(nobody, Fault):
        tell_faults([nobody])
    click.echo(f"\n{badge.name} ({badge.of})\n{badge.summary}", err=True)
    while True:
        request = _ask_learner(badge, issuer, asked, lambda who: judge([*asked, known.fill(who)]))
        if request is not None:
            asked.append(known.fill(request))
        if not yes("\nAnother learner?"):
            return asked


def _ask_learner(
    badge: Achievement, issuer: Profile, asked: Sequence[Request], judge: Callable[[Request], Decisions]
) -> Request | None:
    """One learner's work; None where there is no award to be made of it, which is told."""
    told = frozenset(normal_email(request.email) for request in asked)

    def another(answer: str) -> str:
        email = _formed(EMAIL)(answer)
        if normal_email(email) in told:
            raise click.BadParameter("you have told of the learner with this address just now")
        return email

    place = f"learner {len(asked) + 1}"
    name = ask("\nLearner's name (it is sealed: nobody can read it in the file)", text)
    email = ask("Learner's e-mail address (sealed as well)", another)
    who = Request(place=place, name=name, email=email)
    if held := [each for each in judge(who).held if each.place == place]:
        click.echo(f"\nThis learner {why_not(held[0])} ({held[0].award}).", err=True)
        return None
    results = {row.id: level(row) for row in badge.rubric}
    if low := below(badge, results):
        click.echo(f"\nNot yet at the required level of {listing(low)}: no award; the roster notes it.", err=True)
        return replace(who, results=results)
    evidence = _evidence(badge.evidence, issuer, name) if badge.evidence else ()
    whole = replace(who, results=results, evidence=evidence)
    faults = judge(whole).faults
    for fault in faults:
        click.echo(f"\nerror: {visible(fault.message)}\n  hint: {visible(fault.hint)}", err=True)
    if faults:
        click.echo("Nothing is noted of this learner; answer y to tell it once more.", err=True)
    return None if faults else whole


def _ask_who_and_where(
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


def _evidence(asked: EvidenceAsked, issuer: Profile, learner: str) -> tuple[Evidence, ...]:
    click.echo(f"\nEvidence, at least {asked.minimum}. {asked.asks_for or ''}".rstrip(), err=True)
    items = [_item(issuer, learner)]
    while len(items) < asked.minimum or yes("Another piece of evidence?"):
        items.append(_item(issuer, learner))
    return tuple(items)


def _item(issuer: Profile, learner: str) -> Evidence:
    def public(answer: str) -> str:
        if wrong := Public.of(issuer).fault(text(answer), learner):
            raise click.BadParameter(f"{wrong.message}: {wrong.hint}")
        return text(answer)

    name = ask("What is it (the world reads this; no learner's name)", public)
    hosts = ", ".join(issuer.evidence_hosts)
    where = f" on {hosts}" if hosts else ""
    if issuer.evidence_hosts and yes(f"Can it be seen at a web address{where}?", default=True):
        address = _formed(SECURE_URL)
        url = ask("Its address, from https:// on (Enter: it has none)", lambda typed: typed.strip() and address(typed))
        if url:
            return Evidence(name=name, url=url)
    return Evidence(name=name, description=ask("What does it show, in a sentence", public))
