"""`badges keygen`: a new key pair."""

from __future__ import annotations

from pathlib import Path

import click

from generator.adapters import keys, registry
from generator.cli.voice import say

EXAMPLES = """
Examples:

\b
  badges keygen --out ~/badges.key

Put what it prints first under keys: in badges/issuer.yml. Keep the file out of Git, back it up, and give its
content to the publishing workflow as the secret BADGES_SIGNING_KEY.
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A new file, for the secret."
)
def keygen(out: Path) -> None:
    """Make a key pair: the secret goes into a file that only you can read, the public line to the terminal."""
    key = keys.new_key()
    keys.write_secret(out, key)
    click.echo(f"  - public: {key.public_multikey}\n    since: {registry.today()}")
    if tree := keys.work_tree_of(out):
        say(f"warning: {out} lies in the Git repository {tree}: move it out before you commit anything")
    say(f"the secret is in {out}; put the lines above first under keys: in badges/issuer.yml")
