"""The quotations of a draft, each in stretches that must have been said in one go."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from msgspec import Struct

from variorum.annotation.quotations.regions import regions_of
from variorum.checking.giving import names_speaker
from variorum.collation.utterances.rendering import Rendering, renderings, words_of
from variorum.collation.utterances.voices import Voice, voice_of
from variorum.model import AnnotatedArticle, Annotation, Article, Quotation, Span, cover
from variorum.settings import AnnotateSettings


class QuotedPassage(Struct, frozen=True, kw_only=True):
    """A quotation of a draft.

    span: its place with its marks. voice: its speaker, None when unresolved. named: the draft names the
    speaker beside it; else by a pronoun, a description or in another paragraph.
    """

    span: Span
    stretches: tuple[Rendering, ...]
    voice: Voice | None = None
    named: bool = True


def passages(draft: AnnotatedArticle) -> tuple[QuotedPassage, ...]:
    """Return every quotation of ``draft`` that is reported word for word, in order of the text.

    Those that the annotation knows, and whatever else stands between quotation marks or in a block quotation:
    a title or a phrase in marks claims as well that somebody printed it so. Paraphrases are left out. A
    quotation inside another is checked with the outer one. A nickname inside a name (Ana “Nan” Lind) is none.
    """
    found = _of_annotation(draft)
    covered = _Spans(span for passage in found for stretch in passage.stretches for span in stretch.content)
    names = _Spans(mention for entity in draft.annotation.entities for mention in entity.mentions)
    for region in regions_of(draft.article, draft.annotation.paragraphs, AnnotateSettings()):
        named = names.larger_around(region.span)
        if region.level == 0 and not named and not covered.overlap(region.span):
            stretch = plain_rendering(draft, (region.span,))
            if stretch.words:
                found.append(QuotedPassage(span=region.span, stretches=(stretch,)))
    return tuple(sorted(found, key=lambda passage: passage.span))


class _Spans:
    """Spans to be asked about again and again; a long draft has thousands."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(set(spans))
        self._starts = [span.start for span in self._spans]
        self._reach = list(accumulate((span.end for span in self._spans), max))

    def overlap(self, span: Span) -> bool:
        """Tell whether one of them shares a sign with ``span``."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reach[before - 1] > span.start

    def larger_around(self, span: Span) -> bool:
        """Tell whether one of them has all of ``span``, and more."""
        before, upto = bisect_left(self._starts, span.start), bisect_right(self._starts, span.start)
        if before and self._reach[before - 1] >= span.end:
            return True
        return upto > before and self._spans[upto - 1].end > span.end


def _of_annotation(draft: AnnotatedArticle) -> list[QuotedPassage]:
    known = {quotation.id: quotation for quotation in draft.annotation.quotations}
    by_quotation: dict[tuple[str, int], list[Rendering]] = {}
    for stretch in renderings([draft]):
        if stretch.quotation.inside is None:
            for paragraph, part in _by_paragraph(draft, stretch):
                by_quotation.setdefault((stretch.quotation.id, paragraph), []).append(part)
    return [_passage(draft, known[quotation], parts) for (quotation, _), parts in by_quotation.items()]


def _passage(draft: AnnotatedArticle, quotation: Quotation, stretches: Sequence[Rendering]) -> QuotedPassage:
    span = cover(span for stretch in stretches for span in stretch.content)
    voice = _plain_voice(voice_of(draft, quotation))
    return QuotedPassage(
        span=span,
        stretches=tuple(stretches),
        voice=voice,
        named=voice is not None and names_speaker(draft, quotation, span, voice.name),
    )


def _plain_voice(voice: Voice | None) -> Voice | None:
    """Return ``voice`` without the kind "other", which a short draft gives to names that it does not know."""
    return Voice(voice.name) if voice and voice.kind == "other" else voice


def _by_paragraph(draft: AnnotatedArticle, stretch: Rendering) -> list[tuple[int, Rendering]]:
    """Return the stretch cut at the ends of paragraphs: what stands in two is shown and judged apart."""
    parts: dict[int, list[Span]] = {}
    for span in stretch.content:
        at = bisect_right(draft.annotation.paragraphs, span.start, key=lambda paragraph: paragraph.start)
        parts.setdefault(at, []).append(span)
    if len(parts) == 1:
        return [(at, stretch) for at in parts]
    cut = ((at, plain_rendering(draft, spans)) for at, spans in parts.items())
    return [(at, part) for at, part in cut if part.words]


def whole_passage(text: str, speaker: str | None = None) -> QuotedPassage:
    """Return ``text`` as one quotation, with or without marks around it."""
    draft = AnnotatedArticle(article=Article(id="", text=text), annotation=Annotation())
    stretch = plain_rendering(draft, (Span(0, len(text)),))
    voice = Voice(speaker) if speaker else None
    return QuotedPassage(span=Span(0, len(text)), stretches=(stretch,) if stretch.words else (), voice=voice)


def plain_rendering(source: AnnotatedArticle, content: Sequence[Span]) -> Rendering:
    """Return the words of ``content`` as collation reads them, whoever said them."""
    read = words_of(source, content)
    return Rendering(
        source=source,
        place=0,
        quotation=Quotation(id="", kind="direct", content=tuple(content)),
        content=tuple(content),
        read=read,
        keys=tuple(word.key for word in read.words),
        names={},
    )
