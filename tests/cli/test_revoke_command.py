"""`badges revoke`: an award ends in its own file, publicly and on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.names import AwardId
from tests.cli.deeds import ALONE, CIRCUITS, PART, STACK, District

FILE = f"{CIRCUITS}/{ALONE}.yml"


@pytest.fixture
def district(tmp_path: Path) -> District:
    return District.at(tmp_path)


def printed(award: AwardId) -> str:
    """The id as it stands on paper, with a letter that was mistaken for a digit."""
    return "-".join(award[at : at + 4] for at in range(0, 26, 4)).upper().replace("0", "O", 1)


def test_an_award_ends_with_two_lines_more_and_the_next_steps_are_told(district: District) -> None:
    file = district.clone / FILE
    file.write_text("# Of the spring class\n" + file.read_text() + "# seen by the office\n")
    before = file.read_text()
    done = district.badges(
        "revoke", printed(ALONE), "--reason", "Awarded by mistake: wrong class", "--date", "2026-06-30"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"wrote {FILE}\n"
    assert file.read_text() == before + "revoked:\n  date: 2026-06-30\n  reason: 'Awarded by mistake: wrong class'\n"
    assert 'the reason is public, on the page of the award and wherever it is checked: "Awarded' in done.stderr
    assert "Next: commit recipients/ on a branch, and open a pull request" in done.stderr
    assert district.changed() == [f" M {FILE}"]
    assert district.badges("check").returncode == 0


def test_it_is_meant_by_the_address_of_its_page_and_a_receipt_in_it_goes_nowhere(district: District) -> None:
    address = f"https://badges.riverbend.example/awards/ef/{ALONE}"
    done = district.badges("revoke", address + ".html#receipt=1.c2VjcmV0", "--reason", "Withdrawn", "--dry-run")
    assert "+  reason: Withdrawn" in done.stdout
    assert "c2VjcmV0" not in done.stdout + done.stderr
    assert district.changed() == []
    assert district.badges("revoke", address, "--reason", "Withdrawn").returncode == 0


def test_what_builds_on_it_is_told_and_stays(district: District) -> None:
    done = district.badges("revoke", PART, "--reason", "Withdrawn")
    assert f"warning: {STACK} (engineering-foundations) builds on {PART}, and stays good" in done.stderr
    assert done.returncode == 0
    again = district.badges("revoke", PART, STACK, "--reason", "Withdrawn", "--dry-run")
    assert (again.returncode, again.stdout) == (1, "")
    assert f"{PART} was revoked on " in again.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([ALONE[:-1] + "z", "--reason", "x"], 2, f"there is no award {ALONE[:-1]}z: did you mean {ALONE}?"),
        ([ALONE[:-2], "--reason", "x"], 2, f"an id has 26 letters and digits, and this has 24; did you mean {ALONE}?"),
        (
            ["https://elsewhere.example/x", "--reason", "x"],
            2,
            "is not the page of an award of this registry",
        ),
        ([ALONE, "--reason", " "], 1, "say why in a few words that anybody may read"),
        ([ALONE, "--reason", "\u200b -"], 1, "say why in a few words that anybody may read"),
        (
            [ALONE, "--reason", "ask pupil.one@mail.example"],
            1,
            "the reason holds an e-mail address",
        ),
        ([ALONE, "--reason", "see +1 412 555 0123"], 1, "the reason holds a phone number"),
        ([ALONE, "--reason", "x", "--date", "2099-01-01"], 1, "2099-01-01 is yet to come"),
        ([ALONE, "--reason", "x", "--date", "2020-01-01"], 1, "it can't have ended before"),
        ([PART, "--reason", "x", "--date", "2026-06-01"], 1, f"was still good on 2026-06-05, when {STACK} was awarded"),
        ([ALONE], 2, "Missing option '--reason'"),
    ],
)
def test_each_way_of_going_wrong_says_what_to_do_instead(
    district: District, arguments: list[str], code: int, told: str
) -> None:
    done = district.badges("revoke", *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert done.stdout == ""
    assert "pupil.one" not in done.stderr
    assert district.changed() == []


@pytest.mark.parametrize(
    ("award", "reason", "told"),
    [
        (ALONE, "Learner copied this", "the reason holds a word of the learner's name"),
        (ALONE, "LÉARNER copied this", "the reason holds a word of the learner's name"),
        (PART, "Copied from One, Sample Learner", "the reason names a learner of the roster"),
    ],
)
def test_a_reason_that_names_a_learner_is_refused_where_the_roster_knows_the_name(
    district: District, award: AwardId, reason: str, told: str
) -> None:
    district.write_roster(ALONE)
    done = district.badges("revoke", award, "--reason", reason)
    assert done.returncode == 1
    assert told in done.stderr
    assert reason not in done.stderr
    assert district.changed() == []


def test_accents_of_any_keyboard_are_written_as_the_registry_has_them(district: District) -> None:
    done = district.badges("revoke", ALONE, "--reason", "Re\u0301voque\u0301")
    assert done.returncode == 0, done.stderr
    assert (district.clone / FILE).read_text("utf-8").endswith("  reason: R\u00e9voqu\u00e9\n")


def test_a_file_that_cannot_be_edited_safely_is_left_alone_with_what_to_type(district: District) -> None:
    file = district.clone / FILE
    file.write_text(file.read_text().replace("assessor:", "assessor: &a"))
    done = district.badges("revoke", ALONE, "--reason", "Withdrawn")
    assert done.returncode == 1
    assert f"{FILE}:3: the anchor &a is not admitted" in done.stderr


def test_killed_on_the_way_all_of_them_end_or_none(district: District) -> None:
    before = district.state()
    arguments = ("revoke", ALONE, PART, "--reason", "Withdrawn")
    assert district.killed(1, *arguments).returncode == -9
    assert district.badges("revoke", "nothing", "--reason", "x").returncode == 2
    assert district.state() == before
    assert district.killed(3, *arguments).returncode == -9
    assert len(district.changed()) > 1
    assert district.badges("revoke", "nothing", "--reason", "x").returncode == 2
    assert district.changed() == [f" M {CIRCUITS}/{award}.yml" for award in (PART, ALONE)]


def test_without_room_nothing_has_happened(district: District) -> None:
    before = district.state()
    done = district.without_room("revoke", ALONE, "--reason", "Withdrawn")
    assert (done.returncode, done.stdout) == (3, "")
    assert district.badges("revoke", "nothing", "--reason", "x").returncode == 2
    assert district.state() == before


def test_a_reason_is_text_whatever_it_looks_like(district: District) -> None:
    reason = "::error file=x::no: {1.10} #seen & *all - \"both\" 'ways' ÄÖ 漢字 " + "very long " * 20
    done = district.badges("revoke", ALONE, "--reason", reason)
    assert done.returncode == 0, done.stderr
    assert district.badges("check").returncode == 0
    assert not [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("::")]
    odd = district.badges("revoke", PART, "--reason", "gone\x1b[2J")
    assert (odd.returncode, "\x1b" in odd.stderr) == (1, False)
