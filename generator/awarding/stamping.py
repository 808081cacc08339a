"""Stamping: an award's file that was written by hand gets what only a program can give it: status, seals, an id."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from generator.awarding.answers import hidden_in
from generator.awarding.deciding import Desk, Drawn
from generator.awarding.public_texts import is_named
from generator.awarding.roster import Entry
from generator.diagnostics import Problem, arrange, errors_of
from generator.encodings import sealing
from generator.encodings.identity_hash import normal_email, normal_name
from generator.errors import ActRefused, EditRefused
from generator.model.award import Award
from generator.names import AwardId, Slug
from generator.sources.editing import Value, text_of, with_member, with_value
from generator.sources.forms import EMAIL, IDENTITY_HASH, TEXT
from generator.sources.layout import RecordFile, Source
from generator.sources.records import with_care
from generator.sources.shapes import INVALID, Doubt, Invalid, Shape
from generator.sources.tables import Either, Items, table
from generator.sources.yaml_nodes import HIDDEN, Document, Mapping, Scalar, read

_SEALS: Final = ("name", "emailAddress")
PERSON: Final = table(
    "whose award a file is",
    {
        "file": (TEXT, "the award's file, as this command names it"),
        "name": (TEXT, "the learner's name"),
        "emailAddress": (EMAIL, "the learner's e-mail address"),
    },
)
_PEOPLE: Final = Either(PERSON, Items(PERSON, what="a list of files with the learner of each"))


@dataclass(frozen=True)
class Person:
    """A learner."""

    name: str = field(repr=False)
    email: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Unstamped:
    """A file that lacks something: `id` None: its name is none; `clear` is what of the identity stands there unsealed.

    `sealed`: name and address are sealed already, so that nobody need be asked.
    """

    path: str
    text: str = field(repr=False)
    id: AwardId | None
    has_status: bool
    sealed: bool
    clear: dict[str, str] = field(repr=False)

    @property
    def folder(self) -> tuple[Slug, Slug]:
        """The campus and badge that the file's path names."""
        _, campus, badge, _ = self.path.split("/")
        return Slug(campus), Slug(badge)

    @property
    def person(self) -> Person | None:
        """The learner, where the file says in clear who it is."""
        named = _admits(TEXT, self.clear.get("name")) and _admits(EMAIL, self.clear.get("emailAddress"))
        return Person(self.clear["name"], self.clear["emailAddress"]) if named else None


def _admits(shape: Shape, text: str | None) -> bool:
    try:
        return text is not None and shape.accept(text) is not INVALID
    except Doubt:
        return False


def award_files(source: Source) -> Iterator[str]:
    """Every file that is to be an award's, whatever it is called."""
    for campus in source.list("recipients"):
        for badge in source.list(campus.path) if campus.kind == "folder" else ():
            for entry in source.list(badge.path) if badge.kind == "folder" else ():
                if entry.kind == "file" and entry.name.endswith(".yml") and not entry.name.startswith("."):
                    yield entry.path


def unstamped(source: Source, path: str) -> Unstamped | None:
    """The file, if it lacks something that can be stamped. Raises `EditRefused`, OSError."""
    name = path.rpartition("/")[2].removesuffix(".yml")
    id = AwardId(name) if AwardId.admits(name) else None
    data = source.read(path)
    # Of a million files, nearly all are told by this.
    if id and b"\nstatus: " in data and data.count(b": sha256$") == len(_SEALS):
        return None
    document = read(path, data)
    if document.problems:
        first = document.problems[0]
        raise EditRefused(path, first.position.line, first.message, first.hint)
    status = document.find("status")
    values = {member: document.find("identity", member) for member in _SEALS}
    texts = {member: node.text for member, node in values.items() if isinstance(node, Scalar)}
    clear = {member: text for member, text in texts.items() if not _admits(IDENTITY_HASH, text)}
    found = Unstamped(
        path=path,
        text=text_of(source, path),
        id=id,
        has_status=isinstance(status, Scalar) and status.text != "",
        sealed=len(texts) == len(_SEALS) and not clear,
        clear=clear,
    )
    return None if id and found.has_status and found.sealed else found


@dataclass(frozen=True)
class Stamped:
    """A file as it is to be, where it is to be; `entry` for the roster, where the learner is known."""

    path: str
    text: str
    entry: Entry | None


def stamp(desk: Desk, found: Unstamped, person: Person | None, drawn: Drawn) -> tuple[Stamped, list[Problem]]:
    """The file with all that it lacked, and what else is wrong with it, told where it stands now.

    `person` is needed unless it is sealed. Raises `ActRefused` where the learner's name or address stands elsewhere
    in the file, `RegistryRefused` where the badge version isn't finished, and `EditRefused`.
    """
    id, text = found.id or drawn.id, found.text
    if person is not None and not found.sealed:
        text = _with_seals(text, found, sealing.seal(desk.holdings.key, id, name=person.name, email=person.email))
        _refuse_names(found, text, person)
    if not found.has_status:
        text = _with_status(text, found, drawn.status)
    campus, badge = found.folder
    old, new = (RecordFile(found.path, campus, badge, id), RecordFile(_new_path(found, id), campus, badge, id))
    record = with_care(new, text.encode(), desk.known)
    if record.award:
        desk.loaded.finished_version(record.award.badge)
    left = {(problem.code, problem.message) for problem in errors_of(record.problems)}
    before = with_care(old, found.text.encode(), desk.known).problems
    problems = [problem for problem in before if (problem.code, problem.message) in left]
    entry = _entry(record.award, person) if record.award and person and not found.sealed else None
    return Stamped(new.path, text, entry), arrange(problems or errors_of(record.problems))


