"""What is remembered of right records tells nothing false of others: neither their values nor their Problems."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.adapters.registry_folder import RegistryFolder
from generator.model.award import Award
from generator.names import AwardId, Slug
from generator.sources import accepting, catalogue, record_form, records
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.personal import OF_ANYBODY, Personal
from generator.sources.record_form import RecordForm
from generator.sources.shapes import Doubt

REGISTRY = Path(__file__).parents[1] / "registry"
KNOWN = catalogue.load(RegistryFolder(REGISTRY), date(2026, 11, 22)).known
SEAL = "sha256$" + "0a" * 32
OTHER = "sha256$" + "b1" * 32
PROGRAM, BOTH, FIT = (
    "  program: proficient\n",
    "  program: proficient\n  debugging: proficient\n",
    "  fit: proficient\n",
)
WORK = "  - name: Work\n    url: https://work.riverbend.example/e/1\n"


def record(
    badge: str = "basic-coding@1",
    day: str = "2026-04-09",
    assessor: str = "computing",
    results: str = PROGRAM,
    evidence: str = WORK,
    more: str = "",
) -> str:
    """A record as the tools write it."""
    head = f"badge: {badge}\nawarded: {day}\nassessor: {assessor}\nstatus: 7\n"
    identity = f"identity:\n  name: {SEAL}\n  emailAddress: {OTHER}\n"
    answers = f"results:\n{results}" if results else ""
    return head + identity + answers + (f"evidence:\n{evidence}" if evidence else "") + more


def parsed(text: str, campus: str = "lincoln-high", folder: str = "basic-coding", known: Known = KNOWN) -> list[str]:
    """The codes of a record's Problems, as the careful reader has them too, along with all else."""
    award = AwardId("0123456789abcdefghjkmnpqrs")
    file = RecordFile(f"recipients/{campus}/{folder}/{award}.yml", Slug(campus), Slug(folder), award)
    quick = records.parse(file, text.encode(), known)
    assert quick == records.with_care(file, text.encode(), known)
    return [problem.code for problem in quick.problems]


FILE = RecordFile("a.yml", Slug("lincoln-high"), Slug("basic-coding"), AwardId("0123456789abcdefghjkmnpqrs"))


def award_of(text: str) -> Award:
    """The award of a right record."""
    found = records.parse(FILE, text.encode(), KNOWN).award
    assert found is not None
    return found


def test_results_that_are_right_for_one_badge_version_are_wrong_for_another() -> None:
    for _ in range(2):
        assert parsed(record()) == []
        assert parsed(record("basic-coding@2")) == ["missing-result"]
        assert parsed(record("basic-coding@2", results=BOTH)) == []
        assert parsed(record(results=BOTH)) == ["unknown-row"]


def test_who_may_award_at_one_campus_may_not_at_another() -> None:
    text = record("3d-modeling@1", assessor="engineering-lab", results=FIT)
    for _ in range(2):
        assert parsed(text, "lincoln-high", "3d-modeling") == []
        assert parsed(text, "harbor-middle", "3d-modeling") == ["not-authorised"]
        assert parsed(text.replace("engineering-lab", "maker-club"), "harbor-middle", "3d-modeling") == []
        assert parsed(text, "lincoln-high", "basic-coding") == ["folder-mismatch"]


def test_days_around_right_ones_may_be_wrong() -> None:
    def on(day: str) -> list[str]:
        text = record("3d-modeling@1", day, "maker-club", FIT)
        return parsed(text, "harbor-middle", "3d-modeling")

    assert on("2026-06-30") == on("2026-02-01") == on("2026-04-01") == []
    assert on("2026-07-01") == ["not-authorised"]
    assert on("2026-11-23") == ["date-in-future"]
    assert on("2026-06-30") == []


def test_as_many_items_of_evidence_as_are_asked_for_are_asked_of_each() -> None:
    assert parsed(record()) == []
    assert parsed(record(evidence="")) == ["too-little-evidence"]
    assert parsed(record(more="builds_on:\n  - 00000000000000000000000000\n")) == ["needless-part"]


def test_what_one_catalogue_admits_another_may_not() -> None:
    text = record()
    assert parsed(text) == []
    assert parsed(text, known=replace(KNOWN, today=date(2026, 4, 8))) == ["date-in-future"]
    assert parsed(text, known=replace(KNOWN, evidence_hosts={})) == ["unknown-host"]
    assert parsed(text, known=replace(KNOWN, personal=Personal(mask="2026-####"))) == []
    assert parsed(text, known=replace(KNOWN, personal=Personal(mask="####-##-##"))) == ["personal-data"]
    assert parsed(text) == []


def test_what_is_personal_in_a_recurring_member_is_told_each_time() -> None:
    text = record(results="  s123456: proficient\n")
    known = replace(KNOWN, personal=Personal(mask="S######"))
    for _ in range(2):
        assert "personal-data" in parsed(text, known=known)
        assert "personal-data" not in parsed(text)


