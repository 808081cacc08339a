"""Pressing: the credential and the assertion of an award from plates made once for its badge version.

What comes out is, byte for byte, what the plain path makes. The first award of each kind is made both ways and
compared; whatever is unusual goes the plain path alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple, Protocol

from generator.encodings import json_text
from generator.errors import JsonLdError, PressFailed
from generator.model.achievement import Achievement, BadgeVersion
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.openbadges import v2, v3
from generator.proofs.configurations import Configurations
from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from generator.publishing.assertion_plates import AssertionPlate
from generator.publishing.award_kinds import kinds
from generator.publishing.credential_quads import Unusual, Values
from generator.publishing.outlet import Taken
from generator.publishing.plates import (
    CredentialPlate,
    Draft,
    evidence_of,
    item_values,
    shared_values,
    signed,
    unsigned,
)

# How many shapes of awards, combinations of kinds, are remembered as having been met.
_SHAPES: Final = 10_000


class Press:
    """What makes the files of awards, in one process. It keeps the plates of badge versions that it has met."""

    def __init__(self, catalogue: Catalogue, key: SigningKey) -> None:
        self._of = (catalogue, key)
        self._met: dict[BadgeVersion, tuple[int, Achievement]] = {}
        method = catalogue.issuer.addresses.key(key.public_multikey)
        configurations = Configurations([*v3.CONTEXT], method)

        def plain_credential(award: Award, parts: Sequence[Part]) -> bytes:
            document = v3.credential(catalogue, award, parts)
            created = document["validFrom"]
            return json_text.dump(secure(document, key=key, verification_method=method, created=created))

        def plain_assertion(award: Award, parts: Sequence[Part]) -> bytes:
            return json_text.dump(v2.assertion(catalogue, award, parts))

        def credential_plate(version: BadgeVersion) -> Plate:
            return CredentialPlate(catalogue, catalogue.achievement(version), configurations)

        def assertion_plate(version: BadgeVersion) -> Plate:
            return AssertionPlate(catalogue, catalogue.achievement(version))

        self._credentials = _Run("credential", credential_plate, plain_credential, partial(signed, key))
        self._assertions = _Run("assertion", assertion_plate, plain_assertion, unsigned)

    def __reduce__(self) -> tuple[type[Press], tuple[Catalogue, SigningKey]]:
        """Another process makes its own."""
        return Press, self._of

    def files(self, award: Award, parts: Sequence[Part]) -> tuple[bytes, bytes]:
        """The files of the secured credential and of the Open Badges 2.0 assertion.

        `parts` are the awards that it builds on, in its order. Raises `JsonLdError` for an award that can't be signed,
        `PressFailed` where the plain path makes another file.
        """
        return self.all_files([(award, parts)])[0]

    def all_files(self, awards: Sequence[Taken]) -> list[tuple[bytes, bytes]]:
        """The `files` of each of some awards: a processor is faster at the same step again than at the next."""
        seen = [self._seen(award, parts) for award, parts in awards]
        return [*zip(self._credentials.files(awards, seen), self._assertions.files(awards, seen), strict=True)]

    def credential(self, award: Award, parts: Sequence[Part]) -> bytes:
        """The first of `files` alone, which raises what they raise."""
        return self._credentials.files([(award, parts)], [self._seen(award, parts)])[0]

    def assertion(self, award: Award, parts: Sequence[Part]) -> bytes:
        """The second of `files` alone. Raises `PressFailed` where the plain path makes another one."""
        return self._assertions.files([(award, parts)], [self._seen(award, parts)])[0]

    def check(self, award: Award, parts: Sequence[Part]) -> None:
        """Make both files both ways. Raises `PressFailed` where they differ."""
        for run, pressed in zip((self._credentials, self._assertions), self.pressed(award, parts), strict=True):
            run.check(award, parts, pressed)

    def pressed(self, award: Award, parts: Sequence[Part]) -> tuple[bytes | None, bytes | None]:
        """Both files from their plates, unchecked; None for one that is to be made the plain way."""
        awards, seen = [(award, parts)], [self._seen(award, parts)]
        return self._credentials.pressed(awards, seen)[0], self._assertions.pressed(awards, seen)[0]

    def _seen(self, award: Award, parts: Sequence[Part]) -> _Seen:
        number, badge = self._met.get(award.badge) or self._meet(award.badge)
        try:
            items = [item_values(item) for item in evidence_of(self._of[0], badge, award, parts)]
            return _Seen(number, _shape(number, award, items), (shared_values(award, badge), items))
        except (Unusual, JsonLdError):
            return _Seen(number, (), None)

    def _meet(self, badge: BadgeVersion) -> tuple[int, Achievement]:
        """The number of a badge version that was not met before, and the version itself."""
        return self._met.setdefault(badge, (len(self._met), self._of[0].achievement(badge)))


class _Seen(NamedTuple):
    """What both files want to know of an award.

    The number of its badge version, its shape, and the values of the award and of its pieces of evidence; nothing where
    these are to be written the plain way.
    """

    number: int
    shape: tuple[object, ...]
    values: tuple[Values, Sequence[Values]] | None


class Plate(Protocol):
    """What makes the files of a badge version's awards."""

    def draft(self, award: Award, shared: Values, items: Sequence[Values]) -> Draft:
        """All of the file but a signature; `shared` are the values that both files have, `items` those of the evidence.

        Raises `Unusual`, and `JsonLdError` for a text that can't be signed.
        """


