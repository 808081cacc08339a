"""The files for programs: what they say, and that the OpenAPI document says it of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.adapters.registry import load_catalogue_of_folder
from generator.encodings import json_text
from generator.model.catalogue import Catalogue
from generator.model.dated import Duration
from generator.names import Slug
from generator.publishing.figures import figures
from generator.site.machines import api
from generator.site.machines.openapi import description
from tests import odd_registry

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden" / "site"
MAKING = api.Making(datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC), "3f78" * 10, "0.1.0")


@pytest.fixture(scope="module")
def plain() -> Catalogue:
    return load_catalogue_of_folder(TESTS / "registry")


@pytest.fixture(scope="module", params=["plain", "sample", "odd"])
def catalogue(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The small registry, the sample, and one with odd texts."""
    if request.param == "odd":
        return load_catalogue_of_folder(odd_registry.write(tmp_path_factory.mktemp("odd") / "registry", 0))
    return load_catalogue_of_folder(TESTS / "registry" if request.param == "plain" else TESTS.parent)


def strict(schema: Any) -> Any:
    """The schema, refusing members that it does not list."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: strict(part) for name, part in schema.items()}
    return {"additionalProperties": False} | made if "properties" in made and "type" in made else made


def fits(document: dict[str, Any], schema: dict[str, Any], value: object) -> None:
    """Assert that a value is as a schema in the OpenAPI document says, without members that it does not list."""
    whole = {**strict(schema), "components": strict(document["components"])}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


def schema_of(document: dict[str, Any], path: str) -> dict[str, Any]:
    (content,) = document["paths"][path]["get"]["responses"]["200"]["content"].values()
    found: dict[str, Any] = content["schema"]
    return found


def written(value: Any) -> Any:
    """A document as its reader gets it."""
    return json.loads(json_text.dump(value))


# -- the lists ----------------------------------------------------------------------------------------------------


def test_the_lists_are_as_they_are_described(catalogue: Catalogue) -> None:
    document = written(description(catalogue))
    counts = {(badge, campus): 12 for badge in catalogue.badges for campus in catalogue.issuer.campuses}
    registry = api.registry(catalogue, figures(counts, catalogue.badges), MAKING)
    lists = {"badges": api.badges(catalogue), "skills": api.skills(catalogue), "registry": registry}
    assert {f"/api/{name}.json" for name in lists} <= document["paths"].keys()
    for name, made in lists.items():
        fits(document, schema_of(document, f"/api/{name}.json"), written(made))


def test_every_badge_and_version_is_listed_and_the_newest_marked(catalogue: Catalogue) -> None:
    listed = api.badges(catalogue)["badges"]
    assert [badge["slug"] for badge in listed] == sorted(catalogue.badges)
    for badge in listed:
        numbers = [version["version"] for version in badge["versions"]]
        assert numbers == [*range(1, badge["newest"] + 1)]
        assert [version["is_newest"] for version in badge["versions"]] == [n == badge["newest"] for n in numbers]


def test_what_a_badge_says(plain: Catalogue) -> None:
    listed = {badge["slug"]: badge["versions"] for badge in api.badges(plain)["badges"]}
    version = listed["circuit-design"][0]
    assert version["hours"] == 12
    assert version["credits"] == 0.5
    assert version["valid_for"] == "P5Y"
    assert version["review"] == {"last": "2026-06-15", "next": "2027-06-15"}
    assert version["page"] == "https://badges.riverbend.example/badges/circuit-design/"
    assert version["criteria"] == "https://badges.riverbend.example/badges/circuit-design/#v1"
    assert version["image"]["svg"] == "https://badges.riverbend.example/badges/circuit-design/v1.svg"
    assert version["achievement"] == "https://badges.riverbend.example/badges/circuit-design/v1.json"
    assert version["badge_class"] == "https://badges.riverbend.example/ob2/badges/circuit-design/v1.json"
    assert version["alignments"][0]["code"] == "17-3023.00"
    assert {need["badge"] for need in listed["engineering-foundations"][0]["requires"]} <= set(plain.badges)


def test_an_image_that_is_no_svg_has_no_address_as_one(plain: Catalogue) -> None:
    badge = replace(plain.badges[Slug("circuit-design")][0], image="photo.png", hours=Decimal("1.250"))
    changed = replace(plain, badges={Slug("circuit-design"): (badge,)})
    version = api.badges(changed)["badges"][0]["versions"][0]
    assert version["image"] == {"png": "https://badges.riverbend.example/badges/circuit-design/v1.png", "svg": None}
    assert version["hours"] == 1.25


@pytest.mark.parametrize("text", ["P1Y2M3D", "P5Y", "P18M", "P30D"])
def test_a_duration_is_written_as_it_was(text: str) -> None:
    length = Duration.parse(text)
    assert length is not None
    assert api.iso_duration(length) == text


def test_spellings_of_a_skill_are_one_skill(plain: Catalogue) -> None:
    one, two = plain.badges[Slug("circuit-design")][0], plain.badges[Slug("3d-modeling")][0]
    badges = {
        Slug("circuit-design"): (replace(one, skills=("ÉCOLE  de code", "Wiring", "wiring")),),
        Slug("3d-modeling"): (replace(two, skills=("école de Code", "CAD")),),
    }
    found = api.skills(replace(plain, badges=badges))["skills"]
    told = [(row["skill"], [badge["slug"] for badge in row["badges"]]) for row in found]
    assert told == [
        ("CAD", ["3d-modeling"]),
        ("Wiring", ["circuit-design"]),
        ("école de Code", ["3d-modeling", "circuit-design"]),
    ]


def test_a_skill_names_the_versions_that_show_it(plain: Catalogue) -> None:
    rows = {row["skill"]: row["badges"] for row in api.skills(plain)["skills"]}
    assert [(badge["slug"], badge["versions"]) for badge in rows["Explaining code"]] == [("basic-coding", [1, 2])]
    assert [(badge["slug"], badge["versions"]) for badge in rows["Debugging"]] == [("basic-coding", [2])]


def test_the_registry_says_what_it_was_made_of(plain: Catalogue) -> None:
    circuit, lincoln, harbor = Slug("circuit-design"), Slug("lincoln-high"), Slug("harbor-middle")
    shown = figures({(circuit, lincoln): 30, (circuit, harbor): 12}, plain.badges)
    document = api.registry(plain, shown, MAKING)
    assert document["as_of"] == "2026-11-22T01:02:03Z"
    assert document["commit"] == "3f78" * 10
    assert document["generator"] == {"name": "badge-registry", "version": "0.1.0"}
    assert document["fewest_shown"] == 10
    assert document["awards"] == 42
    rows = {row["badge"]: row for row in document["badges"]}
    assert set(rows) == set(plain.badges)
    assert rows["circuit-design"]["campuses"] == [
        {"campus": "harbor-middle", "awards": 12},
        {"campus": "lincoln-high", "awards": 30},
    ]
    assert rows["3d-modeling"] == {"badge": "3d-modeling", "awards": 0, "campuses": []}
    assert document["campuses"][2] == {"campus": "summit-high", "name": "Summit High School"}


def test_the_golden_registry_hides_its_few_awards() -> None:
    document = json.loads((GOLDEN / "api/registry.json").read_bytes())
    assert document["awards"] is None
    assert {row["awards"] for row in document["badges"]} == {None}
    assert document["commit"] is None


# -- the description ----------------------------------------------------------------------------------------------

# What each object of OpenAPI 3.1.0 that is used here may hold, as far as it is used, and what it must.
OBJECTS: dict[str, tuple[str, str]] = {
    "document": ("openapi info", "servers paths components tags"),
    "info": ("title version", "description contact"),
    "operation": ("responses operationId summary tags", "description externalDocs parameters"),
    "parameter": ("name in required schema", "description example"),
    "response": ("description", "content"),
    "media type": ("schema", "example"),
}


def is_a(kind: str, value: dict[str, Any]) -> None:
    needed, admitted = (set(names.split()) for names in OBJECTS[kind])
    assert needed <= set(value) <= needed | admitted, (kind, sorted(value))


def resolved(document: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to, or the value itself."""
    if "$ref" not in value:
        return value
    found: Any = document
    assert value["$ref"].startswith("#/")
    for part in value["$ref"][2:].split("/"):
        found = found[part]
    return dict(found)


