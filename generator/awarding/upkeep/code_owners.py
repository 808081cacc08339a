"""`.github/CODEOWNERS`: who must approve a change on GitHub, and of which files, as `badges/issuer.yml` says it.

Of the lines that fit a file GitHub takes the last; several owners stand on one line, and any of them may approve. Paths
are case-sensitive, a line has no comment behind it, and a file of 3 MB or more counts for nothing (GitHub Docs, "About
code owners"). Slugs, logins and teams hold nothing that means something else there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, zip_longest
from typing import Final

from generator.diagnostics import Position, Problem
from generator.errors import BadgesError
from generator.model.dated import Term
from generator.model.profile import Assessor, Profile
from generator.names import Slug

PATH: Final = ".github/CODEOWNERS"
# As much as `badges check` reads of a file. GitHub takes up to three times that.
MOST_BYTES: Final = 1 << 20
_MADE: Final = "# Made by `badges codeowners` from badges/issuer.yml: change that, then run the command again."
_HEAD: Final = (
    "# Who must approve a change, and of which files. Of the lines that fit a file, the last one counts.",
    _MADE,
    "# What no line names is the administrators'; so are the awards and badges of which nobody is assessor today.",
)
# What decides who may award, how the site looks, and what runs beside the signing key.
_LAST: Final = (
    "/badges/issuer.yml", "/recipients/reserved.yml", "/mkdocs.yml", "/docs/", "/.github/", "/.gitlab-ci.yml",
    "/requirements.txt", "/requirements/", "/pyproject.toml", "/Makefile", "/generator/",
)  # fmt: skip
# So many days are tried, to tell a file that was right once from one that never was.
_MOST_DAYS: Final = 200
_AGAIN: Final = "run `badges codeowners`, and commit what it writes"


class NoAdministrators(BadgesError):
    """Nobody is named who approves what no assessor does."""

    def __init__(self) -> None:
        super().__init__(
            "badges/issuer.yml names no administrators: add a line such as  administrators: [your-organization/badges]"
            "  with the logins or teams on GitHub that approve what no assessor does"
        )


class TooManyOwners(BadgesError):
    """The file would be longer than a CODEOWNERS file may be."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{PATH} would have {size:,} bytes, and more than {MOST_BYTES:,} are too many")
        self.size = size


def text_of(issuer: Profile, badges: Iterable[Slug], today: date) -> str:
    """The file's text, the same for the same registry and day. Raises `NoAdministrators`, `TooManyOwners`."""
    if not issuer.administrators:
        raise NoAdministrators
    text = _text(issuer, sorted(badges), today)
    if len(text) > MOST_BYTES:
        raise TooManyOwners(len(text))
    return text


def problems(issuer: Profile, badges: Iterable[Slug], today: date, found: bytes) -> list[Problem]:
    """What is wrong with the file that is there.

    A warning where it was right on another day, and only time has passed since: nobody's change has made it so. A file
    that people wrote by hand is theirs where `issuer.yml` names no administrators.
    """
    stands = found.decode("utf-8", "replace").replace("\r\n", "\n")
    if not issuer.administrators:
        return [_unfounded()] if _MADE in stands else []
    listed = sorted(badges)
    due = _text(issuer, listed, today)
    if stands == due:
        return []
    if any(stands == _text(issuer, listed, day) for day in _days(issuer, today)):
        message = "who may award what has changed with the date, and this file says it as it was"
        return [Problem("codeowners-outdated", message, _first_difference(stands, due)[0], _AGAIN, severity="warning")]
    place, line = _first_difference(stands, due)
    message = f"badges/issuer.yml makes this line: {line}" if line else "badges/issuer.yml makes no such line"
    return [Problem("codeowners-differ", message, place, _AGAIN)]


def not_a_file() -> Problem:
    """The Problem of a link or a folder in the file's place, which GitHub doesn't read."""
    message = "this is no file, so GitHub knows of no owners"
    return Problem("codeowners-differ", message, Position(PATH), f"delete it, then {_AGAIN}")


