"""Records of web archives that hold no page of their own, or one made of another; how archives are packed."""

from __future__ import annotations

import gzip

import brotli
import pytest
import zstandard
from tests import archive
from tests.situations.reading import items_of

from variorum.model import Article, Reject

WORDS = (
    "The ferry museum opens on Sunday, its founder said on Friday, after four years of work on the hull. " * 2
)
PAGE = archive.page(WORDS)
FERRY, COPY = "https://ferry.example/a", "https://amp.ferry.example/a"
FIRST = archive.record(
    archive.response(PAGE), url=FERRY, WARC_Record_ID="<urn:uuid:1>", WARC_Payload_Digest="sha1:ABC"
)
SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
UNMODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def revisit(url: str = COPY, **headers: str) -> bytes:
    return archive.record(b"", "revisit", url, **headers)


def left_out(items: list[Article | Reject]) -> str:
    (reject,) = (item for item in items if isinstance(item, Reject))
    return reject.reason


@pytest.mark.parametrize(
    "headers",
    [
        {"WARC_Profile": SAME, "WARC_Payload_Digest": "sha1:abc"},
        {"WARC_Profile": SAME, "WARC_Refers_To": "<urn:uuid:1>"},
        {"WARC_Refers_To_Target_URI": FERRY, "WARC_Refers_To_Date": "2026-03-12T06:30:00Z"},
        {"WARC_Refers_To": "<urn:uuid:1>", "WARC_Payload_Digest": "sha1:other"},
    ],
)
def test_a_page_seen_again_under_another_address_is_read_from_the_record_it_refers_to(
    headers: dict[str, str],
) -> None:
    first, again = items_of("crawl.warc", FIRST + revisit(**headers))
    assert isinstance(first, Article) and isinstance(again, Article)
    assert (again.url, again.text) == (COPY, first.text)
    assert again.id != first.id
    assert f"the archive says that it is the page of {FERRY}" in again.extra["read_notes"]


@pytest.mark.parametrize("headers", [{"WARC_Payload_Digest": "sha1:ABC"}, {"WARC_Profile": UNMODIFIED}])
def test_a_page_seen_again_under_its_own_address_is_counted(headers: dict[str, str]) -> None:
    items = items_of("crawl.warc", FIRST + revisit(FERRY, **headers) * 2)
    assert [item.url for item in items if isinstance(item, Article)] == [FERRY]
    assert left_out(items).endswith("left out (revisit of a page that was read: 2)")


@pytest.mark.parametrize(
    "headers",
    [
        {"WARC_Payload_Digest": "sha1:OTHER", "WARC_Refers_To_Target_URI": FERRY},
        {"WARC_Refers_To_Target_URI": FERRY, "WARC_Refers_To_Date": "2025-01-01T00:00:00Z"},
        {"WARC_Profile": UNMODIFIED},
        {},
    ],
)
def test_what_an_archive_does_not_hold_is_not_guessed(headers: dict[str, str]) -> None:
    items = items_of("crawl.warc", FIRST + revisit(**headers))
    assert [item.url for item in items if isinstance(item, Article)] == [FERRY]
    assert left_out(items).endswith("left out (revisit of what is not read from this archive: 1)")


def test_words_taken_out_of_a_page_are_read_unless_the_page_was() -> None:
    words = archive.record(
        WORDS.encode(), "conversion", FERRY, Content_Type="text/plain", WARC_Refers_To="<urn:uuid:1>"
    )
    (article,) = items_of("crawl.warc.wet", words)
    assert isinstance(article, Article)
    assert (article.text, article.url) == (WORDS, FERRY)
    assert "the words that the archive's maker took out of the page" in article.extra["read_notes"][0]
    page, reject = items_of("crawl.warc", FIRST + words)
    assert isinstance(page, Article) and isinstance(reject, Reject)
    assert reject.reason.endswith("(conversion of a page that was read: 1)")


def test_a_page_made_of_another_is_a_page() -> None:
    (article,) = items_of("a.warc", archive.record(PAGE, "conversion", FERRY, Content_Type="text/html"))
    assert isinstance(article, Article)
    assert article.text == WORDS.strip()


@pytest.mark.parametrize(("encoding", "pack"), [("br", brotli.compress), ("zstd", zstandard.compress)])
def test_packed_bodies_are_read_and_bombs_refused(encoding, pack) -> None:
    def packed(body: bytes) -> bytes:
        return archive.record(archive.response(pack(body), f"Content-Encoding: {encoding}"))

    article, reject = items_of("a.warc", packed(PAGE) + packed(b"<p>" + bytes(70 * 2**20)))
    assert isinstance(article, Article) and isinstance(reject, Reject)
    assert article.text == WORDS.strip()
    assert reject.reason.endswith("unpacks to more than 64 MiB, the limit for one report")


def test_an_archive_packed_as_a_whole_is_read_as_one_packed_record_by_record() -> None:
    second = archive.record(archive.response(archive.page(WORDS[:100])), url=COPY)
    whole = gzip.compress(FIRST + second, mtime=0)
    each = gzip.compress(FIRST, mtime=0) + gzip.compress(second, mtime=0)
    assert items_of("a.warc.gz", whole) == items_of("a.warc.gz", each)
    assert len(items_of("a.warc.gz", whole)) == 2


def test_a_packed_archive_is_read_by_its_records_and_refers_across_its_files() -> None:
    first, again = items_of("a.wacz", archive.wacz(a=FIRST, b=revisit(WARC_Payload_Digest="sha1:ABC")))
    assert isinstance(first, Article) and isinstance(again, Article)
    assert (first.url, again.url, again.text) == (FERRY, COPY, first.text)
