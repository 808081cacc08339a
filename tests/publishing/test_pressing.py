"""What the press makes of an award is, byte for byte, what the plain path makes, whatever the award holds."""

from __future__ import annotations

import itertools
import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import VerifyKey

from generator.adapters.registry_folder import RegistryFolder
from generator.encodings import json_text
from generator.encodings.holes import hole
from generator.encodings.multibase import decode_base58btc
from generator.errors import BadgesError, PressFailed
from generator.model.achievement import Alignment, BadgeVersion, Row
from generator.model.award import Award, Evidence, Identity, Part, Revocation
from generator.model.catalogue import Catalogue
from generator.model.dated import Amendment, Duration, Names, NameSpan
from generator.names import AwardId, Did, Slug
from generator.openbadges import probes, v2, v3
from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from generator.publishing import pressing
from generator.publishing.credential_quads import CredentialQuads, Unusual
from generator.publishing.pressing import Press
from generator.sources import catalogue as catalogues
from tests.odd_registry import ODD
from tests.second_opinion import other_canonical

KEY = SigningKey.from_seed(b"\x01" * 32)
SAMPLE = Path(__file__).parents[1] / "registry"
SITE = "https://badges.riverbend.example"
BASIC, STACK = BadgeVersion(Slug("basic-coding"), 2), BadgeVersion(Slug("engineering-foundations"), 1)
ID = AwardId("6vj6m7sj3p0gjzfycpsjzypwbe")
DAY = date(2026, 10, 5)
# Addresses that other nodes of a credential have, and some that only look as if.
TAKEN = (
    f"{SITE}/badges/basic-coding/v2.json",
    f"{SITE}/badges/basic-coding/v2.json#program",
    f"{SITE}/badges/basic-coding/v2.json#debugging/proficient",
    f"{SITE}/awards/6v/{ID}.json",
    f"{SITE}/status/0.json#7",
    f"{SITE}/issuer/#harbor-middle",
    v3.SCHEMA,
)
FREE = (
    f"{SITE}/badges/basic-coding/v2.json#f",
    f"{SITE}/badges/basic-coding/v2.jso",
    f"{SITE}/status/0.json",
    "https://a.example/x",
    "https://work.example/ü/%41?a=b&c=(d)#e",
    "http://z.example",
    "urn:isbn:0451450523",
    "schema:name",
    "https://a.example/a b",
    "https://a.example/\x7f",
    "not an address",
)
NAMES = Names((NameSpan("Before % then", date(2026, 5, 1)), NameSpan('After "then" 🚗')))


@cache
def plain_catalogue() -> Catalogue:
    """The sample's."""
    found = catalogues.load(RegistryFolder(SAMPLE), date(2026, 12, 31)).catalogue
    assert found is not None
    return found


def changed(badge: BadgeVersion = BASIC, **members: Any) -> Catalogue:
    """The sample's catalogue with one badge version changed."""
    catalogue = plain_catalogue()
    versions = list(catalogue.badges[badge.badge])
    versions[badge.version - 1] = replace(versions[badge.version - 1], **members)
    return replace(catalogue, badges={**catalogue.badges, badge.badge: tuple(versions)})


def odd_catalogue() -> Catalogue:
    """One in which names change, there are amendments and credits, awards end, and every text of a badge is odd."""
    twin = Alignment(name="full ｗｉｄｔｈ", url="https://a.example/%s", code="100%", framework='\\ "q"\t')
    texts: dict[str, Any] = {
        "name": ODD[0],
        "summary": "%(name)s {0}",
        "description": ODD[11] + "\n",
        "criteria": "\n\n".join(ODD),
    }
    catalogue = changed(
        **texts,
        credits=Decimal("0.125"),
        valid_for=Duration(months=5),
        alignments=(twin, twin, Alignment(name="a", url="https://b.example/")),
        amended=(Amendment(date(2026, 3, 1), "a"), Amendment(date(2026, 7, 1), "b")),
    )
    issuer = catalogue.issuer
    campuses = {name: replace(campus, name=NAMES) for name, campus in issuer.campuses.items()}
    return replace(catalogue, issuer=replace(issuer, name=NAMES, campuses=campuses))


