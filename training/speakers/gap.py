"""Pronouns of Wikipedia whose bearer is known: GAP (Webster et al. 2018, Apache-2.0), without its test split.

Each snippet has one pronoun and two names, one of them whom the pronoun means. The pronoun is taken for the
source of a quotation, so that the resolver sees it as it sees one of the news.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from training.speakers.data import Gold
from variorum.annotation.speakers.stage import assign_speakers
from variorum.model import Annotation, Article, Quotation, Span
from variorum.settings import AnnotateSettings

FILES = ("gap-development.tsv", "gap-validation.tsv")
WEIGHT = 0.5  # beside a source of the news; other kinds of text, and pronouns in any place of a sentence
AFTER = 60  # code points behind the pronoun that stand for what is said


def rows(folder: Path) -> Iterator[dict[str, str]]:
    """The snippets in which one of the two names is whom the pronoun means; none where the files are not."""
    for name in FILES:
        if (folder / name).exists():
            with (folder / name).open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                    if "TRUE" in (row["A-coref"].upper(), row["B-coref"].upper()):
                        yield row


def article_of(row: dict[str, str]) -> Article:
    """The snippet as an article."""
    return Article(id=row["ID"], text=row["Text"])


def with_source(article: Article, annotation: Annotation, row: dict[str, str]) -> tuple[Annotation, Gold]:
    """The annotation with the pronoun as the source of a quotation, and whom it means."""
    start = int(row["Pronoun-offset"])
    source = Span(start, start + len(row["Pronoun"]))
    said = Span(source.end, min(len(article.text), source.end + AFTER))
    quotation = Quotation(id="gap", kind="indirect", content=(said,), source=(source,))
    others = [q for q in annotation.quotations if not any(span.overlaps(source) for span in q.source)]
    both = tuple(sorted([*others, quotation], key=lambda q: (q.content[0].start, q.id)))
    known = assign_speakers(article, replace(annotation, quotations=both), settings=AnnotateSettings())
    return known, Gold(start=source.start, end=source.end, names=(_name(known, row),))


def _name(annotation: Annotation, row: dict[str, str]) -> str:
    """The name of whom the pronoun means, as the annotation has it."""
    which = "A" if row["A-coref"].upper() == "TRUE" else "B"
    start = int(row[f"{which}-offset"])
    span = Span(start, start + len(row[which]))
    found = (e.name for e in annotation.entities if any(m.overlaps(span) for m in e.mentions))
    return next(found, row[which])
