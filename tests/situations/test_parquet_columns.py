"""Parquet as other programs write it: dictionaries, views, bytes for words.

After reports that such columns could not be read, and that bytes were taken for words without a word of it.
"""

from __future__ import annotations

import base64
import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.situations.reading import items_of, notes_of

from variorum.model import Article, Reject

WORDS = "“The bell isn’t cracked — it’s tired,” said Runa Feld at the café."
OTHER = "“It is the rope,” said Runa Feld."


def parquet(columns: dict[str, pa.Array], **options: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, **options)
    return stream.getvalue()


COLUMNS = {
    "strings": pa.array([WORDS, OTHER]),
    "large strings": pa.array([WORDS, OTHER], pa.large_string()),
    "a dictionary": pa.array([WORDS, OTHER]).dictionary_encode(),
    "views": pa.array([WORDS, OTHER], pa.string_view()),
    "bytes in UTF-8": pa.array([WORDS.encode(), OTHER.encode()], pa.binary()),
    "large bytes": pa.array([WORDS.encode(), OTHER.encode()], pa.large_binary()),
}


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("packing", ["none", "snappy", "zstd", "lz4"])
def test_every_kind_of_column_is_read(kind: str, packing: str) -> None:
    items = items_of("a.parquet", parquet({"text": COLUMNS[kind]}, compression=packing))
    assert [item.text for item in items if isinstance(item, Article)] == [WORDS, OTHER]
    assert not any(notes_of(item) for item in items if isinstance(item, Article))


@pytest.mark.parametrize(
    ("data", "words", "told"),
    [
        (WORDS.encode("cp1252"), WORDS, '"text": not UTF-8; read as cp1252'),
        (WORDS.encode("mac_roman"), WORDS, '"text": not UTF-8; read as mac_roman'),
        (WORDS.encode("utf-16"), WORDS, ""),
        (
            WORDS.encode().replace(b"bell", b"be\xe9ll"),
            WORDS.replace("bell", "be�ll"),
            '"text": UTF-8, but 1 place is not',
        ),
        (WORDS.encode("utf-16-le"), WORDS, '"text": no byte order mark; read as UTF-16-LE'),
    ],
)
def test_bytes_for_a_text_are_words_and_how_they_were_read_is_told(
    data: bytes, words: str, told: str
) -> None:
    first, second = items_of("a.parquet", parquet({"text": pa.array([data, OTHER.encode()], pa.binary())}))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.text, second.text) == (words, OTHER)
    assert notes_of(first).startswith(told)
    assert notes_of(second) == ""


def test_bytes_that_are_no_words_are_refused_by_row() -> None:
    data = [OTHER.encode(), bytes(range(200)) * 3, WORDS.encode()]
    items = items_of("a.parquet", parquet({"text": pa.array(data, pa.binary())}))
    assert [item.text for item in items if isinstance(item, Article)] == [OTHER, WORDS]
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert reject.line == 2
    assert reject.reason.startswith('"text" holds NUL bytes')


def test_bytes_in_other_columns_are_kept_and_told() -> None:
    columns = {"text": pa.array([WORDS]), "thumbnail": pa.array([b"\x89PNG\xff"], pa.binary())}
    (article,) = items_of("a.parquet", parquet(columns))
    assert isinstance(article, Article)
    assert article.extra["thumbnail"] == base64.b64encode(b"\x89PNG\xff").decode()
    assert notes_of(article) == '"thumbnail": bytes that are not UTF-8; kept as base64'


def test_bytes_of_a_page_are_read_as_a_page() -> None:
    page = (
        f"<html><head><meta charset='windows-1252'></head><body><article><p>{WORDS} "
        + "It rang on. " * 20
        + "</p></article></body></html>"
    )
    (article,) = items_of("a.parquet", parquet({"html": pa.array([page.encode("cp1252")], pa.binary())}))
    assert isinstance(article, Article)
    assert article.text.startswith(WORDS)
    assert "cp1252" in notes_of(article)


@pytest.mark.parametrize("name", ["Text", "content", "body"])
def test_another_name_for_the_text_is_told_with_the_remedy(name: str) -> None:
    (reject,) = items_of("a.parquet", parquet({name: pa.array([WORDS])}))
    assert isinstance(reject, Reject)
    assert reject.reason == f'has no "text" or "html"; it has "{name}": rename that to "text"'
