"""Evidence in its sentence, and reports cut at every place that is cited.

All slicing is done here, in code points; the page's script only follows links.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import Struct

from variorum.model import AnnotatedArticle, Evidence, Span

# Display only: how much of a long sentence stands on each side of the words, in code points.
CONTEXT = 160
# Evidence longer than this, in code points, is shown by its beginning and end.
LONG_WORDS = 500
# A report longer than this is shown around its cited places only, in code points: a browser lays out
# some hundred thousand characters at ease and ten million not at all.
WHOLE_REPORT = 300_000
# What is shown around a cited place of such a report, on each side, in code points.
AROUND = 2_000


class Passage(Struct, frozen=True, kw_only=True):
    """Words of a report and the rest of their sentence.

    place: what a link to it shows in the report: the words, or their sentence where there are none
        (something was left out there); None when the words do not stand there or the article's text
        is not at hand, so that nothing links to a wrong place.
    """

    article: str
    before: str
    words: str
    after: str
    place: Span | None


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


def passage(evidence: Evidence, article: AnnotatedArticle | None) -> Passage:
    """Return ``evidence`` in its sentence, a long sentence shortened around it."""
    start, end = evidence.start, evidence.end
    text = "" if article is None else article.article.text
    if article is None or end > len(text) or text[start:end] != evidence.text:
        return Passage(article=evidence.article, before="", words=evidence.text, after="", place=None)
    around = sentence_around(article, start, end)
    left, right = max(around.start, start - CONTEXT), min(around.end, end + CONTEXT)
    return Passage(
        article=evidence.article,
        before=("… " if left > around.start else "") + _from_word(text[left:start], left > around.start),
        words=_ends(evidence.text),
        after=_to_word(text[end:right], right < around.end) + (" …" if right < around.end else ""),
        place=Span(start, end) if end > start else around,
    )


def _ends(words: str) -> str:
    if len(words) <= LONG_WORDS:
        return words
    half = LONG_WORDS // 2
    return f"{words[:half].rpartition(' ')[0]} […] {words[-half:].partition(' ')[2]}"


def _from_word(text: str, cut: bool) -> str:
    head, space, tail = text.partition(" ")
    return tail if cut and space and len(head) < CONTEXT // 2 else text


def _to_word(text: str, cut: bool) -> str:
    head, space, tail = text.rpartition(" ")
    return head if cut and space and len(tail) < CONTEXT // 2 else text


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

    A report beyond WHOLE_REPORT is shown around its cited places, with the gaps counted. Empty text
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
    if len(text) <= WHOLE_REPORT:
        yield from whole
        return
    windows = [Span(0, AROUND)]
    for span in cited:
        window = Span(max(0, span.start - AROUND), min(len(text), span.end + AROUND))
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
