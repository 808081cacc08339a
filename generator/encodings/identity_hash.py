"""Identity hashes of Open Badges: who earned it, without saying so.

`sha256$` and the lower-case hex of SHA-256( value ‖ salt ), both UTF-8, the salt appended; with an empty salt nothing
is appended. Source: Open Badges 3.0, B.5.2 IdentityHash; the normalisation and the form of our salts are this
registry's own ("Identity: sealed").
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from generator.encodings.multibase import base64url, from_base64url
from generator.errors import EncodingError

SALT_BYTES = 16
# What String.prototype.trim takes away, so that Python and the pages in the browser hash the same text.
_WHITE = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))


def identity_hash(value: str, salt: str) -> str:
    """`sha256$` and 64 hex digits. The value is hashed as it is: normalise it first."""
    return "sha256$" + hashlib.sha256(_bytes(value + salt)).hexdigest()


def matches(claimed: str, value: str, salt: str = "") -> bool:
    """Whether a claimed identity hash, `sha256$…` or the legacy `md5$…` in either case of hex, is of value and salt.

    Raises `EncodingError` if it names another algorithm.
    """
    algorithm, _, digest = claimed.partition("$")
    if algorithm not in ("sha256", "md5"):
        raise EncodingError("an identity hash begins with sha256$ or md5$")
    actual = hashlib.new(algorithm, _bytes(value + salt), usedforsecurity=False).hexdigest()
    return hmac.compare_digest(actual.encode(), _bytes(digest.lower()))


def normal_email(text: str) -> str:
    """The e-mail address as it is hashed: trimmed, lower case."""
    return text.strip(_WHITE).lower()


def normal_name(text: str) -> str:
    """The name as it is hashed: trimmed, in Unicode's normal form C."""
    return unicodedata.normalize("NFC", text.strip(_WHITE))


def salt_text(data: bytes) -> str:
    """The 22 characters, base64url, of a salt of 16 bytes."""
    if len(data) != SALT_BYTES:
        raise EncodingError(f"a salt has {SALT_BYTES} bytes")
    return base64url(data)


def salt_bytes(text: str) -> bytes:
    """The 16 bytes of a salt text, 22 characters: were other lengths taken, value and salt could trade characters."""
    data = from_base64url(text)
    if len(data) != SALT_BYTES:
        raise EncodingError("a salt has 22 characters")
    return data


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise EncodingError("the text holds a lone surrogate") from None
