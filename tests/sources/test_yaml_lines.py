"""What is read by its lines is read as the careful reader reads it, and the award of it has the same Problems: none."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.adapters.registry_folder import RegistryFolder
from generator.sources import catalogue, records, yaml_lines, yaml_nodes
from generator.sources.layout import RecordFile, record_files
from generator.sources.yaml_nodes import Mapping, Node, Scalar, Sequence
from tests import odd_registry
from tests.problems.cases_of import apply
from tests.sources.hostile import BOMB
from tests.sources.test_personal import PIECES

REGISTRY = Path(__file__).parents[1] / "registry"
CASES = sorted((REGISTRY.parent / "problems" / "cases").glob("*.case"))
TODAY = date(2026, 11, 22)
LOADED = catalogue.load(RegistryFolder(REGISTRY), TODAY)
FILES = list(record_files(RegistryFolder(REGISTRY), LOADED.folders, []))
GOOD = [(REGISTRY / file.path).read_text("utf-8") for file in FILES]
BARE = next(place for place, text in enumerate(GOOD) if "narrative:" not in text)

ODD = [*"\t \n\r:#-?,[]{}&*!|>'\"%@`~<=.\\é🚗0a", ": ", " #", "- ", "---\n", "...\n", "\x85", "\u2028", "\u2029"]
ODD += ["\ufeff", "\x00", "\x1b", "\x7f", "\xa0", "\ufdd0", "\uffff", "<<", "&a ", "*a", "!!str ", "  ", "\n\n", "a:\n"]
BREAKS = ["\n", "\n", "\n", "\n", " \n", "\r\n", "\n\n", "\n# a: b\n", "\n  \n", "\u2028", ""]
LINE = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "", "  ", "  ", "    ", " ", "\t"]),
    st.sampled_from(["", "", "", "- ", "-  ", "-", "? "]),
    st.sampled_from(["", "a: ", "b: ", "c: ", "a:", "b:", "a-b_1:", "'q': ", "1: ", "é: ", "<<: ", "a" * 64 + ": "]),
    st.sampled_from(["", "x", "x y", "'x'", '"x y"', "it's", "''", '"a\\n"', "https://x.example/a#b", "x #y", "x: y"])
    | st.lists(st.sampled_from(ODD), max_size=4).map("".join),
    st.sampled_from(BREAKS),
)
# Right lines of which every sign counts: without them most of the lines above are left to the careful reader.
WORD = st.text("0123456789abcxyzABC$/.@+-_é🚗", min_size=1, max_size=12).map("v{}".format)
RIGHT = st.lists(
    st.builds("{}: {}\n".format, st.text("abc0123456789-_", max_size=5).map("n{}".format), WORD)
    | st.builds("m{}:\n  {}: {}\n  9: {}\n".format, WORD.map(len), st.sampled_from("12345"), WORD, WORD)
    | st.builds("l{}:\n  - {}\n  - 0: {}\n    1: '{}'\n".format, WORD.map(len), WORD, WORD, WORD)
    | st.builds('q{}: "{} {}"\n'.format, WORD.map(len), WORD, WORD),
    min_size=1,
    max_size=6,
    unique_by=lambda lines: lines.partition(":")[0],
).map("".join)
ESCAPED = [
    "'it''s'",
    "'" * 4,
    r'"\"a\\\n\t"',
    r'"\u00e9\u2028\u0000\u0041"',
    r'"\ud83d\ude97"',
    r'"\x41\/\L"',
    r'"a\"',
    "'a''",
]
VALUE = st.sampled_from(
    [*ESCAPED, "x", "x y", "'x'", '"x y"', "it's", "''", "a#b:c", "12:30", "é 🚗", "\xa0", "=", "<b>", "x\\y"]
)
VALUES = VALUE | st.lists(st.sampled_from(ODD), min_size=1, max_size=4).map("".join)
PLACES = ["a: {}\n", "a:\n  b: {}\n", "a:\n  - {}\n  - x\n", "a:\n  - b: {}\n    c: d\n"]
MARGIN = st.sampled_from(["  ", "  ", "    ", " ", ""])


@st.composite
def written(draw: st.DrawFn) -> str:
    """Values, mappings and lists, most of them as they should be."""
    text = ""
    for number in range(draw(st.integers(1, 4))):
        kind, margin = draw(st.sampled_from(["value", "mapping", "list", "table", "comment"])), draw(MARGIN)
        lines = [f"k{number}: {draw(VALUES)}\n"]
        if kind != "value":
            lines = [f"k{number}:{draw(st.sampled_from(['', '', '', ' ', ' x']))}\n"]
        for place in range(draw(st.integers(1, 2))):
            if kind == "mapping":
                lines.append(f"{margin}m{place}: {draw(VALUES)}\n")
            elif kind == "list":
                lines.append(f"{margin}- {draw(VALUES)}\n")
            elif kind == "table":
                lines += [f"{margin}- a: {draw(VALUE)}\n", f"{margin}{draw(MARGIN)}b: {draw(VALUE)}\n"]
        text += "".join(line + draw(st.sampled_from(["", "", "", "", "\n", "# a: b\n", "  # c\n"])) for line in lines)
    return text if draw(st.booleans()) else text.removesuffix("\n")


@given(written())
def test_what_is_written_as_it_should_be_means_what_the_careful_reader_says(text: str) -> None:
    agree(text.encode("utf-8", "surrogatepass"))


@st.composite
def changed(draw: st.DrawFn) -> str:
    """A good record with something put in, taken out, doubled or moved, here and there."""
    text = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 1, 2, 20])))
        text = text[:start] + draw(st.sampled_from([*ODD, "", "", text[start:end] * 2])) + text[end:]
    return text


def values(node: Node | None) -> Any:
    """The tree without its places, and without the quotes of its values."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    if isinstance(node, Mapping):
        assert all(name == key.text for name, (key, _) in node.members.items())
        return {name: values(value) for name, (_, value) in node.members.items()}
    return None


