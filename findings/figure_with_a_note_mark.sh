#!/usr/bin/env bash
# Eight readers of pages make another figure of a figure with a note: 40<sup>1</sup> dead becomes "401 dead".
#
# A note mark stands in <sup>, without a blank before it, as on any page with footnotes. All eight print its digit behind the
# figure: trafilatura 2.3.1, resiliparse 2.0.1, jusText 3.0.2, goose3 3.1.22, inscriptis 2.7.6, html2text 2025.4.15,
# markdownify 1.2.3 and html-to-markdown 3.21.2 (the last two keep a mark that is a link apart: "12[2](#n2)").
# The text that comes out is good English with ten times as many dead, and nothing in it tells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip() { "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$@"; }
pip trafilatura==2.3.1 lxml_html_clean==0.4.3
pip resiliparse==2.0.1 justext==3.0.2
pip goose3==3.1.22 inscriptis==2.7.6
pip html2text==2025.4.15 markdownify==1.2.3 html-to-markdown==3.21.2
"$folder/venv/bin/python" - <<'PYTHON'
import html_to_markdown
import html2text
import inscriptis
import justext
import markdownify
import trafilatura
from goose3 import Goose
from resiliparse.extract.html2text import extract_plain_text

PAGE = """<html><head><title>Dam wall leaks</title></head><body><article><h1>Dam wall leaks</h1>
<p>The keeper of the Halden dam spoke to reporters on Monday about the wall that has leaked since spring.</p>
<p>The landslide left 40<sup>1</sup> people dead in the village of Halden, the keeper said, and 12 are still missing there.</p>
<p>She promised that the village stays where it is this year, and that the road stays open for all who live there.</p>
</article></body></html>"""
READERS = {
    "trafilatura": trafilatura.extract,
    "resiliparse": extract_plain_text,
    "justext": lambda page: "\n".join(p.text for p in justext.justext(page, justext.get_stoplist("English"))),
    "goose3": lambda page: Goose().extract(raw_html=page).cleaned_text,
    "inscriptis": inscriptis.get_text,
    "html2text": html2text.html2text,
    "markdownify": markdownify.markdownify,
    "html-to-markdown": lambda page: html_to_markdown.convert(page).content,
}
for name, reader in READERS.items():
    text = " ".join((reader(PAGE) or "").split())
    print(f"{name}: {text[text.find('left 4') :][:30]!r}")
    assert "left 401 people dead" in text, name
PYTHON
