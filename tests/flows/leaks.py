"""Looking for what must be nowhere: names, addresses, salts and keys, as they are and as they may be disguised."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from urllib.parse import quote


def leaks(places: Iterable[tuple[str, bytes]], secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Each place with each secret that stands there, in whatever case or disguise."""
    wanted = {form: secret for secret in secrets for form in forms(secret)}
    exact = {form: secret for secret in secrets for form in encoded(secret)}
    found = []
    for place, data in places:
        small = data.lower()
        hits = {secret for form, secret in wanted.items() if form in small}
        hits |= {secret for form, secret in exact.items() if form in data}
        found += [(place, secret) for secret in sorted(hits)]
    return found


def forms(secret: str) -> Iterator[bytes]:
    """The text in lower case: plain, in an address, in JSON."""
    yield secret.lower().encode()
    yield quote(secret).lower().encode()
    yield json.dumps(secret)[1:-1].lower().encode()


def encoded(secret: str) -> Iterator[bytes]:
    """What of the text's base64 is the same whatever stands before and behind it, at each of three beginnings."""
    data = secret.encode()
    for before in range(3):
        padded = b"\0" * before + data
        whole = len(padded) - len(padded) % 3
        skip = (0, 2, 3)[before]
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(padded[:whole])[skip:]
