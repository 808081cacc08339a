"""What an award becomes is frozen: these documents were published, and must come out the same for ever."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.adapters.registry_folder import RegistryFolder
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.model.dated import Duration
from generator.openbadges import did_document, status_lists, v2, v3
from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from generator.sources import catalogue, records
from generator.sources.layout import record_files

REGISTRY = Path(__file__).parents[1] / "registry"
KEY = SigningKey.from_seed(b"\x01" * 32)


@pytest.fixture(scope="module")
def loaded() -> tuple[Catalogue, dict[str, Award]]:
    """The catalogue, and the awards by id."""
    source = RegistryFolder(REGISTRY)
    found = catalogue.load(source, date(2026, 12, 31))
    assert found.catalogue is not None, found.problems
    awards = {}
    for file in record_files(source, found.folders, []):
        record = records.parse(file, source.read(file.path), found.known)
        assert record.award is not None, record.problems
        awards[str(file.id)] = record.award
    return found.catalogue, awards


def published(name: str) -> Any:
    return json.loads((REGISTRY / "published" / f"{name}.json").read_text())


def in_order(value: Any) -> Any:
    """The value with the order of members made part of it."""
    if isinstance(value, dict):
        return [(name, in_order(member)) for name, member in value.items()]
    return [in_order(member) for member in value] if isinstance(value, list) else value


def test_the_documents_of_the_sample_are_those_that_were_published(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, awards = loaded
    award = awards["bhp5n40baqpaaqspp7ft4y5m95"]
    badge = registry.achievement(award.badge)
    document = v3.credential(registry, award, ())
    method = registry.issuer.addresses.key(KEY.public_multikey)
    made = {
        "credential": secure(document, key=KEY, verification_method=method, created=document["validFrom"]),
        "achievement": v3.achievement(registry, badge),
        "profile": v3.profile(registry.issuer),
        "did": did_document.did_document(registry.issuer),
        "ob2-assertion": v2.assertion(registry, award, ()),
        "ob2-badgeclass": v2.badge_class(registry, badge),
        "ob2-issuer": v2.issuer(registry.issuer),
    }
    for name, value in made.items():
        assert in_order(value) == in_order(published(name)), name


def test_an_amendment_moves_the_start_and_nothing_else(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, awards = loaded
    document = v3.credential(registry, awards["hb57yhmdwecgv6e0bfjemhdrq3"], ())
    assert document["awardedDate"] == "2026-06-02T00:00:00Z"
    assert document["validFrom"] == "2026-06-20T00:00:00Z"


def test_no_amendment_makes_a_credential_end_before_it_begins(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, awards = loaded
    award = awards["hb57yhmdwecgv6e0bfjemhdrq3"]
    badge = replace(registry.achievement(award.badge), valid_for=Duration(days=10))
    changed = replace(registry, badges={**registry.badges, award.badge.badge: (badge,)})
    document = v3.credential(changed, award, ())
    assert (document["validFrom"], document["validUntil"]) == ("2026-06-12T00:00:00Z", "2026-06-12T00:00:00Z")


def test_a_stack_has_its_parts_as_evidence(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, awards = loaded
    stack = awards["q5xcx3p8dawbb271ayt5v59k0r"]
    parts = [Part(p, awards[p].badge, awards[p].awarded) for p in stack.builds_on]
    evidence = v3.credential(registry, stack, parts)["evidence"]
    site = "https://badges.riverbend.example/awards"
    assert evidence == [
        {"id": f"{site}/bh/bhp5n40baqpaaqspp7ft4y5m95.html", "type": ["Evidence"], "name": "Circuit Design"},
        {"id": f"{site}/xn/xnk6bkcg0sqykm1y8t8yez6p4r.html", "type": ["Evidence"], "name": "Basic Coding"},
        {"id": f"{site}/hb/hb57yhmdwecgv6e0bfjemhdrq3.html", "type": ["Evidence"], "name": "3D Modeling"},
    ]


def test_another_award_does_not_embed_what_it_builds_on(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, awards = loaded
    award = awards["pfc4thgjfr0t9mwtby231sgan2"]
    parts = [Part(p, awards[p].badge, awards[p].awarded) for p in award.builds_on]
    document = v3.credential(registry, award, parts)
    assert [item["name"] for item in document["evidence"]] == ["Three runs", "Test log"]
    assert "6vj6m7sj3p0gjzfycpsjzypwbe" not in json.dumps(document)


def test_a_later_version_points_to_the_earlier_ones(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, awards = loaded
    achievement = v3.achievement(registry, registry.achievement(awards["6vj6m7sj3p0gjzfycpsjzypwbe"].badge))
    site = "https://badges.riverbend.example"
    assert achievement["related"] == [
        {
            "id": f"{site}/ob2/badges/basic-coding/v2.json",
            "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
            "version": "Open Badges v2p0",
        },
        {"id": f"{site}/badges/basic-coding/v1.json", "type": ["Related"], "version": "1"},
    ]


def test_a_revoked_assertion_says_only_that(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, awards = loaded
    assert v2.assertion(registry, awards["9563jd2r81ctkgssva1k72cyn7"], ()) == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://badges.riverbend.example/ob2/awards/95/9563jd2r81ctkgssva1k72cyn7.json",
        "revoked": True,
        "revocationReason": "Awarded in error",
    }


def test_the_credential_of_a_revoked_award_stays_as_signed(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, awards = loaded
    assert "revoked" not in json.dumps(v3.credential(registry, awards["9563jd2r81ctkgssva1k72cyn7"], ()))


def test_a_status_list_has_no_end_unless_the_issuer_sets_one(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, _ = loaded
    made = status_lists.status_list(registry.issuer, 3, [0, 131071], datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC))
    assert made["id"] == "https://badges.riverbend.example/status/3.json"
    assert made["validFrom"] == "2026-02-03T04:05:06Z"
    assert "validUntil" not in made


def test_no_document_names_a_learner(loaded: tuple[Catalogue, dict[str, Award]]) -> None:
    registry, awards = loaded
    held = json.loads((REGISTRY / "disclosures.json").read_text())
    secrets = [part for entry in held for member in ("name", "emailAddress") for part in entry[member]]
    parts = {a.id: Part(a.id, a.badge, a.awarded) for a in awards.values()}
    for award in awards.values():
        built = [parts[p] for p in award.builds_on]
        text = json.dumps([v3.credential(registry, award, built), v2.assertion(registry, award, built)])
        assert not [secret for secret in secrets if secret in text]
