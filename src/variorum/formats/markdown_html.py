"""Raw HTML inside Markdown: what its tags show, hide and tell."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from msgspec import Struct

from variorum.formats.superscripts import printed
from variorum.formats.unread import holds_quotation, puts_words
from variorum.model import Block, Span
from variorum.settings import FILES
from variorum.text.late import late
from variorum.text.quoting import already_marked, marks_at

_TAG = late(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)"
    r"(?P<attributes>(?:\s+[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*)\s*/?>"
)
_BREAKS = frozenset(
    ["address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div",
     "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
     "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
     "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "body", "html"]
)  # fmt: skip
_INLINE = frozenset(
    ["a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i",
     "ins", "kbd", "label", "mark", "nobr", "ruby", "rb", "rtc", "samp", "small", "span", "strong",
     "sub", "time", "tt", "u", "var", "picture", "source", "track", "col", "colgroup", "meta", "link",
     "base", "param"]
)  # fmt: skip
_DROPPED = frozenset(["del", "s", "strike", "rt", "rp", "script", "style", "template", "title", "head"])
_LITERAL = ("script", "style")
_FRAMES = frozenset(
    ["iframe", "object", "embed", "video", "audio", "svg", "math", "canvas", "textarea", "button", "select",
     "noscript"]
)  # fmt: skip
_VOID = frozenset(
    ["br", "hr", "img", "wbr", "input", "embed", "source", "track", "col", "meta", "link", "base", "param"]
)
_PAIRED = frozenset(["q", "sup", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"])
_KNOWN = _BREAKS | _INLINE | _DROPPED | _FRAMES | _VOID | _PAIRED
_UNSEEN = late(
    r"\shidden(?=[\s=]|$)|aria-hidden\s*=\s*[\"']?true|style\s*=\s*[\"'][^\"']*(?:display\s*:\s*none|visibility\s*:\s*"
    r"hidden)",
    re.IGNORECASE,
)
_HIDDEN_FIELD = late(r".*(?<![\w-])type\s*=\s*[\"']?hidden.*", re.IGNORECASE | re.DOTALL)
_STRUCK = late(r"style\s*=\s*[\"'][^\"']*line-through", re.IGNORECASE)
_NOTE_LINK = late(r"href\s*=\s*[\"']?#|foot-?note|note-?ref", re.IGNORECASE)
_ANY_TAG = late(r"<[^<>]*>")


class _Open(Struct):
    """An open tag. role: drop, hide or frame what is inside, or the name of an element with a meaning."""

    start: int
    end: int
    role: str
    level: int


class RawHtml:
    """Reads raw HTML tag by tag; ``blocks`` collects its quotations and headings.

    mark: called for each stretch of markup with start, end and what a reader sees instead. tell: called with
    what was not read, as a phrase, and whether it may hold words of the text.
    """

    def __init__(
        self, text: str, mark: Callable[[int, int, str], None], tell: Callable[[str, bool], None]
    ) -> None:
        self._text = text
        self._mark = mark
        self._tell = tell
        self._open: dict[str, list[_Open]] = {}
        self._ends: dict[str, list[int]] = {}
        self.blocks: list[Block] = []

    def tag(self, at: int, stop: int) -> int:
        """Read the tag that may begin at ``at``; return where to go on."""
        match = _TAG.match(self._text, at, min(stop, at + FILES.tag))
        name = match["name"].lower() if match else ""
        if match is None or name not in _KNOWN:
            return at + 1
        shown = "\n\n" if name in _BREAKS else " " if name == "br" else ""
        self._mark(at, match.end(), shown)
        if match["close"]:
            self._close(name, at, match.end())
        elif name in _VOID and name != "embed":
            self._void(name, match["attributes"])
        else:
            self._begin(name, match)
            end = self._literal_end(name, match.end()) if name in _LITERAL else None
            if end is not None and end < stop:
                return end
        return match.end()

    def _literal_end(self, name: str, at: int) -> int | None:
        """Return where the next ``</script>`` or the like begins; all are looked for once."""
        if name not in self._ends:
            pattern = re.compile(rf"</{name}\s*>", re.IGNORECASE)
            self._ends[name] = [match.start() for match in pattern.finditer(self._text)]
        ends = self._ends[name]
        found = bisect_left(ends, at)
        return ends[found] if found < len(ends) else None

    def finish(self) -> None:
        """Close what was left open: a quotation where its paragraph ends, a block where the text does."""
        for waiting in self._open.values():
            for each in waiting:
                if each.role == "q":
                    self._mark(each.start, each.end, marks_at(each.level)[0])
                elif each.role == "blockquote" and not each.level:
                    self._tell_block("quote", each.end, len(self._text))

    def _void(self, name: str, attributes: str) -> None:
        if name == "img":
            words = html.unescape(attributes)
            told = any(holds_quotation(value) for value in _values(words))
            self._tell("a picture described with words in quotation marks" if told else "a picture", told)
        elif name == "input" and holds_quotation(_in_attributes(_HIDDEN_FIELD.sub("", attributes))):
            self._tell("a field of a form with words in quotation marks", True)

    def _begin(self, name: str, match: re.Match[str]) -> None:
        attributes = match["attributes"]
        role = ""
        if name in _DROPPED or _STRUCK.search(attributes):
            role = "drop"
        elif _UNSEEN.search(attributes):
            role = "hide"
        elif name in _FRAMES:
            role = "frame"
        elif name in _PAIRED or (name == "a" and _NOTE_LINK.search(attributes)):
            role = name
        waiting = self._open.setdefault(name, [])
        waiting.append(_Open(match.start(), match.end(), role, len(waiting)))

    def _close(self, name: str, at: int, end: int) -> None:
        waiting = self._open.get(name)
        if not waiting:
            return
        opened = waiting.pop()
        inside = self._text[opened.end : at] if opened.role else ""
        if opened.role == "drop":
            if name == "style" and puts_words(inside):
                self._tell("words that a style puts into the text", True)
            self._mark(opened.start, end, "")
        elif opened.role in ("hide", "frame"):
            self._hide(opened, inside, end)
        elif opened.role == "q":
            self._quote(opened, inside, at, end)
        elif opened.role in ("sup", "a"):
            self._raise(opened, inside, end)
        elif opened.role == "blockquote" and not opened.level:
            self._tell_block("quote", opened.end, at)
        elif opened.role.startswith("h"):
            self._tell_block("heading", opened.end, at)

    def _hide(self, opened: _Open, inside: str, end: int) -> None:
        told = holds_quotation(inside) or holds_quotation(
            _in_attributes(self._text[opened.start : opened.end])
        )
        what = "hidden text" if opened.role == "hide" else "a frame or film"
        if told or opened.role == "frame":
            self._tell(f"{what} with words in quotation marks" if told else what, told)
        self._mark(opened.start, end, "")

    def _quote(self, opened: _Open, inside: str, at: int, end: int) -> None:
        around = self._text[max(0, opened.start - 1) : opened.start], self._text[end : end + 1]
        if already_marked(around[0], html.unescape(_ANY_TAG.sub("", inside)), around[1]):
            return
        opening, closing = marks_at(opened.level)
        self._mark(opened.start, opened.end, opening)
        self._mark(at, end, closing)

    def _raise(self, opened: _Open, inside: str, end: int) -> None:
        words = html.unescape(_ANY_TAG.sub("", inside))
        if opened.role == "a" and not re.fullmatch(r"\s*\[?\(?[\d*†‡§↩^]{1,4}\ufe0e?\)?\]?\s*", words):
            return
        before = _ANY_TAG.sub("", self._text[max(0, opened.start - 80) : opened.start]).rstrip("*_")
        linked = opened.role == "a" or bool(_NOTE_LINK.search(inside))
        shown = printed(before, words, self._text[end : end + 1], linked=linked)
        if shown != words:
            self._mark(opened.start, end, shown)

    def _tell_block(self, kind: str, start: int, end: int) -> None:
        words = self._text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if end > start:
            self.blocks.append(Block(kind=kind, span=Span(start, end)))  # type: ignore[arg-type]


def _values(attributes: str) -> Iterator[str]:
    for match in re.finditer(r"(?:alt|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes, re.IGNORECASE):
        yield match[1] or match[2] or ""


def _in_attributes(tag: str) -> str:
    return " ".join(
        match[1] or match[2] or "" for match in re.finditer(r"=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    )