def missing(issuer: Profile) -> list[Problem]:
    """What is wrong where there is no file; nothing, if nobody is named who approves, or one person does it all."""
    if not issuer.administrators or issuer.sole_approver:
        return []
    message = "there is no such file, so GitHub asks none of the people in badges/issuer.yml for an approval"
    return [Problem("codeowners-differ", message, Position(PATH), _AGAIN)]


def _unfounded() -> Problem:
    message = "this was made of administrators, and badges/issuer.yml names none"
    hint = "add administrators: to badges/issuer.yml, or delete this file"
    return Problem("codeowners-differ", message, Position(PATH), hint)


def _text(issuer: Profile, badges: list[Slug], today: date) -> str:
    everything = _owners(issuer.administrators)
    awards = _who_awards(issuer, today)
    of_badge = {badge: _owners(chain.from_iterable(awards.get(badge, {}).values())) for badge in badges}
    lines = [*_HEAD, "", f"* {everything}", "", "# Awards: whoever may award that badge at that campus."]
    for campus in sorted(issuer.campuses):
        owners = ((badge, awards[badge][campus]) for badge in badges if campus in awards.get(badge, ()))
        lines += [f"/recipients/{campus}/{badge}/ {_owners(who)}" for badge, who in owners]
    lines += ["", "# Badges: whoever may award them."]
    lines += [f"/badges/{badge}/ {of_badge[badge] or everything}" for badge in badges]
    lines += ["", "# What decides who may award, how the site looks, and what runs beside the signing key."]
    lines += [f"{path} {everything}" for path in _LAST]
    return "\n".join(lines) + "\n"


def _who_awards(issuer: Profile, today: date) -> dict[Slug, dict[Slug, list[str]]]:
    """By badge, then by campus, the logins and teams that may award it there today."""
    found: dict[Slug, dict[Slug, list[str]]] = {}
    for assessor in issuer.assessors.values():
        for badge, campus in _may_award(issuer, assessor, today):
            found.setdefault(badge, {}).setdefault(campus, []).append(assessor.github)
    return found


def _may_award(issuer: Profile, assessor: Assessor, today: date) -> Iterator[tuple[Slug, Slug]]:
    if today not in assessor.term:
        return
    for campus, place in issuer.campuses.items():
        if assessor.campus in (None, campus) and today in place.term:
            yield from ((badge, campus) for badge, term in assessor.badges.items() if today in term)


def _owners(logins: Iterable[str]) -> str:
    """Logins and teams as GitHub writes them, each once: capitals make no other name."""
    named = {login.lower(): login for login in sorted(logins)}
    return " ".join(f"@{named[name]}" for name in sorted(named))


def _days(issuer: Profile, today: date) -> list[date]:
    """Days on which the file may have been another: about those on which something begins or ends, nearest first."""
    terms = [term for entry in issuer.assessors.values() for term in (entry.term, *entry.badges.values())]
    terms += [campus.term for campus in issuer.campuses.values()]
    days = {day for term in terms for day in _turns(term)}
    return sorted(days, key=lambda day: (abs(day - today), day))[:_MOST_DAYS]


def _turns(term: Term) -> Iterator[date]:
    """The days on both sides of a term's first day, and of its last."""
    one = timedelta(days=1)
    if term.since and term.since > date.min:
        yield from (term.since - one, term.since)
    if term.until and term.until < date.max:
        yield from (term.until, term.until + one)


def _first_difference(stands: str, due: str) -> tuple[Position, str]:
    """Where the first line stands that is another, and how it would read; nothing where it should not be there.

    What stands there is not repeated: who knows what somebody pasted.
    """
    pairs = enumerate(zip_longest(stands.split("\n"), due.split("\n")), start=1)
    number, line = next((number, is_due or "") for number, (is_there, is_due) in pairs if is_there != is_due)
    return Position(PATH, number), line
