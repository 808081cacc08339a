"""The canonical N-Quads of the credentials of a badge version, from fragments that the full algorithm made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from generator.errors import BadgesError
from generator.openbadges.json_values import Json
from generator.proofs.fragments import Fragment, blank, fragments, named
from generator.proofs.shapes import Constant, Node, canonical

_SUBJECT: Final = "/credentialSubject"

Values = Mapping[str, str]


class Unusual(BadgesError):
    """An award, or a badge version, is not as most are: it is to be made the plain way."""


class Given(NamedTuple):
    """What many awards share, made before: whole texts of nodes, the results."""

    texts: Sequence[bytes]
    results: Sequence[Node]


class CredentialQuads:
    """The fragments of a badge version's credential, and the texts of its nodes that are the same in all of them.

    The names of holes are those of `probes.credential`; values of IRIs are in angle brackets, as are their names.
    """

    def __init__(self, probe: Json, achievement: str, did: str) -> None:
        """Take a probe apart. Raises `JsonLdError` where it can't be signed, `Unusual` where more than that varies."""
        found = fragments(probe)
        take = found.pop
        self._credential, self._issuer = take(named("credential")), take(f"<{did}>")
        self._source, self._status = take(named("source")), take(named("status"))
        self._subject, self._item = take(named("subject")), take(named("id"))
        self._result = found.pop(blank(f"{_SUBJECT}/result/0"), None)
        identifiers = [blank(f"{_SUBJECT}/identifier/{place}") for place in (0, 1)]
        self._identifiers = [(self._subject.links[pointer], take(pointer)) for pointer in identifiers]
        links = self._credential.links
        self._to_item, self._to_subject = links[named("id")], links[named("subject")]
        self._did, self._achievement = f"<{did}>", _with_blanks(f"<{achievement}>", found)
        # What is inside the achievement stands together, so its texts are one.
        self._inside = f"<{achievement}#"
        self._taken = frozenset({*found, self._did, self._achievement.token})
        self._texts = _constant(found, self._inside)

    def of_issuer(self, values: Values) -> bytes:
        """The issuer's quads."""
        return self._did.join(self._issuer.ends(values)).encode()

    def of_source(self, values: Values) -> bytes:
        """The campus's quads."""
        return values["<source>"].join(self._source.ends(values)).encode()

    def of_result(self, values: Values) -> Node:
        """The node of a result."""
        assert self._result is not None, "a probe has a result if its badge has a rubric"
        return Node(self._result.ends(values), link=self._subject.links[blank(f"{_SUBJECT}/result/0")])

    def canonical(self, given: Given, values: Values, items: Iterable[Values]) -> bytes:
        """The canonical N-Quads of a credential; `items` are the values of each piece of evidence.

        Raises `Unusual` where two of its nodes may be one.
        """
        status, did = values["<status>"], values.get("<subject>", "")
        ends = self._credential.ends(values)
        texts = [*self._texts, *given.texts, status.join(self._status.ends(values)).encode()]
        blanks, free = [], []
        for item in items:
            iri = item.get("<id>")
            if iri:
                free.append(iri)
                ends.append(f"{self._to_item}{iri} .\n")
                texts.append(iri.join(self._item.ends(item)).encode())
            else:
                blanks.append(Node(self._item.ends(item), link=self._to_item))
        identifiers = [Node(fragment.ends(values), link=link) for link, fragment in self._identifiers]
        subject = Node(
            self._subject.ends(values), token=did, link=self._to_subject, blanks=[*identifiers, *given.results]
        )
        named_nodes = [Node(ends, token=values["<credential>"], blanks=blanks), self._achievement]
        if did:
            free.append(did)
            named_nodes.append(subject)
        else:
            blanks.append(subject)
        if free:
            self._refuse_twice(free, values)
            ends.sort()
        return canonical(named_nodes, texts)

    def _refuse_twice(self, free: Sequence[str], values: Values) -> None:
        """Raise `Unusual` where an IRI that people chose is that of another node, or stands among the achievement's."""
        seen = {values["<credential>"], values["<status>"], values["<source>"]}
        for iri in free:
            if iri in self._taken or iri in seen or iri.startswith(self._inside):
                raise Unusual
            seen.add(iri)


def _with_blanks(token: str, found: dict[str, Fragment]) -> Node:
    """A node that is the same in all credentials, taken from among those found with all below it."""
    fragment = found.pop(token)
    below = [Node(found.pop(pointer).ends({}), link=link) for pointer, link in fragment.links.items()]
    ends, links = fragment.ends({}), [*{*fragment.links.values()}]
    return Constant(ends, token, links[0], below) if len(links) == 1 else Node(ends, token=token, blanks=below)


def _constant(found: Mapping[str, Fragment], inside: str) -> list[bytes]:
    """The texts of nodes that are the same in all credentials, those inside together."""
    if any(fragment.varies for fragment in found.values()):
        raise Unusual
    texts = {token: token.join(fragment.ends({})) for token, fragment in sorted(found.items())}
    together = "".join(text for token, text in texts.items() if token.startswith(inside))
    return [together.encode(), *(text.encode() for token, text in texts.items() if not token.startswith(inside))]
