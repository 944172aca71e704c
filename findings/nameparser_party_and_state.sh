#!/usr/bin/env bash
# nameparser 2.6.0: the last name of "Sen. Ada Lund (D-N.J.)" is "D-N.J.", that of "(R-Texas)" is right.
#
# Party and state in brackets behind a legislator's name are how American news print them. What is in brackets is a nickname,
# but not where it ends in a full stop, as the old abbreviations of states do: then it is the last name, and the last
# name a middle one. Behind a comma, the other way of printing it, party and state are the first name. So one list of people
# holds the same senator's party as nickname, first or last name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nameparser==2.6.0
"$folder/venv/bin/python" - <<'PYTHON'
from nameparser import HumanName

SEEN = {
    "Sen. Ada Lund (D-N.J.)": {"title": "Sen.", "first": "Ada", "middle": "Lund", "last": "D-N.J."},
    "Sen. Ada Lund (R-Texas)": {"title": "Sen.", "first": "Ada", "last": "Lund", "nickname": "R-Texas"},
    "Rep. Ada Lund, D-N.J.": {"title": "Rep.", "first": "D-N.J.", "last": "Ada Lund"},
}
for name, parts in SEEN.items():
    found = {part: words for part, words in HumanName(name).as_dict().items() if words}
    print(name, found)
    assert found == parts
PYTHON
