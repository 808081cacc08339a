"""What readers are given: real documents with bytes flipped, cut, doubled, spliced and replaced, and plain chance.

`FUZZ=50 pytest tests/fuzz`, which is `make fuzz`, tries fifty times as many, other ones each time, and prints with a
failure how it is reproduced. Without it the examples are few, and the same each time.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.verification.signed_site import at_pointer, copied, pointers

TESTS: Final = Path(__file__).parents[1]
REGISTRY: Final = TESTS / "registry"
VECTORS: Final = TESTS / "vectors"
TIMES: Final = int(os.environ.get("FUZZ", "1"))
# Seconds of processor time: a hundred times what any of these small inputs takes, and less than a hang.
MOST_SECONDS: Final = 5.0

T = TypeVar("T")


def examples(count: int) -> settings:
    """So many examples, `TIMES` over."""
    return settings(
        max_examples=count * TIMES,
        derandomize=TIMES == 1,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


def soon(read: Callable[..., T], *given: Any) -> T:
    """What the reader returns; it fails the test by taking long, also where it raises."""
    start = time.process_time()
    try:
        return read(*given)
    finally:
        assert time.process_time() - start < MOST_SECONDS


def files(*patterns: str, below: Path = VECTORS, most: int = 20_000) -> list[bytes]:
    """The bytes of real files, the small ones."""
    found = [file.read_bytes() for pattern in patterns for file in sorted(below.glob(pattern)) if file.is_file()]
    return [data for data in found if len(data) <= most]


def mutated(seeds: Collection[bytes], tokens: Collection[bytes] = ()) -> st.SearchStrategy[bytes]:
    """One of the seeds with a few edits; or any bytes, or some tokens in a row."""
    wild = st.binary(max_size=300)
    if tokens:
        wild |= st.lists(st.sampled_from(sorted(tokens)), max_size=40).map(b"".join)
    # A seed and a number make the edits: shrinking them finds the seed and few edits, and drawing them takes no time.
    edited = st.builds(_edited, st.sampled_from(sorted(seeds)), st.integers(1, 5), st.integers(0, 1 << 32))
    edited_within = edited if not tokens else edited | _with_tokens(seeds, tokens)
    return st.one_of(edited, edited_within, wild, _spliced(seeds))


def mutated_text(seeds: Collection[str], tokens: Collection[str] = ()) -> st.SearchStrategy[str]:
    """The same of texts, with characters beyond ASCII and lone surrogates among them."""
    plain = mutated([seed.encode() for seed in seeds], [token.encode() for token in tokens])
    return plain.map(lambda data: data.decode("utf-8", "surrogateescape")) | st.text(max_size=60)


def _edited(seed: bytes, edits: int, number: int) -> bytes:
    chance, data = random.Random(number), bytearray(seed)
    for _ in range(edits):
        at, length = chance.randrange(len(data) + 1), chance.choice((1, 1, 2, 4, 40))
        match chance.randrange(6):
            case 0 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                data[at : at + length] = chance.randbytes(length)
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = data[at : at + length] * chance.randrange(1, 4)
            case 4:
                start = chance.randrange(len(data) + 1)
                data[at:at] = data[start : start + length]
            case _ if chance.randrange(4) == 0:
                del data[at:]
    return bytes(data)


@st.composite
def _with_tokens(draw: st.DrawFn, seeds: Collection[bytes], tokens: Collection[bytes]) -> bytes:
    """A seed with tokens between its words, or instead of them."""
    seed = draw(st.sampled_from(sorted(seeds)))
    words = re.split(rb"(\W)", seed)
    for _ in range(draw(st.integers(1, 3))):
        at, cut = draw(st.integers(0, len(words))), draw(st.integers(0, 2))
        words[at : at + cut] = [draw(st.sampled_from(sorted(tokens)))]
    return b"".join(words)


@st.composite
def _spliced(draw: st.DrawFn, seeds: Collection[bytes]) -> bytes:
    """The beginning of one seed and the end of another."""
    one, other = (draw(st.sampled_from(sorted(seeds))) for _ in range(2))
    return one[: draw(st.integers(0, len(one)))] + other[draw(st.integers(0, len(other))) :]


# -- JSON -----------------------------------------------------------------------------------------------------

ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 1.5, 1e30, -0.0, 2**53, "", " ", "x", "\x00", "\ud800", "\u202e", "9" * 400),
    *(
        "_:b0",
        "@id",
        "@type",
        "did:web:x",
        "did:key:z",
        "https://x.example/",
        "https://[",
        "urn:x",
        "2026-02-30T00:00:00Z",
    ),
    *(
        [],
        {},
        [[]],
        [None],
        [{}],
        {"id": []},
        {"id": "https://x.example/"},
        {"@id": "_:b0"},
        {"@value": 1},
        {"@list": []},
    ),
    *({"@context": None}, {"@graph": [{}]}, {"@included": {}}, {"@reverse": {"x": {}}}),
)
NAMES: Final = (
    "id type @id @type @context @graph @value @included @reverse proof issuer credentialSubject credentialStatus"
    " validUntil expirationDate name image evidence endorsement endorsementJwt related verifiableCredential identifier"
    " cryptosuite proofValue verificationMethod previousProof domain challenge expires kid jwk alg revoked"
).split()
# Other names of the same: keywords, and addresses of words.
ALIASES: Final = {
    "id": "@id",
    "type": "@type",
    "name": "https://schema.org/name",
    "issuer": "https://www.w3.org/2018/credentials#issuer",
    "credentialSubject": "https://www.w3.org/2018/credentials#credentialSubject",
    "achievement": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement",
    "proof": "https://w3id.org/security#proof",
}


@st.composite
def mutated_json(draw: st.DrawFn, seeds: Collection[Any]) -> Any:
    """A JSON value with a few of its values replaced, removed, added, moved or taken from another one."""
    documents = list(seeds)
    document = copied(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(1, 3))):
        places = pointers(document)[1:]
        if not places:
            break
        holder, step = at_pointer(document, draw(st.sampled_from(places)))
        _edit(draw, holder, step, lambda: draw(_values(documents)))
    return document


def _edit(draw: st.DrawFn, holder: Any, step: Any, value: Callable[[], Any]) -> None:
    match draw(st.sampled_from(["replace", "remove", "add", "wrap", "text", "rename", "disguise"])):
        case "replace":
            holder[step] = value()
        case "remove":
            del holder[step]
        case "add" if isinstance(holder[step], dict):
            holder[step][draw(st.sampled_from(NAMES))] = value()
        case "add" if isinstance(holder[step], list):
            holder[step].insert(draw(st.integers(0, len(holder[step]))), value())
        case "rename" if isinstance(holder, dict):
            name = ALIASES.get(step) if draw(st.booleans()) else draw(st.sampled_from([*NAMES, *holder]))
            holder[name or f"@{step}"] = holder.pop(step)
        case "disguise":
            # What means the same to a reader of JSON-LD, or might, and nothing to one of JSON.
            keyword = draw(st.sampled_from(["@value", "@set", "@list", "@id", "@included", "@graph"]))
            holder[step] = {keyword: holder[step]}
        case "text" if isinstance(holder[step], str):
            at = draw(st.integers(0, len(holder[step])))
            holder[step] = holder[step][:at] + draw(st.text(max_size=2)) + holder[step][at + 1 :]
        case _:
            holder[step] = [holder[step]]


def _values(documents: list[Any]) -> st.SearchStrategy[Any]:
    taken = st.sampled_from(documents).flatmap(lambda document: st.sampled_from(list(_inside(document))))
    return (st.sampled_from(ODD) | taken).map(copied)


def _inside(value: Any) -> Iterator[Any]:
    yield value
    for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _inside(member)
