"""Quotations that stand in the words of others, and in embedded posts."""

from __future__ import annotations

from msgspec.structs import replace

from variorum.annotation.posts.signatures import read_post
from variorum.annotation.quotations.attributions import read_unit
from variorum.annotation.quotations.cues import may_hold_cue
from variorum.annotation.quotations.drafts import (
    Draft,
    Paper,
    draft_of,
    finished,
    regions_within,
    spans_within,
)
from variorum.annotation.quotations.items import Item, Unit, units_of
from variorum.annotation.quotations.regions import deeper
from variorum.annotation.quotations.view import Found
from variorum.model import Annotation, Article, Quotation, Span
from variorum.text.marks import QuotedRegion


def nested_quotations(article: str, paper: Paper, quotations: list[Quotation]) -> list[Quotation]:
    """Return the quotations that stand, with an attribution of their own, in the words of others.

    Without marks of their own only what is said or written, by somebody who is named.
    """
    second = [region for region in paper.deeper if region.level == 1]
    nested: list[Quotation] = []
    for outer in quotations:
        for span in outer.content:
            regions = [
                each for each in regions_within(second, span.start, span.end) if each.span.end <= span.end
            ]
            reported = outer.kind == "direct" and may_hold_cue(paper.text, span, paper.lang)
            if not regions and not reported:
                continue
            for unit in _inner_units(paper, span, regions):
                found = read_unit(paper.text, unit, paper.lang)
                found = [each for each in found if _quotes(unit, each) or _reports(unit, each)]
                drafts = [
                    draft_of(unit, each, found, paper.lang) for each in found if each.source is not None
                ]
                nested.extend(finished(article, paper, draft, outer) for draft in drafts)
    taken = {each.id for each in quotations}
    return [each for each in nested if each.id not in taken]


def _inner_units(paper: Paper, span: Span, regions: list[QuotedRegion]) -> list[Unit]:
    """Return the sentences of a content without its outer marks."""
    outer = regions_within(paper.regions, span.start, span.end)
    marks = {at for region in outer for at in (*range(region.span.start, region.inner.start),
             *range(region.inner.end, region.span.end))}  # fmt: skip
    units = units_of(paper.text, span, spans_within(paper.sentences, span.start, span.end), regions)
    kept = [[item for item in unit if item.start not in marks] for unit in units]
    return [unit for unit in kept if unit]


def _reports(unit: Unit, found: Found) -> bool:
    """Tell whether an attribution is plain indirect speech: "she told me it was over", not "you may say"."""
    if found.cue_items is None or found.rule not in ("content last", "clause"):
        return False
    if found.source is None or unit[found.source[0]].low in ("this", "that", "these", "those", "it", "there"):
        return False  # "This tells you that ..."
    verb = unit[found.cue_items[1] - 1]
    told = set("so") & set(found.cue.frames) and found.cue.act in ("speech", "writing")
    return bool(told) and verb.low != found.cue.forms[0] and not verb.low.endswith("ing")


def _quotes(unit: Unit, found: Found) -> bool:
    """Tell whether the content of an attribution holds words in marks."""
    items: list[Item] = [item for low, high in found.content for item in unit[low:high]]
    return any(item.region is not None for item in items)


def in_posts(paper: Paper) -> Paper:
    """Return the article with all marks one level deeper: what is quoted in a post stands inside it."""
    return replace(paper, regions=[], deeper=[deeper(region) for region in [*paper.regions, *paper.deeper]])


def post_quotations(article: Article, annotation: Annotation, paper: Paper) -> list[Quotation]:
    """Return a quotation of its author for each embedded post that holds words."""
    quotations = []
    for post in annotation.posts:
        content, source = read_post(article.text, post)
        draft = Draft(rule="post", content=content, cue=[], source=source, act="writing", medium="post")
        # The layout sets a post off as marks would: its words are direct speech.
        quotations.append(replace(finished(article.id, paper, draft), kind="direct"))
    return [each for each in quotations if each.content]
