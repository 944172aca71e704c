#!/usr/bin/env bash
# newsmlg2 1.1 (the IPTC's Python implementation of NewsML-G2): a message that is written again has lost its items.
#
# A newsMessage holds the items that an agency sends in its itemSet. NewsMLG2Document reads them, and to_xml_string()
# of the message then writes the header alone: no item, no error. A newsItem by itself is written whole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check newsmlg2==1.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from NewsMLG2 import NewsMLG2Document

item = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:halyard.example:20270311:lock"'
    ' version="1" standard="NewsML-G2" standardversion="2.32" conformance="power" xml:lang="en">'
    '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>'
    '<itemMeta><itemClass qcode="ninat:text"/><provider literal="Halyard"/>'
    "<versionCreated>2027-03-11T10:15:00Z</versionCreated></itemMeta>"
    "<contentMeta><headline>Lock stays shut</headline></contentMeta></newsItem>"
)
message = (
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2027-03-11T10:15:00Z</sent></header>'
    f"<itemSet>{item}</itemSet></newsMessage>"
)
alone = NewsMLG2Document(item.encode()).get_item().to_xml_string()
sent = NewsMLG2Document(message.encode()).get_item().to_xml_string()
print(sent)
assert "Lock stays shut" in alone
assert "<sent>" in sent
assert "newsItem" not in sent and "Lock stays shut" not in sent
PYTHON