class _Run:
    """The files of one sort: plates of the badge versions met, the plain way, and which kinds of awards were met."""

    def __init__(
        self,
        what: str,
        plate: Callable[[BadgeVersion], Plate],
        plain: Callable[[Award, Sequence[Part]], bytes],
        finish: Callable[[Sequence[Draft]], list[bytes]],
    ) -> None:
        self._what, self._plate, self._plain, self._finish = what, plate, plain, finish
        self._plates: dict[int, Plate | None] = {}
        self._kinds: set[str] = set()
        self._shapes: set[tuple[object, ...]] = set()

    def files(self, awards: Sequence[Taken], seen: Sequence[_Seen]) -> list[bytes]:
        """The files, the first one of each kind checked."""
        return [
            self._plain(award, parts) if pressed is None else self._checked(award, parts, each, pressed)
            for (award, parts), each, pressed in zip(awards, seen, self.pressed(awards, seen), strict=True)
        ]

    def pressed(self, awards: Sequence[Taken], seen: Sequence[_Seen]) -> list[bytes | None]:
        """The files from their plates; None for one that is to be made the plain way, which then says what is wrong."""
        drafts = [self._draft(award, each) for (award, _), each in zip(awards, seen, strict=True)]
        made = iter(self._finish([draft for draft in drafts if draft]))
        return [draft and next(made) for draft in drafts]

    def _draft(self, award: Award, seen: _Seen) -> Draft | None:
        try:
            plate = self._plates.get(seen.number) or self._made(seen.number, award.badge)
            return plate.draft(award, *seen.values) if plate and seen.values else None
        except (Unusual, JsonLdError):
            return None

    def _checked(self, award: Award, parts: Sequence[Part], seen: _Seen, pressed: bytes) -> bytes:
        """The same file. Raises `PressFailed` where it is the first of its kind and the plain way makes another."""
        if seen.shape not in self._shapes:
            if not self._kinds.issuperset(kinds(award)):
                self.check(award, parts, pressed)
                self._kinds |= kinds(award)
            if len(self._shapes) >= _SHAPES:
                self._shapes.clear()
            self._shapes.add(seen.shape)
        return pressed

    def _made(self, number: int, badge: BadgeVersion) -> Plate | None:
        """The plate of a badge version that has none yet; None where it can't have one."""
        if number not in self._plates:
            self._plates[number] = None
            self._plates[number] = self._plate(badge)
        return self._plates[number]

    def check(self, award: Award, parts: Sequence[Part], pressed: bytes | None) -> None:
        """Raise `PressFailed` where the plain way makes another file."""
        if pressed is not None and pressed != self._plain(award, parts):
            raise PressFailed(award.id, self._what)


def _shape(number: int, award: Award, items: Iterable[Values]) -> tuple[object, ...]:
    """Awards of one shape are of the same kinds; `number` stands for the badge version."""
    return number, award.identity.id is None, award.narrative is None, award.revoked is None, *map(tuple, items)
