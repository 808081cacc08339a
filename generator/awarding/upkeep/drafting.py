"""Files to fill in: a new badge with a word on every member, and the next version of one that there is.

Whatever a person has to write is marked `TODO:`, which `badges check` finds, so that nothing unfinished is published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from generator.model.dated import Duration
from generator.sources.editing import Value, write
from generator.sources.unfinished import MARK
from generator.sources.yaml_page import Page, mapping_of

# A new version is neither over nor corrected yet.
_OF_ONE_VERSION: Final = ("amended", "retired")
_TITLE: Final = re.compile(r"\A(# .*, version )[0-9]+: a draft")
_YEAR: Final = Duration(years=1)


def to_fill_in(what: str) -> str:
    """A value that stands for what a person has to write."""
    return f"{MARK} {what}"


@dataclass(frozen=True)
class _Member:
    """A member of a badge version: what to know of it, and what stands there while nobody has said it.

    `blank` is what belongs there in any case, `example` what a comment shows.
    """

    name: str
    note: str
    blank: str = ""
    example: str = ""


_HOW: Final = """\
# Each text that begins with TODO: is yours to write; `badges check` lists those that are left, with their lines.
# A line that begins with # is a note, or a member that you may leave out: to use it, delete the # and the space.
"""
_RUBRIC: Final = """\
rubric:
  - id: first-thing          # a short name for addresses: lower case and hyphens
    name: "TODO: the first thing that is judged, such as Wiring and assembly"
    required: proficient     # below this level there is no badge
    levels:                  # from low to high
      - id: emerging
        name: Emerging
        description: "TODO: what work shows that is not there yet, such as Works after repeated help"
      - id: proficient
        name: Proficient
        description: "TODO: what work shows that is good enough, such as Works after own debugging"
      - id: exemplary
        name: Exemplary
        description: "TODO: what better work shows, or delete this level"
"""
_CRITERIA: Final = """\
criteria: |
  The learner, working alone,

  1. TODO: the first thing that the learner shows, so exactly that two assessors would decide alike;
  2. TODO: the second thing, or delete this line
"""
_EVIDENCE: Final = """\
evidence:
  minimum: 1                 # at least so many pieces of work
  asks_for: "TODO: what kind of work, such as the schematic and a photograph of the circuit"
"""
_ALIGNMENTS: Final = """\
alignments:
  - name: Electrical and Electronic Engineering Technologists and Technicians
    url: https://www.onetonline.org/link/summary/17-3023.00
    framework: O*NET-SOC 2019
    code: 17-3023.00
    type: ext:Occupation
"""
_PARTNERS: Final = """\
  partners:
    - name: an employer or college, by its name
      statement: what it says of the badge, in its own words
      url: https://www.example.com
"""
_LEADS_TO: Final = """\
leads_to:
  - name: a course, certificate or job
    url: https://www.example.com
"""
_TRANSLATIONS: Final = """\
translations:
  es: {name: the name, summary: the summary, description: the description, criteria: the criteria}
