"""``.pdf``: a release, a court paper or a printed page with a text layer; its paragraphs in reading order.

PDF knows signs and where they stand, no paragraphs. Lines are taken in the order of the file, or column by
column where the file goes across them. A paragraph ends at a wider gap, at an indented line, and where a line
that ends a sentence is short. Heads and feet that pages repeat are left out and told, words broken at line
ends are joined. Notes at the foot of a page, in smaller print, follow at the end; cells of a table stand
apart. Needs the extra ``pdf`` (pypdfium2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct

from variorum.errors import BadRecord, MissingExtra, UnreadableFile
from variorum.formats.apart import run_apart
from variorum.formats.base import Format, Placed
from variorum.formats.pdf_layout import Line, notes_apart, usual_height, with_cells, without_notes
from variorum.formats.records import build, note
from variorum.formats.source import Source
from variorum.formats.status import cut_short
from variorum.formats.text import headline
from variorum.formats.unread import say_unread
from variorum.model import Block, Span
from variorum.model.article import BlockKind
from variorum.settings import FILES, ReadSettings
from variorum.text.late import late

_BROKEN = "\x02\ufffe\u00ad"  # what PDFium gives for a hyphen at a line's end, and the soft one
_ENDS = late(r"[.!?:…][\"'’”»)\]]*$")
_DIGITS = late(r"\d+")
_CONTROLS = late(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
}


class _Paragraph(Struct, kw_only=True):
    text: str
    kind: BlockKind | None


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is a PDF: by its suffix, else by its first bytes."""
    return suffix in FORMAT.suffixes or (suffix == "" and head.startswith(b"%PDF-"))


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article. Raises UnreadableFile for scans and locked files, with the remedy."""
    laid = _laid_out(source, settings)
    if not laid.lines:
        what = "its pages are pictures" if laid.pictured else "its pages are empty"
        raise UnreadableFile(
            f"has no text layer, {what}; have the text recognised (OCR) and save it as PDF or .txt",
            file=source.name,
        )
    kept, heads = _without_heads(laid.lines, laid.pages)
    text, blocks = _print(_paragraphs(kept))
    extra: dict[str, object] = {}
    if heads:
        note(extra, f"heads and feet of its pages are left out ({heads})")
    empty = laid.pages - len({line.page for line in laid.lines})
    if empty and laid.pictured:
        say_unread(extra, (f"{empty} {'page' if empty == 1 else 'pages'} without a text layer", True))
    headings = (one for one in blocks if one.kind == "heading")
    first = next((one.span.of(text) for one in headings if one.span.start == 0), None)
    fields = {"title": first or laid.title or headline(text, settings.title_length)}
    status = "truncated" if cut_short(text) else "read"
    yield None, build(fields, text=text, blocks=blocks, status=status, extra=extra)


class _Layout(Struct, kw_only=True):
    """What the pages of a file hold. pictured: a page without words has a picture."""

    lines: list[Line]
    pages: int
    pictured: bool
    title: str | None


def _laid_out(source: Source, settings: ReadSettings) -> _Layout:
    """Return what the pages hold; the parser works where it can be ended, whatever the file does to it."""
    data = source.read_all()
    try:
        return run_apart(_parsed, data, settings.max_record_bytes, limit=settings.seconds, load=_load)
    except ValueError as error:
        raise UnreadableFile(str(error), file=source.name) from error
    except BadRecord as error:
        raise UnreadableFile(f"is no PDF that can be read ({error.message})", file=source.name) from error


def _load() -> None:
    try:
        import pypdfium2  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "reading PDF needs pypdfium2; install it with: pip install 'variorum[pdf]'"
        ) from error


def _parsed(data: bytes, most: int) -> _Layout:
    """Return what the pages of a file hold. Raises ValueError, in words, for what cannot be read."""
    _load()
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        words = "is locked by a password; save a copy without one" if locked else f"is no whole PDF ({error})"
        raise ValueError(words) from error
    lines: list[Line] = []
    pictured, signs = False, 0
    try:
        for number in range(len(document)):
            page = document[number]
            found = _lines_of(page, number, pypdfium2.raw)
            lines += found
            signs += sum(len(line.text) for line in found)
            if signs > most or number >= FILES.pdf_pages:
                raise ValueError("is too long for one report; split it")
            pictured = pictured or (not found and _has_picture(page, pypdfium2))
        title = document.get_metadata_dict().get("Title", "").strip() or None
        return _Layout(lines=lines, pages=len(document), pictured=pictured, title=title)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"is no whole PDF ({error})") from error
    finally:
        document.close()


def _has_picture(page: Any, pypdfium2: Any) -> bool:
    image = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    return next(iter(page.get_objects(filter=[image])), None) is not None


def _lines_of(page: Any, number: int, raw: Any) -> list[Line]:
    """Return the lines of a page as its signs make them; a wide gap within one parts two columns."""
    words = page.get_textpage()
    lines: list[Line] = []
    signs: list[str] = []
    box: list[float] = []  # left, right, bottom, top of the line so far
    parted = False
    for at in range(words.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(words, at))
        if sign in "\r\n":
            lines += _line(signs, box, number, parted)
            signs, box, parted = [], [], False
            continue
        # The loose box has the height of the font, whatever letter stands in it.
        left, bottom, right, top = words.get_charbox(at, loose=True)
        gap = left - box[1] if box and right > left else 0.0
        if box and gap > FILES.pdf_gap * (box[3] - box[2]):
            lines += _line(signs, box, number, parted)
            parted = gap <= FILES.pdf_column * (box[3] - box[2])
            signs, box = [], []
        signs.append(sign)
        if right > left and top > bottom:  # a blank that was put in has no place
            box = (
                [min(box[0], left), max(box[1], right), min(box[2], bottom), max(box[3], top)]
                if box
                else [left, right, bottom, top]
            )
        if sign == _BROKEN[0]:  # the next sign stands on the next line
            lines += _line(signs, box, number, parted)
            signs, box, parted = [], [], False
    return _by_columns(with_cells([*lines, *_line(signs, box, number, parted)]))


def _line(signs: Sequence[str], box: Sequence[float], page: int, parted: bool) -> list[Line]:
    """Return a line of these signs, none without one that shows; halves of signs become whole."""
    text = "".join(signs).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if not box or not text.strip():
        return []
    left, right, bottom, top = box
    return [Line(text=text, page=page, left=left, right=right, bottom=bottom, top=top, parted=parted)]


def _by_columns(lines: list[Line]) -> list[Line]:
    """Return the lines column by column where the file goes across two of them, line by line."""
    beside = [
        (one, other)
        for one, other in zip(lines, lines[1:], strict=False)
        if min(one.top, other.top) > max(one.bottom, other.bottom)
        and other.left > one.right
        and not (one.cell or other.cell)
    ]
    if len(beside) < FILES.pdf_alike:
        return lines
    from statistics import median  # here: whoever reads no PDF need not load it

    edge = median((one.right + other.left) / 2 for one, other in beside)
    top, bottom = max(one.top for one, _ in beside), min(one.bottom for one, _ in beside)
    inside = [line for line in lines if bottom <= line.bottom and line.top <= top]
    if any(line.left < edge < line.right for line in inside):
        return lines  # a line goes over both: no columns, or a heading between them
    first, last = lines.index(inside[0]), lines.index(inside[-1])
    columns = [line for line in inside if line.right <= edge] + [line for line in inside if line.left >= edge]
    others = [line for line in lines[first : last + 1] if line not in inside]
    return [*lines[:first], *columns, *others, *lines[last + 1 :]]


def _without_heads(lines: Sequence[Line], pages: int) -> tuple[list[Line], int]:
    """Leave out first and last lines that most pages have alike, numbers aside; and how many there were."""
    if pages < FILES.pdf_alike:
        return list(lines), 0
    ends: dict[int, set[str]] = {}
    for page, given in groupby(lines, key=lambda line: line.page):
        of_page = sorted(given, key=lambda line: -line.top)
        ends[page] = {_alike(line) for line in (*of_page[:2], *of_page[-2:])}
    counted = Counter(words for found in ends.values() for words in found)
    repeated = {words for words, count in counted.items() if 2 * count > pages}
    kept = [line for line in lines if not (_alike(line) in repeated and _alike(line) in ends[line.page])]
    if not kept:  # pages of a line or two: what they have alike is all they say
        return list(lines), 0
    return kept, len(lines) - len(kept)


def _alike(line: Line) -> str:
    return _DIGITS.sub("0", " ".join(line.text.split())).casefold()


def _paragraphs(lines: Sequence[Line]) -> list[_Paragraph]:
    """Return the paragraphs, notes last; a line much taller than most is a heading, as are those like it."""
    if not lines:
        return []
    usual = usual_height(lines)
    lines, notes = without_notes(lines, usual)
    parts: list[list[Line]] = []
    for line in lines:
        if parts and not _begins(parts[-1], line, usual):
            parts[-1].append(line)
        else:
            parts.append([line])
    whole = " ".join(line.text for line in lines)
    tall = FILES.pdf_heading * usual
    found: list[tuple[list[Line], BlockKind | None]] = []
    found += [(part, "heading" if part[0].height > tall else None) for part in parts]
    found += [(part, "note") for part in notes_apart(notes)]
    return [_Paragraph(text=words, kind=kind) for part, kind in found if (words := _joined(part, whole))]


def _begins(part: Sequence[Line], line: Line, usual: float) -> bool:
    """Tell whether a line begins a new paragraph after the lines of ``part``."""
    last = part[-1]
    if line.cell or last.cell:
        return True
    tall = FILES.pdf_heading * usual
    if (last.height > tall) != (line.height > tall):
        return True
    ended = _ENDS.search(last.text.rstrip()) is not None
    if line.page != last.page or line.bottom > last.top:  # a new page or column: what is not ended goes on
        return ended
    if last.bottom - line.top > FILES.pdf_space * usual:
        return True
    above = [one for one in part if one.page == line.page and one.left < line.right and line.left < one.right]
    left = min((one.left for one in above), default=line.left)
    indented = line.left - left > FILES.pdf_indent * usual and len(above) > 1
    short = last.right < max(one.right for one in (last, *above, line)) - FILES.pdf_short * usual
    return ended and (indented or short)


def _joined(part: Sequence[Line], whole: str) -> str:
    """Return the words of lines; those broken at a line's end whole, by a hyphen only where it is theirs."""
    text = ""
    for line in part:
        words = " ".join(line.text.split())
        if text and text[-1] in f"{_BROKEN}-":
            head, tail = text[:-1].rpartition(" ")[2], words.partition(" ")[0]
            own = f"{head}-{tail}" in whole or not tail[:1].islower()
            text = f"{text[:-1]}{'-' * own}{words}"
        else:
            text = f"{text} {words}" if text else words
    for sign, letters in _LIGATURES.items():
        text = text.replace(sign, letters)
    return _CONTROLS.sub("", text).strip()


def _print(paragraphs: Sequence[_Paragraph]) -> tuple[str, tuple[Block, ...]]:
    blocks, at = [], 0
    for one in paragraphs:
        if one.kind:
            blocks.append(Block(kind=one.kind, span=Span(at, at + len(one.text))))
        at += len(one.text) + len("\n\n")
    return "\n\n".join(one.text for one in paragraphs), tuple(blocks)


FORMAT = Format(name="pdf", suffixes=(".pdf",), sniff=sniff, read=read, binary=True)
