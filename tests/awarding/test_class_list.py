"""Class lists: what their rows ask for, and what is wrong with them, by row."""

from __future__ import annotations

from datetime import date

import pytest

from generator.model.award import Evidence
from generator.names import Did
from tests.awarding.class_lists import HEAD, ROW, issuer, read, told


def test_a_row_asks_for_what_its_cells_say() -> None:
    text = (
        "Name,E-mail,Wiring and assembly,Evidence,Evidence URL,Evidence 2,Evidence 2 description,Awarded,Campus,"
        "Assessor,Narrative,DID\n"
        "Sample Learner One,One@Learner.Example,3,Film,https://work.riverbend.example/a,Log,What was measured,"
        "2026-11-20,Lincoln High School,engineering-lab,Well done.,did:key:z6Mk1\n"
    )
    (request,), faults = read(text)
    assert faults == []
    assert (request.place, request.name, request.email) == ("row 2", "Sample Learner One", "one@learner.example")
    assert (request.campus, request.assessor, request.awarded) == (
        "lincoln-high",
        "engineering-lab",
        date(2026, 11, 20),
    )
    assert request.results == {"wiring": "exemplary"}
    assert request.evidence == (
        Evidence(name="Film", url="https://work.riverbend.example/a"),
        Evidence(name="Log", description="What was measured"),
    )
    assert (request.narrative, request.did) == ("Well done.", Did("did:key:z6Mk1"))


def test_what_is_optional_may_be_left_out() -> None:
    (request,), faults = read(f"{HEAD}\n{ROW}\n")
    assert faults == []
    assert (request.campus, request.assessor, request.awarded, request.narrative) == (None, None, None, None)


def test_every_row_that_is_wrong_is_told_and_no_name_or_address_with_it() -> None:
    rows = [
        "Secret Person,not an address,proficient,A lamp",
        "secret@person.example,two@secret.example,proficient,A lamp",
        ",three@secret.example,proficient,A lamp",
        "Secret Person,four@secret.example,Secret Person,A lamp",
        "Secret Person,five@secret.example,,A lamp",
        "Secret Person,six@secret.example,proficient,A lamp of Secret Person",
        "Secret Person,seven@secret.example,proficient,write to seven@secret.example",
        "Secret Person,eight@secret.example,proficient,",
        "Secret Person,nine@secret.example,proficient,A lamp",
        "Secret Person,NINE@secret.example,proficient,A lamp",
        "12345,ten@secret.example,proficient,A lamp",
        "SecretÃ© Person,eleven@secret.example,proficient,A lamp",
        "Secret Person,twelve@secret.example,proficient,A lamp,Secret Person",
        "Secret\u202e Person,thirteen@secret.example,proficient,A lamp",
        "Secret Person,sample.learner@school.example,proficient,A lamp",
    ]
    found = read("\n".join([HEAD, *rows]))
    assert [f"{fault.place}: {fault.message}" for fault in found.faults] == [
        'row 2: "email": this is no e-mail address',
        'row 3: "name": it is an address, not a name',
        'row 4: "name": it is empty',
        'row 5: "wiring": there is no such level',
        'row 6: "wiring": it is empty',
        "row 7: evidence: the learner's name stands in it",
        "row 8: evidence: an e-mail address stands in it",
        "row 9: there are 0 items of evidence, and the badge asks for 1 at least",
        'row 11: "email": it is the address of row 10, too',
        'row 12: "name": it has no letters in it',
        'row 13: "name": its accented letters are garbled',
        "row 14: it has more cells than there are headings",
        'row 15: "name": the text holds the invisible direction override U+202E',
        'row 16: "email": this is the example of the template',
    ]
    assert "secret" not in repr(found.faults).lower()
    assert "secret" not in repr(found.requests).lower()
    assert all(fault.hint for fault in found.faults)


