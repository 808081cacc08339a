"""QR codes (ISO/IEC 18004) of texts that differ in a few characters only, each in some microseconds.

For one version, error level and mask, a QR code is an affine function of its text's bits over GF(2): the
Reed-Solomon code is linear, the order of modules is fixed, and so is what the mask adds. So the modules of any text
are those of a base text XOR one difference for each character in which the two differ. The differences come from
segno, once for all texts of a form; a matrix is one integer, its rows from the top, each padded to whole bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import segno

QUIET: Final = 4  # modules of margin that readers rely on (ISO/IEC 18004, 9.1)


@dataclass(frozen=True)
class QrCodes:
    """The codes of all texts of one form; `size` counts the modules of a side, the margin left out."""

    size: int
    mask: int
    base: int
    differences: tuple[dict[str, int], ...]

    @property
    def side(self) -> int:
        """The side of the picture in modules, with its margin."""
        return self.size + 2 * QUIET

    def matrix(self, name: str) -> int:
        """The modules of the text that `name` makes. Raises KeyError for characters outside the alphabet."""
        made = self.base
        for of_place, character in zip(self.differences, name, strict=True):
            made ^= of_place[character]
        return made

    def path(self, name: str) -> str:
        """An SVG path to be stroked one unit wide: the dark modules, one unit each, in a picture of `side`."""
        row = _row_bytes(self.size)
        runs = [_RUNS[byte] for byte in self.matrix(name).to_bytes(row * self.size, "big")]
        rows = ["".join(runs[at : at + row]) for at in range(0, len(runs), row)]
        return f"M{QUIET} {QUIET}.5" + f"m-{row * 8} 1".join(rows)


def codes_of(text_of: Callable[[str], str], length: int, alphabet: str) -> QrCodes:
    """The codes of `text_of(name)` for every name of `length` characters of the alphabet.

    Each character of the name must stand in the same places of the text, unchanged; all must be ASCII. The level is M;
    the mask is the best one for the first name. Raises segno's DataOverflowError for texts of more than 2331 bytes.
    """
    zero = alphabet[0] * length
    first = segno.make_qr(text_of(zero), error="m", mode="byte", boost_error=False)

    def matrix(name: str) -> int:
        code = segno.make_qr(
            text_of(name), error="m", mode="byte", boost_error=False, version=first.version, mask=first.mask
        )
        return _integer(code.matrix)

    base = matrix(zero)

    def difference(place: int, character: str) -> int:
        return matrix(zero[:place] + character + zero[place + 1 :]) ^ base

    differences = (_of_place(partial(difference, place), alphabet) for place in range(length))
    return QrCodes(len(first.matrix), first.mask, base, tuple(differences))


def _of_place(difference: Callable[[str], int], alphabet: str) -> dict[str, int]:
    """The difference that each character makes, asked only for those whose bits the earlier ones don't make."""
    known = {0: 0}
    for character in alphabet:
        bits = ord(character) ^ ord(alphabet[0])
        if bits not in known:
            new = difference(character)
            known |= {bits ^ others: new ^ modules for others, modules in known.items()}
    return {character: known[ord(character) ^ ord(alphabet[0])] for character in alphabet}


def _row_bytes(size: int) -> int:
    return (size + 7) // 8


def _integer(rows: tuple[bytearray, ...]) -> int:
    padding = "0" * (8 * _row_bytes(len(rows)) - len(rows))
    return int("".join("".join(map(str, row)) + padding for row in rows), 2)


def _runs(byte: int) -> str:
    """What draws eight modules and leaves the pen behind the last."""
    drawn, bits = "", f"{byte:08b}"
    while bits:
        run = len(bits) - len(bits.lstrip(bits[0]))
        drawn += f"h{run}" if bits[0] == "1" else f"m{run} 0"
        bits = bits[run:]
    return drawn


_RUNS: Final = tuple(map(_runs, range(256)))
