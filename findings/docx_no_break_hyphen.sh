#!/usr/bin/env bash
# docx2txt 0.9 and docx2python 3.7.1: a no-break hyphen is no character at all.
#
# Word keeps a hyphen at which no line may break (Ctrl+Shift+_) not as a character but as an element of its own,
# w:noBreakHyphen, in the run. Both libraries read w:t alone there: "A 13-year-old" becomes "A 13yearold", and an age, a score
# ("2-1" is 21) or a range changes what it says. python-docx 1.2.0 prints "-", mammoth 1.13.0 U+2011.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0 mammoth==1.13.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import docx
import docx2txt
import mammoth
from docx.oxml import OxmlElement
from docx2python import docx2python

document = docx.Document()
run = document.add_paragraph().add_run("Halden won 2")
for element, text in (("w:noBreakHyphen", None), ("w:t", "1.")):
    made = OxmlElement(element)
    made.text = text
    run._r.append(made)
document.save("draft.docx")

found = {
    "docx2txt": docx2txt.process("draft.docx").strip(),
    "docx2python": docx2python("draft.docx").text.strip(),
    "python-docx": docx.Document("draft.docx").paragraphs[0].text,
    "mammoth": mammoth.extract_raw_text(open("draft.docx", "rb")).value.strip(),
}
print(found)
assert found == {
    "docx2txt": "Halden won 21.",
    "docx2python": "Halden won 21.",
    "python-docx": "Halden won 2-1.",
    "mammoth": "Halden won 2\u20111.",
}
PYTHON