def ordered(tree: Any) -> str:
    """The tree with the order of its members, which `==` of mappings leaves out."""
    return json.dumps(tree)


def scalars(node: Node | None) -> list[Scalar]:
    """Every value of a tree."""
    if isinstance(node, Mapping):
        return [scalar for _, value in node.members.values() for scalar in scalars(value)]
    if isinstance(node, Sequence):
        return [scalar for item in node.items for scalar in scalars(item)]
    return [node] if node else []


def agree(data: bytes) -> bool:
    """Whether the lines were read at all; if so, as the careful reader reads them."""
    quick, careful = yaml_lines.read(data), yaml_nodes.read("a.yml", data)
    if quick is None:
        return False
    assert careful.problems == []
    assert quick.text == careful.text
    assert ordered(quick.root) == ordered(values(careful.root))
    for node in scalars(careful.root):
        assert node.plain or not re.fullmatch(r"[0-9.]*|true|false", node.text)
        assert node.text in careful.text[node.start : node.end] or node.text in quick.rewritten
    return True


def parsed(file: RecordFile, data: bytes, known: Any) -> tuple[records.Record, records.Record]:
    """The record as it is read, and as it would be read with care alone."""
    return records.parse(file, data, known), records.with_care(file, data, known)


@given(st.lists(LINE, max_size=8).map("".join) | RIGHT)
@example("".join(f"{digit}a{digit}: {digit}\n" for digit in "0123456789"))
@example("".join(f"a{digit}:\n  - {digit}: '{digit}x'\n    b: \"\\u00e{digit}\"\n" for digit in "0123456789"))
@example("a:\n- b: 'x'\n  c: y\n- z\nd:\n  e: f\n")
@example("a: x\n  b: y\n")
@example("a: x\n\n  - y\n")
@example("a:\nb: x\n")
@example("a: x\na: y\n")
@example("a:\n  b: x\n  b: y\n")
@example("a: 'x' y\n")
@example("a: x:\n")
def test_lines_mean_what_the_careful_reader_says(text: str) -> None:
    agree(text.encode("utf-8", "surrogatepass"))


@given(RIGHT)
def test_right_lines_are_not_left_to_the_careful_reader(text: str) -> None:
    assert agree(text.encode())


@given(changed())
def test_a_changed_record_means_what_the_careful_reader_says(text: str) -> None:
    agree(text.encode())


