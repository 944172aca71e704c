"""Live blogs: posts that stand only in a page's data, posts with days of their own, posts that stand twice.

After a report that a live blog whose posts load by script was read as empty.
"""

# ruff: noqa: E501
from __future__ import annotations

import json
from typing import Any

import pytest
from tests.situations.reading import annotated, article_of, said

from variorum.model import Article

POSTS: list[dict[str, Any]] = [
    {
        "@type": "BlogPosting",
        "headline": "Bridge opens again",
        "datePublished": "2026-03-05T09:40:00Z",
        "articleBody": "Traffic is crossing again. “We checked every bolt today,” said Ines Varga, the bridge master.",
    },
    {
        "@type": "BlogPosting",
        "headline": "Schools stay shut",
        "datePublished": "2026-03-05T06:10:00Z",
        "articleBody": "All eleven schools on the north bank stay shut.\n\nBuses leave from Tollgate instead.",
    },
    {
        "@type": "BlogPosting",
        "headline": "Ship hits pier",
        "datePublished": "2026-03-04T22:55:00Z",
        "articleBody": "A barge loaded with gravel struck the third pier of the Norrland bridge today.",
    },
]
ORDER = [post["headline"] for post in POSTS]


def page_of(
    body: str = '<div id="root"></div>', data: object = None, title: str = "Bridge closed: live"
) -> str:
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data is not None else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main><h1>{title}</h1>{body}<noscript>Please enable JavaScript.</noscript></main></body></html>"
    )


def blog(updates: object = POSTS, **more: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Bridge closed: live",
        "datePublished": "2026-03-05T05:00:00Z",
        "liveBlogUpdate": updates,
        **more,
    }


def marked(post: dict[str, Any], tag: str = "article", **attributes: str) -> str:
    names = "".join(f' {name.rstrip("_")}="{value}"' for name, value in attributes.items())
    body = "".join(f"<p>{part}</p>" for part in post["articleBody"].split("\n\n"))
    return (
        f'<{tag}{names}><time datetime="{post["datePublished"]}">{post["datePublished"][11:16]}</time>'
        f"<h2>{post['headline']}</h2>{body}</{tag}>"
    )


def updates_of(article: Article) -> list[tuple[str, str | None]]:
    """Return headline and moment of each post, in the order of the text."""
    return [
        (block.span.of(article.text).split("\n")[0], block.date)
        for block in article.blocks
        if block.kind == "update"
    ]


EXPECTED = [(post["headline"], post["datePublished"]) for post in POSTS]
html_posts = "".join(marked(post, class_="live-post") for post in POSTS)

