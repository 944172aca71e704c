"""A story of invented reports that count the same things."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.model import AnnotatedArticle, Article, Collation
from variorum.pipeline import annotate_article, collate_story


def counted() -> tuple[Collation, Mapping[str, AnnotatedArticle]]:
    """Return a story whose reports count the same things, one of them otherwise."""
    texts = {
        "Gazette": "Forty people were hurt on the quay. Five boats and three cranes came to help them.",
        "Courier": "The harbour office counts 40 people who were hurt. It sent 5 boats in the night.",
        "Herald": "Some 60 people were hurt. Five boats came, one of them from the other bank.",
    }
    read = {
        name: annotate_article(Article(id=name, text=text, outlet=name, date="2027-10-07"))
        for name, text in texts.items()
    }
    return collate_story("s-counted", list(read.values())), read


def answered() -> tuple[Collation, Mapping[str, AnnotatedArticle]]:
    """Return a story whose reports answer the same questions, and call people by other names and roles."""
    texts = {
        (
            "Gazette",
            "2027-10-07",
        ): "Three men were killed when a silo fell on the quay at Marrowby. Mayor Ilse "
        "Brandt, 51, saw it fall. “We were warned of it,” the mayor said. Brandt left early.",
        (
            "Courier",
            "2027-10-07",
        ): "The fall of the silo at Marrowby killed three men. Ilse Brandt, 51, watched "
        "from the quay. Harbour master Edda Corrigan was charged with manslaughter on Thursday.",
        (
            "Herald",
            "2027-10-09",
        ): "Five men were killed when the silo fell at Marrowby. Ms Brandt, the former senator, came late.",
    }
    read = {
        name: annotate_article(Article(id=name, text=text, outlet=name, date=date))
        for (name, date), text in texts.items()
    }
    return collate_story("s-answered", list(read.values())), read


def crowd() -> tuple[Collation, Mapping[str, AnnotatedArticle]]:
    """Return a story of more reports than a table has columns for."""
    read = {
        name: annotate_article(Article(id=name, text=f"{told} men were killed on the quay.", outlet=name))
        for number in range(26)
        for name, told in [(f"Gazette {number}", "Five" if number % 9 == 4 else "Three")]
    }
    return collate_story("s-crowd", list(read.values())), read
