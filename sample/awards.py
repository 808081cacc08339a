"""The awards of the fictional learners, from the classes that they were in to the text of each file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from nacl.signing import SigningKey

from generator.encodings import crockford32, sealing
from generator.encodings.multikey import encode_public
from generator.model.achievement import Achievement, BadgeVersion
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from sample import draws
from sample.classes import Class
from sample.work import PIECES, REVOKED, SAID, WITH_DID, Piece

# A TEST key, known to everybody: what is sealed with it is sealed from nobody. A district keeps its own to itself.
TEST_SEALING_KEY: Final = b"TEST sealing key of a sample. Never use it."
STATUS_NUMBERS: Final = 131_072
_WITH_DID_SINCE: Final = date(2026, 9, 1)


@dataclass(frozen=True)
class Learner:
    """Somebody who doesn't exist."""

    number: int

    @property
    def name(self) -> str:
        """Plainly nobody's."""
        return f"Sample Learner {self.number}"

    @property
    def email(self) -> str:
        """An address that can't exist: RFC 2606 keeps `.example` free."""
        return f"learner.{self.number}@learners.riverbend.example"

    def did(self, day: date) -> str | None:
        """The learner's DID on that day, of a key that nobody should use."""
        if self.number not in WITH_DID or day < _WITH_DID_SINCE:
            return None
        public = SigningKey(draws.data("did", str(self.number))).verify_key.encode()
        return f"did:key:{encode_public(public)}"


@dataclass(frozen=True)
class MadeAward:
    """An award of the sample; `badge` is the version's Achievement."""

    id: AwardId
    key: tuple[str, ...]
    campus: str
    badge: Achievement
    learner: Learner
    day: date
    assessor: str
    status: int
    builds_on: tuple[AwardId, ...]
    revoked: tuple[date, str] | None

    @property
    def path(self) -> str:
        """Its file in the registry."""
        return f"recipients/{self.campus}/{self.badge.of.badge}/{self.id}.yml"

    @property
    def sealed(self) -> sealing.Sealed:
        """The learner's name and address as they stand in the file."""
        return sealing.seal(TEST_SEALING_KEY, self.id, name=self.learner.name, email=self.learner.email)

    @property
    def receipt(self) -> str:
        """What the learner holds."""
        return sealing.receipt(TEST_SEALING_KEY, self.id, name=self.learner.name, email=self.learner.email)


def made(catalogue: Catalogue, plan: Iterable[Class], taken: Iterable[int]) -> list[MadeAward]:
    """Every award of the plan, in its order; none has one of the status numbers that are taken."""
    awards: list[MadeAward] = []
    used = set(taken)
    for group in plan:
        for number in group.learners:
            award = _award(catalogue, group, Learner(number), awards, used)
            used.add(award.status)
            awards.append(award)
    return awards


def _award(
    catalogue: Catalogue, group: Class, learner: Learner, before: Sequence[MadeAward], used: set[int]
) -> MadeAward:
    slug, _, version = group.badge.partition("@")
    badge = catalogue.achievement(BadgeVersion(Slug(slug), int(version)))
    key = (group.campus, group.badge, str(learner.number), str(group.since))
    day = draws.choice(group.days(), "day", *key)
    ended = REVOKED.get((group.campus, group.badge, learner.number))
    return MadeAward(
        id=AwardId(crockford32.from_bytes(draws.data("id", *key))),
        key=key,
        campus=group.campus,
        badge=badge,
        learner=learner,
        day=day,
        assessor=draws.choice(_assessors(catalogue, group.campus, badge, day), "assessor", *key),
        status=next(free for free in _numbers(key) if free not in used),
        builds_on=tuple(_parts(badge, learner, day, before)),
        revoked=(day + timedelta(days=ended[0]), ended[1]) if ended else None,
    )


def _numbers(key: tuple[str, ...]) -> Iterator[int]:
    attempt = 0
    while True:
        yield draws.number(STATUS_NUMBERS, "status", str(attempt), *key)
        attempt += 1


def _assessors(catalogue: Catalogue, campus: str, badge: Achievement, day: date) -> list[str]:
    """Who may award that badge there and then, at least one."""
    return sorted(
        name
        for name, assessor in catalogue.issuer.assessors.items()
        if assessor.campus in (None, campus) and day in assessor.term and day in assessor.badges.get(badge.of.badge, ())
    )


def _parts(badge: Achievement, learner: Learner, day: date, before: Sequence[MadeAward]) -> Iterator[AwardId]:
    """The learner's newest award of each badge that is required. Raises ValueError where the learner has none."""
    for requirement in badge.requires:
        held = [a for a in before if a.learner == learner and requirement.met_by(a.badge.of) and a.day <= day]
        yield max(held, key=lambda award: award.day).id


def text(award: MadeAward) -> str:
    """The award's file, as a person would write it."""
    badge, lines = award.badge, ["# yaml-language-server: $schema=../../../generator/data/schemas/award.json"]
    if badge.stack:
        lines.append("# A stack award: its parts are its evidence.")
    lines += [f"badge: {badge.of}", f"awarded: {award.day}", f"assessor: {award.assessor}", f"status: {award.status}"]
    lines += ["identity:", f"  name: {award.sealed.name}", f"  emailAddress: {award.sealed.email_address}"]
    if did := award.learner.did(award.day):
        lines.append(f"  id: {did}")
    if not badge.stack:
        lines += ["results:", *_results(award), "evidence:", *_evidence(award)]
    if award.builds_on:
        lines += ["builds_on:", *(f"  - {part}" for part in award.builds_on)]
    lines += _said(award)
    if award.revoked:
        lines += ["revoked:", f"  date: {award.revoked[0]}", f"  reason: {award.revoked[1]}"]
    return "\n".join(lines) + "\n"


def _results(award: MadeAward) -> Iterator[str]:
    """Each row's level: mostly the one that is required, at times a better one."""
    for row in award.badge.rubric:
        enough = [level.id for level in row.levels[row.rank(row.required) :]]
        better = draws.number(100, "result", row.id, *award.key) < 35
        yield f"  {row.id}: {enough[-1] if better else enough[0]}"


def _evidence(award: MadeAward) -> Iterator[str]:
    asked = award.badge.evidence
    for place, piece in enumerate(PIECES[award.badge.of.badge]):
        if place == 0 or (asked and place < asked.minimum):
            yield from _piece(award, place, piece)


def _piece(award: MadeAward, place: int, piece: Piece) -> Iterator[str]:
    yield f"  - name: {draws.choice(piece.names, 'name', str(place), *award.key)}"
    if piece.told:
        yield f"    description: {piece.told}"
    else:
        yield f"    url: https://work.riverbend.example/e/{draws.data('work', str(place), *award.key).hex()[:8]}"
    if piece.genre:
        yield f"    genre: {piece.genre}"


def _said(award: MadeAward) -> Iterator[str]:
    said = SAID.get(award.badge.of.badge)
    if said and draws.number(100, "said", *award.key) < 10:
        yield f"narrative: {draws.choice(said, 'words', *award.key)}"
