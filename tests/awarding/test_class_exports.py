"""Class lists as spreadsheets and school programs export them: encodings, headings, and what is no table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.awarding.class_lists import class_list, sheet
from generator.model.award import Evidence
from tests.awarding.class_lists import HEAD, MISPLACED, ROW, TODAY, UNCLOSED, badge, issuer, read, told


@pytest.mark.parametrize(
    "data",
    [
        f"{HEAD}\n{ROW}\n".encode(),
        f"{HEAD}\n{ROW}\n".encode("utf-8-sig"),
        f"{HEAD}\r\n{ROW}".encode(),
        f"{HEAD}\r{ROW}\r".encode(),
        f"{HEAD}\n{ROW}\n".replace(",", ";").encode(),
        f"sep=;\r\n{HEAD}\r\n{ROW}\r\n".replace(",", ";").encode(),
        f"{HEAD}\r\n{ROW}\r\n".replace(",", "\t").encode("utf-16"),
        f"{HEAD}\r\n{ROW}\r\n".replace(",", "\t").encode("utf-16-le"),
        f"{HEAD}\r\n{ROW}\r\n".replace(",", "\t").encode("utf-16-be"),
        f"{HEAD},,\n{ROW},,\n,,,,,\n , ,\n\n".encode(),
        b'"name","email","wiring","evidence description"\n'
        b'"Sample Learner One","one@learner.example","PROFICIENT","A lamp"',
        "\u00a0Name ,Ｅmail,WIRING,Evidence\u00a0description\n"
        "Sample\u00a0Learner  One,\u200bone＠learner.example\u00a0,“Proficient”,A lamp\n".encode(),
    ],
    ids=["plain", "BOM", "CRLF", "CR", "semicolons", "sep line", "UTF-16", "LE", "BE", "blank", "quotes", "odd signs"],
)  # fmt: skip
def test_exports_of_any_program_read_alike(data: bytes) -> None:
    (request,), faults = read(data)
    assert faults == []
    assert (request.name, request.email) == ("Sample Learner One", "one@learner.example")
    assert request.results == {"wiring": "proficient"}
    assert request.evidence == (Evidence(name="Evidence", description="A lamp"),)


def test_windows_letters_are_read_and_it_is_said() -> None:
    found = read(f"{HEAD}\n{ROW.replace('Sample', 'Núñez')}\n".encode("cp1252"))
    assert found.requests[0].name == "Núñez Learner One"
    (warning,) = found.faults
    assert warning.warning
    assert warning.message == "it was read as Windows-1252"


@pytest.mark.parametrize("name", ["María", "José", "Íñigo", "Simón", "Núñez", "Jesús", "Zoë", "Jürgen", "Chloé"])
def test_letters_of_the_mac_are_not_taken_for_others(name: str) -> None:
    found = read(f"{HEAD}\n{ROW.replace('Sample', name)}\n".encode("mac_roman"))
    assert found.requests == []
    (fault,) = found.faults
    assert fault.message == "its accented letters are written in an old way of the Mac"
    assert "CSV UTF-8" in fault.hint


@pytest.mark.parametrize(
    "work", ["O’Neil’s", "don’t", "we’ll", "“lamp” – 3", "cœur et œuvre", "São", "o’clock", "anybody’s", "1–2", "l’été"]
)
def test_signs_of_windows_are_read_as_they_stand(work: str) -> None:
    found = read(f"{HEAD}\n{ROW.replace('A lamp', work)}\n".encode("cp1252"))
    assert found.requests[0].evidence[0].description == work


def test_rows_are_numbered_as_the_spreadsheet_numbers_them() -> None:
    text = f'{HEAD}\n{ROW[:-6]}"Two\nlines"\n\n,,,\nSample Learner Two,two@learner.example,,A lamp\n'
    found = read(text)
    assert [fault.place for fault in found.faults] == ["row 5"]
    assert found.requests[0].evidence[0].description == "Two\nlines"


def test_a_file_without_headings_is_told_so_without_its_first_learner() -> None:
    found = read(f"{ROW}\n{ROW}\n")
    assert [(fault.place, fault.message) for fault in found.faults] == [
        ("row 1", "the first row has no headings that are known")
    ]
    assert "Sample" not in repr(found.faults)


def test_a_column_that_lacks_is_told_with_the_heading_to_type() -> None:
    (fault,) = read(
        "name,email\nSample Learner One,one@learner.example\n", badge(("wiring", "Wiring"), minimum=0)
    ).faults
    assert (fault.message, fault.hint) == ('there is no column for the rubric row "Wiring"', "head it: Wiring")
    assert (
        told("name,wiring\n", badge(("wiring", "Wiring"), minimum=0))[0]
        == "row 1: there is no column of e-mail addresses"
    )


def test_a_column_that_nobody_knows_is_told_and_hinders_nothing() -> None:
    text = f"{HEAD},asessor,Favorite color,Timestamp,Score\n{ROW},x,blue,1,2\n"
    found = read(text)
    assert [(fault.message, fault.hint, fault.warning) for fault in found.faults] == [
        ('"asessor" (column E) is no heading that is known', 'did you mean "assessor"?', True),
        ('"Favorite color" (column F) is no heading that is known', "nothing of it is used", True),
    ]
    assert len(found.requests) == 1


def test_two_columns_of_the_same_are_refused() -> None:
    assert told(f"{HEAD},Wiring and assembly\n{ROW},proficient\n")[0] == (
        'row 1: columns C and E hold the same: "Wiring and assembly"'
    )


@pytest.mark.parametrize(
    "head",
    [
        "Timestamp,Email Address,Score,First Name,Last Name,How did it go? [Wiring and assembly],Evidence",  # Forms
        "Last Name,First Name,Email Address,1. Wiring and assembly,Evidence description",  # Classroom
        "Student,ID,SIS User ID,SIS Login ID,Section,Wiring and assembly (48213),Current Score,Evidence",  # Canvas
        "Student_Number,LastFirst,First_Name,Last_Name,Student Email,Wiring,Evidence",  # PowerSchool
        "Nombre,Apellidos,Correo electrónico,Rúbrica wiring,Evidencia descripción",
        "Nombre y apellidos,DIRECCIÓN DE CORREO ELECTRÓNICO,wiring,Evidencia",
    ],
)
def test_headings_of_school_programs_are_known(head: str) -> None:
    cells = {
        "student": "One, Sample", "lastfirst": "One, Sample", "first name": "Sample", "last name": "One",
        "first_name": "Sample", "last_name": "One", "nombre": "Sample", "apellidos": "One",
        "nombre y apellidos": "Sample One",
    }  # fmt: skip
    texts = []
    for heading in head.lower().split(","):
        mail = any(word in heading for word in ("mail", "correo", "login"))
        work = "A lamp" if "evid" in heading else "2" if "wiring" in heading else "7"
        texts.append(cells.get(heading) or ("one@learner.example" if mail else work))
    text = io.StringIO()
    csv.writer(text).writerows([head.split(","), texts])
    (request,), faults = read(text.getvalue())
    assert [fault for fault in faults if not fault.warning] == []
    assert (request.name, request.email) == ("Sample One", "one@learner.example")
    assert request.results == {"wiring": "proficient"}
    assert request.evidence[0].description == "A lamp"


@pytest.mark.parametrize(
    ("name", "link", "description"),
    [
        ("evidence 2", "evidence 2 url", "evidence 2 description"),
        ("Name of the evidence 2", "Link to evidence 2", "Description of evidence 2"),
        ("Nombre de la evidencia 2", "Enlace a la evidencia 2", "Descripción de la evidencia 2"),
    ],
)
def test_parts_of_evidence_are_known_before_and_behind_the_word(name: str, link: str, description: str) -> None:
    head = f"name,email,wiring,{name},{link},{description}"
    found = read(f"{head}\nSample One,one@learner.example,2,Lamp,https://work.riverbend.example/1,It shines\n")
    assert found.faults == []
    item = Evidence(name="Lamp", url="https://work.riverbend.example/1", description="It shines")
    assert found.requests[0].evidence == (item,)


def test_rows_of_nobody_in_an_export_of_canvas_are_passed_over() -> None:
    text = (
        "Student,SIS Login ID,wiring,evidence\n"
        "    Points Possible,,3,\n"
        '"One, Sample",one@learner.example,2,A lamp\n'
        '"Student, Test",,,\n'
    )
    found = read(text)
    assert [request.name for request in found.requests] == ["Sample One"]
    assert [(fault.message, fault.warning) for fault in found.faults] == [
        ("names were turned around, from “Last, First”", True)
    ]


def test_a_rubric_row_that_is_called_as_another_column_has_a_heading_of_its_own() -> None:
    achievement = badge(("evidence", "Evidence"), ("day", "Date"))
    text = class_list.template(achievement, issuer(), today=TODAY)
    assert text.splitlines()[0].startswith("name,email,rubric evidence,rubric day,evidence,")
    filled = text.replace("sample.learner@school.example", "one@learner.example")
    assert read(filled, achievement).requests[0].results == {"evidence": "proficient", "day": "proficient"}


def test_the_template_can_be_filled_in_but_its_example_is_nobody() -> None:
    achievement = badge(("wiring", "Wiring, and assembly"), ("log", "Log"), minimum=2)
    text = class_list.template(achievement, issuer(), today=TODAY)
    assert told(text, achievement) == ['row 2: "email": this is the example of the template']
    (request,), faults = read(text.replace("sample.learner@school.example", "one@learner.example"), achievement)
    assert faults == []
    assert len(request.evidence) == 2


def test_the_template_has_no_column_for_addresses_where_evidence_may_link_to_none() -> None:
    linked = class_list.template(badge(), issuer(), today=TODAY).splitlines()[0].split(",")
    closed = class_list.template(badge(), replace(issuer(), evidence_hosts={}), today=TODAY).splitlines()[0].split(",")
    assert [column for column in linked if column not in closed] == ["evidence url"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04[Content_Types].xml xl/workbook.xml", "it is an Excel workbook (.xlsx), not CSV"),
        (
            b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "it is an OpenDocument spreadsheet (.ods), not CSV",
        ),
        (b"PK\x03\x04Index/Document.iwa", "it is a Numbers spreadsheet (.numbers), not CSV"),
        (b"PK\x03\x04other", "it is a ZIP archive, not CSV"),
        (b"\xd0\xcf\x11\xe0rest", "it is an Excel workbook (.xls), not CSV"),
        (b"%PDF-1.7", "it is a PDF, not CSV"),
        (b"<!DOCTYPE html><html>", "it is a web page, not CSV"),
        (b"", "it is empty"),
        (b"\xef\xbb\xbf", "it has no rows"),
        (b"name,email\0,x\n", "it holds characters that no text has (U+0000)"),
        (b"name,email\n\x81\x8d", "its letters can't be read: it is neither UTF-8 nor Windows-1252 nor UTF-16"),
        (b"x" * (sheet.MOST_BYTES + 1), "it is larger than 10 MB"),
    ],
)
def test_what_is_no_such_table_is_named(data: bytes, message: str) -> None:
    found = read(data)
    assert found.requests == []
    assert [fault.message for fault in found.faults] == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name," * 1_000_000, "row 1: it has more than 500 columns"),
        (f"{HEAD}\n{ROW}\nSample,\"{'x' * 20_000}\",2,A\n", "row 3: a cell has more than 10,000 characters"),
        (f"{HEAD}\n{ROW}\nSample,\"{'x' * 200_000}\",2,A\n", f"row 3: {UNCLOSED}"),
        (f'{HEAD}\n{ROW}\n"Sample,b@x.example,2,A\n{ROW}', f"row 3: {UNCLOSED}"),
        (f'{HEAD}\n"Sample" x,b@x.example,2,A\n', f"row 2: {MISPLACED}"),
        ("name,email\n" + "x\n" * 30_000, "the file: it has more than 20,000 rows"),
    ],
)  # fmt: skip
def test_a_hostile_table_is_bounded(text: str, message: str) -> None:
    assert told(text) == [message]


def test_titles_above_the_headings_are_passed_over() -> None:
    found = read(f"Circuit Design,,,\nPeriod 3\n\n{HEAD}\n{ROW}\nSample Two,nobody,2,A lamp\n")
    assert [request.place for request in found.requests] == ["row 5"]
    assert [fault.place for fault in found.faults] == ["row 6"]


@given(st.binary(max_size=200), st.integers(0, 200), st.sampled_from(["utf-8-sig", "cp1252", "utf-16"]))
def test_spoilt_bytes_are_told_of_and_never_raise(spoilt: bytes, at: int, encoding: str) -> None:
    data = f"{HEAD}\n{ROW}\n".encode(encoding)
    found = read(data[:at] + spoilt + data[at:])
    assert found.requests or found.faults
    assert all("@" in request.email for request in found.requests)
