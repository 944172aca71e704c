"""Embedded posts, of networks that are known and of some that are not: their author's words, with day and address.

After reports that Bluesky's and Instagram's embeddings were read as part of the article, and that an unknown
network's post was given to whoever spoke before it.
"""

# ruff: noqa: E501
from __future__ import annotations

import pytest
from tests.situations.reading import annotated, article_of, said

from variorum.model import Block

BEFORE = (
    "The tide mill at Ostrand will stay shut until spring, the harbour trust said, after ice broke two paddles "
    "of its wheel. “Nobody was on the bridge,” said Lorcan Tveit, the trust's engineer."
)
AFTER = (
    "The mill has ground corn since 1804 and is the last of eleven that stood on the firth, and its cafe draws "
    "forty thousand visitors in a good year."
)
WORDS = "We will grind again in April. Thank you all."
NAME, HANDLE, DAY = "Maren Quill", "@marenquill", "2026-01-18"


def page_of(embed: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Tide mill shut</title>'
        '<meta property="article:published_time" content="2026-01-19T07:00:00Z"></head><body><article>'
        f"<h1>Tide mill shut</h1><p>{BEFORE}</p>{embed}<p>{AFTER}</p></article></body></html>"
    )


INSTAGRAM = '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Q1/">{}</blockquote>'
LINK = '<a href="https://www.instagram.com/p/Q1/">{}</a>'
BLUESKY = (
    '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:q/app.bsky.feed.post/3k"><p lang="en">{}</p>'
    '&mdash; Maren Quill (<a href="https://bsky.app/profile/did:plc:q">@marenquill</a>) '
    '<a href="https://bsky.app/profile/did:plc:q/post/3k">January 18, 2026 at 8:02 AM</a></blockquote>'
)
TWEET = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{}</p>&mdash; Maren Quill (@marenquill) '
    '<a href="https://x.com/marenquill/status/9">January 18, 2026</a></blockquote>'
)
HELD = (
    TWEET.format(WORDS)
    .replace("&mdash;", "—")
    .replace("<", "&lt;")
    .replace(">", "&gt;")
    .replace('"', "&quot;")
)

