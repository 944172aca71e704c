"""Puts evidence into its sentence, and cuts reports into pieces at every place that is cited.

All slicing is done here, in code points; the page's script only follows links.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from variorum.model import AnnotatedArticle, Evidence, Span, cover
from variorum.settings import SHOWN


class Part(Struct, frozen=True, kw_only=True):
    """A run of a sentence; ``cited`` when it is evidence, then '' for a place where words are missing."""

    text: str
    cited: bool


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence of a report with the words that are cited from it; a long one is shortened around them.

    places: what a link shows in the report: the cited words, or their sentence where there are none;
        none when the words do not stand there or the article's text is not at hand, so that nothing
        links to a wrong place.
    """

    article: str
    parts: tuple[Part, ...]
    places: tuple[Span, ...]

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)


class Piece(Struct, frozen=True, kw_only=True):
    """Words of a report between two places that something cites; starts at ``start``."""

    start: int
    text: str


class Paragraph(Struct, frozen=True, kw_only=True):
    """A paragraph of a report; ``gap`` counts the code points left out before it."""

    pieces: tuple[Piece, ...]
    heading: bool = False
    furniture: bool = False
    gap: int = 0


def sentences(evidence: Iterable[Evidence], articles: Mapping[str, AnnotatedArticle]) -> tuple[Sentence, ...]:
    """Return the sentences that ``evidence`` cites, in its order; what one sentence holds stands together."""
    groups: list[tuple[str, Span, list[Span]]] = []
    of_article: dict[str, list[int]] = {}
    found: list[Sentence | int] = []
    for one in evidence:
        article = articles.get(one.article)
        text = article.article.text if article else ""
        if article is None or one.end > len(text) or text[one.start : one.end] != one.text:
            part = Part(text=_ends(one.text), cited=True)
            found.append(Sentence(article=one.article, parts=(part,), places=()))
            continue
        around, span = sentence_around(article, one.start, one.end), Span(one.start, one.end)
        own = of_article.setdefault(one.article, [])
        for number in own:
            name, other, spans = groups[number]
            if other.overlaps(around):
                groups[number] = (name, cover((other, around)), [*spans, span])
                break
        else:
            own.append(len(groups))
            found.append(len(groups))
            groups.append((one.article, around, [span]))
    return tuple(
        _sentence(articles[groups[one][0]], *groups[one][1:]) if isinstance(one, int) else one
        for one in found
    )


def _sentence(article: AnnotatedArticle, around: Span, spans: list[Span]) -> Sentence:
    text = article.article.text
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = cover((joined[-1], span))
        elif not joined or span != joined[-1]:
            joined.append(span)
    left, right = (
        max(around.start, joined[0].start - SHOWN.context),
        min(around.end, joined[-1].end + SHOWN.context),
    )
    before = _from_word(text[left : joined[0].start], left > around.start)
    parts = [Part(text=("… " if left > around.start else "") + before, cited=False)]
    for span, following in zip(joined, [*joined[1:], None], strict=True):
        parts.append(Part(text=_ends(span.of(text)), cited=True))
        if following is not None:
            parts.append(Part(text=_ends(text[span.end : following.start]), cited=False))
    after = _to_word(text[joined[-1].end : right], right < around.end)
    parts.append(Part(text=after + (" …" if right < around.end else ""), cited=False))
    places = tuple(dict.fromkeys(span if span.end > span.start else around for span in joined))
    return Sentence(article=article.article.id, parts=tuple(parts), places=places)


def _ends(words: str) -> str:
    if len(words) <= SHOWN.evidence:
        return words
    half = SHOWN.evidence // 2
    return f"{words[:half].rpartition(' ')[0]} […] {words[-half:].partition(' ')[2]}"


def _from_word(text: str, cut: bool) -> str:
    head, space, tail = text.partition(" ")
    return tail if cut and space and len(head) < SHOWN.context // 2 else text


def _to_word(text: str, cut: bool) -> str:
    head, space, tail = text.rpartition(" ")
    return head if cut and space and len(tail) < SHOWN.context // 2 else text


def sentence_around(article: AnnotatedArticle, start: int, end: int) -> Span:
    """Return the sentences that ``start`` to ``end`` touch; without sentences the paragraph or line."""
    text = article.article.text
    for layer in (article.annotation.sentences, article.annotation.paragraphs):
        touched = touching(layer, start, end)
        if touched:
            return Span(min(start, touched[0].start), max(end, touched[-1].end))
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    return Span(left, len(text) if right < 0 else right)


def touching(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """Return those of the ordered ``spans`` that share a code point with, or hold, the given place."""
    first = max(0, bisect_right(spans, start, key=lambda span: span.start) - 1)
    found = []
    for span in spans[first:]:
        if span.start >= max(end, start + 1):
            break
        if span.end > start or (start == end == span.end):
            found.append(span)
    return tuple(found)


def paragraphs(article: AnnotatedArticle, cited: Iterable[Span]) -> tuple[Paragraph, ...]:
    """Return the report in paragraphs, cut into pieces at every start and end in ``cited``.

    A report beyond SHOWN.report is shown around its cited places, with the gaps counted. Empty text
    gives no paragraph.
    """
    text = article.article.text
    cited = sorted(cited)
    cuts = sorted({place for span in cited for place in (span.start, span.end)})
    headings = {block.span for block in article.article.blocks if block.kind == "heading"}
    shown: list[Paragraph] = []
    seen = 0
    for span in _ranges(article, cited):
        if not text[span.start : span.end].strip():
            continue
        gap = span.start - seen if text[seen : span.start].strip() else 0
        shown.append(
            Paragraph(
                pieces=tuple(_pieces(text, span, cuts)),
                heading=any(span.overlaps(heading) for heading in headings),
                furniture=any(one.contains(span) for one in article.annotation.furniture),
                gap=gap,
            )
        )
        seen = span.end
    return tuple(shown)


def _pieces(text: str, span: Span, cuts: list[int]) -> Iterator[Piece]:
    first, last = bisect_right(cuts, span.start), bisect_right(cuts, span.end - 1)
    places = [span.start, *cuts[first:last], span.end]
    for start, end in zip(places, places[1:], strict=False):
        yield Piece(start=start, text=text[start:end])


def _ranges(article: AnnotatedArticle, cited: list[Span]) -> Iterator[Span]:
    """Yield what is shown, in order: whole paragraphs, or windows in a report that is too long."""
    text = article.article.text
    whole = list(_blocks(article))
    if len(text) <= SHOWN.report:
        yield from whole
        return
    windows = [Span(0, SHOWN.around)]
    for span in cited:
        window = Span(max(0, span.start - SHOWN.around), min(len(text), span.end + SHOWN.around))
        if window.start <= windows[-1].end:
            windows[-1] = Span(windows[-1].start, max(windows[-1].end, window.end))
        else:
            windows.append(window)
    for window in windows:
        for span in touching(tuple(whole), window.start, window.end):
            yield Span(max(span.start, window.start), min(span.end, window.end))


def _blocks(article: AnnotatedArticle) -> Iterator[Span]:
    """Yield the paragraphs and what stands between them, so that no word of the text is lost."""
    text, at = article.article.text, 0
    for span in article.annotation.paragraphs:
        if span.start > at:
            yield from _lines(text, at, span.start)
        yield span
        at = max(at, span.end)
    yield from _lines(text, at, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if stop > start and text[start:stop].strip():
            yield Span(start, stop)
        start = stop + 1
