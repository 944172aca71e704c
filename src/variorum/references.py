"""Reports of stories against the words as spoken: every quotation of a report, where and when it was said.

The reference is no report: it is not grouped, compared or counted as one. A story gets it when some quotation
of its reports is there; that of another press conference says nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from variorum.checks import Progress, checker_over, for_reference
from variorum.errors import InputError, UnreadableFile, is_fault
from variorum.inputs import Given
from variorum.model import (
    AnnotatedArticle,
    Article,
    Collation,
    Evidence,
    Reference,
    ReferenceText,
    Reject,
    Rendered,
    RenderedChange,
    Span,
    Spans,
    article_fault,
)
from variorum.model.reference import Rendering
from variorum.pipeline import annotate_article
from variorum.settings import Settings

if TYPE_CHECKING:
    from variorum.checking.checker import Checker
    from variorum.checking.results import CheckedQuotation, Verdict

_RENDERINGS: Mapping[Verdict, Rendering] = {
    "verbatim": "verbatim",
    "typographic": "verbatim",
    "elided": "cut",
    "altered": "altered",
    "other speaker": "other speaker",
    "partial": "in part",
    "not found": "not in it",
    "not decided": "not decided",
}


def against_reference(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    reference: Given,
    *,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
) -> tuple[tuple[Collation, ...], tuple[Reject, ...]]:
    """Return the collations with what their reports quote against a reference, and what could not be read.

    articles: of the collations, by id. reference: paths or articles, as a check is given reports.
    Raises UnreadableFile for a path that there is not, InputError where nothing of the reference can be read.
    """
    settings = for_reference(settings or Settings())

    def annotate(article: Article) -> AnnotatedArticle:
        known = articles.get(article.id)
        if known is not None and known.article.text == article.text:
            return known
        return annotate_article(article, settings=settings.annotate)

    with checker_over(reference, None, settings, on_progress, annotate) as (checker, rejects):
        if not checker.search.size:
            raise InputError("nothing of the reference could be read; give another file")
        reader = _Reader(checker)
        found = tuple(reader.with_reference(one, articles) for one in collations)
        return found, (*rejects, *checker.rejects, *reader.rejects)


class _Reader:
    """Reads reports against one reference. rejects: reports at which that raised."""

    def __init__(self, checker: Checker) -> None:
        from variorum.checking.spoken import words_of

        self.rejects: list[Reject] = []
        self._checker = checker
        pages = (checker.search.page(number) for number in checker.search.index.numbers())
        self._texts = [page.article for page in pages if page is not None]
        self._known = words_of("\n".join(one.text for one in self._texts))
        self._speaks = lru_cache(maxsize=None)(checker.speaks)

    def with_reference(self, collation: Collation, articles: Mapping[str, AnnotatedArticle]) -> Collation:
        """Return a collation with its reference; as it is where nothing of its reports is there."""
        places = _Places(collation)
        found = [
            one
            for summary in collation.articles
            if summary.id in articles
            for one in self._rendered(articles[summary.id], places)
        ]
        if all(one.rendering in ("not in it", "not decided") for one in found):
            return collation
        texts = tuple(map(_text, self._texts))
        return replace(collation, reference=Reference(texts=texts, quotations=tuple(found)))

    def _rendered(self, annotated: AnnotatedArticle, places: _Places) -> list[Rendered]:
        try:
            checked = self._checker.check(annotated.article, annotated.article.id)
        except UnreadableFile:
            raise
        except Exception as error:
            if not is_fault(error):
                raise
            self.rejects.append(article_fault(annotated.article, error))
            return []
        return [one for each in checked if (one := self._one(each, annotated, places)) is not None]

    def _one(
        self, checked: CheckedQuotation, annotated: AnnotatedArticle, places: _Places
    ) -> Rendered | None:
        from variorum.checking.spoken import as_spoken
        from variorum.language.language import language_of

        article = annotated.article
        span = Span(checked.start, checked.end)
        quotation, utterance = places.of(article.id, span)
        if quotation is None:
            quotation = _quotation(annotated, span)
        if quotation is None and checked.verdict in ("not found", "not decided"):
            return None  # a title or a phrase in marks that nobody is said to have said
        found = as_spoken(checked, article.text, language_of(article.lang), self._known)
        match = found.matches[0] if found.matches else None
        rendering = _RENDERINGS[found.verdict]
        if rendering == "altered" and any(one.type == "splice" for one in found.changes):
            rendering = "spliced"
        speaks = bool(found.speaker and self._speaks(found.speaker))
        # Of whoever does not speak there nothing is known: their words were said elsewhere.
        severity = None if rendering == "not in it" and not speaks else found.severity
        return Rendered(
            printed=_evidence(article.id, span, found.text),
            quotation=quotation,
            utterance=utterance,
            speaker=found.speaker,
            rendering=rendering,
            severity=severity,
            changes=tuple(
                RenderedChange(
                    type=one.type,
                    severity=one.severity,
                    was=one.was,
                    now=one.now,
                    start=one.start,
                    end=one.end,
                )
                for one in found.changes
            ),
            said=_evidence(match.article, Span(match.start, match.end), match.text) if match else None,
            by=match.speaker if match else None,
            at=match.at if match and isinstance(match.at, str) else None,
            speaks=speaks,
            note=found.note,
        )


def _evidence(article: str, span: Span, text: str) -> Evidence:
    return Evidence(article=article, start=span.start, end=span.end, text=text)


def _text(article: Article) -> ReferenceText:
    from variorum.formats.records import FILE

    name = str(article.extra.get(FILE) or article.title or article.id)
    return ReferenceText(id=article.id, name=name, outlet=article.outlet, date=article.date, url=article.url)


class _Places:
    """Which quotation and utterance of a story a place of a report is."""

    def __init__(self, collation: Collation) -> None:
        self._readings: dict[str, list[tuple[Spans, str, str]]] = {}
        for utterance in collation.utterances:
            for reading in utterance.readings:
                entry = (reading.content, reading.quotation, utterance.id)
                self._readings.setdefault(reading.article, []).append(entry)

    def of(self, article: str, span: Span) -> tuple[str | None, str | None]:
        """Return the ids of what shares most with a place; None and None where nothing does."""
        known = self._readings.get(article, ())
        shares = [(_shared(content, span), -at) for at, (content, _, _) in enumerate(known)]
        most, at = max(shares, default=(0, 0))
        return (known[-at][1], known[-at][2]) if most else (None, None)


def _quotation(annotated: AnnotatedArticle, span: Span) -> str | None:
    shares = [(_shared(one.content, span), one.id) for one in annotated.annotation.quotations]
    most, id = max(shares, key=lambda share: share[0], default=(0, ""))
    return id if most else None


def _shared(content: Spans, place: Span) -> int:
    return sum(max(0, min(span.end, place.end) - max(span.start, place.start)) for span in content)
