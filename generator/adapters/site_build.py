"""The making of a site: a whole new one, a change of the one that is there, or one tar.

Pages and files of the catalogue are made beside the awards, in a thread: most of that is MkDocs, a process of its own.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.adapters import earlier
from generator.adapters.build_request import of_catalogue
from generator.adapters.earlier import SHARDS, Changes, Left, Look, is_shard
from generator.adapters.mkdocs_build import build_catalogue, included
from generator.adapters.pool import processes
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.remembered import Before, Remembering
from generator.adapters.second_opinion import opinions
from generator.adapters.site_folder import SiteFolder
from generator.adapters.staging import MARK, MARK_TEXT, Stage, settling, staged
from generator.adapters.tar_stage import TarSite, TarStage, tarred
from generator.adapters.told import header, told_of
from generator.diagnostics import arrange, errors_of
from generator.errors import UnknownDocument
from generator.names import AwardId
from generator.proofs.keys import SigningKey
from generator.publishing.building import World, build, sign_catalogue
from generator.publishing.checking import Map
from generator.publishing.composing import Composed, Order
from generator.publishing.memory import Forgetful, Memory
from generator.publishing.outcome import Built, ReadBack
from generator.publishing.outlet import Delivered, award_paths
from generator.publishing.outlet import Stage as Files
from generator.publishing.progress import Hear
from generator.publishing.reading_back import read_back
from generator.publishing.sizes import Sizes
from generator.site.catalogue_pages import catalogue_pages
from generator.sources.index import Index, RowCodec
from generator.verification import Fetch


class RegistryWrong(Exception):
    """The registry has errors, so what was staged is dropped."""

    def __init__(self, built: Built) -> None:
        super().__init__()
        self.built = built


@dataclass(frozen=True)
class Making:
    """What is made, by whom and how; `asked` is all that was asked for and does not stand in the registry.

    `warnings` are those that are known before.
    """

    order: Order
    key: SigningKey
    hear: Hear
    jobs: int
    plain: bool = False
    asked: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address of the site."""
        return self.order.catalogue.issuer.url


def make_tar(making: Making, tar: Path) -> Built:
    """The site as one tar. Raises `RegistryWrong`, `OutputRefused`, `BuildFailed` and OSError."""
    with tarred(tar) as (root, leader, file), processes(making.jobs, at_once=True) as run:
        files, pages = TarStage(root), TarStage(root)
        files.write(MARK, MARK_TEXT)
        world = _world(making, TarStage(root), TarStage(root), run, collect=leader.collect)
        built, made = _compose(making, world, _Catalogue(files, pages))
        for name, stage in (("catalogue", files), ("pages", pages)):
            leader.collect(name, stage.deliver(name, None))
        fetch = TarSite(file, making.url, leader.settled())
        return replace(built, read_back=_read_back(making, made, fetch, run), sizes=leader.sizes)


def make_site(making: Making, out: Path, seen: Look, changes: Changes | None) -> Built:
    """The site in a folder, a new one or that of the last build changed. Raises as `make_tar` does."""
    known = making.order.loaded.known
    stamp = f"{seen.program} {making.key.public_multikey} {making.order.preview}"
    stands_for = earlier.stands_for(making.order.source, known, stamp)
    writing = seen.begin_writing()
    if changes and changes.keeps(stands_for):
        before = Before(ledger=changes.ledger, signatures=seen.signatures, spoilt=changes.spoilt)
        memory = Remembering(RowCodec.of(known), stands_for, before, writing)
        made = _change(making, out, memory, changes)
    else:
        memory = Remembering(RowCodec.of(known), stands_for, None, writing)
        made = _whole(making, out, memory)
    with contextlib.suppress(OSError):  # without a ledger the next build takes longer, and that is all
        memory.complete(**header(seen, made.left, made.built), asked=dict(making.asked), own=made.own)
    return made.built


