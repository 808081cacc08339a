"""What a document says, told in another way than by the code under test: statements about what has a name.

An object with an id is that name, and each of its members is a statement about it wherever it stands; one without
is what it says. The order of members and of arrays counts for nothing, nor whether one value stands in an array.
Contexts are left out: one that none of the words need may go, and any that gives them another meaning is told by the
signature.
"""

from __future__ import annotations

from typing import Any

Statement = tuple[Any, ...]


def statements(document: dict[str, Any]) -> frozenset[Statement]:
    """All that the document says, but for its proofs."""
    found: set[Statement] = set()
    found.add(("document", _node({name: value for name, value in document.items() if name != "proof"}, found)))
    return frozenset(found)


def proofs(document: dict[str, Any]) -> list[Any]:
    """What each of the document's proofs says."""
    held = document.get("proof", [])
    return [_node(proof, set()) for proof in (held if isinstance(held, list) else [held])]


def exact(value: Any) -> Any:
    """The JSON value with its kinds: in Python, true is 1."""
    if isinstance(value, dict):
        return {name: exact(member) for name, member in value.items()}
    if isinstance(value, list):
        return [exact(member) for member in value]
    return (isinstance(value, bool), value)


def _node(value: Any, found: set[Statement]) -> Any:
    if isinstance(value, dict) and value.keys() == {"@value"}:
        value = value["@value"]  # the longer way to write a text (JSON-LD 1.1, 4.2.1)
    if not isinstance(value, dict):
        return (type(value) is bool, value)
    said = [(name, said) for name, member in value.items() if name != "@context" for said in _members(member, found)]
    if "id" not in value:
        return frozenset(said)
    found.update(("of", str(value["id"]), *each) for each in said if each[0] != "id")
    return ("named", str(value["id"]))


def _members(value: Any, found: set[Statement]) -> list[Any]:
    if isinstance(value, list):
        return [said for member in value for said in _members(member, found)]
    return [_node(value, found)]