KNOWN = {
    "instagram, one link a line": INSTAGRAM.format(
        f"<div>{LINK.format('View this post on Instagram')}<p>{LINK.format(WORDS)}</p><p>"
        f"{LINK.format('A post shared by Maren Quill (@marenquill)')} on "
        '<time datetime="2026-01-18T08:02:00+00:00">Jan 18, 2026 at 12:02am PST</time></p></div>'
    ),
    "instagram, name in the link": INSTAGRAM.format(
        f"<div><p>{LINK.format(WORDS)}</p><p>A post shared by <a href='https://www.instagram.com/marenquill/'>"
        "Maren Quill</a> (@marenquill) on <time datetime='2026-01-18T08:02:00+00:00'>Jan 18, 2026</time></p></div>"
    ),
    "instagram, a reel": INSTAGRAM.format(
        f"<p>{WORDS}</p><p>A reel shared by Maren Quill (@marenquill) on Jan 18, 2026 at 12:02am PST</p>"
    ),
    "instagram, a photo posted": INSTAGRAM.format(
        f"<p>{WORDS}</p><p>A photo posted by Maren Quill (@marenquill) on Jan 18, 2026 at 12:02am PST</p>"
    ),
    "instagram, in French": INSTAGRAM.format(
        f"<div>{LINK.format('Voir cette publication sur Instagram')}</div><p>{WORDS}</p>"
        '<p>Une publication partagée par Maren Quill (@marenquill) <time datetime="2026-01-18">18 janv.</time></p>'
    ),
    "bluesky": BLUESKY.format(WORDS),
    "bluesky with a picture on a line": BLUESKY.format(
        WORDS + '<br><br><a href="https://bsky.app/profile/did:plc:q/post/3k">[image or embed]</a>'
    ),
    "bluesky with a picture after a blank": BLUESKY.format(WORDS + ' <a href="/x">[image or embed]</a>'),
    "bluesky with a video": BLUESKY.format(WORDS + "<br>[video or embed]"),
    "a tweet": TWEET.format(WORDS),
    "a tweet in noscript": f"<div data-src='x'></div><noscript>{TWEET.format(WORDS)}</noscript>",
    "a tweet and its copy in noscript": f"{TWEET.format(WORDS)}<noscript>{TWEET.format(WORDS)}</noscript>",
    "a tweet in an attribute": f'<div class="lazy" data-html="{HELD}"></div>',
    "a tweet in AMP": (
        '<amp-twitter width="300" height="200" layout="responsive" data-tweetid="9"><blockquote placeholder>'
        f"{WORDS} &mdash; Maren Quill (@marenquill) <a href='https://x.com/marenquill/status/9'>January 18, 2026</a>"
        "</blockquote></amp-twitter>"
    ),
    "instagram in AMP": (
        '<amp-instagram data-shortcode="Q1" data-captioned width="1" height="1"><blockquote placeholder>'
        f"<p>{WORDS}</p><p>A post shared by Maren Quill (@marenquill) on Jan 18, 2026</p></blockquote></amp-instagram>"
    ),
    "facebook": (
        f'<div class="fb-post" data-href="https://www.facebook.com/mq/posts/4"><blockquote><p>{WORDS}</p>Posted by '
        '<a href="https://www.facebook.com/mq">Maren Quill</a> on '
        '<a href="https://www.facebook.com/mq/posts/4">Sunday, January 18, 2026</a></blockquote></div>'
    ),
    "facebook in AMP": (
        f'<amp-facebook data-href="https://www.facebook.com/mq/posts/4"><blockquote placeholder><p>{WORDS}</p>'
        "<p>Posted by Maren Quill on Sunday, January 18, 2026</p></blockquote></amp-facebook>"
    ),
    "mastodon with words": (
        f'<blockquote class="mastodon-embed" data-embed-url="https://firth.example/@marenquill/7/embed"><p>{WORDS}</p>'
        '<a href="https://firth.example/@marenquill/7">Post by @marenquill</a> <time datetime="2026-01-18">1/18'
        "</time></blockquote>"
    ),
    "tiktok with the sound": (
        '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@marenquill/video/7"><section><a title="x" '
        f'href="https://www.tiktok.com/@marenquill?refer=embed">{HANDLE}</a> <p>{WORDS}</p><p><time datetime="2026-01-18">'
        "1-18</time></p><a href='https://www.tiktok.com/music/1'>♬ original sound - Maren</a></section></blockquote>"
    ),
    "threads with words": (
        '<blockquote class="text-post-media" data-text-post-permalink="https://www.threads.net/@marenquill/post/C1">'
        f'<div><a href="https://www.threads.net/@marenquill">marenquill</a><p>{WORDS}</p><time datetime="2026-01-18">'
        '2d</time> <a href="https://www.threads.net/@marenquill/post/C1">View on Threads</a></div></blockquote>'
    ),
    "threads, boxes in one link": (
        '<blockquote class="text-post-media"><a href="https://www.threads.net/@marenquill/post/C1"><div>Post by @marenquill</div>'
        f'<div>{WORDS}</div><time datetime="2026-01-18">2d</time><div>View on Threads</div></a></blockquote>'
    ),
    "a tweet with the day first": TWEET.format(WORDS).replace("January 18, 2026", "18 January 2026"),
    "mastodon, signed": (
        f'<blockquote class="mastodon-embed"><p>{WORDS}</p>&mdash; Maren Quill (@marenquill@firth.example) '
        '<a href="https://firth.example/@marenquill/7">Jan 18, 2026, 08:02</a></blockquote>'
    ),
}
UNKNOWN = {
    "a box with the author above": (
        f'<div class="ts-post"><div class="ts-author"><b>{NAME}</b> <span>{HANDLE}</span></div><blockquote>{WORDS}'
        '</blockquote><a href="https://net.example/@marenquill/1">Jan 18, 2026, 8:02 AM</a></div>'
    ),
    "a quote with the author above": (
        f'<blockquote class="yarn"><header><strong>{NAME}</strong> <em>{HANDLE}</em></header><p>{WORDS}</p>'
        '<a href="https://net.example/p/1"><time datetime="2026-01-18T08:02:00Z">2d</time></a></blockquote>'
    ),
    "a quote with the author below": (
        f'<blockquote cite="https://net.example/p/1"><p>{WORDS}</p><footer>{NAME} ({HANDLE}), '
        '<a href="https://net.example/p/1">18 January 2026</a></footer></blockquote>'
    ),
    "a quote signed with a dash": (
        f'<blockquote class="noter"><p>{WORDS}</p>&mdash; {NAME} ({HANDLE}) '
        '<a href="https://net.example/p/1">January 18, 2026</a></blockquote>'
    ),
    "an embedded figure": (
        f'<figure class="embed embed--net"><a href="https://net.example/@marenquill"><span class="name">{NAME}</span>'
        f'</a><span>{HANDLE}</span><p>{WORDS}</p><a href="https://net.example/p/1">8:02 AM · Jan 18, 2026</a></figure>'
    ),
    "a card with a badge": (
        f'<section class="social-card"><div>{NAME}</div><div>Verified account</div><div>{HANDLE}</div><p>{WORDS}</p>'
        '<div><a href="https://net.example/p/1">2026-01-18 08:02</a></div></section>'
    ),
    "a box with the address on it": (
        f'<div class="note" data-permalink="https://net.example/p/1"><p>{NAME} {HANDLE}</p><p>{WORDS}</p>'
        '<p><a href="https://net.example/p/1">January 18, 2026</a></p></div>'
    ),
    "a figure with its caption below": (
        f'<figure class="social"><blockquote>{WORDS}</blockquote><figcaption><a href="https://net.example/p/1">{NAME} '
        f"({HANDLE}), January 18, 2026</a></figcaption></figure>"
    ),
    "a box with counts below": (
        f'<div class="gab-post" data-post-url="https://net.example/p/1"><div><span class="display-name">{NAME}</span>'
        f'<span class="handle">{HANDLE}</span></div><div class="body"><p>{WORDS}</p></div><div class="foot"><a '
        'href="https://net.example/p/1"><time datetime="2026-01-18">2d</time></a> 12 replies 34 reposts</div></div>'
    ),
    "an article inside the article": (
        f'<article class="embedded-post"><header><strong>{NAME}</strong> <span>{HANDLE}</span></header><p>{WORDS}</p>'
        '<footer><time datetime="2026-01-18T08:02:00Z">8:02 AM · Jan 18, 2026</time> · <a href="https://net.example/p/1">'
        "Open</a></footer></article>"
    ),
    "a box with an author's class and no handle": (
        f'<div class="embed-post"><a class="author" href="https://net.example/u">{NAME}</a><p>{WORDS}</p><a '
        'href="https://net.example/p/1"><time datetime="2026-01-18T08:00:00Z">Sunday</time></a></div>'
    ),
    "a quote with the network's name": (
        f'<blockquote cite="https://net.example/p/1"><p>{WORDS}</p><cite>{NAME} on Netster, <time '
        'datetime="2026-01-18">18 Jan</time></cite></blockquote>'
    ),
    "a quote with a class for its author": (
        f'<blockquote><div class="post-author">{NAME}</div><p>{WORDS}</p><a href="https://net.example/p/1">'
        '<time datetime="2026-01-18">Sunday</time></a></blockquote>'
    ),
}


