#!/usr/bin/env bash
# Text rectangles of a PDF part words and figures: "140 dead" drawn in two runs comes out as "1" and "40 dead".
#
# pypdfium2 5.15.2 gives the text of a page whole (get_text_range) and rectangle by rectangle (count_rects, get_rect,
# get_text_bounded), which looks like the way to lines with their places. But a rectangle is what one operator drew, and
# writers such as Chromium's draw a word in several wherever a font kerns or joins letters. Whoever puts the rectangles of a line
# together with blanks reads another figure; get_text_range has it right, and get_charbox tells where each sign is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2
"$folder/venv/bin/python" - <<'PYTHON'
import pypdfium2


def pdf(drawn: bytes) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 3 0 R >> >> >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table, len(out),
    )


page = pypdfium2.PdfDocument(pdf(b"BT /F1 12 Tf 72 700 Td (The slide left 1) Tj (40 dead in Halden) Tj ET"))[0]
words = page.get_textpage()
whole = words.get_text_range()
parts = [words.get_text_bounded(*words.get_rect(at)) for at in range(words.count_rects())]
print("whole:", whole)
print("by rectangles:", " ".join(parts))
assert whole == "The slide left 140 dead in Halden", whole
assert " ".join(parts) == "The slide left 1 40 dead in Halden", parts
PYTHON
