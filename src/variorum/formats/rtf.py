"""``.rtf``: a draft or release in Rich Text Format, of Word, LibreOffice, TextEdit and others.

As in a Word document all tracked changes are accepted, notes follow at the end, and what is struck or hidden,
comments, heads and feet of pages and pictures are left out; what may be missed is told. Read here and not by
a library: those there are keep deleted and hidden words, or are larger than all the rest together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.records import build
from variorum.formats.rtf_tokens import Token, codec_of_charset, codec_of_page, tokens
from variorum.formats.source import Source
from variorum.formats.status import cut_short
from variorum.formats.text import headline
from variorum.formats.unread import say_unread
from variorum.model import Block, Span
from variorum.model.article import BlockKind
from variorum.settings import FILES, ReadSettings

_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "-": "\u00ad", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_ENDS = frozenset(("par", "sect", "page", "column", "cell", "row", "nestcell", "nestrow", "trowd"))
_STRUCK = frozenset(("strike", "striked"))
_MOVED = frozenset(("deleted", "mvf"))  # moved from here: its words stand elsewhere, too
# Groups whose words are no text; what is told of them as left out.
_APART: dict[str, str | None] = {
    "pict": "pictures",
    "shppict": "pictures",
    "annotation": "comments on the text",
    "objdata": "objects of another program",
    "header": "heads and feet of pages",
    "footer": "heads and feet of pages",
}
_APART |= dict.fromkeys(("headerl", "headerr", "headerf", "footerl", "footerr", "footerf"), _APART["header"])
_APART |= dict.fromkeys(
    (
        *("colortbl", "fldinst", "listtext", "pntext", "shprslt", "nonesttables", "sp", "nonshppict", "xe"),
        *(
            "tc",
            "rxe",
            "bkmkstart",
            "bkmkend",
            "revtbl",
            "rsidtbl",
            "listtable",
            "listoverridetable",
            "filetbl",
        ),
        *(
            "ftnsep",
            "ftnsepc",
            "ftncn",
            "aftnsep",
            "aftnsepc",
            "aftncn",
            "atnid",
            "atnauthor",
            "atnref",
            "falt",
        ),
        *("private", "template", "xmlnstbl", "themedata", "colorschememapping", "latentstyles", "datastore"),
    )
)
# Groups that are read though their mark (\*) tells programs that do not know them to pass over.
_KNOWN = frozenset(("footnote", "shpinst", "ud"))


class _State(Struct, frozen=True):
    """What holds in a group and is forgotten at its end. uc: signs that stand in for one of Unicode."""

    apart: bool = False
    twice: bool = False  # said in ASCII here, and whole in the group \ud after it
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    uc: int = 1
    codec: str | None = None
    table: str = ""  # fonttbl, stylesheet, info, title: what its words are
    note: bool = False


class _Paragraph(Struct, kw_only=True):
    words: list[str]
    kind: BlockKind | None = None
    note: bool = False


class Document:
    """Takes in the signs of a file and gives its paragraphs; those of notes come apart."""

    def __init__(self) -> None:
        self.paragraphs: list[_Paragraph] = []
        self.notes: list[_Paragraph] = []
        self.told: dict[str, int] = {}
        self.title = ""
        self._page = "cp1252"
        self._fonts: dict[int, str | None] = {}
        self._default = 0
        self._font = 0
        self._styles: dict[int, BlockKind] = {}
        self._style = 0
        self._entry = ""  # the name of a style so far
        self._state = _State()
        self._stack: list[_State] = []
        self._begun = False  # a group begins here: its first word says what it is
        self._marked = False  # with the mark of what may be passed over
        self._skip = 0  # signs that stand in for the one of Unicode before
        self._bytes = bytearray()
        self._half = 0  # the first half of a sign beyond the basic plane
        self._open = [_Paragraph(words=[])]

    def read(self, data: bytes, file: str) -> None:
        """Take in a whole file. Raises UnreadableFile where its groups are nested too deeply."""
        for token in tokens(data):
            if token.kind == "text":
                self._text(token)
                continue
            self._flush()
            if token.kind == "{":
                if len(self._stack) >= FILES.rtf_depth:
                    raise UnreadableFile(
                        f"its groups are nested more than {FILES.rtf_depth:,} deep; no report is", file=file
                    )
                self._stack.append(self._state)
                self._begun, self._marked, self._skip = True, False, 0
            elif token.kind == "}":
                self._close()
            elif token.kind == "symbol":
                self._symbol(token.name)
            else:
                self._word(token.name, token.number)
        self._flush()
        while self._stack:
            self._close()
        self._end()

    def _close(self) -> None:
        self._skip, self._begun = 0, False
        if not self._stack:
            return
        inner, self._state = self._state, self._stack.pop()
        if inner.table == "style" and self._state.table != "style":
            self._name_style()
        if inner.note and not self._state.note:
            self._end()
            if len(self._open) > 1:
                self._open.pop()

    def _symbol(self, sign: str) -> None:
        if sign == "*":
            self._marked = self._begun
            return
        self._begun = False
        if self._skip:
            self._skip -= 1
        elif sign in "\r\n":
            self._end()
        elif said := _SYMBOLS.get(sign):
            self._say(said)

    def _word(self, name: str, number: int | None) -> None:
        if name == "u":
            self._begun = False
            self._unicode(number or 0)
            return
        self._half = 0
        if self._skip:
            self._skip -= 1
        if self._begun:
            self._begun = False
            if self._opens(name):
                return
        if name in _SIGNS:
            self._say(_SIGNS[name])
        elif name in _ENDS:
            if not self._state.apart and not self._state.table:
                self._end()
        else:
            self._property(name, number)

    def _opens(self, name: str) -> bool:
        """Begin a group by its first word; tell whether that is all the word says."""
        marked, self._marked = self._marked, False
        state = self._state
        if state.apart and not (name == "ud" and state.twice):
            return False
        if name in ("fonttbl", "stylesheet", "info"):
            self._state = replace(state, table=name)
        elif state.table == "info":
            self._state = replace(state, table=name, apart=name != "title")
        elif name == "footnote":
            self._state = replace(state, note=True)
            self._open.append(_Paragraph(words=[], note=True))
        elif name in _APART or marked and name not in _KNOWN and not state.table:
            self._state = replace(state, apart=True)
            if what := _APART.get(name):
                self.told[what] = self.told.get(what, 0) + 1
        elif name == "upr":
            self._state = replace(state, apart=True, twice=True)
        elif name == "ud":
            self._state = replace(state, apart=False, twice=False)
        else:
            return False
        return True

    def _property(self, name: str, number: int | None) -> None:
        on = number != 0
        state = self._state
        if name == "uc":
            self._state = replace(state, uc=min(max(number or 0, 0), FILES.blanks))
        elif name == "v":
            self._state = replace(state, hidden=on)
        elif name in _STRUCK:
            self._state = replace(state, struck=on)
        elif name in _MOVED:
            self._state = replace(state, deleted=on)
        elif name == "plain":
            self._state = replace(state, hidden=False, struck=False, deleted=False, codec=None)
        elif name == "pard":
            self._style = 0
        elif name == "ansicpg":
            self._page = codec_of_page(number)
        elif name in ("mac", "pc", "pca"):
            self._page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[name]
        elif name == "deff":
            self._default = number or 0
        else:
            self._reference(name, number or 0)

    def _reference(self, name: str, number: int) -> None:
        """Take in a font, a style, or what is said of one in its table."""
        table = self._state.table
        if table == "fonttbl":
            if name == "f":
                self._font = number
            elif name == "fcharset":
                self._fonts[self._font] = codec_of_charset(number)
            elif name == "cpg":
                self._fonts[self._font] = codec_of_page(number)
        elif name == "f":
            self._state = replace(self._state, codec=self._fonts.get(number) or self._page)
        elif name in ("s", "outlinelevel"):
            if table in ("stylesheet", "style"):
                if name == "s":
                    self._state = replace(self._state, table="style")
                    self._font, self._entry = number, ""
            elif name == "s":
                self._style = number
            else:
                self._open[-1].kind = "heading" if number < FILES.heading_levels else self._open[-1].kind

    def _name_style(self) -> None:
        name = self._entry.strip(" ;").casefold()
        if name == "title" or name.startswith("heading"):
            self._styles[self._font] = "heading"
        elif "quot" in name:
            self._styles[self._font] = "quote"

    def _text(self, token: Token) -> None:
        self._begun = False
        data = token.text
        if self._skip:
            taken = min(self._skip, len(data))
            self._skip -= taken
            data = data[taken:]
        if data:
            self._half = 0
            self._bytes += data

    def _unicode(self, number: int) -> None:
        code = number % 0x10000
        self._skip = self._state.uc
        if 0xD800 <= code < 0xDC00:
            self._half = code
            return
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((self._half - 0xD800) << 10) + code - 0xDC00 if self._half else 0xFFFD
        self._half = 0
        if code:
            self._say(chr(code))

    def _flush(self) -> None:
        """Say the bytes read so far: those of one sign may have come in pieces."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        codec = self._state.codec or self._fonts.get(self._default) or self._page
        self._say(data.decode(codec, "replace"))

    def _say(self, words: str) -> None:
        state = self._state
        if state.apart:
            return
        if state.table:
            if state.table == "title":
                self.title += words
            elif state.table == "style":
                self._entry += words
            return
        if state.hidden or state.struck or state.deleted:
            if state.hidden and not state.deleted and words.strip():
                self.told["hidden text"] = self.told.get("hidden text", 0) + 1
            return
        said = self._open[-1]
        if not said.words:
            said.kind = said.kind or self._styles.get(self._style)
        said.words.append(words)

    def _end(self) -> None:
        """End the paragraph; the next has the style that holds then."""
        done = self._open[-1]
        if "".join(done.words).strip():
            (self.notes if done.note else self.paragraphs).append(done)
        self._open[-1] = _Paragraph(words=[], note=done.note)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is RTF: by its suffix, else by its first bytes."""
    return suffix in FORMAT.suffixes or (suffix in ("", ".doc", ".txt") and head.startswith(b"{\\rtf"))


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: its paragraphs, parted by blank lines, notes at the end."""
    data = source.read_all().removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data.startswith(b"{\\rtf"):
        raise UnreadableFile("is no RTF: it does not begin as one", file=source.name)
    document = Document()
    document.read(data, source.name)
    text, blocks = printed([*document.paragraphs, *document.notes])
    if not text:
        raise UnreadableFile("is a document without text", file=source.name)
    first = blocks[0] if blocks and blocks[0].kind == "heading" and blocks[0].span.start == 0 else None
    title = first.span.of(text) if first else " ".join(document.title.split())
    fields = {"title": title or headline(text, settings.title_length)}
    status = "truncated" if cut_short(text) else "read"
    article = build(fields, text=text, blocks=blocks, status=status, extra={})
    for what, count in document.told.items():
        told = what if count > 1 or what in ("hidden text", _APART["header"]) else f"one of the {what}"
        say_unread(article.extra, (told, what in ("hidden text", _APART["objdata"])))
    yield None, article


def printed(paragraphs: list[_Paragraph]) -> tuple[str, tuple[Block, ...]]:
    """Return the text of paragraphs, apart by blank lines, and the blocks it has."""
    blocks, said, at = [], [], 0
    for one in paragraphs:
        words = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u00ad]", "", "".join(one.words)).strip()
        kind: BlockKind | None = "note" if one.note else one.kind
        if kind:
            blocks.append(Block(kind=kind, span=Span(at, at + len(words))))
        said.append(words)
        at += len(words) + len("\n\n")
    return "\n\n".join(said), tuple(blocks)


FORMAT = Format(name="rtf", suffixes=(".rtf",), sniff=sniff, read=read, binary=True)
