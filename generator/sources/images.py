"""The Problem of an image file, if it has one."""

from __future__ import annotations

from typing import Final

from generator.diagnostics import Problem
from generator.errors import ImageRefused
from generator.images.raster import png_size
from generator.images.svg import check_svg
from generator.sources.layout import at_top
from generator.sources.yaml_nodes import MOST_BYTES

_SAVE_AGAIN: Final = {
    ".svg": "save the picture again as plain SVG, or as PNG",
    ".png": "save the picture again as PNG, or as plain SVG",
}


def image_fault(path: str, data: bytes) -> Problem | None:
    """What is wrong with a file named `….svg` or `….png`, or None where it is one that may be shown."""
    try:
        if len(data) > MOST_BYTES:
            raise ImageRefused(f"the image has {len(data):,} bytes; {MOST_BYTES:,} is the most")
        if path.endswith(".svg"):
            check_svg(data)
        else:
            png_size(data)
    except ImageRefused as refused:
        return at_top(path, "image-refused", str(refused), _SAVE_AGAIN[path[-4:]])
    return None
