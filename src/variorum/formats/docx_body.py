"""The paragraphs of a Word document as they print with all tracked changes accepted; one pass, no tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from msgspec import Struct, field

from variorum.formats.docx_names import OFF, local_names, parser_for, value
from variorum.formats.docx_styles import Styles
from variorum.formats.superscripts import printed
from variorum.formats.unread import holds_quotation
from variorum.model.article import BlockKind

# What holds nothing that is printed: words taken away, how things were, codes of fields, spoken forms.
_UNPRINTED = frozenset(
    ["del", "moveFrom", "delText", "delInstrText", "instrText", "rt", "tabs", "pPrChange", "rPrChange",
     "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "tblGridChange",
     "numberingChange", "cellDel"]
)  # fmt: skip
_GONE = ("del", "moveFrom")  # of a paragraph's mark, a row: it is taken away
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_HOLDERS = frozenset(["body", "tc", "txbxContent", "footnote", "endnote", "comment", "hdr", "ftr"])
_RUN_PROPERTIES = frozenset(["rStyle", "vanish", "vertAlign", "strike", "dstrike"])
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_ANCHORS = frozenset(["commentRangeStart", "commentRangeEnd", "commentReference"])
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
# What stands in a document for words that are kept elsewhere.
_UNREAD = frozenset(["altChunk", "subDoc", "dgm:relIds", "o:OLEObject"])
# Signs of the font Symbol, by their place in it; those that news prints.
_SYMBOLS = {
    0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAC: "←", 0xAD: "↑", 0xAE: "→",
    0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD6: "√", 0xE2: "®", 0xE3: "©", 0xE4: "™",
}  # fmt: skip


class OpenParagraph(Struct):
    """A paragraph being read. raised: which of ``parts`` are superscript; runs: the run of each.

    anchors: ends of comments: the comment, and how many parts stand before.
    """

    parts: list[str] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)
    anchors: list[tuple[str, int]] = field(default_factory=list)
    raised: list[int] = field(default_factory=list)
    style: str = ""
    outline: bool = False
    joins: bool = False  # its mark is taken away: the next one goes on in it
    note: str = ""  # the note that it belongs to
    in_properties: bool = False
    run_style: str = ""
    run_hidden: bool | None = None
    run_raised: bool | None = None
    run_struck: bool | None = None
    run_marked: bool = False  # the run's words are the mark of a note

    def begin_run(self) -> None:
        """Begin a run: none of the formatting of the run before holds."""
        self.run_style, self.run_marked = "", False
        self.run_hidden = self.run_raised = self.run_struck = None

    def words(self) -> tuple[str, list[int]]:
        """Return the printed text of the paragraph, without numbers of notes, and where each part begins."""
        done: list[str] = []
        starts: list[int] = []
        at, length, raised = 0, 0, set(self.raised)
        while at < len(self.parts):
            end = at + 1
            if at not in raised:
                done.append(self.parts[at])
            else:
                while end in raised:
                    end += 1
                after = self.parts[end] if end < len(self.parts) else ""
                done.append(printed("".join(done[-3:])[-40:], "".join(self.parts[at:end]), after))
            starts += [length] * (end - at)
            length += len(done[-1])
            at = end
        whole = "".join(done)
        bare = whole.strip()
        before = len(whole) - len(whole.lstrip())
        return bare, [min(max(0, start - before), len(bare)) for start in [*starts, length]]


class DocumentWords(Struct):
    """Paragraphs in order: words, kind, and the note that they belong to. notes: as they are referred to.

    places: for each paragraph, where in it the words of which run begin. runs: bytes of the part, from the
    begin of each run to the begin of its closing tag; of runs inside others, of the outermost. note_runs: the
    run that refers to a note. anchors: paragraph and place in it where a comment begins or ends, in order.
    signed: author and date of comments.
    """

    paragraphs: list[tuple[str, BlockKind | None, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: list[list[tuple[int, int]]] = field(default_factory=list)
    runs: list[tuple[int, int]] = field(default_factory=list)
    note_runs: dict[str, int] = field(default_factory=dict)
    anchors: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    signed: dict[str, tuple[str, str]] = field(default_factory=dict)
    hidden: int = 0  # signs of hidden words
    pictures: int = 0
    told: list[str] = field(default_factory=list)  # descriptions of pictures
    unread: dict[str, int] = field(default_factory=dict)


def read_body(data: Iterable[bytes], styles: Styles) -> DocumentWords:
    """Return the words of one part of a document. Raises ExpatError, Declared."""
    reader = _Body(styles)
    parser: expat.XMLParserType = parser_for(reader.start, reader.end, reader.text)
    reader.position = lambda: parser.CurrentByteIndex
    for part in data:
        parser.Parse(part)
    parser.Parse(b"", True)
    return reader.words


class _Body:
    """Meets the elements in order; ``skipped`` counts those open inside one that is not printed."""

    def __init__(self, styles: Styles) -> None:
        self.words = DocumentWords()
        self.styles = styles
        self.open: list[OpenParagraph] = []
        self.carried: list[OpenParagraph | None] = []  # by holder: a paragraph whose mark is taken away
        self.skipped = 0
        self.in_text = False
        self.seen = 0  # words and pictures, to tell whether the first form of an alternative had any
        self.alternatives: list[int] = []
        self.codes: list[bool] = []  # open fields: whether their code, not their result, is being read
        self.code_words = False  # words that stand in the code of a field
        self.rows: list[bool] = []  # open rows and cells of tables: whether they are taken away
        self.in_row_properties = False
        self.note = ""
        self.position: Callable[[], int] = lambda: 0
        self.runs_open = 0
        self.waiting: list[str] = []  # comments whose ends stand between paragraphs with words

    # ---- elements -------------------------------------------------------------------------------------

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped:
            self.skipped += 1
            return
        tag = local_names(name)
        if tag == "r":
            self._begin_run()
        if tag == "t":
            self.in_text = True
        elif tag in _UNPRINTED:
            self._gone(tag)
            self.skipped = 1
        elif tag == "p":
            self._begin_paragraph()
        elif tag in _ANCHORS:
            self._anchor(value(attributes, "id"))
        elif tag in _HOLDERS:
            self._begin_holder(tag, attributes)
        elif self.open and self._in_paragraph(tag, attributes):
            return
        elif tag:
            self._elsewhere(tag, attributes)

    def _begin_run(self) -> None:
        self.runs_open += 1
        if self.runs_open == 1:
            self.words.runs.append((self.position(), -1))

    def _anchor(self, comment: str) -> None:
        if self.open:
            self.open[-1].anchors.append((comment, len(self.open[-1].parts)))
        else:
            self.waiting.append(comment)

    def _gone(self, tag: str) -> None:
        """Note that an element (a deleted paragraph mark, say) removes more than its own content."""
        if self.rows and (tag == "cellDel" or (tag in _GONE and self.in_row_properties)):
            self.rows[-1] = True
        elif tag in _GONE and self.open and self.open[-1].in_properties:
            self.open[-1].joins = True

    def _in_paragraph(self, tag: str, attributes: dict[str, str]) -> bool:
        """Handle an element inside a paragraph or run; return False when ``tag`` is not one of those."""
        paragraph = self.open[-1]
        if tag == "r":
            paragraph.begin_run()
        elif tag == "pPr":
            paragraph.in_properties = True
        elif tag == "pStyle":
            paragraph.style = value(attributes)
        elif tag == "outlineLvl":
            paragraph.outline = value(attributes) in tuple("012345678")
        elif tag in _RUN_PROPERTIES:
            if not paragraph.in_properties:  # those of the paragraph's mark concern no words
                self._run_property(tag, attributes)
        elif paragraph.in_properties:
            return False
        elif tag in _SIGNS:
            self._add(_SIGNS[tag], sign=True)
        elif tag == "sym":
            self._add(_symbol(attributes))
        elif tag in _NOTES:
            self._refer(_NOTES[tag], attributes)
        elif tag == "fldChar":
            self._field(value(attributes, "fldCharType"))
        else:
            return False
        return True

    def _run_property(self, tag: str, attributes: dict[str, str]) -> None:
        paragraph, on = self.open[-1], value(attributes) not in OFF
        if tag == "rStyle":
            paragraph.run_style = value(attributes)
        elif tag == "vanish":
            paragraph.run_hidden = on
        elif tag == "vertAlign":
            paragraph.run_raised = value(attributes) == "superscript"
        else:
            paragraph.run_struck = bool(paragraph.run_struck) or on

    def _elsewhere(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tbl":
            self._print_carried()
        elif tag == "tr":
            self.rows.append(False)
        elif tag == "trPr":
            self.in_row_properties = True
        elif tag == "mc:AlternateContent":
            self.alternatives.append(self.seen)
        elif tag in ("mc:Choice", "mc:Fallback") and self.alternatives and self.seen > self.alternatives[-1]:
            self.skipped = 1  # the same once more, for other programs
        elif tag == "m:t":
            self.in_text = True
        elif tag in ("pic:pic", "v:imagedata"):
            self.words.pictures += 1
            self.seen += 1
        elif tag == "wp:docPr":
            told = f"{attributes.get('title', '')} {attributes.get('descr', '')}".strip()
            if told:
                self.words.told.append(told)
        elif tag == "v:textpath" and attributes.get("string"):
            self._word_art(attributes["string"])
        elif tag in _UNREAD or (tag == "listEntry" and holds_quotation(value(attributes))):
            self.words.unread[tag] = self.words.unread.get(tag, 0) + 1

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        tag = local_names(name)
        if tag == "r":
            self.runs_open -= 1
            if self.runs_open == 0:
                self.words.runs[-1] = (self.words.runs[-1][0], self.position())
        if tag in ("t", "m:t"):
            self.in_text = False
        elif tag == "p" and self.open:
            self._end_paragraph()
        elif tag in _HOLDERS:
            self._end_holder(tag)
        elif tag == "pPr" and self.open:
            self.open[-1].in_properties = False
        elif tag == "tr" and self.rows:
            self.rows.pop()
        elif tag == "trPr":
            self.in_row_properties = False
        elif tag == "mc:AlternateContent" and self.alternatives:
            self.alternatives.pop()

    def text(self, words: str) -> None:
        """Take the words of an element ``t``; blanks between elements are none."""
        if self.in_text and not self.skipped and self.open:
            self._add(words)

    # ---- words ----------------------------------------------------------------------------------------

    def _add(self, words: str, *, sign: bool = False) -> None:
        paragraph = self.open[-1]
        if any(self.codes):
            self.code_words = self.code_words or any(map(str.isalnum, words))
            return
        if any(self.rows) or paragraph.run_marked or self._is_struck(paragraph):
            return
        if self._is_hidden(paragraph):
            self.words.hidden += sum(map(str.isalnum, words))
            return
        raised = paragraph.run_raised
        if raised is None and paragraph.run_style:
            raised = self.styles.raised(paragraph.run_style)
        if raised and not sign:
            paragraph.raised.append(len(paragraph.parts))
        paragraph.parts.append(words)
        paragraph.runs.append(max(0, len(self.words.runs) - 1))
        self.seen += 1

    def _is_hidden(self, paragraph: OpenParagraph) -> bool:
        if paragraph.run_hidden is not None:
            return paragraph.run_hidden
        styles = (paragraph.run_style, paragraph.style)
        return any(self.styles.hidden(style) for style in styles if style)

    def _is_struck(self, paragraph: OpenParagraph) -> bool:
        if paragraph.run_struck is not None:
            return paragraph.run_struck
        return bool(paragraph.run_style) and self.styles.struck(paragraph.run_style)

    def _refer(self, kind: str, attributes: dict[str, str]) -> None:
        paragraph = self.open[-1]
        if any(self.rows) or self._is_hidden(paragraph) or self._is_struck(paragraph):
            return
        note = f"{kind} {value(attributes, 'id')}"
        self.words.notes.append(note)
        self.words.note_runs[note] = len(self.words.runs) - 1
        paragraph.run_marked = value(attributes, "customMarkFollows") not in ("", *OFF)

    def _field(self, kind: str) -> None:
        self.code_words = False
        if kind == "begin":
            self.codes.append(True)
        elif kind == "separate" and self.codes:
            self.codes[-1] = False
        elif kind == "end" and self.codes:
            self.codes.pop()

    def _word_art(self, words: str) -> None:
        self.words.paragraphs.append((words, None, self.note))
        self.words.places.append([(0, max(0, len(self.words.runs) - 1))])
        self.seen += 1

    # ---- paragraphs -----------------------------------------------------------------------------------

    def _begin_paragraph(self) -> None:
        before = self.carried[-1] if self.carried else None
        paragraph = OpenParagraph(note=self.note)
        if before is not None:
            self.carried[-1] = None
            paragraph.parts, paragraph.raised, paragraph.runs = before.parts, before.raised, before.runs
            paragraph.anchors = before.anchors
        self.open.append(paragraph)

    def _end_paragraph(self) -> None:
        paragraph = self.open.pop()
        if any(self.codes):  # a field that is never parted from its code ends here
            if self.code_words:
                self.words.unread["field"] = self.words.unread.get("field", 0) + 1
            self.codes = [False] * len(self.codes)
        if paragraph.joins and self.carried:
            self.carried[-1] = paragraph
        else:
            self._print(paragraph)

    def _print(self, paragraph: OpenParagraph) -> None:
        words, starts = paragraph.words()
        if not words:
            self.waiting += [comment for comment, _ in paragraph.anchors]
        else:
            number = len(self.words.paragraphs)
            ends = [(comment, 0) for comment in self.waiting]
            ends += [(comment, starts[part]) for comment, part in paragraph.anchors]
            self.waiting = []
            for comment, at in ends:
                self.words.anchors.setdefault(comment, []).append((number, at))
            self.words.places.append(list(zip(starts, paragraph.runs, strict=False)))
            kind: BlockKind | None = "heading" if paragraph.outline else None
            if kind is None and paragraph.style:
                kind = self.styles.kind(paragraph.style)
            self.words.paragraphs.append((words, kind, paragraph.note))

    def _begin_holder(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("footnote", "endnote", "comment"):
            if value(attributes, "type") in _SEPARATORS:
                self.skipped = 1
                return
            self.note = f"{tag} {value(attributes, 'id')}"
            self.words.signed[self.note] = (value(attributes, "author"), value(attributes, "date"))
        self.carried.append(None)
        if tag == "tc":
            self.rows.append(False)

    def _end_holder(self, tag: str) -> None:
        if tag == "tc" and self.rows:
            self.rows.pop()
        self._print_carried()
        if self.carried:
            self.carried.pop()

    def _print_carried(self) -> None:
        """Print a paragraph whose end mark was deleted, but which no other follows to be joined with."""
        if self.carried and (left := self.carried[-1]) is not None:
            self.carried[-1] = None
            self._print(left)


def _symbol(attributes: dict[str, str]) -> str:
    """Return the character of an element ``sym``; U+FFFD where only a symbol font can show it."""
    try:
        code = int(value(attributes, "char"), 16)
    except ValueError:
        return "\ufffd"
    if code < 0xE000:
        return chr(code)
    place = code - 0xF000
    return _SYMBOLS.get(place, "\ufffd") if value(attributes, "font").lower() == "symbol" else "\ufffd"
