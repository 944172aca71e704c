"""What Word documents share: made without the moment of their making, so that the same is the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from variorum.errors import OutputError
from variorum.outputs.wording import CONTROLS, sign_names

if TYPE_CHECKING:
    from docx.document import Document

# Word documents must bear a date; one that says nothing keeps the same words the same bytes.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST_TITLE = 255  # of a document's properties, by its standard


def new_document(title: str) -> Document:
    """Return an empty document. Raises OutputError where python-docx is not installed."""
    try:
        import docx
    except ImportError as error:
        raise OutputError("a Word document needs python-docx; pip install 'variorum[desk]'") from error
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = clean(title)[:_LONGEST_TITLE], "", ""
    properties.created = properties.modified = _NO_DATE
    return document


def saved(document: Document) -> bytes:
    """Return a document as a file, without the moment at which its parts were packed."""
    made = BytesIO()
    document.save(made)
    target = BytesIO()
    with ZipFile(made) as archive, ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for part in archive.infolist():
            told = ZipInfo(part.filename)  # of 1980, the first day that archives know
            told.compress_type = ZIP_DEFLATED
            packed.writestr(told, archive.read(part))
    return target.getvalue()


def clean(text: str) -> str:
    """Return ``text`` as XML can hold it: control signs told by number, line ends as blanks but our own."""
    return CONTROLS.sub(lambda one: f"({sign_names(one)})", text)