@pytest.mark.parametrize(
    "last",
    ["    description: Spare part\n", "    genre: lot\n", "    description: 'of serial'\n", "    genre: item\u00ad\n"],
)
@pytest.mark.parametrize("number", ["2155550123", "2155550123 is where to call", "'215-555-0123'"])
def test_no_word_of_one_member_hides_a_number_in_the_next(last: str, number: str) -> None:
    assert parsed(record(evidence=WORK + last, more=f"narrative: {number}\n")) == ["personal-data"]
    ended = f"narrative: it is the last part\nrevoked:\n  date: 2026-06-01\n  reason: {number}\n"
    assert parsed(record(more=ended)) == ["personal-data"]


def test_each_member_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    by_day = replace(KNOWN, personal=Personal(mask="2026-##-##"))
    ended = record(day="2025-04-09", more="revoked:\n  date: 2026-06-01\n  reason: x\n")
    assert parsed(ended) == []
    assert parsed(ended, known=by_day) == ["personal-data"]
    looked: list[str] = []
    find = Personal.find

    def noted(self: Personal, text: str) -> object:
        looked.append(text)
        return find(self, text)

    more = "builds_on:\n  - 00000000000000000000000000\nnarrative: said\n" + ended.partition(WORK)[2]
    text = record(more=more).replace(OTHER + "\n", OTHER + "\n  id: did:example:1\n")
    monkeypatch.setattr(Personal, "find", noted)
    with pytest.raises(Doubt):
        accepting.Accepting(KNOWN).accept(FILE, text.encode())
    seals = {f"  name: {SEAL}", f"  emailAddress: {OTHER}", "identity:"}
    assert {line for each in looked for line in each.split("\n")} >= {*text.split("\n")} - seals


def test_a_mask_as_long_as_a_seal_is_looked_for_in_seals() -> None:
    text = record().replace(SEAL, "sha256$" + "a" + "1" * 63)
    assert parsed(text, known=replace(KNOWN, personal=Personal(mask="A" + "#" * 63))) == ["personal-data"]


def test_what_many_awards_share_nobody_can_change() -> None:
    first, second = award_of(record()), award_of(record(day="2026-05-02"))
    assert first.results is second.results
    with pytest.raises(TypeError):
        first.results[Slug("program")] = Slug("emerging")  # type: ignore[index]
    assert award_of(record()).results == {"program": "proficient"}
    assert (first.awarded, second.awarded) == (date(2026, 4, 9), date(2026, 5, 2))


@given(
    st.lists(
        st.tuples(
            st.builds(
                record,
                st.sampled_from(["basic-coding@1", "basic-coding@2", "3d-modeling@1", "basic-coding@9"]),
                st.integers(-40, 40).map(lambda days: str(date(2026, 6, 30) + timedelta(5 * days))),
                st.sampled_from(["computing", "maker-club", "engineering-lab", "nobody"]),
                st.sampled_from([PROGRAM, BOTH, FIT, "", "  program: emerging\n", "  program: 'proficient'\n"]),
                st.sampled_from([WORK, 2 * WORK, "", WORK.replace("url", "description"), WORK.replace("work.", "")]),
                st.sampled_from(["", "narrative: 'it''s'\n", "revoked:\n  date: 2026-06-01\n  reason: Moved\n", "#\n"]),
            ),
            st.sampled_from(["lincoln-high", "harbor-middle"]),
            st.sampled_from(["basic-coding", "3d-modeling"]),
        ),
        max_size=8,
    )
)
def test_whatever_came_before_each_record_is_judged_as_by_the_careful_reader(those: list[tuple[str, str, str]]) -> None:
    for text, campus, folder in those:
        parsed(text, campus, folder)


@given(st.text("- \n:'\"abnameurlgenredescription", max_size=30), st.integers(0, 400))
@example("    genre: - name: a\n", len(record()))
@example("    x:   - name: a\n    description: b\n", len(record()))
@example("  - name: b\n    genre: c\n", len(record()))
@example("    genre: c\n    url: d\n", len(record()))
def test_lines_put_in_are_judged_as_by_the_careful_reader(lines: str, at: int) -> None:
    text = record()
    parsed(text[:at] + lines + text[at:])


def test_records_as_the_tools_write_them_have_the_form() -> None:
    form = RecordForm(OF_ANYBODY)
    texts = [path.read_text("utf-8") for path in REGISTRY.glob("recipients/*/*/*.yml")]
    assert [text for text in texts if form.read(text) is None] == [text for text in texts if text.startswith("#")]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting, "_MOST_KEPT", 4)
    monkeypatch.setattr(record_form, "_MOST_KEPT", 4)
    known = replace(KNOWN)
    for number in range(12):
        day = date(2026, 4, 1) + timedelta(number)
        assert (
            parsed(record(day=str(day), evidence=(1 + number) * "  - name: a\n    description: b\n"), known=known) == []
        )
    remembered = records._accepting(known)
    assert len(remembered._answers) <= 4
    assert remembered._form._awarded.cache_info().currsize <= 4
