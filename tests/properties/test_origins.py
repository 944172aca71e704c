"""Origins of a corpus: order, workers and sharding change nothing, places slice back, numbers hold."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from variorum import engines
from variorum.model import Article, CorpusOrigin
from variorum.pipeline import prose_of
from variorum.stories import origins

quick = settings(max_examples=25)
WORDS = (
    "harbour",
    "quay",
    "ferry",
    "storm",
    "board",
    "pier",
    "divers",
    "market",
    "tide",
    "wall",
    "ship",
    "yard",
)


def paragraph(seed: int) -> str:
    draw = random.Random(seed)
    return " ".join(draw.choice(WORDS) + draw.choice("aeiou") for _ in range(24)).capitalize() + "."


# Few different paragraphs, so that articles share some; five times the same would count as a refrain, which
# says nothing about places. A number after the id, so that ids differ.
articles = st.lists(
    st.tuples(
        st.lists(st.integers(0, 9).map(paragraph), max_size=4),
        st.sampled_from([None, "2031-03-10", "2031-03-11", "2031-04-20"]),
        st.sampled_from([None, "Reuters", "Bay Courier"]),
    ),
    max_size=8,
).map(
    lambda rows: [
        Article(id=f"a{number}", text="\n\n".join(parts), date=date, outlet=outlet)
        for number, (parts, date, outlet) in enumerate(rows)
    ]
)


def found(given_articles: list[Article], workers: int = 1) -> list[CorpusOrigin]:
    with engines.get("local", workers=workers) as engine:
        return list(origins(given_articles, engine, read=prose_of))


@quick
@given(articles, st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(given_articles: list[Article], draw: random.Random) -> None:
    assert found(draw.sample(given_articles, len(given_articles))) == found(given_articles)


@quick
@given(articles)
def test_places_slice_back_and_every_passage_stands_in_two_articles(given_articles: list[Article]) -> None:
    texts = {article.id: article.text for article in given_articles}
    for origin in found(given_articles):
        for passage in origin.passages:
            assert len({place.article for place in passage}) > 1
            assert all(texts[place.article][place.start : place.end] == place.text for place in passage)
        standing = {place.article for passage in origin.passages for place in passage}
        assert standing == {carrier.id for carrier in origin.articles}
        assert all(0 < carrier.share <= 1 and 0 <= carrier.own < 1 for carrier in origin.articles)


@quick
@given(articles)
def test_ids_differ_and_rise(given_articles: list[Article]) -> None:
    ids = [origin.id for origin in found(given_articles)]
    assert ids == sorted(set(ids))


@quick
@given(articles, st.integers(0, 7))
def test_a_copy_shares_an_origin_with_what_it_copies(given_articles: list[Article], which: int) -> None:
    if not given_articles or not given_articles[which % len(given_articles)].text:
        return
    original = given_articles[which % len(given_articles)]
    copy = replace(original, id="copy", outlet="Another")
    together = [
        {carrier.id for carrier in origin.articles} for origin in found([replace(original, date=None), copy])
    ]
    assert {original.id, "copy"} in together


@pytest.mark.parametrize("workers", [2, 3])
def test_workers_change_nothing(workers: int) -> None:
    given_articles = [
        Article(id=f"a{number}", text="\n\n".join(map(paragraph, (number, number + 1, number % 3))))
        for number in range(40)
    ]
    assert found(given_articles, workers) == found(given_articles)
