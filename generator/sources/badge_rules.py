"""The rules of a badge version beyond the shape of its members, as one ordered table, and those between badges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from generator.diagnostics import Related
from generator.encodings.lookalikes import in_text
from generator.names import Slug
from generator.sources.decode import sound
from generator.sources.issuer_rules import future_amendments, warn_of_look_alikes
from generator.sources.shapes import INVALID, Fields, listing, nearest, shorten
from generator.sources.text_rules import orders_disagree
from generator.sources.unfinished import report_unfinished
from generator.sources.yaml_nodes import Document


@dataclass(frozen=True)
class BadgeFile:
    """A badge version's decoded fields with their places, and what else there is: versions by slug, images, the day."""

    document: Document
    fields: Fields
    slug: Slug
    number: int
    versions: Mapping[Slug, Iterable[int]]
    images: frozenset[str]
    today: date

    def report(self, code: str, message: str, *path: str | int, hint: str = "") -> None:
        """A Problem at the value that the path leads to."""
        self.document.report(code, message, self.document.find(*path), hint)


def stack_or_rubric(document: Document, fields: Fields) -> None:
    """Every badge but a stack has a rubric and asks for evidence; a stack has what it requires, and neither."""
    if fields.get("stack") is INVALID:
        return
    if fields.get("stack"):
        if own := [name for name in ("rubric", "evidence") if name in fields]:
            hint = "its parts were judged already: delete this, or stack: true"
            message = f"a stack has no {' and no '.join(own)}"
            document.report("stack-with-rubric", message, document.find_key(own[0]), hint)
        elif "requires" not in fields:
            hint = "requires: {all: [the badges that it is made of]}"
            document.report("missing-member", 'a stack lacks "requires"', None, hint)
    else:
        for name in ("rubric", "evidence"):
            if name not in fields:
                hint = "a badge is never for taking part: say what is judged and what evidence it needs"
                document.report("missing-member", f'a badge version lacks "{name}"', None, hint)


def _stack_or_rubric(badge: BadgeFile) -> None:
    stack_or_rubric(badge.document, badge.fields)


def _rubric(badge: BadgeFile) -> None:
    rows = badge.fields.get("rubric")
    _ids_once(badge, rows, ("rubric",))
    for place, row in enumerate(rows if isinstance(rows, tuple) else ()):
        if row is INVALID:
            continue
        levels = row.get("levels")
        _ids_once(badge, levels, ("rubric", place, "levels"))
        known = [level.get("id") for level in levels if level is not INVALID] if isinstance(levels, tuple) else []
        required = row.get("required")
        if isinstance(required, str) and known and INVALID not in (*known, *levels) and required not in known:
            near = nearest(required, known)
            hint = f'did you mean "{near}"?' if near else f"its levels are {listing(known)}"
            badge.report("unknown-level", f'the row has no level "{required}"', "rubric", place, "required", hint=hint)


def _ids_once(badge: BadgeFile, tables: Any, path: tuple[str | int, ...]) -> None:
    seen: dict[str, int] = {}
    for place, table in enumerate(tables if isinstance(tables, tuple) else ()):
        name = sound(table).get("id") if table is not INVALID else None
        if name is not None and seen.setdefault(name, place) != place:
            first = badge.document.position(badge.document.find(*path, seen[name], "id"))
            related = (Related(first, "it stands here first"),)
            node = badge.document.find(*path, place, "id")
            badge.document.report("repeated", f'the id "{name}" stands here twice', node, "give it another", related)


