"""Fuzzing what people write: award files, badges, the issuer's file, settings and pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from generator.adapters.registry_folder import RegistryFolder
from generator.diagnostics import Problem, render
from generator.names import AwardId, Slug
from generator.sources import catalogue, markdown_pages, records
from generator.sources.known import Known
from generator.sources.layout import Entry, RecordFile
from generator.sources.yaml_nodes import MOST_LEVELS, Mapping, Node, Scalar, read
from tests.fuzz.mutations import REGISTRY, examples, files, mutated, soon

SAMPLE: Final = RegistryFolder(REGISTRY)
TODAY: Final = date(2026, 11, 22)
FILE: Final = RecordFile(
    "recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml",
    Slug("lincoln-high"),
    Slug("circuit-design"),
    AwardId("bhp5n40baqpaaqspp7ft4y5m95"),
)
AWARDS: Final = files("recipients/*/*/*.yml", below=REGISTRY)
PAGES: Final = [
    *files("docs/*.md", below=REGISTRY),
    b"# A\n\n| a |\n| - |\n\n```x\ny\n```\n\n[a]: <b> 'c'\n1. *d* **e**\n",
]
# The files that all others depend on.
CATALOGUE: Final = ("badges/issuer.yml", "badges/circuit-design/v1.yml", "recipients/reserved.yml", "mkdocs.yml")
TOKENS: Final = (
    *b": |- |>+|- |? |&a |*a|!!str |!x|<<: |%YAML 1.1\n|---\n|...\n|{|}|[|]|,|\n|\r\n|\t|  |#|'|\"|~|null|yes".split(
        b"|"
    ),
    *b"2026-02-30|9999-12-31|-1|1e309|a@b.example|555-0100-123|circuit-design@999999999999|javascript:x".split(b"|"),
    *b'revoked:\n  date: |builds_on: [|results:\n  |sha256$|evidence:\n  - |status: |0x1|"\\ud800"'.split(b"|"),
    *b"\xef\xbb\xbf|\xe2\x80\xa8|\xc2\x85|\xf0\x9f\x9a\x97|\xff\xfe|\0|\x1b[31m|\xe2\x80\xae".split(b"|"),
    *(b"|2-\n", b"9" * 5000, b"[" * 40, b"- " * 40),
)
MARKS: Final = (
    *b"# ;* ;_;**;`;```\n;~~~\n;> ;- ;1. ;[;](;![;]: ;<;</;<!--;<a href=;&#x6a;&colon;\\;  \n;    ;\t;---\n".split(
        b";"
    ),
    *b"|;===\n;| - ;javascript:;data:;//;[toc];{: .a };\xf0\x9f\x9a\x97;\x02;\x03;<![CDATA[;<?;<svg onload=".split(
        b";"
    ),
    *b"hide: [;title: ;template: ;...\n".split(b";"),
)


@cache
def known() -> Known:
    """What awards are checked against."""
    return catalogue.load(SAMPLE, TODAY).known


@st.composite
def of_the_catalogue(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the catalogue, and what it holds instead."""
    path = draw(st.sampled_from(CATALOGUE))
    return path, draw(mutated([SAMPLE.read(path)], TOKENS))


@dataclass(frozen=True)
class Changed:
    """The sample registry in which one file says something else."""

    path: str
    data: bytes

    def list(self, folder: str) -> list[Entry]:
        return SAMPLE.list(folder)

    def read(self, path: str) -> bytes:
        return self.data if path == self.path else SAMPLE.read(path)


def inside(text: str, problem: Problem) -> bool:
    """Whether the place is in the text, or just behind one of its lines; and the Problem can be shown."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line, column = problem.position.line, problem.position.column
    shown = render(problem).replace("\n", "")
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1 and shown.isprintable()


def depth(node: Node) -> int:
    """How many levels a tree has; scalars are none."""
    if isinstance(node, Scalar):
        return 0
    inner = [value for _, value in node.members.values()] if isinstance(node, Mapping) else node.items
    return 1 + max(map(depth, inner), default=0)


@examples(250)
@given(mutated(AWARDS, TOKENS))
def test_any_bytes_are_a_tree_or_have_problems_inside_them(data: bytes) -> None:
    document = soon(read, "x.yml", data)
    assert (document.root is None) <= bool(document.problems)
    assert all(inside(data.decode("utf-8", "replace"), problem) for problem in document.problems)
    if document.root is not None and not document.problems:
        assert depth(document.root) <= MOST_LEVELS
        # A byte order mark and a comment change nothing.
        again = read("x.yml", b"\xef\xbb\xbf" + data)
        assert again.problems == []


@examples(250)
@given(mutated(AWARDS, TOKENS))
def test_any_bytes_are_an_award_or_have_problems_inside_them(data: bytes) -> None:
    record = soon(records.parse, FILE, data, known())
    assert (record.award is None) is bool(record.problems)
    assert all(inside(data.decode("utf-8", "replace"), problem) for problem in record.problems)


@examples(60)
@given(
    st.sampled_from(CATALOGUE).flatmap(
        lambda path: st.tuples(st.just(path), mutated(files(path, below=REGISTRY), TOKENS))
    )
)
def test_any_bytes_are_part_of_a_catalogue_or_have_problems(given: tuple[str, bytes]) -> None:
    path, data = given
    loaded = soon(catalogue.load, Changed(path, data), TODAY)
    mistakes = [problem for problem in loaded.problems if problem.severity == "error"]
    assert (loaded.catalogue is None) is bool(mistakes)
    text = data.decode("utf-8", "replace")
    assert all(inside(text, problem) for problem in loaded.problems if problem.position.path == path)


@examples(120)
@given(mutated(PAGES, MARKS))
def test_any_bytes_are_a_page_or_have_problems_inside_them(data: bytes) -> None:
    problems = soon(markdown_pages.faults, "docs/x.md", data)
    assert all(inside(data.decode("utf-8", "replace"), problem) for problem in problems)
