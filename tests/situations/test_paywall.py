"""Pages that keep part of their report for subscribers, and say so in their data or in words.

After a report that a page may say it only of a part (``hasPart``): what stands behind the wall was taken for
something that the page is silent about.
"""

# ruff: noqa: E501
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.situations.reading import article_of, notes_of

from variorum import compare
from variorum.formats.status import cut_short

LEAD = (
    "The last cinema of Brindle Bay will close in September, its owner, Tamsin Okoro-Hale, told its members on Friday.",
    "“The projector is older than I am,” she said.",
)
LATER = tuple(
    f"The house in Pier Street opened in 1937 and has shown films in {number} languages, among them some that are "
    "spoken nowhere else on the coast, and its organ is played before the late film."
    for number in range(2, 22)
)
SELECTOR = {"@type": "WebPageElement", "cssSelector": ".rest"}


def page_of(*paragraphs: str, data: object = None, after: str = "", rest: str | None = None) -> str:
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data is not None else ""
    gated = f'<div class="rest">{rest}</div>' if rest is not None else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Cinema to close</title>{head}</head>'
        f"<body><article><h1>Cinema to close</h1>{body}{gated}{after}</article></body></html>"
    )


def news(**more: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Cinema to close", **more}


GATED: dict[str, object] = {
    "a part": news(isAccessibleForFree=True, hasPart={**SELECTOR, "isAccessibleForFree": False}),
    "a part, in words": news(isAccessibleForFree="True", hasPart={**SELECTOR, "isAccessibleForFree": "False"}),
    "a part, as an address": news(hasPart={**SELECTOR, "isAccessibleForFree": "https://schema.org/False"}),
    "a list of one": news(hasPart=[{**SELECTOR, "isAccessibleForFree": False}]),
    "one of two parts": news(
        hasPart=[
            {"@type": "WebPageElement", "isAccessibleForFree": True, "cssSelector": ".lead"},
            {**SELECTOR, "isAccessibleForFree": "false"},
        ]
    ),
    "without a selector": news(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False}),
    "selectors in a list": news(
        hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": [".rest", ".more"]}
    ),
    "no selector at all": news(
        hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": "::: nonsense"}
    ),
    "in a graph": {"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "Bay Post"},
        news(isAccessibleForFree=True, hasPart={**SELECTOR, "isAccessibleForFree": "False"}),
    ]},
    "a reference in a graph": {"@graph": [
        news(hasPart={"@id": "#rest"}), {"@id": "#rest", **SELECTOR, "isAccessibleForFree": False}
    ]},
    "of the page in a graph": {"@graph": [
        {"@type": "WebPage", "hasPart": [{**SELECTOR, "isAccessibleForFree": False}]}, news()
    ]},
    "apart from the article": [news(), {"@type": "NewsArticle", "isAccessibleForFree": False}],
    "at the top": news(isAccessibleForFree="False"),
}  # fmt: skip


@pytest.mark.parametrize("kind", GATED)
def test_a_beginning_of_what_is_not_free_is_truncated(kind: str) -> None:
    for rest in (None, "", "<p>Read on with Bay Post Plus.</p>"):
        article = article_of("cinema.html", page_of(*LEAD, data=GATED[kind], rest=rest))
        assert article.status == "truncated"
        assert "stops short: the p" in notes_of(article)


@pytest.mark.parametrize("kind", GATED)
def test_a_page_with_the_whole_text_is_read_whatever_it_says(kind: str) -> None:
    assert article_of("a.html", page_of(*LEAD, *LATER, data=GATED[kind])).status == "read"
    rest = "".join(f"<p>{paragraph}</p>" for paragraph in LATER)
    assert article_of("a.html", page_of(*LEAD, data=GATED[kind], rest=rest)).status == "read"


def test_a_short_report_is_whole_when_what_is_behind_the_wall_was_read() -> None:
    rest = "".join(f"<p>{paragraph}</p>" for paragraph in LATER[:2])
    data = news(hasPart={**SELECTOR, "isAccessibleForFree": False})
    assert article_of("a.html", page_of(*LEAD, data=data, rest=rest)).status == "read"


def test_a_long_beginning_is_truncated_when_the_part_behind_the_wall_is_empty() -> None:
    data = news(hasPart={**SELECTOR, "isAccessibleForFree": False})
    assert article_of("a.html", page_of(*LEAD, *LATER, data=data, rest="")).status == "truncated"


def test_the_count_of_words_that_a_page_gives_decides() -> None:
    words = len(" ".join(LEAD).split())
    whole = news(isAccessibleForFree=False, wordCount=words)
    assert article_of("a.html", page_of(*LEAD, data=whole)).status == "read"
    assert article_of("a.html", page_of(*LEAD, data={**whole, "wordCount": "900"})).status == "truncated"


