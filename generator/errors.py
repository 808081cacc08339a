"""The exceptions: what went wrong outside the data.

A mistake in the data is a value (`generator.diagnostics.Problem`); these are for the rest.
Each is named by what happened and carries what a caller needs to explain it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


class BadgesError(Exception):
    """Anything this package raises on purpose. It can be pickled, so that it gets from one process to another."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Python would call the class with the message alone, which is not what all of them are made of.
        return _made_again, (type(self), self.args), self.__dict__


def _made_again(kind: type[BadgesError], args: tuple[Any, ...]) -> BadgesError:
    """An error of that kind without its fields, which are put in next."""
    return kind.__new__(kind, *args)


class EncodingError(BadgesError, ValueError):
    """A text or some bytes are not in the form that a codec's standard asks for."""


class NotAName(BadgesError, ValueError):
    """A text is not a name of the kind asked for (slug, award id, DID, site path)."""


class UnknownDocument(BadgesError, LookupError):
    """A URL was asked for that the given source of documents does not hold; `gone` where it says that it once did.

    `asked` is False where nobody answered the question, so that nothing is known of what is there.
    """

    def __init__(self, url: str, reason: str = "it is not there", *, gone: bool = False, asked: bool = True) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason
        self.gone = gone
        self.asked = asked


class JsonLdError(BadgesError, ValueError):
    """A document is not JSON-LD that can be signed: a term is undefined, an id relative, a context unknown."""


class ImageRefused(BadgesError, ValueError):
    """An image is not one that may be shown: not an SVG or PNG, too large, or with content that acts or loads."""


class KeyProblem(BadgesError):
    """The signing key is missing, malformed, or not the issuer's."""


class ResourceDamaged(BadgesError):
    """A file of the package's own data does not have the digest it was pinned with."""

    def __init__(self, name: str) -> None:
        super().__init__(f"package data {name} is damaged: reinstall badge-registry")
        self.name = name


class OutputRefused(BadgesError):
    """The folder to write to is not ours to replace."""

    def __init__(self, out: Path, reason: str) -> None:
        super().__init__(f"{out}: {reason}")
        self.out = out
        self.reason = reason


class BuildFailed(BadgesError):
    """The world failed while a site was being made; the site that was there before is untouched."""


class SiteBuilderFailed(BuildFailed):
    """The builder of the catalogue pages (MkDocs) ended with an error."""

    def __init__(self, log: str) -> None:
        super().__init__("the catalogue pages could not be built:\n" + log)
        self.log = log


class RegistryRefused(BadgesError):
    """The registry has Problems; the message is all of them."""


class ReadBackFailed(BuildFailed):
    """A stranger would not accept what was written, so it was not published. Never the registry's fault."""

    def __init__(self, url: str, verdict: str, words: str) -> None:
        super().__init__(f"{url} would be {verdict}: {words}")
        self.url = url
        self.verdict = verdict


class KeyKindUnknown(EncodingError):
    """A key is of a kind that this package does not know, so it can be neither accepted nor refused."""


class TooComplex(JsonLdError):
    """A document would take longer to expand or canonicalise than any real one does."""


class PressFailed(BuildFailed):
    """The fast path and the plain one made different bytes of an award. Never the registry's fault."""

    def __init__(self, award: str, what: str) -> None:
        super().__init__(f"the {what} of {award} would not be what the plain path makes; build with --plain")
        self.award = award
        self.what = what


class SiteChangedInPart(BadgesError):
    """The world failed in the moment in which the files of a change were moved into a site."""

    def __init__(self, site: object, reason: str) -> None:
        super().__init__(f"the site in {site} was changed in part ({reason.lower()}): build it again, which mends it")
        self.site = site
        self.reason = reason


class RosterUnreadable(BadgesError):
    """The roster can't be read; `line` is 1-based, and 0 where the file as a whole is at fault. Never shows a name."""

    def __init__(self, line: int, reason: str) -> None:
        where = f"line {line} of the roster" if line else "the roster"
        super().__init__(f"{where} can't be read: {reason}; mend it, or put it aside and run badges receipts --roster")
        self.line = line
        self.reason = reason


class ChangeRefused(BadgesError):
    """A change would leave the registry with mistakes that it doesn't have now, so nothing was written.

    `problems` are those mistakes (`generator.diagnostics.Problem`).
    """

    def __init__(self, problems: tuple[Any, ...], words: str) -> None:
        super().__init__(words)
        self.problems = problems


class ChangedMeanwhile(BadgesError):
    """A file is not as it was when the change was worked out, or somebody else is changing the registry."""


class PrivateProblem(BadgesError):
    """The private folder or what is in it can't be used."""


class EditRefused(BadgesError):
    """A YAML file can't be edited safely; the message says where, why, and what to type by hand."""

    def __init__(self, file: str, line: int, reason: str, by_hand: str = "") -> None:
        super().__init__(f"{file or 'the text'}:{line}: {reason}" + (f"; {by_hand}" if by_hand else ""))
        self.file = file
        self.line = line
        self.reason = reason
        self.by_hand = by_hand


class BadgeNotCopied(BadgesError):
    """What stands at an address can't be had, or describes no badge."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class NoSuchAward(BadgesError):
    """No award of this registry is meant by what was typed; the message says what was meant perhaps."""


class ActRefused(BadgesError):
    """What somebody asks for can't be done to the registry as it is; the message says what to do instead."""
