"""Quotations from the network's reading of an article, joined with what rules alone can see.

The network reads direct, mixed and indirect speech better than rules do, and is taken first. Rules keep
what it was not trained on: embedded posts, quotations inside quotations, quoted sentences that nobody is
named for, and words that the layout sets off: transcripts, block quotations, statements printed at length
(PolNeAR, which it learned from, has few of these).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from variorum.annotation.dates.stage import opening_dateline
from variorum.annotation.neural.results import Attribution, NetworkReading
from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.agents import hanging_subject, recorded_speaker
from variorum.annotation.quotations.agreement import (
    ByPlace,
    part_by_layout,
    touches,
    with_sources,
    within_heading,
    without_inner,
    without_joined,
    without_jumps,
    without_signed,
)
from variorum.annotation.quotations.alone import words_alone
from variorum.annotation.quotations.cues import act_of
from variorum.annotation.quotations.drafts import (
    Paper,
    behind_dateline,
    kind_of,
    quotation_id,
    regions_within,
)
from variorum.annotation.quotations.media import medium_in
from variorum.annotation.quotations.passive import addressing
from variorum.annotation.quotations.regions import regions_of
from variorum.annotation.quotations.relayed import with_relayed, without_relayed
from variorum.annotation.quotations.rests import left_over, with_lines, with_rest, with_whole_marks
from variorum.annotation.quotations.signatures import signatures
from variorum.annotation.quotations.sources import (
    cited_speaker,
    joint_subject,
    plain_subject,
    speaking_source,
    whole_source,
    with_whole_names,
    without_recipient,
)
from variorum.annotation.quotations.titles import without_titles
from variorum.language.language import Language, language_of
from variorum.model import Act, Annotation, Article, Quotation, QuotationKind, Span, SpanIndex, Spans
from variorum.settings import QUOTATIONS, AnnotateSettings
from variorum.text.marks import QuotedRegion
from variorum.text.name_words import name_words

_WORDS = re.compile(r"[\w'’]+")


def assign_reading(
    article: Article, annotation: Annotation, *, settings: AnnotateSettings, reading: NetworkReading
) -> Annotation:
    """Return ``annotation`` with the quotations of ``reading`` in place of the rules' where both see one.

    Requires the quotations of the rules. Furniture, captions and posts hold no attribution.
    """
    regions = [each for each in regions_of(article, annotation.paragraphs, settings) if each.level == 0]
    skipped = SpanIndex(_skipped(article, annotation))
    text, lang = article.text, language_of(article.lang)
    dateline = opening_dateline(article, annotation)
    found = []
    for attribution in reading.attributions:
        content = within_heading(text, annotation.paragraphs, _spans(attribution.content), attribution.cue)
        content = _without_cue(content, _spans(attribution.cue))
        content = tuple(behind_dateline(text, content, dateline))
        wordless = not any(map(str.isalnum, "".join(span.of(text) for span in content)))
        if not wordless and not any(map(skipped.overlaps, content)):
            found.append(_quotation(article, annotation.sentences, regions, attribution, content))
    found = [
        without_jumps(each, annotation.paragraphs, regions, spoken=_is_spoken(text, each, lang))
        for each in found
        if not _is_name_only(text, each, lang)
        and not _is_told_inside(text, each, regions, lang)
        and not _is_no_speech(text, each, lang)
    ]
    signed = _signed(article, annotation, regions, found)
    found = without_signed(signed, found)
    by_layout, found = part_by_layout(annotation.quotations, found, regions)
    found = without_joined(annotation.quotations, without_inner(annotation.quotations, found))
    found = with_rest(annotation.quotations, with_whole_marks(text, found, regions))
    found = [
        _settled(article, finding, regions)
        for finding in with_lines(with_sources(annotation.quotations, found), regions)
    ]
    by_layout = [*by_layout, *(each for each in signed if each not in by_layout)]
    by_rules = without_relayed(annotation.quotations, regions)
    kept = [*by_layout, *_kept(by_rules, found, by_layout, regions)]
    kept += left_over(article.id, text, by_rules, [*kept, *found], regions)
    paper = Paper(
        text=text,
        lang=lang,
        sentences=annotation.sentences,
        regions=regions,
        deeper=[],
        words_alone=settings.words_alone,
        given={},
    )
    told = with_relayed(article.id, paper, [*kept, *found])
    told += words_alone(article.id, paper, told, _skipped(article, annotation), annotation.paragraphs)
    told = without_titles(article.id, text, told, regions, lang)
    quotations = {each.id: each for each in with_whole_names(text, told, lang)}
    return replace(annotation, quotations=tuple(sorted(quotations.values(), key=_place)))


def _without_cue(content: Spans, cue: Spans) -> Spans:
    """Return a content without pieces that its cue holds: "said on “This Week”"."""
    return tuple(span for span in content if not any(map(span.overlaps, cue))) or content


def _spans(pairs: Sequence[tuple[int, int]]) -> Spans:
    return tuple(Span(start, end) for start, end in pairs)


def _place(quotation: Quotation) -> tuple[int, int, str]:
    return quotation.content[0].start, -quotation.content[-1].end, quotation.id


def _skipped(article: Article, annotation: Annotation) -> list[Span]:
    captions = [block.span for block in article.blocks if block.kind == "caption"]
    return [*annotation.furniture, *captions, *(post.span for post in annotation.posts)]


def _quotation(
    article: Article,
    sentences: Spans,
    regions: list[QuotedRegion],
    attribution: Attribution,
    content: Spans,
) -> Quotation:
    cue = _spans(attribution.cue)
    lang = language_of(article.lang)
    kind: QuotationKind = kind_of(article.text, content, regions)
    source = whole_source(article.text, sentences, _spans(attribution.source), cue, language_of(article.lang))
    source = speaking_source(article.text, sentences, source, cue, language_of(article.lang))
    act = _act(attribution, _lower(article.text, cue), lang)
    medium, act = medium_in(_frame(article.text, sentences, cue, content), act, lang)
    found = Quotation(
        id=quotation_id(article.id, content),
        kind=kind,
        content=content,
        cue=cue,
        source=source,
        act=act,
        medium=medium,
        confidence=round(attribution.confidence, 3),
    )
    if _is_owner_apart(article.text, found):
        found = replace(found, source=())
    found = replace(found, source=without_recipient(article.text, sentences, found, lang))
    if not found.source:
        found = replace(found, source=joint_subject(article.text, sentences, found, lang))
    if not found.source:
        found = replace(found, source=hanging_subject(article.text, sentences, regions, found, lang))
    shown = recorded_speaker(article.text, sentences, regions, found, lang)
    found = replace(found, source=shown or found.source)
    if not found.source:
        found = plain_subject(article.text, sentences, found, lang)
    spoken = cited_speaker(article.text, sentences, found, lang)
    return found if spoken is found else _settled(article, spoken, regions)


def _is_owner_apart(text: str, found: Quotation) -> bool:
    """Tell whether a source only owns what is told before a comma: "spoke of [Lind’s] dealings, saying"."""
    if not found.source or not found.cue:
        return False
    owner, cue = found.source[-1], found.cue[0]
    apart = owner.end < cue.start and "," in text[owner.end : cue.start]
    behind = text[owner.end : owner.end + 2]
    return apart and owner.of(text).endswith(("’s", "'s")) and behind[:1] == " " and behind[1:].islower()


def _is_name_only(text: str, quotation: Quotation, lang: Language) -> bool:
    """Tell whether a finding is words in marks that nobody says.

    A name (“Harbour Day”) beside a verb that is no cue or behind "told", a few words (banning “fast boats”)
    that neither a verb of speech nor anybody stands by.
    """
    words = "".join(span.of(text) for span in quotation.content).strip("\"'“”‘’ ,.")
    if quotation.kind != "direct" or len(words.split()) > QUOTATIONS.name_words or not words[-1:].isalnum():
        return False
    capital = all(word[:1].isupper() for word in words.split())
    if act_of(_lower(text, quotation.cue), lang) is None:
        return (capital or not quotation.source) and any(span.of(text).isalpha() for span in quotation.cue)
    before = text[quotation.cue[-1].end : quotation.content[0].start]
    addressed = quotation.cue[-1].of(text).lower() in addressing(lang) and before == " "
    return capital and " " in words and addressed


def _signed(
    article: Article, annotation: Annotation, regions: list[QuotedRegion], found: Sequence[Quotation]
) -> list[Quotation]:
    """Return the rules' quotations that a signature gives to somebody.

    One in the same paragraph only where the network gives those words to somebody else.
    """
    names = {each.source for each in signatures(article, annotation.paragraphs, regions).values()}
    heard = sorted({span for each in found for span in each.source})
    return [
        each
        for each in annotation.quotations
        if each.inside is None
        and (names & set(each.source) or _is_signed(article.text, each) and not touches(each.source, heard))
    ]


def _is_signed(text: str, quotation: Quotation) -> bool:
    """Tell whether a dash gives quoted words to a name behind them."""
    dash = bool(quotation.cue) and quotation.cue[0].of(text) in phrases.DASH
    return dash and bool(quotation.source) and quotation.source[0].start > quotation.content[-1].end


def _is_spoken(text: str, quotation: Quotation, lang: Language) -> bool:
    return act_of(_lower(text, quotation.cue), lang) in ("speech", "writing")


def _is_no_speech(text: str, quotation: Quotation, lang: Language) -> bool:
    """Tell whether a verb that is no cue stands behind the words on its own: "“….” Lee nodded."."""
    if not quotation.cue or not quotation.source or quotation.content[-1].end > quotation.source[0].start:
        return False
    closed = re.search(r"[.!?…][\"”’']+\s*$", text[: quotation.source[0].start][-6:]) is not None
    unlisted = act_of(_lower(text, quotation.cue), lang) is None
    return (
        closed and unlisted and text[quotation.source[0].start].isupper() and quotation.source < quotation.cue
    )


def _is_told_inside(text: str, quotation: Quotation, regions: list[QuotedRegion], lang: Language) -> bool:
    """Tell whether all of a finding stands in one pair of marks and its source is "I", "we" or "our ...".

    “Our members reported water” is what somebody says, who is not one of its words.
    """
    first = _lower(text, quotation.source).split(" ")[0]
    parts = (*quotation.content, *quotation.cue, *quotation.source)
    if name_words(lang).pronouns.get(first) != "first":
        return False
    at = bisect_right(regions, parts[0].start, key=lambda region: region.span.start) - 1
    return at >= 0 and all(regions[at].span.contains(part) for part in parts)


def _settled(article: Article, quotation: Quotation, regions: list[QuotedRegion]) -> Quotation:
    """Return the quotation with the id and the kind of its content as it now is."""
    kind = kind_of(article.text, quotation.content, regions)
    return replace(quotation, id=quotation_id(article.id, quotation.content), kind=kind)


def _act(attribution: Attribution, cue: str, lang: Language) -> Act:
    """The network tells what was said or written from what was not; the cue table tells the finer acts."""
    listed = act_of(cue, lang)
    if attribution.act == "attitude":
        return listed if listed in ("thought", "attitude") else "attitude"
    return "writing" if listed == "writing" else "speech"


def _frame(text: str, sentences: Spans, cue: Spans, content: Spans) -> str:
    """Return the words around the content in the sentence of the cue: where the medium is named."""
    if not cue or not sentences:
        return ""
    at = max(bisect_right(sentences, cue[0].start, key=lambda span: span.start) - 1, 0)
    words, position = [], sentences[at].start
    for span in content:
        if span.end > position and span.start < sentences[at].end:
            words.append(_lower(text, (Span(position, max(position, span.start)),)))
            position = span.end
    words.append(_lower(text, (Span(position, max(position, sentences[at].end)),)))
    return " ".join(filter(None, words))


def _lower(text: str, spans: Spans) -> str:
    return " ".join(word.lower() for span in spans for word in _WORDS.findall(span.of(text)))


def _kept(
    by_rules: Sequence[Quotation],
    found: Sequence[Quotation],
    by_layout: Sequence[Quotation],
    regions: list[QuotedRegion],
) -> list[Quotation]:
    """Return the rules' quotations that the network does not see; nested ones move into their new host."""
    sure = {each.id for each in by_layout}
    taken = sorted(span for quotation in [*found, *by_layout] for span in quotation.content)
    kept, moved = [], []
    for quotation in by_rules:
        if quotation.inside is not None:
            moved.append(quotation)
        elif (
            quotation.id not in sure
            and (quotation.kind == "direct" or _is_mostly_quoted(quotation, regions))
            and not touches(quotation.content, taken)
        ):
            kept.append(quotation)
    hosts = ByPlace([each for each in [*found, *by_layout, *kept] if each.inside is None])
    for quotation in moved:
        host = next((each for each in hosts.touching(quotation.content) if _holds(each, quotation)), None)
        if host is not None and host.id != quotation.id:
            kept.append(replace(quotation, inside=host.id))
    return kept


def _is_mostly_quoted(quotation: Quotation, regions: list[QuotedRegion]) -> bool:
    """Tell whether most of what somebody said stands in marks: he lamented that “the town lost its heart”."""
    if quotation.kind != "mixed" or not quotation.source or quotation.act not in ("speech", "writing"):
        return False
    marked = sum(
        max(0, min(span.end, region.span.end) - max(span.start, region.span.start))
        for span in quotation.content
        for region in regions_within(regions, span.start, span.end)
    )
    return 2 * marked >= sum(map(len, quotation.content))


def _holds(host: Quotation, nested: Quotation) -> bool:
    return host.content != nested.content and all(
        any(outer.contains(span) for outer in host.content) for span in nested.content
    )
