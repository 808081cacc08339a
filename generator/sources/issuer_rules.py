"""The rules of `badges/issuer.yml` beyond the shape of its members, as one ordered table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from generator.diagnostics import Related
from generator.encodings.lookalikes import in_host, in_text
from generator.model.dated import Duration
from generator.sources.decode import sound
from generator.sources.personal import LEAST_DIGITS, is_mask
from generator.sources.shapes import INVALID, Fields, nearest
from generator.sources.unfinished import report_unfinished
from generator.sources.yaml_nodes import Document, Scalar


@dataclass(frozen=True)
class IssuerFile:
    """The issuer's decoded fields with their places, and what else there is: badge slugs, images, the day."""

    document: Document
    fields: Fields
    badges: frozenset[str]
    images: frozenset[str]
    today: date

    def report(self, code: str, message: str, *path: str | int, hint: str = "") -> None:
        """A Problem at the value that the path leads to."""
        self.document.report(code, message, self.document.find(*path), hint)


def _signing_key(issuer: IssuerFile) -> None:
    keys = issuer.fields.get("keys", ())
    if keys and all(key is not INVALID and isinstance(key.get("revoked"), date) for key in keys):
        hint = "make a new one with `badges key new`"
        key = issuer.document.find_key("keys")
        issuer.document.report("no-signing-key", "every key is revoked, so nothing can be signed", key, hint)


def _keys_once(issuer: IssuerFile) -> None:
    seen: dict[str, int] = {}
    for place, key in _tables(issuer.fields.get("keys", ())):
        public = key.get("public")
        if isinstance(public, str) and seen.setdefault(public, place) != place:
            first = issuer.document.position(issuer.document.find("keys", seen[public], "public"))
            related = (Related(first, "it stands here first"),)
            node = issuer.document.find("keys", place, "public")
            issuer.document.report("repeated", "this key stands here twice", node, "keep one", related)


def _key_dates(issuer: IssuerFile) -> None:
    for place, key in _tables(issuer.fields.get("keys", ())):
        revoked, since = key.get("revoked"), key.get("since")
        if revoked and since and revoked < since:
            message = f"the key is revoked before it was made, on {since}"
            issuer.report("dates-reversed", message, "keys", place, "revoked", hint="a key is made, then revoked")
        elif revoked and revoked > issuer.today:
            message = f"{revoked} is yet to come; a key is revoked at once"
            issuer.report("date-in-future", message, "keys", place, "revoked", hint="write the day of the decision")


def _terms(issuer: IssuerFile) -> None:
    for kind in ("campuses", "assessors"):
        for name, entry in _entries(issuer.fields.get(kind)):
            since, until = entry.get("since"), entry.get("until")
            if since and until and until < since:
                message, hint = f"the last day is before the first, {since}", "write until: a day after since"
                issuer.report("dates-reversed", message, kind, name, "until", hint=hint)


def _names(issuer: IssuerFile) -> None:
    _check_names(issuer, ("name",), issuer.fields.get("name"))
    for kind in ("campuses", "assessors"):
        for name, entry in _entries(issuer.fields.get(kind)):
            _check_names(issuer, (kind, name, "name"), entry.get("name"))


def _check_names(issuer: IssuerFile, path: tuple[str, ...], names: Any) -> None:
    """Each name but the last has its last day, one after the other; the last one has none."""
    if not isinstance(names, tuple) or INVALID in names:
        return
    before: date | None = None
    for place, span in enumerate(names):
        until, is_last = span.get("until"), place == len(names) - 1
        if until is None and not is_last:
            message = "a name that another follows needs its last day"
            issuer.report("name-without-end", message, *path, place, hint="add until: and the last day")
        elif until is not None and is_last:
            message = "the last name of the list must have no last day"
            hint = "it is the name of today: take until: away, or add the name that followed"
            issuer.report("no-current-name", message, *path, place, "until", hint=hint)
        elif before and until and until <= before:
            message = f"this last day is not after {before}, that of the name before"
            issuer.report("dates-reversed", message, *path, place, "until", hint="list the names oldest first")
        before = until or before


def _grants(issuer: IssuerFile) -> None:
    for name, entry in _entries(issuer.fields.get("assessors")):
        seen: set[str] = set()
        for place, grant in enumerate(entry.get("badges", ())):
            long = isinstance(grant, dict)
            badge = grant.get("slug") if isinstance(grant, dict) else grant
            path = ("assessors", name, "badges", place, *(("slug",) if long else ()))
            if not isinstance(badge, str):
                continue
            if badge not in issuer.badges:
                near = nearest(badge, issuer.badges)
                hint = f'did you mean "{near}"?' if near else "badges are the folders of badges/"
                issuer.report("unknown-badge", f'there is no badge "{badge}"', *path, hint=hint)
            elif badge in seen:
                issuer.report("repeated", f'"{badge}" stands here twice', *path, hint="keep one")
            seen.add(badge)


