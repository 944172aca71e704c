"""The brief for an editor as a Word document, by python-docx (``pip install 'variorum[desk]'``).

It says what ``markdown`` says, line by line: what is bold there is bold here, a list there a list here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.model import AnnotatedArticle, Collation
from variorum.outputs import markdown
from variorum.outputs.atomic import write_bytes
from variorum.outputs.faults import Rejected
from variorum.outputs.word import clean, new_document, saved

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_TITLE = "Brief"
_LINE = re.compile(r"(?P<heading>#{1,3}) |(?P<item>- )|(?P<inner>  - )|(?P<number>\d+\. )")
_PIECE = re.compile(r"\\(?P<sign>.)|(?P<bold>\*\*)|(?P<italic>\*)|<(?P<address>https?://[^\s<>]+)>")
_STYLES = {"item": "List Bullet", "inner": "List Bullet 2", "number": "List Number"}


def write(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    path: Path,
    *,
    rejected: Rejected | None = None,
) -> None:
    """Write the brief; no collation gives one that says so. The same stories give the same bytes.

    Raises OutputError, also where python-docx is not installed.
    """
    document = new_document(_TITLE)
    for line in markdown.content(collations, articles, rejected).decode("utf-8").splitlines():
        if line:
            _add(document, line)
    write_bytes(path, saved(document))


def _add(document: Document, line: str) -> None:
    match = _LINE.match(line)
    if match is None:
        _fill(document.add_paragraph(), line)
    elif match["heading"]:
        level = len(match["heading"]) - 1
        _fill(document.add_heading(level=level), line[match.end() :])
    else:
        style = next(name for kind, name in _STYLES.items() if match[kind])
        _fill(document.add_paragraph(style=style), line[match.end() :])


def _fill(paragraph: Paragraph, line: str) -> None:
    """Add the words of a line: escaped signs as they are, what stands between stars bold or slanted."""
    bold = italic = False
    words, at = "", 0

    def add() -> None:
        if words:
            run = paragraph.add_run(clean(words))
            run.bold, run.italic = bold or None, italic or None

    for match in _PIECE.finditer(line):
        words += line[at : match.start()]
        at = match.end()
        if match["sign"] or match["address"]:
            words += match["sign"] or match["address"]
            continue
        add()
        words = ""
        if match["bold"]:
            bold = not bold
        else:
            italic = not italic
    words += line[at:]
    add()
