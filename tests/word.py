"""Word documents for tests, as small as they can be."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_document(*paragraphs: str, styles: tuple[str, ...] = (), body: str = "") -> bytes:
    """Return a .docx of ``paragraphs`` with their styles, or of ``body``, the XML between its tags."""
    styled = [*styles, *[""] * len(paragraphs)]
    for words, style in zip(paragraphs, styled, strict=False):
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        body += f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
    xml = f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'
    return archive({"word/document.xml": xml.encode()})


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of ``parts``, the same bytes each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