@given(changed(), st.sampled_from(FILES))
def test_a_changed_record_is_judged_as_by_the_careful_reader(text: str, file: RecordFile) -> None:
    quick, careful = parsed(file, text.encode(), LOADED.known)
    assert quick == careful


@pytest.mark.parametrize(
    "text", [BOMB, "- " * 9000 + "x\n", "[" * 9000 + "\n", "a: z3u2" + "1" * 44 + "\n", "", "#\n", "\n"]
)
def test_hostile_and_empty_files_are_left_to_the_careful_reader(text: str) -> None:
    assert yaml_lines.read(text.encode()) is None


def test_what_is_no_utf8_is_left_to_the_careful_reader() -> None:
    assert yaml_lines.read(b"a: \xff\n") is None


@pytest.mark.parametrize(
    "text", ['"7"', "'0.5'", "'true'", '"false"', '""', "''", '"\\u0031"', "{a: b, a: c}", "{a: '7'}"]
)
def test_quotes_that_matter_and_names_that_stand_twice_are_left_to_the_careful_reader(text: str) -> None:
    assert yaml_lines.read(f"a: {text}\n".encode()) is None


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c-d"]), VALUES), min_size=1, max_size=3), st.sampled_from(PLACES))
@example([("a", "2026-05-14"), ("b", '"x: y, {z}"')], "a: {}\n")
def test_a_mapping_on_one_line_means_what_the_careful_reader_says(pairs: list[tuple[str, str]], place: str) -> None:
    text = place.format("{" + ", ".join(f"{name}: {value}" for name, value in pairs) + "}")
    agree(text.encode("utf-8", "surrogatepass"))


def test_a_mapping_on_one_line_is_read_by_lines() -> None:
    lines = yaml_lines.read(b"a: {b: 2026-05-14, c: \"d: 'e', {f}\"}\n")
    assert lines is not None
    assert lines.root == {"a": {"b": "2026-05-14", "c": "d: 'e', {f}"}}


def test_records_as_the_tools_write_them_are_read_by_their_lines() -> None:
    assert [text for text in GOOD if not agree(text.encode())] == []


def test_a_file_of_great_length_is_left_to_the_careful_reader() -> None:
    assert agree(b"a: " + b"x" * 30_000 + b"\n")
    assert not agree(b"a: " + b"x" * yaml_lines.MOST_BYTES + b"\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_mistaken_registry_is_judged_as_by_the_careful_reader(case: Path, tmp_path: Path) -> None:
    shutil.copytree(REGISTRY, tmp_path, dirs_exist_ok=True)
    apply(case.read_text("utf-8"), tmp_path)
    assert_same(tmp_path)


def test_what_is_done_to_the_problems_of_a_right_record_touches_no_other() -> None:
    first, second = (records.parse(FILES[0], GOOD[0].encode(), LOADED.known) for _ in range(2))
    assert first.problems == second.problems == []
    assert first.problems is not second.problems


def test_an_odd_registry_is_judged_as_by_the_careful_reader(tmp_path: Path) -> None:
    assert assert_same(odd_registry.write(tmp_path, 140, seed=5)) == 140


@given(
    st.text(max_size=30)
    | st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
    | st.sampled_from(odd_registry.ODD),
    st.sampled_from(['"{}"', "'{}'", "{}"]),
    st.booleans(),
)
def test_a_narrative_is_judged_as_by_the_careful_reader(text: str, quotes: str, escaped: bool) -> None:
    said = json.dumps(text, ensure_ascii=escaped)[1:-1] if quotes[0] == '"' else text.replace("'", "''")
    data = f"{GOOD[BARE]}narrative: {quotes.format(said)}\n".encode("utf-8", "surrogatepass")
    quick, careful = parsed(FILES[BARE], data, LOADED.known)
    assert quick == careful


def assert_same(top: Path) -> int:
    """Both ways say the same of each award of a registry; how many are right."""
    source = RegistryFolder(top)
    loaded = catalogue.load(source, TODAY)
    right = 0
    for file in record_files(source, loaded.folders, []):
        quick, careful = parsed(file, source.read(file.path), loaded.known)
        assert quick == careful
        right += quick.award is not None
    return right
