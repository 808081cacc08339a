"""Requests as YAML: one learner or a list of them, for whoever has them in another program."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from generator.awarding.request import Request
from generator.diagnostics import Problem, arrange
from generator.model.award import Evidence
from generator.names import Did, Slug
from generator.sources.forms import DATE, DID, EMAIL, TEXT
from generator.sources.kinds import EVIDENCE
from generator.sources.scalars import slug
from generator.sources.shapes import INVALID, Fields, Invalid, shorten
from generator.sources.tables import Either, Entries, Items, table
from generator.sources.yaml_nodes import Document, Mapping, Scalar, Sequence, read

LEARNER: Final = table(
    "what is asked",
    {"name": (TEXT, "the learner's name"), "emailAddress": (EMAIL, "the learner's e-mail address")},
    {
        "results": (
            Entries(slug("the id of a row"), slug("the id of a level"), what="a mapping of rows to levels"),
            "the level reached in each rubric row",
        ),
        "evidence": (Items(EVIDENCE, what="a list of evidence"), "the work that was assessed"),
        "campus": (slug("a campus"), "where it was earned"),
        "assessor": (slug("an assessor"), "who decided"),
        "awarded": (DATE, "the day of the decision; today where it is left out"),
        "narrative": (TEXT, "what the assessor says of the work; the world reads it"),
        "id": (DID, "the learner's own DID, where there is one"),
    },
)
_ANSWERS: Final = Either(LEARNER, Items(LEARNER, least=1, what="a list of learners"))


def requests(data: bytes, origin: str) -> tuple[list[Request], list[Problem]]:
    """The requests that a YAML text makes, and its Problems, in which nothing that was typed is shown.

    `origin` is what the text is called in Problems.
    """
    document = read(origin, data, "write a learner's name, emailAddress, results and evidence")
    document.hide = hidden_in(document)
    values = _ANSWERS.decode(document.root, document) if document.root is not None else INVALID
    problems = [replace(problem, source="") for problem in document.problems]
    if problems or isinstance(values, Invalid):
        return [], arrange(problems)
    one = isinstance(document.root, Mapping)
    answers: list[Fields] = [values] if one else [*values]
    return [_request(fields, _place(document, number, one)) for number, fields in enumerate(answers)], []


def _place(document: Document, number: int, one: bool) -> str:
    if one:
        return "the answers"
    node = document.find(number)
    return f"line {document.position(node).line}"


def _request(fields: Fields, place: str) -> Request:
    return Request(
        place=place,
        name=fields["name"],
        email=fields["emailAddress"],
        campus=_slug(fields.get("campus")),
        assessor=_slug(fields.get("assessor")),
        awarded=fields.get("awarded"),
        results={Slug(row): Slug(level) for row, level in fields.get("results", {}).items()},
        evidence=tuple(Evidence(**item) for item in fields.get("evidence", ())),
        narrative=fields.get("narrative"),
        did=Did(fields["id"]) if "id" in fields else None,
    )


def _slug(text: Any) -> Slug | None:
    return None if text is None else Slug(text)


def hidden_in(document: Document) -> Callable[[str], str]:
    """What takes every name and address that stands in the document out of the words of a Problem."""
    answers = document.root.items if isinstance(document.root, Sequence) else [document.root]
    nodes = [node.members[name][1] for node in answers if isinstance(node, Mapping) for name in _personal(node)]
    texts = {node.text for node in nodes if isinstance(node, Scalar) and node.text}
    forms = sorted(texts | {shorten(text) for text in texts}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, forms)) or "(?!)")
    return lambda words: pattern.sub("•••", words)


def _personal(node: Mapping) -> list[str]:
    return [name for name in ("name", "emailAddress") if name in node.members]