def _new_path(found: Unstamped, id: AwardId) -> str:
    return f"{found.path.rpartition('/')[0]}/{id}.yml"


def _with_status(text: str, found: Unstamped, status: int) -> str:
    if read(found.path, text.encode()).find("status") is not None:  # its name stands there, and no value
        return with_value(text, ("status",), status, file=found.path)
    return with_member(text, (), "status", status, after="assessor", file=found.path)


def _with_seals(text: str, found: Unstamped, sealed: sealing.Sealed) -> str:
    """The text with both seals, wherever one lacked or a value stood in clear."""
    seals: dict[str, Value] = dict(zip(_SEALS, sealed, strict=True))
    document = read(found.path, text.encode())
    _refuse_other(document)
    if document.find("identity") is None:
        after = "status" if found.has_status else "assessor"
        return with_member(text, (), "identity", seals, after=after, file=found.path)
    for member, seal in seals.items():
        path = ("identity", member)
        if document.find(*path) is None:
            text = with_member(text, ("identity",), member, seal, file=found.path)
        else:
            text = with_value(text, path, seal, file=found.path)
    return text


def _refuse_other(document: Document) -> None:
    """Raises `EditRefused` where something stands that is no award, or no identity: nobody types seals by hand."""
    identity, path = document.find("identity"), document.path
    if not isinstance(document.root, Mapping):
        line = document.position(document.root).line
        raise EditRefused(path, line, "this is no award", "write badge:, awarded: and so on, a line each")
    if isinstance(identity, Scalar) and identity.plain and not identity.text:
        return
    if identity is not None and not isinstance(identity, Mapping):
        hint = "take this out, or write name: and emailAddress: below it; then badges stamp seals both"
        raise EditRefused(path, document.position(identity).line, "this is no identity", hint)


def _refuse_names(found: Unstamped, text: str, person: Person) -> None:
    """Refuse a text in which the learner is named outside of the identity, in whatever order and writing."""

    def named(text: str) -> bool:
        return is_named(person.name, text) or normal_email(person.email) in text.casefold()

    lines = text.splitlines()
    if named(text):
        # Of the lines up to which they are named, the first.
        many = bisect_left(range(len(lines)), True, key=lambda count: named("\n".join(lines[:count])))
        number = next(n for n, own in enumerate(found.text.splitlines(), 1) if own == lines[many - 1])
        raise ActRefused(
            f"{found.path}:{number}: the learner's name or address stands here as well, where the world would read "
            "it: take it out"
        )


def _entry(award: Award, person: Person) -> Entry:
    return Entry(
        award=award.id,
        name=normal_name(person.name),
        email=normal_email(person.email),
        badge=award.badge,
        campus=award.campus,
        awarded=award.awarded,
        results=award.results,
    )


def without_names(found: Unstamped) -> bytes:
    """The file as it was, with dots for the name and the address, so that it may be shown."""
    document, text = read(found.path, found.text.encode()), found.text
    nodes = [document.find("identity", member) for member in found.clear]
    for node in sorted((node for node in nodes if node is not None), key=lambda node: -node.start):
        text = text[: node.start] + HIDDEN * 3 + text[node.end :]
    return text.encode()


def people(data: bytes, origin: str, files: Sequence[str]) -> tuple[dict[str, Person], list[Problem]]:
    """The learner of each file, by its path, as a YAML text tells them, and its Problems, which show no learner.

    `files` are those of which learners are wanted; the end of a path is enough where only one ends so.
    """
    document = read(origin, data, "write a list of file, name and emailAddress")
    document.hide = hidden_in(document)
    values = _PEOPLE.decode(document.root, document) if document.root is not None else INVALID
    told = {} if document.problems or isinstance(values, Invalid) else _by_file(document, values, files)
    return told, arrange(replace(problem, source="") for problem in document.problems)


def _by_file(document: Document, values: Any, files: Sequence[str]) -> dict[str, Person]:
    told: dict[str, Person] = {}
    one = isinstance(document.root, Mapping)
    for place, value in enumerate([values] if one else values):
        wanted = value["file"].replace("\\", "/").removeprefix("./")
        meant = [path for path in files if path == wanted or path.endswith(f"/{wanted}")]
        if len(meant) != 1 or meant[0] in told:
            message = "no file that lacks an identity is called so" if not meant else "several files are called so"
            node = document.find(*([] if one else [place]), "file")
            document.report("unknown-award", message, node, "write its path from recipients/ on, each once")
        else:
            told[meant[0]] = Person(value["name"], value["emailAddress"])
    return told
