"""Files that are broken, huge or meant to harm: each gets its exact message; none crashes, none is silent."""

from __future__ import annotations

import gzip
import io
import json
import os
import plistlib
import random
import struct
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests import agency, archive, outlook, saved
from tests.table import media_cloud, table

from variorum.errors import UnreadableFile
from variorum.formats import read
from variorum.model import Article, Reject
from variorum.model.codec import encode
from variorum.settings import ReadSettings

SMALL = ReadSettings(max_record_bytes=2_000, max_page_bytes=1_500)
UNPAIRED = "holds half a character (\\ud83d without its pair); the text was cut inside an emoji or the like"
SUFFIXES = (
    ".txt .text .md .markdown .csv .jsonl .ndjson .jsonlines .json .vtt .srt .html .htm .xhtml .shtml .ttml .dfxp "
    ".newsml .nitf .msg .eml .mhtml .mht "
    ".webarchive .rtf .odt .pdf .docx .wacz .warc .parquet, also with .gz"
)


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


def page(body: str) -> bytes:
    return f"<html><head><title>A title</title></head><body>{body}</body></html>".encode()


def live(words: str, posts: int = 1) -> bytes:
    """Return a live blog whose posts stand only in its data, with these words, as JSON has them."""
    each = ",".join(f'{{"headline": "{n}", "articleBody": "{words} {n}"}}' for n in range(posts))
    data = f'{{"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": [{each}]}}'
    return page(f'<script type="application/ld+json">{data}</script>')


def noise(count: int) -> bytes:
    return bytes(random.Random(7).choices(range(1, 256), k=count))


def office_file() -> bytes:
    return b"PK\x03\x04" + noise(200)


def parquet(**columns: list[object]) -> bytes:
    return table([dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)])


def not_utf8() -> bytes:
    """Return a table of three texts of which the second is not UTF-8, as careless writers leave them."""
    buffers = pa.array([b"one", b"caf\xe9", b"two"], pa.binary()).buffers()
    stream = io.BytesIO()
    pq.write_table(pa.table({"text": pa.Array.from_buffers(pa.string(), 3, buffers)}), stream)
    return stream.getvalue()


CUT_PARQUET = "the Parquet file is damaged or cut off (Parquet magic bytes not found in footer. Either the file is corrupted or this is not a parquet file.)"
SAID = archive.page("The mayor said no to the bridge on Monday, after a long debate about money. " * 3)
GOOD = archive.record(archive.response(SAID))
NOT_FOUND = "no report text could be found on the page; the report is listed as unreadable"

