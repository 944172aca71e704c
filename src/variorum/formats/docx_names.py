"""Names in the XML of Word documents, of files saved as "transitional" and as "strict" alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from xml.parsers import expat

_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
# Elements of other vocabularies that hold words, or stand for something that may; by a prefix of ours.
_OTHERS = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006 ": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math ": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math ": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing ": "wp:",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing ": "wp:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture ": "pic:",
    "http://purl.oclc.org/ooxml/drawingml/picture ": "pic:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart ": "c:",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram ": "dgm:",
    "urn:schemas-microsoft-com:vml ": "v:",
    "urn:schemas-microsoft-com:office:office ": "o:",
}
OFF = ("0", "false", "off", "none")


class Declared(Exception):
    """The XML has a DOCTYPE: no Word document has one, and entities that unfold to gigabytes hide there."""


@lru_cache(maxsize=4096)
def local_names(name: str) -> str:
    """Return the short name of an element (``p``, ``t``, ``mc:Fallback``); "" if unknown."""
    space, _, tag = name.rpartition(" ")
    space += " "
    if space in _SPACES:
        return tag
    prefix = _OTHERS.get(space)
    return prefix + tag if prefix else ""


def value(attributes: dict[str, str], name: str = "val") -> str:
    """Return an attribute of a Word element, "" when it is not there."""
    for space in _SPACES:
        found = attributes.get(space + name)
        if found is not None:
            return found
    return ""


def parser_for(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> expat.XMLParserType:
    """Return an XML parser that calls these functions; it raises Declared at a DOCTYPE."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise Declared("it declares a document type")
