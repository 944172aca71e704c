"""Feeds made to do harm, and damaged ones: each is refused with a code, or read within bounds."""

import contextlib
import gzip
import json
import random
import time
import tracemalloc
from pathlib import Path

import pytest
from msgspec.structs import replace

from variorum.errors import FeedError
from variorum.settings.feeds import FEEDS
from variorum.watch.feeds import read_feed
from variorum.watch.records import Feed

URL = "https://halden.example/feeds/all.xml"
GOLDEN = Path(__file__).parents[2] / "golden" / "feeds"
LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def rss(items: str, head: str = "") -> bytes:
    return f"{head}<rss version='2.0'><channel><title>H</title>{items}</channel></rss>".encode()


def code_of(data: bytes, settings: object = FEEDS) -> tuple[str, str]:
    with pytest.raises(FeedError) as raised:
        read_feed(data, url=URL, settings=settings)  # type: ignore[arg-type]
    assert raised.value.file == URL
    return raised.value.code, raised.value.message


MANY = "".join(f'<!ENTITY e{n} "x">' for n in range(200))
OUTSIDE = '<!ENTITY x SYSTEM "file:///etc/passwd">'
OF_THE_WEB = '<!ENTITY % x PUBLIC "-" "http://10.0.0.1/">%x;'
HOSTILE = {
    "nothing": (b"", "empty"),
    "blanks": (b" \r\n\t ", "empty"),
    "a mark alone": (b"\xef\xbb\xbf", "empty"),
    "entities of entities": (rss("<item>&l9;</item>", f"<!DOCTYPE rss [{LAUGHS}]>"), "entities"),
    "one long entity": (rss("&a;" * 9, f'<!DOCTYPE rss [<!ENTITY a "{"x" * 10_000}">]>'), "entities"),
    "many entities": (rss("", f"<!DOCTYPE rss [{MANY}]>"), "entities"),
    "a file": (rss("<item>&x;</item>", f"<!DOCTYPE rss [{OUTSIDE}]>"), "entities"),
    "an entity of the web": (rss("", f"<!DOCTYPE rss [{OF_THE_WEB}]>"), "entities"),
    "a gzip bomb": (gzip.compress(b" " * (FEEDS.bytes + 10)), "too-large"),
    "gzip cut off": (gzip.compress(rss("<item/>"))[:-12], "damaged"),
    "gzip of nothing": (b"\x1f\x8b" + b"\xff" * 40, "damaged"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "no channel": (b"<rss version='2.0'/>", "not-a-feed"),
    "an item cut off": (b"<rss><channel><title>H</title><item><title>The qua", "not-xml"),
    "noise": (bytes(range(256)) * 20, "encoding"),
    "plain text": (b"Service unavailable", "not-xml"),
    "a tag that never ends": (b"<rss " + b"a" * 5_000, "not-a-feed"),
    "JSON cut off": (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"', "not-json"),
    "deep JSON": (b'{"items": ' + b"[" * 100_000, "not-json"),
    "other JSON": (b'{"error": "rate limit"}', "not-a-feed"),
    "a list in JSON": (b"[1, 2]", "not-a-feed"),
    "other XML": (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "not-a-feed"),
    "a list of feeds": (b"<opml version='2.0'><body/></opml>", "list"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_does_harm_or_is_no_feed_is_refused_with_a_code(name: str) -> None:
    data, expected = HOSTILE[name]
    assert code_of(data)[0] == expected


def test_a_file_is_never_read_and_nothing_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    head = f'<!DOCTYPE rss SYSTEM "file://{secret}">'
    include = f"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file://{secret}'/>"
    body = f"<item>{include}<title>T</title></item>"
    assert "secret" not in str(read_feed(rss(body, head), url=URL).entries)


def test_a_page_is_told_with_the_feeds_that_it_names() -> None:
    page = b"""<!doctype html><html><head><base href="/news/"><title>Halden</title>
    <link rel="alternate" type="application/rss+xml" href="all.xml" title="All">
    <link rel="alternate" type="application/feed+json" href="https://halden.example/feed.json">
    <link rel="alternate" hreflang="no" href="/no/"></head><body><p>News.</p></body></html>"""
    with pytest.raises(FeedError) as raised:
        read_feed(page, url=URL)
    assert raised.value.code == "html"
    assert raised.value.found == ("https://halden.example/news/all.xml", "https://halden.example/feed.json")
    assert ", ".join(raised.value.found) in raised.value.message
    code, message = code_of(b"<html><body>Please sign in.</body></html>")
    assert (code, "names none" in message) == ("html", True)


def test_size_entries_and_lengths_are_bounded() -> None:
    small = replace(FEEDS, bytes=2_000, entries=3)
    assert code_of(rss("<item/>" * 1_000), small)[0] == "too-large"
    feed = read_feed(
        rss("".join(f"<item><guid>g{n}</guid></item>" for n in range(9))), url=URL, settings=small
    )
    assert [one.key for one in feed.entries] == ["g0", "g1", "g2"]
    assert feed.said == ("has 9 entries, of which the first 3 were read",)
    long = read_feed(rss(f"<item><guid>{'g' * 9_000}</guid><title>{'word ' * 5_000}</title></item>"), url=URL)
    assert len(long.entries[0].key) < 100
    assert len(long.entries[0].title or "") <= FEEDS.title + 2


def test_a_sitemap_keeps_the_newest_and_an_index_names_the_newest() -> None:
    few = replace(FEEDS, entries=2, parts=2)
    rows = "".join(f"<url><loc>/{n}</loc><lastmod>2026-03-0{n}</lastmod></url>" for n in (2, 4, 1, 3))
    found = read_feed(f"<urlset>{rows}</urlset>".encode(), url=URL, settings=few)
    assert [one.url for one in found.entries] == ["https://halden.example/4", "https://halden.example/3"]
    rows = "".join(
        f"<sitemap><loc>/s{n}.xml</loc><lastmod>2026-03-0{n}</lastmod></sitemap>" for n in (2, 4, 1, 3)
    )
    rows += f"<sitemap><loc>{URL}</loc><lastmod>2026-03-09</lastmod></sitemap><sitemap><loc>file:///x</loc></sitemap>"
    found = read_feed(f"<sitemapindex>{rows}</sitemapindex>".encode(), url=URL, settings=few)
    assert found.kind == "sitemap index"
    assert found.parts == ("https://halden.example/s4.xml", "https://halden.example/s3.xml")


def test_one_guid_for_two_articles_is_told_and_both_are_kept() -> None:
    item = "<item><guid isPermaLink='false'>same</guid><link>/{}</link></item>"
    feed = read_feed(rss(item.format(1) + item.format(2) + item.format(1)), url=URL)
    assert [one.url for one in feed.entries] == ["https://halden.example/1", "https://halden.example/2"]
    assert len({one.key for one in feed.entries}) == 2
    assert set(feed.said) == {"a guid is given to two articles", "an item stands there twice"}


def test_without_guid_or_address_the_title_and_date_are_the_key() -> None:
    item = "<item><title>{}</title><pubDate>Mon, 02 Mar 2026 09:15:00 GMT</pubDate></item>"
    both = read_feed(rss(item.format("One") + item.format("Two")), url=URL).entries
    again = read_feed(rss(item.format("Two")), url=URL).entries
    assert both[0].key != both[1].key == again[0].key


def test_memory_stays_near_the_size_of_the_feed() -> None:
    item = "<item><guid>{}</guid><description>{}</description></item>"
    data = rss("".join(item.format(n, "word " * 400) for n in range(1_000)))
    tracemalloc.start()
    read_feed(data, url=URL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * len(data)


def test_damaged_feeds_are_read_or_refused_never_worse() -> None:
    drawn = random.Random(20)
    for path in sorted(GOLDEN.glob("*.expected.json")):
        whole = (GOLDEN / path.name.removesuffix(".expected.json")).read_bytes()
        for _ in range(25):
            data = bytearray(whole)
            for _ in range(drawn.randrange(1, 6)):
                at = drawn.randrange(len(data))
                what = drawn.randrange(4)
                if what == 0:
                    del data[at : at + drawn.randrange(1, 40)]
                elif what == 1:
                    data[at:at] = data[drawn.randrange(len(data)) :][: drawn.randrange(1, 40)]
                elif what == 2:
                    data[at] = drawn.randrange(256)
                else:
                    data[at:at] = drawn.choice(
                        (b"<", b"&", b"]]>", b"<!--", b"<![CDATA[", b"\x00", b"</item>", b"\xff")
                    )
                data = data or bytearray(b" ")
            try:
                found = read_feed(bytes(data), url=URL, content_type="text/xml")
            except FeedError as error:
                assert error.code and error.message
                continue
            assert isinstance(found, Feed)
            assert len({one.key for one in found.entries}) == len(found.entries)
            for one in found.entries:
                assert one.url is None or one.url.lower().startswith(("http://", "https://"))
                json.dumps([one.title, one.summary, one.content])


@pytest.mark.parametrize(
    "piece",
    [
        "<?",
        "<!--",
        "<!DOCTYPE [",
        "&",
        "&a",
        "]]>",
        "<item>",
        "<![CDATA[",
        "<a ",
        "a@",
        "<item><title>&lt;a ",
        "<x:y>",
    ],
)
def test_time_grows_with_the_length_of_what_repeats_itself(piece: str) -> None:
    def seconds(times: int) -> float:
        data = {
            "before": piece.encode() * times + rss("<item/>"),
            "within": rss(f"<item><guid>g</guid><author>{piece * times}</author></item>"),
        }
        best = []
        for one in data.values():
            begun = time.process_time()
            with contextlib.suppress(FeedError):
                read_feed(one, url=URL)
            best.append(time.process_time() - begun)
        return max(best)

    short = min(seconds(5_000) for _ in range(3))
    assert min(seconds(20_000) for _ in range(2)) < 12 * short + 0.05


def test_bytes_in_another_encoding_than_the_declared_one_are_told() -> None:
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    feed = read_feed(
        rss("<item><title>Caf&#233; CAFE</title></item>", head).replace(b"CAFE", b"caf\xe9"), url=URL
    )
    assert feed.entries[0].title == "Café caf\ufffd"
    assert any("not" in line and "U+FFFD stands there" in line for line in feed.said)
    assert not read_feed(rss("", head.replace("16", "8")).replace(b"H<", b"Caf\xc3\xa9<"), url=URL).said
