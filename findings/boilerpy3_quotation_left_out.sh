#!/usr/bin/env bash
# boilerpy3 1.0.7: words in <q> may be left out of an article, with what stands around them.
#
# <q> is an inline element, but it is not in the list of those that do not begin a new block, so the words before it, in it
# and after it are three blocks. Each is judged alone, by its length and links, and short ones are taken for boilerplate:
# of "Minister Ada Lund said <q>the wall is safe</q>, while the keeper answered: <q>It will not hold</q>." the article
# keeps "Minister Ada Lund said". The same sentence with marks of its own for <q> is kept whole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boilerpy3==1.0.7
"$folder/venv/bin/python" - <<'PYTHON'
from boilerpy3 import extractors

PAGE = """<html><head><title>Dam wall leaks</title></head><body><article><h1>Dam wall leaks</h1>
<p>The keeper of the Halden dam spoke to reporters on Monday about the wall that has leaked since spring.</p>
<p>Minister Ada Lund said {0}the wall is safe{1}, while the keeper answered: {0}It will not hold{1}. Nobody asked why.</p>
<p>She promised that the village stays where it is this year, and that the road stays open for all who live there.</p>
<p>The village council met on Tuesday evening and heard the keeper, the minister and three engineers.</p>
</article></body></html>"""
extractor = extractors.ArticleExtractor()
marked = extractor.get_content(PAGE.format("<q>", "</q>"))
printed = extractor.get_content(PAGE.format("“", "”"))
print(repr(marked))
assert "Minister Ada Lund said\nIt will not hold\n. Nobody asked why." in marked
assert "the wall is safe" not in marked
assert "said “the wall is safe”, while the keeper answered: “It will not hold”. Nobody asked why." in printed
PYTHON
