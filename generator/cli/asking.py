"""Asking a person at a terminal for what a command was not told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from generator.errors import NotAName
from generator.names import RESERVED, Slug
from generator.sources.scalars import DEVICE

T = TypeVar("T")


def somebody_is_there() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty()


def ask(
    question: str, read: Callable[[str], T], *, default: str | None = None, option: str = "", hidden: bool = False
) -> T:
    """What a person answers, asked again until `read` takes it; it raises `click.BadParameter` with what to type.

    Where nobody is there, the default counts. Raises `click.UsageError` where there is none, which names the option.
    """
    if somebody_is_there():
        # Without a default, click would ask once more without a word; so `read` says what is wrong with nothing.
        answer: T = click.prompt(question, default=default or "", value_proc=read, err=True, show_default=bool(default))
        return answer
    if default is None:
        raise click.UsageError(f"{option or question} is missing, and nobody is there to be asked")
    return read(default)


def yes(question: str, *, default: bool = False) -> bool:
    """Whether a person at the terminal says yes; Enter says what is the default."""

    def read(answer: str) -> bool:
        typed = answer.strip().lower()
        if typed not in ("y", "yes", "n", "no"):
            raise click.BadParameter("type y or n")
        return typed.startswith("y")

    shown, otherwise = ("Y/n", "y") if default else ("y/N", "n")
    said: bool = click.prompt(f"{question} [{shown}]", otherwise, value_proc=read, err=True, show_default=False)
    return said


def text(answer: str) -> str:
    """A text that is not blank."""
    if not answer.strip():
        raise click.BadParameter("type something, or press Ctrl-C to stop")
    return answer.strip()


def slug(answer: str) -> Slug:
    """A slug."""
    try:
        return Slug(answer.strip())
    except NotAName:
        hint = (
            DEVICE if answer.strip() in RESERVED else "lower-case letters and digits in words joined by single hyphens"
        )
        raise click.BadParameter(f'"{answer[:80]}" is not a name for a file: {hint}') from None


class SlugParameter(click.ParamType[Slug]):
    """A slug on the command line."""

    name = "slug"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Slug:
        """The slug. Raises `click.BadParameter`."""
        return slug(str(value))
