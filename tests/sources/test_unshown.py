"""What stands in a file and is secret, or names learners in a list, is shown by no Problem of that file."""

from __future__ import annotations

import pytest

from generator.diagnostics import render
from generator.sources.personal import OF_ANYBODY, conceal
from generator.sources.yaml_nodes import Document, read_text

SEALING_KEY = "badges-sealing-key-1:" + "Bw" * 21 + "A"
SIGNING_KEY = "z3u2" + "Rq5SqqCFa1PyPDSxFJpFJ1VqDnfMTx93DT4uxrRoVMdJ"
RECEIPT = "1.eyJhd2FyZCI6ImJocDVuNDBi" + "YXFwYWFxc3Bw" * 8
PEM = f"-----BEGIN {'PRIVATE'} KEY-----\nMC4CAQAwBQYDK2VwBCIEIAgICAgICAgI\n-----END {'PRIVATE'} KEY-----"
LEARNER = "Sample Learner One"
ADDRESS = "one@learners.example"


def said_of(text: str) -> tuple[str, list[str]]:
    """All that is said where each line has a Problem that quotes it, and the codes of what is personal or secret."""
    document = Document("docs/notes.md", text)
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        place = document.place(sum(len(each) + 1 for each in lines[: number - 1]))
        document.report("unknown-value", f'there is no "{line}"', place, f'is it "{line.split(",")[0]}"?')
    conceal(document, OF_ANYBODY)
    own = [problem.code for problem in document.problems if problem.code != "unknown-value"]
    return "\n".join(map(render, document.problems)), own


@pytest.mark.parametrize(
    ("text", "secret", "code"),
    [
        (SEALING_KEY, "BwBw", "secret-key"),
        (f"the key\n{SEALING_KEY[:40]}", "BwBw", "secret-key"),
        ("badges-sealing-key-1:\n  " + SEALING_KEY[-43:], "BwBw", "secret-key"),
        (f"`{SIGNING_KEY}`", "SFJpFJ", "secret-key"),
        (PEM, "MC4CAQ", "secret-key"),
        (RECEIPT, "YXFw", "personal-data"),
        (f"https://badges.riverbend.example/awards/bh/x.html#receipt={RECEIPT}", "YXFw", "personal-data"),
        (f"> {RECEIPT[:60]}=\n> {RECEIPT[60:]}", "YXFw", "personal-data"),
        (SEALING_KEY.replace("Bw", "B\u200bw", 1), "BwBw", "secret-key"),
    ],
)
def test_a_key_or_receipt_is_told_and_never_shown(text: str, secret: str, code: str) -> None:
    said, codes = said_of(f"# Notes\n\n{text}\n")
    assert secret not in said
    assert codes == [code]
    assert "# Notes" in said


@pytest.mark.parametrize(
    "row",
    [
        f"{LEARNER},{ADDRESS}",
        f"{LEARNER}, {ADDRESS}",
        f'"One, {LEARNER}","{ADDRESS}"',
        f"{ADDRESS};{LEARNER}",
        f"| {LEARNER} | {ADDRESS} |",
        f"1\t{ADDRESS}\t{LEARNER}",
        f"bhp5n40baqpaaqspp7ft4y5m95,{LEARNER},{ADDRESS},circuit-design v1,lincoln-high,2026-05-14,",
        f"{LEARNER},\nTwo, {LEARNER},{ADDRESS}\nThree, {LEARNER},",
        f"{LEARNER},\r\nTwo, {LEARNER},{ADDRESS}\r\nThree, {LEARNER},",
    ],
)
def test_no_line_of_a_list_of_people_is_shown(row: str) -> None:
    said, codes = said_of(f"# Notes\n\n{row}\n\nWrite to us.\n")
    assert LEARNER not in said
    assert ADDRESS not in said
    assert codes == ["personal-data"]
    assert "Write to us." in said


def test_what_only_speaks_of_secrets_is_shown() -> None:
    text = "It holds badges-sealing-key-1:… and z3u2…; a receipt begins with 1.eyJ…\n"
    said, codes = said_of(text)
    assert text.strip() in said
    assert codes == []


def test_a_signing_key_is_told_once() -> None:
    document = read_text("docs/notes.md", f"{SIGNING_KEY}\n".encode())
    conceal(document, OF_ANYBODY)
    assert [problem.code for problem in document.problems] == ["secret-key"]
