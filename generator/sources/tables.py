"""Shapes made of others: lists, mappings, tables of known members, and a choice of a short form or a long one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.diagnostics import Related
from generator.sources.scalars import Form
from generator.sources.shapes import INVALID, Doubt, Fields, Invalid, Shape, listing, nearest, shorten
from generator.sources.yaml_lines import Written
from generator.sources.yaml_nodes import Document, Node, Scalar, Sequence
from generator.sources.yaml_nodes import Mapping as MappingNode


@dataclass(frozen=True)
class Items:
    """A list; `unique` where no two may be equal."""

    of: Shape
    least: int = 0
    unique: bool = False
    what: str = "a list"

    def decode(self, node: Node, document: Document, key: Node | None = None) -> tuple[Any, ...] | Invalid:
        """The values, INVALID among them where an item is wrong."""
        if not isinstance(node, Sequence):
            document.report("wrong-kind", f"{self.what} belongs here", node, "begin each item with a hyphen")
            return INVALID
        if len(node.items) < self.least:
            document.report("too-few", f"{self.what} belongs here, and it is empty", node, "write at least one")
            return INVALID
        # Past so many Problems nothing more is told, so nothing more is looked at.
        decode = self.of.decode
        values = tuple([INVALID if document.full else decode(item, document, key) for item in node.items])
        if self.unique:
            self._repeated(node, values, document)
        return values

    def _repeated(self, node: Sequence, values: tuple[Any, ...], document: Document) -> None:
        seen: dict[Any, Node] = {}
        for item, value in zip(node.items, values, strict=True):
            if value is INVALID:
                continue
            if value in seen:
                related = (Related(document.position(seen[value]), "it stands here first"),)
                document.report("repeated", f'"{shorten(str(value))}" stands here twice', item, "keep one", related)
            seen.setdefault(value, item)

    def accept(self, written: Written) -> tuple[Any, ...]:
        """The values of a list that is certainly right. Raises Doubt."""
        if type(written) is not list:
            raise Doubt
        return self.whole(map(self.of.accept, written))

    def whole(self, accepted: Iterable[Any]) -> tuple[Any, ...]:
        """The list of these values, if together they are certainly right. Raises Doubt."""
        values = tuple(accepted)
        if len(values) < self.least or (self.unique and len(set(values)) < len(values)):
            raise Doubt
        return values

    def schema(self) -> Fields:
        """An array."""
        schema: Fields = {"type": "array", "items": self.of.schema()}
        if self.least:
            schema["minItems"] = self.least
        return {**schema, "uniqueItems": True} if self.unique else schema


@dataclass(frozen=True)
class Entries:
    """A mapping whose keys people choose."""

    key: Form
    of: Shape
    least: int = 0
    what: str = "a mapping"

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Fields | Invalid:
        """The values by key, INVALID among them where an entry is wrong."""
        if not isinstance(node, MappingNode):
            hint = "each line is a name, a colon, a space and a value"
            document.report("wrong-kind", f"{self.what} belongs here", node, hint)
            return INVALID
        if len(node.members) < self.least:
            document.report("too-few", f"{self.what} belongs here, and it is empty", node, "write at least one")
            return INVALID
        values: Fields = {}
        right, decode = self.key.decode, self.of.decode
        for name, (at, value) in node.members.items():
            if not document.full and right(at, document) is not INVALID:
                values[name] = decode(value, document, at)
        return values

    def accept(self, written: Written) -> Fields:
        """The values by key of a mapping that is certainly right. Raises Doubt."""
        if type(written) is not dict or len(written) < self.least:
            raise Doubt
        key, of = self.key.accept, self.of.accept
        values: Fields = {}
        for name, value in written.items():
            values[key(name)] = of(value)
        return values

    def schema(self) -> Fields:
        """An object with its keys' form."""
        names = {"maxLength": self.key.longest, "pattern": f"^(?:{self.key.pattern})$"}
        if "not" in self.key.also:
            names["not"] = self.key.also["not"]
        schema: Fields = {"type": "object", "propertyNames": names, "additionalProperties": self.of.schema()}
        return {**schema, "minProperties": self.least} if self.least else schema


