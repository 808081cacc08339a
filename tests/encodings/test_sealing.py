"""Seals and receipts, as the learner's own tools and any verifier open them."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode

from generator.encodings import sealing
from generator.encodings.identity_hash import matches
from generator.names import AwardId
from generator.verification.recipient import Claim

KEY = bytes(range(32))
AWARD = AwardId("bhp5n40baqpaaqspp7ft4y5m95")


def test_a_salt_is_worked_out_as_it_is_written_down() -> None:
    whole = hmac.new(KEY, b"bhp5n40baqpaaqspp7ft4y5m95\x00emailAddress", hashlib.sha256).digest()
    assert sealing.salt(KEY, AWARD, "emailAddress") == urlsafe_b64encode(whole[:16]).decode().rstrip("=")


def test_a_seal_opens_with_the_value_and_its_salt_however_they_were_typed() -> None:
    sealed = sealing.seal(KEY, AWARD, name=" Zoe\u0301 Sample ", email=" Zoe@Learners.Example ")
    assert matches(sealed.name, "Zoé Sample", sealing.salt(KEY, AWARD, "name"))
    assert matches(sealed.email_address, "zoe@learners.example", sealing.salt(KEY, AWARD, "emailAddress"))


def test_no_two_seals_of_one_learner_are_alike() -> None:
    other = AwardId("xnk6bkcg0sqykm1y8t8yez6p4r")
    seals = [sealing.seal(KEY, award, name="a@b.example", email="a@b.example") for award in (AWARD, other)]
    assert len({each for seal in seals for each in seal}) == 4


def test_a_receipt_is_what_a_verifier_reads() -> None:
    claim = Claim.read(sealing.receipt(KEY, AWARD, name=" Sample Learner ", email="A@b.example"))
    assert claim.award == AWARD
    assert claim.values == (
        ("name", "Sample Learner", sealing.salt(KEY, AWARD, "name")),
        ("emailAddress", "a@b.example", sealing.salt(KEY, AWARD, "emailAddress")),
    )


def test_a_receipt_discloses_no_more_than_was_asked() -> None:
    claim = Claim.read(sealing.receipt(KEY, AWARD, name="Sample Learner"))
    assert [kind for kind, _, _ in claim.values] == ["name"]


def test_a_fingerprint_tells_keys_apart_and_is_no_part_of_one_or_of_a_salt() -> None:
    said = sealing.fingerprint(KEY)
    assert re.fullmatch("([0-9a-f]{4} ){3}[0-9a-f]{4}", said)
    assert said.replace(" ", "") == hmac.new(KEY, b"fingerprint", hashlib.sha256).hexdigest()[:16]
    assert said != sealing.fingerprint(bytes(32))
    assert bytes.fromhex(said) not in KEY
