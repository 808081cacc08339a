"""How large an award is: its three files in the site of the sample, and what they are made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.results import Result

_MOST: Final = 10_240
_OF_PAGE: Final = {
    "head": rb"<head>.*?</head>",
    "check": rb'<h2[^>]* id="check">.*?</div>',
    "results": rb"<table>.*?</table>",
    "code": rb"data:image/[^\"')]*",
    "asked": rb'<h2 data-t="about">.*?(?=<h2 data-t="more">)',
}


def award_sizes(site: Path) -> Result:
    """The row: medians over every award of a site, in bytes."""
    parts = [dict(_parts(site, credential)) for credential in sorted(site.glob("awards/*/*.json"))]
    middle = {name: round(median(each[name] for each in parts)) for name in parts[0]}
    whole = round(median(each["page"] + each["credential"] + each["assertion"] for each in parts))
    told = (
        f"Page {middle['page']:,} bytes, credential {middle['credential']:,}, assertion {middle['assertion']:,}.",
        f"Of the page, its head with what others show of a link is {middle['head']:,}, how to check it "
        f"{middle['check']:,}, what the badge asks for and meets {middle['asked']:,}, the table of results "
        f"{middle['results']:,}, the QR code {middle['code']:,}.",
        f"Of the credential, the badge that it embeds is {middle['achievement']:,} (its rubric {middle['rubric']:,}, "
        f"its alignments {middle['alignments']:,}), the proof {middle['proof']:,}.",
        f"Largest: {max(each['page'] + each['credential'] + each['assertion'] for each in parts):,} bytes.",
    )
    work = f"bytes of an award's three files, median of the sample's {len(parts)}"
    return Result("sizes", work, "≤ 10 KB (aim)", f"{whole:,} bytes", whole <= _MOST, told, middle)


def _parts(site: Path, credential: Path) -> Iterator[tuple[str, int]]:
    page = credential.with_suffix(".html").read_bytes()
    document = json.loads(credential.read_bytes())
    achievement = document["credentialSubject"]["achievement"]
    yield "page", len(page)
    yield "credential", credential.stat().st_size
    yield "assertion", (site / "ob2" / credential.relative_to(site)).stat().st_size
    yield from ((name, sum(map(len, re.findall(part, page, re.DOTALL)))) for name, part in _OF_PAGE.items())
    yield "achievement", _bytes(achievement)
    yield "rubric", _bytes(achievement.get("resultDescription", []))
    yield "alignments", _bytes(achievement.get("alignment", []))
    yield "proof", _bytes(document["proof"])


def _bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
