"""Finds the markup in a Markdown text, and what a reader sees in its place.

A scan from left to right, linear in the text: fenced code, code spans, raw HTML, character references,
links, notes, emphasis, struck words and CriticMarkup, as CommonMark 0.31, GitHub's dialect and Pandoc
have them. What does not end, or is no markup for certain, stays text: so it is read, and checked.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from msgspec import Struct

from variorum.formats.markdown_html import RawHtml
from variorum.formats.markdown_pairs import Pairs
from variorum.formats.superscripts import printed
from variorum.formats.unread import holds_quotation
from variorum.model import Block, Span
from variorum.settings import FILES
from variorum.text.late import late

_DESTINATION = r"(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)"
_TITLE = r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?"
_TARGET = late(rf"\(\s*{_DESTINATION}{_TITLE}\s*\)(?:\{{[^{{}}\n]*\}})?")
_REFERENCE = late(r"\[([^\[\]\n]{0,200})\]")
_DEFINITION = late(
    rf"^ {{0,3}}\[(?!\^)([^\[\]\n]{{1,200}})\]:[ \t]*(?:<[^<>\n]*>|\S+){_TITLE}[ \t]*$", re.MULTILINE
)
_NOTE = late(r"^ {0,3}\[\^([^\s\[\]]{1,100})\]:[ \t]?", re.MULTILINE)
_NOTE_END = late(r"\n[ \t]*\n(?! {4}|\t|[ \t]*\n)")  # a blank line that no indented one follows
_FENCE = late(r"^ {0,3}(?:> ?)*(`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_TYPED_MARK = late(r"(?<=[\w.,!?…])'(?!\w)")
_BLANK_LINE = late(r"\n[ \t>]*\n")
# CriticMarkup: signs that open, those that close, and whether the words between are kept.
_CRITIC = {
    "{--": ("--}", False),
    "{>>": ("<<}", False),
    "{++": ("++}", True),
    "{==": ("==}", True),
    "{~~": ("~~}", True),
}
_SIGN = late(
    r"(?P<escape>\\[!-/:-@\[-`{-~]|\\(?=\r?\n))"
    r"|(?P<critic>\{(?:--|\+\+|~~|==|>>))"
    r"|(?P<code>`+)"
    r"|(?P<comment><!--)"
    r"|(?P<tag></?[a-zA-Z])"
    r"|(?P<reference>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<footnote>\[\^[^\s\[\]]{1,100}\]|\^\[)"
    r"|(?P<image>!\[)|(?P<open>\[)|(?P<close>\])"
    r"|(?P<raised>\^(?P<power>[^\s^]{1,8})\^)"
    r"|(?P<pair>\*+|_+|~{2,}|={2,})"
    r"|(?P<end>\n[ \t>]*\n)"
)


class Inline(Struct, frozen=True):
    """The markup of a text in order, quotations and notes that it tells, and what is not read, in words."""

    blocks: tuple[Block, ...]
    unread: tuple[tuple[str, bool], ...]


def read_inline(text: str) -> Inline:
    """Find the markup in ``text``; a text without any gives an empty result."""
    scan = _Scan(text)
    scan.run()
    blocks = [*scan.found.values(), *scan.raw.blocks, *scan.notes()]
    return Inline(tuple(sorted(blocks, key=lambda block: (block.span, block.kind))), tuple(scan.unread))


class _Scan:
    """Goes over the text once; ``found`` holds markup by its start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[int, Block] = {}
        self.unread: list[tuple[str, bool]] = []
        self.raw = RawHtml(text, self.mark, self.tell)
        self.pairs = Pairs(text, self.mark)
        self.brackets: list[tuple[int, str]] = []  # open ones, and the sign before them
        self.codes = _code_ends(text)
        self.last_comment = text.rfind("-->")
        self.defined: set[str] = set()
        for match in _DEFINITION.finditer(text):
            self.defined.add(_name(match[1]))

    def mark(self, start: int, end: int, shown: str = "") -> None:
        """Record that a stretch is markup."""
        if end > start:
            self.found[start] = Block(kind="markup", span=Span(start, end), shown=shown or None)

    def tell(self, words: str, telling: bool) -> None:
        """Record what was not read, for the note to the reader."""
        self.unread.append((words, telling))

    def run(self) -> None:
        at = 0
        for start, end in _fenced(self.text):
            self.prose(at, start)
            self.mark(start, _line_end(self.text, start))
            closing = self.text.rfind("\n", start, end) + 1
            if closing > start and _FENCE.match(self.text, closing, end):
                self.mark(closing, end)
            at = end
        self.prose(at, len(self.text))
        self.raw.finish()

    def prose(self, at: int, stop: int) -> None:
        """Scan a stretch that holds no fenced code."""
        if at >= stop:
            return
        for pattern, opening in ((_DEFINITION, 1), (_NOTE, 2)):
            for own in pattern.finditer(self.text, at, stop):
                self.mark(own.start(1) - opening, own.end())
        while match := _SIGN.search(self.text, at, stop):
            skipped = self.found.get(match.start())
            if skipped is not None and skipped.span.end > match.start():
                at = skipped.span.end  # a definition
                continue
            at = max(getattr(self, f"_{match.lastgroup}")(match, stop), match.start() + 1)
        self._end(None, stop)

    # ---- each kind of sign; returns where to go on ------------------------------------------------------

    def _escape(self, match: re.Match[str], stop: int) -> int:
        self.mark(match.start(), match.start() + 1)
        return match.end()

    def _critic(self, match: re.Match[str], stop: int) -> int:
        closing, kept = _CRITIC[match[0]]
        end = self.text.find(closing, match.end(), min(stop, match.end() + FILES.critic))
        if end < 0:
            return match.end()
        start = match.end() if kept else end
        if match[0] == "{~~":  # words before ~> give way to those after it
            start = self.text.find("~>", match.end(), end) + 2
            start = start if start > 1 else end
        self.mark(match.start(), start)
        self.mark(end, end + len(closing))
        return start

    def _code(self, match: re.Match[str], stop: int) -> int:
        end = self.codes.get(match.start())
        if end is None or end > stop:
            return match.end()
        size = len(match[0])
        inside = self.text[match.end() : end - size]
        if _TYPED_MARK.search(inside) or _BLANK_LINE.search(inside):
            return match.end()  # `so' or ``so'' typed for marks
        self.mark(match.start(), match.end())
        self.mark(end - size, end)
        return end

    def _comment(self, match: re.Match[str], stop: int) -> int:
        if self.last_comment < match.end():
            return match.end()
        end = self.text.find("-->", match.start() + 2, stop)
        if end < 0:
            return match.end()
        self.mark(match.start(), end + 3)
        return end + 3

    def _tag(self, match: re.Match[str], stop: int) -> int:
        return self.raw.tag(match.start(), stop)

    def _reference(self, match: re.Match[str], stop: int) -> int:
        if match[0].startswith("&#") or match[0][1:] in html5:
            shown = html.unescape(match[0])
            self.mark(*match.span(), "" if shown == "\u00ad" else shown)
        return match.end()

    def _footnote(self, match: re.Match[str], stop: int) -> int:
        if match[0] == "^[":
            self.brackets.append((match.start(), "^"))
        else:
            self.mark(*match.span())
        return match.end()

    def _raised(self, match: re.Match[str], stop: int) -> int:
        shown = printed(self.text[max(0, match.start() - 40) : match.start()], match["power"])
        self.mark(*match.span(), shown)
        return match.end()

    def _image(self, match: re.Match[str], stop: int) -> int:
        self.brackets.append((match.start(), "!"))
        return match.end()

    def _open(self, match: re.Match[str], stop: int) -> int:
        self.brackets.append((match.start(), ""))
        return match.end()

    def _close(self, match: re.Match[str], stop: int) -> int:
        if not self.brackets:
            return match.end()
        start, sign = self.brackets.pop()
        opening = len(sign) + 1
        if sign == "^":
            self.tell("a note inside the line", holds_quotation(self.text[start : match.start()]))
            self.mark(start, match.end())
            return match.end()
        end = self._link_end(start + opening, match.start(), stop)
        if end is None:
            return match.end()
        if sign:
            told = holds_quotation(self.text[start:end])
            self.tell("a picture described with words in quotation marks" if told else "a picture", told)
            self.mark(start, end)
            return end
        self.mark(start, start + opening)
        self.mark(match.start(), end)
        return end

    def _link_end(self, start: int, close: int, stop: int) -> int | None:
        """Return where a link ends whose words stand in ``start:close``; None when it is none."""
        target = _TARGET.match(self.text, close + 1, stop)
        if target is not None:
            return target.end()
        words = self.text[start:close] if close - start <= 200 else ""
        reference = _REFERENCE.match(self.text, close + 1, stop)
        if reference is not None and _name(reference[1] or words) in self.defined:
            return reference.end()
        return close + 1 if words and _name(words) in self.defined else None

    def _pair(self, match: re.Match[str], stop: int) -> int:
        self.pairs.add(*match.span())
        return match.end()

    def _end(self, match: re.Match[str] | None, stop: int) -> int:
        """End a paragraph: markup still open there can no longer be closed, so it counts as text."""
        self.pairs.settle()
        self.brackets.clear()
        return match.end() - 1 if match else stop

    # ---- notes ------------------------------------------------------------------------------------------

    def notes(self) -> Iterator[Block]:
        """Yield the texts of the notes: each to the next blank line that no indented one follows."""
        starts = list(_NOTE.finditer(self.text))
        for number, match in enumerate(starts):
            following = starts[number + 1].start() if number + 1 < len(starts) else len(self.text)
            ended = _NOTE_END.search(self.text, match.end(), following)
            words = self.text[match.end() : ended.start() if ended else following].rstrip()
            if words:
                yield Block(kind="note", span=Span(match.end(), match.end() + len(words)))


def _name(words: str) -> str:
    return " ".join(words.split()).casefold()


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Yield where fenced code stands, its fences included; one that does not end goes to the end."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            if match[1][0] == "`" and "`" in match[0].strip(" >").lstrip("`"):
                continue  # code in a line
            opened = match
        elif match[1].startswith(opened[1]) and not match[0].strip(" >").strip(match[1][0]).strip():
            yield opened.start(), match.end()
            opened = None
    if opened is not None:
        yield opened.start(), len(text)


def _code_ends(text: str) -> dict[int, int]:
    """Return where the code span that begins at a run of backticks ends: with the next run as long."""
    ends: dict[int, int] = {}
    waiting: dict[int, int] = {}
    for match in re.finditer(r"(?<!\\)`+|\n[ \t>]*\n", text):
        if match[0][0] == "\n":
            waiting.clear()
            continue
        size = len(match[0])
        start = waiting.pop(size, None)
        if start is None:
            waiting[size] = match.start()
        else:
            ends[start] = match.end()
    return ends
