"""What every registered format keeps, whatever it is given."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import agency, outlook
from tests.archive import page, record, response, wacz
from tests.paper import paragraphs
from tests.saved import mail, mhtml, subtitles, timed_text, webarchive
from tests.table import media_cloud, table
from tests.word import open_document, rtf, word_document

from variorum.cli.options import Inputs
from variorum.formats import FORMATS, Format, read
from variorum.model import Article, Reject
from variorum.model.codec import article_record, encode

REPORT = (
    "The council voted 7–4 on Thursday to keep the library open for another year, after a long debate.\n\n"
    "“I certainly can’t vote against that,” said Ines Abernathy-Cole, who proposed it. “Nobody could.”"
)
# How a file of each format holds one report; a new format adds its line here.
WRITE: dict[str, Callable[[str], bytes]] = {
    "docx": lambda text: word_document(*text.split("\n\n")),
    "html": lambda text: (
        "<html><head><title>Library stays</title></head><body><article>"
        + "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        + "<blockquote>A lamp.</blockquote></article></body></html>"
    ).encode(),
    "json": lambda text: json.dumps([{"text": text}]).encode(),
    "jsonl": lambda text: json.dumps({"text": text}).encode(),
    "mail": lambda text: mail(text),
    "markdown": lambda text: f"# Library stays\n\n{text}\n\n> A lamp.\n".encode(),
    "mediacloud": lambda text: media_cloud({"text": text}),
    "mhtml": lambda text: mhtml(page(*text.split("\n\n"), more="<blockquote>A lamp.</blockquote>")),
    "msg": lambda text: outlook.letter(text),
    "newsml": lambda text: agency.item(text).encode(),
    "nitf": lambda text: agency.nitf(text),
    "odt": lambda text: open_document(*text.split("\n\n")),
    "parquet": lambda text: table([{"text": text}]),
    "pdf": lambda text: paragraphs(text),
    "rtf": lambda text: rtf(*text.split("\n\n")),
    "subtitles": lambda text: subtitles(*text.split("\n\n")),
    "text": lambda text: text.encode(),
    "ttml": lambda text: timed_text(*text.split("\n\n")),
    "wacz": lambda text: wacz(
        a=record(response(page(*text.split("\n\n"), more="<blockquote>A lamp.</blockquote>")))
    ),
    "warc": lambda text: record(response(page(*text.split("\n\n"), more="<blockquote>A lamp.</blockquote>"))),
    "webarchive": lambda text: webarchive(page(*text.split("\n\n"), more="<blockquote>A lamp.</blockquote>")),
}
ids = pytest.mark.parametrize("known", FORMATS, ids=[known.name for known in FORMATS])
# Half a character is not text in any encoding.
any_text = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(
    lambda text: not text.isspace()
)
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
KNOWN = ("title", "outlet", "byline", "date", "url", "lang", "status", "blocks")
example = settings(max_examples=60)


def read_bytes(name: str, data: bytes) -> list[Article | Reject]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return list(read([path]))


def check(items: list[Article | Reject]) -> None:
    assert items, "neither an article nor a reject"
    for item in items:
        if isinstance(item, Reject):
            assert item.reason
            assert item.file
            continue
        assert item.id
        assert item.text or item.status in ("unreadable", "withdrawn")
        assert not item.text or item.status != "unreadable"
        encode(article_record(item))  # what is read can be written
        assert list(item.blocks) == sorted(item.blocks, key=lambda block: block.span)
        for block in item.blocks:
            assert 0 <= block.span.start < block.span.end <= len(item.text)
            assert block.span.of(item.text) == block.span.of(item.text).strip("\n")


@ids
def test_this_file_knows_how_to_write_it_and_the_help_names_it(known: Format) -> None:
    assert known.name in WRITE, "add to WRITE above how a file of the format holds a report"
    (argument,) = [each for each in get_args(Inputs) if hasattr(each, "help")]
    assert known.suffixes[0] in argument.help, "add the suffix to the help of PATH in cli/options.py"


@ids
def test_it_reads_what_it_is_for(known: Format) -> None:
    for suffix in known.suffixes:
        (article,) = read_bytes(f"a{suffix}", WRITE[known.name](REPORT))
        assert isinstance(article, Article)
        assert REPORT in article.text
        check([article])


def nameless(items: list[Article | Reject]) -> list[Article | Reject]:
    """Return ``items`` without the name of their file, which no id and no text may depend on."""
    for item in items:
        if isinstance(item, Article):
            item.extra.pop("file", None)
    return items


@ids
def test_the_same_bytes_give_the_same_article_under_any_name(known: Format) -> None:
    data = WRITE[known.name](REPORT)
    suffix = known.suffixes[0]
    first = nameless(read_bytes(f"a{suffix}", data))
    assert first == nameless(read_bytes(f"another{suffix}", data))
    assert first == nameless(read_bytes(f"packed{suffix}.gz", gzip.compress(data)))


@ids
def test_it_alone_answers_for_its_suffixes(known: Format) -> None:
    head = WRITE[known.name](REPORT)
    for suffix in known.suffixes:
        assert [other.name for other in FORMATS if other.sniff(suffix, head)] == [known.name]


@ids
@example
@given(data=st.binary(max_size=400))
def test_no_bytes_raise_or_vanish(known: Format, data: bytes) -> None:
    check(read_bytes(f"a{known.suffixes[0]}", data))


@ids
@example
@given(cut=st.integers(0, 400), noise=st.binary(max_size=8), at=st.integers(0, 400))
def test_no_damage_to_a_good_file_raises_or_vanishes(known: Format, cut: int, noise: bytes, at: int) -> None:
    data = WRITE[known.name](REPORT)
    check(read_bytes(f"a{known.suffixes[0]}", data[:at] + noise + data[at + 1 : len(data) - cut]))


@example
@given(text=any_text)
def test_jsonl_keeps_every_sign_of_the_text(text: str) -> None:
    for ascii_only in (True, False):
        data = json.dumps({"id": "x", "text": text}, ensure_ascii=ascii_only).encode()
        (article,) = read_bytes("a.jsonl", data)
        assert isinstance(article, Article)
        assert article.text == text


@example
@given(text=any_text, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_plain_text_keeps_every_sign_but_the_mark_of_its_encoding(text: str, encoding: str) -> None:
    # NUL and many control characters say binary, and some beginnings another kind of file, each by a message.
    text = "“" + text.replace("\x00", "") + "a" * 40 * len(text)
    (article,) = read_bytes("a.txt", text.encode(encoding))
    assert isinstance(article, Article)
    assert article.text == text


@example
@given(record=st.dictionaries(words, scalars), text=any_text)
def test_unknown_fields_of_a_record_are_echoed(record: dict[str, object], text: str) -> None:
    given_fields = {**record, "text": text, "id": "x"}
    (article,) = read_bytes("a.jsonl", json.dumps(given_fields).encode())
    assert isinstance(article, Article)
    echoed = article_record(article)
    for name, value in given_fields.items():
        if name not in KNOWN:
            assert echoed[name] == value


@example
@given(values=st.fixed_dictionaries({name: scalars | st.lists(words, max_size=2) for name in KNOWN}))
def test_no_value_of_a_known_field_is_lost(values: dict[str, object]) -> None:
    (article,) = read_bytes("a.jsonl", json.dumps({"text": "The mayor said no.", **values}).encode("utf-8"))
    assert isinstance(article, Article)
    echoed = encode(article_record(article)).decode()
    for value in values.values():
        for part in value if isinstance(value, list) else [value]:
            if part not in (None, ""):
                assert encode(part).decode().strip('"') in echoed or str(part) in echoed


def test_reading_its_own_output_again_changes_nothing() -> None:
    for known in FORMATS:
        (article,) = read_bytes(f"a{known.suffixes[0]}", WRITE[known.name](REPORT))
        assert isinstance(article, Article)
        assert read_bytes("again.jsonl", encode(article_record(article))) == [article]
