"""Fuzzing short texts: keys, tokens, bit strings, receipts, names of issuers, addresses and dates."""

from __future__ import annotations

import contextlib
import gzip
import json
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.adapters.site_folder import SiteFolder
from generator.adapters.web_address import Unavailable, is_public
from generator.adapters.web_address import parse as parse_address
from generator.encodings import bitstring, crockford32, multibase, multikey
from generator.encodings.json_text import dump, parse
from generator.errors import EncodingError, NotAName, UnknownDocument
from generator.names import AwardId, Did, SitePath, Slug
from generator.proofs.jws import check_jws, parse_jws
from generator.proofs.public_keys import KeyKind, PublicKey
from generator.verification import Claim, NotAReceipt, did
from generator.verification.dates import moment, numeric, stamp
from generator.verification.envelope import opened
from generator.verification.reading import Unreadable
from tests.fuzz.meaning import exact
from tests.fuzz.mutations import ODD, VECTORS, examples, files, mutated, mutated_json, mutated_text, soon
from tests.verification.signed_site import key

DOCUMENTS: Final = [json.loads(data) for data in files("foreign/world/**/*.json", most=12_000)]
JWTS: Final = files("foreign/*/*.jwt", most=16_000)


def under(name: str, value: Any) -> list[Any]:
    """Every value that stands under this name, at any depth."""
    if isinstance(value, list):
        return [found for member in value for found in under(name, member)]
    if not isinstance(value, dict):
        return []
    return [*([value[name]] if name in value else []), *under(name, list(value.values()))]


MULTIKEYS: Final = [key().public_multikey, *under("publicKeyMultibase", DOCUMENTS)]
JWKS: Final = [jwk for jwk in (*under("publicKeyJwk", DOCUMENTS), *DOCUMENTS) if "kty" in jwk]
PEMS: Final = under("publicKeyPem", DOCUMENTS)
DIDS: Final = ["did:web:badges.riverbend.example", "did:web:x.example%3A8443:a:b", f"did:key:{MULTIKEYS[0]}"]
ADDRESSES: Final = [
    *("https://badges.riverbend.example/awards/bh/x.json?a=b#c", "https://x.example:8443/", "http://x.example"),
    *("https://[2001:db8::1]/x", "https://192.0.2.7/x", "https://x.example/a/../b", "https://xn--bcher-kva.example/"),
]
PIECES: Final = (
    *(
        "did:web:",
        "did:key:",
        "%3A",
        "%2F",
        "%00",
        "%",
        "..",
        ":",
        "::",
        "/",
        "//",
        "\\",
        "@",
        "#",
        "?",
        "[",
        "]",
        "https:",
    ),
    *(
        "localhost",
        "127.1",
        "0x7f.1",
        "2130706433",
        "1.2.3.4",
        "::ffff:127.0.0.1",
        "%25eth0",
        "xn--",
        ".",
        "-",
        "_",
        " ",
    ),
    *("ǆ", "。", "ß", "\u202e", "\t", "\n", "\0", "A", "é", "99999", "z6Mk", "a" * 70),
)
DATES: Final = ["2026-11-22T12:00:00Z", "2026-06-05T09:30:00.123456+14:00", "0001-01-01T00:00:00+13:59"]
RECEIPT: Final = "1." + multibase.base64url(
    dump(
        {
            "award": "bhp5n40baqpaaqspp7ft4y5m95",
            "name": ["Ada Example", "A" * 22],
            "emailAddress": ["a@x.example", "A" * 22],
        }
    )
)


# -- keys -----------------------------------------------------------------------------------------------------


@examples(400)
@given(mutated_text(MULTIKEYS, ["z", "u", "1", "z6Mk", "zDn", "z82", "z4MX", "zgg", "l", "0"]))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    for read in (PublicKey.from_multikey, PublicKey.from_base58, PublicKey.from_pem, multikey.decode_public):
        with contextlib.suppress(EncodingError):
            assert soon(read, text)
    for decode, encode in (
        (multibase.decode_base58btc, multibase.encode_base58btc),
        (multibase.decode_base64url, multibase.encode_base64url),
    ):
        with contextlib.suppress(EncodingError):
            assert encode(soon(decode, text)) == text
    with contextlib.suppress(EncodingError):
        assert multikey.encode_public(multikey.decode_public(text)) == text