"""
_MEMBERS: Final = (
    _Member("name", "The name, as it stands on every award.", 'name: "TODO: the name of the badge"\n'),
    _Member("type", "What it is: Badge, MicroCredential, Certificate, Course …", "type: Badge\n"),
    _Member(
        "summary",
        "What the learner can do, in one sentence that begins with a verb: Designs, wires and debugs a circuit.",
        'summary: "TODO: what the learner can do, in one sentence"\n',
    ),
    _Member(
        "description",
        "The same in two or three sentences.",
        'description: "TODO: what the learner does, in a few sentences"\n',
    ),
    _Member(
        "criteria",
        "What must be shown, in Markdown: what somebody can see or measure, never being there or taking part.",
        _CRITERIA,
    ),
    _Member("level", "How hard it is.", 'level: "TODO: introductory, intermediate or advanced"\n'),
    _Member("language", "The language of these texts.", 'language: "TODO: the language of these texts, such as en"\n'),
    _Member("skills", "What a holder can do, in a few words each.", "", "skills: [Circuit design, Troubleshooting]\n"),
    _Member("hours", "About how many hours it takes.", "", "hours: 12\n"),
    _Member("credits", "Academic credits, where it gives any.", "", "credits: 0.5\n"),
    _Member(
        "valid_for", "How long an award holds, such as P2Y for two years; without it, for good.", "", "valid_for: P2Y\n"
    ),
    _Member("image", "An SVG or PNG file beside this one; without it, an image is drawn.", "", "image: my-badge.svg\n"),
    _Member(
        "rubric", "What is judged, a row each, and what work on each level shows: what changes is the work.", _RUBRIC
    ),
    _Member("evidence", "The work that an award must name.", _EVIDENCE),
    _Member("stack", "It is awarded for holding other badges, which are its evidence."),
    _Member(
        "requires", "The badges that must be held before: slug, or slug@version.", "", "requires: {all: [my-badge]}\n"
    ),
    _Member("alignments", "Standards and occupations that it meets, each with its page.", "", _ALIGNMENTS),
    _Member("leads_to", "What it opens: courses, certificates, jobs.", "", _LEADS_TO),
    _Member(
        "review",
        "When the criteria were reviewed, best with employers or a college, and by when they must be again.\n"
        "No award can be made after that day.",
        "",
        _PARTNERS,
    ),
    _Member("translations", "The texts in other languages, for the pages.", "", _TRANSLATIONS),
    _Member("copied_from", "The badge that this one was adapted from; its page names it."),
)
_NOT_OF_STACKS: Final = frozenset({"rubric", "evidence"})


def badge_text(title: str, given: Mapping[str, Value], today: date) -> str:
    """The file of a badge version: the members that are given, marks for what it needs, examples of what it may have.

    `title` is its first note. Of a stack, which `given` says, there is neither rubric nor evidence.
    """
    review: Value = {"last": today, "next": _YEAR.after(today)}
    stack = bool(given.get("stack"))
    members = [member for member in _MEMBERS if not (stack and member.name in _NOT_OF_STACKS)]
    parts = [_part(member, {"review": review, **given}) for member in members]
    return "\n".join(["".join(map(_note, title.split("\n"))) + _HOW, *(part for part in parts if part)])


def _part(member: _Member, given: Mapping[str, Value]) -> str:
    notes = "".join(map(_note, member.note.split("\n")))
    if member.name in given:
        shown = "".join(map(_note, member.example.splitlines())) if member.name == "review" else ""
        return notes + write({member.name: given[member.name]}) + shown
    if member.blank:
        return f"{notes}{member.blank}"
    return notes + "".join(map(_note, member.example.splitlines())) if member.example else ""


def _note(line: str) -> str:
    return f"# {line}\n"


def next_version(text: str, file: str, number: int) -> str:
    """The file of a badge version as that of the next one, notes and all; what ended or corrected the old one is out.

    `number` is the next one's, which a note at the head that this program wrote tells. Raises `EditRefused`.
    """
    for name in _OF_ONE_VERSION:
        text = _without(text, name, file)
    return _TITLE.sub(rf"\g<1>{number}: a draft", text)


def _without(text: str, name: str, file: str) -> str:
    """The text without one member at its top, and without the notes beside and within its lines."""
    page = Page(text, file)
    key = page.document.find_key(name)
    value = page.find((name,))
    if key is None or value is None:
        return text
    end = page.end(value)
    rest = page.text[end if page.text[end - 1] in "\r\n" else page.line_end(end) :]
    meant = page.meant((), lambda old: {other: own for other, own in mapping_of(old).items() if other != name})
    by_hand = f"# a copy of the file without {name}\n"
    return page.proven(iter([page.text[: page.line_start(key.start)] + rest]), meant, key, by_hand)
