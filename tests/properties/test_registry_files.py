"""Properties of the registry's files: what is read back, and that nothing makes the reader fail."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.adapters.registry_folder import RegistryFolder
from generator.addresses import Addresses, did_of, is_site_url, url_of
from generator.errors import NotAName
from generator.names import AwardId, Slug
from generator.sources import catalogue, records
from generator.sources.index import Index, Row, RowCodec, day_number
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.yaml_nodes import read
from tests.sources.yaml_core import load

SAMPLE = Path(__file__).parents[1] / "registry"
FILE = RecordFile(
    "recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml",
    Slug("lincoln-high"),
    Slug("circuit-design"),
    AwardId("bhp5n40baqpaaqspp7ft4y5m95"),
)
DATA = (SAMPLE / FILE.path).read_bytes()
SLUGS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True).filter(Slug.admits).map(Slug)
IDS = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=26, max_size=26).map(AwardId)
DAYS = st.dates(date(1900, 1, 1), date(9999, 12, 31))


@cache
def known() -> Known:
    """What awards are checked against."""
    return catalogue.load(RegistryFolder(SAMPLE), date(2026, 11, 22)).known


def inside(text: bytes, line: int, column: int) -> bool:
    """Whether the place is in the text, or just behind one of its lines."""
    lines = text.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=40), member=st.sampled_from(["narrative", "genre", "name", "description"]))
def test_a_text_is_refused_with_its_place_or_stays_what_it_is(text: str, member: str) -> None:
    data: dict[str, Any] = load(DATA.decode())
    where = data if member == "narrative" else data["evidence"][0]
    where[member] = text
    written = json.dumps(data).encode()  # every YAML reader reads JSON; what is no ASCII is escaped
    record = records.parse(FILE, written, known())
    if record.award is None:
        (problem,) = record.problems
        assert inside(written, problem.position.line, problem.position.column)
        assert problem.position.column > 1
    else:
        holder = record.award if member == "narrative" else record.award.evidence[0]
        assert getattr(holder, member) == text


@settings(max_examples=400, deadline=None)
@given(
    at=st.integers(0, len(DATA) - 1),
    change=st.binary(max_size=3) | st.sampled_from([b"\n", b": ", b"- ", b"\t"]),
    length=st.integers(0, 4),
)
def test_a_mangled_file_is_an_award_or_has_problems_inside_it(at: int, change: bytes, length: int) -> None:
    written = DATA[:at] + change + DATA[at + length :]
    record = records.parse(FILE, written, known())
    assert (record.award is None) is bool(record.problems)
    for problem in record.problems:
        assert problem.position.path == FILE.path
        assert inside(written, problem.position.line, problem.position.column), problem


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    document = read("x.yml", data)
    assert document.root is not None or document.problems


@given(text=st.text("abcOoIiLl019-zQ ", max_size=40))
def test_an_id_typed_from_paper_is_an_id_or_none(text: str) -> None:
    try:
        typed = AwardId.typed(text)
    except NotAName:
        return
    assert AwardId.typed(typed.upper().replace("0", "O").replace("1", "L")) == typed


@given(slug=SLUGS, award=IDS, version=st.integers(1, 9999), status=st.integers(0, 2**27 - 1))
def test_every_address_leads_to_its_file_and_back(slug: Slug, award: AwardId, version: int, status: int) -> None:
    for url in ("https://badges.example", "https://badges.example:8443/a/b"):
        at = Addresses(url)
        assert is_site_url(url)
        assert url_of(at.did) == url
        for address in (at.award_page(award), at.credential(award), at.assertion(award)):
            assert at.award_of(address) == award
        for address in (
            at.achievement(slug, version),
            at.badge_class(slug, version),
            at.status_entry(status),
            at.profile,
        ):
            path = at.site_path(address)
            assert path is not None
            assert at.at(path) == address.partition("#")[0]
            assert at.is_own(address)


@given(url=st.from_regex(r"https://[a-z0-9.:/_~%A-Z-]{1,40}", fullmatch=True))
def test_every_site_has_a_did(url: str) -> None:
    if is_site_url(url):
        assert url_of(did_of(url)) == url


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.tuples(IDS, SLUGS, SLUGS, st.integers(0, 9999), st.integers(0, 2**27 - 1), DAYS,
                               st.none() | DAYS), max_size=20))  # fmt: skip
def test_rows_are_found_again(rows: list[tuple[AwardId, Slug, Slug, int, int, date, date | None]]) -> None:
    made = [
        Row(award, campus, badge, version, status, day_number(awarded), day_number(revoked))
        for award, campus, badge, version, status, awarded, revoked in rows
    ]
    codec = RowCodec(tuple(sorted({row.campus for row in made})), tuple(sorted({row.badge for row in made})))
    index = Index(codec, [b"".join(map(codec.pack, made[:7])), b"".join(map(codec.pack, made[7:]))])
    assert [codec.unpack(codec.pack(row)) for row in made] == made
    assert len(index) == len(made)
    for row in made:
        found = index.find(row.id)
        assert found in made
        assert found is not None
        assert found.id == row.id
    assert index.newest_day() == max((day for row in rows for day in row[5:] if day), default=None)
