"""`badges award` at a terminal: what it asks, and what it answers before everything was typed."""

from __future__ import annotations

import os
import pty
import re
import sys
from pathlib import Path

WORK = ["2", "proficient", "Circuit", "n", "A circuit that works.", "n"]


def awards(registry: Path, badge: str = "circuit-design") -> set[Path]:
    return {*(registry / "recipients").glob(f"*/{badge}/*.yml")}


def test_at_a_terminal_it_asks_and_a_wrong_answer_is_asked_again(registry: Path) -> None:
    """In a real terminal, typed as a teacher would."""
    typed = ["", "Sample Learner Nine", "nine", "nine@learners.example", "7", "2", "proficient"]
    typed += ["Circuit", "n", "A circuit that works.", "n", "n"]
    before = awards(registry)
    shown = _at_terminal(["award", "circuit-design", "--source", str(registry)], typed)
    assert "type a number from 1 to" in shown
    assert "that is not an e-mail address" in shown
    assert len(awards(registry) - before) == 1


def test_at_a_terminal_it_asks_where_before_anything_else(registry: Path) -> None:
    typed = ["9", "2", "Sample Learner Nine", "nine@learners.example", "2", "Program", "n", "It runs.", "n", "n"]
    before = awards(registry, "basic-coding")
    shown = _at_terminal(["award", "basic-coding@1", "--source", str(registry)], typed)
    assert shown.index("Where was it earned?") < shown.index("Learner's name")
    [file] = awards(registry, "basic-coding") - before
    assert file.parent.parent.name == "harbor-middle"


def _at_terminal(arguments: list[str], typed: list[str], code: int = 0) -> str:
    """What a terminal shows while the command runs and these lines are typed at it."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "generator", *arguments])
    os.write(terminal, "".join(f"{line}\n" for line in typed).encode())
    shown = b""
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:  # Linux says so when the other side has ended
        pass
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == code, shown.decode()
    return shown.decode()


def test_who_may_not_award_is_told_before_any_question(registry: Path) -> None:
    shown = _at_terminal(
        ["award", "circuit-design", "--campus", "Harbor Middle", "--source", str(registry)], [], code=1
    )
    assert "nobody may award circuit-design at harbor-middle" in shown
    assert "engineering-lab from 2025-09-01 on at lincoln-high" in shown
    assert "Learner's name" not in shown


def test_who_holds_it_is_told_before_the_work_is_asked_for(registry: Path) -> None:
    nine, ten = ["Sample Learner Nine", "nine@learners.example"], ["Sample Learner Ten", "ten@learners.example"]
    command = ["award", "circuit-design", "--source", str(registry)]
    before = awards(registry)
    _at_terminal(command, [*nine, *WORK, "n"])
    shown = _at_terminal(command, [*nine, "y", *ten, *WORK, "y", nine[0], ten[1], "n", nine[1], "n"])
    assert shown.count("This learner held this badge already and got no second one") == 2
    assert "you have told of the learner with this address just now" in shown
    assert len(awards(registry) - before) == 2


def test_who_is_not_there_yet_is_asked_for_no_evidence(registry: Path) -> None:
    typed = ["Sample Learner Nine", "nine@learners.example", "1", "proficient", "n"]
    before = awards(registry)
    shown = _at_terminal(["award", "circuit-design", "--source", str(registry)], typed)
    assert "Not yet at the required level of Wiring and assembly: no award; the roster notes it." in shown
    assert "Evidence" not in shown
    assert awards(registry) == before
    assert "emerging" in (registry.parent / "badges-private/roster.csv").read_text("utf-8")


def test_a_learner_s_name_in_what_the_world_reads_is_asked_for_again(registry: Path) -> None:
    typed = ["Ana", "ana@learners.example", "2", "2", "Ana's circuit", "Circuit", "n", "By ANA", "It works.", "n", "n"]
    before = awards(registry)
    shown = _at_terminal(["award", "circuit-design", "--source", str(registry)], typed)
    assert shown.count("the learner's name stands in it: everybody can read it: take it out") == 2
    [file] = awards(registry) - before
    assert not re.search(r"\bana\b", file.read_text("utf-8"), re.IGNORECASE)


def test_what_keeps_one_learner_from_an_award_is_told_at_once_and_the_others_get_theirs(registry: Path) -> None:
    elsewhere = ["2", "2", "Circuit", "y", "https://elsewhere.example/1", "n"]
    nine, ten = ["Sample Learner Nine", "nine@learners.example"], ["Sample Learner Ten", "ten@learners.example"]
    before = awards(registry)
    command = ["award", "circuit-design", "--source", str(registry)]
    shown = _at_terminal(command, [*nine, *elsewhere, "y", *ten, *WORK, "n"])
    assert "elsewhere.example" in shown.partition("Another learner?")[0]
    assert "Nothing is noted of this learner" in shown
    assert len(awards(registry) - before) == 1


def test_work_that_has_no_address_after_all_is_described(registry: Path) -> None:
    typed = [
        "Sample Learner Nine",
        "nine@learners.example",
        "2",
        "2",
        "Circuit",
        "y",
        "none",
        "",
        "It works.",
        "n",
        "n",
    ]
    before = awards(registry)
    shown = _at_terminal(["award", "circuit-design", "--source", str(registry)], typed)
    assert "that is not an https address" in shown
    [file] = awards(registry) - before
    assert "description: It works." in file.read_text("utf-8")
