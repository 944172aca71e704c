#!/usr/bin/env bash
# webvtt-py 0.6.0: what the second speaker of a cue says is given to the first, and "&amp;" stays as it is written.
#
# A cue of WebVTT may hold several voice spans (W3C WebVTT, section 4.2.2: <v Name>). Caption.voice is the first name,
# Caption.text holds the words of all of them without a mark between, so by these two the keeper's answer is the minister's.
# Caption.voices, or anything else that tells them apart, does not exist. Character references are not undone in either.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check webvtt-py==0.6.0
"$folder/venv/bin/python" - <<'PYTHON'
import webvtt

FILE = """WEBVTT

00:01.000 --> 00:04.000
<v Ada Lund>It is safe &amp; sound.</v> <v Bo Keeper>It will not hold.</v>
"""
(cue,) = webvtt.from_string(FILE)
print(repr(cue.voice), repr(cue.text))
assert cue.voice == "Ada Lund"
assert cue.text == "It is safe &amp; sound. It will not hold."
assert not hasattr(cue, "voices")
PYTHON