CATALOGUES: dict[str, Callable[[], Catalogue]] = {"plain": plain_catalogue, "odd": odd_catalogue}


@cache
def press(name: str) -> Press:
    """A press of that catalogue."""
    return Press(CATALOGUES[name](), KEY)


def award(**members: Any) -> Award:
    """An award of basic-coding with little in it."""
    rubric = plain_catalogue().achievement(BASIC).rubric
    plain: dict[str, Any] = {
        "id": ID,
        "campus": Slug("harbor-middle"),
        "badge": BASIC,
        "awarded": DAY,
        "assessor": Slug("anybody"),
        "status": 7,
        "identity": Identity(name="sha256$aa", email_address="sha256$bb"),
        "results": {row.id: row.levels[-1].id for row in rubric},
        "evidence": (Evidence(name="Work", description="Seen"),),
    }
    return Award(**(plain | members))


def plainly(catalogue: Catalogue, made: Award, parts: Sequence[Part] = ()) -> tuple[Callable[[], bytes], ...]:
    """The two files as the plain path makes them."""

    def credential() -> bytes:
        document = v3.credential(catalogue, made, parts)
        method = catalogue.issuer.addresses.key(KEY.public_multikey)
        return json_text.dump(secure(document, key=KEY, verification_method=method, created=document["validFrom"]))

    return credential, lambda: json_text.dump(v2.assertion(catalogue, made, parts))


def outcome(make: Callable[[], object]) -> object:
    """The bytes, or what was raised."""
    try:
        return make()
    except BadgesError as error:
        return type(error), str(error)


def same(name: str, made: Award, parts: Sequence[Part] = ()) -> None:
    """Demand that both ways give the same."""
    credential, assertion = plainly(CATALOGUES[name](), made, parts)
    assert outcome(lambda: press(name).credential(made, parts)) == outcome(credential)
    assert outcome(lambda: press(name).assertion(made, parts)) == outcome(assertion)
    assert outcome(lambda: press(name).files(made, parts)) == outcome(lambda: (credential(), assertion()))


def pressed(name: str, made: Award, parts: Sequence[Part] = ()) -> bool:
    """Whether the credential came from a plate."""
    return press(name).pressed(made, parts)[0] is not None


LINKED = Evidence(name="a", url="https://a.example/x"), Evidence(name="a", url="https://z.example/y")
ESCAPES = st.sampled_from(
    ['"', "\\", "\n", "\t", "\r", "%", "%s", "\x7f", "\x1f", "\u2028", "\ufdd0", "\ufdd1", "\0", "𝒜", "ｆ"]
)
TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(ODD), st.lists(ESCAPES, max_size=6).map("".join))
SEALS = st.one_of(st.integers(0, 3).map(lambda n: f"sha256${n:064x}"), TEXTS)
DIDS = st.sampled_from(["did:example:123", "did:web:badges.riverbend.example", "did:key:z6Mk", "did:a:b"]).map(Did)
EVIDENCE = st.builds(
    Evidence,
    name=TEXTS,
    url=st.none() | st.sampled_from(TAKEN + FREE),
    description=st.none() | TEXTS,
    narrative=st.none() | TEXTS,
    genre=st.none() | TEXTS,
)
REVOKED = st.builds(Revocation, date=st.just(DAY), reason=TEXTS)
LEVELS = st.fixed_dictionaries(
    {row.id: st.sampled_from([level.id for level in row.levels]) for row in plain_catalogue().achievement(BASIC).rubric}
)
AWARDS = st.builds(
    award,
    id=st.just(ID) | st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=26, max_size=26).map(AwardId),
    campus=st.sampled_from(sorted(plain_catalogue().issuer.campuses)),
    awarded=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    status=st.integers(0, 300_000),
    identity=st.builds(Identity, name=SEALS, email_address=SEALS, id=st.none() | DIDS),
    results=LEVELS,
    evidence=st.lists(EVIDENCE, max_size=3).map(lambda items: (*items, *items[:1])) | st.lists(EVIDENCE).map(tuple),
    narrative=st.none() | TEXTS,
    revoked=st.none() | REVOKED,
)


@settings(max_examples=150, deadline=None)
@given(made=AWARDS, name=st.sampled_from(sorted(CATALOGUES)))
def test_both_ways_make_the_same_of_any_award(made: Award, name: str) -> None:
    same(name, made)