@dataclass(frozen=True)
class _Made:
    """A site that is in its place: how its folders were left, and the paths of what is made of all awards."""

    built: Built
    left: Mapping[str, Left]
    own: list[str]


def _whole(making: Making, out: Path, memory: Memory) -> _Made:
    with staged(out) as stage, processes(making.jobs, at_once=True) as run, settling(stage.root):
        tally, own = _Tally(), _Noting(Stage(stage.root))
        world = _world(making, stage, own, run, memory=memory, collect=tally.collect)
        files, pages = Stage(stage.root), Stage(stage.root)
        built, made = _compose(making, world, _Catalogue(files, pages))
        for each in (files, pages, stage):  # the stage itself wrote its mark
            tally.collect("", each.deliver("", None))
        count = _read_back(making, made, SiteFolder(stage.site, making.url), run)
    return _Made(replace(built, read_back=count, sizes=tally.sizes), earlier.as_left(out), own.listed)


def _change(making: Making, out: Path, memory: Remembering, changes: Changes) -> _Made:
    before = changes.ledger.header["asked"]
    keeps_catalogue = not changes.catalogue and of_catalogue(before) == of_catalogue(making.asked)
    with staged(out, change=True) as stage, processes(making.jobs) as run:
        catalogue, own = None if keeps_catalogue else _Noting(stage), _Noting(stage)
        world = _world(making, stage, own, run, memory=memory)
        built, made = _compose(making, world, _Catalogue(catalogue, catalogue) if catalogue else None)
        if catalogue is None:
            built = replace(built, warnings=told_of(changes.ledger).warnings)
        removed = {*_gone(making.order, made.index, memory), *_strays(out, changes.spoilt, made.index)}
        removed |= {*changes.ledger.header["own"]} - {*own.listed}
        if catalogue is not None:
            removed |= _rest(out) - {*catalogue.listed, *own.listed, MARK}
        stage.removed += sorted(removed)
        written = stage.written()
        fetch = _Layered(SiteFolder(stage.site, making.url), SiteFolder(out, making.url))
        count = _read_back(making, made, fetch, run, written)
    now = earlier.again(out, changes.look.of_site(), [*written, *removed])
    sizes = earlier.sizes_of(out, now)
    unchanged = not removed and written in ([], [MARK])
    return _Made(
        replace(built, read_back=count, sizes=sizes, unchanged=unchanged), earlier.as_left(out, now), own.listed
    )


def _world(
    making: Making,
    stage: Stage | TarStage,
    own: Files,
    run: Map,
    *,
    memory: Memory | None = None,
    collect: Callable[[str, Delivered], None] = lambda name, delivered: None,
) -> World:
    source = making.order.source
    remembers = isinstance(memory, Remembering) and memory.remembers
    expected = source.count() if isinstance(source, RegistryFolder) and not remembers else None
    return World(
        stage=stage,
        own=own,
        run=run,
        hear=making.hear,
        memory=memory or Forgetful(),
        collect=collect,
        expected=expected,
        plain=making.plain,
    )


@dataclass(frozen=True)
class _Catalogue:
    """Where files and pages of the catalogue go; each is made in a thread of its own."""

    files: Files
    pages: Files


def _compose(making: Making, world: World, catalogue: _Catalogue | None) -> tuple[Built, Composed]:
    """Everything but what is read back, in its stages. Raises `RegistryWrong`."""
    order = making.order
    with ThreadPoolExecutor(2) as beside:
        # MkDocs is a process of its own.
        pages = beside.submit(_make_pages, making, catalogue.pages) if catalogue else None
        files = beside.submit(_make_files, making, catalogue.files, world.run) if catalogue else None
        built, made = build(order, making.key, world)
        warnings = pages.result() if pages else ()
        if files:
            files.result()
    problems = tuple(arrange([*order.loaded.problems, *built.problems]))
    built = replace(built, problems=problems, warnings=(*making.warnings, *warnings))
    if errors_of(built.problems):
        raise RegistryWrong(built)
    return built, made


