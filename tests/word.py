"""Word documents for tests, as small as they can be."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


_PREFIXES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": SPACE,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    }.items()
)


def run(words: str, properties: str = "") -> str:
    """Return a run of ``words`` as XML; ``properties`` is the XML of what it looks like."""
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs as XML; what begins with no tag is made a run."""
    looks = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{looks}{''.join(each if each.startswith('<') else run(each) for each in runs)}</w:p>"


def word_parts(body: str, **parts: str) -> bytes:
    """Give a .docx of ``body`` and further parts: footnotes, endnotes, comments, styles, hdr1 (a header)."""
    written = {"word/document.xml": f"<w:document {_PREFIXES}><w:body>{body}</w:body></w:document>"}
    listing = ""
    for name, inside in parts.items():
        kind, tag = ("header", "hdr") if name.startswith("hdr") else (name, name)
        written[f"word/{name}.xml"] = f"<w:{tag} {_PREFIXES}>{inside}</w:{tag}>"
        listing += f'<Relationship Id="{name}" Type="http://a.example/{kind}" Target="{name}.xml"/>'
    written["word/_rels/document.xml.rels"] = f"<Relationships>{listing}</Relationships>"
    return archive({name: xml.encode() for name, xml in written.items()})


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


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(*paragraphs: str, styles: str = "", body: str = "") -> bytes:
    """Return an .odt of ``paragraphs``, or of ``body``, its XML; ``styles``: automatic ones."""
    inside = body or "".join(f"<text:p>{escape(words)}</text:p>" for words in paragraphs)
    named = {"draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(
        f'xmlns:{name}="{_ODF}:{named.get(name, name)}:1.0"'
        for name in ("office", "text", "style", "draw", "svg", "table")
    )
    xml = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{inside}</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": xml.encode()})


def rtf(*paragraphs: str) -> bytes:
    """Return a document in Rich Text Format of these paragraphs."""
    units = ("".join(f"\\u{ord(sign)}?" if ord(sign) > 126 else sign for sign in one) for one in paragraphs)
    return "{{\\rtf1\\ansi\\deff0 {}}}".format("".join(f"{one}\\par\n" for one in units)).encode()
