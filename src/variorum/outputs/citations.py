"""A difference as text to paste into a mail or a brief: what differs, who says what, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.model import AnnotatedArticle, ArticleSummary, Collation, Discrepancy, Evidence
from variorum.outputs.passages import passage
from variorum.outputs.words import SEVERITY_WORDS, article_labels, dates_in_words, plain_date, type_words


def citation(discrepancy: Discrepancy, collation: Collation, articles: Mapping[str, AnnotatedArticle]) -> str:
    """Return ``discrepancy`` as plain text: its summary, then each side with its evidence, cited."""
    summaries = {one.id: one for one in collation.articles}
    labels = article_labels(collation.articles)
    severity = SEVERITY_WORDS[discrepancy.severity].lower()
    lines = [f"{type_words(discrepancy)} ({severity}): {dates_in_words(discrepancy.summary)}"]
    for side in discrepancy.sides:
        lines.append(f"- {dates_in_words(side.value)}")
        for evidence in side.evidence:
            sentence = " ".join(sentence_of(evidence, articles).split())
            where = source_line(
                summaries.get(evidence.article), labels.get(evidence.article, evidence.article)
            )
            lines.append(f"  “{sentence}” ({where}, characters {evidence.start}–{evidence.end})")
    return "\n".join(lines)


def sentence_of(evidence: Evidence, articles: Mapping[str, AnnotatedArticle]) -> str:
    """Return the sentence that ``evidence`` stands in, a long one shortened around it."""
    found = passage(evidence, articles.get(evidence.article))
    return f"{found.before}{found.words}{found.after}".strip()


def source_line(summary: ArticleSummary | None, label: str) -> str:
    """Return outlet, title, date and address of a report, as far as known."""
    if summary is None:
        return label
    title = f"“{summary.title}”" if summary.title and summary.title != label else None
    parts = (summary.outlet or label, title, plain_date(summary.date), summary.url)
    return ", ".join(part for part in parts if part)
