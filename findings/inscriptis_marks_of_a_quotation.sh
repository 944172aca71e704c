#!/usr/bin/env bash
# inscriptis 2.7.6: marks of <q> stand in the wrong place when something in the quotation is set off.
#
# A browser prints <q> with a mark before its first and one behind its last word. In inscriptis, whose output is meant to
# look as in a browser, an element inside the quotation (<em>, <b>, a link) moves them: the closing mark stands before the
# emphasised words when they are the last, a pair of marks more stands around them when they are in the middle, and there
# is no mark at all when the whole quotation is emphasised. So "safe" below is no longer the minister's word.
# Seen: 'Lund said "the wall is "safe, twice.' for <q>the wall is <em>safe</em></q>.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check inscriptis==2.7.6
"$folder/venv/bin/python" - <<'PYTHON'
from inscriptis import get_text

EXPECTED = {
    "<p>Lund said <q>the wall is safe</q>, twice.</p>": 'Lund said "the wall is safe", twice.',
    "<p>Lund said <q>the wall is <em>safe</em></q>, twice.</p>": 'Lund said "the wall is "safe, twice.',
    "<p>Lund said <q>it is <b>not</b> safe</q> there.</p>": 'Lund said "it is "not" safe" there.',
    "<p>Lund said <q><em>it is not</em></q>, twice.</p>": "Lund said it is not, twice.",
}
for page, expected in EXPECTED.items():
    found = get_text(page).strip()
    print(f"{page} -> {found!r}")
    assert found == expected, expected
PYTHON
