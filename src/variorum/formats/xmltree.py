"""XML files as trees, bounded, and without what entities unfold to; for items of agencies and captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from xml.parsers import expat

from msgspec import Struct, field

from variorum.errors import UnreadableFile
from variorum.formats.html import markup_of
from variorum.settings import FILES

_MANY = f"has more than {FILES.xml_elements:,} elements; split it"
_SPACE = "\n"  # between namespace and name; no namespace holds one
_BLANKS = re.compile(r"\s+")
_NAME = re.compile(r"(?:[A-Za-z_][\w.-]*:)?(?P<local>[A-Za-z_][\w.-]*)")
_BEFORE = re.compile(
    r"\ufeff|\s+|<\?.{0,4000}?\?>|<!--.{0,4000}?-->|<!DOCTYPE[^>\[]{0,2000}(?:\[[^\]]{0,2000}\]\s*)?>", re.S
)


class Node(Struct, kw_only=True, eq=False):
    """An element: its name without prefix, its namespace, attributes by name without prefix, what it holds.

    line: where it begins in the file, from 1.
    """

    tag: str
    space: str
    attributes: dict[str, str]
    line: int
    children: list[Node | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, "" where it is not there."""
        return self.attributes.get(name, "").strip()

    def elements(self, *tags: str) -> Iterator[Node]:
        """Yield the child elements, those of these names where some are given."""
        for child in self.children:
            if isinstance(child, Node) and (not tags or child.tag in tags):
                yield child

    def first(self, *path: str) -> Node | None:
        """Return the first element at the end of ``path``, the names of children; None without."""
        if not path:
            return self
        return next((end for child in self.elements(path[0]) if (end := child.first(*path[1:]))), None)

    def within(self, *tags: str) -> Iterator[Node]:
        """Yield the elements of these names at any depth, in order, but those inside another of them."""
        for child in self.elements():
            if child.tag in tags:
                yield child
            else:
                yield from child.within(*tags)

    def words(self) -> str:
        """Return all text inside, blanks single."""
        return _BLANKS.sub(" ", "".join(self.pieces())).strip()

    def pieces(self) -> Iterator[str]:
        """Yield all text inside, as it stands."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.pieces()


def root_of(head: bytes) -> str:
    """Return the name, without prefix, of the root element of XML that begins with ``head``; else ""."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    text = head.removeprefix(b"\xef\xbb\xbf").decode(encoding, "replace")
    at = 0
    while before := _BEFORE.match(text, at):
        at = before.end()
    name = _NAME.match(text, at + 1) if text.startswith("<", at) else None
    return name["local"] if name else ""


def read_tree(data: bytes, file: str) -> tuple[Node, str | None]:
    """Return the root element of an XML file and, where its encoding was guessed or mended, a note on it.

    A DOCTYPE is passed over and never fetched; the entities of HTML (``&eacute;``), which those of the news
    formats declare, are known. Raises UnreadableFile, in words, for what is no XML, has too many elements or
    too deep ones, or declares entities of its own.
    """
    try:
        markup, guess = markup_of(data)
    except ValueError as error:
        raise UnreadableFile(str(error), file=file) from error
    if markup.count("<") - markup.count("</") > FILES.xml_elements:
        raise UnreadableFile(_MANY, file=file)
    builder = _Builder(file)
    try:
        builder.parser.Parse(markup.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        words = expat.ErrorString(error.code)
        raise UnreadableFile(
            f"is no whole XML ({words}: line {error.lineno}, column {error.offset + 1})", file=file
        ) from error
    if builder.root is None:
        raise UnreadableFile("is no whole XML (no element found)", file=file)
    return builder.root, guess


class _Builder:
    """Takes in what the parser tells, and builds the tree."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        # Whatever encoding the file declares, it is UTF-8 by now.
        self.parser = expat.ParserCreate("utf-8", namespace_separator=_SPACE)
        self.parser.buffer_text = True
        self.parser.UseForeignDTD(True)  # so that an entity nobody declared is told, not an error
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._refuse
        self.parser.SkippedEntityHandler = self._entity
        self.parser.ExternalEntityRefHandler = lambda *_: 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > FILES.xml_elements:
            raise UnreadableFile(_MANY, file=self.file)
        if len(self._open) >= FILES.xml_depth:
            raise UnreadableFile(
                f"its elements are nested more than {FILES.xml_depth} deep; no report is", file=self.file
            )
        space, _, tag = name.rpartition(_SPACE)
        plain = {key.rpartition(_SPACE)[2]: value for key, value in attributes.items()}
        node = Node(tag=tag, space=space, attributes=plain, line=self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self._open.append(node)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, words: str) -> None:
        if self._open:
            self._open[-1].children.append(words)

    def _entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._text(html5.get(f"{name};", f"&{name};"))

    def _refuse(self, *_: object) -> None:
        raise UnreadableFile(
            "is XML that declares entities of its own; such files are not read", file=self.file
        )