@examples(300)
@given(mutated_json(JWKS))
def test_any_json_web_key_is_a_key_or_refused(jwk: Any) -> None:
    if isinstance(jwk, dict):
        with contextlib.suppress(EncodingError):
            found = soon(PublicKey.from_jwk, jwk)
            assert found.kind in KeyKind
            assert not found.holds(bytes(64), b"x")


@examples(150)
@given(
    mutated_text(
        PEMS, ["-----BEGIN PUBLIC KEY-----", "-----END RSA PUBLIC KEY-----", "\n", "\r\n", "=", "MII", "A" * 64]
    )
)
def test_any_pem_is_a_key_or_refused(text: str) -> None:
    with contextlib.suppress(EncodingError):
        assert soon(PublicKey.from_pem, text).kind in KeyKind


# -- tokens ---------------------------------------------------------------------------------------------------


@examples(300)
@given(mutated_text([data.decode() for data in JWTS], [".", "..", "=", "eyJ", "e30", "-", "_", "+", "{", " ", "é"]))
def test_any_text_is_a_token_or_refused(text: str) -> None:
    with contextlib.suppress(EncodingError):
        token = soon(parse_jws, text)
        parts = [multibase.from_base64url(part) for part in text.split(".")]
        assert [exact(token.header), token.payload, token.signature] == [exact(parse(parts[0])), *parts[1:]]
        for text_of_key in MULTIKEYS[:1]:
            assert not check_jws(token, PublicKey.from_multikey(text_of_key)).holds


