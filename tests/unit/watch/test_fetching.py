from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Callable
from hashlib import sha256

import httpcore2
import httpx2
import pytest
from msgspec.structs import replace
from tests.watched import Time, Web

from variorum import __version__
from variorum.errors import FeedError
from variorum.settings import WATCH
from variorum.watch.fetching import Fetched, Fetcher, Validators, unpacked
from variorum.watch.manners import Manners

AT = "2026-03-12T08:00:00.000+00:00"
FEED = "https://marram.example/feed"
SMALL = replace(WATCH, packed=2_000, redirects=3, total=0.05)


def get(
    web: Web,
    url: str = FEED,
    known: Validators | None = None,
    *,
    limit: int = 10_000,
    manners: Manners | None = None,
    contact: str | None = None,
) -> Fetched:
    async def run() -> Fetched:
        held = manners or Manners(lambda hosts: {}, Time().clock(), SMALL)
        held.begin(AT)
        return await Fetcher(web.transport(), held, contact=contact, settings=SMALL).get(
            url, known=known, limit=limit
        )

    return asyncio.run(run())


def problem(web: Web, url: str = FEED, **more: int) -> str:
    with pytest.raises(FeedError) as caught:
        get(web, url, **more)  # type: ignore[arg-type]
    assert caught.value.file
    return caught.value.code


def redirect(web: Web, url: str, location: str, status: int = 302) -> None:
    web.put(url, status=status, location=location)


def test_an_answer_tells_its_validators_as_they_were_given() -> None:
    web = Web()
    web.put(
        FEED,
        b"<rss/>",
        etag='W/"a\\"b,c"',
        last_modified="Thu, 12 Mar 2026 07:00:00 +0000",
        content_type='text/XML; Charset="latin-1"',
        cache_control="public, max-age=1200",
        date="Thu, 12 Mar 2026 08:10:00 GMT",
    )
    found = get(web)
    assert found == Fetched(
        status=200,
        url=FEED,
        etag='W/"a\\"b,c"',
        modified="Thu, 12 Mar 2026 07:00:00 +0000",
        media="text/xml",
        charset="latin-1",
        max_age=1200.0,
        skew=600,
        body=b"<rss/>",
        digest=sha256(b"<rss/>").hexdigest(),
    )


def test_validators_are_sent_back_verbatim_and_an_answer_may_be_that_nothing_changed() -> None:
    web = Web()
    web.put(FEED, status=304)
    found = get(web, known=Validators(etag='W/"a\\"b,c"', modified="yesterday"))
    assert (found.status, found.body, found.problem()) == (304, b"", None)
    sent = web.asked[-1].headers
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('W/"a\\"b,c"', "yesterday")
    assert problem(web) == "unasked-304"


def test_servers_are_told_who_asks_and_whom_to_ask_about_it() -> None:
    web = Web()
    web.put(FEED)
    get(web, contact="mailto:desk@quill.example\r\nX: y")
    assert web.asked[-1].headers["User-Agent"] == (
        f"Variorum/{__version__} (+mailto:desk@quill.example X: y)"
    )
    assert {one.headers["Accept-Encoding"] for one in web.asked} == {"identity", "gzip, deflate"}
    assert not any("cookie" in one.headers for one in web.asked)


def test_user_and_password_of_an_address_are_sent_to_its_host_alone_and_not_told() -> None:
    web = Web()
    redirect(web, FEED, "https://other.example/feed")
    web.put("https://other.example/feed", status=500)
    found = get(web, "https://desk:geheim@marram.example/feed")
    sent = {str(one.url): one.headers.get("Authorization") for one in web.asked}
    assert sent["https://marram.example/feed"] == "Basic ZGVzazpnZWhlaW0="
    assert sent["https://marram.example/robots.txt"] is None
    assert sent["https://other.example/feed"] is None
    assert "geheim" not in str(found.problem())
    redirect(web, FEED, "")
    with pytest.raises(FeedError) as caught:
        get(web, "https://desk:geheim@marram.example/feed")
    assert "geheim" not in str(caught.value)


def test_a_password_goes_along_where_a_host_redirects_within_itself() -> None:
    web = Web()
    redirect(web, FEED, "https://marram.example/feed/")
    web.put("https://marram.example/feed/", b"x")
    found = get(web, "https://desk:geheim@marram.example/feed")
    assert web.asked[-1].headers["Authorization"] == "Basic ZGVzazpnZWhlaW0="
    assert "geheim" not in found.url


def test_only_what_is_sent_on_for_good_all_the_way_is_moved() -> None:
    web = Web()
    redirect(web, FEED, "/new", 301)
    redirect(web, "https://marram.example/new", "https://cdn.example/new", 308)
    redirect(web, "https://cdn.example/new", "https://cdn.example/today", 302)
    web.put("https://cdn.example/today", b"x")
    found = get(web)
    assert (found.url, found.moved) == ("https://cdn.example/today", "https://cdn.example/new")
    redirect(web, FEED, "/new", 302)
    assert get(web).moved is None


@pytest.mark.parametrize(
    ("locations", "code"),
    [
        ({"/feed": "/a", "/a": "/feed"}, "redirect-loop"),
        ({"/feed": "/feed"}, "redirect-loop"),
        ({"/feed": "/1", "/1": "/2", "/2": "/3", "/3": "/4"}, "too-many-redirects"),
        ({"/feed": ""}, "bad-redirect"),
        ({"/feed": "file:///etc/passwd"}, "bad-redirect"),
        ({"/feed": "ftp://marram.example/x"}, "bad-redirect"),
    ],
)
def test_redirects_that_lead_nowhere_are_told(locations: dict[str, str], code: str) -> None:
    web = Web()
    for path, location in locations.items():
        redirect(web, f"https://marram.example{path}", location)
    assert problem(web) == code


