#!/usr/bin/env bash
# htmldate 1.11.0: the day of an article is the last day of an event it is about, or the day its page expires.
#
# The page says "datePublished" in schema.org's JSON-LD and was never modified. `find_date` asks for the last change unless
# told otherwise (original_date=False); as there is no "dateModified", it takes the latest date that stands anywhere in the
# source, though the published one is known: the end of a fair a month later, the day until which the page is offered,
# the day of a reader's comment. With original_date=True it is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check htmldate==1.11.0
"$folder/venv/bin/python" - <<'PYTHON'
import json

from htmldate import find_date

MORE = {
    "about": ({"@type": "Event", "name": "Fair", "startDate": "2026-04-01", "endDate": "2026-04-04"}, "2026-04-04"),
    "expires": ("2026-06-01", "2026-06-01"),
    "comment": ({"@type": "Comment", "text": "Nice.", "dateCreated": "2026-03-20"}, "2026-03-20"),
}
for name, (value, day) in MORE.items():
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2026-03-05", name: value}
    page = f'<html><head><script type="application/ld+json">{json.dumps(data)}</script></head><body><p>Words.</p></body></html>'
    found = find_date(page, max_date="2026-12-31")
    print(f"{name}: {found}, published {find_date(page, original_date=True, max_date='2026-12-31')}")
    assert found == day
    assert find_date(page, original_date=True, max_date="2026-12-31") == "2026-03-05"
PYTHON
