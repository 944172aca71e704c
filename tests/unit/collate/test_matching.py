"""How much two quotations agree."""

import random

import pytest

from variorum.model import Article
from variorum.pipeline import annotate_article, collate_story

WORDS = [
    "bridge",
    "mill",
    "nurse",
    "plan",
    "council",
    "budget",
    "road",
    "storm",
    "river",
    "town",
    "fire",
    "law",
]


@pytest.mark.parametrize("seed", range(12))
def test_shuffled_words_are_compared_without_harm(seed: int) -> None:
    """Words turned round everywhere once cancelled the words that agree, and the division failed."""
    source = random.Random(seed)
    articles = []
    for number in range(2):
        words = " ".join(source.choices([*WORDS, "the", "and"], k=30))
        text = f'The council met on Monday.\n\n"{words.capitalize()}," said Ann Vole.'
        articles.append(annotate_article(Article(id=str(number), text=text)))
    collation = collate_story("s", articles)
    assert 1 <= len(collation.utterances) <= 2