def test_robots_txt_is_asked_for_at_each_host_once_before_anything_else() -> None:
    web = Web()
    redirect(web, FEED, "https://cdn.example/feed")
    web.put("https://cdn.example/robots.txt", "User-agent: *\nDisallow: /")
    web.put("https://cdn.example/feed")
    held = Manners(lambda hosts: {}, Time().clock(), SMALL)
    for _ in range(2):
        with pytest.raises(FeedError, match="denies it to Variorum"):
            get(web, manners=held)
        held.begin = lambda at: None  # type: ignore[method-assign]
    assert [str(one.url) for one in web.asked] == [
        "https://marram.example/robots.txt",
        FEED,
        "https://cdn.example/robots.txt",
        FEED,
    ]


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (403, True), (401, True), (410, True), (429, False), (500, False), (503, False)],
)
def test_no_robots_txt_allows_all_and_one_that_cannot_be_had_denies_all(status: int, allowed: bool) -> None:
    web = Web()
    web.put("https://marram.example/robots.txt", status=status)
    web.put(FEED, b"x")
    if allowed:
        assert get(web).body == b"x"
    else:
        assert problem(web) in ("robots-unreachable", "held")
        assert web.paths() == []


def test_what_is_too_large_is_not_read() -> None:
    web = Web()
    web.put(FEED, b"x" * 1_000)
    assert len(get(web, limit=1_000).body) == 1_000
    assert problem(web, limit=999) == "too-large"
    web.put(FEED, b"x" * 3_000)
    assert problem(web) == "too-large"


def test_what_takes_too_long_as_a_whole_is_given_up() -> None:
    class Slow(httpx2.AsyncByteStream):
        async def __aiter__(self):  # type: ignore[no-untyped-def]
            while True:  # never silent, and never done
                await asyncio.sleep(0)
                yield b""

    web = Web()
    web.answers[FEED] = lambda _: httpx2.Response(200, stream=Slow())
    assert problem(web) == "timeout"


def raising(error: Exception) -> Callable[[httpx2.Request], httpx2.Response]:
    def answer(_: httpx2.Request) -> httpx2.Response:
        raise error

    return answer


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpcore2.ConnectError("x"), "refused"),
        (httpcore2.ConnectTimeout("x"), "timeout"),
        (httpcore2.ReadTimeout("x"), "timeout"),
        (httpcore2.ReadError("x"), "reset"),
        (
            httpcore2.RemoteProtocolError("peer closed connection without sending complete message body"),
            "cut-off",
        ),
        (httpcore2.RemoteProtocolError("illegal status line"), "protocol"),
        (httpx2.ReadError("x"), "reset"),
        (ValueError("x"), "fault"),
    ],
)
def test_what_goes_wrong_on_the_way_has_a_word(error: Exception, code: str) -> None:
    web = Web()
    web.answers[FEED] = raising(error)
    web.put("https://marram.example/robots.txt")
    assert problem(web) == code


def test_a_host_that_says_too_often_is_left_alone_for_as_long_as_it_says() -> None:
    web = Web()
    web.put(FEED, status=429, retry_after="1200")
    held = Manners(lambda hosts: {}, Time().clock(), SMALL)
    found = get(web, manners=held)
    assert (found.retry_after, str(found.problem())) != (None, "")
    assert held.state("https://marram.example").held_until == "2026-03-12T08:20:00.000+00:00"


@pytest.mark.parametrize("status", [204, 206, 300, 400, 401, 403, 404, 410, 418, 429, 451, 500, 503])
def test_a_refusal_is_a_problem_with_a_remedy_or_reason(status: int) -> None:
    web = Web()
    web.put(FEED, status=status)
    told = get(web).problem()
    assert told is not None
    assert told.code == f"http-{status}"
    assert f"(HTTP {status})" in told.message
    assert told.file == FEED


# ---- packed


PLAIN = b"<rss>" + b"news " * 200 + b"</rss>"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (PLAIN, ""),
        (PLAIN, "identity"),
        (PLAIN, "gzip"),  # servers say so of what they did not pack
        (gzip.compress(PLAIN), "gzip"),
        (gzip.compress(PLAIN), " X-GZIP "),
        (zlib.compress(PLAIN), "deflate"),
        (zlib.compress(PLAIN, wbits=-15), "deflate"),
    ],
    ids=["as it is", "identity", "not packed after all", "gzip", "x-gzip", "zlib", "bare deflate"],
)
def test_packed_bodies_are_unpacked(body: bytes, encoding: str) -> None:
    assert unpacked(body, encoding, len(PLAIN)) == PLAIN


@pytest.mark.parametrize(
    ("body", "encoding", "code"),
    [
        (gzip.compress(bytes(10**7)), "gzip", "too-large"),
        (gzip.compress(PLAIN)[:-30], "gzip", "bad-encoding"),
        (b"\x1f\x8b" + PLAIN, "gzip", "bad-encoding"),
        (PLAIN, "deflate", "bad-encoding"),
        (PLAIN, "br", "unknown-encoding"),
        (gzip.compress(gzip.compress(PLAIN)), "gzip, gzip", "unknown-encoding"),
    ],
    ids=["bomb", "cut off", "only begins so", "not packed", "unknown", "twice"],
)
def test_packed_bodies_that_are_no_good_are_told(body: bytes, encoding: str, code: str) -> None:
    with pytest.raises(FeedError) as caught:
        unpacked(body, encoding, 100_000)
    assert caught.value.code == code
