"""Edits of a YAML text that keep every comment, every order and every byte elsewhere.

An edit is a splice at the places that `yaml_nodes` tells. Its result is read again and compared with what was meant:
the old tree with exactly that change. What can't be edited so is refused, with the lines to type by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.errors import EditRefused
from generator.sources import yaml_nodes
from generator.sources.layout import Source
from generator.sources.writing import WIDTH, Value, members, plain, write, write_flow
from generator.sources.yaml_nodes import Node
from generator.sources.yaml_page import Page, Path, list_of, mapping_of

__all__ = ["Value", "text_of", "with_item", "with_items", "with_member", "with_order", "with_value", "write"]


def text_of(source: Source, path: str) -> str:
    """The text of a file of the registry, its line breaks as they are. Raises `EditRefused`, OSError."""
    try:
        return source.read(path).decode()
    except UnicodeDecodeError as error:
        raise EditRefused(path, 1, "the file is not UTF-8 text", "save it as UTF-8") from error


def with_member(text: str, path: Path, name: str, value: Value, *, after: str | None = None, file: str = "") -> str:
    """The text with one more member of the mapping at `path`: behind the member `after`, else last.

    `file` is named in the refusal. Raises `EditRefused`, also where the member is there already.
    """
    page = Page(text, file)
    node = page.find(path)
    by_hand = write({name: value})
    if not (isinstance(node, yaml_nodes.Mapping) or page.is_nothing(node)):
        raise page.refusal(node, "a mapping belongs here", by_hand)
    if isinstance(node, yaml_nodes.Mapping) and name in node.members:
        raise page.refusal(node.members[name][0], f'"{name}" stands here already', by_hand)
    meant = page.meant(path, lambda old: {**mapping_of(old), name: plain(value)})
    if not isinstance(node, yaml_nodes.Mapping) or not node.members:
        texts = page.into_empty(path, by_hand, write_flow({name: value})[1:-1])
    elif page.is_flow(node):
        last = node.members[after][1] if after in node.members else [*node.members.values()][-1][1]
        texts = iter([page.spliced(page.end(last), f", {write_flow({name: value})[1:-1]}")])
    else:
        texts = _behind_a_member(page, node, by_hand, after)
    return page.proven(texts, meant, node, by_hand)


def _behind_a_member(page: Page, node: yaml_nodes.Mapping, written: str, after: str | None) -> Iterator[str]:
    """Texts with a member put behind one of a block: the one asked for, or the last that lets anything follow it."""
    column = page.column(node.start)
    names = [after] if after in node.members else [*reversed(node.members)]
    for place, name in enumerate(names):
        last = after is None and place == 0
        yield page.with_lines(page.behind(node.members[name][1], column, last=last), written, column)
    # A text that ends where the file does, without a line break, would get one if anything followed it.
    yield page.with_lines(page.above(node.start, column), written, column)


def with_item(text: str, path: Path, value: Value, *, first: bool = False, file: str = "") -> str:
    """The text with one more item of the list at `path`: last, or first.

    A file that holds nothing but comments may get the first item of its list. Raises `EditRefused`.
    """
    return with_items(text, path, [value], first=first, file=file)


def with_items(text: str, path: Path, values: Sequence[Value], *, first: bool = False, file: str = "") -> str:
    """The text with more items of the list at `path`, one at the least. Raises `EditRefused`."""
    page = Page(text, file, may_be_empty=not path)
    node = page.find(path)
    by_hand, own = write(values), ", ".join(map(write_flow, values))
    if not (isinstance(node, yaml_nodes.Sequence) or page.is_nothing(node)):
        raise page.refusal(node, "a list belongs here", by_hand)
    new = [*map(plain, values)]
    meant = page.meant(path, lambda old: [*new, *list_of(old)] if first else [*list_of(old), *new])
    if not isinstance(node, yaml_nodes.Sequence) or not node.items:
        texts = page.into_empty(path, by_hand, own)
    elif page.is_flow(node):
        splice = (node.items[0].start, f"{own}, ") if first else (page.end(node.items[-1]), f", {own}")
        texts = iter([page.spliced(*splice)])
    else:
        # As the others: a mapping between braces beside such.
        flow = page.is_flow(node.items[-1])
        written = "".join(f"- {write_flow(value)}\n" for value in values) if flow else by_hand
        column = page.column(node.start)
        place = page.above(node.start, column) if first else page.behind(node, column, last=True)
        texts = iter([page.with_lines(place, written, column)])
    return page.proven(texts, meant, node, by_hand)


def with_value(text: str, path: Path, value: Value, *, file: str = "") -> str:
    """The text with another value at `path`. Raises `EditRefused`, also where a comment within would be lost."""
    page = Page(text, file)
    node = page.find(path)
    by_hand = write({str(path[-1]): value} if path and isinstance(path[-1], str) else [value])
    if node is None or not path:
        raise page.refusal(node, "there is no such value", by_hand)
    if page.has_comment(node):
        raise page.refusal(node, "the old value holds a comment, which would be lost", by_hand)
    texts = _replaced(page, path, node, value)
    return page.proven(texts, page.meant(path, lambda _: plain(value)), node, by_hand)


def _replaced(page: Page, path: Path, node: Node, value: Value) -> Iterator[str]:
    """Texts with another value: as a block, and on one line."""
    parent = page.find(path[:-1])
    start, end = node.start, page.end(node)
    inline = page.text[:start] + write_flow(value) + page.text[end:]
    if page.is_flow(node) and page.column(start) + len(write_flow(value)) <= WIDTH:
        yield inline
    if parent is not None and not page.is_flow(parent):
        line = page.line_end(end)
        rest = members(value) if isinstance(parent, yaml_nodes.Mapping) else write([value])[1:]
        head, _, tail = rest.partition("\n")
        behind = page.text[end:line].strip()
        if not behind or not tail or isinstance(value, Mapping | list | tuple):
            margin = page.column(parent.start)
            if page.starts_line(start) and isinstance(parent, yaml_nodes.Mapping):  # below the line of its name
                start = len(page.text[:start].rstrip())
            before = page.text[:start].rstrip(" ")
            kept = page.text[end:line].rstrip("\r\n")
            own = f"{before}{f' {head.strip()}' if head.strip() else ''}{kept}".rstrip(" ")
            ending = page.shifted(tail, margin) if tail else ""
            yield own + page.eol + ending + page.text[line:]
    yield inline


def with_order(text: str, path: Path, order: Sequence[int], *, file: str = "") -> str:
    """The text with the items of the list at `path` in another order, each with the comments above and in it.

    `order`: the present place of each item, all of them. Raises `EditRefused`.
    """
    page = Page(text, file)
    node = page.find(path)
    by_hand = "# put the items in this order: " + ", ".join(str(place + 1) for place in order) + "\n"
    if not isinstance(node, yaml_nodes.Sequence) or sorted(order) != [*range(len(node.items))]:
        raise page.refusal(node, "there is no such list", by_hand)
    if page.is_flow(node) and page.has_comment(node):
        raise page.refusal(node, "a comment between the brackets would stand beside another item", by_hand)
    spans = [(item.start, page.end(item)) for item in node.items] if page.is_flow(node) else page.chunks(node)
    if not spans:
        raise page.refusal(node, "the items don't each begin a line", by_hand)
    parts, at = [], 0
    for (start, end), place in zip(spans, order, strict=True):
        moved = page.text[slice(*spans[place])]
        parts += [
            page.text[at:start],
            moved if page.is_flow(node) or moved.endswith(("\n", "\r")) else moved + page.eol,
        ]
        at = end
    texts = iter(["".join([*parts, page.text[at:]])])
    return page.proven(texts, page.meant(path, lambda old: [list_of(old)[n] for n in order]), node, by_hand)
