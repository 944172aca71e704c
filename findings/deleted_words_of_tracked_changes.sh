#!/usr/bin/env bash
# odfpy 1.4.1 and striprtf 0.0.35: words that were deleted under change tracking are text like any other.
#
# Both formats keep what was deleted: OpenDocument in <text:tracked-changes> before the text, RTF in a group marked \deleted.
# Who extracts the text as the documentation of odfpy does (each text:p through teletype.extractText) gets the deleted
# paragraph, too, and a comment with its author's name in the midst of a sentence; striprtf prints old and new word side by
# side, and what is hidden (\v). A draft that said "never safe" and says "safe" now is read as saying both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check odfpy==1.4.1 striprtf==0.0.35
"$folder/venv/bin/python" - <<'PYTHON'
import io
import zipfile

from odf import teletype, text
from odf.opendocument import load
from striprtf.striprtf import rtf_to_text

SPACES = {"office": "office", "text": "text", "manifest": "manifest"}
NAMES = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in SPACES.items())
NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
INFO = "<office:change-info><dc:creator>Bo</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info>"
REMARK = "<office:annotation><dc:creator>Bo</dc:creator><text:p>who says so?</text:p></office:annotation>"
CONTENT = f"""<office:document-content {NAMES} office:version="1.3"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>{INFO}<text:p>never</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:p>The wall is <text:change text:change-id="c1"/>safe{REMARK}, she said.</text:p>
</office:text></office:body></office:document-content>"""
TYPE = "application/vnd.oasis.opendocument.text"
ENTRY = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
LIST = ENTRY.format("/", TYPE) + ENTRY.format("content.xml", "text/xml")
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as file:
    file.writestr("mimetype", TYPE)
    file.writestr("content.xml", CONTENT)
    file.writestr("META-INF/manifest.xml", f"<manifest:manifest {NAMES}>{LIST}</manifest:manifest>")
packed.seek(0)
paragraphs = [teletype.extractText(p) for p in load(packed).getElementsByType(text.P)]
print(paragraphs)
assert paragraphs[:2] == ["never", "The wall is safeBowho says so?, she said."]

rtf = rtf_to_text(r"{\rtf1\ansi The wall is {\deleted never }{\revised always }safe{\v , says Bo}.}")
print(repr(rtf))
assert rtf == "The wall is never always safe, says Bo."
PYTHON
