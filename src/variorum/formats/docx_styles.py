"""The styles of a Word document, as far as they tell what a paragraph is and whether words are seen."""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers import expat

from msgspec import Struct

from variorum.formats.docx_names import OFF, local_names, parser_for, value
from variorum.model.article import BlockKind
from variorum.settings import FILES

_QUOTES = frozenset(
    ["quote", "quotation", "quotations", "intensequote", "blocktext", "blockquote", "blockquotation",
     "pullquote", "quoteblock", "displayquote", "extract"]
)  # fmt: skip


class Style(Struct):
    """A style. hidden, raised, struck: whether its words are; None where it says nothing of it."""

    name: str = ""
    based_on: str = ""
    hidden: bool | None = None
    raised: bool | None = None
    struck: bool | None = None
    outline: bool = False


class Styles:
    """Styles by id. What a style leaves open is taken from the style that it is based on."""

    def __init__(self, known: dict[str, Style] | None = None) -> None:
        self._known = known or {}

    def kind(self, style: str) -> BlockKind | None:
        """Return what a paragraph of the style with this id is: a heading, a quotation, nothing special."""
        for identifier, each in self._chain(style):
            for name in (identifier, each.name):
                if found := _kind(name):
                    return found
            if each.outline:
                return "heading"
        return None

    def hidden(self, style: str) -> bool:
        """Tell whether the words of the style are hidden."""
        return next((each.hidden for _, each in self._chain(style) if each.hidden is not None), False)

    def raised(self, style: str) -> bool:
        """Tell whether the words of the style are raised above the line."""
        return next((each.raised for _, each in self._chain(style) if each.raised is not None), False)

    def struck(self, style: str) -> bool:
        """Tell whether the words of the style are struck through."""
        return next((each.struck for _, each in self._chain(style) if each.struck is not None), False)

    def _chain(self, style: str) -> Iterable[tuple[str, Style]]:
        for _ in range(FILES.styles):
            if not style:
                return
            found = self._known.get(style)
            yield style, found or Style()
            style = found.based_on if found else ""


def read_styles(data: Iterable[bytes]) -> Styles:
    """Return the styles in ``word/styles.xml``. Raises ExpatError."""
    known: dict[str, Style] = {}
    current: list[Style] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = local_names(name)
        if tag == "style":
            current[:] = [Style()]
            known[value(attributes, "styleId")] = current[0]
        elif current and tag == "name":
            current[0].name = value(attributes)
        elif current and tag == "basedOn":
            current[0].based_on = value(attributes)
        elif current and tag == "vanish":
            current[0].hidden = value(attributes) not in OFF
        elif current and tag in ("strike", "dstrike"):
            current[0].struck = bool(current[0].struck) or value(attributes) not in OFF
        elif current and tag == "vertAlign":
            current[0].raised = value(attributes) == "superscript"
        elif current and tag == "outlineLvl":
            current[0].outline = value(attributes) in tuple("012345678")

    def end(name: str) -> None:
        if local_names(name) == "style":
            current.clear()

    parser: expat.XMLParserType = parser_for(start, end)
    for part in data:
        parser.Parse(part)
    parser.Parse(b"", True)
    return Styles(known)


def _kind(name: str) -> BlockKind | None:
    plain = "".join(name.lower().split()).replace("-", "")
    if plain.startswith("heading") or plain in ("title", "subtitle"):
        return "heading"
    return "quote" if plain in _QUOTES else None
