"""A page as a reader's browser takes it apart, and a catalogue whose every free text is the one given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

from generator.model.achievement import (
    Achievement,
    Alignment,
    BadgeVersion,
    EvidenceAsked,
    Level,
    Onward,
    Partner,
    Requirement,
    Review,
    Row,
)
from generator.model.award import Award, Evidence, Identity, Part, Revocation
from generator.model.catalogue import Catalogue
from generator.model.dated import Amendment, Duration, Names, NameSpan, Term
from generator.model.profile import Assessor, Campus, Key, Profile
from generator.names import AwardId, Did, Slug

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
ACTING = frozenset("script style iframe object embed form base math foreignobject use animate set".split())
SCRIPT = {"type": "module", "src": "../../assets/award.js", "blocking": "render"}
DAY = date(2026, 5, 14)
AWARD = AwardId("bhp5n40baqpaaqspp7ft4y5m95")
PART = AwardId("6vj6m7sj3p0gjzfycpsjzypwbe")
KEY = "z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"
OLD_KEY = "z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH"


class Page(HTMLParser):
    """Elements with their attributes, in order, and the text; `ours` must be in balance, a theme's need not."""

    def __init__(self, html: str, *, ours: bool = True) -> None:
        super().__init__()
        self.ours = ours
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not (ours and self.open), self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not self.ours or len(dict(attrs)) == len(attrs), (tag, attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not self.ours or tag in VOID or "svg" in self.open, tag
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert not self.ours or self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [value or "" for _, attrs in self.elements for name, value in attrs.items() if name == attribute]

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such element."""
        return [attrs for name, attrs in self.elements if name == tag]

    def acts(self) -> Iterator[str]:
        """Whatever runs, or leads to something that would; the site's own script does neither, and shapes don't."""
        for tag, attrs in self.elements:
            if tag in ACTING and not (tag == "script" and attrs == SCRIPT):
                yield f"<{tag}>"
            for name, value in attrs.items():
                scheme = (value or "").strip().partition(":")[0].casefold()
                if tag == "img" and name == "src" and (value or "").startswith("data:image/png;base64,"):
                    continue  # a picture of pixels
                if name.startswith("on") or (name in ("href", "src", "action") and scheme in ("javascript", "data")):
                    yield f"<{tag} {name}={value}>"

    def loads(self) -> Iterator[str]:
        """Whatever a browser fetches to show the page; links that a reader may follow are none of it."""
        for tag, attrs in self.elements:
            wanted = [attrs.get("src"), attrs.get("srcset"), attrs.get("poster"), attrs.get("data")]
            # Of microdata, a link is what is said, and nothing to fetch.
            said = "itemprop" in attrs or attrs.get("rel") in ("canonical", "alternate", "prev", "next")
            if tag == "link" and not said:
                wanted.append(attrs.get("href"))
            yield from (address for address in wanted if address is not None)


def one_line(text: str) -> str:
    """The text as a browser shows it, where spaces and line feeds of any number are one space."""
    return " ".join(text.split())


def catalogue(text: str = "A text", *, url: str = "https://badges.example", language: str = "en") -> Catalogue:
    """An issuer, a badge with every optional part in two versions, and a stack of it."""
    names = Names((NameSpan(text, date(2020, 1, 1)), NameSpan(text)))
    issuer = Profile(
        name=names,
        url=url,
        email="badges@example.org",
        description=text,
        language=language,
        privacy_notice="https://example.org/privacy",
        keys=(Key(public=KEY, since=DAY), Key(public=OLD_KEY, since=DAY, revoked=DAY)),
        campuses={Slug("here"): Campus(name=names, term=Term(DAY, DAY))},
        assessors={Slug("lab"): Assessor(name=names, github="x", badges={Slug("one"): Term(), Slug("all"): Term()})},
        amended=(Amendment(DAY, text),),
        sole_approver=True,
    )
    first = badge(text, BadgeVersion(Slug("one"), 1))
    second = replace(first, of=BadgeVersion(Slug("one"), 2), name=f"{text} 2", retired=None)
    stack = badge(text, BadgeVersion(Slug("all"), 1), stack=True)
    return Catalogue(issuer=issuer, badges={Slug("one"): (first, second), Slug("all"): (stack,)})


def badge(text: str, of: BadgeVersion, *, stack: bool = False) -> Achievement:
    """A badge version with every optional part, each text the one given."""
    levels = (Level(id=Slug("low"), name=text), Level(id=Slug("high"), name=text, points=Decimal(2), description=text))
    whole = Achievement(
        of=of,
        name=text,
        type="Badge",
        summary=text,
        description=text,
        criteria=text,
        level="advanced",
        review=Review(
            last=DAY, next=DAY, partners=(Partner(name=text, statement=text, url="https://example.org/p?a&b"),)
        ),
        language="en",
        skills=(text,),
        hours=Decimal("12.50"),
        credits=Decimal("0.125"),
        valid_for=Duration(years=2, days=1),
        rubric=(Row(id=Slug("row"), name=text, required=Slug("low"), levels=levels),),
        evidence=EvidenceAsked(1, text),
        alignments=(
            Alignment(name=text, url="https://example.org/a?b='c'&d", framework=text, code=text, description=text),
        ),
        leads_to=(Onward(name=text, url="https://example.org/", note=text), Onward(name=text)),
        amended=(Amendment(DAY, text),),
        retired=DAY,
    )
    needs = (Requirement(Slug("one"), 1),)
    return replace(whole, stack=True, rubric=(), evidence=None, requires=needs) if stack else whole


def award(text: str = "A text", *, of: str = "one") -> Award:
    """An award with every optional part, each text the one given."""
    return Award(
        id=AWARD,
        campus=Slug("here"),
        badge=BadgeVersion(Slug(of), 1),
        awarded=DAY,
        assessor=Slug("lab"),
        status=1,
        identity=Identity(name="sha256$" + "0" * 64, email_address="sha256$" + "1" * 64, id=Did("did:example:123")),
        results={Slug("row"): Slug("high")} if of == "one" else {},
        evidence=(
            Evidence(name=text, url="https://work.example/e/1?a=b&c=d", description=text, narrative=text, genre=text),
            Evidence(name=text, description=text),
        ),
        builds_on=(PART,),
        narrative=text,
        revoked=Revocation(DAY, text),
    )


PARTS = (Part(PART, BadgeVersion(Slug("one"), 1), DAY),)
