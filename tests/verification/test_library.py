"""What many documents share is fetched, read and judged once."""

from __future__ import annotations

import json
from typing import Any

from generator.verification.reading import JsonObject, Library


class Shelf:
    """Documents in memory, and how often each was asked for."""

    def __init__(self, **documents: Any) -> None:
        self._documents = {f"https://a.example/{name}": json.dumps(value).encode() for name, value in documents.items()}
        self.asked: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        return self._documents[url]


def test_a_document_is_judged_once_by_each_judge() -> None:
    shelf = Shelf(one={"n": 1}, other={"n": 1})
    library = Library(shelf)
    judged: list[tuple[str, int]] = []

    def first(document: JsonObject, how: str) -> str:
        judged.append((how, document["n"]))
        return how + str(document["n"])

    def second(document: JsonObject, how: str) -> str:
        return first(document, how).upper()

    for _ in range(3):
        one = library.document("https://a.example/one")
        assert library.judged(one, first, "a") == "a1"
        assert library.judged(one, second, "a") == "A1"
        assert library.judged(one, first, "b") == "b1"
        assert library.judged(library.document("https://a.example/other"), first, "a") == "a1"
    assert judged == [("a", 1), ("a", 1), ("b", 1), ("a", 1)]
    assert len(shelf.asked) == 2
