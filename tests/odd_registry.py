"""Makes a registry of any size from a seed, with odd text in every field: what people type, pasted from anywhere."""

from __future__ import annotations

import random
import shutil
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from generator.encodings import crockford32

SAMPLE = Path(__file__).parent / "registry"
ODD = (
    "🚗 cars & <b>bold</b>",
    "back\\slash \"double\" 'single' `tick`",
    "עברית אחרי English",
    "ｆｕｌｌ width",
    "# not a heading\n\n- [x](javascript:alert(1))\n- **bold**",
    "<script>alert(1)</script>",
    "]]> {{ 7*7 }} {% raw %} ${x}",
    "é à ô ñ ç œ",
    "no",
    "null",
    "1.10",
    "on",
    "~",
    "0x1F",
    "2026-05-14",
    "yes",
    "true",
    "a: b # c",
    "- item",
    "| pipe | table |",
    "line\nbreak\n\nparagraph",
    "line separator\u2028and paragraph\u2029",
    "'; DROP TABLE awards; --",
    "---\ntitle: x\n---",
    "👩🏽‍🔬 zero width joiner",
    "𝒜𝓃𝑜𝓉𝒽𝑒𝓇 plane",
    "&lt;already escaped&gt; &amp;",
    "*[HTML]: abbreviation\n[ref]: https://example.org",
    " spaces around ",
    "%41 percent",
    "x" * 500,
)


class Odd:
    """A stream of odd texts, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self) -> str:
        """One or two odd texts."""
        return " ".join(self.random.sample(ODD, self.random.choice((1, 1, 2))))

    def maybe(self, **members: Any) -> dict[str, Any]:
        """Each of the members, or not."""
        return {name: value for name, value in members.items() if self.random.random() < 0.5}


def write(folder: Path, awards: int, seed: int = 1) -> Path:
    """Write a registry with that many awards, every seventh of them a stack's; the folder."""
    odd = Odd(seed)
    shutil.copytree(SAMPLE / "docs", folder / "docs")
    shutil.copy(SAMPLE / "mkdocs.yml", folder / "mkdocs.yml")
    issuer = yaml.load((SAMPLE / "badges" / "issuer.yml").read_text(), yaml.BaseLoader)
    issuer["name"] = odd.text()
    issuer["assessors"] = {"all": {"name": odd.text(), "github": "x", "badges": ["one", "two", "both"]}}
    renamed = [{"name": odd.text(), "until": "2026-03-01"}, {"name": odd.text()}]
    issuer["campuses"] = {"here": {"name": odd.text()}, "there": {"name": renamed}}
    del issuer["image"]
    _put(folder / "badges" / "issuer.yml", issuer)
    for name in ("one", "two"):
        _put(folder / "badges" / name / "v1.yml", _badge(odd))
    _put(folder / "badges" / "both" / "v1.yml", _stack(odd))
    _awards(folder, awards, odd)
    return folder


def _badge(odd: Odd) -> dict[str, Any]:
    high = {"id": "high", "name": odd.text(), "points": 2.5, "description": odd.text()}
    levels = [{"id": "low", "name": odd.text()}, high]
    address = "https://example.org/a(b)?c=d&e#f"
    rows = [{"id": row, "name": odd.text(), "required": "low", "levels": levels} for row in ("first", "second")]
    return {
        **_texts(odd),
        "type": odd.random.choice(["Badge", "ext:Odd.Badge"]),
        "rubric": rows,
        "evidence": {"minimum": 1, "asks_for": odd.text()},
        "skills": ["Sägen", "no", "1.10"],
        "credits": 0.125,
        "hours": 2,
        "valid_for": "P1Y2M3D",
        "alignments": [{"name": odd.text(), "url": address, "code": "1.10", "framework": odd.text()}],
        "leads_to": [{"name": odd.text(), "note": odd.text()}],
    }


def _stack(odd: Odd) -> dict[str, Any]:
    return {**_texts(odd), "type": "MicroCredential", "stack": True, "requires": {"all": ["one", "two@1"]}}


def _texts(odd: Odd) -> dict[str, Any]:
    partner = {"name": odd.text(), "statement": odd.text()}
    return {
        **{name: odd.text() for name in ("name", "summary", "description", "criteria")},
        "level": "intermediate",
        "language": "es-MX",
        "review": {"last": "2026-01-01", "next": "2027-01-01", "partners": [partner]},
    }


def _awards(folder: Path, awards: int, odd: Odd) -> None:
    statuses = [0, 131071, *odd.random.sample(range(1, 131071), awards)]
    held: dict[str, list[str]] = {"one": [], "two": []}
    for number in range(awards):
        name = "both" if number % 7 == 6 else ("one", "two")[number % 2]
        id_ = crockford32.from_bytes(odd.random.randbytes(17))
        day = date(2026, 2, 1) + timedelta(number % 60 + (100 if name == "both" else 0))
        record = _award(odd, name, statuses[number], day)
        if name == "both":
            record["builds_on"] = [odd.random.choice(held["one"]), odd.random.choice(held["two"])]
        else:
            record |= {"results": {"first": "high", "second": "low"}, "evidence": _evidence(odd)}
            held[name].append(id_)
        _put(folder / "recipients" / odd.random.choice(("here", "there")) / name / f"{id_}.yml", record)


def _award(odd: Odd, name: str, status: int, day: date) -> dict[str, Any]:
    seal = sha256(odd.random.randbytes(16)).hexdigest()
    identity = {"name": f"sha256${seal}", "emailAddress": f"sha256${seal[::-1]}", **odd.maybe(id="did:example:123")}
    revoked = {"revoked": {"date": "2026-09-01", "reason": odd.text()}} if odd.random.random() < 0.1 else {}
    head = {"badge": f"{name}@1", "awarded": day.isoformat(), "assessor": "all", "status": status, "identity": identity}
    return head | odd.maybe(narrative=odd.text()) | revoked


def _evidence(odd: Odd) -> list[dict[str, Any]]:
    url = f"https://work.riverbend.example/e/{odd.random.getrandbits(64):x}"
    told = {"name": odd.text(), "description": odd.text(), **odd.maybe(narrative=odd.text(), genre=odd.text())}
    return odd.random.choice([[{"name": odd.text(), "url": url}], [told], [told, told], [{**told, "url": url}, told]])


def _put(place: Path, value: Any) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=60)
    place.write_text(text, encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    """Nothing is written as an alias, which the registry does not admit."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never."""
        return True
