"""What other people's software signed: each document, with the world that it leads to, gets the right verdict."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.errors import UnknownDocument
from generator.verification import Report, Verdict, Verifier
from generator.verification.dates import moment

FOREIGN = Path(__file__).parents[1] / "vectors" / "foreign"
WORLD = FOREIGN / "world"


@dataclass(frozen=True)
class Scenario:
    """The members of an entry in a `scenarios.json`; any other is refused."""

    file: str
    made_by: str
    how: str
    now: str
    verdict: str
    codes: list[str] = field(default_factory=list)
    note: str = ""
    trusted: list[str] = field(default_factory=list)


def scenarios() -> list[Scenario]:
    files = sorted(FOREIGN.glob("*/scenarios.json"))
    return [Scenario(**entry) for file in files for entry in json.loads(file.read_text("utf-8"))]


ALL = scenarios()


def fetch(url: str) -> bytes:
    """What the hosts of these issuers answer."""
    parts = urlsplit(url)
    file = WORLD / parts.netloc.replace(":", "%3A") / parts.path.lstrip("/")
    if parts.scheme != "https" or not file.is_file():
        raise UnknownDocument(url)
    return file.read_bytes()


def reports(scenario: Scenario) -> list[tuple[str, Report]]:
    now = moment(scenario.now)
    assert now is not None
    return Verifier(fetch, now=now, trusted=scenario.trusted).file((FOREIGN / scenario.file).read_bytes())


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.file)
def test_verdict(scenario: Scenario) -> None:
    found = reports(scenario)
    verdict = min((report.verdict for _, report in found), key=list(Verdict).index)
    codes = {code for _, report in found for code in report.codes}
    assert verdict == scenario.verdict, codes
    assert set(scenario.codes) <= codes


def test_all_documents_are_tried_and_each_kind_of_verdict_is_among_them() -> None:
    beside = ("make", "contexts", "world")
    documents = {str(file.relative_to(FOREIGN)) for file in FOREIGN.glob("*/*.*") if file.parent.name not in beside}
    documents = {name for name in documents if not name.endswith((".md", "scenarios.json"))}
    assert documents == {scenario.file for scenario in ALL}
    assert len({scenario.made_by for scenario in ALL}) >= 4
    assert {scenario.verdict for scenario in ALL} == {verdict.value for verdict in Verdict}
