"""A difference as text to paste into a mail or a brief: what differs, who says what, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.model import AnnotatedArticle, ArticleSummary, Collation, Discrepancy
from variorum.outputs.passages import Sentence, sentences
from variorum.outputs.wording import (
    SEVERITY_WORDS,
    article_labels,
    dates_in_words,
    plain_date,
    plural,
    shortened,
    type_words,
)
from variorum.settings import SHOWN


def citation(discrepancy: Discrepancy, collation: Collation, articles: Mapping[str, AnnotatedArticle]) -> str:
    """Return ``discrepancy`` as plain text: its summary, then each side with its evidence, cited."""
    summaries = {one.id: one for one in collation.articles}
    labels = article_labels(collation.articles, articles)
    severity = SEVERITY_WORDS[discrepancy.severity].lower()
    lines = [f"{type_words(discrepancy)} ({severity}): {dates_in_words(discrepancy.summary)}"]
    for side in discrepancy.sides:
        lines.append(f"- {dates_in_words(side.value)}")
        cited = sentences(side.evidence, articles)
        for one in cited[: SHOWN.cited]:
            words = " ".join(str(one).split())
            where = source_line(summaries.get(one.article), labels.get(one.article, one.article))
            lines.append(f"  “{words}” ({', '.join((where, *characters(one)))})")
        if len(cited) > SHOWN.cited:
            lines.append(f"  and {plural(len(cited) - SHOWN.cited, 'more sentence')}")
    return "\n".join(lines)


def characters(sentence: Sentence) -> list[str]:
    """Return the position of the cited words ("characters 3–9"); an empty text when it is unknown."""
    places = [f"{place.start}–{place.end}" for place in sentence.places]
    return [f"characters {' and '.join(places)}"] if places else []


def source_line(summary: ArticleSummary | None, label: str) -> str:
    """Return outlet, title, date and address of a report, as far as known."""
    if summary is None:
        return label
    full = shortened(summary.title or "", SHOWN.title)
    title = f"“{full}”" if full and full != label else None
    parts = (shortened(summary.outlet or label, SHOWN.name), title, plain_date(summary.date), summary.url)
    return ", ".join(part for part in parts if part)