@dataclass(frozen=True)
class Member:
    """A member of a table: its shape, what it is for (editors show it), and whether it must be there."""

    of: Shape
    help: str
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A mapping with known members; any other is a Problem. Of `needs_one_of` at least one must be there."""

    what: str
    members: Mapping[str, Member]
    needs_one_of: tuple[str, ...] = ()
    extra_schema: Mapping[str, Any] = field(default_factory=dict)

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Fields | Invalid:
        """The members that are there; INVALID is the value of one that is wrong, misspelt, or required and missing."""
        if not isinstance(node, MappingNode):
            names = [name for name, member in self.members.items() if member.required] or self.members
            document.report("wrong-kind", f"{self.what} belongs here", node, f"it has the members {listing(names)}")
            return INVALID
        values: Fields = {}
        decoders = self._decoders
        for name, (at, value) in node.members.items():
            if name in decoders:
                values[name] = decoders[name](value, document, at)
        if len(values) < len(node.members):
            for name, (at, _) in node.members.items():
                if name not in self.members:
                    self._unknown(name, at, values, document)
        if not (values.keys() >= self._required and self.has_one(values)):
            self._missing(node, values, key, document)
        return values

    def accept(self, written: Written) -> Fields:
        """The members of a mapping that is certainly right. Raises Doubt."""
        if type(written) is not dict or not self.has_room_for(written):
            raise Doubt
        accepts = self.accepts
        return {name: accepts[name](value) for name, value in written.items()}

    def has_room_for(self, written: Mapping[str, Any]) -> bool:
        """Whether there are all members that must be there, and no others than there may be."""
        return self.accepts.keys() >= written.keys() >= self._required and self.has_one(written)

    @cached_property
    def accepts(self) -> Mapping[str, Callable[[Written], Any]]:
        """What accepts each member."""
        return {name: member.of.accept for name, member in self.members.items()}

    @cached_property
    def _decoders(self) -> Mapping[str, Callable[[Node, Document, Node], Any]]:
        return {name: member.of.decode for name, member in self.members.items()}

    @cached_property
    def _required(self) -> frozenset[str]:
        return frozenset(name for name, member in self.members.items() if member.required)

    def has_one(self, values: Mapping[str, Any]) -> bool:
        """Whether of those members of which one is needed one is there."""
        return not self.needs_one_of or not values.keys().isdisjoint(self.needs_one_of)

    def _unknown(self, name: str, at: Scalar, values: Fields, document: Document) -> None:
        """Tell of a member that the table hasn't; the one that was meant is then wrong, and not missing as well."""
        if document.full:
            return
        near = nearest(name, [known for known in self.members if known not in values])
        hint = f'did you mean "{near}"?' if near else f"its members are {listing(self.members)}"
        document.report("unknown-member", f'{self.what} has no member "{shorten(name)}"', at, hint)
        if near:
            values[near] = INVALID

    def _missing(self, node: MappingNode, values: Fields, key: Node | None, document: Document) -> None:
        """Tell of each required member that is not there, at the key that names the table."""
        related = _here(node, key, document)
        for name, member in self.members.items():
            if name in self._required and name not in values:
                message = f'{self.what} lacks "{name}"'
                document.report("missing-member", message, key, f"{name}: {member.help}", related)
                values[name] = INVALID
        if not self.has_one(values):
            listed = " or ".join(f'"{name}"' for name in self.needs_one_of)
            hint = " · ".join(f"{name}: {self.members[name].help}" for name in self.needs_one_of)
            document.report("missing-member", f"{self.what} lacks {listed}", key, hint, related)
            values[self.needs_one_of[0]] = INVALID

    def schema(self) -> Fields:
        """An object with exactly these members."""
        schema: Fields = {
            "type": "object",
            "properties": {n: {**m.of.schema(), "description": m.help} for n, m in self.members.items()},
            "required": [name for name, member in self.members.items() if member.required],
            "additionalProperties": False,
            **self.extra_schema,
        }
        if self.needs_one_of:
            schema["anyOf"] = [{"required": [name]} for name in self.needs_one_of]
        return schema


def table(
    what: str, required: dict[str, tuple[Shape, str]], optional: dict[str, tuple[Shape, str]] | None = None
) -> Table:
    """A table of members, each a shape and what it is for."""
    members = {name: Member(shape, text, required=True) for name, (shape, text) in required.items()}
    return Table(what, members | {name: Member(shape, text) for name, (shape, text) in (optional or {}).items()})


def _here(node: MappingNode, key: Node | None, document: Document) -> tuple[Related, ...]:
    """A pointer to the mapping itself where its name stands on another line, as in a list."""
    if node is document.root or (key and document.position(node).line == document.position(key).line):
        return ()
    return (Related(document.place(node.start, node.start + 1), "it would belong here"),)


@dataclass(frozen=True)
class Either:
    """A short form or a long one, told apart by the kind of node: scalar, list or mapping."""

    short: Shape
    long: Shape

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Any:
        """The value of whichever form it is."""
        long_kind = Sequence if isinstance(self.long, Items) else MappingNode
        return (self.long if isinstance(node, long_kind) else self.short).decode(node, document, key)

    def accept(self, written: Written) -> Any:
        """The value of whichever form it is, if it is certainly right. Raises Doubt."""
        long_kind = list if isinstance(self.long, Items) else dict
        return (self.long if isinstance(written, long_kind) else self.short).accept(written)

    def schema(self) -> Fields:
        """Either schema."""
        return {"anyOf": [self.short.schema(), self.long.schema()]}