def rubric_of(texts: list[str]) -> tuple[Row, ...]:
    """The sample's rows and levels, with other words."""
    words = itertools.cycle(texts)
    return tuple(
        replace(row, name=next(words), levels=tuple(replace(level, name=next(words)) for level in row.levels))
        for row in plain_catalogue().achievement(BASIC).rubric
    )


ALIGNMENTS = st.builds(
    Alignment,
    name=TEXTS,
    url=st.sampled_from(["https://a.example/", "https://b.example/%20#c"]),
    framework=st.none() | TEXTS,
    code=st.none() | TEXTS,
    type=st.none() | st.sampled_from(["CTDL", "ext:Standard"]),
    description=st.none() | TEXTS,
)
BADGES = st.fixed_dictionaries(
    dict.fromkeys(("name", "summary", "description", "criteria"), TEXTS),
    optional={
        "type": st.sampled_from(["Certificate", "ext:Odd"]),
        "language": st.sampled_from(["es-MX", "he"]),
        "skills": st.lists(TEXTS, max_size=3).map(tuple),
        "credits": st.sampled_from([Decimal("0.125"), Decimal(2), Decimal(0)]),
        "valid_for": st.sampled_from([Duration(years=1), Duration(years=9000), Duration(days=1)]),
        "alignments": st.lists(ALIGNMENTS, max_size=3).map(lambda found: (*found, *found[:1])),
        "amended": st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(lambda day: (Amendment(day, "why"),)),
        "rubric": st.lists(TEXTS, min_size=1, max_size=5).map(rubric_of),
    },
)


@settings(max_examples=60, deadline=None)
@given(made=AWARDS, badge=BADGES)
def test_both_ways_make_the_same_with_any_badge(made: Award, badge: dict[str, Any]) -> None:
    catalogue = changed(**badge)
    credential, assertion = plainly(catalogue, made)
    fresh = Press(catalogue, KEY)
    assert outcome(lambda: fresh.credential(made, ())) == outcome(credential)
    assert outcome(lambda: fresh.assertion(made, ())) == outcome(assertion)


@pytest.mark.parametrize("name", CATALOGUES)
def test_most_awards_come_from_plates(name: str) -> None:
    told = Evidence(name="Work", description='Seen: "it" \\ in\nlines', narrative="ü", genre="🚗")
    for made in (
        award(),
        award(evidence=()),
        award(evidence=(told, told, told), narrative="A text"),
        award(identity=Identity(name="sha256$aa", email_address="sha256$aa", id=Did("did:example:123"))),
        award(evidence=LINKED),
        award(identity=Identity(name="a", email_address="b", id=Did("did:example:123")), evidence=LINKED),
        award(awarded=date(2026, 2, 1), status=200_000, revoked=Revocation(DAY, "By mistake")),
    ):
        assert pressed(name, made)
        same(name, made)


@pytest.mark.parametrize("url", [*TAKEN, f"{SITE}/badges/basic-coding/v2.json#nothing"])
def test_evidence_at_the_address_of_another_node_goes_the_plain_way(url: str) -> None:
    made = award(evidence=(Evidence(name="a", url=url),))
    assert not pressed("plain", made)
    same("plain", made)


def test_two_pieces_of_evidence_at_one_address_go_the_plain_way() -> None:
    made = award(
        evidence=(Evidence(name="a", url="https://a.example/x"), Evidence(name="b", url="https://a.example/x"))
    )
    assert not pressed("plain", made)
    same("plain", made)


def test_more_evidence_than_any_award_has_goes_the_plain_way() -> None:
    items = tuple(Evidence(name="a", description=str(number)) for number in range(101))
    assert pressed("plain", award(evidence=items[1:]))
    assert not pressed("plain", award(evidence=items))
    same("plain", award(evidence=items[1:]))


def test_the_issuer_as_learner_goes_the_plain_way() -> None:
    made = award(identity=Identity(name="a", email_address="b", id=plain_catalogue().issuer.addresses.did))
    assert not pressed("plain", made)
    same("plain", made)


