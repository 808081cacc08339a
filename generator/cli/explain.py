"""`badges explain`: what a code means, with an input that brings it about and what is then said."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Final

import click
import yaml

from generator.diagnostics import visible
from generator.resources import data_text
from generator.sources.shapes import nearest
from generator.verification.codes import CODES, Verdict

_WIDTH: Final = 88
# Each list of codes by its name in data/reference/: the command that tells them, and of what.
LISTS: Final = {
    "problems": ("badges check", "a registry"),
    "changes": ("badges changes", "a change"),
    "verification": ("badges verify", "a badge"),
    "audit": ("badges audit", "a site"),
}
_EXAMPLES: Final = """
Examples:

\b
  badges explain                    all codes by topic
  badges explain unknown-assessor   what it means, and how to mend it
  badges explain "[key-revoked]"    as it stands at the end of a line
"""


@dataclass(frozen=True, slots=True)
class Example:
    """What brings a code about: in one sentence, the `input` around the place, and the real `output` for it."""

    title: str
    input: str
    output: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with all that is known of it; `listed` is a key of `LISTS`, `verdict` empty but for codes of `verify`."""

    listed: str
    topic: str
    code: str
    title: str
    verdict: str
    meaning: str
    what_to_do: str
    example: Example | None

    @property
    def command(self) -> str:
        """The command that tells the code."""
        return LISTS[self.listed][0]

    @property
    def told(self) -> str:
        """Who tells the code, and what follows from it."""
        if not self.verdict:
            return f"Told by {self.command}."
        calls_for = "a warning beside any verdict" if self.verdict == Verdict.VERIFIED else f"verdict: {self.verdict}"
        return f"Told by {self.command}; {calls_for}."


def entries() -> tuple[Entry, ...]:
    """Every code that any command tells, by topic and in order."""
    examples = json.loads(data_text("reference/examples.json"))
    return tuple(entry for listed in LISTS for entry in _listed(listed, examples[listed]))


def written(listed: str) -> list[dict[str, Any]]:
    """The topics of a list as people wrote them: `topic`, and `codes` with title, meaning, what to do, `shown_by`."""
    topics: list[dict[str, Any]] = yaml.safe_load(data_text(f"reference/{listed}.yml"))
    return topics


def _listed(listed: str, examples: dict[str, dict[str, str]]) -> Iterator[Entry]:
    for topic in written(listed):
        for code, words in topic["codes"].items():
            known = CODES[code] if listed == "verification" else None
            yield Entry(
                listed=listed,
                topic=topic["topic"],
                code=code,
                title=known.words if known else words["title"],
                verdict=known.verdict.value if known else "",
                meaning=words["meaning"],
                what_to_do=words["what_to_do"],
                example=Example(**examples[code]) if code in examples else None,
            )


@click.command(epilog=_EXAMPLES)
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(codes: tuple[str, ...], form: str) -> None:
    """Explain codes such as [unknown-assessor], which `check`, `changes`, `verify` and `audit` tell.

    Without CODE, all of them are listed by topic.
    """
    known = entries()
    found = [entry for code in codes for entry in _named(code, known)] if codes else list(known)
    if form == "json":
        click.echo(json.dumps([asdict(entry) for entry in found], indent=1))
    else:
        click.echo("\n\n\n".join(map(as_text, found)) if codes else as_list(found))


def _named(typed: str, known: Sequence[Entry]) -> list[Entry]:
    """The entries of a code as somebody typed it, or of the line that ends with it; `click.UsageError` for no code."""
    code = typed.rpartition("[")[2].strip().rstrip("]").strip().lower()
    found = [entry for entry in known if entry.code == code]
    if not found:
        near = nearest(code, {entry.code for entry in known})
        hint = f'did you mean "{near}"?' if near else "badges explain lists all codes"
        raise click.UsageError(f'there is no code "{visible(typed[:80])}": {hint}')
    return found


def as_list(known: Sequence[Entry]) -> str:
    """All codes, a line each, under their topics."""
    width = max(len(entry.code) for entry in known)
    lines: list[str] = []
    for listed, of_list in groupby(known, key=lambda entry: entry.listed):
        command, about = LISTS[listed]
        lines += ["", f"What `{command}` says of {about}"]
        for topic, of_topic in groupby(of_list, key=lambda entry: entry.topic):
            lines += ["", topic, *(f"  {entry.code:<{width}}  {entry.title}" for entry in of_topic)]
    return "\n".join([*lines[1:], "", "badges explain CODE tells more"])


def as_text(entry: Entry) -> str:
    """All about one code, as a terminal shows it."""
    lines = [f"{entry.code}: {entry.title}", entry.told, "", *_wrapped(entry.meaning)]
    lines += ["", "What to do", *_wrapped(entry.what_to_do, "  ")]
    if entry.example:
        lines += ["", *_wrapped(f"Example: {entry.example.title}"), "", *_block(entry.example.input)]
        lines += ["", f"What {entry.command} says of it", "", *_block(entry.example.output)]
    return "\n".join(visible(line) for line in lines)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _block(text: str) -> list[str]:
    return ["  " + line if line else "" for line in text.split("\n")]
