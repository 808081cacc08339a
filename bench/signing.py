# ruff: noqa: TID251 -- a benchmark reads the clock
"""Signing alone: what three programs do in a process of their own, each timed after it was warm.

`python -m bench.signing ours|pyld JOB` prints the seconds of wall and processor and the proof values; Node's part is
`peers/issue.mjs`. All sign the same unsecured credentials with the same key, so all proofs must be the same.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import nacl.signing
from pyld import jsonld

from bench.catalogue import SEED_OF_KEY
from generator import resources
from generator.adapters.registry_folder import RegistryFolder
from generator.encodings.multibase import encode_base58btc
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.names import AwardId
from generator.openbadges import v3
from generator.proofs.data_integrity import proof_options
from generator.proofs.keys import SigningKey
from generator.publishing.pressing import Press
from generator.sources import catalogue as catalogues
from generator.sources import records
from generator.sources.layout import record_files


@dataclass(frozen=True)
class Decided:
    """The awards of a registry, each with what it builds on."""

    catalogue: Catalogue
    key: SigningKey
    awards: list[tuple[Award, tuple[Part, ...]]]

    @property
    def method(self) -> str:
        """The verification method of the key."""
        return self.catalogue.issuer.addresses.key(self.key.public_multikey)

    def documents(self, chosen: Sequence[tuple[Award, tuple[Part, ...]]]) -> list[dict[str, Any]]:
        """Their unsecured credentials, by the plain path, and the moments of their proofs."""
        made = [v3.credential(self.catalogue, award, parts) for award, parts in chosen]
        return [{"document": document, "created": document["validFrom"]} for document in made]


def decided(registry: Path, today: date) -> Decided:
    """All awards of a registry that has no mistake, in the order of their ids, which says nothing of their shape."""
    source = RegistryFolder(registry)
    loaded = catalogues.load(source, today)
    assert loaded.catalogue is not None, "the made catalogue is right"
    found: dict[AwardId, tuple[Award, Part]] = {}
    for file in record_files(source, loaded.folders, []):
        record = records.parse(file, source.read(file.path), loaded.known)
        part = record.row.part()
        assert record.award is not None, record.problems
        assert part is not None
        found[file.id] = record.award, part
    awards = [(award, tuple(found[each][1] for each in award.builds_on)) for _, (award, _) in sorted(found.items())]
    return Decided(loaded.catalogue, SigningKey.from_seed(bytes.fromhex(SEED_OF_KEY)), awards)


def _ours(job: dict[str, Any]) -> Iterator[Callable[[], str]]:
    """Canonicalised, hashed, signed and written as JSON: the file of the site."""
    known = decided(Path(job["registry"]), date.fromisoformat(job["today"]))
    press = Press(known.catalogue, known.key)
    for award, parts in known.awards:
        yield lambda award=award, parts=parts: press.credential(award, parts)  # type: ignore[misc]


def _pyld(job: dict[str, Any]) -> Iterator[Callable[[], str]]:
    """As a programmer writes it with PyLD and PyNaCl, the contexts at hand."""
    key = nacl.signing.SigningKey(bytes.fromhex(job["seed"]))
    contexts = {
        url: {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}
        for url, document in job["contexts"].items()
    }
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": lambda url, _: contexts[url],
    }

    def canonical(document: dict[str, Any]) -> bytes:
        text: str = jsonld.normalize(document, options)
        return text.encode()

    def proof(document: dict[str, Any], created: str) -> str:
        configuration = {"@context": document["@context"], **proof_options(job["method"], created)}
        data = sha256(canonical(configuration)).digest() + sha256(canonical(document)).digest()
        return encode_base58btc(key.sign(data).signature)

    for each in [*job["warm"], *job["timed"]]:
        yield lambda each=each: proof(each["document"], each["created"])  # type: ignore[misc]


def timed(steps: Sequence[Callable[[], Any]], warm: int) -> tuple[dict[str, Any], list[Any]]:
    """What the steps took after so many that were only to warm up, and what came of them."""
    for step in steps[:warm]:
        step()
    used, start = time.process_time(), time.perf_counter()
    outcome = [step() for step in steps[warm:]]
    took = {"wall": time.perf_counter() - start, "cpu": time.process_time() - used, "count": len(outcome)}
    return took, outcome


def main() -> None:
    """Do one program's part of a job and print what came of it."""
    name, place = sys.argv[1:]
    job = json.loads(Path(place).read_text("utf-8"))
    if name == "pyld":
        took, proofs = timed([*_pyld(job)], len(job["warm"]))
    else:
        took, files = timed([*_ours(job)], job["warm_ours"])
        # The peers sign each so-manieth of those that are timed here.
        proofs = [json.loads(file)["proof"][0]["proofValue"] for file in files[:: job["each"]]][: len(job["timed"])]
    version = f"PyLD {importlib.metadata.version('PyLD')} and PyNaCl {importlib.metadata.version('pynacl')}"
    print(json.dumps(took | {"proofs": proofs, "version": version}))


def job_of(registry: Path, today: date, *, warm_ours: int, warm: int, peers: int) -> dict[str, Any]:
    """The job of all three: ours signs the whole registry, the peers `peers` of it, evenly spread."""
    known = decided(registry, today)
    rest = known.awards[warm_ours:]
    each = max(1, len(rest) // peers)
    return {
        "registry": str(registry),
        "today": today.isoformat(),
        "seed": SEED_OF_KEY,
        "method": known.method,
        "contexts": {pinned.url: resources.context(pinned.url) for pinned in resources.contexts()},
        "warm_ours": warm_ours,
        "each": each,
        "warm": known.documents(known.awards[:warm]),
        "timed": known.documents(rest[::each][:peers]),
    }


if __name__ == "__main__":
    main()
