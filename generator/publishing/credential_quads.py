"""The canonical N-Quads of the credentials of a badge version, from fragments that the full algorithm made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from generator.errors import BadgesError
from generator.openbadges.json_values import Json
from generator.proofs.fragments import Fragment, blank, fragments, named
from generator.proofs.shapes import Blank, first_degree_hash, labelled, leaf, text

_SUBJECT: Final = "/credentialSubject"

Values = Mapping[str, bytes]


class Unusual(BadgesError):
    """An award, or a badge version, is not as most are: it is to be made the plain way."""


class Subject(NamedTuple):
    """The ends of the subject's quads, and what is hashed of them if it has no DID."""

    ends: list[bytes]
    own: bytes


class Given(NamedTuple):
    """What many awards share, made before.

    The texts of whole nodes, the results of an award without a DID, and the subject of one without a narrative.
    """

    texts: Sequence[bytes]
    results: Sequence[Blank]
    subject: Subject


class CredentialQuads:
    """The fragments of a badge version's credential, and the texts of its nodes that are the same in all of them.

    The names of holes are those of `probes.credential`; values of IRIs are in angle brackets, as are their names.
    """

    def __init__(self, probe: Json, achievement: str, did: str, rows: int) -> None:
        """Take apart the probe of a badge with so many rows.

        Raises `JsonLdError` where it can't be signed, `Unusual` where more than that varies.
        """
        found = fragments(probe)
        take = found.pop
        self._credential, self._issuer = take(named("credential")), take(f"<{did}>")
        self._source, self._status = take(named("source")), take(named("status"))
        self._subject, self._item = take(named("subject")), take(named("id"))
        links = self._subject.links
        identifiers, result = [blank(f"{_SUBJECT}/identifier/{n}") for n in (0, 1)], blank(f"{_SUBJECT}/result/0")
        self._identifiers, self._to_identifier = [take(pointer) for pointer in identifiers], links[identifiers[0]]
        self._result, self._to_result = found.pop(result, None), links.get(result, b"")
        self._from_subject = {self._to_identifier: len(identifiers)} | ({self._to_result: rows} if rows else {})
        links = self._credential.links
        self._to_item, self._to_subject = links[named("id")], links[named("subject")]
        self._did, self._achievement = f"<{did}>".encode(), f"<{achievement}>".encode()
        self._ends, self._alignments = _with_blanks(f"<{achievement}>", found)
        self._to_alignments = tuple({link: None for _, link, _ in self._alignments})
        # What is inside the achievement stands together, so its texts are one.
        self._inside = f"<{achievement}#".encode()
        self._taken = frozenset({*[token.encode() for token in found], self._did, self._achievement})
        self._texts = _constant(found, self._inside)

    def of_issuer(self, values: Values) -> bytes:
        """The issuer's quads."""
        return self._did.join(self._issuer.ends(values))

    def of_source(self, values: Values) -> bytes:
        """The campus's quads."""
        return values["<source>"].join(self._source.ends(values))

    def of_result(self, values: Values) -> Blank:
        """The node of a result, in an award without a DID."""
        assert self._result is not None, "a probe has a result if its badge has a rubric"
        return leaf(self._result.ends(values), self._to_result)

    def of_subject(self, values: Values) -> Subject:
        """The subject."""
        ends, others = self._subject.ends(values), {link: [b"_:z"] * n for link, n in self._from_subject.items()}
        return Subject(ends, text(b"_:a", ends, others, others))

    def canonical(self, given: Given, values: Values, items: Iterable[Values], did: bytes = b"") -> bytes:
        """The canonical N-Quads of a credential; `items` are the values of each piece of evidence.

        `did` is the subject's, in angle brackets, if it has one. Raises `Unusual` where two of its nodes may be one.
        """
        token, status = values["<credential>"], values["<status>"]
        subject = self.of_subject(values) if "narrative" in values else given.subject
        blanks = [leaf(fragment.ends(values), self._to_identifier, did) for fragment in self._identifiers]
        blanks += self._alignments
        iris, texts = [], []
        for item in items:
            iri = item.get("<id>")
            if iri:
                iris.append(iri)
                texts.append(iri.join(self._item.ends(item)))
            else:
                blanks.append(leaf(self._item.ends(item), self._to_item, token))
        if did:
            blanks += [leaf(ends, link, did) for _, link, ends in given.results]
        else:
            blanks += given.results
            blanks.append((first_degree_hash(subject.own, self._to_subject, token), self._to_subject, []))
        found, below = labelled(blanks)
        if iris or did:
            self._refuse_twice([*iris, did] if did else iris, values)
            found[self._to_item] = sorted(iris) + found.get(self._to_item, [])
            found.setdefault(self._to_subject, [did])
        texts += [
            *self._texts,
            *given.texts,
            status.join(self._status.ends(values)),
            text(token, self._credential.ends(values), (self._to_item, self._to_subject), found),
            text(found[self._to_subject][0], subject.ends, self._from_subject, found),
            text(self._achievement, self._ends, self._to_alignments, found),
            *below,
        ]
        # No subject's text begins another's, so the texts sort as their lines do.
        texts.sort()
        return b"".join(texts)

    def _refuse_twice(self, free: Sequence[bytes], values: Values) -> None:
        """Raise `Unusual` where an IRI that people chose is that of another node, or stands among the achievement's."""
        seen = {values["<credential>"], values["<status>"], values["<source>"]}
        for iri in free:
            if iri in self._taken or iri in seen or iri.startswith(self._inside):
                raise Unusual
            seen.add(iri)


def _with_blanks(token: str, found: dict[str, Fragment]) -> tuple[list[bytes], list[Blank]]:
    """The ends of a node that is the same in all credentials, and the nodes without an id below it."""
    fragment = found.pop(token)
    below = [leaf(found.pop(pointer).ends({}), link, token.encode()) for pointer, link in fragment.links.items()]
    return fragment.ends({}), below


def _constant(found: Mapping[str, Fragment], inside: bytes) -> list[bytes]:
    """The texts of nodes that are the same in all credentials, those inside together."""
    if any(fragment.varies for fragment in found.values()):
        raise Unusual
    texts = [token.encode().join(fragment.ends({})) for token, fragment in sorted(found.items())]
    together = b"".join(text for text in texts if text.startswith(inside))
    return [together, *(text for text in texts if not text.startswith(inside))]
