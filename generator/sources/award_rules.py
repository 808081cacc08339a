"""The rules of an award beyond the shape of its members, as one ordered table. Rules between awards: `index`.

A rule is silent about what depends on a member that is wrong, or on a file of the catalogue that is: the mistake
was told where it stands, and each is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from generator.diagnostics import Related
from generator.model.achievement import Achievement, BadgeVersion, Row
from generator.model.dated import Term
from generator.model.profile import Assessor
from generator.sources.decode import badge_version, sound
from generator.sources.evidence_rules import addresses, evidence_faults
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.shapes import INVALID, Fields, listing, nearest
from generator.sources.yaml_nodes import Document
from generator.sources.yaml_nodes import Mapping as MappingNode


@dataclass(slots=True, eq=False)
class AwardFile:
    """An award's fields, INVALID among them, with their places, and the catalogue around it.

    `badge`: the badge version that the file names, whether there is one or not. `awarded`: the day of the award, where
    it may be one.
    """

    document: Document
    fields: Fields
    file: RecordFile
    known: Known
    badge: BadgeVersion | None = field(init=False)
    awarded: date | None = field(init=False)

    def __post_init__(self) -> None:
        text, day = self.fields.get("badge", INVALID), self.fields.get("awarded", INVALID)
        self.badge = None if text is INVALID else badge_version(text)
        self.awarded = None if day is INVALID or day > self.known.today else day

    @property
    def judged(self) -> BadgeVersion | None:
        """The badge version, unless the file is in another badge's folder: then nobody knows which is meant."""
        badge, folder = self.badge, self.file.badge
        return badge if badge and (badge.badge == folder or folder not in self.known.versions) else None

    @property
    def achievement(self) -> Achievement | None:
        """What is judged, where it is known and free of Problems."""
        judged = self.judged
        return self.known.achievement(judged) if judged else None

    def report(self, code: str, message: str, *path: str | int, hint: str = "") -> None:
        """A Problem at the value that the path leads to."""
        self.document.report(code, message, self.document.find(*path), hint)

    def get(self, name: str, default: Any = None) -> Any:
        """A member; `default` where it is not there, None where it is wrong."""
        value = self.fields.get(name, default)
        return None if value is INVALID else value

    def table(self, name: str) -> Fields:
        """Of a member that is a table, the members that are right."""
        value = self.fields.get(name)
        return sound(value) if value and value is not INVALID else {}


def _folder(award: AwardFile) -> None:
    badge, folder = award.badge, award.file.badge
    if badge is None or folder not in award.known.versions:
        return
    if badge.badge not in award.known.versions:
        _unknown_badge(award, badge)
        return
    if badge.badge != folder:
        hint = f"move the file to recipients/{award.file.campus}/{badge.badge}/, or write {folder}@{badge.version}"
        award.report("folder-mismatch", f'the file is in the folder of "{folder}"', "badge", hint=hint)
        return
    newest = len(award.known.versions[folder])
    if newest and badge.version > newest:
        message = f'there is no version {badge.version} of the badge "{folder}"'
        award.report("unknown-version", message, "badge", hint=f"its newest version is {folder}@{newest}")


def _unknown_badge(award: AwardFile, badge: BadgeVersion) -> None:
    """The badge that the file names is none; most likely the folder's is meant."""
    folder, near = award.file.badge, nearest(badge.badge, award.known.versions)
    number = min(badge.version, len(award.known.versions[folder]) or badge.version)
    hint = f"did you mean {folder}@{number}?"
    if near not in (None, folder):
        hint += f" If {near}@{badge.version} is meant, move the file to recipients/{award.file.campus}/{near}/ as well"
    message = f'there is no badge "{badge.badge}", and the file is in the folder of "{folder}"'
    award.report("folder-mismatch", message, "badge", hint=hint)


def _day(award: AwardFile) -> None:
    day = award.get("awarded")
    if day and day > award.known.today:
        hint = "an award is dated when it is decided"
        award.report("date-in-future", f"{day} is yet to come", "awarded", hint=hint)


def _campus_time(award: AwardFile) -> None:
    campus = (award.known.campuses or {}).get(award.file.campus)
    if campus and award.awarded and award.awarded not in campus.term:
        message = f"{campus.name.latest} awards {_span(campus.term)} only"
        hint = "mend the date, or since and until of the campus in badges/issuer.yml"
        award.report("campus-closed", message, "awarded", hint=hint)


