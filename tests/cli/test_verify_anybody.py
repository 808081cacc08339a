"""`badges verify` on badges of other issuers, in every form in which people get them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import verify as command
from generator.errors import UnknownDocument
from generator.verification import Fetch
from tests.verification.signed_site import NAMES, URL, SignedSite, as_bytes
from tests.verification.test_foreign import ALL, FOREIGN, WORLD
from tests.verification.test_recipient import AWARD, EMAIL, NAME, receipt

SITES = [part for host in sorted(WORLD.iterdir()) for part in ("--site", f"https://{host.name}={host}")]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "clock", lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(command.verify, list(arguments), input=stdin)


def as_json(result: Result) -> Any:
    return json.loads(result.stdout)


def first(verdict: str, ending: str) -> str:
    files = (FOREIGN / scenario.file for scenario in ALL if scenario.verdict == verdict and not scenario.trusted)
    return str(next(file for file in files if file.suffix == ending))


SENTENCES = {
    "verified": (0, "Verified: it is genuine and valid today"),
    "expired": (1, "Expired: its time is over, so it counts no longer"),
    "revoked": (1, "Revoked: "),
    "not-yet-valid": (1, "Not yet valid: its time has not come"),
    "refused": (1, "Refused: do not rely on it. "),
    "unchecked": (3, "Not fully checked: nothing wrong was found, but something could not be checked. "),
}


@pytest.mark.parametrize("verdict", SENTENCES)
@pytest.mark.parametrize("ending", [".json", ".jwt"])
def test_one_sentence_says_what_to_make_of_it(verdict: str, ending: str) -> None:
    result = run(*SITES, first(verdict, ending))
    code, sentence = SENTENCES[verdict]
    assert result.stdout.rstrip().splitlines()[-1].startswith(sentence)
    assert result.exit_code == code


def test_a_stranger_without_a_name_is_said_so() -> None:
    file = next(FOREIGN / s.file for s in ALL if s.codes == ["issuer-unidentified"] and s.file.endswith(".json"))
    result = run("--offline", str(file))
    assert result.exit_code == 3
    assert "Anyone could have made this: nobody vouches for the holder of its key" in result.stdout
    issuer = json.loads(file.read_bytes())["issuer"]
    name = issuer if isinstance(issuer, str) else issuer["id"]
    trusted = run("--offline", "--trust", name, str(file))
    assert (trusted.exit_code, "Verified" in trusted.stdout) == (0, True)


def test_an_image_with_a_badge_in_it() -> None:
    baked = next(FOREIGN / s.file for s in ALL if s.file.endswith(".png") and s.verdict == "verified")
    assert as_json(run(*SITES, "--format", "json", str(baked)))["verdict"] == "verified"


def test_an_image_without_one(tmp_path: Path) -> None:
    image = tmp_path / "plain.svg"
    image.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    result = run("--offline", str(image))
    assert result.exit_code == 1
    assert "no badge is stored in this image" in result.stdout


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<html></html>", b"GIF89a", b"\xff\xd8\xff\xe0", b"hello"])
def test_what_is_no_badge_at_all(data: bytes) -> None:
    result = run("--offline", "--format", "json", "-", stdin=data)
    found = as_json(result)
    assert (result.exit_code, found["codes"]) == (1, ["unreadable"])
    assert found["sentence"].startswith("No badge was found in it, which says nothing about the award")


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7", "it is a PDF file"), (b"PK\x03\x04", "a Word file"), (b"<!DOCTYPE html><html>", "a web page"),
     (b"\xff\xd8\xff\xe0", "a photo"), (b"https://badges.example/1", "a link")],
)  # fmt: skip
def test_what_it_is_instead_of_a_badge(data: bytes, words: str) -> None:
    assert words in run("--offline", "-", stdin=data).stdout


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_badge_that_was_saved_in_another_encoding(network: SignedSite, encoding: str) -> None:
    text = as_bytes(network["credential"]).decode()
    assert run("-", stdin=text.encode(encoding)).exit_code == 0


def test_a_presentation_is_what_is_in_it(network: SignedSite) -> None:
    good, bad = network["credential"], network["credential"] | {"name": "Something else"}
    shown = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    assert run("-", stdin=as_bytes(shown | {"verifiableCredential": good})).exit_code == 0
    found = as_json(run("--format", "json", "-", stdin=as_bytes(shown | {"verifiableCredential": [good, bad]})))
    assert (found["verdict"], {check["document"] for check in found["checks"]}) == (
        "refused",
        {"Credential 1 of 2", "Credential 2 of 2"},
    )


def test_nobody_was_asked() -> None:
    result = run("--offline", f"{URL}/awards/bh/{AWARD}.html")
    assert (result.exit_code, result.stdout.rstrip().splitlines()[-1]) == (
        3,
        "Not checked: its address could not be asked, which says nothing about the badge",
    )


def test_several_are_counted_and_one_misnamed_stops_none(network: SignedSite) -> None:
    result = run(NAMES["credential"], "nowhere.json", f" <{NAMES['assertion']}> ")
    assert result.exit_code == 2
    assert "nowhere.json: there is no such file" in result.stderr
    assert result.stdout.rstrip().splitlines()[-1] == "2 in all: 2 verified"


@pytest.mark.parametrize(
    ("thing", "words"),
    [("tests", "this is a folder"), ("www.example.org/badges/1", "begins with https://"),
     ("bhp5n40baqpaaqspp7ft4y5m", "26 letters and digits, and this has 24")],
)  # fmt: skip
def test_a_thing_that_is_none_is_told_why(thing: str, words: str) -> None:
    result = run(thing)
    assert (result.exit_code, words in result.stderr) == (2, True)


def test_a_key_that_names_its_issuer_is_shown_to_be_trusted_or_not() -> None:
    file = next(FOREIGN / s.file for s in ALL if s.codes == ["issuer-unidentified"] and s.file.endswith(".json"))
    assert "its key: did:key:z" in run("--offline", str(file)).stdout
    assert run("--offline", "--trust", "Somebody", str(file)).exit_code == 2


def test_offline_asks_nobody() -> None:
    result = run("--offline", "--format", "json", first("verified", ".json"))
    assert result.exit_code == 3
    assert "issuer-unreachable" in as_json(result)["codes"]
    assert "the network was not asked" in result.stdout


class Network:
    """What stands in for `Https`."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch

    def __call__(self, url: str) -> bytes:
        return self.fetch(url)

    def begin(self) -> None:
        pass


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> SignedSite:
    site = SignedSite()
    monkeypatch.setattr(command, "Https", lambda **_: Network(site.fetch))
    return site


