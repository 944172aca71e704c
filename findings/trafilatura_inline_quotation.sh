#!/usr/bin/env bash
# trafilatura 2.3.1: an inline quotation, <q>, loses its marks and ends the paragraph.
#
# A browser prints <q>the wall is safe</q> in quotation marks, inside its sentence. In trafilatura's text there are no
# marks, so that nobody can tell the minister's words from the reporter's, and a line break follows, as after a block
# quotation: the rest of the sentence stands in a paragraph of its own, which may be a lone full stop.
# The XML output has <quote> inside the paragraph, so the words are known to be quoted until the text is written.
# Seen: 'Minister Ada Lund said the wall is safe\n, and the keeper did not agree.'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.3
"$folder/venv/bin/python" - <<'PYTHON'
import trafilatura

PAGE = """<html><body><article><h1>Dam wall leaks</h1>
<p>The keeper of the Halden dam spoke to reporters on Monday about the wall that has leaked since spring.</p>
<p>Minister Ada Lund said <q>the wall is safe</q>, and the keeper did not agree.</p>
<p>The village council met on Tuesday evening and heard the keeper, the minister and three engineers.</p>
</article></body></html>"""
text = trafilatura.extract(PAGE)
print(repr(text))
assert "\nMinister Ada Lund said the wall is safe\n, and the keeper did not agree.\n" in text
xml = trafilatura.extract(PAGE, output_format="xml")
assert "said <quote>the wall is safe</quote>, and the keeper" in xml
PYTHON
