"""Forms that GitHub would show: each follows the syntax that GitHub documents, and none asks for a learner."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.workflows.runner import WORKFLOWS

GITHUB = WORKFLOWS.parent
FORMS = sorted(file for file in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if file.name != "config.yml")
# GitHub Docs, "Syntax for issue forms" and "Syntax for GitHub's form schema".
TOP = {"name", "description", "body", "title", "labels", "assignees", "projects", "type"}
ATTRIBUTES = {
    "markdown": ({"value"}, set[str]()),
    "input": ({"label"}, {"description", "placeholder", "value"}),
    "textarea": ({"label"}, {"description", "placeholder", "value", "render"}),
    "dropdown": ({"label", "options"}, {"description", "multiple", "default"}),
    "checkboxes": ({"label", "options"}, {"description"}),
}


def form(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return loaded


def test_there_are_forms_for_proposals_and_for_feedback() -> None:
    assert [file.stem for file in FORMS] == ["feedback-on-a-badge", "propose-a-badge"]
    assert len({form(file)["name"] for file in FORMS}) == len(FORMS)


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_a_form_is_one_that_github_accepts(file: Path) -> None:
    content = form(file)
    assert {"name", "description", "body"} <= set(content) <= TOP
    assert all(isinstance(content[name], str) for name in ("name", "description", "title"))
    asked = [element for element in content["body"] if element["type"] != "markdown"]
    assert asked, "a form of texts alone is refused"
    for element in content["body"]:
        required, optional = ATTRIBUTES[element["type"]]
        assert set(element) <= {"type", "id", "attributes", "validations"}
        assert required <= set(element["attributes"]) <= required | optional
        if element["type"] == "dropdown":
            options = element["attributes"]["options"]
            assert options
            assert len(set(options)) == len(options)
            assert all(isinstance(option, str) and option.lower() != "none" for option in options)
        if element["type"] == "checkboxes":
            assert all(set(option) <= {"label", "required"} for option in element["attributes"]["options"])
            assert "validations" not in element
        elif "validations" in element:
            assert element["validations"] == {"required": True}
    ids, labels = ([element["id"] for element in asked], [element["attributes"]["label"] for element in asked])
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in ids)
    assert len(set(ids)) == len(set(labels)) == len(asked)


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_a_form_says_that_it_is_public_and_asks_for_no_learner(file: Path) -> None:
    content = form(file)
    assert content["body"][0]["type"] == "markdown"
    assert "Everybody can read this" in content["body"][0]["attributes"]["value"]
    [boxes] = [element for element in content["body"] if element["type"] == "checkboxes"]
    promised = [option["label"] for option in boxes["attributes"]["options"] if option["required"]]
    assert "It names no learner, and nothing in it points at one." in promised
    asked = " ".join(element["attributes"].get("label", "") for element in content["body"]).lower()
    assert [word for word in ("student", "learner", "e-mail", "pupil") if word in asked] == []


def test_nobody_gets_round_the_forms() -> None:
    assert form(GITHUB / "ISSUE_TEMPLATE" / "config.yml") == {"blank_issues_enabled": False}


def test_a_pull_request_is_asked_the_same() -> None:
    text = (GITHUB / "pull_request_template.md").read_text("utf-8")
    assert text.count("- [ ]") <= 7
    assert "Name no learner" in text
    for part in ("For awards", "For badges", "For anything else"):
        assert f"**{part}**" in text