@examples(200)
@given(mutated(JWTS, [b".", b"e30.", b"{", b"}", b'"vc":', b" ", b"\n", b"data:application/vc+jwt,", b"\xff"]))
def test_any_bytes_are_opened_or_refused(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        found = soon(opened, data, 2_000_000)
        assert isinstance(found.document, dict)


@examples(200)
@given(
    mutated_json([{"alg": "EdDSA", "kid": "x", "typ": "JWT"}]),
    mutated_json([{"iss": "x", "vc": {"id": "y", "a": [1]}}]),
)
def test_any_claims_are_opened_or_refused(header: Any, payload: Any) -> None:
    try:
        token = ".".join(multibase.base64url(dump(part)) for part in (header, payload, "x"))
    except EncodingError:  # a lone surrogate is no JSON that is sent
        return
    with contextlib.suppress(Unreadable):
        found = soon(opened, token.encode(), 2_000_000)
        assert found.token is not None


@examples(150)
@given(
    mutated(
        [gzip.compress(bytes(bitstring.MIN_BYTES), mtime=0), multibase.decode_base64url(bitstring.encode([5]))[:400]]
    )
)
def test_any_packed_bits_are_a_list_or_refused(data: bytes) -> None:
    with contextlib.suppress(EncodingError):
        bits = soon(bitstring.decode, multibase.encode_base64url(data))
        assert bits == gzip.decompress(data)
        assert bitstring.MIN_BYTES <= len(bits) <= bitstring.MAX_BYTES


# -- what people type and issuers are called ------------------------------------------------------------------


@examples(300)
@given(
    mutated_text(
        [RECEIPT, f"https://x.example/a/#receipt={RECEIPT}", "Ada Example  " + "A" * 22], ["1.", "#receipt=", " "]
    )
)
def test_any_text_is_a_claim_or_refused(text: str) -> None:
    with contextlib.suppress(NotAReceipt):
        claim = soon(Claim.read, text)
        assert claim.values
        assert all(isinstance(part, str) for value in claim.values for part in value)


@examples(400)
@given(mutated_text([*DIDS, *ADDRESSES], PIECES))
def test_any_name_of_an_issuer_leads_to_one_host_or_nowhere(name: str) -> None:
    url = soon(did.did_web_url, name)
    host, local = soon(did.host_of, name), soon(did.is_local, name)
    if url is not None:
        assert did.is_https_name(url)
        assert did.host_of(url) == did.did_web_host(name) == host
        assert url.endswith("/did.json")
        assert not {"/../", "/./", "//did", "?", "#", "@", "\\"} & {
            part for part in ("/../", "?", "#", "@") if part in url
        }
        if not local:
            reached(url)
    if soon(did.is_https_name, name):
        assert host != ""


def reached(url: str) -> None:
    """The network room goes to the host that verification believes in, or nowhere."""
    with contextlib.suppress(Unavailable):
        assert parse_address(url).authority == did.host_of(url).removesuffix(":443")


@examples(400)
@given(mutated_text([*ADDRESSES, *DIDS], PIECES))
def test_any_address_is_one_of_the_web_or_refused(url: str) -> None:
    with contextlib.suppress(Unavailable):
        found = soon(parse_address, url)
        again = parse_address(f"https://{found.authority}{found.target}")
        assert again == found
        assert found.host.isascii()
        assert found.host == found.host.lower()
        assert not set(" \t\r\n\0\\#") & set(found.authority + found.target)
        assert not set("@/?") & set(found.authority)
        with contextlib.suppress(Unavailable):
            assert parse_address(found.joined("../x")).host == found.host
    assert is_public(url) in (True, False)


SITE: Final = SiteFolder(VECTORS / "foreign" / "world" / "maplewood.example", "https://maplewood.example")
INSIDE: Final = ["https://maplewood.example/.well-known/did.json", "https://maplewood.example/status/3"]
OWN_FILES: Final = files("**/*", below=SITE.folder, most=1 << 24)
LEADING_OUT: Final = ("/..", "/.", "../..", "%2e%2e/", "status/", "/\\", "?x", "#x", "a" * 300, "/" * 9)


@examples(300)
@given(mutated_text(INSIDE, [*PIECES, *LEADING_OUT]))
def test_a_folder_answers_with_its_own_files_or_not_at_all(url: str) -> None:
    with contextlib.suppress(UnknownDocument):
        assert soon(SITE, url) in OWN_FILES


@examples(300)
@given(
    mutated_text(
        DATES, ["Z", "T", "t", "z", "+00:00", "-00:00", "24:00", ":60", ".", "9" * 30, "0000", "-", "٢", "02-30"]
    )
)
def test_any_text_is_a_moment_or_none(text: str) -> None:
    found = soon(moment, text)
    if found is not None:
        assert found.tzinfo is UTC
        assert text.isascii()
        assert moment(found.isoformat().replace("+00:00", "Z")) == found


@examples(200)
@given(st.sampled_from(ODD) | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**18), 10**18))
def test_any_number_is_a_moment_or_none(seconds: Any) -> None:
    assert moment(seconds) is None or isinstance(seconds, str)
    found, text = numeric(seconds), stamp(seconds)
    assert (found is None) is (text is None)
    if found is not None and text is not None and found.year >= 1000:
        assert moment(text) == found.replace(microsecond=0)


@examples(200)
@given(
    mutated_text(
        ["circuit-design", "bhp5n40baqpaaqspp7ft4y5m95", *DIDS, "a/b/c.json"], [*PIECES, "con", "nul", "o", "I"]
    )
)
def test_any_text_is_a_name_or_none(text: str) -> None:
    for name in (Slug, AwardId, AwardId.typed, Did, SitePath):
        with contextlib.suppress(NotAName):
            assert soon(name, text)
    with contextlib.suppress(EncodingError):
        # The number of a text; only an id has all its digits.
        assert crockford32.encode(crockford32.decode(text)).lstrip("0") == text.lstrip("0")


def test_the_moments_of_this_file_are_moments() -> None:
    assert [moment(text) is not None for text in DATES] == [True, True, False]
    assert moment(DATES[0]) == datetime(2026, 11, 22, 12, tzinfo=UTC)
    with pytest.raises(NotAReceipt):
        Claim.read("1.e30")
    assert Claim.read(RECEIPT).award
