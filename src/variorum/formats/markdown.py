"""``.md``: a report in Markdown, with or without front matter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.markdown_inline import read_inline
from variorum.formats.records import build, date_field, note
from variorum.formats.source import Source
from variorum.formats.status import cut_short
from variorum.formats.text import headline, read_text
from variorum.formats.unread import holds_quotation, say_unread
from variorum.model import Block, Span
from variorum.settings import ReadSettings
from variorum.text.late import late
from variorum.text.plain import without_markup

_FRONT = late(r"---[ \t]*\r?\n(?P<matter>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_PAIR = late(r"(?P<key>[A-Za-z_][\w .-]*):(?:\s+(?P<value>.*))?")
_IN_QUOTE = late(r"(?: {0,3}> ?)*")
_ITEM_SIGN = late(r"(?:[-+*]|\d{1,9}[.)]) {1,4}(?=\S)")
_ITEM = late(r"\s*-\s+(?P<value>.*)")
# Other names that site generators use for the same fields.
_SAME = {"author": "byline", "authors": "byline", "language": "lang", "link": "url", "canonical": "url",
         "publication": "outlet", "publisher": "outlet", "source": "outlet", "published": "date"}  # fmt: skip
_FIELDS = ("title", "outlet", "byline", "date", "url", "lang", "id")
_STRONG = late(r"(\*\*|__)(?=\S)(?:(?!\1).)+(?<=\S)\1")
_FENCE = late(r" {0,3}(`{3,}|~{3,})")
_HEADING = late(r" {0,3}#{1,6}[ \t]+")
_UNDERLINE = late(r" {0,3}(?:=+|-{2,})[ \t]*$")
_OWN = late(r"[ \t]*(?:#{1,6}[ \t]|[-*+•–—][ \t]|\d{1,3}[.)][ \t]|\||[-=_*]{2,}\s*$|`{3}|~{3}|<|\[\^)")
_SENTENCE_ENDS = frozenset(".!?…:\"'”’»)*_")
_QUOTE = late(r" {0,3}>")


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is Markdown, by its suffix alone."""
    return suffix in FORMAT.suffixes


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: its text is the file after the front matter, signs and all."""
    whole, guess = read_text(source)
    matter, text = split_front_matter(whole)
    if not text or text.isspace():
        raise UnreadableFile("holds front matter but no text", file=source.name)
    extra: dict[str, Any] = {}
    fields: dict[str, str | None] = {}
    for key, value in matter.items():
        name = _SAME.get(key.lower(), key.lower())
        if name in _FIELDS and name not in fields:
            fields[name] = value if isinstance(value, str) else ", ".join(value)
        else:
            extra[key] = value
    fields["date"] = date_field(fields.get("date"), extra)
    if guess:
        note(extra, guess)
    inline = read_inline(text)
    blocks = tuple(sorted([*mark_blocks(text), *inline.blocks], key=lambda block: (block.span, block.kind)))
    status = "truncated" if cut_short(text) else "read"
    article = build(fields, text=text, blocks=blocks, status=status, extra=extra, given_id=fields.get("id"))
    seen, _ = without_markup(article)
    if not any(map(str.isalnum, seen.text)):
        raise UnreadableFile("holds no text but what is struck or hidden", file=source.name)
    say_unread(extra, *inline.unread, *_unread_matter(matter, settings))
    title = (
        article.title or _first_heading(seen.text, seen.blocks) or headline(seen.text, settings.title_length)
    )
    fields["title"] = title
    yield None, build(fields, text=text, blocks=blocks, status=status, extra=extra, given_id=fields.get("id"))


def _unread_matter(matter: dict[str, Any], settings: ReadSettings) -> Iterator[tuple[str, bool]]:
    """Yield the fields of a draft's front matter that quote: they get printed, but are not in the text."""
    for name, value in matter.items() if settings.drafts else ():
        if holds_quotation(value if isinstance(value, str) else "\n".join(value)):
            yield f'"{name}" in the front matter, with words in quotation marks', True


def split_front_matter(whole: str) -> tuple[dict[str, str | list[str]], str]:
    """Return the ``key: value`` lines between two lines of ``---`` at the top, and the text after them.

    Understands what such files hold in practice, not all of YAML: strings with or without quotation
    marks, and lists in brackets or as ``- item`` lines. Anything else in there and it is all text.
    """
    match = _FRONT.match(whole)
    if match is None:
        return {}, whole
    pairs: dict[str, str | list[str]] = {}
    key = ""
    for line in match["matter"].splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item, pair = _ITEM.fullmatch(line), _PAIR.fullmatch(line)
        if pair and not line[0].isspace():
            key = pair["key"].strip()
            pairs[key] = _value((pair["value"] or "").strip())
        elif key and item and pairs[key] in ("", []) or key and item and isinstance(pairs[key], list):
            pairs[key] = [*pairs[key], _unquote(item["value"].strip())]
        elif key and line[0].isspace() and isinstance(pairs[key], str):
            pairs[key] = f"{pairs[key]} {line.strip()}".strip()
        else:
            return {}, whole
    return pairs, whole[match.end() :]


