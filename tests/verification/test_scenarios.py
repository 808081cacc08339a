"""One scenario a file: what is changed on the signed site, what is verified, and what must come of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from generator.verification import Verdict, Verifier
from generator.verification.codes import CODES
from generator.verification.dates import moment
from tests.verification.signed_site import NAMES, NOW, VECTORS, SignedSite, as_bytes, at_pointer, method, outcome

FILES = sorted((VECTORS / "scenarios").glob("*.json"))


@dataclass(frozen=True)
class Scenario:
    """The members of a scenario file; any other is refused.

    `changes` are `{document, pointer, value}` (put) or `{document, pointer}` (remove), or `{document}` (delete it), in
    order; `sign` are `{document, seed, method}` of what is then signed anew. `verify` names the document to verify,
    or is "award": both documents of it, from their addresses, of which the worst verdict and all codes are meant;
    with `presented` it is the copy that its holder shows, made before the site changed, with these changes of its own.
    """

    title: str
    verdict: str
    codes: list[str]
    verify: str = "credential"
    now: str = ""
    found_at: str | None = None
    trusted: list[str] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    presented: list[dict[str, Any]] | None = None
    sign: list[dict[str, Any]] = field(default_factory=list)


def load(file: Path) -> Scenario:
    return Scenario(**json.loads(file.read_text("utf-8")))


def apply(site: SignedSite, change: dict[str, Any]) -> None:
    assert set(change) in ({"document", "pointer", "value"}, {"document", "pointer"}, {"document"}), change
    if "pointer" not in change:
        del site[change["document"]]
        return
    holder, step = at_pointer(site[change["document"]], change["pointer"])
    if "value" not in change:
        del holder[step]
    elif step == "-":
        holder.append(change["value"])
    else:
        holder[step] = change["value"]


def sign(site: SignedSite, entry: dict[str, Any]) -> None:
    assert set(entry) <= {"document", "seed", "method"}, entry
    seed = entry.get("seed", 1)
    site.sign(entry["document"], seed, entry.get("method", method(seed)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_scenario(file: Path) -> None:
    scenario, site, holder = load(file), SignedSite(), SignedSite()
    for change in scenario.presented or []:
        apply(holder, {"document": scenario.verify, **change})
    for change in scenario.changes:
        apply(site, change)
    for entry in scenario.sign:
        sign(site, entry)
    now = moment(scenario.now) or NOW
    verifier = Verifier(site.fetch, now=now, trusted=scenario.trusted)
    if scenario.verify == "award":
        reports = verifier.award(credential=NAMES["credential"], assertion=NAMES["assertion"])
        verdict = min((report.verdict for report in reports), key=list(Verdict).index)
        codes = sorted({code for report in reports for code in report.codes})
        assert (verdict, codes) == (scenario.verdict, scenario.codes)
        return
    shown = (site if scenario.presented is None else holder)[scenario.verify]
    report = verifier.document(as_bytes(shown), at=scenario.found_at)
    assert outcome(report) == (scenario.verdict, tuple(scenario.codes))


def test_there_are_scenarios_and_none_has_unknown_members() -> None:
    assert len(FILES) >= 60
    with pytest.raises(TypeError, match="unexpected"):
        Scenario(title="", verdict="", codes=[], surprise=1)  # type: ignore[call-arg]


def test_every_code_is_reached() -> None:
    """A closed table: what no scenario reaches is reached by a test that is named here."""
    elsewhere = {
        *("unreadable", "not-found", "too-complex"),  # test_hostile_documents
        *("recipient-differs", "recipient-unopened"),  # test_recipient
        "not-asked",  # tests/cli/test_verify_anybody
        *("signing-unsafe", "token-differs"),  # test_tokens
        *("piece-refused", "piece-revoked", "piece-expired"),  # test_enclosed
        *("piece-not-yet-valid", "piece-unchecked", "piece-of-another"),
        "key-unconfirmed",  # test_issuers_at_addresses
        "status-unasked",  # test_status_methods
    }
    reached = {code for file in FILES for code in load(file).codes}
    assert reached | elsewhere == set(CODES)
    assert not reached & elsewhere
