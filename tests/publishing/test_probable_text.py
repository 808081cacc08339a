"""The canonical text that is made without expanding a document again is the one that is made by expanding it."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from generator.adapters.registry_folder import RegistryFolder
from generator.encodings.rdf_canonical import canonical_nquads
from generator.openbadges import v3
from generator.publishing.probable_text import ProbableTexts
from generator.sources import catalogue, records
from generator.sources.layout import record_files
from tests import odd_registry


@pytest.fixture(scope="module")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Unsecured credentials with odd texts in every combination of what is optional."""
    source = RegistryFolder(odd_registry.write(tmp_path_factory.mktemp("odd") / "registry", 200, seed=3))
    loaded = catalogue.load(source, date(2026, 11, 22))
    assert loaded.catalogue is not None
    parsed = (
        records.parse(file, source.read(file.path), loaded.known) for file in record_files(source, loaded.folders, [])
    )
    awards = [record.award for record in parsed if record.award and not record.award.builds_on]
    return [v3.credential(loaded.catalogue, award, ()) for award in awards]


def test_it_is_the_text_that_the_long_way_makes(credentials: list[dict[str, Any]]) -> None:
    texts = ProbableTexts()
    assert len(credentials) > 150
    for document in credentials:
        assert texts.text(document) == canonical_nquads(document)


def test_every_text_of_a_document_is_in_it(credentials: list[dict[str, Any]]) -> None:
    texts = ProbableTexts()
    first = credentials[0]
    known = texts.text(first)
    for place in leaves(first):
        other = copy.deepcopy(first)
        spot: Any = other
        for step in place[:-1]:
            spot = spot[step]
        spot[place[-1]] += "x"
        assert texts.text(other) != known, place
        assert texts.text(other) == canonical_nquads(other), place


def leaves(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all texts but contexts and types."""
    if isinstance(value, str):
        return [at]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [leaf for step, one in pairs if step not in ("@context", "type") for leaf in leaves(one, (*at, step))]


def test_a_document_that_says_more_than_is_signed_has_none(credentials: list[dict[str, Any]]) -> None:
    assert ProbableTexts().text(credentials[0] | {"undefined": "text"}) is None


def test_nodes_that_look_alike_are_told_apart_as_ever(credentials: list[dict[str, Any]]) -> None:
    alike = credentials[0] | {"evidence": [{"type": ["Evidence"], "name": "the same"}] * 100}
    plain = {name: value for name, value in alike.items() if name != "proof"}
    assert ProbableTexts().text(plain) == canonical_nquads(plain)


def test_a_knot_has_none(credentials: list[dict[str, Any]]) -> None:
    alignment = {"type": ["Alignment"], "targetName": "Same", "targetUrl": "https://example.org/same"}
    result = {"type": ["Result"], "value": "A", "alignment": [alignment] * 12}
    subject = credentials[0]["credentialSubject"] | {"result": [result] * 6}
    assert ProbableTexts().text(credentials[0] | {"credentialSubject": subject}) is None
