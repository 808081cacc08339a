"""JSON-LD in safe mode: expansion that refuses whatever would not reach the signed RDF, or not be read alike.

PyLD has no safe mode, resolves relative ids against a base of its own unless told otherwise, and fetches contexts;
here contexts come from pinned copies alone, the base is none, and each thing dropped is an error.
Source: JSON-LD 1.1 API, 5.1 Expansion.
"""

from __future__ import annotations

import copy
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from generator import resources
from generator.encodings.effort import Effort
from generator.encodings.expansions import Expansions, read, written_plainly
from generator.encodings.json_text import MAX_DEPTH, JsonObject
from generator.errors import JsonLdError, TooComplex, UnknownDocument

_ABSOLUTE = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|\\^`]+')
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
# What N-Quads must escape but PyLD writes raw (RDFC-1.0, 5.1, and what XML 1.1 calls no character), and surrogates.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LIKE_KEYWORD = re.compile(r"@[A-Za-z]+")
# `@direction` and `@index` leave no trace in RDF, so they would be unsigned; PyLD only warns of unknown keywords.
_KEYWORDS = frozenset(["@context", "@id", "@type", "@value", "@language", "@list", "@set"])
_MAX_INTEGER = 2**53 - 1
_MIN_FRACTION = 1e-6
# How much a document may ask for. A CLR with 300 badges, 1.9 MB, has 65,000 values, defines 900 terms and compares
# 840,000 pairs of values (PyLD compares each value of a property with all those before it). Documents at a limit took
# a processor of 2024 five seconds for the values, canonicalised; half a second for the terms; 1.5 for the pairs.
MOST_VALUES: Final = 100_000
MOST_TERMS: Final = 40_000
MOST_PAIRS: Final = 3_000_000
# What has fewer members is expanded sooner than it is looked up.
_FEWEST_MEMBERS: Final = 4
# PyLD answers some malformed documents with Python's own errors rather than with its JsonLdError.
_PYLD_ERRORS = (jsonld.JsonLdError, TypeError, AttributeError, LookupError, ValueError, RecursionError)
_REASONS = (UnknownDocument, TooComplex, RecursionError)


class Contexts:
    """The contexts that documents may name: the pinned ones and, for test vectors, some `extra` by URL.

    One instance keeps its processed contexts, as processing them takes longest of all: use it again.
    """

    def __init__(self, extra: Mapping[str, JsonObject] | None = None) -> None:
        self._extra = dict(extra or {})
        self._memory = _SharedMemory()
        self.scoped = _Memory()
        self.expanded = Expansions()

    def document(self, url: str) -> JsonObject:
        """The context document of this URL. Raises `UnknownDocument` for any URL that is not held here."""
        return self._extra[url] if url in self._extra else resources.context(url)

    def resolver(self) -> Any:
        """A new PyLD resolver over these contexts, for one run of an algorithm."""
        return ContextResolver(self._memory, self.load)

    def load(self, url: str, options: object = None) -> JsonObject:
        """PyLD's form of a document loader: what `document` returns, as a remote document."""
        # PyLD resolves URLs inside the context in place; the tag lets it keep what it made of it.
        document = copy.deepcopy(self.document(url))
        return {"contextUrl": None, "documentUrl": url, "document": document, "tag": "static"}


class _Memory(dict[Any, Any]):
    """What was made of contexts; strangers' inline contexts cannot make it grow without bound."""

    _LIMIT = 512  # all pinned contexts with their scoped ones need about a hundred

    def __setitem__(self, key: Any, value: Any) -> None:
        if len(self) >= self._LIMIT and key not in self:
            del self[next(iter(self))]
        super().__setitem__(key, value)


class _SharedMemory(_Memory):
    """What runs share: contexts by URL, not the inline ones, which PyLD remembers by their JSON.

    Were those remembered too, a document whose contexts define too much would get further each time that it is tried.
    """

    def __setitem__(self, key: Any, value: Any) -> None:
        if not key.startswith("{"):
            super().__setitem__(key, value)


PINNED = Contexts()


class _Own(dict[str, Any]):
    """A document that is nobody else's, so that copying it gives itself."""

    def __deepcopy__(self, memo: object) -> _Own:
        return self


class SafeProcessor(jsonld.JsonLdProcessor):  # type: ignore[misc]
    """PyLD's processor, whose every expansion is checked, so that what is signed is what was checked."""

    def __init__(self, contexts: Contexts, document: JsonObject, written: bytes) -> None:
        self._scoped = contexts.scoped
        self._expanded = contexts.expanded
        self._written = written
        # Contexts of a stranger's own are made anew for each document, so what is made with them is not met again.
        named = document.get("@context")
        alone = all(isinstance(url, str) for url in (named if isinstance(named, list) else [named]))
        self._remembers = alone and written.count(b"@context") == 1
        self._dropped: list[str | None] = []
        self._terms = Effort(MOST_TERMS)
        super().__init__(on_property_dropped=self._dropped.append)

    def expand(self, input_: JsonObject, options: dict[str, Any]) -> list[Any]:
        """The expanded document, not to be changed.

        Raises `JsonLdError` naming all that was dropped or is not absolute.
        """
        known = self._expanded.get(self._written)
        if known is not None:
            return cast("list[Any]", known)
        expanded = cast("list[Any]", super().expand(_Own(read(self._written)), options))
        bad = [f"{name} is not defined" for name in self._dropped]
        bad.extend(_faults(expanded))
        if not expanded:
            bad.append("the document says nothing")
        if bad:
            raise JsonLdError("; ".join(sorted(set(bad))))
        _refuse_crowds(expanded)
        self._expanded.put(expanded, self._written)
        return expanded

    def _expand(self, active: Any, name: Any, element: Any, options: Any, *rest: Any, **flags: Any) -> Any:
        """PyLD's step, remembered for objects that bring no context of their own and are wholly understood."""
        worthwhile = isinstance(element, dict) and len(element) >= _FEWEST_MEMBERS and "@context" not in element
        # What stands in a map is changed by the map afterwards.
        plain = name is not None and not (rest or flags.get("inside_list") or flags.get("inside_index"))
        written = written_plainly([name, element]) if self._remembers and worthwhile and plain else None
        if written is None:
            return super()._expand(active, name, element, options, *rest, **flags)
        scope = flags.get("type_scoped_ctx")
        made = self._expanded.get(written, active, scope)
        if made is None:
            dropped = len(self._dropped)
            made = super()._expand(active, name, element, options, **flags)
            if made is not None and len(self._dropped) == dropped:
                self._expanded.put(made, written, active, scope)
        return made

    def _create_term_definition(self, *args: Any, **flags: Any) -> None:
        """PyLD's step, counted."""
        self._terms.spend(1, "its contexts define too much")
        super()._create_term_definition(*args, **flags)

    def _clone_active_context(self, active: Any) -> Any:
        """PyLD's step, counted: copying some hundred terms takes as long as defining one."""
        self._terms.spend(1 + len(active["mappings"]) // 128, "its contexts define too much")
        return super()._clone_active_context(active)

    def _process_context(self, active: Any, local: Any, options: Any, *rest: Any, **flags: Any) -> Any:
        """PyLD's step, remembered for scoped contexts, which it would process anew in every object of a document.

        Should PyLD rename it, this is no longer called: all is then slower, and nothing else changes.
        """
        if rest or not flags.keys() <= {"override_protected", "propagate"} or not flags:
            return super()._process_context(active, local, options, *rest, **flags)
        key = (id(active), id(local), *sorted(flags.items()))
        if key not in self._scoped:
            # Both are kept, so that no other object can ever have their ids.
            self._scoped[key] = (super()._process_context(active, local, options, **flags), active, local)
        return self._scoped[key][0]


def strict(document: JsonObject, contexts: Contexts = PINNED) -> list[Any]:
    """The expanded form of a document that is JSON-LD in safe mode, shared, so not to be changed.

    Raises `JsonLdError` naming every undefined term, relative id or type, malformed language, unsafe character or
    number, and contexts that are unknown (then with `UnknownDocument` as its cause); `TooComplex` for a document that
    would take longer than any real one does.
    """
    return cast("list[Any]", run(document, contexts, lambda processor, options: processor.expand(document, options)))


def run(document: JsonObject, contexts: Contexts, algorithm: Callable[[SafeProcessor, dict[str, Any]], Any]) -> Any:
    """What an algorithm of PyLD makes of the document, given a safe processor and the options to call it with.

    Raises `JsonLdError` as `strict` does.
    """
    written = written_plainly(document)
    if written is None or contexts.expanded.get(written) is None:
        refuse_unsafe(document)
    if written is None:
        # Texts that are also something else, as members of an enumeration are.
        return run(json.loads(json.dumps(document)), contexts, algorithm)
    options = {"documentLoader": contexts.load, "contextResolver": contexts.resolver(), "base": None}
    try:
        return algorithm(SafeProcessor(contexts, document, written), options)
    except JsonLdError:
        raise
    except _PYLD_ERRORS as cause:
        raise _explained(cause) from _root(cause)


def refuse_unsafe(document: JsonObject) -> None:
    """Raise `JsonLdError` for what readers canonicalise differently, before any of them sees it.

    That is: control characters, non-characters and lone surrogates in any text; numbers that ECMAScript writes another
    way; unusual keywords; nesting of more than 64 levels; and whatever is not JSON. Raise `TooComplex` for more than
    100,000 values.
    """
    if not isinstance(document, dict):
        raise JsonLdError("the document is not an object")
    waiting: list[tuple[Any, int, bool]] = [(document, 1, False)]
    values = Effort(MOST_VALUES)
    while waiting:
        value, depth, in_context = waiting.pop()
        values.spend(1, "it has too many values")
        if depth > MAX_DEPTH:
            raise JsonLdError(f"the document is nested more than {MAX_DEPTH} levels deep")
        if isinstance(value, dict):
            for name, member in value.items():
                _refuse_name(name, in_context)
                waiting.append((member, depth + 1, in_context or name == "@context"))
        elif isinstance(value, list):
            waiting.extend((item, depth + 1, in_context) for item in value)
        else:
            _refuse_scalar(value, in_context)


def _refuse_name(name: Any, in_context: bool) -> None:
    if not isinstance(name, str):
        raise JsonLdError(f"the member name {name!r} is not a text")
    _refuse_text(name)
    known = jsonld.KEYWORDS if in_context else _KEYWORDS
    if _LIKE_KEYWORD.fullmatch(name) and name not in known:
        raise JsonLdError(f"the keyword {name} cannot be signed")


def _refuse_scalar(value: Any, in_context: bool) -> None:
    if isinstance(value, str):
        _refuse_text(value)
        if in_context and _LIKE_KEYWORD.fullmatch(value) and value not in jsonld.KEYWORDS:
            raise JsonLdError(f"the keyword {value} cannot be signed")
    elif isinstance(value, int | float):
        _refuse_number(value)
    elif value is not None:
        raise JsonLdError(f"a {type(value).__name__} is not JSON")


def _refuse_text(text: str) -> None:
    found = _UNSAFE.search(text)
    if found:
        raise JsonLdError(f"the character U+{ord(found[0]):04X} cannot be signed")


def _refuse_number(value: int | float) -> None:
    tiny = value != 0 and abs(value) < _MIN_FRACTION
    if not math.isfinite(value) or abs(value) > _MAX_INTEGER or tiny:
        raise JsonLdError(f"the number {value!r:.40} cannot be signed: programs write it differently")


def _faults(node: Any) -> Iterator[str]:
    """What is wrong in an expanded document, which nests no deeper than a few times its source."""
    if isinstance(node, list):
        for item in node:
            yield from _faults(item)
    else:
        for key, value in node.items():
            yield from _member_faults(key, value)


def _member_faults(key: str, value: Any) -> Iterator[str]:
    if key == "@id":
        if not _is_id(value):
            yield f"the id {value!r} is not absolute"
    elif key == "@type":
        wanted = value if isinstance(value, list) else [value]
        yield from (f"the type {t!r} is not absolute" for t in wanted if not (_is_absolute(t) or t == "@json"))
    elif key == "@language":
        if not (isinstance(value, str) and _LANGUAGE.fullmatch(value)):
            yield f"the language {value!r} is malformed"
    elif key in ("@direction", "@index"):
        yield f"{key} would not be signed"
    elif not key.startswith("@") and not _is_absolute(key):
        yield f"the property {key!r} is not absolute"
    elif key != "@value":
        yield from _faults(value)


def _is_absolute(iri: Any) -> bool:
    # Without fullmatch a closing line feed would pass, and one IRI could pretend to be several N-Quads.
    return isinstance(iri, str) and _ABSOLUTE.fullmatch(iri) is not None


def _is_id(iri: Any) -> bool:
    return _is_absolute(iri) or (isinstance(iri, str) and re.fullmatch(r"_:[A-Za-z0-9_.-]+", iri) is not None)


def _refuse_crowds(expanded: list[Any]) -> None:
    """Raise `TooComplex` where a property of a node has so many values that comparing each with each takes too long."""
    pairs = Effort(MOST_PAIRS)
    seen: defaultdict[tuple[Any, str], set[Any]] = defaultdict(set)
    waiting: list[Any] = [expanded]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            node = value.get("@id", id(value))
            for name, members in value.items():
                waiting.append(members)
                for member in members if isinstance(members, list) else ():
                    # Equal values are kept once, so that many copies of one node cost little.
                    pairs.spend(len(seen[node, name]), f"{name:.80} has too many values")
                    seen[node, name].add(_identity(member))


def _identity(value: Any) -> Any:
    if not isinstance(value, dict):
        return str(value)
    if "@value" in value:
        return str(value["@value"]), str(value.get("@type")), value.get("@language")
    return value.get("@id", id(value))


def _root(error: BaseException) -> BaseException:
    """What made PyLD fail, if it was one of the reasons that have an answer of their own."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, _REASONS):
        cause = cause.__cause__
    return cause or error


def _explained(error: BaseException) -> JsonLdError:
    root = _root(error)
    if isinstance(root, UnknownDocument):
        return JsonLdError(f"the context {root.url} is not known")
    if isinstance(root, TooComplex):
        return TooComplex(*root.args)
    if isinstance(root, RecursionError):
        return TooComplex("the document is too complex: its terms lead too deep")
    while root.__cause__ is not None:
        root = root.__cause__
    return JsonLdError(f"not JSON-LD: {root.args[0] if root.args else type(root).__name__}")