@pytest.mark.parametrize(
    "page",
    [f"{URL}/awards/bh/{AWARD}.html", f"{URL}/awards/bh/{AWARD}", f"{URL}/awards/bh/{AWARD.upper()}.html?from=mail"],
)
def test_the_address_of_a_page_is_enough(network: SignedSite, page: str) -> None:
    result = run("--format", "json", page)
    assert (result.exit_code, as_json(result)["verdict"]) == (0, "verified")
    assert {NAMES["credential"], NAMES["assertion"], NAMES["did"]} <= set(network.asked)


def test_a_credential_may_be_shared_from_anywhere(network: SignedSite) -> None:
    network["https://wallet.example/share/1"] = network["credential"]
    result = run("--format", "json", "https://wallet.example/share/1")
    assert (result.exit_code, as_json(result)["verdict"]) == (0, "verified")


def test_a_token_itself_may_be_given(network: SignedSite) -> None:
    token = (FOREIGN / next(s.file for s in ALL if s.file.endswith(".jwt") and s.verdict == "verified")).read_text()
    result = run(*SITES, token.strip())
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, token[:20] + "…")


def test_an_address_that_answers_nothing(network: SignedSite) -> None:
    result = run("--format", "json", "https://wallet.example/share/2")
    assert (result.exit_code, as_json(result)["codes"]) == (3, ["not-found"])


def test_the_network_is_not_asked_beside_a_site(network: SignedSite, tmp_path: Path) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(as_bytes(network["credential"]))
    (tmp_path / "site").mkdir()
    result = run("--site", f"https://other.example={tmp_path / 'site'}", str(file))
    assert result.exit_code == 3
    assert network.asked == []


@pytest.mark.parametrize(
    "typed", [receipt(award=AWARD, name=NAME, emailAddress=EMAIL), receipt(award=AWARD, name=NAME), " ".join(NAME)]
)
def test_whose_it_is(network: SignedSite, typed: str) -> None:
    result = run("--recipient", NAMES["credential"], stdin=typed)
    assert result.exit_code == 0
    assert "ok  It was earned by Sample Learner One" in result.stdout
    other = run("--recipient", "--format", "json", NAMES["credential"], stdin="Somebody Else " + NAME[1])
    assert (other.exit_code, as_json(other)["codes"]) == (3, ["recipient-unopened"])


def test_a_receipt_in_a_link_opens_the_name_and_is_printed_nowhere(network: SignedSite) -> None:
    link = receipt(award=AWARD, name=NAME)
    result = run(f"{URL}/awards/bh/{AWARD}.html#receipt={link}")
    assert result.exit_code == 0
    assert "It was earned by Sample Learner One" in result.stdout
    assert link not in result.output


def test_a_damaged_receipt(network: SignedSite) -> None:
    result = run("--recipient", NAMES["credential"], stdin="1.e30")
    assert result.exit_code == 2
    assert "the receipt opens nothing" in result.stderr
    assert run("--recipient", "-", stdin="1.e30").exit_code == 2


def test_parts_are_told_each_by_its_own_verdict() -> None:
    file = next(FOREIGN / s.file for s in ALL if s.verdict == "revoked" and "clr" in s.file and s.file.endswith("json"))
    found = as_json(run(*SITES, "--format", "json", str(file)))
    assert found["verdict"] == "revoked"
    assert found["codes"] == ["piece-revoked"]
    assert {part["verdict"] for part in found["parts"]} == {"revoked", "verified"}
    text = run(*SITES, str(file)).stdout
    assert "Revoked: one of the credentials in this record was revoked by its issuer" in text


def test_what_an_address_says_cannot_command_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(url: str) -> bytes:
        raise UnknownDocument(url, "no\x1b[2J")

    monkeypatch.setattr(command, "Https", lambda **_: Network(fetch))
    assert "\x1b" not in run("https://wallet.example/\x1b[2J").output
