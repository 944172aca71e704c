"""What a story is headed by: a title without the name of its outlet, or its first sentence; never an id."""

from __future__ import annotations

import pytest

from variorum.model import Article
from variorum.outputs.titles import bare_title, story_title
from variorum.pipeline import annotate_article, collate_story


@pytest.mark.parametrize(
    ("title", "outlet", "bare"),
    [
        ("Ferry hits the breakwater - Port Herald", "Port Herald", "Ferry hits the breakwater"),
        (
            "Ferry hits the breakwater - PortHerald.com | News, Sport",
            "portherald.com",
            "Ferry hits the breakwater",
        ),
        ("Ferry hits the breakwater | Lantern", None, "Ferry hits the breakwater"),
        ("Ferry hits the breakwater – lantern.example", None, "Ferry hits the breakwater"),
        # Halves of a title stay together, and a title of a word or two with what stands behind it.
        (
            "Ferry hits the breakwater – forty people hurt",
            "Port Herald",
            "Ferry hits the breakwater – forty people hurt",
        ),
        ("Live updates | Port Herald", "Port Herald", "Live updates | Port Herald"),
    ],
)
def test_the_name_of_the_outlet_is_no_part_of_a_title(title: str, outlet: str | None, bare: str) -> None:
    assert bare_title(title, outlet) == bare


def _headed(*articles: Article) -> str:
    read = [annotate_article(one) for one in articles]
    return story_title(collate_story("g-0123456789abcdef", read), {one.article.id: one for one in read})


def test_a_story_without_titles_is_headed_by_its_first_sentence() -> None:
    text = "The ferry hit the breakwater on Tuesday. Forty people were hurt."
    assert (
        _headed(Article(id="a", text=""), Article(id="b", text=text))
        == "The ferry hit the breakwater on Tuesday."
    )
    assert _headed(Article(id="a", text=text), Article(id="b", text=text, title="Forty hurt")) == "Forty hurt"
    assert _headed(Article(id="a", text="")) == "Without a title"


def test_a_report_that_may_be_of_another_event_heads_no_story() -> None:
    fire = "A fire at Veldane in Corrin hurt three. “We will not rest until it is out,” {} Okafor said."
    reports = [
        Article(
            id="a", title="Rowers take gold", text="Anna Moe won gold in Marl on Sunday.", date="2026-06-13"
        ),
        Article(id="b", title="Fire at plant", text=fire.format("Ruth"), date="2026-06-14"),
        Article(id="c", title="Plant burns", text=fire.format("fire chief Ruth"), date="2026-06-15"),
    ]
    assert _headed(*reports) == "Fire at plant"
