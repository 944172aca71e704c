#!/usr/bin/env bash
# pycaption 2.3.14: italics of SubRip become words, and "&amp;" is escaped again, on the way to TTML (DFXP).
#
# SubRip marks italics with <i> and some writers escape "&". SRTReader keeps both as signs of the text, and DFXPWriter escapes them,
# so that a player shows "<i>Nobody</i> asked us &amp; we wait." pycaption's own reader of TTML gives the same words back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycaption==2.3.14
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from html import unescape

from pycaption import DFXPReader, DFXPWriter, SRTReader

srt = "1\n00:00:01,000 --> 00:00:04,000\n<i>Nobody</i> asked us &amp; we wait.\n"
dfxp = DFXPWriter().write(SRTReader().read(srt))
(line,) = [part for part in dfxp.split("\n") if "Nobody" in part]
print(line.strip())
assert unescape(line.strip()) == "<i>Nobody</i> asked us &amp; we wait."
words = DFXPReader().read(dfxp).get_captions("en-US")[0].get_text()
assert words == "<i>Nobody</i> asked us &amp; we wait."
PYTHON
