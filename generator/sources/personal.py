"""Personal data in what the world reads: e-mail addresses, phone numbers, student numbers; receipts and secret keys.

A registry's files are public, their comments too; so what is found is a Problem, and no Problem shows it: neither its
own line of the file nor a message that quotes a value. Looking takes time that grows with the text alone.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import accumulate
from typing import Final

from generator.diagnostics import Problem
from generator.sources.unshown import KEY, RECEIPT, rows, secrets_in
from generator.sources.yaml_nodes import HIDDEN, Document, Mapping, Node, Scalar, Sequence, without_quotations

# The least of digits in a mask of student numbers: shorter numbers are everywhere.
LEAST_DIGITS: Final = 4

_INVISIBLE: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef"
)
_UNSEEN: Final = re.compile(f"[{_INVISIBLE}]+")
# Signs that pass for plain ones, and what for.
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\uff20\ufe6b", "@"),
        **dict.fromkeys("\uff0e\u3002\uff61\u00b7\u2024", "."),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u3000", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
        "\uff0b": "+",
        "\uff08": "(",
        "\uff09": ")",
    }
)
_SIGN: Final = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_OTHER_DIGIT: Final = re.compile(r"[^\D0-9]")
# Where the digits of other scripts begin, ten of each.
_TENS: Final = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐０"
_ODD: Final = re.compile(
    f"[{_INVISIBLE}{''.join(map(chr, _PLAIN))}"
    + "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _TENS)
    + "\U0001d7ce-\U0001d7ff]"
)
# An @ as people, addresses, HTML, YAML and Markdown write it, or as those do who hide it from machines.
_AT: Final = (
    r"(?:\\?@|%40|&#0*64;|&#[xX]0*40;|&commat;|\\x40|\\u0040| @ "
    r"|[ \t]{0,2}[\[({<][ \t]?(?i:at|@)[ \t]?[\])}>][ \t]{0,2})"
)
_POINT: Final = r"(?:\\?\.|%2[eE]|[ \t]{0,2}[\[({<][ \t]?(?i:dot|\.)[ \t]?[\])}>][ \t]{0,2})"
# Quantifiers take all and give nothing back: no text is looked at twice.
_MAIL: Final = re.compile(
    rf"(?<![\w.+'-])(?P<local>[\w.+'-]++){_AT}(?P<domain>[\w-]++(?>(?:{_POINT}[\w-]++)+))",
)
_BEFORE_PASSWORD: Final = re.compile(r"//[^\s/]*:\Z")
# What an award holds of its learner: hashes, and the name of a key (Open Badges 3.0, B.5.2; DID Core, 3.1).
_SEAL: Final = re.compile(r"sha256\$\S*|did:\S+")
# In hints of ours.
_EXAMPLE: Final = "badges@example.org"
_GAP: Final = "[-. ]"
_ABROAD: Final = rf"\+[1-9](?:\d{{7,14}}|\d{{0,2}}(?:(?:{_GAP}|[()]){{1,3}}\d{{1,8}}){{2,6}})(?![\w])"
# Area and exchange begin with 2 to 9 (North American Numbering Plan).
_AT_HOME: Final = (
    rf"(?:\+?1{_GAP}?)?(?:\([2-9]\d\d\){_GAP}{{0,2}}|[2-9]\d\d(?:{_GAP}|/))[2-9]\d\d{_GAP}\d{{4}}(?!\w|-\d)"
)
_BARE: Final = r"(?<![/=?&,%#:])1?[2-9]\d\d[2-9]\d{6}(?![\w/]|[-.,:]\d)|(?<=tel:)1?[2-9]\d\d[2-9]\d{6}(?!\w)"
_PHONE: Final = re.compile(rf"(?<![\w+.])(?<![\d-]-)(?:{_ABROAD}|{_AT_HOME}|{_BARE})")
# What may precede a number that is the value of a member which holds numbers.
_NUMBER_MEMBER: Final = re.compile(r"\b(?:status|enrolled|points|hours|credits|minimum)[\"']?:[ \t]*[\"']?$")
# What says of a number that nobody answers it: before it, and after it the unit of what was measured.
_NO_PHONE: Final = re.compile(
    r"ISBN[-: 10]*$|\b(?:part|lot|serial|model|item|order|sku|batch|version|wps)"
    r"(?:[ \t]+(?:no\.?|number|#))?[:#]?[ \t]*$",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(
    r"[ \t]?(?:ohms?|[kM]?Ω|[kMGT]?Hz|rpm|[numck]?m|mi|ft|in|[mk]?g|lbs?|oz|[mk]?V|[mk]?W|[mk]?A|[mk]?l|psi|px|dpi"
    r"|[kMGT]?i?B|%|°)(?!\w)"
)
# Of the United States: no area, group or serial of zeros (Social Security Administration, since 2011).
_SECURITY: Final = re.compile(r"(?<![\w./-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w/]|[-.]\d)")

# Capital letters to small ones and every digit to 9: what is looked for first, and fast, as most files hold none of it.
# A point and a space to a hyphen, what nobody sees to 0.
_SHAPES: Final = bytes(
    0 if byte in (*range(9), 11, 12, *range(14, 32), 127)
    else ord("-") if byte in b". "
    else ord("9") if 48 <= byte < 58
    else byte + 32 if 65 <= byte < 91
    else byte
    for byte in range(256)
)  # fmt: skip
# What is deleted so that the signs are left by which addresses and numbers are told: most files have few of them.
_NO_SIGNS: Final = bytes(byte for byte in range(256) if byte not in b"@%&\\)]}>+")
_FENCED_AT: Final = re.compile(rb"at[-\t]?[\])}>]")
# Ten or eleven digits that are no part of a hash or id.
_DIGITS: Final = re.compile(rb"9999999999(?![a-z9])(?<![a-z]9999999999)(?<![a-z]99999999999)")


def _shape(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").translate(_SHAPES)


def _may_hold_addresses(shape: bytes, signs: bytes) -> bool:
    """Whether there is an @, in whatever way it is written; with a digit and the end of the line it is a version's."""
    if not signs:
        return False
    if b"@" in signs and signs.count(b"@") > shape.count(b"@9\n"):
        return True
    # The first character tells what else is worth looking for.
    escaped = b"%" in signs or b"&" in signs or b"\\" in signs
    if escaped and any(map(shape.__contains__, (b"%99", b"&#", b"&commat", b"\\x99", b"\\u9999"))):
        return True
    fenced = b")" in signs or b"]" in signs or b"}" in signs or b">" in signs
    return fenced and _FENCED_AT.search(shape) is not None


