"""The Problems of an image file."""

from __future__ import annotations

import re
from typing import Final

from generator.diagnostics import Problem
from generator.errors import ImageRefused
from generator.images.raster import png_size
from generator.images.svg import check_svg
from generator.sources.layout import at_top
from generator.sources.personal import Personal, conceal
from generator.sources.yaml_nodes import MOST_BYTES, read_text

_SAVE_AGAIN: Final = {
    ".svg": "save the picture again as plain SVG, or export it as PNG, which always works",
    ".png": "save the picture again as PNG, or as plain SVG",
}


# What an SVG says to people: its comments, its texts, and what is read aloud of it. Numbers of its paths say nothing.
_SAID: Final = re.compile(r"<!--.*?-->|(?<=>)[^<]+|(?<=aria-label=)(?:\"[^\"]*\"|'[^']*')", re.DOTALL)


def image_faults(path: str, data: bytes, personal: Personal) -> list[Problem]:
    """What is wrong with a file named `….svg` or `….png`; nothing where it is one that may be shown."""
    try:
        if len(data) > MOST_BYTES:
            raise ImageRefused(f"the image has {len(data):,} bytes; {MOST_BYTES:,} is the most")
        if path.endswith(".svg"):
            check_svg(data)
        else:
            png_size(data)
    except ImageRefused as refused:
        return [at_top(path, "image-refused", str(refused), _SAVE_AGAIN[path[-4:]])]
    return _personal(path, data, personal) if path.endswith(".svg") else []


def _personal(path: str, data: bytes, personal: Personal) -> list[Problem]:
    document = read_text(path, data)
    if document.problems:
        # What is no text for people, a tab for one, is no fault of a picture.
        return []
    said = list(" " * len(document.text))
    for found in _SAID.finditer(document.text):
        said[found.start() : found.end()] = found[0]
    conceal(document, personal, "".join(said))
    return document.problems
