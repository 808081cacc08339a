"""The commit that a registry's files are those of, if they are just those of one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from generator.adapters import git
from generator.errors import BuildFailed

_FILES: Final = ("badges", "recipients", "docs", "mkdocs.yml")
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
        return head if head and not _differs(registry) else None
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


def _is_hidden(entry: str) -> bool:
    """Whether the entry is of a file that Git doesn't have and no registry reads, since it begins with a dot."""
    return entry.startswith(("!! ", "?? ")) and any(part.startswith(".") for part in entry[3:].split("/"))


def calmly(registry: Path) -> tuple[str, ...]:
    """Options with which Git neither writes nor runs anything of the repository's."""
    return (*_CALMLY, *_without_filters(registry))


def _without_filters(registry: Path) -> list[str]:
    """Options that let no filter of the repository run: files are compared as a commit has them."""
    told = git.answer(registry, "config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process)$")
    drivers = {name.rpartition(".")[0] for name in (told or "").split("\0") if name}
    settings = [f"{driver}.{end}" for driver in sorted(drivers) for end in ("clean=", "process=", "required=false")]
    return [option for setting in settings for option in ("-c", setting)]
