"""Whether a credential was signed by its issuer as a whole, in a compact JWS: VC-JWT.

Sources: Open Badges 3.0, 8.2.4 JSON Web Token Proof Format; Securing Verifiable Credentials using JOSE and COSE, 3.1;
VC Data Model 1.1, 6.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from generator.proofs.jws import Jws, check_jws, refused_algorithm
from generator.proofs.public_keys import PublicKey
from generator.verification.dates import moment, numeric, stamp
from generator.verification.did import Refusal
from generator.verification.envelope import claims_of, subject_id
from generator.verification.issuers import Issuers
from generator.verification.methods import read_key
from generator.verification.reading import JsonObject, as_text, id_of
from generator.verification.report import Check, failed, passed
from generator.verification.signature import key_words, signature_check, unasked

# By the media types of Open Badges, and of JOSE and COSE from its first drafts on.
_TYPES: Final = ("", "jwt", "vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt")


def token_checks(document: JsonObject, token: Jws, issuer: str, issuers: Issuers, now: datetime) -> list[Check]:
    """The checks of who signed the token that the document came in: `issuer`, `key` and `signature`; and `dates` that
    only the token names, where they have passed or are still to come.

    The issuer is asked for its keys only where there is something to check with them.
    """
    claims, refused = list(_claims(document, token, now)), refused_algorithm(token)
    if refused is not None:
        return [*unasked(issuers, issuer), signature_check(refused), *claims]
    name = _key_name(token, issuer)
    if isinstance(name, str) and not issuers.asked(name, issuer):
        return [*unasked(issuers, issuer), failed("key", "key-foreign"), *claims]
    if isinstance(name, Refusal) or any(check.code == "proof-malformed" for check in claims):
        more = [failed("key", name.code, name.detail)] if isinstance(name, Refusal) else []
        return [*unasked(issuers, issuer), *more, *claims]
    key = issuers.key(name, issuer) if isinstance(name, str) else issuers.owns(name, issuer) or name
    if isinstance(key, Refusal):
        return [*issuers.standing(issuer), failed("key", key.code, key.detail), *claims]
    signed = signature_check(check_jws(token, key))
    return [*issuers.standing(issuer), passed("key", key_words(issuer)), signed, *claims]


def _key_name(token: Jws, issuer: str) -> str | PublicKey | Refusal:
    """The name of the key that the header gives, or the key that it brings along; or why there is neither."""
    kid, jwk = token.header.get("kid"), token.header.get("jwk")
    if isinstance(kid, str) and kid:
        return _absolute(kid, issuer)
    if isinstance(jwk, dict):
        return read_key("publicKeyJwk", jwk)
    if issuer.startswith("did:key:"):
        return issuer
    return Refusal("proof-malformed", "it names no key")


def _absolute(kid: str, issuer: str) -> str:
    """A `kid` as a DID URL or address: a bare one is a name within the issuer's own document."""
    return kid if ":" in kid else f"{issuer}#{kid.removeprefix('#')}"


def _claims(document: JsonObject, token: Jws, now: datetime) -> Iterator[Check]:
    """Where the token's claims and the credential in it disagree, or a date of the token's own has passed."""
    claims, kind = claims_of(token), as_text(token.header.get("typ")).lower().removeprefix("application/")
    if kind not in _TYPES:
        yield failed("signature", "proof-malformed", f"typ {kind:.40}")
    named = (("iss", id_of(document.get("issuer"))), ("sub", subject_id(document)), ("jti", document.get("id")))
    for claim, value in named:
        if claim in claims and claims[claim] != value:
            yield failed("signature", "token-differs", claim)
    for claim in ("nbf", "exp", "iat"):
        if claim in claims and numeric(claims[claim]) is None:
            yield failed("signature", "date-malformed", claim)
    # The claims of Open Badges repeat the credential's dates; those of JOSE and COSE may be the signature's own.
    yield from _own_dates(claims, now)
    if not kind.startswith("vc+"):
        yield from _same_dates(document, claims)


def _same_dates(document: JsonObject, claims: JsonObject) -> Iterator[Check]:
    for claim, members in (("nbf", ("validFrom", "issuanceDate")), ("exp", ("validUntil", "expirationDate"))):
        said = numeric(claims.get(claim))
        given = [moment(document.get(member)) for member in members if document.get(member) is not None]
        same = any(date and date.replace(microsecond=0) == said.replace(microsecond=0) for date in given if said)
        if said and given and not same:
            yield failed("signature", "token-differs", claim)


def _own_dates(claims: JsonObject, now: datetime) -> Iterator[Check]:
    start, end = numeric(claims.get("nbf")), numeric(claims.get("exp"))
    if start and now < start:
        yield failed("dates", "not-yet-valid", f"from {stamp(claims['nbf'])}")
    if end and now > end:
        yield failed("dates", "expired", f"on {stamp(claims['exp'])}")
