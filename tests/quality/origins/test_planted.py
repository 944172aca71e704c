"""A floor under what is found of planted copies, on reports that the project wrote itself.

The reports are short and so are their paragraphs: a harder case than real news, where the benchmark of the
docs measures.
"""

import random

import pytest
from tests.quality.origins.planting import Corpus, pair, plant, really
from tests.quality.quotations.gold import load

from variorum import engines
from variorum.model import Article
from variorum.pipeline import prose_of
from variorum.stories import origins

SEEDS = range(1, 7)
RECALL = 0.95


def reports() -> list[Article]:
    """Return every report of the gold set, as articles of several houses and weeks."""
    return [
        Article(
            id=report.name,
            text=report.text,
            outlet=f"House {number % 7}",
            date=f"2031-{number % 9 + 1:02}-{number % 28 + 1:02}",
        )
        for number, report in enumerate(load())
    ]


def searched(corpus: Corpus) -> set[tuple[str, str]]:
    with engines.get("local", workers=1) as engine:
        found = list(origins(corpus.articles, engine, read=prose_of))
    passages = [{place.article for place in passage} for origin in found for passage in origin.passages]
    return {pair(a, b) for carriers in passages for a in carriers for b in carriers if a < b}


@pytest.fixture(scope="module")
def runs() -> list[tuple[Corpus, set[tuple[str, str]]]]:
    articles = reports()
    corpora = [plant(articles, len(articles) // 3, random.Random(seed), least=24) for seed in SEEDS]
    return [(corpus, searched(corpus)) for corpus in corpora]


def test_planted_copies_are_found(runs: list[tuple[Corpus, set[tuple[str, str]]]]) -> None:
    wanted = [(pair(one.id, one.source), found) for corpus, found in runs for one in corpus.planted]
    assert len(wanted) > 50
    assert sum(one in found for one, found in wanted) / len(wanted) >= RECALL


def test_nothing_else_is(runs: list[tuple[Corpus, set[tuple[str, str]]]]) -> None:
    for corpus, found in runs:
        wanted = {pair(one.id, one.source) for one in corpus.planted}
        texts = {article.id: article.text for article in corpus.articles} | corpus.traps
        assert [one for one in found - wanted if not really(texts[one[0]], texts[one[1]])] == []
