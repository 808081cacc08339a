"""How much work canonicalisation would be, told before it begins.

RDFC-1.0 tries every order of look-alike nodes without an id: two results with a dozen equal alignments each would keep
it busy for days. Ours have no such knots; nobody needs them. Source: RDFC-1.0, 7.1 Dataset Poisoning.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import factorial
from typing import Any, Final

# Orders that may have to be tried, all knots together.
MOST_ORDERS: Final = 1_000
MOST_BLANK_NODES: Final = 20_000


@dataclass
class _Blank:
    """A node without an id: how it looks to its neighbours, and the nodes without an id right below it."""

    look: str
    below: list[_Blank] = field(default_factory=list)


def is_too_complex(expanded: list[Any]) -> bool:
    """Whether an expanded document, free of blank node ids, has too many look-alike nodes that hang together."""
    nodes = _blank_nodes(expanded)
    if len(nodes) > MOST_BLANK_NODES:
        return True
    alike = Counter(node.look for node in nodes)
    orders = 1
    for node in nodes:
        if alike[node.look] > 1:
            for size in Counter(child.look for child in node.below).values():
                orders *= factorial(min(size, 12))
                if orders > MOST_ORDERS:
                    return True
    return False


def _blank_nodes(expanded: list[Any]) -> list[_Blank]:
    found: list[_Blank] = []
    waiting: list[tuple[Any, str, _Blank | None]] = [(item, "", None) for item in expanded]
    while waiting:
        value, above, parent = waiting.pop()
        if not isinstance(value, dict) or "@value" in value:
            continue
        node = None
        if not {"@id", "@list", "@graph"} & value.keys():
            node = _Blank(above + _outline(value))
            found.append(node)
            if parent is not None:
                parent.below.append(node)
        waiting.extend((item, f"{value.get('@id', '_:')} {name} ", node) for name, item in _members(value))
    return found


def _members(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, values in node.items():
        if name[0] != "@" or name in ("@list", "@graph"):
            yield from ((name, item) for item in values)


def _outline(node: dict[str, Any]) -> str:
    """The node with all nodes below it cut to their ids: what RDFC-1.0 hashes in the first degree."""
    cut = {name: sorted(_cut(item) for item in values) for name, values in node.items() if name != "@index"}
    return json.dumps(cut, sort_keys=True)


def _cut(item: Any) -> str:
    if isinstance(item, dict) and "@value" not in item:
        return str(item.get("@id", "_:"))
    return json.dumps(item, sort_keys=True)
