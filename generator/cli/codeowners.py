"""`badges codeowners`: who must approve which files on GitHub, from what the issuer says."""

from __future__ import annotations

from pathlib import Path

import click

from generator.adapters import changing, registry
from generator.adapters import code_owners as files
from generator.adapters.registry_folder import RegistryFolder
from generator.awarding.edits import Edits
from generator.awarding.upkeep import code_owners
from generator.cli import options
from generator.cli.carry_out import show
from generator.cli.problems import tell
from generator.cli.voice import AT_FAULT, say
from generator.diagnostics import errors_of
from generator.errors import RegistryRefused
from generator.model.catalogue import Catalogue

EXAMPLES = """
Examples:

\b
  badges codeowners                 write .github/CODEOWNERS
  badges codeowners --dry-run       show what would change in it
  badges codeowners --check         say whether it is current

\b
badges/issuer.yml needs a line such as
  administrators: [your-organization/badges]
with the logins or teams that approve what no assessor does.

The file works once a rule of the branch main asks for review from code owners.

\b
Where GitHub offers no such rule, or one person does it all, write
  sole_approver: true
into badges/issuer.yml: the page "Who awards" then says so.
"""


@click.command(epilog=EXAMPLES)
@options.source
@click.option("--check", "only_check", is_flag=True, help="Write nothing: say whether the file is current.")
@options.dry_run
@click.pass_context
def codeowners(context: click.Context, source: Path, only_check: bool, dry_run: bool) -> None:
    """Write .github/CODEOWNERS: who must approve which files on GitHub, as badges/issuer.yml says it."""
    if only_check and dry_run:
        raise click.UsageError("--check and --dry-run don't go together")
    folder = RegistryFolder(source)
    try:
        catalogue = registry.load_folder(source).finished_part()
        text = code_owners.text_of(catalogue.issuer, catalogue.badges, registry.today())
    except RegistryRefused as refused:
        click.echo(str(refused))
        say("mend these first: the file follows from them")
        context.exit(AT_FAULT)
    except (code_owners.NoAdministrators, code_owners.TooManyOwners) as error:
        say(str(error))
        context.exit(AT_FAULT)
    if only_check or not files.replaceable(folder):
        context.exit(_judge(folder, catalogue))
    edits = Edits.of(folder, {code_owners.PATH: text.encode()})
    if dry_run:
        show(edits)
    elif edits.files:
        changing.apply(source, edits)
    _report(catalogue, changed=bool(edits.files), dry_run=dry_run)


def _judge(folder: RegistryFolder, catalogue: Catalogue) -> int:
    """Tell what is wrong with the file; the exit code."""
    if not files.stamp(folder):
        say(f"there is no {code_owners.PATH}: run `badges codeowners`, and commit what it writes")
        return AT_FAULT
    found = files.problems(folder, catalogue.issuer, catalogue.badges, registry.today())
    tell(found, "text")
    if not found:
        say(f"{code_owners.PATH} is current")
    return AT_FAULT if errors_of(found) else 0


def _report(catalogue: Catalogue, *, changed: bool, dry_run: bool) -> None:
    if not changed:
        say(f"{code_owners.PATH} is current")
    elif not dry_run:
        say(f"{code_owners.PATH} is written: commit it; docs/github.md tells what to switch on at GitHub")
    if catalogue.issuer.sole_approver:
        say("sole_approver is true: one person awards and approves, and the page about the issuer says so")
