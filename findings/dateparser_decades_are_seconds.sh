#!/usr/bin/env bash
# dateparser 1.5.0: a decade is a number of seconds, so "in the 1990s" is half an hour from now.
#
# "s" is read as the unit of time wherever a number stands before it. "the 1990s" is 1,990 seconds ago, "in the 1990s" the same
# stretch in the future, "the '90s" a minute and a half ago. `parse` and `search_dates` both give a date (not the same one),
# nothing warns, and a report that tells of a decade seems to tell of today.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timedelta

import dateparser
from dateparser.search import search_dates

NOON = datetime(2026, 3, 5, 12)
OPTIONS = {"languages": ["en"], "settings": {"RELATIVE_BASE": NOON}}
for words, seconds in (("the 1990s", -1990), ("in the 1990s", 1990), ("the '90s", -90), ("1980s", -1980)):
    found = dateparser.parse(words, **OPTIONS)
    print(f"{words}: {found}")
    assert found == NOON + timedelta(seconds=seconds)
((words, moment),) = search_dates("The dam was built in the 1990s by the village.", **OPTIONS)
print(f"found in a sentence, {words!r}: {moment}")
assert moment == NOON - timedelta(seconds=1990)
PYTHON
