"""Reports: their verdict, their codes, their words, and the moments they speak of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from generator.verification import Check, Outcome, Report, Verdict, Verifier
from generator.verification.codes import (
    CODES,
    HALF_FOUND,
    NO_AWARD,
    NO_DOCUMENT,
    PASSED_WORDS,
    PREVIEW,
    UNSIGNED,
    VERDICT_WORDS,
)
from generator.verification.dates import moment, within
from generator.verification.report import checked, failed, passed, report
from tests.verification.signed_site import SignedSite


def test_a_report_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="verdict"):
        bool(Report(()))


def test_the_first_verdict_of_the_order_holds() -> None:
    checks = [failed("status", "status-unreachable"), failed("dates", "not-yet-valid"), failed("dates", "expired")]
    checks += [failed("status", "revoked"), failed("signature", "signature-wrong")]
    verdicts = [report(checks[:count]).verdict for count in range(6)]
    assert verdicts == [Verdict(word) for word in "verified unchecked not-yet-valid expired revoked refused".split()]
    assert [verdict.value for verdict in Verdict] == "refused revoked expired not-yet-valid unchecked verified".split()


def test_outcomes_follow_from_codes() -> None:
    for code, entry in CODES.items():
        expected = {Verdict.UNCHECKED: Outcome.UNCHECKED, Verdict.VERIFIED: Outcome.WARNED}
        assert failed("form", code).outcome is expected.get(entry.verdict, Outcome.FAILED)


def test_a_warning_changes_no_verdict() -> None:
    found = report([passed("issuer"), failed("issuer", "look-alike", "why")])
    assert (found.verdict, found.codes) == (Verdict.VERIFIED, ("look-alike",))


def test_words_are_plain_sentences() -> None:
    sentences = [entry.words for entry in CODES.values()] + list(PASSED_WORDS.values()) + list(VERDICT_WORDS.values())
    sentences += [NO_AWARD, NO_DOCUMENT, HALF_FOUND, PREVIEW, UNSIGNED]
    jargon = ("JSON", "DID", "RDF", "proof", "hash", "URL", "schema", "canonical", "array", "Ed25519", "null")
    for sentence in sentences:
        assert sentence[0].isupper(), sentence
        assert not sentence.endswith("."), sentence
        assert not [word for word in jargon if word in sentence], sentence
    assert len(set(sentences)) == len(sentences)


def test_checks_stand_once_and_in_the_order_of_questions() -> None:
    found = report([passed("dates"), failed("form", "type-wrong"), passed("issuer"), passed("issuer")])
    assert [check.name for check in found.checks] == ["issuer", "form", "dates"]
    assert found.codes == ("type-wrong",)


def test_checked_passes_only_where_nothing_is_wrong() -> None:
    assert checked("form", []) == [Check("form", Outcome.PASSED, "", PASSED_WORDS["form"])]
    assert checked("form", [failed("form", "type-wrong")]) == [failed("form", "type-wrong")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-14T00:00:00Z", datetime(2026, 5, 14, tzinfo=UTC)),
        ("2026-05-14T02:30:00+02:30", datetime(2026, 5, 14, tzinfo=UTC)),
        ("2026-05-13T19:00:00-05:00", datetime(2026, 5, 14, tzinfo=UTC)),
        ("2026-05-14T00:00:00.25Z", datetime(2026, 5, 14, microsecond=250_000, tzinfo=UTC)),
        ("2026-05-14T00:00:00.123456789Z", datetime(2026, 5, 14, microsecond=123_456, tzinfo=UTC)),
        ("2024-02-29T23:59:59Z", datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_moment(text: str, expected: datetime) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        None,
        20260514,
        "",
        "2026-05-14",
        "2026-05-14T00:00:00",
        "2026-05-14 00:00:00Z",
        "2026-05-14t00:00:00z",
        "2026-05-14T00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-05-14T24:00:00Z",
        "2026-05-14T00:00:60Z",
        "2026-05-14T00:00:00+15:00",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "２０２６-05-14T00:00:00Z",
        "2026-05-14T00:00:00Z\n",
    ],
)
def test_no_moment(text: object) -> None:
    assert moment(text) is None


def test_both_ends_belong_to_the_time() -> None:
    document = {"validFrom": "2026-05-14T00:00:00Z", "validUntil": "2026-05-15T00:00:00Z"}
    start, second = datetime(2026, 5, 14, tzinfo=UTC), timedelta(seconds=1)
    codes = [
        [check.code for check in within(document, now)]
        for now in (start - second, start, start + timedelta(days=1), start + timedelta(days=1) + second)
    ]
    assert codes == [["not-yet-valid"], [], [], ["expired"]]


def test_the_moment_needs_a_zone_and_may_be_of_any() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Verifier(SignedSite().fetch, now=datetime(2026, 11, 22))
    tokyo = timezone(timedelta(hours=9))
    assert SignedSite().report(now=datetime(2031, 5, 14, 9, tzinfo=tokyo)).verdict is Verdict.VERIFIED
    assert SignedSite().report(now=datetime(2031, 5, 14, 9, 0, 1, tzinfo=tokyo)).verdict is Verdict.EXPIRED
