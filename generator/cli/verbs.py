"""The verbs, in groups as people look for them; each loads its module when it is called.

`check` need not wait for what only `build` uses. What is said of a verb here is in short what it says at its head.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import click

Verb = tuple[Callable[[], click.Command], str]


def _award() -> click.Command:
    from generator.cli.award import award

    return award


def _roster() -> click.Command:
    from generator.cli.roster import roster

    return roster


def _receipts() -> click.Command:
    from generator.cli.receipts import receipts_verb

    return receipts_verb


def _stamp() -> click.Command:
    from generator.cli.stamp import stamp

    return stamp


def _reissue() -> click.Command:
    from generator.cli.reissue import reissue

    return reissue


def _revoke() -> click.Command:
    from generator.cli.revoke import revoke

    return revoke


def _erase() -> click.Command:
    from generator.cli.erase import erase

    return erase


def _init() -> click.Command:
    from generator.cli.init import init

    return init


def _new() -> click.Command:
    from generator.cli.new import new

    return new


def _key() -> click.Command:
    from generator.cli.key import key

    return key


def _codeowners() -> click.Command:
    from generator.cli.codeowners import codeowners

    return codeowners


def _due() -> click.Command:
    from generator.cli.due import due

    return due


def _check() -> click.Command:
    from generator.cli.check import check

    return check


def _changes() -> click.Command:
    from generator.cli.changes import changes

    return changes


def _preview() -> click.Command:
    from generator.cli.preview import preview

    return preview


def _build() -> click.Command:
    from generator.cli.build import build

    return build


def _audit() -> click.Command:
    from generator.cli.audit import audit

    return audit


def _pages() -> click.Command:
    from generator.cli.pages import pages

    return pages


def _verify() -> click.Command:
    from generator.cli.verify import verify

    return verify


def _explain() -> click.Command:
    from generator.cli.explain import explain

    return explain


def _keygen() -> click.Command:
    from generator.cli.keygen import keygen

    return keygen


GROUPS: Final[Mapping[str, Mapping[str, Verb]]] = {
    "Awarding": {
        "award": (_award, "Award a badge to a learner, a class, or all who have completed a stack."),
        "roster": (_roster, "Show who holds what, who is near a stack, and which rubric rows a class finds hard."),
        "receipts": (
            _receipts,
            "Make receipts again: a table for mail merge, and letters with a code to scan.",
        ),
        "stamp": (
            _stamp,
            "Give files that were written by hand what they lack: status, seals, name.",
        ),
        "reissue": (_reissue, "Correct an award: the old one is revoked and points to a new one."),
        "revoke": (_revoke, "Revoke awards: their pages stay, and say that they no longer hold, since when, and why."),
        "erase": (_erase, "Erase awards: file, page and credential go, and what remains elsewhere is told."),
    },
    "Badges and registries": {
        "init": (_init, "Make a new registry that holds data alone, with its keys and workflows."),
        "new": (
            _new,
            "Draft a badge, a new version of one, a campus or an assessor.",
        ),
        "key": (_key, "Make, list, retire and revoke the keys that sign."),
        "codeowners": (_codeowners, "Write .github/CODEOWNERS: who must approve which files on GitHub."),
        "due": (_due, "Tell what is due: badges to review, and what GitHub needs to keep looking after the registry."),
    },
    "Before and after the merge": {
        "check": (_check, "Check a registry: tell every mistake with its place and what to type instead."),
        "changes": (_changes, "Tell what a change does to what the world sees; refuse what breaks a promise."),
        "preview": (
            _preview,
            "Build the pages that a change alters, to look at before they are merged.",
        ),
        "build": (_build, "Build the site of a registry: pages, credentials, status lists, all signed and read back."),
        "audit": (_audit, "Compare a built or downloaded site with the registry: each byte, without the key."),
        "pages": (_pages, "Stage the catalogue's pages in a folder, for any site builder that reads Markdown."),
    },
    "For anybody": {
        "verify": (_verify, "Verify badges of any issuer, as a stranger would."),
        "explain": (_explain, "Explain codes such as [unknown-assessor], which `check`, `changes` and `verify` tell."),
        "keygen": (_keygen, "Make a key pair: the secret goes into a file, the public line to the terminal."),
    },
}
VERBS: Final[Mapping[str, Verb]] = {name: verb for group in GROUPS.values() for name, verb in group.items()}
