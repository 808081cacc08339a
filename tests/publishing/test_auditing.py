"""An audit finds whatever is not as the registry says, names it, and says where it is."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.adapters.audited_site import FolderSite
from generator.adapters.program import version
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.staging import MARK, Stage
from generator.encodings import json_text, multikey
from generator.encodings.multibase import decode_base58btc, encode_base58btc
from generator.names import AwardId
from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from generator.publishing.auditing import Audited, World, audit, drawn
from generator.publishing.comparing import Comparing
from generator.publishing.composing import Order
from generator.publishing.findings import CODES
from generator.publishing.progress import deaf
from generator.sources import catalogue
from tests.builds import REGISTRY, SEED, built

ID = "bhp5n40baqpaaqspp7ft4y5m95"
CREDENTIAL = f"awards/bh/{ID}.json"
PAGE = f"awards/bh/{ID}.html"
ASSERTION = f"ob2/awards/bh/{ID}.json"
OTHERS = (
    *("status/0.json", ".well-known/did.json", "issuer/profile.json", "ob2/revocations.json", "schemas/award.json"),
    *("api/registry.json", "api/openapi.json", "api/badges.atom", "robots.txt", "sitemap.xml"),
)
TODAY = date(2026, 11, 22)

Spoil = Callable[[Path], object]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample registry's site as it was built."""
    return built(REGISTRY, tmp_path_factory.mktemp("pristine") / "site")


@pytest.fixture(scope="module")
def pages(pristine: Path) -> dict[str, bytes]:
    """What the site builder made: that which is there and which the flow doesn't make."""
    found = audited(pristine, {}).findings
    assert {finding.code for finding in found} == {"added"}
    return {finding.path: (pristine / finding.path).read_bytes() for finding in found}


