"""QR codes (ISO/IEC 18004) of texts that differ in a few characters only, each in some microseconds.

For one version, error level and mask, a QR code is an affine function of its text's bits over GF(2): the
Reed-Solomon code is linear, the order of modules is fixed, and so is what the mask adds. So the modules of any text
are those of a base text XOR one difference for each character in which the two differ. The differences come from
segno, once for all texts of a form.

A picture is one integer that holds the scan lines of a PNG as they are stored: of each line a byte that names no filter
and a bit a pixel, white or black, padded to whole bytes. The margin that readers rely on, `QUIET` modules on each side,
is left to whoever shows it. The PNG is stored without compression: with it, it would be
hardly smaller, and its bytes another matter of whichever zlib there is. Source: PNG (https://www.w3.org/TR/png-3/),
7.2, 9 and 10; zlib (RFC 1950) with one stored block (RFC 1951, 3.2.4).
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial, reduce
from operator import getitem, xor
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import segno

QUIET: Final = 4  # modules of margin that readers rely on (ISO/IEC 18004, 9.1)
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class QrCodes:
    """The codes of all texts of one form; `size` counts the modules of a side."""

    size: int
    mask: int
    base: int
    differences: tuple[dict[str, int], ...]

    def data_url(self, name: str) -> str:
        """The picture of the text that `name` makes, as an address that holds it (RFC 2397)."""
        return f"data:image/png;base64,{b64encode(self.png(name)).decode()}"

    def png(self, name: str) -> bytes:
        """A PNG of `size` by `size` pixels, a module each. Raises KeyError for characters outside the alphabet."""
        if len(name) != len(self.differences):
            raise ValueError(f"the name has {len(name)} characters, and not {len(self.differences)}")
        lines = reduce(xor, map(getitem, self.differences, name), self.base).to_bytes(self._length, "big")
        data = self._stored + lines + zlib.adler32(lines).to_bytes(4, "big")
        return self._before + data + zlib.crc32(data, _OF_IDAT).to_bytes(4, "big") + _END

    @cached_property
    def _length(self) -> int:
        """How many bytes the scan lines take."""
        return _line_bytes(self.size) * self.size

    @cached_property
    def _stored(self) -> bytes:
        """What comes before the scan lines in the compressed data: the heads of the stream and its only block."""
        return b"\x78\x01" + struct.pack("<BHH", 1, self._length, self._length ^ 0xFFFF)

    @cached_property
    def _before(self) -> bytes:
        """What comes before the compressed data; the pixels are grey values of one bit."""
        header = _chunk(b"IHDR", struct.pack(">IIBBBBB", self.size, self.size, 1, 0, 0, 0, 0))
        return _SIGNATURE + header + struct.pack(">I", len(self._stored) + self._length + 4) + b"IDAT"


def codes_of(text_of: Callable[[str], str], length: int, alphabet: str) -> QrCodes:
    """The codes of `text_of(name)` for every name of `length` characters of the alphabet.

    Each character of the name must stand in the same places of the text, unchanged; all must be ASCII. The level is M;
    the mask is the best one for the first name. Raises segno's DataOverflowError for texts of more than 2331 bytes.
    """
    import segno  # takes a while, and not all who read an award's page draw its code

    zero = alphabet[0] * length
    first = segno.make_qr(text_of(zero), error="m", mode="byte", boost_error=False)

    def picture(name: str) -> int:
        return _integer(
            segno.make_qr(
                text_of(name), error="m", mode="byte", boost_error=False, version=first.version, mask=first.mask
            )
        )

    base = picture(zero)

    def difference(place: int, character: str) -> int:
        return picture(zero[:place] + character + zero[place + 1 :]) ^ base

    differences = (_Differences(partial(difference, place), alphabet) for place in range(length))
    return QrCodes(len(first.matrix), first.mask, base, tuple(differences))


class _Differences(dict[str, int]):
    """The difference that each character makes in one place, worked out when it is wanted: one page wants few.

    An encoder is asked only for those whose bits the earlier ones don't make.
    """

    def __init__(self, difference: Callable[[str], int], alphabet: str) -> None:
        super().__init__()
        self._difference, self._alphabet = difference, alphabet
        self._known = {0: 0}

    def __missing__(self, character: str) -> int:
        if character not in self._alphabet:
            raise KeyError(character)
        bits = ord(character) ^ ord(self._alphabet[0])
        if bits not in self._known:
            new = self._difference(character)
            self._known |= {bits ^ others: new ^ modules for others, modules in self._known.items()}
        self[character] = self._known[bits]
        return self[character]


def _line_bytes(size: int) -> int:
    """The bytes of a scan line: the filter's, and a bit for each module."""
    return 1 + (size + 7) // 8


def _integer(code: segno.QRCode) -> int:
    """The scan lines of the code: dark modules are black, which is 0."""
    length = 8 * _line_bytes(len(code.matrix))
    lines = ("".join("10"[module] for module in line) for line in code.matrix_iter(border=0))
    return int("".join(f"{'0' * 8}{line}".ljust(length, "0") for line in lines), 2)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


_OF_IDAT: Final = zlib.crc32(b"IDAT")
_END: Final = _chunk(b"IEND", b"")