def _review_time(award: AwardFile) -> None:
    achievement, day = award.achievement, award.awarded
    if not achievement or not day:
        return
    if achievement.retired and day > achievement.retired:
        message = f"this version was awarded until {achievement.retired}"
        award.report("badge-retired", message, "awarded", hint="award a newer version")
    elif day > achievement.review.next:
        message = f"the badge was due for review by {achievement.review.next}"
        award.report("review-overdue", message, "awarded", hint="review it first, and set review in its file")


def _assessor(award: AwardFile) -> None:
    """The assessor may award that badge at that campus on that day; of several reasons against it the first is told."""
    name, known = award.get("assessor"), award.known
    if name is None or known.assessors is None:
        return
    if name not in known.assessors:
        near = nearest(name, known.assessors)
        place = known.assessor_places.get(near or "")
        hint = f'"{near}" is defined at {place}' if near and place else "assessors are listed in badges/issuer.yml"
        award.report("unknown-assessor", f'there is no assessor "{name}"', "assessor", hint=hint)
        return
    assessor = known.assessors[name]
    message = _objection(award, assessor) if assessor else None
    if message:
        place = known.assessor_places.get(name)
        related = (Related(place, "the assessor is defined here"),) if place else ()
        hint = "name the assessor who decided, or extend its entry in badges/issuer.yml"
        node = award.document.find("assessor")
        award.document.report("not-authorised", f'"{name}" {message}', node, hint, related)


def _objection(award: AwardFile, assessor: Assessor) -> str | None:
    """Why this assessor may not make this award, as the rest of a sentence."""
    badge, day, campus = award.judged, award.awarded, award.file.campus
    if badge and badge.badge in award.known.versions:
        grant = assessor.badges.get(badge.badge)
        if grant is None:
            return f'may not award "{badge.badge}"'
        if day and day not in grant:
            return f'awards "{badge.badge}" {_span(grant)} only'
    if assessor.campus not in (None, campus) and campus in (award.known.campuses or {}):
        return f'awards at "{assessor.campus}" only, not at "{campus}"'
    if day and day not in assessor.term:
        return f"awards {_span(assessor.term)} only"
    return None


def _span(term: Term) -> str:
    parts = [f"from {term.since}" if term.since else "", f"until {term.until}" if term.until else ""]
    return " ".join(part for part in parts if part)


def _identity(award: AwardFile) -> None:
    fields = award.table("identity")
    if "name" in fields and fields["name"] == fields.get("emailAddress"):
        hint = "each has a secret of its own: seal it anew"
        award.report("same-seal", "name and e-mail address are sealed alike", "identity", "emailAddress", hint=hint)
    if "id" in fields and award.known.url and fields["id"] == addresses(award.known.url).did:
        hint = "leave it out where the learner has none"
        award.report("issuer-as-learner", "this is the issuer's DID, not a learner's", "identity", "id", hint=hint)


def _results(award: AwardFile) -> None:
    achievement, results = award.achievement, award.get("results", {})
    if achievement is None or results is None:
        return
    rubric = achievement.rubric
    if len(results) == len(rubric) and all(_is_met(row, results.get(row.id)) for row in rubric):
        return
    rows: dict[str, Row] = {row.id: row for row in achievement.rubric}
    unanswered = _strange_rows(award, rows)
    for name in unanswered:
        hint = f"{name}: one of {listing(level.id for level in rows[name].levels)}"
        at = award.document.find_key("results")
        award.document.report("missing-result", f'the rubric row "{name}" is not answered', at, hint)
    for name, level in results.items():
        if name in rows and level is not INVALID:
            _level(award, rows[name], level)


def _is_met(row: Row, answer: str | None) -> bool:
    """Whether the answer is the level that the row requires or one above it."""
    if answer == row.required:
        return True
    high_enough = False
    for level in row.levels:
        high_enough = high_enough or level.id == row.required
        if level.id == answer:
            return high_enough
    return False