def test_texts_that_readers_sort_differently_are_refused_either_way() -> None:
    url = Evidence(name="a", url="https://a.example/\uffee"), Evidence(name="b", url="https://a.example/\U00010000")
    made = award(evidence=url)
    assert outcome(lambda: press("plain").credential(made, ())) == outcome(plainly(plain_catalogue(), made)[0])
    with pytest.raises(BadgesError, match="sort differently"):
        press("plain").credential(made, ())


def test_a_stack_has_its_parts_as_evidence() -> None:
    parts = [Part(AwardId(f"{n}" * 26), BadgeVersion(Slug("basic-coding"), n), DAY) for n in (1, 2)]
    made = award(badge=STACK, evidence=(), results={}, builds_on=tuple(part.id for part in parts))
    for name in CATALOGUES:
        assert pressed(name, made, parts)
        same(name, made, parts)
        same(name, made, ())


def test_a_badge_that_cannot_be_signed_is_refused_as_the_plain_path_does() -> None:
    catalogue = changed(name="\x01")
    wrong = Press(catalogue, KEY)
    credential, assertion = plainly(catalogue, award())
    assert outcome(lambda: wrong.credential(award(), ())) == outcome(credential)
    assert wrong.pressed(award(), ()) == (None, assertion())


def test_a_badge_whose_texts_look_like_holes_goes_the_plain_way() -> None:
    catalogue = changed(description="\ufdd0narrative\ufdd1")
    odd = Press(catalogue, KEY)
    assert (odd.credential(award(), ()), odd.assertion(award(), ())) == tuple(m() for m in plainly(catalogue, award()))
    assert odd.pressed(award(), ())[0] is None


def test_a_plate_that_is_wrong_is_found_by_the_first_award_of_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Press(plain_catalogue(), KEY)
    wrong.credential(award(), ())
    wrong.assertion(award(), ())
    monkeypatch.setattr(v3, "SCHEMA", "https://other.example")
    monkeypatch.setattr(v2, "CONTEXT", "https://other.example")
    wrong.credential(award(status=8), ())
    wrong.assertion(award(status=8), ())
    with pytest.raises(PressFailed, match=f"the credential of {ID}"):
        wrong.credential(award(narrative="new"), ())
    with pytest.raises(PressFailed, match=f"the assertion of {ID}"):
        wrong.assertion(award(narrative="new"), ())
    with pytest.raises(PressFailed, match=f"the credential of {ID}"):
        wrong.check(award(), ())
    with pytest.raises(PressFailed, match=f"the credential of {ID}"):
        wrong.all_files([(award(status=9), ()), (award(narrative="new"), ())])


def test_a_probe_in_which_more_varies_than_is_known_makes_no_plate() -> None:
    catalogue = plain_catalogue()
    probe = probes.credential(catalogue, catalogue.achievement(BASIC))
    probe["credentialSubject"]["achievement"]["criteria"] |= {"narrative": hole("criteria")}
    with pytest.raises(Unusual):
        CredentialQuads(probe, TAKEN[0], catalogue.issuer.addresses.did, 3)


def test_a_press_forgets_shapes_but_not_what_they_are_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressing, "_SHAPES", 1)
    fresh = Press(plain_catalogue(), KEY)
    for made in (award(), award(narrative="a"), award(), award(narrative="b")):
        assert fresh.assertion(made, ()) == plainly(plain_catalogue(), made)[1]()


def test_another_process_can_be_handed_a_press() -> None:
    used = press("plain")
    used.credential(award(), ())
    assert pickle.loads(pickle.dumps(used)).credential(award(), ()) == used.credential(award(), ())


def test_another_program_finds_the_signatures_right() -> None:
    told = Evidence(name="Work", description='Seen: "it" \\ in\nlines')
    did = Identity(name="sha256$aa", email_address="sha256$aa", id=Did("did:example:123"))
    for made in (award(), award(evidence=(told, told, told)), award(identity=did), award(narrative=ODD[0])):
        document = json.loads(press("odd").credential(made, ()))
        (proof,) = document.pop("proof")
        value = decode_base58btc(proof.pop("proofValue"))
        options = {"@context": document["@context"], **proof}
        hashes = [sha256(other_canonical(part).encode()).digest() for part in (options, document)]
        VerifyKey(KEY.public_key).verify(b"".join(hashes), value)