@pytest.mark.parametrize(
    "data",
    [
        news(),
        news(isAccessibleForFree=True, hasPart={**SELECTOR, "isAccessibleForFree": True}),
        news(isAccessibleForFree="http://schema.org/True"),
        [
            news(),
            {
                "@type": "NewsArticle",
                "headline": "Other",
                "url": "https://b.example/",
                "isAccessibleForFree": False,
            },
        ],
    ],
)
def test_a_short_page_that_is_free_is_read(data: object) -> None:
    assert article_of("a.html", page_of(*LEAD, data=data)).status == "read"


def test_what_stands_behind_the_wall_is_not_called_silent(tmp_path: Path) -> None:
    data = news(datePublished="2026-03-06", hasPart={**SELECTOR, "isAccessibleForFree": "False"})
    (tmp_path / "bay.html").write_text(page_of(*LEAD, data=data, rest=""), encoding="utf-8")
    (tmp_path / "coast.txt").write_text(
        "Published: 6 March 2026\n\nCinema to close\n\n"
        + "\n\n".join(LEAD)
        + "\n\n“I have asked the town three "
        "times for help with the roof,” she added.\n",
        encoding="utf-8",
    )
    (story,) = compare(tmp_path, annotator="rules", one_story=True).collations
    bay = next(one.id for one in story.articles if one.status == "truncated")
    states = [cell.state for each in story.coverage for cell in each.cells if cell.article == bay]
    assert sorted(states) == ["carries", "truncated"]


# ---- pleas -------------------------------------------------------------------------------------------

BODY = "The owner spoke on Friday.\n\nMembers were told by post.\n\n"
PLEAS = """Subscribe to continue reading.|Subscribe now to keep reading this story|Please log in to continue reading
This article is for subscribers.|This article is for subscribers only.|This story is available to members only
The rest of this article is reserved for subscribers|The remaining 60% of this article is for members.
To read the rest of this article, take out a subscription.|To continue reading, please sign in.
To access this article you need a subscription.|To read more, you must be a subscriber.
Already a subscriber? Log in|Already have an account? Sign in|Not a member? Join today to read on
You have reached your limit of free articles.|You’ve used up your monthly limit of free stories
Continue reading with a free trial|Keep reading with a 7-day free trial|Keep reading for just £1
Read the full story in the Bay Post app.|Open our app to continue reading|Download the app to read the full article
Sign up to unlock this article.|Create a free account to read this story|Register for free to continue reading
Subscribe for full access|Get unlimited access from $2 a week|Unlock the full story with a digital subscription
Subscriber-only content|For members only|This is a premium article.|Only subscribers can read the full story.
This article is behind a paywall.|You must be logged in to read this article|Choose a plan to continue reading
Want to read on? Subscribe now.|You are reading a free preview.|This post is for paid subscribers
Weiterlesen mit Bay Plus|Cet article est réservé à nos abonnés.|Para seguir leyendo, suscríbete
Per continuare a leggere abbonati|Dit artikel is alleen voor abonnees|Este conteúdo é exclusivo para assinantes"""
PROSE = """Read the full story at The Daily Rattle.|Subscribers to the paper have fallen by 12 per cent since then.
“Subscribe to continue reading,” the banner said.|Subscribe to continue reading, said a banner on every page.
This report is for members of the council, who will vote on it in May.|Only members of the jury have seen the film.
To access the pier, residents must register with the harbour office by Friday.|Sign in to leave a comment
Sign up for our newsletter to read more stories like this.|Log in to view comments
Subscribe to join the conversation|You have 2 free articles left this month.|Become a member to support our work.
Thanks for reading! Subscribe for free to receive new posts.|Members can read the minutes at the town hall.
Registered voters have until Friday to sign up.|Log on to the town's site to see the full plan of the pier.
The full report is available to members of the public at the town hall.|The app was locked for three days.
The cinema is reserved for members on Fridays and for all others on Saturdays.|Access to the pier is limited.
The story is only available to members of the press, the mayor said.|Want to help? Register with the food bank."""


def each_of(rows: str) -> list[str]:
    return rows.replace("\n", "|").split("|")


@pytest.mark.parametrize("plea", each_of(PLEAS))
def test_a_plea_shows_that_a_text_stops_short(plea: str) -> None:
    assert cut_short(BODY + plea) == plea
    assert article_of("a.html", page_of(*LEAD, plea)).status == "truncated"


@pytest.mark.parametrize("sentence", each_of(PROSE))
def test_prose_and_other_requests_do_not(sentence: str) -> None:
    assert cut_short(BODY + sentence) is None
    assert cut_short(f"{BODY}The mayor spoke last. {sentence}") is None


def test_a_plea_at_the_end_of_a_paragraph_counts_and_one_in_the_middle_of_a_text_does_not() -> None:
    assert cut_short("The owner spoke on Friday. Subscribe to continue reading.")
    assert cut_short(LATER[0] * 3 + " Subscribe to continue reading.")
    assert cut_short("Subscribe to continue reading\n\n" + BODY * 3) is None
