"""A badge of others as a draft: what it says is taken over, what no registry may hold is left and told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.awarding.upkeep.copying import Copied, copied
from generator.awarding.upkeep.descriptions import description
from generator.errors import BadgeNotCopied, UnknownDocument
from generator.sources.personal import OF_ANYBODY

PUBLISHED = Path(__file__).parents[1] / "registry" / "published"
FOLDER = "https://badges.riverbend.example/badges/circuit-design"
Json = dict[str, Any]


def published(name: str) -> Json:
    document: Json = json.loads((PUBLISHED / name).read_text("utf-8"))
    return document


def given(found: Copied) -> Json:
    """What was taken over, of whatever kind each thing is."""
    return dict(found.given)


def web(**documents: Json | bytes) -> Callable[[str], bytes]:
    """Documents by address, of which `__` stands for the part before the last slash."""

    def fetch(url: str) -> bytes:
        name = url.rpartition("/")[2].removesuffix(".json") or "page"
        if name not in documents:
            raise UnknownDocument(url)
        document = documents[name]
        return document if isinstance(document, bytes) else json.dumps(document).encode()

    return fetch


def test_a_badge_of_open_badges_3_is_taken_over_with_rubric_alignments_skills_and_credits() -> None:
    found = copied(published("achievement.json"), f"{FOLDER}/v1.json", OF_ANYBODY)
    assert found.left == ()
    assert (found.slug, found.by) == ("circuit-design", "Riverbend STEM District")
    assert found.source == given(found)["copied_from"] == f"{FOLDER}/#v1"
    assert given(found)["name"] == "Circuit Design"
    assert given(found)["skills"] == ["Circuit design", "Electrical measurement", "Troubleshooting"]
    assert str(given(found)["credits"]) == "0.5"
    wiring, explanation = given(found)["rubric"]
    assert (wiring["id"], wiring["required"], explanation["id"]) == ("wiring", "proficient", "explanation")
    assert [level["id"] for level in wiring["levels"]] == ["emerging", "proficient", "exemplary"]
    assert [alignment["type"] for alignment in given(found)["alignments"]] == ["ext:Occupation", "ext:Standard"]
    assert "level" not in found.given
    assert "evidence" not in found.given


def test_a_badge_of_open_badges_2_is_taken_over_as_far_as_it_says_anything() -> None:
    url = "https://badges.riverbend.example/ob2/badges/circuit-design/v1.json"
    found = copied(published("ob2-badgeclass.json"), url, OF_ANYBODY)
    assert (given(found)["name"], given(found)["language"]) == ("Circuit Design", "en")
    assert "draws a schematic" in str(given(found)["criteria"])
    assert "rubric" not in found.given
    assert found.source == given(found)["copied_from"] == f"{FOLDER}/#v1"


def test_a_registry_below_a_path_called_ob2_is_named_with_it() -> None:
    url = "https://badges.example/ob2/badges/circuit-design/v1.json"
    found = copied(published("achievement.json"), url, OF_ANYBODY)
    assert found.source == "https://badges.example/ob2/badges/circuit-design/#v1"


@pytest.mark.parametrize(
    "address", [f"{FOLDER}/", FOLDER, f"{FOLDER}/index.html", f"{FOLDER}/#v2", f"{FOLDER}/v2.json"]
)
def test_a_badge_is_found_by_its_page_or_by_its_own_address(address: str) -> None:
    first, second = published("achievement.json"), {**published("achievement.json"), "version": "2"}
    found = description(address, web(v1=first, v2=second))
    assert (found.badge["version"], found.url) == ("2", f"{FOLDER}/v2.json")


def test_a_badge_is_found_in_an_award_of_it() -> None:
    found = description("https://badges.riverbend.example/awards/bh/x.json", web(x=published("credential.json")))
    assert (found.badge["name"], found.url) == ("Circuit Design", f"{FOLDER}/v1.json")
    assertion = {"type": "Assertion", "badge": "https://badges.example/c.json"}
    led = description("https://badges.example/a.json", web(a=assertion, c=published("ob2-badgeclass.json")))
    assert led.url == "https://badges.example/c.json"


def test_an_award_can_not_speak_for_an_address_of_another_host() -> None:
    found = description("https://elsewhere.example/x.json", web(x=published("credential.json")))
    assert found.url == "https://elsewhere.example/x.json"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"<!doctype html><title>A badge", "this is a web page; give the address of the badge's JSON"),
        (b"[1]", "no description of a badge"),
        (b'{"type": ["Profile"]}', "describes no badge"),
        (b'{"type": 7}', "describes no badge"),
        (b"{" * 100_000, "no description of a badge"),
        (b'{"a": "\\ud800"}', "lone surrogate"),
    ],
)
def test_what_describes_no_badge_is_told_as_what_it_is(document: bytes, said: str) -> None:
    with pytest.raises(BadgeNotCopied, match=said):
        description("https://badges.example/x", web(x=document))


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(BadgeNotCopied, match=r"https://badges\.example/x: it is not there"):
        description("https://badges.example/x", web())


def spoilt(**members: object) -> Json:
    return {**published("achievement.json"), **members}


@pytest.mark.parametrize(
    ("members", "gone", "said"),
    [
        ({"name": "A\x1b[2Jbadge"}, "name", "name: the text holds the control character U+001B"),
        ({"description": "abc \u202e txt.exe"}, "description", "invisible direction override U+202E"),
        ({"description": "x" * 20_001}, "description", "more than 20,000 characters"),
        ({"description": "Write to teacher.one@lakeside.example"}, "description", "it holds an e-mail address"),
        ({"name": ["a"]}, "name", "it is no text"),
        ({"criteria": "https://lakeside.example/criteria"}, "criteria", "perhaps at https://lakeside.example/criteria"),
        ({"creditsAvailable": 1e300}, "credits", "is no number that may stand here"),
        ({"creditsAvailable": True}, "credits", "is no number that may stand here"),
        ({"achievementType": "Badge\n"}, "type", ""),
        ({"inLanguage": "klingon"}, "language", ""),
        ({"resultDescription": [{"name": "Score", "resultType": "Percent"}]}, "rubric", "Score has no levels"),
        ({"alignment": {"targetName": "A", "targetUrl": "javascript:alert(1)"}}, "alignments", "no usable address"),
    ],
)
def test_what_no_registry_may_hold_is_left_out_and_told(members: Json, gone: str, said: str) -> None:
    found = copied(spoilt(**members), f"{FOLDER}/v1.json", OF_ANYBODY)
    assert gone not in found.given
    told = "\n".join(found.left)
    assert said in told
    assert told.isprintable() or "\n" in told
    assert "teacher.one" not in told


def test_html_in_criteria_is_taken_as_text_and_told() -> None:
    found = copied(spoilt(criteria={"narrative": "<script>alert(1)</script> *Do*"}), f"{FOLDER}/v1.json", OF_ANYBODY)
    assert given(found)["criteria"] == "<script>alert(1)</script> *Do*"
    assert "make Markdown of it" in found.left[0]


def test_rows_and_levels_without_names_ids_or_a_required_level_are_to_be_filled_in() -> None:
    rows = [{"rubricCriterionLevel": [{}, {"name": "Höhere Stufe", "points": "x"}, {"name": "Höhere Stufe"}, 7]}] * 2
    found = copied(spoilt(resultDescription=rows), f"{FOLDER}/v1.json", OF_ANYBODY)
    first, second = given(found)["rubric"]
    assert [row["id"] for row in (first, second)] == ["row", "row-2"]
    assert first["name"] == "TODO: what is judged"
    assert first["required"] == "TODO: one of level, hohere-stufe, hohere-stufe-2"
    assert first["levels"][0]["name"] == "TODO: the name of the level"


def test_a_flood_is_cut() -> None:
    found = copied(spoilt(tag=[f"Skill {n}" for n in range(5_000)]), f"{FOLDER}/v1.json", OF_ANYBODY)
    assert len(given(found)["skills"]) == 100
    assert "there are 5,000" in found.left[0]