# ruff: noqa: E501
# name of the file, its bytes, the messages it gets in order (empty: none, it can be read)
FILES: list[tuple[str, bytes, list[str]]] = [
    # nothing in it
    ("empty.txt", b"", ["is empty"]),
    ("empty.jsonl", b"", ["is empty"]),
    ("blank.txt", b" \n\t\r\n", ["holds nothing but blanks"]),
    ("bom-only.txt", b"\xef\xbb\xbf", ["is empty"]),
    ("front-matter-only.md", b"---\ntitle: x\n---\n\n", ["holds front matter but no text"]),
    ("blank.html", b"  \n", ["the page is empty"]),
    ("empty-list.json", b"[]", ["is an empty list"]),
    ("blank-lines.jsonl", b"\n\n  \n", ["holds no records"]),
    ("empty.txt.gz", gzip.compress(b""), ["is empty"]),
    # not text
    ("nul.txt", b"The mayor said\x00 no.", ["holds NUL bytes (the first at byte 14): binary, or UTF-16 without its mark; save it as UTF-8"]),
    ("utf-16-unmarked.txt", "The mayor".encode("utf-16-le"), ["holds NUL bytes (the first at byte 1): binary, or UTF-16 without its mark; save it as UTF-8"]),
    ("utf-16-odd.txt", b"\xff\xfeT\x00h", ["begins as UTF-16-LE but breaks off that encoding at byte 4"]),
    ("pdf-as.txt", b"%PDF-1.7 ...", ["is a PDF; save its text as .txt"]),
    ("picture.html", b"\x89PNG\r\n\x1a\n", ["is a picture (PNG)"]),
    ("report.docx", office_file(), ["is no whole Word document (File is not a zip file); save it again, or its text as .txt"]),
    ("archive.jsonl", office_file(), ["is a ZIP archive or an office document; unpack it, or save its text as .txt"]),
    ("unknown.xyz", b"what is this", [f"files of the kind .xyz are not read; read are {SUFFIXES}"]),
    ("noname", b"\x01\x00\x02", [f"is binary; such files are not read; read are {SUFFIXES}"]),
    ("binary.jsonl", b"\x01\x02\x00\x03" * 50 + b"\n\x00\n", ["holds NUL bytes (the first at byte 2): binary, or UTF-16 without its mark; save it as UTF-8"]),
    # archives
    ("cut.jsonl.gz", gzip.compress(line(text="one") + b"\n" + noise(4000).replace(b"\n", b" "), mtime=0)[:-2000], ["the gzip archive ends too early (cut off in transfer?); fetch it again; reading stopped after line 1"]),
    ("cut.txt.gz", gzip.compress(noise(4000), mtime=0)[:-200], ["the gzip archive ends too early (cut off in transfer?); fetch it again"]),
    ("damaged.txt.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 40, ["the gzip archive is damaged; fetch it again"]),
    ("bad-sum.txt.gz", gzip.compress(b"The mayor said no.", mtime=0)[:-8] + b"\x00" * 8, ["the gzip archive is damaged; fetch it again"]),
    ("bomb.txt.gz", gzip.compress(b" " * 8_000_000, mtime=0), ["unpacks to more than 200 times its size (a gzip bomb?)"]),
    # records
    ("not-json.jsonl", b"The mayor said no.\n", ['is not JSON: unexpected "T" at column 1']),
    ("comma.jsonl", b'{"text": "a" "title": "b"}', ["is not JSON: unexpected a quotation mark at column 14"]),
    ("cut-line.jsonl", b'{"text": "The mayor sa', ["is not JSON: ends inside the record (cut off?)"]),
    ("cut-object.jsonl", b'{"text": "The mayor"', ["is not JSON: ends inside the record (cut off?)"]),
    ("array.jsonl", b'["The mayor said no."]', ["is an array, not a record {…}"]),
    ("string.jsonl", b'"The mayor said no."', ["is a string, not a record {…}"]),
    ("null.jsonl", b"null", ["is null, not a record {…}"]),
    ("number.json", b"42", ["is a number, not a record {…}"]),
    ("no-text.jsonl", line(id="x", headline="y"), ['has no "text" or "html" (it has "id", "headline")']),
    ("no-fields.jsonl", b"{}", ['has no "text" or "html" (it has no fields)']),
    ("other-name.jsonl", line(id="x", content="y"), ['has no "text" or "html"; it has "content": rename that to "text"']),
    ("empty-text.jsonl", line(id="x", text=""), ['"text" is empty and there is no title']),
    ("null-text.jsonl", line(id="x", text=None), ['"text" is null and there is no title']),
    ("list-text.jsonl", line(text=["a", "b"]), ['"text" is an array, not a string']),
    ("number-text.jsonl", line(text=12), ['"text" is a number, not a string']),
    ("list-id.jsonl", line(id=["x"], text="a"), ['"id" is an array; an id is a string or a number']),
    ("html-number.jsonl", line(html=5), ['"html" is a number, not a string']),
    ("half.jsonl", b'{"text": "a \\ud83d"}', [UNPAIRED]),
    ("half-in-extra.jsonl", b'{"text": "a", "tags": [{"x": "\\ud83d"}]}', [UNPAIRED]),
    ("latin-1.jsonl", b'{"text": "caf\xe9"}', ["is not UTF-8 (byte 0xe9 at column 14); convert the file to UTF-8"]),
    ("deep.jsonl", b'{"text": ' + b"[" * 200_000, ["is nested too deeply to be a report"]),
    ("digits.jsonl", b'{"text": "a", "n": ' + b"9" * 5_000 + b"}", ["holds a number of too many digits to be a report"]),
    ("same-id.jsonl", line(id="x", text="a") + b"\n" + line(id="x", text="b"), ['the id "x" belongs to another report already, at same-id.jsonl:1; give it its own']),
    ("twice.jsonl", line(text="a") + b"\n\n" + line(text="a"), ["duplicate of twice.jsonl:1"]),
    ("collation.jsonl", line(story="s", articles=[], utterances=[]), ["is a collation that variorum wrote, not a report; give the reports themselves"]),
    ("given-by-name.json", line(version=1, stories=[]), ["is a collation that variorum wrote, not a report; give the reports themselves"]),
    ("broken.json", b'[{"text": "a"},\n {"text": }]', ['is not JSON: unexpected "}" at column 11 of line 2']),
    ("nul.json", b'{"text": "\x00"}', ["holds NUL bytes (the first at byte 10): binary, or UTF-16 without its mark; save it as UTF-8"]),
    # tables
    ("empty.parquet", b"", ["is empty"]),
    ("magic-only.parquet", b"PAR1....", [CUT_PARQUET]),
    ("not-a.parquet", b"id,text\n1,The mayor said no.\n", ["is no Parquet file: it does not begin as one"]),
    ("cut.parquet", parquet(text=["The mayor said no."])[:-30], [CUT_PARQUET]),
    ("no-rows.parquet", table([], pa.schema([("text", pa.string())])), ["holds no rows"]),
    ("no-text.parquet", parquet(id=["x"], body=["y"]), ['has no "text" or "html"; it has "body": rename that to "text"']),
    ("null-text.parquet", parquet(id=["x", "y"], text=[None, "fine"]), ['"text" is null and there is no title']),
    ("number-text.parquet", parquet(text=[12]), ['"text" is a number, not a string']),
    ("not-utf-8.parquet", not_utf8(), ["holds text that is not UTF-8"]),
    ("bomb.parquet", table([{"text": "a" * 30_000_000}], compression="zstd", use_dictionary=False), ["unpacks to more than 200 times its size (a bomb?)"]),
    # collections of others
    ("other.csv", b"id,words\n1,The mayor said no.\n", ['is a table that is not Media Cloud\'s (it has "id", "words"); give it as JSON Lines or Parquet with a column "text"']),
    ("no-rows.csv", media_cloud(), ["holds no rows"]),
    ("cells.csv", media_cloud({"text": "no"}) + b"a,b\n", ["has 2 cells, and the table has 9 columns"]),
    ("bare.csv", media_cloud({"title": "One"}, {"title": "Two", "id": "a2"}), ["Media Cloud lists 2 stories without their words: their headlines are listed, and what they say is unknown; save the pages and give them"]),
    ("no-quotation.jsonl", line(url="https://a.example/x", quotes=[{"quote": " "}]), ["is a record of GDELT without a quotation"]),
    ("odd-quotation.jsonl", line(url="https://a.example/x", quotes=[{"quote": 5}]), ['"quote" of a quotation is a number, not a string']),
    # web archives
    ("empty.warc", b"", ["is empty"]),
    ("not-a.warc", b"The mayor said no.\n", ["the record at byte 0: bytes that belong to no record; reading went on at the next one"]),
    ("no-pages.warc", archive.record(b"x", "request") + archive.record(archive.response(b"\x89PNG", media="image/png")), ["holds no pages (image/png: 1)"]),
    ("cut.warc", GOOD[:-40], ["the record at byte 0: it ends before its Content-Length is reached (cut off?)"]),
    ("cut-header.warc", GOOD[:60], ["the record at byte 0: it ends inside its header (cut off?)"]),
    ("length.warc", GOOD.replace(b"Content-Length: ", b"Content-Length: x") + GOOD, [f'the record at byte 0: its Content-Length is "x{len(archive.response(SAID))}", not a number of bytes']),
    ("between.warc", GOOD + b"no record\r\n" * 5 + archive.record(archive.response(SAID), url="https://b.example/"), [f"the record at byte {len(GOOD)}: bytes that belong to no record; reading went on at the next one"]),
    ("no-http.warc", archive.record(b"The mayor said no."), ["the record at byte 0: holds no HTTP response"]),
    ("packed.warc", archive.record(archive.response(b"\x1b\x00", "Content-Encoding: br")), ["the record at byte 0: its packed body is damaged or cut off"]),
    ("odd-packed.warc", archive.record(archive.response(b"\x1b\x00", "Content-Encoding: dcb")), ['the record at byte 0: its body is packed as "dcb", which is not read']),
    ("chunks.warc", archive.record(archive.response(b"5\r\n<html", "Transfer-Encoding: chunked")), ["the record at byte 0: the chunks of its body are damaged or cut off"]),
    ("damaged.warc", archive.record(archive.response(gzip.compress(SAID)[:-20], "Content-Encoding: gzip")), ["the record at byte 0: its packed body ends too early"]),
    ("body-bomb.warc", archive.record(archive.response(gzip.compress(b"<html>" + b" " * 70_000_000, 9), "Content-Encoding: gzip")), ["the record at byte 0: unpacks to more than 64 MiB, the limit for one report"]),
    ("bomb.warc.gz", gzip.compress(archive.record(archive.response(b" " * 8_000_000)), mtime=0), ["unpacks to more than 200 times its size (a gzip bomb?); reading stopped in record 1"]),
    ("cut.warc.gz", gzip.compress(GOOD, mtime=0) + gzip.compress(archive.record(noise(4_000)), mtime=0)[:-2_000], ["the gzip archive ends too early (cut off in transfer?); fetch it again; reading stopped in record 2"]),
    ("prose.wacz", b"The mayor said no.\n", ["is no whole WACZ (File is not a zip file); fetch it again, or unpack its .warc.gz files"]),
    ("cut.wacz", archive.wacz(a=GOOD)[:-30], ["is no whole WACZ (File is not a zip file); fetch it again, or unpack its .warc.gz files"]),
    ("other.wacz", archive.wacz(), ["is an archive, but no WACZ: it holds no archive/*.warc.gz"]),
    ("no-pages.wacz", archive.wacz(a=archive.record(b"x", "request")), ["holds no pages"]),
    ("bomb.wacz", archive.wacz(a=bytes(8_000_000)), ["unpacks to more than 200 times its size (a ZIP bomb?)"]),
    ("gzip-bomb.wacz", archive.wacz(a=gzip.compress(archive.record(archive.response(b" " * 8_000_000)), mtime=0)), ["unpacks to more than 200 times its size (a gzip bomb?); reading stopped in record 1"]),
    ("cut-member.wacz", archive.wacz(a=GOOD, b=GOOD[:-40]), ["archive/b.warc: the record at byte 0: it ends before its Content-Length is reached (cut off?)"]),
    ("many.wacz", archive.wacz(**{f"a{n}": b"" for n in range(5_001)}), ["has more than 5,000 files in it; unpack its .warc.gz files"]),
    ("damaged.wacz", archive.wacz(a=GOOD).replace(b"a.warc", b"b.warc", 1), ["archive/a.warc cannot be unpacked (File name in directory 'archive/a.warc' and header b'archive/b.warc' differ.)"]),
    # pages saved whole
    ("plain.mhtml", SAID, ["is plain HTML, no page saved with its parts; name it .html"]),
    ("prose.mht", b"The mayor said no.\n", ["is no saved page: it does not begin with the headers of one"]),
    ("pictures.mhtml", saved.mhtml(saved.part(b"x" * 30, encoding="base64", media="image/png")), ["holds no page (image/png: 1)"]),
    ("deep.mhtml", saved.nested(60, SAID), ["its parts are nested too deeply to be a page"]),
    ("many.mhtml", saved.mhtml(*[saved.part(b"x", media="image/gif")] * 5_100), ["has more than 5,000 parts to be a page"]),
    ("lines.mhtml", b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + b"\n" * 2_100_000, ["is no page: it has more than two million lines"]),
    ("bad-packing.mhtml", saved.mhtml(saved.part(SAID, encoding="base64"), close=False)[:-1] + b"=!", []),
    ("cut.webarchive", saved.webarchive(SAID)[:-40], ["is no whole web archive (Invalid file); save the page again"]),
    ("laughs.webarchive", b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><plist><dict><key>WebMainResource</key><string>&b;</string></dict></plist>', ["is no whole web archive (XML entity declarations are not supported in plist files); save the page again"]),
    ("text.webarchive", saved.webarchive(b"The mayor said no.", media="text/plain"), ["holds no page (text/plain)"]),
    ("list.webarchive", plistlib.dumps([1]), ["holds no page"]),
    ("loop.webarchive", b"bplist00" + b"\xa1\x00" + b"\x08" + bytes(6) + b"\x01\x01" + struct.pack(">QQQ", 1, 0, 10), ["holds no page"]),
    ("huge-count.webarchive", b"bplist00" + b"\x00\x08" + bytes(6) + b"\x01\x01" + struct.pack(">QQQ", 2**40, 0, 9), ["is no whole web archive (Invalid file); save the page again"]),
    ("gate.webarchive", saved.webarchive(page("<p>Please enable JavaScript.</p>")), [NOT_FOUND]),
    ("plist.txt", b"bplist00" + bytes(40), ["is a binary property list"]),
    # subtitles
    ("prose.srt", b"The mayor said no.\n", ["holds no times of captions (00:01:02.500 --> 00:01:04.000); save it as .txt if it is a transcript"]),
    ("no-words.vtt", b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\n", ["holds no captions; save it as .txt if it is a transcript"]),
    ("picture.vtt", b"\x89PNG\r\n\x1a\n", ["is a picture (PNG)"]),
    # items of agencies
    ("prose.nitf", b"The mayor said no.", ["is no whole XML (syntax error: line 1, column 1)"]),
    ("cut.nitf", agency.nitf("The mayor said no.")[:-9], ["is no whole XML (unclosed token: line 1, column 381)"]),
    ("other.nitf", b"<rss/>", ["is no NITF: its root element is <rss>"]),
    ("other.newsml", b"<rss/>", ["is no NewsML-G2: its root element is <rss>"]),
    ("old.xml", b"<NewsML/>", ["is NewsML 1; ask the agency for NewsML-G2 or NITF, or save its text as .txt"]),
    ("nothing.nitf", b"<nitf/>", ["is an item without words and without a headline"]),
    ("photo.newsml", agency.item("", kind="picture").encode(), ["holds no item of text (picture: 1)"]),
    ("photo.json", agency.ninjs(type="picture", pubstatus="usable"), ["is an item of the type 'picture' without a text"]),
    ("bodies.json", agency.ninjs(bodies="x"), ['"bodies" is a string, not an array']),
    ("packed.newsml", agency.item("", held='<inlineData encoding="base64">eA==</inlineData>').encode(), ["its words are packed inside the item (encoding); unpack them, or ask for plain ones"]),
    ("laughs.nitf", b'<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><nitf>&b;</nitf>', ["is XML that declares entities of its own; such files are not read"]),
    ("steal.nitf", b'<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]><nitf>&a;</nitf>', ["is XML that declares entities of its own; such files are not read"]),
    ("deep.nitf", b"<nitf>" + b"<p>" * 250, ["its elements are nested more than 200 deep; no report is"]),
    ("many.nitf", b"<nitf>" + b"<p/>" * 300_001, ["has more than 300,000 elements; split it"]),
    ("prose.ttml", b"The mayor said no.\n", ["is no whole XML (syntax error: line 1, column 1)"]),
    ("other.dfxp", b"<rss/>", ["is no TTML: its root element is <rss>"]),
    ("no-words.ttml", saved.timed_text(" "), ["holds no captions; save it as .txt if it is a transcript"]),
    ("laughs.ttml", b'<!DOCTYPE tt [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><tt>&b;</tt>', ["is XML that declares entities of its own; such files are not read"]),
    ("deep.ttml", b"<tt><body>" + b"<span>" * 250, ["its elements are nested more than 200 deep; no report is"]),
    # messages of Outlook
    ("prose.msg", b"The mayor said no.", ["is no message of Outlook: it does not begin as one"]),
    ("cut.msg", outlook.letter("The mayor said no.")[:700], ["is no whole message (incomplete OLE sector)"]),
    ("odd.msg", outlook.letter("The mayor said no.")[:8] + b"\xff" * 5_000, ["is no whole message (it is damaged or cut off)"]),
    ("other.msg", outlook.message(outlook.text(0x1000, "no")), ["is an old office document, but no message of Outlook; save its text as .txt"]),
    ("packed.msg", outlook.message(outlook.values(), outlook.data(0x1009, struct.pack("<II4sI", 20, 9, b"odd ", 0))), ["its rich text is packed in a way that is not read"]),
    ("bomb.msg", outlook.message(outlook.values(), outlook.data(0x1009, struct.pack("<II4sI", 20, 2**31, b"LZFu", 0))), ["its rich text unpacks to more than 64 MiB, the limit for one report"]),
    ("damaged.msg", outlook.message(outlook.values(), outlook.data(0x1009, struct.pack("<II4sI", 20, 99, b"LZFu", 0) + b"\xff\xf0\x00")), ["its rich text is damaged"]),
    # rich text
    ("prose.rtf", b"The mayor said no.", ["is no RTF: it does not begin as one"]),
    ("nothing.rtf", b"{\\rtf1 {\\*\\x no}}", ["is a document without text"]),
    ("deep.rtf", b"{\\rtf1 " + b"{" * 2_000 + b"no", ["its groups are nested more than 1,000 deep; no report is"]),
    ("rich.html", b"{\\rtf1 no}", ["is an RTF document; name it .rtf"]),
    ("bin.rtf", b"{\\rtf1 yes{\\pict\\bin99999999999 no", []),
    # pages
    ("nothing.html", b"<html></html>", ["no report text and no title could be found on the page"]),
    ("script.html", page("<script>render()</script>"), [NOT_FOUND]),
    ("gate.html", page("<p>Please enable JavaScript and cookies to continue to this site and its pages.</p>"), [NOT_FOUND]),
    ("deep.html", page("<div>" * 3_000 + "words"), ["the page's elements are nested more than 250 deep"]),
    ("deeper.html", page("<div>" * 400_000 + "words"), ["the page's elements are nested more than 250 deep"]),
    ("quotes.html", page("<blockquote>" * 300 + "words"), ["the page's elements are nested more than 250 deep"]),
    ("unfold.html", page("".join(f"<p><font x={n}>" for n in range(3_000))), ["the page is too large: its unclosed tags would unfold to more than 50,000 elements"]),
    ("elements.html", page("<i></i>" * 60_000), ["the page is too large: it has more than 50,000 elements"]),
    ("live-deep.html", live("&lt;div&gt;" * 3_000 + "words"), ["the page's elements are nested more than 250 deep"]),
    ("live-unfold.html", live("".join(f"\\u003cp>\\u003cfont x={n}>" for n in range(3_000))), ["the page is too large: its unclosed tags would unfold to more than 50,000 elements"]),
    ("live-many.html", live("words", 3_000), []),
    ("laughs.html", b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><html><head><title>Ha</title></head><body>&b;</body></html>', []),
]  # fmt: skip
LARGE: list[tuple[str, bytes, list[str]]] = [
    ("large.txt", b"a " * 1_500, ["is larger than 1.953 KiB, the limit for one report; split it"]),
    ("large.json", b" " * 3_000, ["is larger than 1.953 KiB, the limit for one report; split it"]),
    ("long-line.jsonl", line(text="a" * 3_000), ["line is longer than 1.953 KiB, the limit"]),
    ("large.parquet", parquet(text=["a" * 3_000]), ["row is larger than 1.953 KiB, the limit for one report"]),
    ("large.warc", archive.record(archive.response(noise(3_000))), ["the record at byte 0: is larger than 1.953 KiB, the limit for one report"]),
    ("large.html", page("<p>word " * 225), ["the page's markup is 1.817 KiB without its pictures; the limit is 1.465 KiB"]),
]  # fmt: skip


def reasons_of(folder: Path, name: str, data: bytes, settings: ReadSettings) -> list[str]:
    (folder / name).write_bytes(data)
    before = Path.cwd()
    os.chdir(folder)
    try:
        items = list(read(name, settings=settings))
    finally:
        os.chdir(before)
    assert items, "neither an article nor a reject: silence"
    assert all(item.file == name for item in items if isinstance(item, Reject))
    return [item.reason for item in items if isinstance(item, Reject)]


@pytest.mark.parametrize(("name", "data", "messages"), FILES, ids=[row[0] for row in FILES])
def test_each_hostile_file_gets_its_message(
    tmp_path: Path, name: str, data: bytes, messages: list[str]
) -> None:
    assert reasons_of(tmp_path, name, data, ReadSettings()) == messages


@pytest.mark.parametrize(("name", "data", "messages"), LARGE, ids=[row[0] for row in LARGE])
def test_what_is_too_large_is_refused(tmp_path: Path, name: str, data: bytes, messages: list[str]) -> None:
    assert reasons_of(tmp_path, name, data, SMALL) == messages


def test_a_bomb_of_blank_lines_is_stopped(tmp_path: Path) -> None:
    data = gzip.compress(b"\n" * 8_000_000, mtime=0)
    (reason,) = reasons_of(tmp_path, "bomb.jsonl.gz", data, ReadSettings())
    bomb, _, where = reason.partition("; ")
    assert bomb == "unpacks to more than 200 times its size (a gzip bomb?)"
    assert where.startswith("reading stopped after line ")


def test_a_bad_line_does_not_stop_the_good_ones(tmp_path: Path) -> None:
    lines = [
        line(id="1", text="one"),
        b"{broken",
        b"\xff\xfe",
        b"[1]",
        b'{"text": "' + b"x" * 3_000 + b'"}',
        line(id="2", text="two"),
    ]
    (tmp_path / "mixed.jsonl").write_bytes(b"\n".join(lines))
    items = list(read(tmp_path / "mixed.jsonl", settings=SMALL))
    assert [item.id for item in items if isinstance(item, Article)] == ["1", "2"]
    assert [item.line for item in items if isinstance(item, Reject)] == [2, 3, 4, 5]


def test_records_before_the_end_of_a_cut_archive_are_kept(tmp_path: Path) -> None:
    rows = b"\n".join(line(id=str(n), text=noise(300).hex()) for n in range(200))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(rows, mtime=0)[:-500])
    *kept, last = read(tmp_path / "cut.jsonl.gz")
    assert len(kept) > 100
    assert all(isinstance(item, Article) for item in kept)
    assert isinstance(last, Reject)
    assert last.reason == (
        "the gzip archive ends too early (cut off in transfer?); fetch it again; "
        f"reading stopped after line {len(kept)}"
    )


def test_folder_litter_is_left_out_and_the_rest_accounted_for(tmp_path: Path) -> None:
    write: Callable[[str, bytes], object] = lambda name, data: (tmp_path / name).write_bytes(data)  # noqa: E731
    for name in (".hidden.txt", "LICENSE", "README.md", "Thumbs.db", "draft.txt~", "~$letter.docx"):
        write(name, b"no report")
    write("rejects.jsonl", b'{"file":"a","reason":"b"}\n')
    write("collation.json", b'{"version":1,"stories":[\n]}\n')
    write(
        "report.html",
        b'<!doctype html><html><head><meta name="generator" content="variorum 0.1"></head></html>',
    )
    (tmp_path / "saved_files").mkdir()
    write("saved_files/ad.html", b"<html><body>ad</body></html>")
    write(
        "saved.html",
        page("<article><p>" + "The mayor said no to the plan on Monday. " * 8 + "</p></article>"),
    )
    write("b.txt", b"The mayor said no.")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "b.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    items = list(read([tmp_path]))
    rejects = {Path(item.file).name: item.reason for item in items if isinstance(item, Reject)}
    assert sum(isinstance(item, Article) for item in items) == 2
    assert rejects == {
        "dangling.txt": "is a link to a file that does not exist",
        "c.txt": "is given twice; it was read the first time",
        "pipe.txt": "is no regular file",
    }


def test_only_our_own_outputs_are_left_out_by_name(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_bytes(
        page("<p>" + "The mayor said no to the plan on Monday. " * 8 + "</p>")
    )
    (tmp_path / "rejects.jsonl").write_bytes(line(text="People rejects."))
    assert [type(item).__name__ for item in read([tmp_path])] == ["Article", "Article"]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert list(read([tmp_path])) == [Reject(file=str(tmp_path), reason="the folder holds no reports")]


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("x")
    monkeypatch.setattr(Path, "open", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "denied")))
    assert list(read(path)) == [Reject(file=str(path), reason="may not be read (permission denied)")]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("reprots.txt", "no such file or folder; did you mean {0}/reports.txt?"),
        ("qqq/deep/er.txt", "no such file or folder; the folder {0} holds reports.txt"),
        ("https://a.example/x.html", "is an address, not a file; save the page and give the file"),
    ],
)
def test_a_missing_path_raises_with_a_remedy(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "reports.txt").write_text("x")
    given = name if "://" in name else str(tmp_path / name)
    with pytest.raises(UnreadableFile) as caught:
        read([given])  # raised at once, before anything is read
    assert caught.value.message == message.format(tmp_path)
    assert caught.value.file == given


