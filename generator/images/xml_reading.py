"""Reading the XML of an SVG from hostile bytes: UTF-8, well-formed, by whatever parser the reader set up."""

from __future__ import annotations

from xml.parsers import expat

from generator.errors import ImageRefused


def refuse_other_text(data: bytes) -> None:
    """Raise ImageRefused for bytes that are no UTF-8 text."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise ImageRefused("the SVG is not UTF-8 text") from None


def read_xml(parser: expat.XMLParserType, data: bytes) -> None:
    """Give the whole document to the parser's handlers. Raises ImageRefused where it is not well-formed."""
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        raise ImageRefused(f"the SVG is not well-formed XML: {reason}, line {error.lineno}") from None
