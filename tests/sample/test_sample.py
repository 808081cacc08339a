"""The sample registry: what its script writes is what is committed, and it shows all that a reader should meet."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.adapters.registry_folder import RegistryFolder
from generator.model.achievement import Achievement
from generator.model.catalogue import Catalogue
from generator.publishing import checking
from generator.sources import catalogue as sources
from generator.verification.recipient import Claim, recipient_checks
from sample import make
from sample.classes import AS_OF
from sample.make import BY_HAND, TOP

VERSIONS = sorted((TOP / "badges").glob("*/v*.yml"))


@cache
def catalogue() -> Catalogue:
    loaded = sources.load(RegistryFolder(TOP), AS_OF).catalogue
    assert loaded is not None
    return loaded


@cache
def records() -> dict[str, dict[str, Any]]:
    """Every award of the registry as its YAML says, by its id."""
    return {file.stem: yaml.safe_load(file.read_text("utf-8")) | {"path": file} for file in make.records_of(TOP)}


def achievement(record: dict[str, Any]) -> Achievement:
    slug, _, version = record["badge"].partition("@")
    return next(each for each in catalogue().achievements() if str(each.of) == f"{slug}@{version}")


def test_the_script_writes_what_is_committed() -> None:
    committed = {file.relative_to(TOP).as_posix(): file.read_bytes() for file in make.records_of(TOP)}
    by_hand = {path for path in committed if Path(path).stem in BY_HAND}
    assert len(by_hand) == len(BY_HAND)
    expected = {path: text.encode() for path, text in make.files(TOP).items()}
    assert {path: data for path, data in committed.items() if path not in by_hand} == expected


def test_a_second_run_changes_nothing_and_a_lost_file_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("badges", "docs", "recipients"):
        shutil.copytree(TOP / folder, tmp_path / folder)
    shutil.copy(TOP / "mkdocs.yml", tmp_path)
    assert make.write(tmp_path) == (0, [])
    lost = tmp_path / next(iter(make.files(TOP)))
    content = lost.read_bytes()
    lost.unlink()
    assert make.main(["--top", str(tmp_path)]) == 0
    assert lost.read_bytes() == content
    stray = lost.with_name("0" * 26 + ".yml")
    stray.write_bytes(content)
    assert make.main(["--top", str(tmp_path)]) == 1
    assert "1 files written" in (said := capsys.readouterr().err)
    assert f"{stray.relative_to(tmp_path).as_posix()} is not of this sample" in said


def test_the_sample_has_no_problem_and_no_warning() -> None:
    assert list(checking.check(RegistryFolder(TOP), AS_OF).problems) == []


def test_there_are_badges_stacks_and_campuses_enough() -> None:
    newest = [versions[-1] for versions in catalogue().badges.values()]
    assert len([badge for badge in newest if not badge.stack]) >= 12
    assert {badge.of.badge for badge in newest if badge.stack} == {"engineering-foundations", "information-technology"}
    assert len(catalogue().issuer.campuses) == 3
    assert {badge.level for badge in newest} == {"introductory", "intermediate", "advanced"}
    assert len([versions for versions in catalogue().badges.values() if len(versions) > 1]) >= 2
    assert any(badge.retired for badge in catalogue().achievements())
    assert len([badge for badge in newest if badge.requires and not badge.stack]) >= 3
    assert len([badge for badge in newest if badge.leads_to]) >= 6


def test_awards_show_all_that_may_become_of_them() -> None:
    found = records().values()
    assert len(found) >= 150
    assert {record["path"].parts[-3] for record in found} == set(catalogue().issuer.campuses)
    assert len([record for record in found if "revoked" in record]) >= 5
    ends = [achievement(record).valid_for for record in found]
    ended = [end.after(record["awarded"]) for end, record in zip(ends, found, strict=True) if end]
    assert len([day for day in ended if day < AS_OF]) >= 5
    older = [r for r in found if achievement(r).of.version < len(catalogue().badges[achievement(r).of.badge])]
    assert len(older) >= 5
    stacks = {achievement(record).of.badge for record in found if achievement(record).stack}
    assert stacks == {"engineering-foundations", "information-technology"}
    assert any("id" in record["identity"] for record in found)
    assert any("narrative" in record for record in found)
    assert all(date(2025, 9, 1) <= record["awarded"] < AS_OF for record in found)


def test_one_badge_is_overdue_for_review_and_was_awarded_before() -> None:
    newest = [versions[-1] for versions in catalogue().badges.values()]
    overdue = [badge.of for badge in newest if badge.review.next < AS_OF]
    assert [of.badge for of in overdue] == ["network-installation"]
    assert any(record["badge"] == str(overdue[0]) for record in records().values())


def test_counts_lie_on_both_sides_of_ten() -> None:
    pairs = Counter((r["path"].parts[-3], achievement(r).of.badge) for r in records().values())
    assert len([count for count in pairs.values() if count >= 10]) >= 4
    assert len([count for count in pairs.values() if count < 10]) >= 4
    assert len(pairs) < len(catalogue().badges) * len(catalogue().issuer.campuses)


def test_what_is_built_on_is_the_same_learners() -> None:
    made = {award.id: award for award in make.awards(TOP)}
    for award in made.values():
        assert [made[part].learner for part in award.builds_on] == [award.learner] * len(award.badge.requires)


@pytest.mark.parametrize("file", VERSIONS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_code_of_an_alignment_names_its_source(file: Path) -> None:
    text = file.read_text("utf-8")
    for alignment in yaml.safe_load(text).get("alignments", []):
        if "code" not in alignment:
            continue
        code = rf'code: "?{re.escape(str(alignment["code"]))}'
        assert re.search(rf"# confirmed at https?://\S+\n\s+{code}", text), alignment["code"]


def test_alignments_of_one_framework_call_it_by_one_name() -> None:
    names = {each.framework for badge in catalogue().achievements() for each in badge.alignments}
    assert names == {
        "CSTA K-12 Computer Science Standards (2017)",
        "Classification of Instructional Programs (CIP 2020)",
        "Next Generation Science Standards",
        "O*NET-SOC 2019",
    }


def test_rubrics_can_be_assessed_by() -> None:
    for versions in catalogue().badges.values():
        badge = versions[-1]
        if badge.stack:
            continue
        assert badge.evidence is not None
        assert badge.evidence.asks_for
        assert 2 <= len(badge.rubric) <= 4, badge.of
        assert any(len(row.levels) == 3 for row in badge.rubric), badge.of
        assert all(level.description for row in badge.rubric for level in row.levels), badge.of
        assert badge.skills
        assert badge.hours
        assert badge.review.partners


def test_skills_are_shared_between_badges() -> None:
    used = Counter(skill for versions in catalogue().badges.values() for skill in versions[-1].skills)
    assert len([skill for skill, count in used.items() if count > 1]) >= 8


def test_every_badge_but_one_has_art_of_its_own_so_that_the_drawn_kind_is_seen_too() -> None:
    drawn = [slug for slug, versions in catalogue().badges.items() if not versions[-1].image]
    assert drawn == ["environmental-sensing"]
    for file in (TOP / "badges").glob("*/*.svg"):
        assert "<title>" in file.read_text("utf-8")
        assert file.stat().st_size < 6_000


def test_the_newest_version_of_every_badge_is_told_in_spanish_too() -> None:
    for badge in (versions[-1] for versions in catalogue().badges.values()):
        assert set(badge.translations["es"]) == {"name", "summary", "description", "criteria"}, badge.of


def test_the_spanish_criteria_ask_for_as_much_as_the_english_ones() -> None:
    asked = re.compile(r"^\d\. ", re.MULTILINE)
    for badge in (versions[-1] for versions in catalogue().badges.values()):
        assert asked.findall(badge.translations["es"]["criteria"]) == asked.findall(badge.criteria), badge.of


def test_a_stack_names_its_parts_in_spanish_as_they_are_named_there() -> None:
    newest = {slug: versions[-1] for slug, versions in catalogue().badges.items()}
    for badge in (badge for badge in newest.values() if badge.stack):
        parts = [newest[part.badge].translations["es"]["name"] for part in badge.requires]
        assert all(name in badge.translations["es"]["criteria"] for name in parts), badge.of


def test_every_receipt_opens_its_award(capsys: pytest.CaptureFixture[str]) -> None:
    assert make.main(["--receipts"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(records()) - len(BY_HAND)
    for line in lines:
        path, name, receipt = line.split("\t")
        award = Path(path).stem
        sealed = [
            {"hashed": True, "identityHash": records()[award]["identity"][kind], "identityType": kind}
            for kind in ("name", "emailAddress")
        ]
        document = {"id": f"https://badges.example/{award}.json", "credentialSubject": {"identifier": sealed}}
        (check,) = recipient_checks(document, Claim.read(receipt))
        assert (check.code, name in check.words) == ("", True)


def test_no_file_of_an_award_says_whose_it_is() -> None:
    for record in records().values():
        assert not re.search(r"learner\.?\s?\d|@learners", record["path"].read_text("utf-8"), re.IGNORECASE)
