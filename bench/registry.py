"""Registries from a seed: any number of awards of many shapes, the same on every machine, written by several processes.

What an award is follows from its number alone, so any range of numbers can be made by itself. Of each 25 awards the
last builds on others of the 25: a stack of three, or a badge that requires one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from bench.catalogue import AMENDED, CREDITED, FAMILY, LEVELS, REQUIRING, ROWS, STACK, VERSIONED, campus, files, slug
from bench.texts import GENRES, NAMES, ODD_SCALARS, REASONS, SAID, TOLD
from generator.encodings import crockford32

GROUP: Final = 25
STATUS_NUMBERS: Final = 131_072
# A prime above every count of status numbers: multiples of it reach each number once.
STEP: Final = 1_000_000_007
_FIRST_DAY: Final = date(2023, 9, 1)
# The newest date that an award or what ended it may have; the site is told for the day after.
LAST_DAY: Final = date(2026, 6, 30)
_CHUNK: Final = 5_000
# The members of each piece of evidence; some badges ask for two pieces.
_PIECES: Final = (
    ("url",),
    ("url", "genre"),
    ("url", "genre"),
    ("description",),
    ("url", "description"),
    ("description", "narrative", "genre"),
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A registry to be made. `badges` is a multiple of five; `room` is how many awards may be added later."""

    awards: int
    badges: int = 15
    campuses: int = 12
    seed: int = 1
    room: int = 1_000

    @property
    def statuses(self) -> int:
        """How many status numbers there are to draw from: twice the awards, in whole lists."""
        return STATUS_NUMBERS * -(-2 * (self.awards + self.room) // STATUS_NUMBERS)

    def id(self, number: int) -> str:
        """The id of the award of that number."""
        return crockford32.from_bytes(_drawn(self.seed, "id", number)[:17])

    def badge(self, number: int) -> int:
        """The number of the badge of that award."""
        group, place = divmod(number, GROUP)
        first = FAMILY * (group % (self.badges // FAMILY))
        if place < GROUP - 1:
            return first + (CREDITED, VERSIONED, AMENDED)[place % 3]
        return first + (STACK if group // (self.badges // FAMILY) % 2 else REQUIRING)

    def path(self, number: int) -> str:
        """The path of the award's file in the registry."""
        place = _drawn(self.seed, "group", number // GROUP)[0] % self.campuses
        return f"recipients/{campus(place)}/{slug(self.badge(number))}/{self.id(number)}.yml"

    def text(self, number: int) -> str:
        """The text of the award's file."""
        return "\n".join(_lines(self, number)) + "\n"


def _drawn(seed: int, what: str, number: int) -> bytes:
    """32 bytes for what is drawn, of nothing drawn before."""
    return sha256(f"{seed} {what} {number}".encode()).digest()


def _lines(plan: Plan, number: int) -> Iterator[str]:
    badge, chance = plan.badge(number), _drawn(plan.seed, "award", number)
    kind, text = badge % FAMILY, _Texts(chance, number)
    version = 1 + chance[0] % 2 if kind == VERSIONED else 1
    day = plan_day(plan, number)
    yield f"badge: {slug(badge)}@{version}"
    yield f"awarded: {day}"
    yield f"assessor: team-{badge - kind}"
    yield f"status: {(number * STEP + 7) % plan.statuses}"
    yield "identity:"
    yield f"  name: sha256${_drawn(plan.seed, 'name', number).hex()}"
    yield f"  emailAddress: sha256${_drawn(plan.seed, 'email', number).hex()}"
    if chance[1] < 25:
        yield f"  id: did:example:{chance[:8].hex()}"
    if kind != STACK:
        yield "results:"
        yield from (f"  {row}: {LEVELS[1 + (chance[2 + place] < 90)]}" for place, row in enumerate(ROWS))
        yield "evidence:"
        for place in range(2 if kind == VERSIONED or chance[5] < 20 else 1):
            yield from _piece(text, chance, place)
    if kind in (REQUIRING, STACK):
        start = number - number % GROUP
        yield "builds_on:"
        yield from (f"  - {plan.id(start + place)}" for place in range(3 if kind == STACK else 1))
    if chance[6] < 30:
        yield f"narrative: {text.of(SAID)}"
    # The first three of a group never end, as others build on them.
    if chance[7] < 3 and number % GROUP >= 3:
        yield f"revoked: {{date: {day + timedelta(days=chance[8] % 20)}, reason: {text.of(REASONS, quote=True)}}}"


def plan_day(plan: Plan, number: int) -> date:
    """The day of the award; what builds on others of its group comes after all of them."""
    group, place = divmod(number, GROUP)
    start = int.from_bytes(_drawn(plan.seed, "day", group)[:4], "big") % 940
    return _FIRST_DAY + timedelta(days=start + (60 if place == GROUP - 1 else place % 20))


def _piece(text: _Texts, chance: bytes, place: int) -> Iterator[str]:
    members = _PIECES[chance[9 + place] % len(_PIECES)]
    yield f"  - name: {text.of(NAMES)}"
    if "url" in members:
        yield f"    url: https://work.riverbend.example/e/{place}{chance[16:24].hex()}"
    if "description" in members:
        yield f"    description: {text.of(TOLD, quote=True)}"
    if "narrative" in members:
        yield f"    narrative: {text.of(SAID)}"
    if "genre" in members:
        yield f"    genre: {GENRES[chance[11] % len(GENRES)]}"


class _Texts:
    """The texts of one award: each has its number in it, and of eight awards one has unusual texts."""

    def __init__(self, chance: bytes, number: int) -> None:
        self._draws = iter(chance[24:] * 2)
        self._odd = chance[12] < 32
        self._number = f"k{number:x}"

    def of(self, ordinary: tuple[str, ...], *, quote: bool = False) -> str:
        """A scalar of YAML."""
        draw = next(self._draws)
        if self._odd:
            return ODD_SCALARS[draw % len(ODD_SCALARS)].replace("{n}", self._number)
        scalar = ordinary[draw % len(ordinary)].replace("{n}", self._number)
        return f'"{scalar}"' if quote else scalar


def write(plan: Plan, folder: Path, processes: int = 1) -> None:
    """Write the whole registry into a folder that is not there yet, by so many processes."""
    for path, text in files(plan.badges, plan.campuses):
        _write_new(folder / path, text.encode())
    for number, badge in product(range(plan.campuses), range(plan.badges)):
        (folder / "recipients" / campus(number) / slug(badge)).mkdir(parents=True, exist_ok=True)
    ranges = [(plan, folder, start) for start in range(0, plan.awards, _CHUNK)]
    if processes == 1 or len(ranges) == 1:
        for each in ranges:
            _write_range(each)
        return
    # Spawned, not forked: the same on every system, and none inherits what this process holds.
    with get_context("spawn").Pool(processes) as pool:
        for _ in pool.imap_unordered(_write_range, ranges):
            pass


def add(plan: Plan, folder: Path, number: int) -> None:
    """Write one more award into a registry that is there."""
    _write_new(folder / plan.path(number), plan.text(number).encode())


def _write_range(task: tuple[Plan, Path, int]) -> None:
    plan, folder, start = task
    top = os.fspath(folder)
    for number in range(start, min(start + _CHUNK, plan.awards)):
        descriptor = os.open(f"{top}/{plan.path(number)}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            os.write(descriptor, plan.text(number).encode())
        finally:
            os.close(descriptor)


def _write_new(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as file:
        file.write(data)
