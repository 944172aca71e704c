#!/usr/bin/env bash
# inscriptis 2.7.6: the offsets of a table cell of two lines do not hold what stands in the cell.
#
# get_annotated_text gives the text of a page and labels as (start, end, name). For a cell of one line, text[start:end] is the
# cell. For one with a line break in it the lines are padded and stand among those of the other cells, but the label is still
# one run of the cell's length, counted back from its end: it begins in the cell beside it and leaves the first line out.
# Labels of what stands inside the cell (<b> here) are right, so the two disagree.
# Seen: label "cell" of "40 dead / 12 hurt" covers ' Halden\n12 hurt'.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check inscriptis==2.7.6
"$folder/venv/bin/python" - <<'PYTHON'
from inscriptis import get_annotated_text
from inscriptis.model.config import ParserConfig

config = ParserConfig(annotation_rules={"td": ["cell"], "b": ["bold"]})


def labelled(cell: str) -> tuple[str, list[tuple[str, str]]]:
    page = f"<table><tr><td>{cell}</td><td>Halden</td></tr><tr><td>none missing</td><td>Moss</td></tr></table>"
    result = get_annotated_text(page, config)
    return result["text"], [(name, result["text"][start:end]) for start, end, name in result["label"]]


text, one = labelled("40 dead, <b>12</b> hurt")
print(repr(text), one)
assert ("cell", "40 dead, 12 hurt") in one and ("bold", "12") in one
text, two = labelled("40 dead<br><b>12</b> hurt")
print(repr(text), two)
assert ("bold", "12") in two
assert ("cell", "Halden") in two and ("cell", "none missing") in two
assert not any(name == "cell" and "40 dead" in words for name, words in two)
PYTHON
