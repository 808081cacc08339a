"""Bombs: inputs made to take all memory or time, each read by a process that may have little of either."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest

from generator.encodings.multibase import base64url, encode_base64url
from tests.fuzz.test_images import SIGNATURE, SMALL, chunk

# Beyond what the process had when all was imported, in mebibytes; and seconds of processor time in all.
MEMORY: Final = 256
SECONDS: Final = 30
# Each reader by name, what it raises on purpose, and the limits that are set once all is imported.
READING: Final = f"""
import pathlib, resource, sys, zlib
from datetime import UTC, datetime
from generator.encodings import bitstring, json_ld, json_text, multibase
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import BadgesError, UnknownDocument
from generator.images.baking import unbake
from generator.images.raster import png_size
from generator.images.svg import check_svg
from generator.proofs.jws import parse_jws
from generator.sources.markdown_pages import faults
from generator.sources.yaml_nodes import read
from generator.verification import Claim, NotAReceipt, Verifier

def nothing(url):
    raise UnknownDocument(url)

def document(data):
    return json_text.parse_object(data)

json_ld.strict({{"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiableCredential"}})
faults("docs/x.md", b"# x")
READERS = {{
    "yaml": lambda data: [problem.code for problem in read("x.yml", data).problems],
    "page": lambda data: [problem.code for problem in faults("docs/x.md", data)],
    "json": lambda data: len(json_text.dump(json_text.parse(data))),
    "json-ld": lambda data: len(json_ld.strict(document(data))),
    "canonical": lambda data: len(canonical_nquads(document(data))),
    "png": png_size,
    "svg": check_svg,
    "unbake": unbake,
    "jws": lambda data: parse_jws(data.decode()).header,
    "base58": lambda data: len(multibase.decode_base58btc(data.decode())),
    "bits": lambda data: len(bitstring.decode(data.decode())),
    "receipt": lambda data: Claim.read(data.decode()),
    "careless": zlib.decompress,
    "verify": lambda data: [r.codes for _, r in Verifier(nothing, now=datetime(2026, 11, 22, tzinfo=UTC)).file(data)],
}}
held = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
most = held + {MEMORY} * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (most, most))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
for number, name in enumerate(sys.argv[2:]):
    data = (pathlib.Path(sys.argv[1]) / str(number)).read_bytes()
    try:
        print(number, name, "read", READERS[name](data))
    except (BadgesError, NotAReceipt) as refused:
        print(number, name, "refused", type(refused).__name__, str(refused)[:120])
    except MemoryError:
        print(number, name, "took too much")
