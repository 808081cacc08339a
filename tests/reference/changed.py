"""What `badges verify` says of a scenario, as the example of one code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from generator.cli.explain import Example
from generator.cli.findings import Finding, as_text
from generator.verification import Report, Verifier
from generator.verification.dates import moment
from tests.reference.odd_documents import ODD_DOCUMENTS
from tests.verification.signed_site import NAMES, NOW, VECTORS, SignedSite, as_bytes, at_pointer, method
from tests.verification.test_scenarios import Scenario, apply, load, sign

_WORDS: Final = {
    "credential": "the credential",
    "assertion": "the assertion of Open Badges 2.0",
    "did": "the issuer's list of keys (did.json)",
    "status": "the list of revoked badges",
    "profile": "the profile of the issuer",
    "achievement": "the description of the badge",
    "badgeclass": "the description of the badge for Open Badges 2.0",
    "issuer": "the profile of the issuer for Open Badges 2.0",
    "revocations": "the list of revoked badges of Open Badges 2.0",
    "badge image": "the image of the badge",
    "issuer image": "the image of the issuer",
}
FILES: Final = {file.stem: file for file in sorted(VECTORS.glob("scenarios/*.json"))}
_OFTEN: Final = 140


@cache
def scenarios_of_codes() -> dict[str, list[str]]:
    """The names of the scenarios that bring a code about, by code; those of few codes and bytes come first."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for file in FILES.values():
        codes = load(file).codes
        for code in codes:
            found.setdefault(code, []).append((len(codes), file.stat().st_size, file.stem))
    return {code: [name for *_, name in sorted(names)] for code, names in found.items()}


def example(code: str, shown_by: str) -> Example:
    """The example of a code from the scenario or odd document of that name."""
    if odd := ODD_DOCUMENTS.get(shown_by):
        reports, title, words, thing = [("", odd.report())], odd.title, odd.words, odd.thing
    else:
        scenario = load(FILES[shown_by])
        reports, title, words = reports_of(scenario), f"{scenario.title}.", "\n".join(_changes(scenario))
        thing = scenario.found_at or (NAMES["credential"] if scenario.verify == "award" else f"{scenario.verify}.json")
    found = sorted({code for _, report in reports for code in report.codes})
    assert code in found, f"{shown_by} does not bring about {code}, but {found}"
    return Example(title, words, as_text(Finding(thing, tuple(reports))))


def reports_of(scenario: Scenario) -> list[tuple[str, Report]]:
    """The reports of what a scenario verifies, each with the name of its document where there are several."""
    site, holder = SignedSite(), SignedSite()
    for change in scenario.presented or []:
        apply(holder, {"document": scenario.verify, **change})
    for change in scenario.changes:
        apply(site, change)
    for entry in scenario.sign:
        sign(site, entry)
    verifier = Verifier(site.fetch, now=moment(scenario.now) or NOW, trusted=scenario.trusted)
    if scenario.verify == "award":
        credential, assertion = verifier.award(credential=NAMES["credential"], assertion=NAMES["assertion"])
        return [("Open Badges 3.0 credential", credential), ("Open Badges 2.0 assertion", assertion)]
    shown = (site if scenario.presented is None else holder)[scenario.verify]
    return [("", verifier.document(as_bytes(shown), at=scenario.found_at))]


def _changes(scenario: Scenario) -> Iterator[str]:
    """What the scenario changes, a sentence each."""
    before = SignedSite()
    for change in scenario.changes:
        yield f"- {_capital(_change(change, before))}"
        apply(before, change)
    if scenario.presented is not None:
        yield f"- The holder shows an own copy of {_WORDS[scenario.verify]}"
    holder = SignedSite()
    for change in scenario.presented or []:
        whole = {"document": scenario.verify, **change}
        yield f"- In that copy, {_change(whole, holder).partition(', ')[2]}"
        apply(holder, whole)
    yield from (f"- {_capital(_signature(entry))}" for entry in scenario.sign)
    if scenario.found_at:
        yield f"- It is found at {scenario.found_at}"
    if scenario.now:
        yield f"- It is verified on {scenario.now}"
    yield from (f"- The verifier trusts {issuer}" for issuer in scenario.trusted)
    if not (scenario.changes or scenario.presented or scenario.sign or scenario.found_at or scenario.now):
        yield f"- {_capital(_WORDS[scenario.verify])} is brought as a file, as it was published"


def _change(change: dict[str, Any], site: SignedSite) -> str:
    words = _WORDS.get(change["document"], change["document"])
    if "pointer" not in change:
        return f"{words} cannot be fetched"
    pointer = change["pointer"]
    holder, step = at_pointer(site[change["document"]], pointer)
    there = step != "-" and (step in holder if isinstance(holder, dict) else step < len(holder))
    if "value" not in change:
        return f"in {words}, {pointer} is deleted"
    if not there:
        return f"in {words}, {pointer.removesuffix('/-')} gets {_json(change['value'])}"
    was = _json(holder[step])
    was = f" (it was {was})" if len(was) <= _OFTEN // 2 else ""
    return f"in {words}, {pointer} becomes {_json(change['value'])}{was}"


def _signature(entry: dict[str, Any]) -> str:
    words = _WORDS.get(entry["document"], entry["document"])
    seed = entry.get("seed", 1)
    if seed == 1 and "method" not in entry:
        return f"{words} is signed anew by its issuer"
    return f"{words} is signed with the key {entry.get('method', method(seed))}"


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _OFTEN else text[: _OFTEN - 1] + "…"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
