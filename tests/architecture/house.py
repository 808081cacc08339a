"""The rooms of `generator/` and their rows, and what a module's source says it imports.

A package imports only from rows below its own: never sideways, never back. Inside one room imports are free, but
run in no circle. `import` statements count wherever they stand: in functions, and under `TYPE_CHECKING`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "generator"

# By what follows `generator.`: the row, and the room. The modules of rows 1 and 0 are one room each row.
ROWS: Final[Mapping[str, tuple[int, str]]] = {
    "cli": (8, "cli"),
    "adapters": (7, "adapters"),
    "publishing": (6, "publishing"),
    "awarding": (6, "awarding"),
    "site": (5, "site"),
    "verification": (5, "verification"),
    "openbadges": (4, "openbadges"),
    "proofs": (4, "proofs"),
    "sources": (3, "sources"),
    "model": (2, "model"),
    "encodings": (2, "encodings"),
    "images": (2, "images"),
    "diagnostics": (1, "row 1"),
    "addresses": (1, "row 1"),
    "resources": (1, "row 1"),
    "names": (0, "row 0"),
    "errors": (0, "row 0"),
    "data": (-1, "data"),
    "browser": (-1, "browser"),
}
# The public API and `python -m generator` stand above all rows, and nobody imports them.
ABOVE: Final = frozenset({"generator", "generator.__main__", "generator.api"})
STRANGER: Final = "verification"
UNKNOWN_TO_STRANGERS: Final = frozenset({"model", "sources", "openbadges"})
FIRST_ROW_OF_THE_WORLD: Final = 7


@dataclass(frozen=True, order=True)
class Import:
    """One import: who, where, whom. `target` is a dotted name; empty if it is worked out when the program runs."""

    module: str
    line: int
    target: str


def modules_of(package: Path) -> dict[str, str]:
    """The source of every module under a package's folder, by dotted name."""
    return {
        ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__"): path.read_text(
            "utf-8"
        )
        for path in sorted(package.rglob("*.py"))
    }


def packages_of(package: Path) -> frozenset[str]:
    """Those of the modules that are packages, so that their relative imports start one lower."""
    return frozenset(".".join(path.parent.relative_to(package.parent).parts) for path in package.rglob("__init__.py"))


def imports_of(module: str, source: str, *, is_package: bool) -> Iterator[Import]:
    """Every import that a source makes. `from a import b` gives `a.b`, which may name a module or a thing in one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (Import(module, node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(names=names):
                start = _absolute(node, module, is_package)
                yield from (Import(module, node.lineno, f"{start}.{alias.name}") for alias in names)
            case ast.Call(func=ast.Name(id="__import__") | ast.Attribute(attr="import_module"), args=args):
                yield Import(module, node.lineno, _constant(args))
            case ast.Call(func=ast.Name(id="import_module"), args=args):
                yield Import(module, node.lineno, _constant(args))


def _absolute(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    if node.level == 0:
        return node.module or ""
    parts = module.split(".")
    start = parts[: len(parts) - node.level + is_package]
    return ".".join([*start, *([node.module] if node.module else [])])


def _constant(args: list[ast.expr]) -> str:
    match args:
        case [ast.Constant(value=str(name)), *_]:
            return name
        case _:
            return ""


def own_imports(sources: Mapping[str, str], packages: frozenset[str]) -> list[Import]:
    """All imports inside the house, each target cut back to the module that it names."""
    found = []
    for module, source in sources.items():
        for each in imports_of(module, source, is_package=module in packages):
            if each.target == "" and module not in ABOVE:
                found.append(each)
            elif each.target.partition(".")[0] == "generator":
                found.append(Import(each.module, each.line, _module_in(each.target, sources)))
    return sorted(set(found))


def _module_in(target: str, sources: Mapping[str, str]) -> str:
    parent, _, _ = target.rpartition(".")
    return target if target in sources or parent not in sources else parent


def part(module: str) -> str:
    """The second part of a dotted name: `sources` of `generator.sources.rules`."""
    return module.split(".")[1] if "." in module else ""


def layer_faults(sources: Mapping[str, str], packages: frozenset[str]) -> list[str]:
    """What breaks the rows, a sentence each: modules of no room, and imports up, sideways or in a circle."""
    strangers = [f"{module}: is in no room" for module in sources if module not in ABOVE and part(module) not in ROWS]
    imports = own_imports(sources, packages)
    faults = [f"{i.module}:{i.line}: {fault}" for i in imports if (fault := _fault(i))]
    return [*strangers, *faults, *_circle(imports), *_leaks(imports)]


def _fault(each: Import) -> str:
    if each.target == "":
        return "imports a module whose name only the running program knows"
    if each.module in ABOVE:
        return ""
    if each.target in ABOVE:
        return f"imports {each.target}, which stands above all rows"
    if part(each.module) not in ROWS or part(each.target) not in ROWS:
        return f"imports {each.target}, which is in no room" if part(each.target) not in ROWS else ""
    row, room = ROWS[part(each.module)]
    their_row, their_room = ROWS[part(each.target)]
    if room == their_room or their_row < row:
        return ""
    return f"imports {each.target}, {'sideways' if row == their_row else 'up'}"


def _circle(imports: list[Import]) -> list[str]:
    graph: dict[str, set[str]] = {}
    for each in imports:
        if each.module not in ABOVE and each.target:
            graph.setdefault(each.module, set()).add(each.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return ["in a circle: " + " <- ".join(error.args[1])]
    return []


def _leaks(imports: list[Import]) -> list[str]:
    """What verification would know through others, though a stranger can't."""
    known: dict[str, str] = {i.module: i.module for i in imports if part(i.module) == STRANGER}
    queue = list(known)
    for module in queue:
        for each in imports:
            if each.module == module and each.target and each.target not in known:
                known[each.target] = f"{known[module]} -> {each.target}"
                queue.append(each.target)
    return [
        f"a stranger can't know this: {way}" for module, way in known.items() if part(module) in UNKNOWN_TO_STRANGERS
    ]


def hidden_inputs(module: str, source: str, banned: frozenset[str], *, is_package: bool = False) -> list[str]:
    """Where a source uses a banned name, or something in it, under whatever alias; `noqa` is not heeded."""
    tree = ast.parse(source)
    names = {i.target: i.line for i in imports_of(module, source, is_package=is_package)}
    aliases = dict(_aliases(tree, module, is_package))
    uses = [(line, name) for name, line in names.items()]
    uses += [
        (node.lineno, name) for node in ast.walk(tree) if (name := _dotted(node, aliases)) and hasattr(node, "lineno")
    ]
    return [
        f"{module}:{line}: {name} is a hidden input"
        for line, name in sorted(set(uses))
        if any(name == ban or name.startswith(ban + ".") for ban in banned)
    ]


def _aliases(tree: ast.AST, module: str, is_package: bool) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (first, first)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{_absolute(node, module, is_package)}.{alias.name}"


def _dotted(node: ast.AST, aliases: Mapping[str, str]) -> str:
    match node:
        case ast.Name(id=name):
            return aliases.get(name, "")
        case ast.Attribute(value=value, attr=attr):
            return f"{start}.{attr}" if (start := _dotted(value, aliases)) else ""
        case _:
            return ""
