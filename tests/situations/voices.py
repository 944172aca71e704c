"""What a reader of an annotation sees: who says which words."""

from __future__ import annotations

from pathlib import Path

import variorum
from variorum.formats import read
from variorum.model import AnnotatedArticle, Article
from variorum.pipeline import Annotator, annotate_batch


def annotated(article: Article | str, annotator: Annotator = "rules") -> AnnotatedArticle:
    """Return an article, or a text, annotated."""
    if isinstance(article, str):
        article = Article(id="a", text=article)
    (found,) = annotate_batch([article], annotator=annotator)
    assert isinstance(found, AnnotatedArticle)
    return found


def said(article: Article | str, annotator: Annotator = "rules") -> list[tuple[str | None, str]]:
    """Return speaker and words of each direct quotation that is in no other."""
    found = annotated(article, annotator)
    text = found.article.text
    return [
        (
            quotation.speaker.name if quotation.speaker else None,
            " ".join(" ".join(span.of(text).split()) for span in quotation.content).strip('“”" >'),
        )
        for quotation in found.annotation.quotations
        if quotation.kind == "direct" and quotation.inside is None
    ]


def saved(folder: Path, name: str, content: str) -> Article:
    """Return the one article of a file."""
    (folder / name).write_text(content, encoding="utf-8")
    (article,) = read(folder / name)
    assert isinstance(article, Article)
    return article


def verdicts(draft: str, report: Article) -> list[str]:
    """Return the verdict on each quotation of a draft."""
    return [each.verdict for each in variorum.check(draft, against=[report]).quotations]
