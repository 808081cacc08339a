"""`badges new`: files to fill in, and entries of the issuer's file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator.adapters import registry
from generator.adapters.registry_state import State, look
from generator.awarding.edits import Edits
from generator.awarding.upkeep.drafting import badge_text, next_version, to_fill_in
from generator.cli import asking, options
from generator.cli.asking import SlugParameter
from generator.cli.carry_out import carry_out, refused
from generator.cli.new_entries import OF_ASSESSOR, OF_CAMPUS, assessor, campus
from generator.cli.voice import count, say
from generator.diagnostics import visible
from generator.model.achievement import LEVELS
from generator.names import Slug
from generator.sources.editing import Value, text_of
from generator.sources.forms import LANGUAGE
from generator.sources.layout import ISSUER
from generator.sources.shapes import Doubt, listing, nearest
from generator.sources.unfinished import MARK
from generator.sources.yaml_nodes import Scalar, read

if TYPE_CHECKING:
    from generator.awarding.upkeep.copying import Copied

_NAME: Final = "Its name in addresses, such as circuit-design"
_OF_BADGE: Final = """\
  badges new badge circuit-design --name "Circuit Design" --level introductory
  badges new badge electronics --stack --requires circuit-design \\
      --requires soldering@1
  badges new badge --from https://badges.lakeside.example/badges/soldering/
"""
_OF_VERSION: Final = "  badges new version circuit-design\n"
_ASKS: Final = """
What is not told is asked for, where somebody is there to be asked. `badges check` says what is left to fill in.
"""
EXAMPLES: Final = options.examples(f"{_OF_BADGE}{_OF_VERSION}{OF_CAMPUS}{OF_ASSESSOR}") + _ASKS


@click.group(epilog=EXAMPLES)
def new() -> None:
    """Draft a badge, a new version of one, a campus or an assessor: well-formed, and yours to fill in."""


@new.command("badge", epilog=options.examples(_OF_BADGE) + _ASKS)
@click.argument("slug", type=SlugParameter(), required=False)
@click.option("--name", help="The badge's name, as it stands on every award.")
@click.option("--level", type=click.Choice(LEVELS), help="How hard it is.")
@click.option("--language", help="The language of its texts, such as en; else the issuer's.")
@click.option("--stack", is_flag=True, help="It is awarded for holding other badges: those that it requires.")
@click.option("--requires", multiple=True, metavar="BADGE", help="A badge that must be held before, slug or "
              "slug@version; may be given again.")  # fmt: skip
@click.option("--from", "address", metavar="URL", help="Copy the badge of another district: the address of its page, "
              "or of what describes it for Open Badges 2.0 or 3.0.")  # fmt: skip
@click.option("--site", "folders", metavar="[URL=]DIR", multiple=True, help="A built site that answers --from instead "
              "of the network; may be given again.")  # fmt: skip
@options.source
@options.dry_run
def badge(
    slug: Slug | None,
    name: str | None,
    level: str | None,
    language: str | None,
    stack: bool,
    requires: tuple[str, ...],
    address: str | None,
    folders: tuple[str, ...],
    source: Path,
    dry_run: bool,
) -> None:
    """Draft a badge: badges/SLUG/v1.yml, with a note on every member.

    What it says is marked TODO: wherever it is yours to write; nothing is published before all of it is written.
    With --from, SLUG may be left out, and the badge is called as the other district calls it.
    """
    state = look(source)
    found = _copied(address, folders, state) if address else None
    slug = slug or (found.slug if found else None) or asking.ask(_NAME, asking.slug, option="SLUG")
    if slug in state.loaded.known.versions:
        raise click.UsageError(f'there is a badge "{slug}" already: badges new version {slug}')
    given: dict[str, Value] = {"language": _language(language, source, found)}
    given |= _required(state, requires, stack)
    if found:
        given |= found.given
    if name or not given.get("name"):
        given["name"] = name or asking.ask("The badge's name", asking.text, default=slug.replace("-", " ").title())
    if level or not found:
        chosen = level or _asked_level()
        given |= {"level": chosen} if chosen else {}
    if found:
        given["review"] = _own_review(registry.today())
    text = badge_text(_title(str(given["name"]), found), given, registry.today())
    path = f"badges/{slug}/v1.yml"
    carry_out(source, Edits.of(state.folder, {path: text.encode()}), before=state, dry_run=dry_run)
    if found:
        _tell_copied(found)
    if not dry_run:
        _next_steps(path, text)


def _asked_level() -> str | None:
    if not asking.somebody_is_there():
        return None
    answer: str = click.prompt("How hard it is", type=click.Choice(LEVELS), default=LEVELS[0], err=True)
    return answer


def _language(told: str | None, source: Path, found: Copied | None) -> str:
    """The language told, that of the badge that is copied, or else the issuer's."""
    if told is not None:
        try:
            return LANGUAGE.accept(told)
        except Doubt:
            raise click.UsageError(f"--language: {LANGUAGE.hint}") from None
    document = read(ISSUER, (source / ISSUER).read_bytes()) if (source / ISSUER).is_file() else None
    own = document.find("language") if document else None
    if found or not isinstance(own, Scalar):
        return to_fill_in("the language of these texts, such as en")
    return own.text


