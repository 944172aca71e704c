"""Who is quoted in words that somebody passes on: "“It broke,” Lund said, according to the Harbour Post".

The outer attribution says who passes the words on, the inner one who spoke; the quoted words are the inner
speaker's. Both are told: the inner quotation stands inside the outer one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.attributions import read_unit
from variorum.annotation.quotations.cues import may_hold_cue
from variorum.annotation.quotations.drafts import (
    Draft,
    Paper,
    draft_of,
    finished,
    has_marks,
    kind_of,
    quotation_id,
    regions_within,
)
from variorum.annotation.quotations.items import Unit, units_of
from variorum.annotation.quotations.view import Found, Run
from variorum.language.language import Language
from variorum.model import Quotation, Span
from variorum.settings import QUOTATIONS
from variorum.text.marks import QuotedRegion
from variorum.text.name_words import name_words


def with_relayed(article: str, paper: Paper, quotations: Sequence[Quotation]) -> list[Quotation]:
    """Return the outermost quotations with those that they pass on, each inside the one it stands in.

    What goes on behind the outer attribution in marks of its own ("…," Lund said, according to the Post.
    "…") is the inner speaker's, and leaves the outer quotation.
    """
    within = replace(paper, deeper=paper.regions)
    taken = {each.id for each in quotations}
    out: list[Quotation] = []
    for outer in quotations:
        drafts = list(_drafts(paper, outer))
        left = _without_rest(article, paper, outer, drafts)
        out.append(left)
        nested = [finished(article, within, draft, left) for draft in drafts]
        out.extend(each for each in nested if each.id not in taken and each.content != left.content)
    return out


def without_relayed(quotations: Sequence[Quotation], regions: list[QuotedRegion]) -> list[Quotation]:
    """Return ``quotations`` without those that another one passes on; what is said in quoted words stays.

    regions: the outermost ones, in order.
    """
    kinds = {each.id: each.kind for each in quotations}
    return [
        each
        for each in quotations
        if each.inside is None
        or kinds.get(each.inside) not in ("mixed", "indirect")
        or kinds[each.inside] == "mixed"
        and not any(regions_within(regions, span.start, span.end) for span in each.content)
    ]


def _drafts(paper: Paper, outer: Quotation) -> Iterator[Draft]:
    if outer.inside is not None or outer.kind == "direct" or not outer.source:
        return
    reported = outer.kind == "indirect"
    if reported and not _is_report(paper.text, outer, paper.lang):
        return
    for span in outer.content:
        regions = [r for r in regions_within(paper.regions, span.start, span.end) if r.span.end <= span.end]
        if not (regions or reported) or not may_hold_cue(paper.text, span, paper.lang):
            continue
        for unit in units_of(paper.text, span, _sentences(paper, span), regions):
            if not (has_marks(unit) or reported):
                continue
            found = read_unit(paper.text, unit, paper.lang)
            kept = [each for each in found if _is_relayed(paper, unit, each, outer)]
            yield from (draft_of(unit, each, found, paper.lang) for each in kept)


def _sentences(paper: Paper, span: Span) -> Sequence[Span]:
    """Return the sentences that a content touches."""
    low = bisect_right(paper.sentences, span.start, key=lambda each: each.start) - 1
    high = bisect_left(paper.sentences, span.end, key=lambda each: each.start)
    return paper.sentences[max(0, low) : high]


def _is_relayed(paper: Paper, unit: Unit, found: Found, outer: Quotation) -> bool:
    """Tell whether an attribution gives words in marks to somebody who is named beside them.

    "Lee said that he had called it “a shame”": "he" is mostly the outer speaker, who is told already; in
    "He told them it was “a shame”, the Post reports" he is not.
    """
    if found.source is None or found.cue_items is None or found.source[0] >= found.source[1]:
        return False
    items = [item for low, high in found.content for item in unit[low:high]]
    marked = any(item.region is not None for item in items)
    if found.cue.act not in ("speech", "writing") or not (marked or outer.kind == "indirect"):
        return False
    lang, source = paper.lang, unit[slice(*found.source)]
    if found.rule == "content first":
        return True
    if not marked and (unit[found.cue_items[1] - 1].low.endswith("ing") or source[0].low == "it"):
        return False  # "it" is the report
    pronoun = len(source) == 1 and (
        source[0].low in lang.words.pronoun or source[0].low in lang.words.relative
    )
    if pronoun and not _is_report(paper.text, outer, lang) or not source[0].is_word:
        return False
    begins = found.source[0] + (2 if source[0].low in ("a", "an", "the") else 0)  # "an unidentified official"
    if phrases.has_finite(unit, begins, found.source[1], lang) or any(item.low == "to" for item in source):
        return False
    return _is_plain(unit, found, outer, lang)


def _is_report(text: str, outer: Quotation, lang: Language) -> bool:
    """Tell whether the outer source passes on what others said: "according to", "the Post reports", "the
    complaint says".
    """
    cue = {word.lower() for span in outer.cue for word in span.of(text).split()}
    if cue & lang.words.cites or "according" in cue:
        return True
    noun = outer.source[-1].of(text).split()[-1:]
    return bool(noun) and noun[0].lower() in name_words(lang).documents


def _is_plain(unit: Unit, found: Found, outer: Quotation, lang: Language) -> bool:
    """Tell whether the words of an attribution leave no doubt that somebody speaks.

    Words in marks or "that" right behind the verb, a finite verb that takes any clause ("said", "told"; in
    what is passed on also "denied"), or "what Lund called …": not "promises to build", "continued to spend".
    """
    assert found.cue_items is not None and found.source is not None
    verb = unit[found.cue_items[1] - 1]
    if found.rule == "content last":
        return True
    if found.rule == "clause":
        finite = verb.low != found.cue.forms[0] and not verb.low.endswith("ing")
        called = found.cue.frames == "q" and _is_called(unit, found.content[0], lang)
        takes = "so" if outer.kind == "mixed" else "soc"
        return finite and (called or bool(set(takes) & set(found.cue.frames)))
    before = unit[found.source[0] - 1].low if found.source[0] else ""
    return found.rule == "phrase" and (before in lang.words.question or before in lang.words.relative)


def _is_called(unit: Unit, content: Run, lang: Language) -> bool:
    """Tell whether a content is a thing and, in marks, what it is called: "the law “dangerous”"."""
    low, high = content
    first = next(
        (at for at in range(low, min(high, low + QUOTATIONS.gap)) if unit[at].region is not None), low
    )
    return (
        first > low
        and unit[low].low not in lang.words.preposition
        and not phrases.has_finite(unit, low, first, lang)
    )


def _without_rest(article: str, paper: Paper, outer: Quotation, drafts: list[Draft]) -> Quotation:
    """Return the outer quotation without words in marks that go on from a relayed one, which takes them."""
    first = next((each for each in drafts if each.rule == "content first"), None)
    if first is None or len(drafts) > 1 or len(outer.content) < 2:
        return outer
    rest = [
        span
        for span in outer.content
        if span.start >= max(part.end for part in (*first.content, *first.cue, *first.source))
        and kind_of(paper.text, (span,), paper.regions) == "direct"
    ]
    if not rest or len(rest) == len(outer.content):
        return outer
    first.content.extend(rest)
    content = tuple(span for span in outer.content if span not in rest)
    return replace(outer, id=quotation_id(article, content), content=content)