def mark_blocks(text: str) -> Iterator[Block]:
    """Yield headings (their words, without the signs) and block quotes (whole, signs included)."""
    fence = ""
    quote: Span | None = None
    before: Span | None = None  # the line before, while it could be the words of an underlined heading
    position = 0
    last = ""  # line of the block quotation
    seen = False  # whether there was a line with words
    for line in text.split("\n"):
        start, bare = position, line.rstrip("\r")
        position += len(line) + 1
        seen, any_before = seen or bool(bare.strip()), seen
        goes_on = quote is not None and _goes_on(last, bare)
        if not fence and (_QUOTE.match(bare) or goes_on):
            quote, last = Span(quote.start if quote else start, start + len(bare)), bare
            before = None
            continue
        if quote:
            yield Block(kind="quote", span=quote)
            quote = None
        opening = _FENCE.match(bare)
        if opening and (not fence or bare.strip().startswith(fence)):
            fence = "" if fence else opening[1]
        elif not fence and (heading := _heading(bare)):
            yield Block(kind="heading", span=Span(start + heading.start, start + heading.end))
        elif not fence and before and _UNDERLINE.match(bare):
            yield Block(kind="heading", span=before)
        elif not fence and _STRONG.fullmatch(bare):
            yield Block(kind="strong", span=Span(start, start + len(bare)))
        elif not fence and bare.strip(" \t\r\n"):
            # The words of such a heading are one line here; more lines before it are a paragraph.
            lone = before is None and (not any_before or _blank_before(text, start))
            before = (
                Span(start + len(bare) - len(bare.lstrip()), start + len(bare.rstrip())) if lone else None
            )
            continue
        before = None
    if quote:
        yield Block(kind="quote", span=quote)


def in_code(text: str) -> Callable[[int], bool]:
    """Return what tells whether a place of ``text`` stands in an indented code block (CommonMark 0.31, 4.4).

    Such a line has four blanks before it, counted from where its list item begins, and a blank line or code
    before it. Their words are read like others: nobody can tell them from an indented paragraph for certain.
    """
    starts, code = [0], [False]
    items: list[int] = []  # columns where the words of the open list items begin
    position, blank, before = 0, True, False
    for line in text.split("\n"):
        bare = _IN_QUOTE.sub("", line, count=1).expandtabs(4)
        indent = len(bare) - len(bare.lstrip(" "))
        if bare.strip():
            while items and indent < items[-1] and (blank or _ITEM_SIGN.match(bare, indent)):
                items.pop()
            inner = indent - (items[-1] if items else 0)
            before = inner >= 4 and (blank or before)
            sign = None if before else _ITEM_SIGN.match(bare, indent)
            if sign:
                items.append(sign.end())
        blank = not bare.strip()
        starts.append(position)
        code.append(before and not blank)
        position += len(line) + 1
    return lambda place: code[bisect_right(starts, place) - 1]


def _goes_on(last: str, line: str) -> bool:
    """Tell whether a line without ``>`` continues the sentence in the ``last`` line of a block quotation."""
    last = last.lstrip("> \t").rstrip()
    return bool(last) and last[-1] not in _SENTENCE_ENDS and bool(line.strip()) and not _OWN.match(line)


def _heading(line: str) -> Span | None:
    """Return where the words of a heading with ``#`` signs stand in its line."""
    opening = _HEADING.match(line)
    if opening is None:
        return None
    words = line[opening.end() :].rstrip(" \t")
    bare = words.rstrip("#")
    if bare != words and (not bare or bare[-1] in " \t"):  # signs that close, not part of a word (C#)
        words = bare.rstrip(" \t")
    return Span(opening.end(), opening.end() + len(words)) if words else None


def _blank_before(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start - 1) + 1 : start].strip()


def _first_heading(text: str, blocks: tuple[Block, ...]) -> str | None:
    first = next(iter(blocks), None)
    if first is None or first.kind != "heading" or text[: first.span.start].strip(" \t\r\n#"):
        return None
    return first.span.of(text)


def _value(value: str) -> str | list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [_unquote(part.strip()) for part in value[1:-1].split(",") if part.strip()]
    return _unquote(value)


def _unquote(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1].replace('\\"', '"')
    return value


FORMAT = Format(name="markdown", suffixes=(".md", ".markdown"), sniff=sniff, read=read)
