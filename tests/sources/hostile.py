"""Registries that mean harm, by name: each spoils a copy of the sample in one way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

FOLDER: Final = "recipients/lincoln-high/circuit-design"
AWARD: Final = f"{FOLDER}/ef0aqs1f2ye055gxke4z9w47aj.yml"
BOMB: Final = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def _file(data: bytes | str, path: str = AWARD) -> Callable[[Path], None]:
    """Puts these bytes into a file."""

    def spoil(top: Path) -> None:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(data if isinstance(data, bytes) else data.encode())

    return spoil


def _instead(make: Callable[[Path], None], path: str = AWARD) -> Callable[[Path], None]:
    """Puts something else in the place of a file."""

    def spoil(top: Path) -> None:
        (top / path).unlink(missing_ok=True)
        make(top / path)

    return spoil


def _folder_link(path: str) -> Callable[[Path], None]:
    def spoil(top: Path) -> None:
        (top / path).rename(top / "aside")
        (top / path).symlink_to(top / "aside")

    return spoil


def _clash(top: Path) -> None:
    (top / "docs/About.md").write_text("# A\n")
    (top / "docs/about.md").write_text("# a\n")


def _many_files(top: Path) -> None:
    for number in range(2000):
        (top / FOLDER / f"{number:026}.yml").write_text("badge: circuit-design@9\nassessor: nobody\n")


def _empty(top: Path) -> None:
    for name in ("badges", "recipients", "docs", "mkdocs.yml", "disclosures.json", "published"):
        (top / name).rename(top.parent / f"{top.name} {name}")


def _deep(top: Path) -> None:
    folder = top / "docs" / "/".join(["d"] * 300)
    folder.mkdir(parents=True)
    (folder / "x.md").write_text("# x\n")


_README_LINK: Final = _instead(lambda path: path.symlink_to("/etc/hostname"), "badges/README.md")
# A whole header, and then nothing.
_CUT_OFF: Final = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de")
_ENTITY: Final = "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"
_LINE_END: Final = f"{FOLDER}/a\n::error ::b.yml"
TEXT: Final = "badge: circuit-design@1\n"
# How it is spoilt, the code of the one Problem, and how its place begins.
HOSTILE: Final[dict[str, tuple[Callable[[Path], None], str, str]]] = {
    "alias bomb": (_file(BOMB), "yaml-anchor", f"{AWARD}:1:4:"),
    "alias bomb for the site": (_file(BOMB, "mkdocs.yml"), "yaml-anchor", "mkdocs.yml:1:4:"),
    "brackets": (_file("[" * 500_000), "too-deep", f"{AWARD}:1:33:"),
    "braces": (_file("{" * 500_000), "key-not-text", f"{AWARD}:1:2:"),
    "hyphens": (_file("- " * 500_000), "too-deep", f"{AWARD}:1:65:"),
    "question marks": (_file("? " * 500_000), "key-not-text", f"{AWARD}:1:3:"),
    "ones": (_file("[" + "1," * 520_000 + "1]"), "too-many-values", f"{AWARD}:1:"),
    "names": (_file("".join(f"k{n}: 1\n" for n in range(40_000))), "many-problems", f"{AWARD}:1:1:"),
    "one name": (_file("badge: x\n" * 100_000), "many-problems", f"{AWARD}:1:1:"),
    "two mebibytes": (_file("x" * (2 << 20)), "file-too-large", f"{AWARD}:1:1:"),
    "one line": (_file(TEXT + "narrative: " + "x" * 1_000_000), "missing-member", f"{AWARD}:1:1:"),
    "quotes": (_file('"' * 1_000_001), "yaml-syntax", f"{AWARD}:1:"),
    "spaces": (_file(" " * 1_000_000), "file-empty", f"{AWARD}:1:1:"),
    "line ends": (_file("\n" * 1_000_000 + "x"), "wrong-kind", f"{AWARD}:1000001:1:"),
    "evidence": (_file(TEXT + "evidence:\n" + "  - {}\n" * 60_000), "many-problems", f"{AWARD}:1:1:"),
    "rows": (_file(TEXT + "results: {" + "".join(f"r{n}: x, " for n in range(40_000)) + "}"), "many-problems", AWARD),
    "utf-16": (_file(TEXT.encode("utf-16")), "not-utf8", f"{AWARD}:1:1:"),
    "latin-1": (_file("badge: é\n".encode("latin-1")), "not-utf8", f"{AWARD}:1:8:"),
    "nul": (_file("badge: \0\n"), "control-character", f"{AWARD}:1:8:"),
    "escape": (_file("badge: \x1b[2J\n"), "control-character", f"{AWARD}:1:8:"),
    "surrogate": (_file(b"badge: \xed\xa0\x80\n"), "not-utf8", f"{AWARD}:1:8:"),
    "overlong": (_file(b"badge: \xc0\xaf\n"), "not-utf8", f"{AWARD}:1:8:"),
    "surrogate escape": (_file('badge: "\\ud800"\n'), "yaml-syntax", f"{AWARD}:1:"),
    "file link": (_instead(lambda path: path.symlink_to("/etc/hostname")), "symbolic-link", f"{AWARD}:1:1:"),
    "link to itself": (_instead(lambda path: path.symlink_to(path.name)), "symbolic-link", f"{AWARD}:1:1:"),
    "readme link": (_README_LINK, "symbolic-link", "badges/README.md:1:1:"),
    "folder link": (_folder_link("recipients/harbor-middle"), "symbolic-link", "recipients/harbor-middle:1:1:"),
    "badges link": (_folder_link("badges"), "symbolic-link", "badges:1:1:"),
    "recipients link": (_folder_link("recipients"), "symbolic-link", "recipients:1:1:"),
    "docs link": (_folder_link("docs"), "symbolic-link", "docs:1:1:"),
    "settings link": (_folder_link("mkdocs.yml"), "symbolic-link", "mkdocs.yml:1:1:"),
    "issuer link": (_folder_link("badges/issuer.yml"), "symbolic-link", "badges/issuer.yml:1:1:"),
    "fifo": (_instead(os.mkfifo), "not-a-file", f"{AWARD}:1:1:"),
    "fifo for the issuer": (_instead(os.mkfifo, "badges/issuer.yml"), "not-a-file", "badges/issuer.yml:1:1:"),
    "folder for a file": (_instead(Path.mkdir), "unexpected-folder", f"{AWARD}:1:1:"),
    "folder for the issuer": (_instead(Path.mkdir, "badges/issuer.yml"), "wrong-kind", "badges/issuer.yml:1:1:"),
    "file for a folder": (_file("x", "recipients/north"), "unexpected-file", "recipients/north:1:1:"),
    "name with a line end": (_file("x", _LINE_END), "bad-name", rf"{FOLDER}/a\x0a::error ::b.yml:1:1:"),
    "name with an escape": (_file("x", f"{FOLDER}/\x1b[31mred.yml"), "bad-name", rf"{FOLDER}/\x1b[31mred.yml:1:1:"),
    "name with an override": (_file("x", f"{FOLDER}/a\u202elmy.yml"), "bad-name", rf"{FOLDER}/a\u202elmy.yml:1:1:"),
    "name not in utf-8": (_file("x", f"{FOLDER}/\udcff.yml"), "bad-name", rf"{FOLDER}/\xff.yml:1:1:"),
    "name with a backslash": (_file("x", "badges/a\\..\\b.svg"), "unexpected-file", "badges/a\\..\\b.svg:1:1:"),
    "name of a percent sign": (_file("x", "docs/%2e%2e/x.md"), "bad-name", "docs/%2e%2e:1:1:"),
    "name of a device": (_file("x", "badges/nul/v1.yml"), "bad-name", "badges/nul:1:1:"),
    "very long name": (_file("x", f"{FOLDER}/{'a' * 250}.yml"), "bad-name", f"{FOLDER}/aaa"),
    "capital letters": (_clash, "case-clash", "docs/about.md:1:1:"),
    "deep folders": (_deep, "too-deep", "docs/d/d/d/d/d/d/d:1:1:"),
    "thousands of mistakes": (_many_files, "unknown-version", f"{FOLDER}/00000000000000000000000000.yml:1:8:"),
    "nothing": (_empty, "no-issuer", "badges/issuer.yml:1:1:"),
    "image of markup": (_file(_ENTITY, "badges/x.svg"), "image-refused", "badges/x.svg:1:1:"),
    "image that is none": (_file("GIF89a", "badges/x.png"), "image-refused", "badges/x.png:1:1:"),
    "huge image": (_file(b"\x89PNG\r\n\x1a\n" + bytes(3 << 20), "badges/x.png"), "image-refused", "badges/x.png:1:1:"),
    "image that is cut off": (_file(_CUT_OFF, "badges/x.png"), "image-refused", "badges/x.png:1:1:"),
    "style sheet with a nul": (_file("a{}\0", "docs/x.css"), "control-character", "docs/x.css:1:4:"),
    "archive among pages": (_file("PK", "docs/x.zip"), "unexpected-file", "docs/x.zip:1:1:"),
}  # fmt: skip