def _assessor_campus(issuer: IssuerFile) -> None:
    campuses = issuer.fields.get("campuses")
    for name, entry in _entries(issuer.fields.get("assessors")):
        campus = entry.get("campus")
        if isinstance(campus, str) and isinstance(campuses, Mapping) and campus not in campuses:
            near = nearest(campus, campuses)
            hint = f'did you mean "{near}"?' if near else "add it under campuses"
            issuer.report("unknown-campus", f'there is no campus "{campus}"', "assessors", name, "campus", hint=hint)


def _hosts_once(issuer: IssuerFile) -> None:
    seen: set[str] = set()
    for place, entry in enumerate(issuer.fields.get("evidence_hosts", ())):
        host = entry.get("host") if isinstance(entry, dict) else entry
        if isinstance(host, str):
            if host in seen:
                issuer.report("repeated", f'"{host}" stands here twice', "evidence_hosts", place, hint="keep one")
            seen.add(host)


def _status_lifetime(issuer: IssuerFile) -> None:
    text = issuer.fields.get("status_valid_for")
    duration = Duration.parse(text) if isinstance(text, str) else None
    start = date(2001, 1, 1)
    if duration and (duration.after(start) - start).days < 365:
        hint = "schools sleep all summer, and a lapsed list fails every badge: write P1Y, or leave it out"
        issuer.report("status-too-short", "status lists must hold for at least a year", "status_valid_for", hint=hint)


def _student_number(issuer: IssuerFile) -> None:
    mask = issuer.fields.get("student_number")
    if isinstance(mask, str) and not is_mask(mask):
        hint = "write # for each digit, and letters as they are: S######"
        message = f"a mask of fewer than {LEAST_DIGITS} digits fits too much that is no student number"
        issuer.report("mask-too-broad", message, "student_number", hint=hint)


def _look_alikes(issuer: IssuerFile) -> None:
    names = issuer.fields.get("name")
    spans = [("name", n, "name") for n in range(len(names))] if isinstance(names, tuple) else [("name",)]
    for path in spans:
        warn_of_look_alikes(issuer.document, in_text, *path)
    warn_of_look_alikes(issuer.document, in_host, "url")


def warn_of_look_alikes(document: Document, judge: Callable[[str], str], *path: str | int) -> None:
    """Warn where letters of a name pass for others: people would take it for another's."""
    node = document.find(*path)
    if isinstance(node, Scalar) and (words := judge(node.text)):
        hint = "type the name anew, if it is not meant so"
        document.report("look-alike-letters", words, node, hint, severity="warning")


def _amendments(issuer: IssuerFile) -> None:
    future_amendments(issuer.document, issuer.fields, issuer.today)


def future_amendments(document: Document, fields: Fields, today: date) -> None:
    """An amendment says that something changed, so it lies not in the future."""
    for place, entry in _tables(fields.get("amended", ())):
        if entry.get("date", today) > today:
            hint = "declare an amendment on the day on which it is made"
            node = document.find("amended", place, "date")
            document.report("date-in-future", f"{entry['date']} is yet to come", node, hint)


def _image(issuer: IssuerFile) -> None:
    image = issuer.fields.get("image")
    if isinstance(image, str) and f"badges/{image}" not in issuer.images:
        issuer.report("no-image", f"there is no file badges/{image}", "image", hint="put it there, or leave image out")


def _moved(issuer: IssuerFile) -> None:
    moved = issuer.fields.get("moved_from")
    places = (("moved_from",),) if isinstance(moved, str) else tuple(("moved_from", n) for n in range(len(moved or ())))
    for path in places:
        value = moved if len(path) == 1 else (moved or ())[path[1]]
        if value is not INVALID and value == issuer.fields.get("url"):
            hint = "name the address where it was before, or leave this out"
            issuer.report("moved-nowhere", "this is where the site stands now", *path, hint=hint)


def _tables(values: Any) -> Iterator[tuple[int, Fields]]:
    """The tables of a list with their places, wrong members left out."""
    for place, value in enumerate(values if isinstance(values, tuple) else ()):
        if value is not INVALID:
            yield place, sound(value)


def _entries(values: Any) -> Iterator[tuple[str, Fields]]:
    """The entries of a mapping, wrong members left out."""
    for name, value in values.items() if isinstance(values, Mapping) else ():
        if value is not INVALID:
            yield name, sound(value)


def _unfinished(issuer: IssuerFile) -> None:
    report_unfinished(issuer.document)


RULES: Final[tuple[Callable[[IssuerFile], None], ...]] = (
    _unfinished,
    _signing_key,
    _keys_once,
    _key_dates,
    _names,
    _terms,
    _grants,
    _assessor_campus,
    _hosts_once,
    _status_lifetime,
    _student_number,
    _look_alikes,
    _amendments,
    _image,
    _moved,
)