def _may_hold_phones(shape: bytes, signs: bytes) -> bool:
    if b"+" in signs and b"+9" in shape:
        return True
    # Four digits in a row are told of fastest.
    return b"9999" in shape and (b"99-9999" in shape or _DIGITS.search(shape) is not None)


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text, and of what kind it is, such as `a phone number`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Personal:
    """What counts as personal in a registry: beside addresses and phone numbers, what its student numbers look like.

    `office` is the one address that may stand anywhere, the issuer's own; `mask` has `#` for each digit.
    """

    office: str = ""
    mask: str = ""

    @classmethod
    def of(cls, issuer: Document) -> Personal:
        """What the issuer's file says of it, whatever else is wrong with that file."""
        office, mask = _told(issuer, "email"), _told(issuer, "student_number")
        return cls(office.casefold(), mask if is_mask(mask) else "")

    def find(self, text: str) -> list[Found]:
        """Each stretch of the text that is personal, in order."""
        shape = _shape(text)
        if b"\0" not in shape and (text.isascii() or not _ODD.search(text)):
            return self._in_plain(text, shape)
        plain, origin = _plainly(text)
        found = self._in_plain(plain, _shape(plain))
        return [Found(origin(each.start), origin(each.end - 1) + 1, each.kind) for each in found]

    def _in_plain(self, text: str, shape: bytes) -> list[Found]:
        found = [Found(*each) for each in secrets_in(text, shape)]
        signs = shape.translate(None, _NO_SIGNS)
        if _may_hold_addresses(shape, signs):
            found += self._addresses(text)
        if _may_hold_phones(shape, signs):  # as they are written, all numbers that people have
            found += _phones(text)
            found += _securities(text) if b"999-99-9999" in shape else ()
        if self.mask:
            found += self._students(text)
        return sorted(found, key=lambda each: (each.start, -each.end)) if found else found

    def hide(self, text: str) -> str:
        """The text with a dot for each character that is personal."""
        parts, at = [], 0
        for start, end in merged((found.start, found.end) for found in self.find(text)):
            parts += [text[at:start], HIDDEN * (end - start)]
            at = end
        return "".join([*parts, text[at:]])

    def _addresses(self, text: str) -> Iterator[Found]:
        at = 0
        while match := _MAIL.search(text, at):
            last = re.split(_POINT, match["domain"])[-1].rstrip("_")
            is_host = len(last) > 1 and (last.isalpha() or last.lower().startswith("xn--"))
            is_clone = match["local"] == "git" and text[match.end() : match.end() + 1] == ":"
            is_password = _BEFORE_PASSWORD.search(text, max(0, match.start() - 80), match.start())
            # What was taken for a domain may begin an address of its own.
            at = match.end() if is_host else match.end("local") + 1
            known = match[0].rstrip("_").casefold() in (self.office, _EXAMPLE)
            if is_host and not is_clone and not is_password and not known:
                yield Found(match.start(), match.end(), "an e-mail address")

    def _students(self, text: str) -> Iterator[Found]:
        for match in _number_pattern(self.mask).finditer(text):
            if not match[0].isdigit() or not _NUMBER_MEMBER.search(text[max(0, match.start() - 20) : match.start()]):
                yield Found(match.start(), match.end(), "a student number")


