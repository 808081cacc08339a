"""The evidence columns of a class list: items with a name and an address or description each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from generator.awarding.class_lists.cell_values import Public, Wrong
from generator.awarding.class_lists.plain_text import lines, tidy
from generator.model.award import Evidence
from generator.model.profile import Profile
from generator.site import words
from generator.sources.evidence_rules import evidence_faults
from generator.sources.forms import SECURE_URL
from generator.sources.known import Known
from generator.sources.shapes import Doubt

_IS_ADDRESS: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
# Google's forms write the addresses of several uploaded files into one cell.
_BETWEEN: Final = re.compile(r"[,;\s]+(?=https?://)", re.IGNORECASE)
_MESSAGES: Final = {
    "repeated": "an address stands here twice",
    "evidence-own-page": "a page of the badge site itself is no evidence",
    "unknown-host": "the address is not on one of the issuer's hosts of evidence",
}


@dataclass(frozen=True)
class EvidenceCells:
    """How the evidence of an issuer's awards is read; `known` is what the rules of evidence ask for."""

    known: Known
    public: Public
    word: str

    @classmethod
    def of(cls, issuer: Profile, today: date) -> EvidenceCells:
        """For the awards of this issuer."""
        known = Known(
            url=issuer.url,
            campuses=None,
            assessors=None,
            assessor_places={},
            evidence_hosts=issuer.evidence_hosts,
            versions={},
            today=today,
            folders=(frozenset(), frozenset()),
        )
        return cls(known, Public.of(issuer), str(words.of(issuer.language).texts["award"]["evidence"]))

    def read(
        self, cells: Mapping[tuple[int, str], str], learner: str, awarded: date | None
    ) -> tuple[tuple[Evidence, ...], list[Wrong]]:
        """The items in these cells, by number and part, and what is wrong with them."""
        items = [item for number in sorted({number for number, _ in cells}) for item in _items(cells, number)]
        faults = list(self._faults(items, learner, awarded))
        if faults:
            return (), faults
        names = [item.get("name") or self._name(place, len(items)) for place, item in enumerate(items, 1)]
        named = [{**item, "name": name} for name, item in zip(names, items, strict=True)]
        return tuple(Evidence(**item) for item in named), []

    def _name(self, place: int, of: int) -> str:
        return self.word if of == 1 else f"{self.word} {place}"

    def _faults(self, items: Sequence[Mapping[str, str]], learner: str, awarded: date | None) -> Iterator[Wrong]:
        for item in items:
            if not item.keys() & {"url", "description"}:
                yield Wrong(
                    "it has neither an address nor a description", "fill in evidence url or evidence description"
                )
            if "url" in item and not _is_secure(item["url"]):
                yield Wrong("its address is not a whole one", "write it out from https:// on, without spaces")
            for text in item.values():
                if wrong := self.public.fault(text, learner):
                    yield wrong
        rightly = [item if _is_secure(item.get("url", "")) else {} for item in items]
        with_urls = [item for item in rightly if item]
        for _, code, _, hint in evidence_faults(with_urls, self.known, awarded):
            yield Wrong(_MESSAGES[code], hint)


def _is_secure(text: str) -> bool:
    try:
        return bool(SECURE_URL.accept(text))
    except Doubt:
        return False


def _items(cells: Mapping[tuple[int, str], str], number: int) -> Iterator[dict[str, str]]:
    """The item of that number: none where its cells are empty, several where one cell has several addresses."""
    parts = {part: lines(text) for (of, part), text in cells.items() if of == number}
    parts = {part: text for part, text in parts.items() if text}
    name = parts.get("name", "")
    if _IS_ADDRESS.match(name) and "url" not in parts:
        parts["url"] = parts.pop("name")
    elif name and not parts.keys() & {"url", "description"}:
        # What is told of a piece of work in one cell describes it.
        parts["description"] = parts.pop("name")
    if "name" in parts:
        parts["name"] = tidy(parts["name"])
    first, *more = _BETWEEN.split(parts.get("url", ""))
    if first:
        parts["url"] = first
    if parts:
        yield parts
    yield from ({"url": url} for url in more)
