"""What must survive of a page: quotes, posts, their places and authors, and whether it is whole."""

from __future__ import annotations

import pytest

from variorum.errors import BadRecord
from variorum.formats.page import Page, read_page
from variorum.model import Block
from variorum.settings import ReadSettings

BEFORE = "The council voted 7–4 on Thursday to keep the old library open for at least another year, it said."
AFTER = "Opponents of the plan said on Friday that the money would be sorely missed in the villages nearby."


def page_of(middle: str, *, head: str = "", tail: str = "") -> Page:
    return read_page(
        f"<html><head><title>Library stays</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Library stays</h1><p>{BEFORE}</p>{middle}<p>{AFTER}</p></article>{tail}</body></html>",
        ReadSettings(),
    )


def only_block(page: Page) -> tuple[Block, str]:
    (block,) = page.blocks
    return block, block.span.of(page.text)


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote>It is quiet there.</blockquote>",
        "<blockquote><p>It is quiet there.</p></blockquote>",
        "<div><div><blockquote class='q'><div>It is <em>quiet</em> there.</div></blockquote></div></div>",
        "<figure class='quote'><blockquote>It is quiet there.</blockquote></figure>",
        "<aside class='pull-quote'><p>It is quiet there.</p></aside>",
        "<blockquote><p>It is quiet there.</p><footer>— <cite>A pupil</cite></footer></blockquote>",
        "<blockquote>It is quiet there. — <cite>A pupil</cite></blockquote>",
    ],
)
def test_a_block_quote_survives_where_it_stood(markup: str) -> None:
    page = page_of(markup)
    block, words = only_block(page)
    assert (block.kind, words) == ("quote", "It is quiet there.")
    assert page.text.index(BEFORE) < block.span.start < page.text.index(AFTER)
    assert block.author == ("A pupil" if "pupil" in markup else None)


TWEET = (
    '<blockquote class="twitter-tweet"><p lang="en">Water on<br>the stairs</p>&mdash; Priya L (@priya_l) '
    '<a href="https://twitter.com/priya_l/status/1">March 10, 2026</a></blockquote>'
)


@pytest.mark.parametrize(
    ("markup", "words", "expected"),
    [
        (
            TWEET,
            "Water on\nthe stairs",
            ("Priya L", "@priya_l", "2026-03-10", "https://twitter.com/priya_l/status/1"),
        ),
        (
            TWEET.replace(' class="twitter-tweet"', ""),
            "Water on\nthe stairs",
            ("Priya L", "@priya_l", "2026-03-10", "https://twitter.com/priya_l/status/1"),
        ),
        (
            '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@priya_l/video/7"><section>'
            '<a href="https://www.tiktok.com/@priya_l">@priya_l</a><p>Water on the stairs</p>'
            "</section></blockquote>",
            "Water on the stairs",
            (None, "@priya_l", None, "https://www.tiktok.com/@priya_l/video/7"),
        ),
        (
            '<div class="fb-post" data-href="https://www.facebook.com/priya/posts/1"><blockquote><p>Water on '
            'the stairs</p>Posted by <a href="https://www.facebook.com/priya">Priya L</a> on '
            '<a href="https://www.facebook.com/priya/posts/1">Tuesday, March 10, 2026</a></blockquote></div>',
            "Water on the stairs",
            ("Priya L", None, "2026-03-10", "https://www.facebook.com/priya/posts/1"),
        ),
    ],
)
def test_an_embedded_post_is_its_authors_words(
    markup: str, words: str, expected: tuple[str | None, ...]
) -> None:
    page = page_of(markup)
    block, found = only_block(page)
    assert block.kind == "post"
    assert found == words
    assert (block.author, block.handle, block.date, block.url) == expected
    assert page.text.index(BEFORE) < block.span.start < page.text.index(AFTER)


def test_a_quote_pulled_out_of_the_report_is_not_said_twice() -> None:
    page = page_of(
        "<p>“It is quiet there,” he said.</p><aside class='pullquote'><p>“It is quiet there”</p></aside>"
    )
    assert page.text.count("It is quiet there") == 1


def test_quotes_of_readers_and_of_other_stories_stay_out() -> None:
    comment = (
        "<div class='comments'><blockquote>first</blockquote><p>A comment by a reader of the paper.</p></div>"
    )
    page = page_of("<div class='related'><blockquote>Another story</blockquote></div>", tail=comment)
    assert page.text == f"{BEFORE}\n\n{AFTER}"


def test_nothing_hidden_is_read() -> None:
    page = page_of("<p>Seen. <span style='display:none'>unseen</span><span hidden>unseen</span></p>")
    assert "unseen" not in page.text
    assert "Seen." in page.text


def test_blanks_and_breaks_read_as_printed() -> None:
    page = page_of("<p>One\n   line,\ttidy&nbsp;now<br>second line<br><br>third line of it</p>")
    assert "\n\nOne line, tidy\xa0now\nsecond line\n\nthird line of it\n\n" in page.text


def linked(free: str) -> str:
    data = f'{{"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": {free}}}'
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("head", "tail", "status"),
    [
        ("", "", "read"),
        ('<meta property="article:content_tier" content="locked">', "", "truncated"),
        ('<meta property="article:content_tier" content="free">', "", "read"),
        (linked("false"), "", "truncated"),
        (linked('"False"'), "", "truncated"),
        (linked('"true"'), "", "read"),
        ("", "<footer><p>Subscribe to read more of our work</p></footer>", "read"),
    ],
)
def test_a_page_that_is_not_free_and_short_is_truncated(head: str, tail: str, status: str) -> None:
    assert page_of("", head=head, tail=tail).status == status


def test_a_page_that_is_not_free_but_whole_is_read() -> None:
    whole = "".join(f"<p>{AFTER[:-1]}, village {number} said.</p>" for number in range(20))
    assert page_of(whole, head='<meta property="article:content_tier" content="locked">').status == "read"


def test_the_body_in_a_pages_data_is_taken_when_the_page_shows_none() -> None:
    data = f'{{"@type": "NewsArticle", "headline": "Library stays", "articleBody": "{BEFORE} {AFTER}"}}'
    page = read_page(
        f'<html><head><script type="application/ld+json">{data}</script></head><body></body></html>',
        ReadSettings(),
    )
    assert page.text == f"{BEFORE} {AFTER}"


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[]",
        "null",
        '{"@type": 5}',
        '{"@type": "NewsArticle", "author": {"name": {"name": []}}, "headline": ["x"]}',
        '{"@type": "NewsArticle", "headline": "Library stays", "publisher": {"@id": "#a"}, "@id": "#a"}',
        "[" * 100_000,
        "[" + "[]," * 100_000 + "[]]",
    ],
)
def test_broken_data_of_a_page_does_not_hide_its_text(data: str) -> None:
    page = page_of("", head=f'<script type="application/ld+json">{data}</script>')
    assert page.text == f"{BEFORE}\n\n{AFTER}"


def test_pictures_inside_a_page_do_not_count_as_markup() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 40_000}">'
    settings = ReadSettings(max_page_bytes=5_000)
    assert read_page(f"<html><body><p>{BEFORE}</p>{picture}<p>{AFTER}</p></body></html>", settings).text
    with pytest.raises(BadRecord, match="without its pictures"):
        read_page("<p>x" * 5_000, settings)