def _told(issuer: Document, name: str) -> str:
    """A member of the issuer's file, read by its line where the file is no YAML."""
    node = issuer.find(name)
    line = re.search(rf"^{name}:[ \t]*[\"']?([^\s\"'#][^\n\"']*)", issuer.text, re.MULTILINE)
    return node.text if isinstance(node, Scalar) else line[1].strip() if line and issuer.root is None else ""


# Where nothing is known of an issuer.
OF_ANYBODY: Final = Personal()


def is_mask(text: str) -> bool:
    """Whether a text says enough of what student numbers look like for them to be found."""
    return text.count("#") >= LEAST_DIGITS


def is_clear(text: str, rewritten: list[str], personal: Personal) -> bool:
    """Whether `conceal` certainly finds nothing in a file of these lines; if not, it may.

    It may be asked of some blocks of the file and then of the others, as nothing personal goes over a name's line. They
    must have their names: a word before a number may say that it is none, and so might the last of the block before.
    `rewritten` are those of its values that are not written as they read.
    """
    if personal.find(text):
        return False
    # Nothing personal goes over a blank line.
    return not rewritten or not personal.find("\n\n".join(rewritten))


def conceal(document: Document, personal: Personal, said: str | None = None) -> None:
    """Note a Problem for each thing personal in a file, and let no Problem of it show any, noted already or later.

    `said` is the file's text with blanks for what need not be looked at; all of it where it is left out.
    """
    found = personal.find(document.text if said is None else said)
    spans = merged((each.start, each.end) for each in found)
    told: list[tuple[int, int, str]] = [(each.start, each.end, each.kind) for each in found]
    # Said otherwise than it reads: with escapes, or on several lines.
    starts = [start for start, _ in spans]
    spans = [*spans, *rows(document.text, spans)]
    for node in _rewritten(document):
        inside = personal.find(node.text)
        if inside and bisect_left(starts, node.start) == bisect_left(starts, node.end):
            told.append((node.start, node.end, inside[0].kind))
            spans = [*spans, (node.start, node.end)]
    clear = list(_in_clear(document))
    spans = [*spans, *((node.start, node.end) for node in clear)]
    if spans:
        document.hidden = tuple(merged(spans))
    document.hide = partial(_hidden, personal, tuple(node.text for node in clear))
    if document.problems:
        document.problems[:] = [document.presentable(problem) for problem in document.problems]
    is_known = any(problem.code == "secret-key" for problem in document.problems)
    for start, end, kind in sorted(told):
        if document.full:
            break
        if kind != KEY or not is_known:
            place, code = document.place(start, end), "secret-key" if kind == KEY else "personal-data"
            document.report(code, f"{kind} stands here, in a file that the world reads", place, _HINTS[kind])


def _in_clear(document: Document) -> Iterator[Scalar]:
    """Whatever stands where an award has its learner's seals, and is none: a name, most likely."""
    identity = document.find("identity")
    if identity is not None:
        values = [value for _, value in identity.members.values()] if isinstance(identity, Mapping) else [identity]
        for value in values:
            yield from (node for node in _scalars(value) if node.text and not _SEAL.fullmatch(node.text))


