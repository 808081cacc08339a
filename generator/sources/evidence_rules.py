"""Where evidence may be: on the issuer's hosts, on the day of the award, not on the badge site, each address once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from generator.addresses import Addresses
from generator.sources.known import Known
from generator.sources.shapes import INVALID, listing


def evidence_faults(items: Sequence[Any], known: Known, awarded: date | None) -> Iterator[tuple[int, str, str, str]]:
    """Place in the list, code, message and hint of each address that evidence may not have."""
    seen: set[str] = set()
    site = addresses(known.url) if known.url else None
    for place, item in enumerate(items):
        url = item.get("url", INVALID) if item is not INVALID else INVALID
        if url is INVALID:
            continue
        if url in seen:
            yield place, "repeated", "this address stands here twice", "one item for each"
        elif site and url.startswith(site.url) and site.is_own(url):
            yield place, "evidence-own-page", "a page of the badge site itself is no evidence", "link to the work"
        elif (fault := _host_fault(url, known, awarded)) is not None:
            yield place, "unknown-host", *fault
        seen.add(url)


addresses: Final = lru_cache(maxsize=8)(Addresses)


def _host_fault(url: str, known: Known, awarded: date | None) -> tuple[str, str] | None:
    """Message and hint, where evidence may not lie on that host, or might not that day."""
    hosts, host = known.evidence_hosts, url[8:].partition("/")[0]
    if "?" in host or "#" in host:
        host = host.partition("?")[0].partition("#")[0]
    if hosts is None:
        return None
    if host not in hosts:
        listed = f"lists {listing(hosts)}" if hosts else "lists none"
        message = f'"{host}" is not one of the issuer\'s hosts of evidence'
        return message, f"evidence_hosts in badges/issuer.yml {listed}; or describe the work instead"
    until = hosts[host].until
    if awarded and until and awarded > until:
        return f'"{host}" was a host of evidence until {until}', "link to where the work is now, or describe it"
    return None