def references(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def test_the_description_is_openapi(catalogue: Catalogue) -> None:
    document = written(description(catalogue))
    is_a("document", document)
    is_a("info", document["info"])
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": catalogue.issuer.url}]
    assert catalogue.issuer.name.latest in document["info"]["title"]
    assert [resolved(document, found) for found in references(document)]
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    used = {found["$ref"].rpartition("/")[2] for found in references(document)}
    assert {name for part in document["components"].values() for name in part} == used


def test_each_operation_is_whole(plain: Catalogue) -> None:
    document = written(description(plain))
    operations = [item["get"] for item in document["paths"].values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for path, item in document["paths"].items():
        assert list(item) == ["get"]
        is_a("operation", item["get"])
        assert set(item["get"]["tags"]) <= {tag["name"] for tag in document["tags"]}
        parameters = [resolved(document, each) for each in item["get"].get("parameters", [])]
        assert sorted(each["name"] for each in parameters) == sorted(re.findall(r"\{(\w+)\}", path))
        for parameter in parameters:
            is_a("parameter", parameter)
            assert (parameter["in"], parameter["required"]) == ("path", True)
        for status, answer in item["get"]["responses"].items():
            assert re.fullmatch("200|404", status)
            response = resolved(document, answer)
            is_a("response", response)
            for media in response["content"].values():
                is_a("media type", media)


def test_examples_are_as_the_schemas_say(catalogue: Catalogue) -> None:
    document = written(description(catalogue))
    examples = 0
    for item in document["paths"].values():
        for media in item["get"]["responses"]["200"]["content"].values():
            if "example" in media:
                fits(document, media["schema"], media["example"])
                examples += 1
    assert examples >= 8


def test_every_file_for_programs_is_described_as_it_is(plain: Catalogue) -> None:
    document = written(description(plain))
    paths = {
        re.compile(re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(path)).replace("v[^/]+", r"v[0-9]+")): path
        for path in document["paths"]
    }
    seen = set()
    for file in sorted(GOLDEN.rglob("*.json")) + sorted(GOLDEN.rglob("*.atom")):
        place = "/" + file.relative_to(GOLDEN).as_posix()
        if place.startswith("/assets/"):
            continue
        (path,) = [path for pattern, path in paths.items() if pattern.fullmatch(place)]
        seen.add(path)
        if file.suffix == ".json":
            fits(document, schema_of(document, path), json.loads(file.read_bytes()))
    assert seen == set(document["paths"])


def test_the_did_document_is_described_where_it_is(plain: Catalogue) -> None:
    moved = replace(plain, issuer=replace(plain.issuer, url="https://a.example/b"))
    assert "/did.json" in description(moved)["paths"]
    assert "/.well-known/did.json" not in description(moved)["paths"]
    assert "/.well-known/did.json" in description(plain)["paths"]


def test_a_registry_without_badges_has_empty_lists(plain: Catalogue) -> None:
    empty = replace(plain, badges={})
    assert api.badges(empty)["badges"] == api.skills(empty)["skills"] == []
    assert description(empty)["paths"]
    assert api.registry(empty, figures({}, []), MAKING)["awards"] == 0


def test_what_may_be_absent_is_null(plain: Catalogue) -> None:
    badge = replace(plain.badges[Slug("circuit-design")][0], hours=None, credits=None, valid_for=None, skills=())
    changed = replace(plain, badges={Slug("circuit-design"): (replace(badge, retired=date(2026, 9, 1)),)})
    version = api.badges(changed)["badges"][0]["versions"][0]
    assert [version[name] for name in ("hours", "credits", "valid_for", "skills")] == [None, None, None, []]
    assert version["retired"] == "2026-09-01"
    assert version["copied_from"] is None


def test_a_badge_names_the_one_that_it_was_adapted_from(plain: Catalogue) -> None:
    badge = replace(plain.badges[Slug("circuit-design")][0], copied_from="https://other.example/badges/circuits/")
    changed = replace(plain, badges={Slug("circuit-design"): (badge,)})
    (version,) = api.badges(changed)["badges"][0]["versions"]
    assert version["copied_from"] == "https://other.example/badges/circuits/"
