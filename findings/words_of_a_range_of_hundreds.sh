#!/usr/bin/env bash
# text2num 3.1.0 and number-parser 0.3.2: a range of hundreds and a year, written in words, become two other numbers.
#
# Both turn number words of a text into digits. "four to five hundred people" is 400 to 500 of them; both write "4 to 500", so
# the lower end of a toll falls to a hundredth. "one or two hundred" becomes "1 or 200" in the same way.
# A year is cut in two: "nineteen eighty-four" -> "19 84", "twenty twenty-six" -> "20 26".
# Whoever compares figures of reports after such a step finds differences that nobody printed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check text2num==3.1.0 number-parser==0.3.2
"$folder/venv/bin/python" - <<'PYTHON'
from number_parser import parse
from text_to_num import alpha2digit

EXPECTED = {
    "four hundred to five hundred people": "400 to 500 people",
    "four to five hundred people": "4 to 500 people",
    "one or two hundred": "1 or 200",
    "in nineteen eighty four": "in 19 84",
    "in twenty twenty six": "in 20 26",
}
for words, expected in EXPECTED.items():
    found = {"text2num": alpha2digit(words, "en"), "number-parser": parse(words)}
    print(f"{words!r} -> {found}")
    if words != "one or two hundred":  # text2num leaves a lone "one" as it is
        assert set(found.values()) == {expected}, expected
assert parse("one or two hundred") == "1 or 200"
PYTHON