def _hidden(personal: Personal, clear: tuple[str, ...], text: str) -> str:
    """The text without what is personal, and without what stands in the place of a seal."""
    for value in clear:
        text = text.replace(value if len(value) > 2 else f'"{value}"', HIDDEN * len(value))
    if rows(text, [(found.start, found.end) for found in personal.find(text)]):
        text = without_quotations(text)
    return personal.hide(text)


def unnamed(problem: Problem, personal: Personal) -> Problem:
    """The Problem of a file or folder, without what is personal in its name or in the words of an image's reader."""
    path = "/".join(map(personal.hide, problem.position.path.split("/")))
    return replace(problem, position=replace(problem.position, path=path), message=personal.hide(problem.message))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that meet made one."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            start, end = apart[-1][0], max(end, apart.pop()[1])
        apart.append((start, end))
    return apart


_HINTS: Final = {
    "an e-mail address": "take it out; an office's address belongs under email in badges/issuer.yml",
    "a phone number": "take it out; if it is no phone number, write it another way, such as 220, 330 and 1000",
    "a social security number": "take it out, and tell the person whose it is",
    KEY: "take it out, and make a new one: this one is no secret any more",
    RECEIPT: "take it out: it tells the name and address that an award has sealed",
    "a student number": "take it out: an award says who its learner is by its sealed identity only",
}


def _rewritten(document: Document) -> Iterator[Scalar]:
    """The names and values that don't stand in the file as they read."""
    return (node for node in _scalars(document.root) if node.text not in document.text[node.start : node.end])


def _scalars(node: Node | None) -> Iterator[Scalar]:
    """Every name and value of a tree; the levels of a tree are few."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Mapping):
        for key, value in node.members.values():
            yield key
            yield from _scalars(value)


def _plainly(text: str) -> tuple[str, Callable[[int], int]]:
    """The text without what nobody sees, in plain signs and digits, and where each of its characters stands in it."""
    text = _SIGN.sub(lambda match: _PLAIN[ord(match[0])], text)
    text = _OTHER_DIGIT.sub(lambda match: str(unicodedata.digit(match[0])), text)
    gaps = [match.span() for match in _UNSEEN.finditer(text)]
    if not gaps:
        return text, lambda place: place
    widths = [0, *accumulate(end - start for start, end in gaps)]
    starts = [start - width for (start, _), width in zip(gaps, widths, strict=False)]
    return _UNSEEN.sub("", text), lambda place: place + widths[bisect_right(starts, place)]


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        digits = sum(char.isdigit() for char in match[0])
        before, after = text[max(0, match.start() - 20) : match.start()], text[match.end() : match.end() + 12]
        if 8 <= digits <= 15 and not _NO_PHONE.search(before) and not _UNIT.match(after):
            yield Found(match.start(), match.end(), "a phone number")


def _securities(text: str) -> Iterator[Found]:
    return (Found(match.start(), match.end(), "a social security number") for match in _SECURITY.finditer(text))


@lru_cache(maxsize=8)
def _number_pattern(mask: str) -> re.Pattern[str]:
    """What finds a number of this mask: letters in any case, a space or hyphen between its characters or none."""
    groups = re.findall(r"#+|[^\W\d_]+|\d+", mask)
    atoms = [["\\d" if char == "#" else re.escape(char) for char in each] for each in groups]
    digits_only = all(each[0] == "#" or each.isdigit() for each in groups)
    # Digits alone could be part of a decimal, a date, a range or an address; in a query they are a value.
    before, after = (r"[\w.,:/+$€£-]", r"(?![\w/%]|[-.,:]\d)") if digits_only else (r"[^\W_]", r"(?![^\W_])")
    within = "" if digits_only else "[ -]?"
    first, rest = atoms[0][0], r"[ ._-]?".join(map(within.join, atoms)).removeprefix(atoms[0][0])
    # What precedes is looked at last, as the first character is found faster.
    return re.compile(f"{_either(first)}(?<!{before}{first})" + rest + after, re.IGNORECASE)


def _either(atom: str) -> str:
    """A letter in either case as a set, which is found faster than by ignoring case."""
    return f"[{atom.lower()}{atom.upper()}]" if atom.isalpha() and atom.isascii() else atom