def _strange_rows(award: AwardFile, rows: Mapping[str, Row]) -> list[str]:
    """Tell of answers to rows that the rubric hasn't; the rows that nobody answered, not even under a misspelt name."""
    node = award.document.find("results")
    keys = {name: key for name, (key, _) in node.members.items()} if isinstance(node, MappingNode) else {}
    unanswered = [name for name in rows if name not in keys]
    for name, key in keys.items():
        if award.document.full:
            break
        if name in rows:
            continue
        near = nearest(name, unanswered)
        if near:
            unanswered.remove(near)
        if name in award.fields["results"]:  # else its form was wrong, and told
            hint = f'did you mean "{near}"?' if near else f"its rows are {listing(rows)}" if rows else "delete it"
            message = f'the rubric has no row "{name}"' if rows else "a stack has no rubric"
            award.document.report("unknown-row", message, key, hint)
    return unanswered


def _level(award: AwardFile, row: Row, level: str) -> None:
    rank, required = row.rank(level), row.rank(row.required)
    if rank is None:
        near = nearest(level, (known.id for known in row.levels))
        hint = f'did you mean "{near}"?' if near else f"its levels are {listing(known.id for known in row.levels)}"
        award.report("unknown-level", f'the row "{row.id}" has no level "{level}"', "results", row.id, hint=hint)
    elif required is not None and rank < required:
        message = f'"{level}" is below "{row.required}", which the badge requires'
        hint = "there is no badge below it: award it when the level is reached"
        award.report("below-required", message, "results", row.id, hint=hint)


def _evidence(award: AwardFile) -> None:
    achievement, items = award.achievement, award.get("evidence", ())
    if achievement is None or items is None:
        return
    if achievement.stack and "evidence" in award.fields:
        key = award.document.find_key("evidence")
        message = "a stack's evidence is the awards that it builds on"
        award.document.report("stack-evidence", message, key, "delete this")
    asked = achievement.evidence
    if asked and len(items) < asked.minimum:
        needed = "1 item" if asked.minimum == 1 else f"{asked.minimum} items"
        message = f"the badge needs at least {needed} of evidence, and there {_are(len(items))}"
        node = award.document.find("evidence")
        hint = f"it asks for: {asked.asks_for}" if asked.asks_for else "add what was assessed"
        award.document.report("too-little-evidence", message, node, hint)


def _are(number: int) -> str:
    return "is none" if number == 0 else "is 1" if number == 1 else f"are {number}"


def _evidence_links(award: AwardFile) -> None:
    items = award.get("evidence")
    for place, code, message, hint in evidence_faults(items, award.known, award.awarded) if items else ():
        award.report(code, message, "evidence", place, "url", hint=hint)


def _builds_on(award: AwardFile) -> None:
    """What can be said without the other awards: a badge builds on others if, and only if, it requires some."""
    achievement, parts = award.achievement, award.get("builds_on", ())
    if achievement is None or parts is None:
        return
    if achievement.requires and not parts:
        needed = listing(map(str, achievement.requires))
        node = award.document.find("builds_on")
        hint = "builds_on: the learner's awards of these badges"
        award.document.report("missing-part", f"the badge requires {needed}", node, hint)
    if parts and not achievement.requires:
        key = award.document.find_key("builds_on")
        message = "the badge requires no other, so it builds on none"
        award.document.report("needless-part", message, key, "delete this")


def _revoked(award: AwardFile) -> None:
    day = award.table("revoked").get("date")
    if day and day > award.known.today:
        award.report("date-in-future", f"{day} is yet to come; an award is revoked at once", "revoked", "date",
                     hint="write the day of the decision")  # fmt: skip
    elif day and award.awarded and day < award.awarded:
        award.report("dates-reversed", f"it is revoked before it was awarded, on {award.awarded}", "revoked", "date",
                     hint="write the day of the decision")  # fmt: skip


Rule = Callable[[AwardFile], None]

# These say the same of awards of one badge version, assessor and folder, but for the day: if two days are right, so is
# each day between them.
RULES_OF_DAYS: Final[tuple[Rule, ...]] = (_folder, _day, _campus_time, _review_time, _assessor)
# These say the same of awards of one badge version, of which `_folder` says nothing, with the same results, as many
# items of evidence, and others that they build on or none.
RULES_OF_ANSWERS: Final[tuple[Rule, ...]] = (_results, _evidence, _builds_on)
# These say something of each award by itself, and nothing of one without that member.
RULES_OF_MEMBERS: Final[dict[str, Rule]] = {"identity": _identity, "evidence": _evidence_links, "revoked": _revoked}
RULES: Final = (*RULES_OF_DAYS, *RULES_OF_ANSWERS, *RULES_OF_MEMBERS.values())