def _required(state: State, requires: tuple[str, ...], stack: bool) -> dict[str, Value]:
    """What a badge requires, each a badge that there is."""
    listed = [part for text in requires for part in text.replace(",", " ").split()]
    if stack and not listed:
        told = asking.ask("The badges that it is made of", asking.text, option="--requires")
        listed = told.replace(",", " ").split()
    for text in listed:
        slug, _, version = text.partition("@")
        known = state.loaded.known.versions
        if slug not in known:
            near = nearest(slug, known)
            there = f"the badges are {listing(sorted(known))}" if known else f"draft it first: badges new badge {slug}"
            hint = f'did you mean "{near}"?' if near else there
            raise click.UsageError(f'there is no badge "{visible(slug)}": {hint}')
        if version and not (version.isdigit() and 1 <= int(version) <= len(known[Slug(slug)])):
            raise click.UsageError(f'the newest version of "{slug}" is {slug}@{len(known[Slug(slug)])}')
    made: dict[str, Value] = {"stack": True} if stack else {}
    return made | {"requires": {"all": listed}} if listed else made


def _copied(address: str, folders: tuple[str, ...], state: State) -> Copied:
    """The badge of others at an address. Ends the command where there is none."""
    from generator.adapters.https import Https
    from generator.awarding.upkeep.copying import copied
    from generator.awarding.upkeep.descriptions import description
    from generator.cli.verify import Sites, site_of

    if not address.startswith("https://"):
        raise click.UsageError("--from takes an address, which begins with https://")
    fetch = Sites([site_of(folder) for folder in folders]) if folders else Https()
    found = description(address, fetch)
    return copied(found.badge, found.url, state.loaded.known.personal)


def _own_review(today: date) -> Mapping[str, Value]:
    """Others' review is not one's own."""
    return {
        "last": to_fill_in(f"the day on which you reviewed it yourselves, such as {today}"),
        "next": to_fill_in("the day by which you will review it again, such as a year later"),
    }


def _title(name: str, found: Copied | None) -> str:
    if found is None:
        return f"{name}, version 1: a draft"
    by = f"by {found.by}, " if found.by else ""
    return (
        f"{name}, version 1: a draft adapted from a badge {by}{visible(found.source)}\n"
        "The texts are theirs: look at their licence, or ask them, before you publish any. Their picture isn't copied."
    )


def _tell_copied(found: Copied) -> None:
    for line in found.left[:20]:
        say(f"left out, {line}")
    if more := len(found.left) - 20:
        say(f"left out, {more} more things") if more > 0 else None
    say("its picture was not copied, as it may be theirs alone: one is drawn until you put a file beside the badge's")
    say("its texts are theirs: look at their licence, or ask them, before you publish any")


def _next_steps(path: str, text: str) -> None:
    say(
        f"next:\n"
        f"  1. open {path} and write what each TODO: asks for ({count(text.count(MARK) - 1, 'place')})\n"
        f"  2. badges check                  tells what is left, and what is wrong\n"
        f"  3. name the badge under badges: of an assessor in {ISSUER}, who may then award it\n"
        f"  4. badges codeowners             writes who approves what on GitHub anew\n"
        f"  5. open a pull request; how to write a good badge: docs/writing-badges.md"
    )


@new.command("version", epilog=options.examples(_OF_VERSION))
@click.argument("slug", type=SlugParameter())
@options.source
@options.dry_run
def version(slug: Slug, source: Path, dry_run: bool) -> None:
    """Draft the next version of a badge: a copy of its newest, to be changed.

    What a published award says of its badge is frozen: criteria, rubric, name and the like. So what is asked of
    learners changes by a new version, and awards of the old one keep what they were judged by. Level, hours, review,
    requirements and what the badge leads to are in no award: change these in the version itself.
    """
    state = look(source)
    known = state.loaded.known.versions
    if slug not in known:
        near = nearest(slug, known)
        hint = f'did you mean "{near}"?' if near else f"badges new badge {slug} drafts it"
        raise click.UsageError(f'there is no badge "{slug}": {hint}')
    number = len(known[slug]) + 1
    if number == 1:
        raise click.UsageError(f"badges/{slug}/ holds no version yet: write v1.yml first")
    before, path = f"badges/{slug}/v{number - 1}.yml", f"badges/{slug}/v{number}.yml"
    with refused():
        old = text_of(state.folder, before)
        edits = Edits.of(state.folder, {path: next_version(old, before, number).encode()})
    carry_out(source, edits, before=state, dry_run=dry_run)
    if not dry_run:
        say(_of_version(state, slug, number, old, path))


def _of_version(state: State, slug: Slug, number: int, old: str, path: str) -> str:
    """What to know of a new version."""
    document = read(path, old.encode())
    gone = [name for name in ("amended", "retired") if document.find_key(name)]
    lines = [
        f"version {number} says what version {number - 1} says" + (f", without {' and '.join(gone)}" if gone else ""),
        f"  - change in {path} what is to be different; awards of version {number - 1} keep what they say",
        "  - set review: when this version was reviewed, and by when it must be again",
    ]
    if isinstance(image := document.find("image"), Scalar):
        lines.append(
            f"  - all versions show {visible(image.text)}: for another picture, put a file of another name beside it"
        )
    if document.find_key("translations"):
        lines.append("  - translations: change these as well")
    if users := _users(state, f"{slug}@{number - 1}"):
        lines.append(
            f"  - {users} require version {number - 1} alone: see whether version {number} is to count as well"
        )
    lines.append(f"  - to end awarding version {number - 1}, write retired: {registry.today()} in its file")
    return "\n".join(lines)


def _users(state: State, needed: str) -> str:
    """The badges whose newest version requires that very version."""
    newest = [versions[-1] for versions in state.loaded.known.versions.values() if versions]
    return listing(badge.of.badge for badge in newest if badge and needed in map(str, badge.requires))


new.add_command(campus)
new.add_command(assessor)
