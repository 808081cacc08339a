"""Every combination of optional parts is canonicalised alike by two programs that share no line."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import VerifyKey

from generator.adapters import second_opinion
from generator.adapters.second_opinion import Pyoxigraph, canonical_pair, written_otherwise
from generator.encodings.multibase import decode_base58btc
from generator.encodings.multikey import decode_public
from generator.encodings.rdf_canonical import canonical_nquads
from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from generator.publishing.outcome import Word
from tests import odd_registry
from tests.builds import SEED, built
from tests.second_opinion import other_canonical

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "site").glob("awards/*/*.json"))
KEY = SigningKey.from_secret(SEED)
CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def secured(document: dict[str, Any]) -> bytes:
    method = f"did:web:a.example#{KEY.public_multikey}"
    created = "2026-11-22T00:00:00Z"
    return json.dumps(secure(document, key=KEY, verification_method=method, created=created)).encode()


def with_credits(number: Any) -> dict[str, Any]:
    """A part of a credential with that many credits."""
    achievement = {"id": "https://a.example/b", "type": ["Achievement"], "creditsAvailable": number}
    subject = {"type": ["AchievementSubject"], "achievement": achievement}
    kinds = ["VerifiableCredential", "OpenBadgeCredential"]
    return {"@context": CONTEXT, "id": "https://a.example/1", "type": kinds, "credentialSubject": subject}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all texts in a document, but for its contexts and its proof."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict | list):
        for name, member in value.items() if isinstance(value, dict) else enumerate(value):
            if name not in ("@context", "proof"):
                yield from leaves(member, (*path, name))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of 300 odd awards."""
    folder = tmp_path_factory.mktemp("odd")
    return built(odd_registry.write(folder / "registry", 300, seed=7), folder / "site")


def combination(credential: dict[str, Any]) -> tuple[Any, ...]:
    """What is there and what is not."""
    subject = credential["credentialSubject"]
    evidence = tuple(tuple(sorted(item)) for item in credential.get("evidence", ()))
    return (tuple(sorted(credential)), tuple(sorted(subject)), tuple(sorted(subject["achievement"])), evidence)


def test_both_agree_and_the_signature_is_over_what_they_agree_on(site: Path) -> None:
    documents = [json.loads(file.read_bytes()) for file in sorted(site.glob("awards/*/*.json"))]
    chosen = {combination(document): document for document in documents}
    assert len(chosen) > 40
    for document in [*chosen.values(), json.loads((site / "status/0.json").read_bytes())]:
        proof = document.pop("proof")[0]
        assert canonical_nquads(document) == other_canonical(document)
        value = proof.pop("proofValue")
        options = {"@context": document["@context"], **proof}
        hashes = [sha256(other_canonical(part).encode()).digest() for part in (options, document)]
        key = decode_public(proof["verificationMethod"].partition("#")[2])
        VerifyKey(key).verify(b"".join(hashes), decode_base58btc(value))


def test_every_award_of_the_sample_holds() -> None:
    (opinion,) = second_opinion.opinions()
    assert opinion.name == "pyoxigraph"
    assert GOLDEN
    for file in GOLDEN:
        assert opinion(file.read_bytes(), KEY.public_multikey) == (Word.HOLDS, "")


def test_it_is_the_same_in_another_process() -> None:
    (opinion,) = second_opinion.opinions()
    assert pickle.loads(pickle.dumps(opinion))(GOLDEN[0].read_bytes(), KEY.public_multikey) == (Word.HOLDS, "")


def test_every_text_that_is_changed_is_seen() -> None:
    document = json.loads(GOLDEN[0].read_bytes())
    places = list(leaves(document))
    assert len(places) > 50
    for *path, last in places:
        changed = json.loads(GOLDEN[0].read_bytes())
        inner = changed
        for step in path:
            inner = inner[step]
        inner[last] += "x"
        word, words = Pyoxigraph()(json.dumps(changed).encode(), KEY.public_multikey)
        assert word is Word.DIFFERS, (path, last)
        assert words


def test_another_key_is_not_the_one() -> None:
    other = SigningKey.from_secret("02" * 32).public_multikey
    word, words = Pyoxigraph()(GOLDEN[0].read_bytes(), other)
    assert (word, words) == (Word.DIFFERS, "pyoxigraph makes another text of it than the one that was signed")


def test_a_number_that_it_writes_otherwise_is_no_alarm() -> None:
    """ADR 9: JSON-LD writes 0.07 with sixteen digits, pyoxigraph with one."""
    word, words = Pyoxigraph()(secured(with_credits(0.07)), KEY.public_multikey)
    assert (word, words) == (Word.SILENT, "the number 0.07 is written with fewer digits than JSON-LD says")
    assert Pyoxigraph()(secured(with_credits(0.5)), KEY.public_multikey) == (Word.HOLDS, "")


def test_which_numbers_it_writes_otherwise_is_known() -> None:
    numbers = [number / 1000 for number in range(1, 3000, 19)] + [0.07, 0.56, 0.069, 1.5, 3.0, 12.25, 1e6, 123456.789]
    differ = [number for number in numbers if list(written_otherwise({"a": [number]}))]
    assert 5 < len(differ) < len(numbers) / 4
    for number in [*numbers, 3, 100]:
        document = with_credits(number)
        assert (canonical_nquads(document) != other_canonical(document)) == (number in differ), number


def test_both_parts_read_at_once_are_what_each_is_alone() -> None:
    for file in GOLDEN:
        document = json.loads(file.read_bytes())
        proof = document.pop("proof")[0]
        del proof["proofValue"]
        configuration = {"@context": document["@context"], **proof}
        alone = (other_canonical(configuration), other_canonical(document))
        assert canonical_pair(configuration, document) == alone
        speaking = document | {"name": "About DataIntegrityProof"}
        assert canonical_pair(configuration, speaking) == (alone[0], other_canonical(speaking))


def test_a_document_with_several_proofs_or_none_is_not_ours() -> None:
    document = json.loads(GOLDEN[0].read_bytes())
    given: list[list[Any]] = [[], document["proof"] * 2]
    for proofs in given:
        told = Pyoxigraph()(json.dumps(document | {"proof": proofs}).encode(), KEY.public_multikey)
        assert told == (Word.DIFFERS, "it does not bear one signature")


def test_without_the_other_program_there_is_no_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyoxigraph", None)
    assert second_opinion.opinions() == ()


def test_a_document_that_it_cannot_read_is_named() -> None:
    unread = json.loads(GOLDEN[0].read_bytes()) | {"validFrom": {"@value": 1, "@language": "en"}}
    word, words = Pyoxigraph()(json.dumps(unread).encode(), KEY.public_multikey)
    assert word is Word.DIFFERS
    assert words.startswith("pyoxigraph cannot read it: ")


def test_a_document_with_a_signed_one_inside() -> None:
    kinds = ["VerifiableCredential", "EndorsementCredential"]
    inner = json.loads(secured(with_credits(1.5) | {"type": kinds, "id": "https://a.example/2"}))
    outer = secured(with_credits(2) | {"endorsement": [inner]})
    assert Pyoxigraph()(outer, KEY.public_multikey) == (Word.HOLDS, "")
    changed = outer.replace(b"1.5", b"2.5")
    assert Pyoxigraph()(changed, KEY.public_multikey)[0] is Word.DIFFERS
