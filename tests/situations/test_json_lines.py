"""JSON Lines as other programs write them: odd numbers, cut characters, nulls of databases, repeated ids.

After reports that one bad line ended the reading of a whole file.
"""

from __future__ import annotations

import pytest
from tests.situations.reading import items_of

from variorum.model import Article, Reject

WORDS = "“The bell is cracked,” said Runa Feld."
GOOD = f'{{"id": "good", "text": "{WORDS}"}}'.encode()

READ = {
    "NaN": b'{"id": "x", "text": "a", "score": NaN}',
    "minus infinity": b'{"id": "x", "text": "a", "score": -Infinity}',
    "a number too large": b'{"id": "x", "text": "a", "n": 1e999}',
    "an id that is a number": b'{"id": 7, "text": "a"}',
    "an id of many digits": b'{"id": 12345678901234567890123, "text": "a"}',
    "a pair of halves": b'{"id": "x", "text": "a \\ud83d\\ude00"}',
    "the same field twice": b'{"id": "x", "text": "b", "text": "a"}',
    "a line separator inside": '{"id": "x", "text": "a\u2028b"}'.encode(),
    "an escaped NUL": b'{"id": "x", "text": "a\\u0000b"}',
    "seconds for a date": b'{"id": "x", "text": "a", "date": 1746230400}',
    "an object for a date": b'{"id": "x", "text": "a", "date": {"$date": "2025-05-03"}}',
    "a carriage return at the end": b'{"id": "x", "text": "a"}\r',
    "a byte order mark": b'\xef\xbb\xbf{"id": "x", "text": "a"}',
}
REFUSED = {
    "half a character": (b'{"id": "x", "text": "a \\ud83d"}', "holds half a character"),
    "a tab in a string": (b'{"id": "x", "text": "a\tb"}', "is not JSON: unexpected U+0009"),
    "the null of a database": (b"\\N", "is not JSON"),
    "no text": (b'{"id": "x", "title": "a"}', 'has no "text" or "html"'),
    "null for a text": (b'{"id": "x", "text": null}', '"text" is null'),
    "a list for a text": (b'{"id": "x", "text": ["a"]}', '"text" is an array'),
    "two records on a line": (b'{"id": "x", "text": "a"}{"id": "y", "text": "b"}', "is not JSON: unexpected"),
    "an id that is taken": (b'{"id": "good", "text": "other"}', 'the id "good" belongs to another report'),
    "the same report again": (GOOD, "duplicate of"),
    "Latin-1": (b'{"id": "x", "text": "caf\xe9"}', "is not UTF-8 (byte 0xe9"),
    "a line of a log": (b"2026-01-02 INFO done", "is not JSON"),
}


@pytest.mark.parametrize("kind", READ)
def test_an_odd_line_is_read(kind: str) -> None:
    first = kind == "a byte order mark"
    lines = [READ[kind], GOOD] if first else [GOOD, READ[kind]]
    items = items_of("a.jsonl", b"\n".join(lines))
    assert len([item for item in items if isinstance(item, Article)]) == 2


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bad_line_is_told_by_its_number_and_stops_nothing(kind: str) -> None:
    line, reason = REFUSED[kind]
    last = b'{"id": "last", "text": "The bell rings."}'
    items = items_of("a.jsonl", b"\n".join([GOOD, line, b"", last]))
    assert [item.id for item in items if isinstance(item, Article)] == ["good", "last"]
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert reject.line == 2
    assert reject.reason.startswith(reason)


@pytest.mark.parametrize(
    "data",
    [
        b'\x1e{"id": "s1", "text": "a"}\n\x1e{"id": "s2", "text": "b"}\n',
        b'{"status": "ok", "articles": [{"id": "w", "text": "a"}]}',
        b"",
        b"\n\n",
        b"[]",
    ],
)
def test_what_holds_no_records_in_our_way_says_so(data: bytes) -> None:
    items = items_of("a.json" if data.startswith((b"{", b"[", b"\x1e")) else "a.jsonl", data)
    assert items
    assert all(isinstance(item, Reject) and item.reason for item in items)
