#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17): words of RTF in another code page than Western, and signs of two halves, are garbled.
#
# RTF says the encoding of its bytes by the font: "\fcharset204" is Windows-1251, "\fcharset128" Shift-JIS. Word, WordPad and
# LibreOffice write Cyrillic, Greek and Japanese so. pandoc takes every byte for Windows-1252: "Привет" becomes "Ïðèâåò". A sign
# beyond the basic plane stands as two numbers ("\u-10179?\u-8704?" is an emoji) and becomes U+FFFD twice. It says nothing of either.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import pypandoc

rtf = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}"
    r"\f0 Edda said: {\f1 \'cf\'f0\'e8\'e2\'e5\'f2} \u-10179?\u-8704?\par}"
)
plain = pypandoc.convert_text(rtf, "plain", format="rtf").strip()
print(pypandoc.get_pandoc_version(), ascii(plain))
assert "Привет" not in plain
assert "Ïðèâåò" in plain
assert plain.endswith("\ufffd\ufffd")
PYTHON
