"""PDF files for tests, as small as they can be: lines of words at places of a page."""

from __future__ import annotations

from collections.abc import Sequence

Line = tuple[int, int, int, str]
"""Where a line begins, from the lower left corner of a page of 612 by 792 points, its size and its words."""


def pdf(*pages: Sequence[Line]) -> bytes:
    """Return a PDF of these pages in Helvetica; only signs of Windows-1252."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        drawn = b"".join(
            b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, _escaped(words))
            for x, y, size, words in lines
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _file(objects)


def _escaped(words: str) -> bytes:
    return (
        words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (count, table, count, len(out))


def paragraphs(text: str) -> bytes:
    """Return a PDF of a text, a line each 80 signs."""
    lines, y = [], 740
    for paragraph in text.split("\n\n"):
        words = paragraph.split()
        line = ""
        for word in words:
            if line and len(line) + len(word) > 80:
                lines.append((72, y, 11, line))
                line, y = "", y - 14
            line = f"{line} {word}" if line else word
        lines.append((72, y, 11, line))
        y -= 30
    return pdf(lines)
