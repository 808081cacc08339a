"""No figure without proof: what was built is verified as a stranger would, and a spoilt copy must be refused."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from bench.catalogue import URL
from bench.measuring import AS_OF
from bench.registry import Plan
from generator.adapters.site_folder import SiteFolder
from generator.errors import UnknownDocument
from generator.verification import Fetch, Verdict, Verifier

_BLOCK: Final = 512


class Wrong(Exception):
    """What was built is not what it should be, so nothing may be said of how fast it was."""


def verify(fetch: Fetch, plan: Plan, numbers: Sequence[int]) -> int:
    """Verify those awards by both standards, and that a spoilt copy is refused; how many. Raises `Wrong`."""
    now = datetime.fromtimestamp(AS_OF, UTC)
    verifier = Verifier(fetch, now=now)
    for place, number in enumerate(numbers):
        award = plan.id(number)
        credential, assertion = f"{URL}/awards/{award[:2]}/{award}.json", f"{URL}/ob2/awards/{award[:2]}/{award}.json"
        ended = "\nrevoked:" in plan.text(number)
        expected = {Verdict.REVOKED} if ended else {Verdict.VERIFIED, Verdict.EXPIRED}
        for report in verifier.award(credential=credential, assertion=assertion):
            if report.verdict not in expected:
                raise Wrong(f"award {award} is {report.verdict}: {', '.join(report.codes)}")
        if award.encode() not in fetch(f"{URL}/awards/{award[:2]}/{award}.html"):
            raise Wrong(f"the page of award {award} does not name it")
        if place % 10 == 0:
            _demand_refusal(fetch, now, credential)
    return len(numbers)


def _demand_refusal(fetch: Fetch, now: datetime, credential: str) -> None:
    """The check can fail: with one digit of a seal changed, the credential is refused."""
    before, mark, after = fetch(credential).partition(b"sha256$")
    spoilt = before + mark + (b"1" if after[:1] == b"0" else b"0") + after[1:]
    report = Verifier(fetch, now=now).credential(spoilt, at=credential)
    if report.verdict is not Verdict.REFUSED:
        raise Wrong(f"a spoilt copy of {credential} is {report.verdict}")


def sample(awards: int, size: int) -> list[int]:
    """So many numbers of awards, evenly spread and of every place in a group of 25, the last award among them."""
    step = max(1, awards // size)
    return sorted({(place * step + place % step) % awards for place in range(min(size, awards))} | {awards - 1})


def folder(site: Path) -> Fetch:
    """A site in a folder."""
    return SiteFolder(site, URL)


def tar(file: Path, plan: Plan, numbers: Sequence[int]) -> tuple[Fetch, int]:
    """A site in a tar, of which only these awards are read; and how many awards are in it."""
    wanted = {plan.id(number) for number in numbers}
    found: dict[str, tuple[int, int]] = {}
    awards = 0
    with file.open("rb") as stream:
        for path, start, size in members(stream.read, stream.seek):
            page = path.startswith("awards/") and path.endswith(".html")
            awards += page
            if "awards/" not in path or path.rpartition("/")[2].partition(".")[0] in wanted:
                found[path] = start, size

    def fetch(url: str) -> bytes:
        path = url.partition("#")[0].removeprefix(URL + "/")
        if path not in found:
            raise UnknownDocument(url)
        start, size = found[path]
        with file.open("rb") as stream:
            stream.seek(start)
            return stream.read(size)

    return fetch, awards


def members(read: Callable[[int], bytes], seek: Callable[[int], int]) -> Iterator[tuple[str, int, int]]:
    """Path, start and size of each file of a tar (POSIX.1-2017, pax, "ustar Interchange Format"); `tarfile` is slow."""
    at, longer = 0, ""
    while header := read(_BLOCK).rstrip(b"\0"):
        header = header.ljust(_BLOCK, b"\0")
        size, kind = int(header[124:136].rstrip(b"\0 ") or b"0", 8), header[156:157]
        parts = [header[345:500] if header[257:262] == b"ustar" else b"", header[:100]]
        path = longer or "/".join(part.rstrip(b"\0").decode() for part in parts if part.strip(b"\0"))
        if kind in (b"x", b"L"):
            longer = _long_path(kind, read(size))
        else:
            longer = ""
            if kind in (b"0", b"\0"):
                yield path.removeprefix("./"), at + _BLOCK, size
        at += _BLOCK + -(-size // _BLOCK) * _BLOCK
        seek(at)


def _long_path(kind: bytes, data: bytes) -> str:
    if kind == b"L":
        return data.rstrip(b"\0").decode()
    named = (line.partition(b" path=") for line in data.split(b"\n"))
    return next((path.decode() for _, found, path in named if found), "")


def demand_same(first: Path, other: Path, words: str) -> int:
    """How many files two sites have, which must be the same bytes under the same paths. Raises `Wrong`."""
    one, two = digests(first), digests(other)
    differing = sorted(path for path in one.keys() | two.keys() if one.get(path) != two.get(path))
    if differing:
        raise Wrong(f"{words}: {len(differing)} files differ, the first is {differing[0]}")
    return len(one)


def digests(top: Path) -> dict[str, bytes]:
    """The SHA-256 of every file below a folder, or in a tar, by its path."""
    if top.is_dir():
        files = (Path(folder) / name for folder, _, names in os.walk(top) for name in names)
        return {file.relative_to(top).as_posix(): sha256(file.read_bytes()).digest() for file in files}
    data = top.read_bytes()
    stream = io.BytesIO(data)
    return {path: sha256(data[at : at + size]).digest() for path, at, size in members(stream.read, stream.seek)}


def count_awards(site: Path) -> int:
    """How many award pages are in a site."""
    shards = (site / "awards").iterdir()
    return sum(name.endswith(".html") for shard in shards for name in os.listdir(shard))