WAYS = {
    "only in the data": page_of(data=blog()),
    "with the words of a gate": page_of(
        '<div id="root">Please enable JavaScript to follow this page.</div>', blog()
    ),
    "in a graph": page_of(data={"@graph": [{"@type": "WebPage", "name": "x"}, blog()]}),
    "as references": page_of(
        data={
            "@graph": [
                blog([{"@id": f"#{n}"} for n in range(3)]),
                *({"@id": f"#{n}", **p} for n, p in enumerate(POSTS)),
            ]
        }
    ),
    "beside a news article": page_of(
        data=[
            {"@type": "NewsArticle", "headline": "Bridge closed: live", "datePublished": "2026-03-05"},
            blog(),
        ]
    ),
    "without a headline of its own": page_of(
        data={key: value for key, value in blog().items() if key != "headline"}
    ),
    "with markup in its words": page_of(
        data=blog(
            [
                {**post, "articleBody": f"<p>{post['articleBody']}</p>".replace("\n\n", "</p><p>")}
                for post in POSTS
            ]
        )
    ),
    "with escaped markup": page_of(
        data=blog([{**post, "articleBody": f"&lt;p&gt;{post['articleBody']}&lt;/p&gt;"} for post in POSTS])
    ),
    "each twice in the data": page_of(data=blog([*POSTS, *POSTS])),
    "only on the page": page_of(html_posts),
    "only on the page, in list items": page_of(
        "<ol>" + "".join(marked(p, "li", class_="update") for p in POSTS) + "</ol>"
    ),
    "only on the page, in sections": page_of("".join(marked(p, "section", class_="lb-entry") for p in POSTS)),
    "only on the page, numbered": page_of(
        "".join(marked(p, class_=f"post-{n} live") for n, p in enumerate(POSTS))
    ),
    "with times in words": page_of(
        "".join(
            marked(p, class_="live-post")
            .replace(f'datetime="{p["datePublished"]}">', ">")
            .replace(
                p["datePublished"][11:16],
                f"{p['datePublished'][8:10]} March 2026, {p['datePublished'][11:16]}",
                1,
            )
            for p in POSTS
        )
    ),
    "with times of the page's own making": page_of(
        "".join(
            marked(p, class_="live-post")
            .replace(f'<time datetime="{p["datePublished"]}">', '<span class="timestamp">')
            .replace(
                f"{p['datePublished'][11:16]}</time>",
                f"{p['datePublished'].replace('T', ' ')[:16]}</span>",
                1,
            )
            for p in POSTS
        )
    ),
    "on the page and in the data": page_of(html_posts, blog()),
    "in the data in another zone": page_of(
        html_posts, blog([{**p, "datePublished": p["datePublished"].replace("Z", "+00:00")} for p in POSTS])
    ),
    "the first on the page": page_of(marked(POSTS[0], class_="live-post"), blog()),
    "the last on the page": page_of(marked(POSTS[2], class_="live-post"), blog()),
    "the middle missing on the page": page_of(
        marked(POSTS[0], class_="live-post") + marked(POSTS[2], class_="live-post"), blog()
    ),
    "shortened in the data": page_of(
        html_posts, blog([{**post, "articleBody": post["articleBody"].split(".")[0] + "."} for post in POSTS])
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_post_is_read_once_in_order_with_its_moment(way: str) -> None:
    article = article_of("live.html", WAYS[way])
    assert article.status == "read"
    assert [headline for headline, _ in updates_of(article)] == ORDER
    assert [(date or "")[:16] for _, date in updates_of(article)] == [date[:16] for _, date in EXPECTED]
    for post in POSTS:
        for part in post["articleBody"].split("\n\n"):
            assert article.text.count(part) == 1
    assert "JavaScript" not in article.text
    assert "<" not in article.text


@pytest.mark.parametrize("way", WAYS)
def test_a_day_in_a_post_is_the_day_of_the_post(way: str) -> None:
    one = annotated("live.html", WAYS[way])
    days = [f.value for f in one.annotation.figures if f.span.of(one.article.text) == "today"]
    assert days == ["2026-03-05", "2026-03-04"]
    assert said(one, "We checked every bolt today") == ["Ines Varga"]


def test_posts_keep_their_quotes_and_embedded_posts() -> None:
    body = (
        "<p>The line's head wrote:</p><blockquote class='twitter-tweet'><p>All trains stop.</p>&mdash; Rolf Aske "
        "(@rolfaske) <a href='https://x.com/rolfaske/status/1'>March 4, 2026</a></blockquote>"
        "<blockquote><p>It was the fog.</p></blockquote>"
    )
    article = article_of("live.html", page_of(data=blog([{**POSTS[0], "articleBody": body}, *POSTS[1:]])))
    kinds = {block.kind: block.span.of(article.text) for block in article.blocks}
    assert kinds["post"] == "All trains stop."
    assert kinds["quote"] == "It was the fog."


def test_words_around_the_posts_are_kept_once() -> None:
    intro = (
        "<p>The Norrland bridge is closed after a ship struck it. We follow the news here all day long.</p>"
    )
    article = article_of("live.html", page_of(intro, blog()))
    assert article.text.startswith("The Norrland bridge is closed")
    assert [headline for headline, _ in updates_of(article)] == ORDER
    told = blog(
        articleBody="The Norrland bridge is closed after a ship struck it. We follow the news here all day long."
    )
    assert article_of("live.html", page_of(data=told)).text.startswith("The Norrland bridge is closed")
    assert article_of("live.html", page_of(intro, told)).text.count("is closed after") == 1
    every = blog(articleBody=" ".join(post["articleBody"] for post in POSTS))
    assert article_of("live.html", page_of(data=every)).text.count("Traffic is crossing again") == 1


@pytest.mark.parametrize("updates", [None, [], {}, "soon", [None, 3, "x", {}], [{"@type": "BlogPosting"}]])
def test_a_blog_without_posts_is_read_as_a_page(updates: object) -> None:
    prose = "<p>Our coverage of the opening of the Norrland bridge begins at nine o'clock with the mayor's speech.</p>"
    article = article_of("live.html", page_of(prose, blog(updates)))
    assert article.text.startswith("Our coverage")
    assert not updates_of(article)


def test_a_report_with_one_time_and_cards_beside_it_has_no_posts() -> None:
    cards = "".join(
        f'<div class="card"><time datetime="2026-03-0{n}T08:00:00Z">{n} March</time><a href="/{n}">Another story of '
        "the week in Norrland and beyond</a></div>"
        for n in (1, 2, 3)
    )
    prose = "".join(f"<p>{post['articleBody']}</p>" for post in POSTS)
    page = page_of(
        f'<article><time datetime="2026-03-05T09:00:00Z">5 March</time>{prose}</article><aside>{cards}</aside>',
        title="Bridge open",
    )
    assert not updates_of(article_of("bridge.html", page))
