"""Embedded social posts are found, with their authors, and nothing else is taken for one."""

from __future__ import annotations

from variorum.annotation.layout.stage import assign_layout
from variorum.annotation.posts.stage import assign_posts
from variorum.model import Annotation, Article, Block, Post, Span
from variorum.settings import AnnotateSettings

SETTINGS = AnnotateSettings()


def posts_of(text: str, blocks: tuple[Block, ...] = ()) -> list[tuple[str, Post]]:
    article = Article(id="a", text=text, blocks=blocks)
    annotation = assign_layout(article, Annotation(), settings=SETTINGS)
    annotation = assign_posts(article, annotation, settings=SETTINGS)
    return [(post.span.of(text), post) for post in annotation.posts]


def test_signature_at_the_end_of_the_paragraph() -> None:
    text = (
        "The mayor was quick.\n\nThe pier is shut. Stay away. — Ada Lind (@adalind) June 3, 2025\n\nHe left."
    )
    [(words, post)] = posts_of(text)
    assert words == "The pier is shut. Stay away. — Ada Lind (@adalind) June 3, 2025"
    assert (post.author, post.handle, post.date) == ("Ada Lind", "adalind", "2025-06-03")


def test_signature_alone_takes_the_paragraphs_since_the_colon() -> None:
    text = "She posted:\n\nThe pier is shut.\n\nStay away.\n\n— Ada Lind (@adalind) 3 June 2025\n\nHe left."
    [(words, post)] = posts_of(text)
    assert words.startswith("The pier is shut.")
    assert words.endswith("2025")
    assert post.date == "2025-06-03"


def test_two_signatures_in_one_paragraph_are_two_posts() -> None:
    text = "Shut. — Ada Lind (@adalind) June 3, 2025 Why? — Bo Falk (Marl) (@bofalk) June 4, 2025"
    found = posts_of(text)
    assert [words for words, _ in found] == [
        "Shut. — Ada Lind (@adalind) June 3, 2025",
        "Why? — Bo Falk (Marl) (@bofalk) June 4, 2025",
    ]
    assert [post.author for _, post in found] == ["Ada Lind", "Bo Falk (Marl)"]


def test_other_traces_of_embedding() -> None:
    text = (
        "@adalind: The pier is shut.\n\nBo Falk (@bofalk) tweeted:\n\nWhat a mess this is.\n\n"
        "Look at this wave pic.twitter.com/abc123\n\n"
        "View this post on Instagram\n\nSunrise over Marl\n\nA post shared by Tom Reyes (@tomreyes)"
    )
    found = [(words.split()[0], post.author, post.handle) for words, post in posts_of(text)]
    assert found == [
        ("@adalind:", None, "adalind"),
        ("What", "Bo Falk", "bofalk"),
        ("Look", None, None),
        ("View", "Tom Reyes", "tomreyes"),
    ]


def test_header_above_and_time_and_reactions_below() -> None:
    text = (
        "The pier was shut on Monday.\n\nAda Lind\n@adalind\nShut. Nobody asked us.\n\nStay away.\n"
        "9:14 PM · May 6, 2031\n1.2K Reposts   14K Likes\n\nOthers laughed."
    )
    [(words, post)] = posts_of(text)
    assert words.startswith("Ada Lind")
    assert words.endswith("14K Likes")
    assert (post.author, post.handle, post.date) == ("Ada Lind", "adalind", "2031-05-06")


def test_header_without_time_takes_the_lines_right_below() -> None:
    text = (
        "Pier shut\n\nIt was shut on Monday.\n\nPeople were angry.\n\nBo Falk (@bofalk)\nNever again.\n\n"
        "Others laughed.\n\nTom Reyes @tomreyes · 3h\nWe are open.\nCome by.\n\nNobody came."
    )
    assert [(words.splitlines()[1:], post.author, post.handle) for words, post in posts_of(text)] == [
        (["Never again."], "Bo Falk", "bofalk"),
        (["We are open.", "Come by."], "Tom Reyes", "tomreyes"),
    ]


def test_bylines_with_a_handle_are_no_posts() -> None:
    assert (
        posts_of("Pier shut\n\nAda Lind @adalind\nThe pier was shut on Monday.\n\nPeople were angry.") == []
    )


def test_block_of_the_markup_is_filled_from_its_signature() -> None:
    text = "Before.\n\nThe pier is shut. — Ada Lind (@adalind) June 3, 2025\n\nAfter."
    span = Span(9, text.index("\n\nAfter"))
    [(words, post)] = posts_of(text, (Block(kind="post", span=span, url="https://example.org/1"),))
    assert words.startswith("The pier")
    assert (post.author, post.handle, post.date, post.url) == (
        "Ada Lind",
        "adalind",
        "2025-06-03",
        "https://example.org/1",
    )


def test_quotations_and_mentions_in_the_outlets_own_sentences_are_no_posts() -> None:
    text = (
        "Bo Falk (@bofalk) tweeted: “What a mess.”\n\nWrite to the harbour master, Tom Reyes (@tomreyes).\n\n"
        "The storm — the worst in years — came at night.\n\nMail tips@example.org: we read all."
    )
    assert posts_of(text) == []


def test_empty_text_has_no_posts() -> None:
    assert posts_of("") == []
