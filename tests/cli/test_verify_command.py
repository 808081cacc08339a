"""`badges verify` from the outside: what it prints, and how it ends."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import verify as command
from tests.verification.signed_site import (
    LOCAL_URL,
    NAMES,
    URL,
    SignedSite,
    as_bytes,
    local,
    preview,
    signed,
    status_list,
)

AWARD = "bhp5n40baqpaaqspp7ft4y5m95"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "clock", lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))


def written(site: SignedSite, folder: Path) -> Path:
    for url, document in site.files.items():
        file = folder / url.removeprefix(URL + "/").removeprefix(LOCAL_URL + "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(as_bytes(document))
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return written(SignedSite(), tmp_path / "site")


def run(site: Path, *arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(command.verify, ["--site", str(site), *arguments], input=stdin)


def last_line(result: Result) -> str:
    return result.stdout.rstrip().splitlines()[-1]


def as_json(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    "thing",
    [
        AWARD,
        "BHP5-N4OB-AQPA-AQSP-P7FT-4Y5M-95",
        " bhp5 n4ob aqpa aqsp p7ft 4y5m 95 ",
        f"{URL}/awards/bh/{AWARD}.html",
        f"{URL}/awards/bh/{AWARD}.html#receipt=1.e30",
    ],
)
def test_an_award(site: Path, thing: str) -> None:
    result = run(site, "--format", "json", thing)
    found = as_json(result)
    assert (result.exit_code, found["verdict"], found["codes"]) == (0, "verified", [])
    assert {check["document"] for check in found["checks"]} == {
        "Open Badges 3.0 credential",
        "Open Badges 2.0 assertion",
    }
    did = "did:web:badges.riverbend.example"
    assert found["issuer"] == {"domain": "badges.riverbend.example", "id": did, "name": "Riverbend STEM District"}
    assert (found["confirmed"], found["checkedAt"]) == (True, "2026-11-22T12:00:00+00:00")
    assert found["shown"]["kind"] == "OpenBadgeCredential"


def test_text_answers_in_the_order_of_questions(site: Path) -> None:
    result = run(site, AWARD)
    assert result.exit_code == 0
    headings = ["Who says so", "Is it genuine", "Is it still valid", "What was shown", "Verified"]
    places = [result.stdout.index(heading) for heading in headings]
    assert places == sorted(places)
    assert result.stdout.index("badges.riverbend.example - Riverbend") < places[1]
    assert "[" not in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("image")])
def test_an_address_or_a_file_of_the_site(site: Path, name: str) -> None:
    assert as_json(run(site, "--format", "json", NAMES[name]))["verdict"] == "verified"
    file = str(site / NAMES[name].removeprefix(URL + "/"))
    # A Profile is neither signed nor names its own address: as a file, anybody could have made it.
    expected = "unchecked" if name == "profile" else "verified"
    assert as_json(run(site, "--format", "json", file))["verdict"] == expected


def test_standard_input(site: Path) -> None:
    data = as_bytes(SignedSite()["credential"])
    assert run(site, "-", stdin=data).exit_code == 0
    changed = run(site, "--format", "json", "-", stdin=data.replace(b"Circuit Design", b"Rocket Science"))
    assert (changed.exit_code, as_json(changed)["codes"]) == (1, ["signature-wrong", "status-unasked"])
    assert run(site, "-", "-", stdin=data).exit_code == 2


def test_several_things_and_the_worst_of_them(site: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"{}")
    result = run(site, "--format", "json", AWARD, str(bad), f"{URL}/nothing.json")
    found = as_json(result)
    assert result.exit_code == 1
    assert found["verdict"] == "refused"
    assert found["codes"] == ["kind-unknown", "not-found"]
    assert [entry["verdict"] for entry in found["results"]] == ["verified", "refused", "unchecked"]
    assert run(site, AWARD, f"{URL}/nothing.json").exit_code == 3


def test_revoked_in_one_document_is_revoked(tmp_path: Path) -> None:
    spoiled = SignedSite()
    spoiled["status"] = signed(status_list((30907,)))
    result = run(written(spoiled, tmp_path), AWARD)
    assert result.exit_code == 1
    assert "NO  The issuer has revoked it [revoked]" in result.stdout
    assert result.stdout.rstrip().endswith("Revoked: its issuer has taken it back")


def test_an_issuer_who_is_not_confirmed_is_only_said(tmp_path: Path) -> None:
    spoiled = SignedSite()
    del spoiled["did"]
    result = run(written(spoiled, tmp_path), NAMES["credential"])
    assert result.exit_code == 3
    assert "it says: badges.riverbend.example - Riverbend STEM District" in result.stdout


def test_an_award_that_is_not_there(site: Path) -> None:
    result = run(site, "--format", "json", "a" * 26)
    assert (result.exit_code, as_json(result)["codes"]) == (3, ["not-found"])
    told = run(site, "a" * 26)
    assert told.exit_code == 3
    assert last_line(told) == "Not found: there is no such award at that place"
    assert "nothing wrong" not in told.stdout


def test_a_document_that_is_not_there(site: Path) -> None:
    result = run(site, f"{URL}/nothing.json")
    assert (result.exit_code, last_line(result)) == (3, "Not found: there is no such document at that place")


def test_an_award_of_which_half_is_there(tmp_path: Path) -> None:
    spoiled = SignedSite()
    del spoiled["assertion"]
    result = run(written(spoiled, tmp_path), AWARD)
    assert result.exit_code == 3
    assert last_line(result) == "Not fully checked: one of the documents of this award was not found"


def test_an_award_whose_documents_differ(tmp_path: Path) -> None:
    spoiled = SignedSite()
    spoiled["assertion"]["expires"] = "2036-05-14T00:00:00Z"
    result = run(written(spoiled, tmp_path), AWARD)
    assert (result.exit_code, last_line(result)) == (
        1,
        "Refused: do not rely on it. The two documents of this award, one for each standard, do not say the same",
    )
    assert "do not say the same (the end) [twins-differ]" in result.stdout


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("image")])
def test_it_claims_no_more_of_a_document_than_is_known(site: Path, name: str) -> None:
    signed_or_revocable = name in ("credential", "assertion", "status")
    said = "it is genuine and valid today" + (", issued by badges.riverbend.example" if name != "status" else "")
    shown = "this is what the site shows; such a document bears no signature"
    assert last_line(run(site, NAMES[name])) == "Verified: " + (said if signed_or_revocable else shown)
    file = run(site, str(site / NAMES[name].removeprefix(URL + "/")))
    assert "found at its own address" not in file.stdout


def test_a_preview_is_called_one(tmp_path: Path) -> None:
    shown = preview()
    shown.files = {url: document for url, document in shown.files.items() if url.startswith("http:")}
    for thing in (AWARD, local(NAMES["achievement"]), local(NAMES["did"])):
        result = run(written(shown, tmp_path), thing)
        assert result.exit_code == 3
        assert "localhost is this computer, and nobody else can check it [issuer-local]" in result.stdout
        assert last_line(result).startswith("Not fully checked: it is a preview, which no issuer signed")


def test_two_sites(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "issuer").mkdir(parents=True)
    (other / "issuer" / "profile.json").write_text('{"url": "https://other.example"}')
    result = CliRunner().invoke(command.verify, ["--site", str(other), "--site", str(site), AWARD])
    assert result.exit_code == 0


def test_what_a_document_says_cannot_command_the_terminal(site: Path) -> None:
    document = SignedSite()["credential"]
    document["issuer"]["name"] = "\x1b[2JSchool\u202egpj"
    result = run(site, "-", stdin=as_bytes(document))
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "\\x1b[2JSchool\\u202egpj" in result.stdout


@pytest.mark.parametrize(("arguments", "code"), [(["what"], 2), ([], 2), (["--format", "xml", AWARD], 2)])
def test_wrong_calls(site: Path, arguments: list[str], code: int) -> None:
    result = run(site, *arguments)
    assert result.exit_code == code
    assert result.stdout == ""


def test_no_site(tmp_path: Path) -> None:
    alone = CliRunner().invoke(command.verify, [AWARD])
    assert alone.exit_code == 2
    assert "give the address of its page, or the folder of its site" in alone.stderr
    for folder, words in ((tmp_path / "none", "no such folder"), (tmp_path, "not a built site")):
        result = run(folder, AWARD)
        assert result.exit_code == 3
        assert result.stderr.startswith("badges: ")
        assert words in result.stderr
        assert result.stdout == ""


def test_help_has_examples() -> None:
    result = CliRunner().invoke(command.verify, ["--help"])
    assert result.exit_code == 0
    assert result.stdout.count("  badges verify ") >= 5
