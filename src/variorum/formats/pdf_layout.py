"""What stands where on the pages of a PDF: lines, cells of tables, and notes at the foot of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from variorum.settings import FILES

_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}(?!\d)|[*†‡§¶])")


class Line(Struct, kw_only=True):
    """A line of a page: its words and its place, in points from the lower left corner.

    cell: it is a cell of a table, and no part of a sentence that goes on. parted: a gap that parts cells, but
    no columns, is before it.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    cell: bool = False
    parted: bool = False

    @property
    def height(self) -> float:
        """From the lowest to the highest place of its font, in points."""
        return self.top - self.bottom


def with_cells(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page, those of its tables marked as cells, row by row where the table begins.

    A table is rows of lines beside each other, right below each other, that but for the first are a few words
    each and seldom begin in lower case: lines of two columns of prose are longer, and go on from one to the
    next.
    """
    cells: dict[int, list[Line]] = {}  # of a table, by the identity of its first line in the file
    inside: set[int] = set()
    places = {id(line): at for at, line in enumerate(lines)}
    for table in _tables(lines):
        rows = [replace(line, cell=True) for row in table for line in sorted(row, key=lambda one: one.left)]
        held = [id(line) for row in table for line in row]
        inside.update(held)
        cells[min(held, key=places.__getitem__)] = rows
    ordered: list[Line] = []
    for line in lines:
        if id(line) in cells:
            ordered += cells[id(line)]
        elif id(line) not in inside:
            goes_on = line.parted and ordered and not ordered[-1].cell
            if goes_on:
                ordered[-1] = _joined(ordered[-1], line)
            else:
                ordered.append(line)
    return ordered


def _joined(first: Line, second: Line) -> Line:
    return replace(
        first,
        text=f"{first.text.rstrip()} {second.text.lstrip()}",
        right=max(first.right, second.right),
        bottom=min(first.bottom, second.bottom),
        top=max(first.top, second.top),
    )


def usual_height(lines: Sequence[Line]) -> float:
    """Return the height that most signs of the text have, tables aside where there is more than them."""
    from statistics import median  # here: whoever reads no PDF need not load it

    text = [line for line in lines if not line.cell] or lines
    return median(line.height for line in text for _ in line.text.split())


def _tables(lines: Sequence[Line]) -> Iterator[list[list[Line]]]:
    """Yield the rows of each table; a row may be one short line, where a cell goes over several."""
    found: list[list[Line]] = []
    for row in _rows(lines):
        near = not found or found[-1][0].bottom - row[0].top < FILES.pdf_row * row[0].height
        short = len(row[0].text.split()) <= FILES.pdf_cell_words
        if near and (len(row) > 1 or found and short):
            found.append(row)
            continue
        if _is_table(table := _trimmed(found)):
            yield table
        found = [row] if len(row) > 1 else []
    if _is_table(table := _trimmed(found)):
        yield table


def _trimmed(rows: list[list[Line]]) -> list[list[Line]]:
    """Return the rows without the single lines at their end, which stand below a table."""
    last = max((at for at, row in enumerate(rows) if len(row) > 1), default=-1)
    return rows[: last + 1]


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines from top to bottom, those beside each other together."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (-one.top, one.left)):
        first = rows[-1][0] if rows else None
        if first is not None and (line.top + line.bottom) / 2 > first.bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_table(rows: Sequence[Sequence[Line]]) -> bool:
    if sum(len(row) for row in rows if len(row) > 1) < FILES.pdf_cells or len(rows) < 2:
        return False
    cells = [line.text.strip() for row in rows for line in sorted(row, key=lambda one: one.left)[1:]]
    going_on = sum(cell[0].islower() for cell in cells)
    words = sum(len(cell.split()) for cell in cells)
    return words <= FILES.pdf_cell_words * len(cells) and going_on <= FILES.pdf_going_on * len(cells)


def without_notes(lines: Sequence[Line], usual: float) -> tuple[list[Line], list[Line]]:
    """Part the lines of a text from notes: those below all of it on their page, in smaller print, from the
    first that begins with the mark of one.

    usual: the height of most lines. A page that is small print as a whole has no notes.
    """
    text: list[Line] = []
    notes: list[Line] = []
    small = FILES.pdf_note * usual
    for _, given in groupby(lines, key=lambda line: line.page):
        page = list(given)
        lowest = min((line.bottom for line in page if line.height > small and not line.cell), default=-inf)
        below = [
            line for line in page if line.height <= small and not line.cell and line.top <= lowest + small / 4
        ]
        begun = next((at for at, line in enumerate(below) if _is_marked(line)), len(below))
        found = {id(line) for line in below[begun:]}
        text += [line for line in page if id(line) not in found]
        notes += below[begun:]
    return text, notes


def _is_marked(line: Line) -> bool:
    return _MARK.match(line.text) is not None


def notes_apart(notes: Iterable[Line]) -> list[list[Line]]:
    """Return the notes, each with its lines: one begins with its mark, or on a page of its own."""
    parts: list[list[Line]] = []
    for line in notes:
        if parts and not _is_marked(line) and parts[-1][-1].page == line.page:
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts
