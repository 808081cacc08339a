"""The commit that a registry's files are those of, if they are just those of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha1, sha256
from pathlib import Path
from typing import Final, NamedTuple

from generator.adapters import git
from generator.errors import BuildFailed

_FILES: Final = ("badges", "recipients", "docs", "mkdocs.yml")
# By these attributes Git writes other bytes than it holds, and sees no difference (git-scm.com/docs/gitattributes).
_CONVERTED: Final = (*_FILES, ":(exclude,attr:!filter !ident !working-tree-encoding)")
# What is published byte for byte. In all else a registry reads a line's end as one, whichever Git has written.
_AS_IT_IS: Final = ("badges", "docs", ":(exclude)*.yml", ":(exclude)*.md")
_REGULAR: Final = ("100644", "100755")
# A million files are looked at.
_SECONDS: Final = 600
# Git may neither write nor run anything of the repository's: no index, no hook.
_CALMLY: Final = ("--no-optional-locks", "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false")


def commit_of_folder(registry: Path) -> str | None:
    """The hash of HEAD where the registry is the top of a work tree and its files are those of HEAD; None elsewhere.

    A file that Git ignores counts as well if the registry would read it. What somebody told Git not to look at
    (assume-unchanged, a sparse checkout) does not. Raises `BuildFailed` where Git can't be asked: the same commit would
    give another site on another machine.
    """
    if not is_top(registry):
        return None
    try:
        head = git.answer(registry, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return head if head and not _differs(registry) and not _rewritten(registry) else None
    except git.GitFailed as error:
        why = f" ({error})" if str(error) else ""
        raise BuildFailed(
            f"git can't be asked which commit this is{why}: install git or mend the repository"
        ) from error


def is_top(registry: Path) -> bool:
    """Whether the registry is the top of a work tree."""
    return (registry / ".git").exists()


def _differs(registry: Path) -> bool:
    """Whether some file of the registry is not as in HEAD, or not in it."""
    told = git.answer(
        registry,
        *calmly(registry),
        *("status", "--porcelain", "-z", "--no-renames", "--ignored=matching", "--ignore-submodules=dirty"),
        *("--untracked-files=all", "--", *_FILES),
        seconds=_SECONDS,
    )
    return any(entry and not _is_hidden(entry) for entry in (told or "").split("\0"))


class Held(NamedTuple):
    """A file in Git's index: its path, and the object that holds its bytes; "" of what is no plain file."""

    path: str
    object: str


def converted(registry: Path) -> list[Held]:
    """The files that Git may write otherwise than it holds them, by an attribute; none that begins with a dot.

    Raises `GitFailed`.
    """
    return [*_held(registry, *_CONVERTED)]


def _held(registry: Path, *where: str) -> Iterator[Held]:
    for told in git.fields(registry, "ls-files", "--stage", "-z", "--", *where, seconds=_SECONDS):
        head, _, path = told.partition(b"\t")
        mode, name, _ = head.decode("ascii").split(" ")
        if not _begins_with_dot(os.fsdecode(path)):
            yield Held(os.fsdecode(path), name if mode in _REGULAR else "")


def _rewritten(registry: Path) -> bool:
    """Whether a file has other bytes than Git holds for it, though Git takes them for the same."""
    files = {*converted(registry), *_held(registry, *_AS_IT_IS)}
    return any(held.object and not _is_as_held(registry, held) for held in files)


def _is_as_held(registry: Path, held: Held) -> bool:
    """Whether the file's bytes are the object's, as its name tells, be it of either kind."""
    try:
        data = (registry / held.path).read_bytes()
    except FileNotFoundError:
        return True  # Git was told not to look at it, or has told of it
    digest = sha1 if len(held.object) == sha1().digest_size * 2 else sha256
    return digest(b"blob %d\0" % len(data) + data).hexdigest() == held.object


def _is_hidden(entry: str) -> bool:
    """Whether the entry is of a file that Git doesn't have and no registry reads, since it begins with a dot."""
    return entry.startswith(("!! ", "?? ")) and _begins_with_dot(entry[3:])


def _begins_with_dot(path: str) -> bool:
    """Whether the file, or a folder on its way, is one that no registry reads."""
    return any(part.startswith(".") for part in path.split("/"))


def calmly(registry: Path) -> tuple[str, ...]:
    """Options with which Git neither writes nor runs anything of the repository's."""
    return (*_CALMLY, *_without_filters(registry))


def _without_filters(registry: Path) -> list[str]:
    """Options that let no filter of the repository run: files are compared as a commit has them."""
    told = git.answer(registry, "config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process)$")
    drivers = {name.rpartition(".")[0] for name in (told or "").split("\0") if name}
    settings = [f"{driver}.{end}" for driver in sorted(drivers) for end in ("clean=", "process=", "required=false")]
    return [option for setting in settings for option in ("-c", setting)]
