"""`badges key`: the keys that sign, from their making to their end."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from generator.adapters import changing, keys, registry
from generator.adapters.private_folder import PrivateFolder, private_folder
from generator.adapters.registry_folder import RegistryFolder
from generator.awarding.edits import Edits
from generator.awarding.upkeep.keys_of_issuer import Keys, fingerprint
from generator.cli import options
from generator.cli.carry_out import carry_out, refused
from generator.cli.voice import AT_FAULT, count, say
from generator.encodings.sealing import fingerprint as fingerprint_of_sealing
from generator.errors import ActRefused
from generator.sources.layout import ISSUER

_SHOW = "  badges key show             which key signs, and which secrets are here\n"
_NEW = "  badges key new              another key, which signs from now on\n"
_REVOKE = """\
  badges key revoke z6Mkon3N  it was copied, or may have been: nothing that it
                              signed counts any more
"""
_RETIRE = "  badges key retire z6Mkon3N  another one signs; what this one signed holds\n"
_SEALING = "  badges key sealing          a new district's: it seals names and addresses\n"
_WHICH = """
KEY is the public key, or enough of its beginning or end, or its fingerprint, or the file that holds its secret. No
secret is ever shown.
"""
EXAMPLES = options.examples(_SHOW + _NEW + _REVOKE + _RETIRE + _SEALING) + _WHICH
_GIVE = """\
next: 1. commit badges/issuer.yml on a branch, open a pull request, have it merged
      2. at once after that, put the line in that file into the secret
         BADGES_SIGNING_KEY of GitHub's environment `signing` (Settings,
         Environments): until then publishing fails, and the site stays as it
         is. If it has failed already, start it again (Actions, publish, Run
         workflow)
      3. back the file up in two places, then delete it here"""


@click.group(epilog=EXAMPLES)
def key() -> None:
    """Make, list, retire and revoke the keys that sign; the first in badges/issuer.yml that is not revoked signs."""


_key = click.argument("text", metavar="KEY")


@key.command(short_help="Make a key that signs from now on.", epilog=options.examples(_NEW))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A new file for the secret, outside of "
              "any Git repository; else it goes into the private folder.")  # fmt: skip
@options.source
@options.private
@options.dry_run
def new(out: Path | None, source: Path, private: Path | None, dry_run: bool) -> None:
    """Make a key that signs from now on: its secret into a file, its public line first in badges/issuer.yml.

    The keys that were there stay listed, and what they signed stays verified.
    """
    folder = private_folder(source, private)
    with _keys_of(source) as listed:
        today, made = registry.today(), keys.new_key()
        file = _place(out, folder, today, source)
        if out is None and not dry_run:
            folder.make()
        secret = {file: f"{made.secret_multikey}\n".encode("ascii")}
        _write(source, listed.with_new(made.public_multikey, today), secret, dry_run=dry_run)
    if not dry_run:
        file.chmod(0o600)  # also where somebody keeps the private folder within the registry's
        say(f"the secret is in {file}, and only you can read it")
        say(_GIVE)


@key.command(
    short_help="Let the next key sign; what this one signed stays good.", epilog=options.examples(_RETIRE) + _WHICH
)
@_key
@options.source
@options.private
@options.dry_run
def retire(text: str, source: Path, private: Path | None, dry_run: bool) -> None:
    """Let the next key of the list sign instead of this one; what this one signed stays verified."""
    with _keys_of(source) as listed:
        meant = listed.meant(_public(text))
        _write(source, listed.retired(meant), dry_run=dry_run)
    _tell_signing(source, private, dry_run)


@key.command(
    short_help="Take a key's word away: it was copied, or may have been.", epilog=options.examples(_REVOKE) + _WHICH
)
@_key
@click.option("--date", "when", type=options.Day(), help="The day it is revoked on; today if left out.")
@options.source
@options.private
@options.dry_run
def revoke(text: str, when: date | None, source: Path, private: Path | None, dry_run: bool) -> None:
    """Take a key's word away: it was copied, or may have been.

    With the next publication everything is signed anew by the next key, and whatever this one signed, whenever that
    was, is refused.
    """
    with _keys_of(source) as listed:
        meant, today = listed.meant(_public(text)), registry.today()
        _write(source, listed.revoked(meant, when or today, today), dry_run=dry_run)
    _tell_signing(source, private, dry_run)
    if not dry_run:
        say("copies that people saved are refused once this is published; the award's page has the renewed badge")


@key.command(short_help="List the keys, and which secrets are on this computer.", epilog=options.examples(_SHOW))
@options.source
@options.private
def show(source: Path, private: Path | None) -> None:
    """List the keys: what each is good for, since when, its fingerprint, and whether its secret is on this computer.

    Last is the sealing key's fingerprint: all who award compare it with one another's, and with the one on paper.
    """
    folder = private_folder(source, private)
    secrets = _secrets(folder)
    with refused():
        listed = Keys.of(RegistryFolder(source))
    for each in listed.listed:
        ended = f", revoked {each.revoked}" if each.revoked else ""
        click.echo(f"{each.public} {listed.state(each)}")
        click.echo(f"  since {each.since}{ended}")
        click.echo(f"  fingerprint {fingerprint(each.public)}")
        click.echo(f"  secret in {secrets[each.public]}" if each.public in secrets else f"  no secret in {folder.path}")
        if each.public in keys.PUBLISHED and not each.revoked:
            say(f"warning: the secret of {each.public} is public: anybody can sign with it. Revoke it")
    if folder.sealing_key_file.exists():
        click.echo(f"sealing key in {folder.sealing_key_file}")
        click.echo(f"  fingerprint {fingerprint_of_sealing(folder.sealing_key())}")
    else:
        click.echo(f"no sealing key in {folder.path}")


@key.command(short_help="Make the sealing key of a new district.", epilog=options.examples(_SEALING))
@options.source
@options.private
@options.old_key_lost
@click.option("--dry-run", is_flag=True, help="Say where the key would be, and make none.")
def sealing(source: Path, private: Path | None, old_key_lost: bool, dry_run: bool) -> None:
    """Make the sealing key of a district that has none: it seals names and addresses, and opens them again."""
    awards = RegistryFolder(source).count()
    if awards and not old_key_lost:
        say(
            f"this registry has {count(awards, 'award')}, sealed by a key that somebody has: copy that one, as another "
            "opens none of them; if it is lost for good, say so with --old-key-lost"
        )
        raise click.exceptions.Exit(AT_FAULT)
    folder = private_folder(source, private)
    if dry_run and not folder.sealing_key_file.exists():
        click.echo(f"would write {folder.sealing_key_file}")
        say("nothing was written, as this was a dry run")
        return
    file = folder.make_sealing_key()
    click.echo(f"wrote {file}")
    say("back it up in two places: without it no lost receipt can be made again. It never goes to GitHub")
    say(f"its fingerprint is {fingerprint_of_sealing(folder.sealing_key())}: write it down, on paper with the copies")


@contextmanager
def _keys_of(source: Path) -> Iterator[Keys]:
    """The keys of the registry, which nobody else changes meanwhile; refusals are told."""
    with changing.exclusive(source), refused():
        yield Keys.of(RegistryFolder(source))


def _write(
    source: Path, text: str, secret: Mapping[Path, bytes | None] | None = None, *, dry_run: bool = False
) -> None:
    carry_out(source, Edits.of(RegistryFolder(source), {ISSUER: text.encode()}), secret, dry_run=dry_run, quiet=True)


def _public(text: str) -> str:
    """The text, or the public key of the file that it names."""
    made = keys.key_in(Path(text)) if Path(text).is_file() else None
    return made.public_multikey if made else text


def _place(out: Path | None, folder: PrivateFolder, today: date, source: Path) -> Path:
    """Where a new secret goes: never to a file that is there. Raises `ActRefused`."""
    if out is not None:
        if os.path.lexists(out):
            raise ActRefused(f"{out} is there already, and a key is never overwritten")
        if tree := keys.work_tree_of(out):
            raise ActRefused(f"{out} would lie in the Git repository {tree}: choose a place outside of it")
        if out.resolve().is_relative_to(source.resolve()):
            raise ActRefused(f"{out} would lie in the registry: choose a place outside of it")
        return out
    first = folder.signing_key_file
    more = (first.with_name(f"{first.stem}-{today}{end}.key") for end in ("", *(f"-{n}" for n in range(2, 100))))
    return next(file for file in (first, *more) if not os.path.lexists(file))


def _secrets(folder: PrivateFolder) -> dict[str, Path]:
    """The signing keys whose secrets lie in the private folder, by their public texts."""
    found: dict[str, Path] = {}
    for file in sorted(folder.path.glob("*.key")):
        made = keys.key_in(file)
        if made is not None:
            found.setdefault(made.public_multikey, file)
    return found


def _tell_signing(source: Path, private: Path | None, dry_run: bool) -> None:
    """Tell which key signs now, and where its secret must be."""
    signing = None if dry_run else Keys.of(RegistryFolder(source)).signing
    if signing is None:
        return
    folder = private_folder(source, private)
    file = _secrets(folder).get(signing.public)
    say(f"{signing.public} of {signing.since} signs now")
    if file is None:
        say(f"warning: its secret is not in {folder.path}. If nobody has it, make another: badges key new")
    say(
        "next: commit badges/issuer.yml on a branch, open a pull request, have it merged,\n"
        "      and see to it that BADGES_SIGNING_KEY of GitHub's environment `signing` is\n"
        "      the secret of the key that signs now"
    )