def test_standard_input_is_read_as_records_or_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def stdin(data: bytes) -> list[object]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        return list(read("-"))

    assert [
        item.text for item in stdin(line(text="one") + b"\n" + line(text="two")) if isinstance(item, Article)
    ] == ["one", "two"]
    assert [item.text for item in stdin(b"The mayor said no.\n") if isinstance(item, Article)] == [
        "The mayor said no.\n"
    ]
    assert [item.text for item in stdin(gzip.compress(line(text="packed"))) if isinstance(item, Article)] == [
        "packed"
    ]
    assert stdin(b"") == [Reject(file="<stdin>", reason="is empty")]


def test_names_that_are_not_utf8_and_names_that_steer_are_told_as_text(tmp_path: Path) -> None:
    odd = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / odd).write_bytes(b"")
    (tmp_path / "line\nbreak.txt").write_bytes(b"The mayor said no.")
    items = list(read([tmp_path]))
    for item in items:
        encode(item)  # can be written
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert reject.file == f"{tmp_path}/caf\\xe9.txt"
    (article,) = (item for item in items if isinstance(item, Article))
    assert article.extra["file"] == "line\nbreak.txt"


def test_a_report_alone_in_its_file_bears_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "gazette.txt").write_bytes(b"The mayor said no.")
    (tmp_path / "many.jsonl").write_bytes(line(text="The mayor said yes."))
    (tmp_path / "own.json").write_bytes(line(text="The mayor said maybe.", file="theirs"))
    names = [item.extra.get("file") for item in read([tmp_path]) if isinstance(item, Article)]
    assert names == ["gazette.txt", None, "theirs"]


def test_of_a_file_and_its_copy_the_copy_is_the_duplicate(tmp_path: Path) -> None:
    for name in ("note.txt", "note (1).txt", "note copy.txt"):
        (tmp_path / name).write_bytes(b"The mayor said no.")
    rejects = [item for item in read([tmp_path]) if isinstance(item, Reject)]
    assert [(Path(one.file).name, one.reason) for one in rejects] == [
        ("note (1).txt", f"duplicate of {tmp_path}/note.txt"),
        ("note copy.txt", f"duplicate of {tmp_path}/note.txt"),
    ]


def test_an_empty_path_is_not_taken_for_this_folder() -> None:
    with pytest.raises(UnreadableFile, match="an empty path"):
        read([""])