@pytest.fixture
def site(pristine: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    shutil.copytree(pristine, tmp_path / "site")
    return tmp_path / "site"


def audited(site: Path, pages: dict[str, bytes], sample: frozenset[AwardId] | None = None) -> Audited:
    source = RegistryFolder(REGISTRY)
    loaded = catalogue.load(source, TODAY)
    assert loaded.catalogue is not None
    key = loaded.catalogue.issuer.signing_key
    assert key is not None
    method = loaded.catalogue.issuer.addresses.key(key.public)
    order = Order(
        source=source, loaded=loaded, catalogue=loaded.catalogue, as_of=None, version=version(), chosen=sample
    )
    folder = FolderSite(site)
    with tempfile.TemporaryDirectory() as work:
        return audit(order, world_of(folder, pages, method, key.public, Path(work)))


def world_of(folder: FolderSite, pages: dict[str, bytes], method: str, public: str, work: Path) -> World:
    return World(
        outlet=Comparing(folder, multikey.decode_public(public), method),
        awards=Comparing(folder, multikey.decode_public(public), method),
        drawer=Stage(work),
        pages=pages.items(),
        entries=folder.entries(),
        run=map,
        hear=deaf,
    )


def found(site: Path, pages: dict[str, bytes]) -> dict[str, tuple[str, str]]:
    """Code and words of each finding by its path."""
    outcome = audited(site, pages)
    assert not outcome.problems
    assert [f.path for f in outcome.findings] == sorted({f.path for f in outcome.findings})
    assert {f.code for f in outcome.findings} <= set(CODES)
    return {f.path: (f.code, f.words) for f in outcome.findings}


def test_a_site_as_it_was_built_is_what_the_registry_says(site: Path, pages: dict[str, bytes]) -> None:
    outcome = audited(site, pages)
    assert outcome.findings == ()
    assert (outcome.awards, outcome.compared, outcome.lists) == (8, 8, 1)
    assert outcome.files == sum(file.is_file() for file in site.rglob("*"))


def test_a_bit_of_any_file_is_found(site: Path, pages: dict[str, bytes]) -> None:
    files = sorted(file for file in site.rglob("*") if file.is_file())
    for number, file in enumerate(files):
        data = bytearray(file.read_bytes())
        data[number * 7919 % len(data)] ^= 1 << number % 8
        file.write_bytes(data)
    assert set(found(site, pages)) == {file.relative_to(site).as_posix() for file in files}


def test_every_file_that_is_missing_is_found(site: Path, pages: dict[str, bytes]) -> None:
    files = [file for file in site.rglob("*") if file.is_file()]
    for file in files:
        file.unlink()
    result = found(site, pages)
    gone = {file.relative_to(site).as_posix() for file in files}
    assert {path for path, (code, _) in result.items() if code == "missing"} == gone
    assert {words for code, words in result.values() if code == "added"} == {"an empty folder"}


@pytest.mark.parametrize("path", [CREDENTIAL, PAGE, ASSERTION, *OTHERS, MARK, "index.html", "assets/award.css"])
@pytest.mark.parametrize("byte", [b"\n", b" ", b"\0"])
def test_a_byte_too_many_is_found(site: Path, pages: dict[str, bytes], path: str, byte: bytes) -> None:
    with (site / path).open("ab") as file:
        file.write(byte)
    assert {path: code for path, (code, _) in found(site, pages).items()} == {path: "changed"}


@pytest.mark.parametrize("path", [CREDENTIAL, PAGE, ASSERTION, *OTHERS])
def test_a_byte_too_few_is_found(site: Path, pages: dict[str, bytes], path: str) -> None:
    (site / path).write_bytes((site / path).read_bytes()[:-1])
    assert {path: code for path, (code, _) in found(site, pages).items()} == {path: "changed"}


def test_where_a_document_differs_is_told(site: Path, pages: dict[str, bytes]) -> None:
    change(site / CREDENTIAL, lambda d: d["credentialSubject"]["achievement"].update(name="Circuit Desing"))
    change(site / ASSERTION, lambda d: d.update(admin=True))
    change(site / "ob2/issuer.json", lambda d: d.pop("email"))
    result = found(site, pages)
    assert result[CREDENTIAL] == (
        "changed",
        'at /credentialSubject/achievement/name: "Circuit Desing", where the registry says "Circuit Design"',
    )
    assert result[ASSERTION] == ("changed", "at /admin: true, which the registry does not say")
    assert result["ob2/issuer.json"][1].startswith("at /email: it lacks ")


def test_where_a_page_differs_is_told(site: Path, pages: dict[str, bytes]) -> None:
    text = (site / PAGE).read_text()
    (site / PAGE).write_text(text.replace("Circuit Design", "Circuit Desing", 1))
    line = text[: text.index("Circuit Design")].count("\n") + 1
    code, words = found(site, pages)[PAGE]
    assert code == "changed"
    assert words.startswith(f"line {line}, ")
    assert "Desing" in words


def change(file: Path, how: Callable[[dict[str, Any]], object]) -> None:
    """Change a JSON document and leave its way of being written as it was."""
    document = json.loads(file.read_bytes())
    how(document)
    file.write_bytes(json_text.dump(document))


def resigned(file: Path, seed: bytes, **changes: object) -> None:
    """Sign a document anew, with a key made of that seed, as the issuer would have."""
    document = json.loads(file.read_bytes())
    proof = document.pop("proof")[0]
    document |= changes
    file.write_bytes(
        json_text.dump(
            secure(
                document,
                key=SigningKey.from_seed(seed),
                verification_method=proof["verificationMethod"],
                created=proof["created"],
            )
        )
    )


def other_form(value: str) -> str:
    """The same signature with the group's order added to S."""
    data = decode_base58btc(value)
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(data[32:], "little") + order
    return encode_base58btc(data[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("path", [CREDENTIAL, "status/0.json"])
def test_another_key_signs_for_nobody(site: Path, pages: dict[str, bytes], path: str) -> None:
    resigned(site / path, bytes([2]) * 32)
    result = found(site, pages)
    assert result == {path: ("signature-wrong", result[path][1])}
    assert result[path][1].startswith("at /proof/0/proofValue: ")


def test_the_issuers_own_signature_over_other_words_is_found(site: Path, pages: dict[str, bytes]) -> None:
    resigned(site / CREDENTIAL, bytes.fromhex(SEED), awardedDate="2026-01-01T00:00:00Z")
    assert found(site, pages)[CREDENTIAL][1].startswith('at /awardedDate: "2026-01-01T00:00:00Z", where the')


def test_the_signature_of_another_award_is_found(site: Path, pages: dict[str, bytes]) -> None:
    other = next(file for file in sorted(site.glob("awards/*/*.json")) if file.stem != ID)
    value = json.loads(other.read_bytes())["proof"][0]["proofValue"]
    change(site / CREDENTIAL, lambda d: d["proof"][0].update(proofValue=value))
    assert {path: code for path, (code, _) in found(site, pages).items()} == {CREDENTIAL: "signature-wrong"}


def test_there_is_one_form_of_a_signature(site: Path, pages: dict[str, bytes]) -> None:
    change(site / CREDENTIAL, lambda d: d["proof"][0].update(proofValue=other_form(d["proof"][0]["proofValue"])))
    assert {path: code for path, (code, _) in found(site, pages).items()} == {CREDENTIAL: "signature-wrong"}


@pytest.mark.parametrize(
    "proof",
    [
        None,
        [],
        {},
        [[]],
        [{}],
        [{"proofValue": 7}],
        [{"proofValue": ""}],
        [{"proofValue": "z" * 1000}],
        [{"proofValue": 'z"},{'}],
        [{"proofValue": "z٣"}],
    ],
)
def test_a_proof_of_another_form_is_found(site: Path, pages: dict[str, bytes], proof: object) -> None:
    change(site / CREDENTIAL, lambda d: d.update(proof=proof))
    code, words = found(site, pages)[CREDENTIAL]
    assert code == "changed"
    assert "/proof" in words


@pytest.mark.parametrize("value", ["", "z", "u", "z" + "1" * 64, "z" + "2" * 87, "zz", "m" + "A" * 86])
def test_a_proof_value_that_is_no_signature_is_found(site: Path, pages: dict[str, bytes], value: str) -> None:
    change(site / CREDENTIAL, lambda d: d["proof"][0].update(proofValue=value))
    assert set(found(site, pages)) == {CREDENTIAL}


@pytest.mark.parametrize("member", ["created", "verificationMethod", "proofPurpose", "cryptosuite", "type"])
def test_every_option_of_a_proof_counts(site: Path, pages: dict[str, bytes], member: str) -> None:
    change(site / CREDENTIAL, lambda d: d["proof"][0].update({member: "https://example.org/other"}))
    assert found(site, pages)[CREDENTIAL][1].startswith(f"at /proof/0/{member}: ")


def test_a_bit_of_a_status_list_is_found(site: Path, pages: dict[str, bytes]) -> None:
    from generator.encodings import bitstring

    lists = site / "status/0.json"
    encoded = bitstring.encode([5, 202, 31069], 131_072)
    subject = json.loads(lists.read_bytes())["credentialSubject"] | {"encodedList": encoded}
    resigned(lists, bytes.fromhex(SEED), credentialSubject=subject)
    result = found(site, pages)
    assert set(result) == {"status/0.json"}
    assert result["status/0.json"][1].startswith("at /credentialSubject/encodedList: ")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null\n",
        b"[]\n",
        b"\xff\xfe",
        b'{"a":1,"a":2}\n',
        b"[" * 100_000,
        b'{"proof":' * 60 + b"1" + b"}" * 60,
        b'"\\ud800"',
        b"NaN",
    ],
)
@pytest.mark.parametrize("path", [CREDENTIAL, ASSERTION])
def test_whatever_stands_in_a_file_is_a_difference(site: Path, pages: dict[str, bytes], path: str, data: bytes) -> None:
    (site / path).write_bytes(data)
    assert {path: code for path, (code, _) in found(site, pages).items()} == {path: "changed"}


def test_the_same_json_written_otherwise_is_found(site: Path, pages: dict[str, bytes]) -> None:
    document = json.loads((site / CREDENTIAL).read_bytes())
    (site / CREDENTIAL).write_text(json.dumps(document, indent=1))
    code, words = found(site, pages)[CREDENTIAL]
    assert code == "changed"
    assert words.startswith("line 1, byte 2: ")


def test_a_huge_file_is_not_read_to_its_end(site: Path, pages: dict[str, bytes]) -> None:
    with (site / CREDENTIAL).open("r+b") as file:
        file.truncate(1 << 40)
    assert set(found(site, pages)) == {CREDENTIAL}


def test_the_file_of_another_award_is_found(site: Path, pages: dict[str, bytes]) -> None:
    other = next(file for file in sorted(site.glob("awards/*/*.json")) if file.stem != ID)
    shutil.copy(other, site / CREDENTIAL)
    assert found(site, pages)[CREDENTIAL][1].startswith("at /id: ")


@pytest.mark.parametrize(
    "path",
    [
        "notes.txt",
        ".env",
        ".well-known/x",
        "awards/bh/index.html",
        f"awards/bh/{ID}.png",
        f"awards/bh/{ID}.JSON",
        f"awards/xx/{ID}.json",
        f"ob2/awards/bh/{ID}.html",
        f"awards/00/{'0' * 26}.json",
        "status/1.json",
        "Index.html",
        "a\nb\x1b[31m.txt",
        os.fsdecode(b"\xff.txt"),
    ],
)
def test_a_file_too_many_is_found(site: Path, pages: dict[str, bytes], path: str) -> None:
    (site / path).parent.mkdir(exist_ok=True)
    (site / path).write_text("more")
    result = found(site, pages)
    assert {path: code for path, (code, _) in result.items()} == {path: "added"}
    assert ("only in capital letters" in result[path][1]) == (path == "Index.html")


def test_a_folder_too_many_is_found_with_all_that_is_in_it(site: Path, pages: dict[str, bytes]) -> None:
    (site / "more/deep").mkdir(parents=True)
    (site / "more/empty").mkdir()
    for number in range(3):
        (site / f"more/deep/{number}").touch()
    assert {path: words for path, (_, words) in found(site, pages).items()} == {
        "more/empty": "an empty folder",
        **{f"more/deep/{number}": "the registry makes no such file" for number in range(3)},
    }


@pytest.mark.parametrize("path", [CREDENTIAL, PAGE, "index.html", MARK])
def test_what_stands_in_a_files_place_is_found(site: Path, pages: dict[str, bytes], path: str) -> None:
    (site / path).rename(site.parent / "moved")
    (site / path).symlink_to(site.parent / "moved")
    assert found(site, pages) == {path: ("changed", "a symbolic link stands in its place")}
    (site / path).unlink()
    (site / path).mkdir()
    assert found(site, pages) == {path: ("changed", "a folder stands in its place")}
    (site / path).rmdir()
    os.mkfifo(site / path)
    assert found(site, pages) == {path: ("changed", "neither a file nor a folder stands in its place")}


def test_a_folder_that_is_a_link_is_not_entered(site: Path, pages: dict[str, bytes]) -> None:
    (site / "awards/bh").rename(site.parent / "moved")
    (site / "awards/bh").symlink_to(site.parent / "moved")
    result = found(site, pages)
    assert result["awards/bh"] == ("added", "a symbolic link, which no site has")
    assert result[CREDENTIAL][0] == "missing"
    assert "awards/bh is a symbolic link" in result[CREDENTIAL][1]


def test_a_repository_beside_the_files_is_one_finding(site: Path, pages: dict[str, bytes]) -> None:
    (site / ".git/objects").mkdir(parents=True)
    assert {path: code for path, (code, _) in found(site, pages).items()} == {".git": "added"}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to this user")
def test_what_cannot_be_read_is_told(site: Path, pages: dict[str, bytes]) -> None:
    (site / CREDENTIAL).chmod(0)
    (site / "closed").mkdir(mode=0)
    assert {path: code for path, (code, _) in found(site, pages).items()} == {
        CREDENTIAL: "unreadable",
        "closed": "unreadable",
    }


def test_a_sample_is_drawn_by_its_seed(site: Path, pages: dict[str, bytes]) -> None:
    source = RegistryFolder(REGISTRY)
    folders = catalogue.load(source, TODAY).folders
    samples = {seed: drawn(source, folders, 3, seed) for seed in "abcdef"}
    assert {len(sample) for sample in samples.values()} == {3}
    assert len(set(samples.values())) > 1
    assert samples["a"] == drawn(source, folders, 3, "a")
    for file in site.glob("awards/*/*.html"):
        file.write_text("")
    (site / "index.html").write_text("")
    outcome = audited(site, pages, samples["a"])
    expected = {"index.html", *(f"awards/{award[:2]}/{award}.html" for award in samples["a"])}
    assert {finding.path for finding in outcome.findings} == expected
    assert (outcome.awards, outcome.compared) == (8, 3)
