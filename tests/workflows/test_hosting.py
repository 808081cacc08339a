"""docs/hosting.md speaks of the workflows as they are."""

from __future__ import annotations

import re

from tests.workflows.runner import WORKFLOWS, workflow

ROOT = WORKFLOWS.parents[1]
PAGE = (ROOT / "docs" / "hosting.md").read_text("utf-8")
PUBLISH = (WORKFLOWS / "publish.yml").read_text("utf-8")


def test_everything_that_publishing_complains_of_is_explained() -> None:
    titles = re.findall(r"::(?:notice|warning|error) title=([^:]+)::", PUBLISH)
    assert len(titles) >= 6
    assert [title for title in titles if f'"{title}' not in PAGE] == []


def test_what_has_to_be_set_up_has_the_names_that_the_workflows_use() -> None:
    build, deploy = (workflow("publish.yml")["jobs"][job] for job in ("build", "deploy"))
    [check] = workflow("validate.yml")["jobs"].values()
    [secret] = re.findall(r"secrets\.(\w+)", PUBLISH)
    for name in (build["environment"], secret, check["name"]):
        assert f"**`{name}`**" in PAGE
    assert f"`{deploy['environment']['name']}`" in PAGE
    for job in workflow("publish.yml")["jobs"].values():
        assert job["name"] in PAGE


def test_each_place_that_is_pointed_to_is_there() -> None:
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    places = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= places
    others = [link for link in re.findall(r"\]\(([^)#]+)\)", PAGE) if not link.startswith("https://")]
    assert [link for link in others if not (ROOT / "docs" / link).is_file()] == []


def test_the_page_is_none_of_the_sample_registry() -> None:
    assert "\n  hosting.md\n" in (ROOT / "mkdocs.yml").read_text("utf-8")
