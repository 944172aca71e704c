"""What the tests of real users' files share: bytes as a file, read and annotated by rules alone."""

from __future__ import annotations

import tempfile
from pathlib import Path

from variorum.formats import read
from variorum.model import AnnotatedArticle, Article, Quotation, Reject
from variorum.pipeline import annotate_article


def items_of(name: str, data: bytes | str) -> list[Article | Reject]:
    """Return what reading a file of this name and content gives."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return list(read(path))


def article_of(name: str, data: bytes | str) -> Article:
    """Return the only report of a file; fails when there is a reject or another report."""
    (article,) = items_of(name, data)
    assert isinstance(article, Article), article
    return article


def notes_of(article: Article) -> str:
    """Return what reading had to decide, as one string."""
    return "; ".join(article.extra.get("read_notes", ()))


def annotated(name: str, data: bytes | str) -> AnnotatedArticle:
    """Return the only report of a file with its layers."""
    return annotate_article(article_of(name, data))


def words_of(one: AnnotatedArticle, quotation: Quotation) -> str:
    """Return the words of a quotation, its parts apart by a blank."""
    return " ".join(span.of(one.article.text) for span in quotation.content)


def said(one: AnnotatedArticle, words: str) -> list[str | None]:
    """Return the speakers of all quotations that hold ``words``."""
    return [
        quotation.speaker.name if quotation.speaker else None
        for quotation in one.annotation.quotations
        if words in words_of(one, quotation)
    ]