"""
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg">'
V2: Final = "https://www.w3.org/ns/credentials/v2"


@cache
def zeros(mebibytes: int, *, packed_as: int = 15) -> bytes:
    """So many mebibytes of zero bytes, compressed: 15 as zlib does, 31 as gzip."""
    stream, stretch = zlib.compressobj(9, wbits=packed_as), bytes(1 << 20)
    return b"".join(stream.compress(stretch) for _ in range(mebibytes)) + stream.flush()


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def text_chunk(packed: bytes) -> bytes:
    return SMALL[0][:33] + chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + packed) + SMALL[0][33:]


def values(count: int) -> bytes:
    return as_json({"@context": V2, "type": ["urn:x"] * count})


def bits(packed: bytes) -> bytes:
    return encode_base64url(packed).encode()


def huge_png() -> bytes:
    """The largest picture that a header can ask for, of nothing."""
    header = bytes.fromhex("00001000000010001006000000")
    return SIGNATURE + b"".join(chunk(*part) for part in ((b"IHDR", header), (b"IDAT", zeros(320)), (b"IEND", b"")))


def clique(count: int) -> bytes:
    """Nodes without an id, each related to every other one, so that all look alike."""
    names = [f"_:b{number}" for number in range(count)]
    related = [{"id": name, "related": [{"id": other} for other in names if other != name]} for name in names]
    context = {"related": "urn:x:related", "id": "@id", "all": "urn:x:all"}
    return as_json({"@context": context, "all": related})


def entities() -> bytes:
    levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    return f'<!DOCTYPE svg [<!ENTITY a0 "x">{levels}]><svg xmlns="http://www.w3.org/2000/svg">&a9;</svg>'.encode()


def contexts() -> bytes:
    """Contexts that define the same anew at each level."""
    inner: dict[str, Any] = {"id": "urn:x"}
    for level in range(60):
        inner = {"@context": {f"a{level}x{number}": f"urn:x:{number}" for number in range(400)}, f"a{level}x1": inner}
    return as_json(inner)


def aliases() -> bytes:
    letters = "abcdefghi"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(letters)]
    return "\n".join(lines).encode()


def token(header: Any, payload: bytes) -> bytes:
    return f"{base64url(as_json(header))}.{base64url(payload)}.AA".encode()


# The reader, the bomb, and how the line that is printed of it goes on.
BOMBS: Final[dict[str, tuple[str, Callable[[], bytes], str]]] = {
    "aliases": ("yaml", aliases, "read ['yaml-anchor']"),
    "levels of YAML": ("yaml", lambda: b"[" * 1_000_000, "read ['too-deep']"),
    "keys of YAML": ("yaml", lambda: b"? " * 500_000, "read ['key-not-text']"),
    "values of YAML": ("yaml", lambda: b"[" + b"1," * 520_000, "read ["),
    "brackets of a page": ("page", lambda: b"[" * 39_000, "read ["),
    "references of a page": ("page", lambda: b"[a]: b\n" * 900 + b"[a][" * 8_000, "read ["),
    "levels of JSON": ("json", lambda: b"[" * 1_999_999, "refused EncodingError the JSON is nested more than 64"),
    "members of JSON": ("json", lambda: b"{" + b",".join(b'"%d":0' % n for n in range(180_000)) + b"}", "read"),
    "digits of JSON": ("json", lambda: b"9" * 1_999_999, "refused EncodingError a number of the JSON is out of range"),
    "quotes of JSON": ("json", lambda: b'"' + b"\\" * 1_999_998, "refused EncodingError not JSON"),
    "values of JSON-LD": ("json-ld", lambda: values(200_000), "refused TooComplex"),
    "contexts": ("json-ld", contexts, "refused"),
    "a clique": ("canonical", lambda: clique(9), "refused TooComplex"),
    "a picture of zeros": ("png", huge_png, "refused ImageRefused"),
    "levels of SVG": ("svg", lambda: SVG + b"<g>" * 300_000, "refused ImageRefused"),
    "entities": ("svg", entities, "refused ImageRefused"),
    "entities around a badge": ("unbake", entities, "refused ImageRefused"),
    "a text of zeros": ("unbake", lambda: text_chunk(zeros(320)), "refused ImageRefused"),
    "chunks": ("unbake", lambda: SIGNATURE + SMALL[0][8:33] + chunk(b"tEXt", b"") * 200_000, "refused ImageRefused"),
    "levels around a badge": ("unbake", lambda: b"<svg>" * 600_000, "refused ImageRefused"),
    "parts of a token": ("jws", lambda: b"." * 2_600_000, "refused EncodingError"),
    "a header of a token": ("jws", lambda: token({"alg": "EdDSA", "x": "y" * 900_000}, b"{}"), "refused EncodingError"),
    "digits of base 58": ("base58", lambda: b"z" * 4_000_000, "refused EncodingError"),
    "bits": ("bits", lambda: bits(zeros(320, packed_as=31)), "refused EncodingError"),
    "bits of many parts": ("bits", lambda: bits(gzip.compress(b"", mtime=0) * 50_000), "refused EncodingError"),
    "a receipt": ("receipt", lambda: b"1." + b"A" * 4_000_000, "refused NotAReceipt"),
    "a badge of zeros": ("verify", lambda: text_chunk(zeros(320)), "read [('unreadable',)]"),
    "a document of one letter": ("verify", lambda: b"{" + b" " * 16_000_000, "read [('unreadable',)]"),
    # That the limit holds at all.
    "zeros": ("careless", lambda: zeros(320), "took too much"),
    "a token in a token": ("verify", lambda: token({"alg": "none"}, b'{"vc":' * 60 + b"1" + b"}" * 60), "read [("),
}  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited by what Linux tells")
def test_no_bomb_takes_more_memory_than_a_process_may_have(tmp_path: Path) -> None:
    for number, (_, make, _) in enumerate(BOMBS.values()):
        (tmp_path / str(number)).write_bytes(make())
    readers = [reader for reader, _, _ in BOMBS.values()]
    command = [sys.executable, "-c", READING, str(tmp_path), *readers]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    said = dict(zip(BOMBS, ended.stdout.splitlines(), strict=False))
    assert len(said) == len(BOMBS), ended.stderr[-1000:]
    expected = {name: f"{number} {reader} {how}" for number, (name, (reader, _, how)) in enumerate(BOMBS.items())}
    assert {name: line for name, line in said.items() if not line.startswith(expected[name])} == {}
