#!/usr/bin/env bash
# feedparser 6.0.14: the author of an RSS item is cut in two inside the domain of his address.
#
# RSS asks for an author as "address (name)". feedparser looks in it for an address whose last label has two to four
# letters. With a longer one (.press, .online, .example) the address ends in the middle of the label, and what is left of
# the label is put before the name, with the closing bracket gone.
# Seen: "desk@halden.press (Ada Lund)" -> name "s (Ada Lund", email "desk@halden.pres";
#       "desk@halden.news (Ada Lund)"  -> name "Ada Lund",    email "desk@halden.news".
# Whoever takes bylines from feeds reads e.author_detail at his peril; e.author keeps the printed line.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check feedparser==6.0.14
"$folder/venv/bin/python" - <<'PYTHON'
import feedparser

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://halden.example/</link>
<description>d</description><item><title>t</title><author>{}</author></item></channel></rss>"""
EXPECTED = {
    "desk@halden.news (Ada Lund)": {"name": "Ada Lund", "email": "desk@halden.news"},
    "desk@halden.press (Ada Lund)": {"name": "s (Ada Lund", "email": "desk@halden.pres"},
    "ada@gazette.online (Ada Lund)": {"name": "ne (Ada Lund", "email": "ada@gazette.onli"},
}
for author, expected in EXPECTED.items():
    found = dict(feedparser.parse(FEED.format(author)).entries[0].author_detail)
    print(f"{author!r} -> {found}")
    assert found == expected, expected
PYTHON