def _requirements(badge: BadgeFile) -> None:
    seen: set[str] = set()
    for place, text in enumerate(required_texts(badge.fields)):
        if text is INVALID:
            continue
        slug, _, number = text.partition("@")
        path = ("requires", "all", place)
        if slug == badge.slug:
            badge.report("circular-requirement", "a badge can't require itself", *path, hint="delete it")
        elif slug not in badge.versions:
            near = nearest(slug, badge.versions)
            hint = f'did you mean "{near}"?' if near else "badges are the folders of badges/"
            badge.report("unknown-badge", f'there is no badge "{slug}"', *path, hint=hint)
        elif number and (known := sorted(badge.versions[Slug(slug)])) and int(number) not in known:
            message = f'there is no version {number} of the badge "{slug}"'
            badge.report("unknown-version", message, *path, hint=f"its newest version is {slug}@{known[-1]}")
        elif slug in seen:
            badge.report("repeated", f'"{slug}" is required twice', *path, hint="keep one")
        seen.add(slug)


def required_texts(fields: Fields) -> tuple[Any, ...]:
    """What `requires.all` lists, as written, INVALID among it."""
    requires = fields.get("requires")
    listed = requires.get("all") if isinstance(requires, dict) else None
    return listed if isinstance(listed, tuple) else ()


def _skills(badge: BadgeFile) -> None:
    skills = badge.fields.get("skills")
    if isinstance(skills, tuple) and INVALID not in skills and orders_disagree(skills):
        odd = max(skills, key=max)  # orders differ only where some character needs two UTF-16 units
        message = "verifiers would disagree about the order of these skills, and so about the signature"
        hint = f'write "{shorten(odd)}" without its emoji or unusual letters'
        badge.report("skills-unsortable", message, "skills", skills.index(odd), hint=hint)


def _review(badge: BadgeFile) -> None:
    review = badge.fields.get("review")
    fields = sound(review) if isinstance(review, dict) else {}
    last, following = fields.get("last"), fields.get("next")
    if last and following and following <= last:
        message = f"the next review is not after the last one, {last}"
        badge.report("dates-reversed", message, "review", "next", hint="write the day by which it is due again")
    if last and last > badge.today:
        badge.report("date-in-future", f"{last} is yet to come", "review", "last", hint="write when it was reviewed")


def _amendments(badge: BadgeFile) -> None:
    future_amendments(badge.document, badge.fields, badge.today)


def _look_alikes(badge: BadgeFile) -> None:
    warn_of_look_alikes(badge.document, in_text, "name")
    for language in badge.fields.get("translations") or ():
        warn_of_look_alikes(badge.document, in_text, "translations", language, "name")


def _image(badge: BadgeFile) -> None:
    image = badge.fields.get("image")
    path = f"badges/{badge.slug}/{image}"
    if isinstance(image, str) and path not in badge.images:
        badge.report("no-image", f"there is no file {path}", "image", hint="leave image out and one is drawn")


def _unfinished(badge: BadgeFile) -> None:
    report_unfinished(badge.document)


RULES: Final[tuple[Callable[[BadgeFile], None], ...]] = (
    _unfinished,
    _stack_or_rubric,
    _rubric,
    _requirements,
    _skills,
    _review,
    _amendments,
    _look_alikes,
    _image,
)


def circles(badges: Iterable[BadgeFile]) -> None:
    """Report each requirement that closes a circle, whatever its versions: nobody could ever earn these badges."""
    listed = list(badges)
    links: dict[str, set[str]] = {}
    for badge in listed:
        for text in required_texts(badge.fields):
            if text is not INVALID:
                links.setdefault(badge.slug, set()).add(text.partition("@")[0])
    reach = {slug: _reachable(slug, links) for slug in links}
    for badge in listed:
        for place, text in enumerate(required_texts(badge.fields)):
            slug = text.partition("@")[0] if text is not INVALID else badge.slug
            if slug != badge.slug and badge.slug in reach.get(slug, ()):
                message = f'"{slug}" in turn requires "{badge.slug}", so nobody could earn either'
                hint = "delete one of the links of the circle"
                badge.report("circular-requirement", message, "requires", "all", place, hint=hint)


def _reachable(start: str, links: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(links.get(start, ()))
    while ahead:
        slug = ahead.pop()
        if slug not in found:
            found.add(slug)
            ahead.extend(links.get(slug, ()))
    return found