def posts_of(blocks: tuple[Block, ...]) -> list[Block]:
    return [block for block in blocks if block.kind == "post"]


@pytest.mark.parametrize("kind", [*KNOWN, *UNKNOWN])
def test_a_post_is_its_authors_words_with_day_and_place(kind: str) -> None:
    one = annotated("mill.html", page_of((KNOWN | UNKNOWN)[kind]))
    text = one.article.text
    (block,) = posts_of(one.article.blocks)
    assert block.span.of(text).partition(" — ")[0] == WORDS
    (post,) = one.annotation.posts
    assert (post.date or "").startswith(DAY)
    assert post.author == NAME or post.handle == HANDLE.lstrip("@")
    assert said(one, WORDS) == [NAME] or said(one, WORDS) == [HANDLE]
    assert said(one, "Nobody was on the bridge") == ["Lorcan Tveit"]
    assert text.index(BEFORE) < block.span.start < text.index(AFTER)
    assert "or embed]" not in text
    assert text.count(WORDS) == 1


@pytest.mark.parametrize(
    "embed",
    [
        f'<blockquote class="cohost"><p>{WORDS}</p><p>{NAME} ({HANDLE}) · <a href="https://net.example/p/1">View post</a></p></blockquote>',
        f'<blockquote><a href="https://net.example/u">{NAME}</a><p>{WORDS}</p><a href="https://net.example/p/1">Permalink</a></blockquote>',
        f'<blockquote cite="https://net.example/p/1"><p>{WORDS}</p><p>{NAME}</p></blockquote>',
        f'<blockquote data-url="https://net.example/p/1"><p><b>{NAME}</b></p><p>{WORDS}</p></blockquote>',
        f'<blockquote><p>{NAME} {HANDLE}</p><p>{WORDS}</p><p><a href="https://net.example/p/1">3h</a></p></blockquote>',
    ],
)
def test_a_quote_with_an_author_and_a_link_to_itself_is_a_post_without_a_day(embed: str) -> None:
    one = annotated("mill.html", page_of(embed))
    (block,) = posts_of(one.article.blocks)
    assert block.span.of(one.article.text) == WORDS
    assert (block.author, block.date, block.url) == (NAME, None, "https://net.example/p/1")
    assert said(one, WORDS) == [NAME]
    assert NAME in one.article.text


