"""The command's entry: the verbs, and what becomes of an error."""

from __future__ import annotations

import errno
import io
import signal
import sys
from pathlib import Path
from traceback import extract_tb
from types import FrameType

import click

from generator.cli.verbs import GROUPS, VERBS
from generator.cli.voice import AT_FAULT, GOOD, WORLD, say
from generator.diagnostics import visible
from generator.errors import BadgesError, RegistryRefused

EXAMPLES = """
Examples:

\b
  badges init badges                          a new registry in that folder
  badges new badge robot-arm                  a badge's file, to be filled in
  badges award robot-arm --from ../class.csv  a whole class
  badges check                                every mistake in this registry
  badges changes main                         what the world would see of it
  badges build --preview                      the site into site/, to look at
  badges verify FILE                          whether a badge is genuine

Each has more under --help, such as badges award --help.
"""


class _Verbs(click.Group):
    """The verbs, in groups."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name."""
        return VERBS[cmd_name][0]() if cmd_name in VERBS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each verb with what it is for; none is loaded for that."""
        for title, verbs in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, purpose) for name, (_, purpose) in verbs.items()])


def _version(context: click.Context, option: click.Parameter, wanted: bool) -> None:
    """Tell the version, in a checkout that isn't installed as well."""
    if wanted:
        from generator.adapters.program import version

        click.echo(f"badges, version {version()}")
        context.exit()


@click.command(cls=_Verbs, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
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
        sys.exit(AT_FAULT if isinstance(error, RegistryRefused) else WORLD)
    except OSError as error:
        say(f"{visible(str(error.filename or 'the file system'))}: {_reason(error)}")
        sys.exit(WORLD)
    except Exception as error:  # the last resort: what nobody foresaw is told as such
        say(f"this is a fault of badges itself, please report it: {type(error).__name__} at {_where(error)}")
        sys.exit(WORLD)


def _where(error: Exception) -> str:
    """The lines that led to it. Its own words may hold whatever was read: a key, or a learner's name."""
    steps = [step for step in extract_tb(error.__traceback__) if "generator" in Path(step.filename).parts]
    return ", ".join(f"{Path(step.filename).name}:{step.lineno}" for step in steps[-3:])


def _reason(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    return (error.strerror or str(error)).lower()
