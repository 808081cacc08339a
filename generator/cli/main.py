"""The command's entry: the verbs, and what becomes of an error."""

from __future__ import annotations

import errno
import io
import signal
import sys
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Final

import click

from generator.cli.voice import GOOD, WORLD, say
from generator.diagnostics import visible
from generator.errors import BadgesError

EXAMPLES = """
Examples:

\b
  badges init DIR                   a new registry
  badges new badge robot-arm        a badge's file, to be filled in
  badges award BADGE                award a badge: asks, or reads a class list
  badges receipts --from class.csv  what learners hold, made again
  badges roster show                who holds what, and what a class finds hard
  badges check                      every mistake of the registry in this folder
  badges changes origin/main        what a change does to what the world sees
  badges build --preview            the site into site/, to look at
  badges build --key-file FILE      the site, signed
  badges pages --out DIR            its catalogue, for another site builder
  badges verify --site site ID      what a stranger sees of an award
  badges audit site                 whether a site is what the registry says
  badges revoke ID --reason "Why"   an award ends
  badges stamp                      files that were written by hand get status and seals
  badges reissue ID                 an award is corrected by a new one
  badges erase ID                   an award is taken away altogether
  badges key show                   which key signs, and which secrets are here
  badges explain CODE               what a mistake's code means
  badges keygen --out FILE          a new key pair
  badges codeowners                 who must approve what on GitHub
  badges preview BASE --out DIR     the pages that a change alters, to look at
  badges due                        which badges are to be reviewed
"""


def _init() -> click.Command:
    from generator.cli.init import init

    return init


def _award() -> click.Command:
    from generator.cli.award import award

    return award


def _roster() -> click.Command:
    from generator.cli.roster import roster

    return roster


def _receipts() -> click.Command:
    from generator.cli.receipts import receipts_verb

    return receipts_verb


def _check() -> click.Command:
    from generator.cli.check import check

    return check


def _build() -> click.Command:
    from generator.cli.build import build

    return build


def _pages() -> click.Command:
    from generator.cli.pages import pages

    return pages


def _verify() -> click.Command:
    from generator.cli.verify import verify

    return verify


def _audit() -> click.Command:
    from generator.cli.audit import audit

    return audit


def _changes() -> click.Command:
    from generator.cli.changes import changes

    return changes


def _explain() -> click.Command:
    from generator.cli.explain import explain

    return explain


def _revoke() -> click.Command:
    from generator.cli.revoke import revoke

    return revoke


def _erase() -> click.Command:
    from generator.cli.erase import erase

    return erase


def _key() -> click.Command:
    from generator.cli.key import key

    return key


def _keygen() -> click.Command:
    from generator.cli.keygen import keygen

    return keygen


def _new() -> click.Command:
    from generator.cli.new import new

    return new


def _codeowners() -> click.Command:
    from generator.cli.codeowners import codeowners

    return codeowners


def _reissue() -> click.Command:
    from generator.cli.reissue import reissue

    return reissue


def _preview() -> click.Command:
    from generator.cli.preview import preview

    return preview


def _due() -> click.Command:
    from generator.cli.due import due

    return due


def _stamp() -> click.Command:
    from generator.cli.stamp import stamp

    return stamp


# Each loads its module when it is called: `check` need not wait for what only `build` uses. What is said of it here is
# in short what it says itself at its head.
VERBS: Final[Mapping[str, tuple[Callable[[], click.Command], str]]] = {
    "init": (_init, "Make a new registry that holds data alone, with its keys and workflows."),
    "new": (_new, "Draft a badge, a new version of one, a campus or an assessor: well-formed, and yours to fill in."),
    "award": (_award, "Award a badge to a learner, a class, or all who have completed a stack."),
    "receipts": (_receipts, "Make receipts again: a table for mail merge, and letters to print with a code to scan."),
    "roster": (_roster, "Show who holds what, who is near a stack, and which rubric rows a class finds hard."),
    "check": (_check, "Check a registry: tell every mistake with its place and what to type instead."),
    "changes": (_changes, "Tell what a change does to what the world sees, and refuse what would break a promise."),
    "preview": (_preview, "Build the pages that differ from BASE, a Git revision, to look at before they are merged."),
    "build": (_build, "Build the site of a registry: pages, credentials, status lists, all signed and read back."),
    "pages": (_pages, "Stage the catalogue's pages in a folder, for any site builder that reads Markdown."),
    "verify": (_verify, "Verify badges of any issuer, as a stranger would."),
    "audit": (_audit, "Compare a built or downloaded site with the registry: each byte, without the key."),
    "revoke": (_revoke, "Revoke awards: their pages stay, and say that they no longer hold, since when, and why."),
    "stamp": (_stamp, "Fill in what an award's file lacks that was written by hand: its status, its seals, its name."),
    "reissue": (_reissue, "Correct an award: the old one is revoked and points to a new one."),
    "erase": (_erase, "Erase awards: file, page and credential go, and what remains elsewhere is told."),
    "key": (_key, "Make, list, retire and revoke the keys that sign."),
    "explain": (_explain, "Explain codes such as [unknown-assessor], which `check`, `changes` and `verify` tell."),
    "keygen": (_keygen, "Make a key pair: the secret goes into a file, the public line to the terminal."),
    "codeowners": (_codeowners, "Write .github/CODEOWNERS: who must approve which files on GitHub."),
    "due": (_due, "Tell what is due: badges to review, and what GitHub needs to keep looking after the registry."),
}


class _Verbs(click.Group):
    """The verbs in the order in which people meet them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name."""
        return VERBS[cmd_name][0]() if cmd_name in VERBS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each verb with what it is for; none is loaded for that."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in VERBS.items()])


@click.command(cls=_Verbs, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="badge-registry", prog_name="badges")
def badges() -> None:
    """Badges in a Git repository become a signed site that strangers can verify."""


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main() -> None:
    """Run the command; a failure of the world is one line and exit code 3, never a traceback."""
    # Ended by a signal, a build still removes what it staged.
    signal.signal(signal.SIGTERM, _end)
    # What the terminal's encoding lacks is escaped, not an error.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        # Outside of standalone mode, click gives back the code that a verb ended with.
        sys.exit(badges.main(prog_name="badges", standalone_mode=False) or GOOD)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        say("interrupted")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(WORLD)
    except BadgesError as error:
        say(str(error))
        sys.exit(WORLD)
    except OSError as error:
        say(f"{visible(str(error.filename or 'the file system'))}: {_reason(error)}")
        sys.exit(WORLD)
    except Exception as error:  # the last resort: what nobody foresaw is told as such
        say(f"this is a fault of badges itself, please report it: {type(error).__name__}: {error}")
        sys.exit(WORLD)


def _reason(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    return (error.strerror or str(error)).lower()
