"""The issuer's keys: which one signs, and the edits that make another sign, or take a key's word away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from generator.encodings import multikey
from generator.errors import ActRefused, EncodingError
from generator.model.profile import Key
from generator.sources.editing import text_of, with_item, with_member, with_order
from generator.sources.layout import ISSUER, Source
from generator.sources.yaml_nodes import Mapping, Node, Scalar, read
from generator.sources.yaml_nodes import Sequence as List

_LEAST = 6


class State(StrEnum):
    """What a key is good for: one signs, what retired ones signed still holds, nothing of a revoked one does."""

    SIGNS = "signs"
    RETIRED = "retired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Keys:
    """The keys of an issuer in the order of its file, and that file's text."""

    text: str
    listed: tuple[Key, ...]

    @classmethod
    def of(cls, source: Source) -> Keys:
        """Those of a registry, whatever else is wrong with it. Raises `ActRefused` where they are no keys, OSError."""
        try:
            text = text_of(source, ISSUER)
        except FileNotFoundError:
            hint = "run this in the registry's folder, or name it with --source"
            raise ActRefused(f"there is no registry in this folder: {hint}") from None
        node = read(ISSUER, text.encode()).find("keys")
        listed = [_key(item) for item in node.items] if isinstance(node, List) else []
        found = tuple(key for key in listed if key)
        if not found or len(found) < len(listed):
            raise ActRefused(f"the keys in {ISSUER} can't be read: run badges check, and mend what it says")
        return cls(text, found)

    @property
    def signing(self) -> Key | None:
        """The first that is not revoked."""
        return next((key for key in self.listed if key.revoked is None), None)

    def state(self, key: Key) -> State:
        """What the key is good for."""
        if key.revoked:
            return State.REVOKED
        return State.SIGNS if key == self.signing else State.RETIRED

    def meant(self, text: str) -> Key:
        """The key of that public text, beginning, end or fingerprint. Raises `ActRefused` unless that is one."""
        plain = text.strip().replace(" ", "")
        found = [key for key in self.listed if plain in (key.public, fingerprint(key.public).replace(" ", ""))]
        if not found and len(plain) >= _LEAST:
            found = [key for key in self.listed if key.public.startswith(plain) or key.public.endswith(plain)]
        if len(found) != 1:
            why = "more than one key is" if found else "no key is"
            raise ActRefused(f"{why} meant by that: take the public key from {ISSUER}, or from badges key show")
        return found[0]

    def with_new(self, public: str, since: date) -> str:
        """The file's text with a new key, which signs from now on. Raises `EditRefused`."""
        return with_item(self.text, ("keys",), {"public": public, "since": since}, first=True, file=ISSUER)

    def retired(self, key: Key) -> str:
        """The text with the signing key behind the next one, which then signs. Raises `ActRefused`, `EditRefused`."""
        if key.revoked or key != self.signing:
            raise ActRefused(f"{key.public} doesn't sign: it is {self.state(key)} already")
        place = self.listed.index(key)
        after = next((n for n, other in enumerate(self.listed) if n > place and other.revoked is None), None)
        if after is None:
            raise ActRefused("no other key could sign in its place: make one first, by badges key new")
        order = [n for n in range(len(self.listed)) if n != place]
        order.insert(order.index(after) + 1, place)
        return with_order(self.text, ("keys",), order, file=ISSUER)

    def revoked(self, key: Key, when: date, today: date) -> str:
        """The text with a key's word taken away as of a day. Raises `ActRefused`, `EditRefused`."""
        if key.revoked:
            raise ActRefused(f"{key.public} was revoked on {key.revoked} already")
        if when > today:
            raise ActRefused(f"{when} is yet to come: a key is revoked at once")
        if when < key.since:
            raise ActRefused(f"the key is of {key.since}: it can't have been revoked before")
        if not [other for other in self.listed if other != key and other.revoked is None]:
            raise ActRefused("no other key could sign in its place: make one first, by badges key new")
        return with_member(self.text, ("keys", self.listed.index(key)), "revoked", when, file=ISSUER)


def fingerprint(public: str) -> str:
    """What people compare on the telephone: the first 16 hex digits of the SHA-256 of the key, in fours."""
    digits = sha256(multikey.decode_public(public)).hexdigest()
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def _key(node: Node) -> Key | None:
    """The key of an entry, or None where it is none."""
    members = node.members if isinstance(node, Mapping) else {}
    texts = {name: value.text for name, (_, value) in members.items() if isinstance(value, Scalar)}
    try:
        multikey.decode_public(texts.get("public", ""))
        revoked = date.fromisoformat(texts["revoked"]) if "revoked" in texts else None
        return Key(public=texts["public"], since=date.fromisoformat(texts.get("since", "")), revoked=revoked)
    except (EncodingError, ValueError):
        return None
