"""A site as one tar, streamed: what a Pages upload takes, and a way to a million awards without millions of files.

Each process packs its batches into files of their own; the one that leads appends them to the tar in the order of the
batches, so the same registry gives the same bytes however many processes there are. Names begin with `./`, as those of
`tar -C site .` do; files belong to nobody and have no date.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from generator.adapters.site_folder import MAX_DOCUMENT_BYTES, path_of_url
from generator.errors import OutputRefused, UnknownDocument
from generator.publishing.outlet import Delivered, Places
from generator.publishing.sizes import Sizes

_BLOCK: Final = tarfile.BLOCKSIZE
_ZEROS: Final = bytes(_BLOCK)
_NAME: Final = 100
_SIZE: Final = slice(124, 135)
_SUM: Final = slice(148, 156)


@dataclass(eq=False)
class TarStage:
    """A site being packed; may be handed to other processes, each of which packs batches of its own."""

    root: Path
    _blocks: list[bytes] = field(default_factory=list)
    _places: dict[str, tuple[int, int]] = field(default_factory=dict)
    _sizes: Sizes = field(default_factory=Sizes)
    _length: int = 0

    def __reduce__(self) -> tuple[type[TarStage], tuple[Path]]:
        return TarStage, (self.root,)

    def write(self, path: str, data: bytes) -> None:
        """Pack a file of the site, each once."""
        head, rest = _header(path, len(data)), -len(data) % _BLOCK
        self._places[path] = self._length + len(head), len(data)
        self._blocks += (head, data, _ZEROS[:rest])
        self._length += len(head) + len(data) + rest
        self._sizes.add(path, len(data))

    def deliver(self, name: str, wanted: Collection[str] | None) -> Delivered:
        """Put what was packed since the last time where the process that leads finds it."""
        with open(self.root / name, "xb") as file:
            file.writelines(self._blocks)
        places = (
            self._places if wanted is None else {path: self._places[path] for path in wanted if path in self._places}
        )
        delivered = Delivered(places=places, sizes=self._sizes)
        self._blocks, self._places, self._sizes, self._length = [], {}, Sizes(), 0
        return delivered

    def set_aside(self, number: int, data: bytes) -> None:
        """Keep data for later in this build."""
        (self.root / f"set-aside-{number}").write_bytes(data)

    def aside(self, number: int) -> bytes:
        """What was set aside under that number."""
        return (self.root / f"set-aside-{number}").read_bytes()


class Tar:
    """The tar that batches are appended to, in the process that leads; where the files are that are asked for again."""

    def __init__(self, file: BinaryIO, root: Path) -> None:
        self._file = file
        self._root = root
        self._length = 0
        self._places: dict[str, tuple[int, int]] = {}
        self.sizes = Sizes()

    def collect(self, name: str, delivered: Delivered) -> None:
        """Append the batch that was delivered under that name."""
        place = self._root / name
        for path, (start, size) in delivered.places.items():
            self._places[path] = self._length + start, size
        with place.open("rb") as batch:
            length = os.fstat(batch.fileno()).st_size
            _append(batch, self._file, length)
        self._length += length
        self.sizes.merge(delivered.sizes)
        place.unlink()

    def settled(self) -> Places:
        """Where the files are, which can be read from now on."""
        self._file.flush()
        return self._places

    def end(self) -> None:
        """Write the end of the tar, and see it on the disk."""
        self._file.write(bytes(-(self._length + 2 * _BLOCK) % tarfile.RECORDSIZE + 2 * _BLOCK))
        self._file.flush()
        os.fsync(self._file.fileno())


@dataclass(frozen=True)
class TarSite:
    """A site in a tar, callable as a `verification.Fetch`, as far as it is known where its files are."""

    file: Path
    url: str
    places: Places

    def __call__(self, url: str) -> bytes:
        """The bytes of the file that answers the URL. Raises `UnknownDocument` for all that is not known here."""
        place = self.places.get(path_of_url(url, self.url) or "")
        if place is None or place[1] > MAX_DOCUMENT_BYTES:
            raise UnknownDocument(url, "it is not on this site")
        with self.file.open("rb") as file:
            file.seek(place[0])
            return file.read(place[1])


@contextlib.contextmanager
def tarred(out: Path) -> Iterator[tuple[Path, Tar, Path]]:
    """A folder for stages, and the tar under another name: it is called `out` when the block ends.

    It vanishes when the block raises.

    Raises `OutputRefused` where `out` is something else than a file.
    """
    out = Path(os.path.realpath(out))
    if os.path.lexists(out) and not out.is_file():
        raise OutputRefused(out, "this is not a file")
    out.parent.mkdir(parents=True, exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        with open(root / "site.tar", "xb") as file:
            tar = Tar(file, root)
            yield root, tar, root / "site.tar"
            tar.end()
        os.replace(root / "site.tar", out)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _append(batch: BinaryIO, tar: BinaryIO, length: int) -> None:
    tar.flush()
    if not hasattr(os, "copy_file_range"):
        shutil.copyfileobj(batch, tar, 1 << 20)
        return
    while length:
        try:
            copied = os.copy_file_range(batch.fileno(), tar.fileno(), length)
        except OSError:  # not between these file systems
            copied = 0
        if not copied:
            shutil.copyfileobj(batch, tar, 1 << 20)
            return
        length -= copied


def _form() -> tuple[bytearray, int]:
    """The header of a file without a name and with nothing in it, and the sum of its bytes but for its own sum's."""
    info = tarfile.TarInfo("")
    info.mode = 0o644
    header = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    header[_SUM] = b" " * 8
    header[_SIZE] = b"\0" * 11
    return header, sum(header)


_FORM, _FORM_SUM = _form()


def _header(path: str, size: int) -> bytes:
    """The header of a file of the site."""
    name, digits = f"./{path}".encode(), b"%011o" % size
    if len(name) > _NAME or len(digits) > 11:
        info = tarfile.TarInfo(f"./{path}")
        info.mode, info.size = 0o644, size
        return info.tobuf(tarfile.PAX_FORMAT)
    header = _FORM[:]
    header[: len(name)] = name
    header[_SIZE] = digits
    header[_SUM] = b"%06o\0 " % (_FORM_SUM + sum(name) + sum(digits))
    return bytes(header)