def _make_files(making: Making, stage: Files, run: Map) -> None:
    """Write the catalogue's other files into the stage."""
    pages = making.order.loaded.pages
    shown = included(pages.docs, pages.settings.get("exclude_docs", ""))
    sign_catalogue(making.order, making.key, stage, run, shown)


def _make_pages(making: Making, stage: Files) -> tuple[str, ...]:
    """Write the catalogue's pages into the stage; what MkDocs warns of."""
    order = making.order
    with tempfile.TemporaryDirectory(prefix="badges-") as name:
        work = Path(name)
        warnings = build_catalogue(
            settings=order.loaded.pages.settings,
            docs=order.loaded.pages.docs,
            pages=catalogue_pages(order.catalogue, preview=order.preview),
            url=making.url,
            preview=order.preview,
            out=work,
        )
        for file in sorted(work.rglob("*")):
            if file.is_file():
                stage.write(file.relative_to(work).as_posix(), file.read_bytes())
    return warnings


def _read_back(
    making: Making, made: Composed, fetch: Fetch, run: Map, written: Collection[str] | None = None
) -> ReadBack:
    """Read back what was written, as a stranger would, and as another implementation does; `written` None: all."""
    catalogue, at = replace(making.order.catalogue, images={}), making.order.catalogue.issuer.addresses
    documents = None if written is None else {f"{at.url}/{path}" for path in written}
    return read_back(
        catalogue,
        made.candidates,
        made.lists,
        fetch,
        made.newest,
        run,
        making.hear,
        opinions=opinions(),
        documents=documents,
    )


def _gone(order: Order, index: Index, memory: Remembering) -> Iterator[str]:
    """The files of awards that are no more."""
    for award in sorted(memory.gone):
        if index.find(award) is None:
            yield from award_paths(order.catalogue, award)


def _strays(out: Path, shards: Collection[str], index: Index) -> Iterator[str]:
    """What lies in folders of awards and belongs to none."""
    for folder in (f"{tree}/{shard}" for tree in SHARDS for shard in sorted(shards)):
        with contextlib.suppress(OSError):
            for name in os.listdir(out / folder):
                award, _, kind = name.partition(".")
                belongs = kind == "json" or (kind == "html" and folder.startswith(f"{SHARDS[0]}/"))
                if not (belongs and AwardId.admits(award) and folder.endswith(award[:2]) and index.find(award)):
                    yield f"{folder}/{name}"


def _rest(out: Path) -> set[str]:
    """The files of a site that are not in folders of awards."""
    found = set()
    for folder, folders, names in os.walk(out):
        inside = os.path.relpath(folder, out)
        folders[:] = [name for name in folders if not is_shard(os.path.normpath(os.path.join(inside, name)))]
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        found |= {os.path.normpath(os.path.join(inside, name)) for name in [*names, *links]}
    return found


@dataclass
class _Tally:
    """The sizes of all that was delivered."""

    sizes: Sizes = field(default_factory=Sizes)

    def collect(self, name: str, delivered: Delivered) -> None:
        """Count a batch."""
        self.sizes.merge(delivered.sizes)


@dataclass(frozen=True)
class _Noting:
    """A stage that knows what it was given."""

    stage: Files
    listed: list[str] = field(default_factory=list)

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the site."""
        self.listed.append(path)
        self.stage.write(path, data)

    def deliver(self, name: str, wanted: Collection[str] | None) -> Delivered:
        """What was written is a batch."""
        return self.stage.deliver(name, wanted)


@dataclass(frozen=True)
class _Layered:
    """What a changed site will answer: what is staged, and else what is there."""

    staged: SiteFolder
    there: SiteFolder

    def __call__(self, url: str) -> bytes:
        """The bytes of the file that answers the URL. Raises `UnknownDocument`."""
        try:
            return self.staged(url)
        except UnknownDocument:
            return self.there(url)