def test_a_comma_in_some_names_only_is_asked_about_but_a_suffix_is_none() -> None:
    head = "name,email,wiring,evidence"
    rows = ['"One, Sample",a@learner.example,2,A lamp', "Sample Two,b@learner.example,2,A lamp"]
    assert told("\n".join([head, *rows])) == ['row 2: "name": it has a comma in it']
    found = read(f'{head}\n"Sample One, Jr.",a@learner.example,2,A lamp\n')
    assert found.requests[0].name == "Sample One, Jr."


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("proficient", "proficient"),
        ("PROFICIENT", "proficient"),
        (" Profícient ", "proficient"),
        ("2", "proficient"),
        ("2.0", "proficient"),
        ("2,0", "proficient"),
        ("２", "proficient"),
        ("2 - Proficient", "proficient"),
        ("Proficient (2 pts)", "proficient"),
        ("2 points", "proficient"),
        ("Proficient (3)", None),
        ("4", None),
        ("Profi", None),
        ("22", None),
        ("2/3", None),
        ("-2", None),
        ("=2", "proficient"),
    ],
)
def test_a_level_may_be_written_as_its_id_name_or_points(said: str, level: str | None) -> None:
    found = read(f'{HEAD}\nSample Learner One,one@learner.example,"{said}",A lamp\n')
    assert [request.results for request in found.requests] == ([{"wiring": level}] if level else [])
    assert bool(found.faults) is (level is None)


def test_below_what_is_required_no_evidence_is_asked_for() -> None:
    (request,), faults = read("name,email,wiring\nSample Learner One,one@learner.example,1\n")
    assert faults == []
    assert request.results == {"wiring": "emerging"}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"evidence url": "http://work.riverbend.example/a"}, "its address is not a whole one"),
        ({"evidence url": "https://work.riverbend.example/a b"}, "its address is not a whole one"),
        (
            {"evidence url": "https://one-learner.example/a"},
            "the address is not on one of the issuer's hosts of evidence",
        ),
        (
            {"evidence url": "https://badges.riverbend.example/awards/"},
            "a page of the badge site itself is no evidence",
        ),
        ({"evidence": "S123456"}, "a student number stands in it"),
        ({"evidence": "A lamp", "evidence genre": "Film", "evidence 2": "S1", "evidence 2 genre": "x"}, None),
        ({"evidence genre": "Film"}, "it has neither an address nor a description"),
        (
            {"evidence url": "https://work.riverbend.example/a", "evidence 2 url": "https://work.riverbend.example/a"},
            "an address stands here twice",
        ),
    ],
)
def test_evidence_that_an_award_may_not_have_is_told(cells: dict[str, str], message: str | None) -> None:
    head, row = ",".join(["name,email,wiring", *cells]), ",".join(["Sample One,one@learner.example,2", *cells.values()])
    found = told(f"{head}\n{row}\n")
    assert found == ([f"row 2: evidence: {message}"] if message else [])


def test_addresses_of_several_files_in_one_cell_are_as_many_items() -> None:
    urls = "https://work.riverbend.example/a, https://work.riverbend.example/b"
    found = read(f'name,email,wiring,evidencia\nSample One,one@learner.example,2,"{urls}"\n', of=issuer(language="es"))
    assert [(item.name, item.url) for item in found.requests[0].evidence] == [
        ("Evidencias 1", "https://work.riverbend.example/a"),
        ("Evidencias 2", "https://work.riverbend.example/b"),
    ]


def test_an_unknown_campus_is_told_with_those_that_there_are() -> None:
    (fault,) = read(f"{HEAD},school\n{ROW},Lincoln Hihg\n").faults
    assert (fault.message, fault.hint) == ('"school": there is no such campus', 'did you mean "lincoln-high"?')


def test_a_level_that_is_misspelt_is_told_with_the_one_that_may_be_meant() -> None:
    (fault,) = read(f"{HEAD}\n{ROW.replace('proficient', 'Proficent')}\n").faults
    assert fault.hint == 'did you mean "Proficient"?'


def test_a_name_that_looks_like_a_formula_is_a_text() -> None:
    (request,), faults = read(f"{HEAD}\n=Sample One,one@learner.example,2,A lamp\n")
    assert faults == []
    assert request.name == "=Sample One"
    # As our own tables write it.
    assert read(f"{HEAD}\n'=Sample One,one@learner.example,2,A lamp\n").requests[0].name == "=Sample One"


def test_three_thousand_learners_are_read() -> None:
    rows = [f"Sample Learner {n},l{n}@learner.example,{1 + n % 3},A lamp that shines" for n in range(3000)]
    found = read("\n".join([HEAD, *rows]))
    assert (len(found.requests), found.faults) == (3000, [])
