"""What must hold for any corpus: one story each, the same stories in any order and with any workers."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from variorum import engines
from variorum.engines.local import LocalEngine
from variorum.model import Article
from variorum.settings import GroupSettings
from variorum.stories import StoryStream, features_of, group
from variorum.stories.register import Register

# Few words, so that texts do resemble each other.
WORDS = ["harbour", "bridge", "storm", "mayor", "Lunt", "ferry", "Quillon", "strike", "budget", "rescue"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
DATES = st.sampled_from([None, "2031-05-02", "2031-05-03T10:00:00Z", "2031-07-20", "soon"])


@st.composite
def corpora(draw: st.DrawFn) -> list[Article]:
    reports = draw(st.lists(st.tuples(TEXTS, st.none() | TEXTS, DATES), max_size=12))
    return [
        Article(id=f"a{number}", text=text, title=title, date=date)
        for number, (text, title, date) in enumerate(reports)
    ]


def stories(articles: Sequence[Article]) -> dict[str, str]:
    return dict(group(articles, engines.get(workers=1)))


@given(articles=corpora(), seed=st.integers())
@settings(max_examples=60)
def test_order_changes_nothing(articles: list[Article], seed: int) -> None:
    shuffled = random.Random(seed).sample(articles, len(articles))
    assert stories(shuffled) == stories(articles)


@given(articles=corpora())
@settings(max_examples=60)
def test_every_article_has_one_story_in_input_order(articles: list[Article]) -> None:
    assert [article for article, _ in group(articles, engines.get(workers=1))] == [a.id for a in articles]


@given(articles=corpora().filter(bool), which=st.integers(0))
@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
def test_a_copy_is_in_the_story_of_its_original(articles: list[Article], which: int) -> None:
    original = articles[which % len(articles)]
    copy = Article(id="copy", text=f"  {original.text}\n", title=original.title, date="2033-01-01")
    found = stories([*articles, copy])
    if original.text or original.title:
        assert found["copy"] == found[original.id]


@given(corpora())
@settings(max_examples=5)
def test_workers_change_nothing(articles: list[Article]) -> None:
    with LocalEngine(workers=2, patience=0) as engine:
        assert dict(group(articles, engine)) == stories(articles)


@given(articles=corpora(), size=st.integers(1, 12))
@settings(max_examples=30)
def test_how_articles_are_handed_to_workers_changes_nothing(articles: list[Article], size: int) -> None:
    by_size = group(articles, engines.get(workers=1), settings=GroupSettings(batch=size))
    assert dict(by_size) == stories(articles)


@given(articles=corpora(), cuts=st.lists(st.integers(0, 12), max_size=4), save=st.booleans())
@settings(max_examples=40)
def test_a_stream_knows_every_article_once_and_its_history_tells_all(
    articles: list[Article], cuts: list[int], save: bool
) -> None:
    stream = StoryStream()
    bounds = sorted({0, *cuts, len(articles)})
    for start, end in zip(bounds, [*bounds[1:], len(articles)], strict=True):
        stream.add(features_of(articles[start:end], settings=GroupSettings()), at="now")
        if save:
            stream = StoryStream.load(stream.dump())
    found = dict(stream.stories())
    assert [article for article, _ in stream.stories()] == [article.id for article in articles]
    assert Register(stream.history).story_of == found
    for story in set(found.values()):
        assert stream.articles(story) == {article for article, its in found.items() if its == story}
