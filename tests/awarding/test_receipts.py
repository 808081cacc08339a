"""Receipts: the table for mail merge, and the letters to print."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from generator.adapters import registry
from generator.awarding import receipts
from generator.awarding.roster import Entry
from generator.encodings import sealing
from generator.model.achievement import BadgeVersion
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from tests.builds import REGISTRY

KEY: Final = b"\x07" * 32
AWARD: Final = AwardId("bhp5n40baqpaaqspp7ft4y5m95")
TODAY: Final = date(2026, 11, 22)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return registry.load_catalogue_of_folder(REGISTRY)


def entry(name: str = "Sample Learner One", campus: str = "lincoln-high", award: AwardId | None = AWARD) -> Entry:
    return Entry(
        award=award,
        name=name,
        email="one@learners.example",
        badge=BadgeVersion(Slug("circuit-design"), 1),
        campus=Slug(campus),
        awarded=date(2026, 11, 20),
        results={Slug("wiring"): Slug("exemplary")},
    )


def rows(
    files: Mapping[str, bytes], name: str = "circuit-design-v1-lincoln-high-2026-11-22.csv"
) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline=""))]


def letter(files: Mapping[str, bytes]) -> str:
    return next(data.decode() for name, data in files.items() if name.endswith(".html"))


def test_files_are_named_by_badge_campus_and_day_and_never_by_a_learner(catalogue: Catalogue) -> None:
    made = receipts.files([entry(), entry(campus="harbor-middle"), entry(award=None)], catalogue, KEY, TODAY)
    assert sorted(made) == [
        f"circuit-design-v1-{campus}-2026-11-22.{kind}"
        for campus in ("harbor-middle", "lincoln-high")
        for kind in ("csv", "html")
    ]
    assert len(rows(made)) == 1


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+One", "-One", "@One", "'=One"])
def test_no_cell_is_taken_for_a_formula(catalogue: Catalogue, name: str) -> None:
    (row,) = rows(receipts.files([entry(name)], catalogue, KEY, TODAY))
    assert row["name"] == "'" + name


def test_a_letter_says_what_was_shown_and_keeps_scripts_and_the_network_out(catalogue: Catalogue) -> None:
    text = letter(receipts.files([entry("<b>Sample</b>")], catalogue, KEY, TODAY))
    assert "&lt;b&gt;Sample&lt;/b&gt;" in text
    assert "Wiring and assembly" in text
    assert "Exemplary" in text
    assert "BHP5-N40B-AQPA-AQSP-P7FT-4Y5M-95" in text
    assert sealing.salt(KEY, AWARD, "name") in text
    assert "<script" not in text
    assert "default-src 'none'" in text
    assert 'src="data:image/png;base64,' in text
    assert "receipt=" not in text  # only in the picture of the code


def test_linkedin_is_named_only_where_learners_are_old_enough(catalogue: Catalogue) -> None:
    assert "LinkedIn" in letter(receipts.files([entry()], catalogue, KEY, TODAY))
    assert "LinkedIn" not in letter(receipts.files([entry(campus="harbor-middle")], catalogue, KEY, TODAY))


def test_letters_are_in_the_language_of_the_issuer(catalogue: Catalogue) -> None:
    spanish = replace(catalogue, issuer=replace(catalogue.issuer, language="es"))
    made = receipts.files([entry()], spanish, KEY, TODAY)
    assert "Usted obtuvo una insignia" in letter(made)
    assert '<h1 lang="en">Circuit Design</h1>' in letter(made)
    assert rows(made)[0]["how to check"].startswith("Abra el enlace")


def test_a_badge_with_texts_in_that_language_is_called_by_them(catalogue: Catalogue) -> None:
    slug = Slug("circuit-design")
    badge = replace(catalogue.badges[slug][0], translations={"es": {"name": "Diseño de circuitos"}})
    spanish = replace(
        catalogue, issuer=replace(catalogue.issuer, language="es-MX"), badges={**catalogue.badges, slug: (badge,)}
    )
    text = letter(receipts.files([entry()], spanish, KEY, TODAY))
    assert '<h1 lang="es">Diseño de circuitos</h1>' in text
    assert f'<p class="summary" lang="en">{badge.summary}</p>' in text