def test_a_reddit_post_is_its_users() -> None:
    embed = (
        f'<blockquote class="reddit-embed-bq"><a href="https://www.reddit.com/r/mills/comments/1/t/">{WORDS}</a><br> by'
        '<a href="https://www.reddit.com/user/mq/">u/mq</a> in<a href="https://www.reddit.com/r/mills/">mills</a></blockquote>'
    )
    one = annotated("mill.html", page_of(embed))
    assert said(one, WORDS) == ["u/mq"] or said(one, WORDS) == ["@u/mq"]


@pytest.mark.parametrize("kind", UNKNOWN)
def test_the_author_line_of_an_unknown_network_is_kept(kind: str) -> None:
    article = article_of("mill.html", page_of(UNKNOWN[kind]))
    (block,) = posts_of(article.blocks)
    assert NAME in article.text
    assert block.url == "https://net.example/p/1" or block.url == "https://net.example/@marenquill/1"


@pytest.mark.parametrize(
    "embed",
    [
        '<blockquote class="mastodon-embed"><a href="https://a.example/@m/1"><div>Post by @m@a.example</div>'
        "<div>View on Mastodon</div></a></blockquote>",
        '<blockquote class="text-post-media"><a href="https://www.threads.net/@m/post/1"><div>Post by @m</div>'
        "<div>View on Threads</div></a></blockquote>",
        INSTAGRAM.format(
            f"<div>{LINK.format('View this post on Instagram')}</div><p>{LINK.format('A post shared by M Q (@mq)')}</p>"
        ),
        INSTAGRAM.format(
            "<div>Sieh dir diesen Beitrag auf Instagram an</div><p>Ein Beitrag geteilt von M Q (@mq)</p>"
        ),
        '<amp-twitter data-tweetid="1" width="1" height="1"></amp-twitter>',
        "<noscript><img src='pixel.gif'>Please allow scripts.</noscript>",
    ],
)
def test_an_embedding_without_words_gives_no_post_and_no_words(embed: str) -> None:
    article = article_of("mill.html", page_of(embed))
    assert article.text == f"{BEFORE}\n\n{AFTER}"
    assert not article.blocks


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<blockquote><p>The ice came at night.</p></blockquote>", "The ice came at night."),
        (
            "<blockquote><p>The ice came at night.</p><footer>Ada Bright, 1921</footer></blockquote>",
            "The ice came at night.",
        ),
        ('<div class="card"><p>The mill has a friend in the mayor.</p></div>', None),
        (
            '<div class="post-body"><p>Write to us at <a href="/x">@ostrandnews</a> on any network.</p></div>',
            None,
        ),
        (
            '<div class="post-meta"><span>By <a href="/jr">Jane Roe</a></span> <a href="https://x.com/jroe">@jroe</a> '
            '<time datetime="2026-01-19">19 January 2026</time></div>',
            None,
        ),
        (
            '<div class="author-card"><b>Jane Roe</b> <a href="https://x.com/jroe">@jroe</a><p>Jane covers the sea for '
            'the paper.</p><a href="/jr">January 2, 2026</a></div>',
            None,
        ),
        (
            '<div class="comment-thread post"><b>Sea Dog</b> <span>@seadog</span><p>Long overdue if you ask me.</p>'
            '<a href="https://a.example/c1">January 19, 2026</a></div>',
            None,
        ),
        ('<div class="embed"><p>The wheel, built in 1804, weighs nine tons.</p></div>', None),
    ],
)
def test_quotes_and_boxes_of_the_report_are_no_posts(markup: str, words: str | None) -> None:
    article = article_of("mill.html", page_of(markup))
    assert not posts_of(article.blocks)
    assert [block.span.of(article.text) for block in article.blocks if block.kind == "quote"] == [
        words or ""
    ][: words is not None]


def test_a_day_in_a_post_is_that_of_the_post() -> None:
    one = annotated("mill.html", page_of(TWEET.format("The wheel stopped today.")))
    days = {f.span.of(one.article.text): f.value for f in one.annotation.figures if f.kind == "date"}
    assert days["today"] == "2026-01-18"


def test_two_posts_of_one_author_are_two() -> None:
    second = TWEET.format("The second paddle broke, too.").replace("/9", "/10")
    article = article_of("mill.html", page_of(TWEET.format(WORDS) + second))
    assert [block.span.of(article.text) for block in posts_of(article.blocks)] == [
        WORDS,
        "The second paddle broke, too.",
    ]
