"""Quotations of an article by rules: content, cue, source.

A paragraph at a time: quotation marks are paired, the paragraph is cut into sentences whose quoted regions
stay whole, each sentence is read for attributions, and quoted sentences without one join the quotation
before them. Speakers are resolved by a later stage.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from variorum.annotation.dates.stage import opening_dateline
from variorum.annotation.layout.interviews import interview
from variorum.annotation.layout.transcripts import turns_of
from variorum.annotation.quotations.agents import recorded_speaker
from variorum.annotation.quotations.alone import words_alone
from variorum.annotation.quotations.attributions import read_unit
from variorum.annotation.quotations.bare import Bare, bare_attribution
from variorum.annotation.quotations.cues import UNLISTED, may_hold_cue
from variorum.annotation.quotations.drafts import (
    Draft,
    Paper,
    behind_dateline,
    draft_of,
    finished,
    has_marks,
    regions_within,
    spans_of_run,
    spans_within,
)
from variorum.annotation.quotations.inside import in_posts, nested_quotations, post_quotations
from variorum.annotation.quotations.items import Unit, begins_sentence, ends_sentence, units_of
from variorum.annotation.quotations.leads import answered, introduction, leads, led_up, spoke_before
from variorum.annotation.quotations.regions import is_set_off, regions_of
from variorum.annotation.quotations.relayed import with_relayed
from variorum.annotation.quotations.signatures import Signature, signatures
from variorum.annotation.quotations.sources import with_whole_names
from variorum.annotation.quotations.titles import without_titles
from variorum.annotation.quotations.view import Found
from variorum.language.language import Language, language_of
from variorum.model import Annotation, Article, Quotation, Span, Spans
from variorum.settings import AnnotateSettings
from variorum.text.marks import QuotedRegion

_BULLETS = frozenset(["-", "--", "–", "—", "•", "*", "·"])


class _Carry(Struct, kw_only=True):
    """What one paragraph, or one sentence, hands to the next.

    last: the quotation it ends with; intro: an introduction that ends in a colon; before: the paragraph;
    said: who speaks or acts in the sentence before, without content.
    """

    last: Draft | None = None
    intro: Draft | None = None
    before: Span | None = None
    said: Draft | None = None


def assign_quotations(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the layer ``quotations``; empty for empty text.

    Content spans include the quotation marks as printed, are sorted, disjoint, trimmed and not empty.
    Furniture and captions hold none; an embedded post is one quotation of its author.
    """
    regions = regions_of(article, annotation.paragraphs, settings)
    paper = Paper(
        text=article.text,
        lang=language_of(article.lang),
        sentences=annotation.sentences,
        regions=[region for region in regions if region.level == 0],
        deeper=[region for region in regions if region.level > 0],
        words_alone=settings.words_alone,
        given=_given(article, annotation, regions, settings),
    )
    skipped = _skipped(article, annotation)
    drafts = _read_paragraphs(paper, annotation.paragraphs, skipped)
    dateline = opening_dateline(article, annotation)
    for draft in drafts:
        draft.content = behind_dateline(article.text, draft.content, dateline)
    told = (finished(article.id, paper, draft) for draft in drafts if draft.content)
    quotations = with_relayed(article.id, paper, [_of_recording(paper, each) for each in told])
    quotations.extend(words_alone(article.id, paper, quotations, skipped, annotation.paragraphs))
    quotations.extend(nested_quotations(article.id, paper, quotations))
    posts = post_quotations(article, annotation, paper)
    quotations.extend(posts)
    quotations.extend(nested_quotations(article.id, in_posts(paper), posts))
    quotations = without_titles(article.id, article.text, quotations, paper.regions, paper.lang)
    unique = {
        each.id: each for each in with_whole_names(article.text, quotations, paper.lang) if each.content
    }
    return replace(annotation, quotations=tuple(sorted(unique.values(), key=_place)))


def _of_recording(paper: Paper, quotation: Quotation) -> Quotation:
    shown = recorded_speaker(paper.text, paper.sentences, paper.regions, quotation, paper.lang)
    return replace(quotation, source=shown) if shown else quotation


def _place(quotation: Quotation) -> tuple[int, int, str]:
    return quotation.content[0].start, -quotation.content[-1].end, quotation.id


def _skipped(article: Article, annotation: Annotation) -> list[Span]:
    captions = [block.span for block in article.blocks if block.kind == "caption"]
    return sorted([*annotation.furniture, *captions, *(post.span for post in annotation.posts)])


# ---- paragraphs ---------------------------------------------------------------------------------------


def _read_paragraphs(paper: Paper, paragraphs: Spans, skipped: list[Span]) -> list[Draft]:
    drafts: list[Draft] = []
    carry = _Carry()
    at = 0
    signing = {each.at for each in paper.given.values() if each.cue is None or _is_sign(paper, each.cue)}
    begun: dict[Signature, Draft] = {}
    for paragraph in paragraphs:
        while at < len(skipped) and skipped[at].end <= paragraph.start:
            at += 1
        # A skipped span may be part of a paragraph; what touches it is not read.
        if at < len(skipped) and skipped[at].overlaps(paragraph):
            continue
        if paragraph.start in paper.given:
            carry = _read_given(paper, paragraph, drafts, begun)
        elif paragraph.start in signing:
            carry = _Carry()
        else:
            carry = _read_paragraph(paper, paragraph, drafts, carry)
    return drafts


def _is_sign(paper: Paper, cue: Span) -> bool:
    return not any(map(str.isalnum, cue.of(paper.text)))


def _given(
    article: Article, annotation: Annotation, regions: Sequence[QuotedRegion], settings: AnnotateSettings
) -> dict[int, Signature]:
    """Return by the start of a paragraph who has its words by the layout: a signature or a label."""
    paragraphs = annotation.paragraphs
    labelled = turns_of(article, paragraphs, settings.transcript_labels)
    asked = None if labelled else interview(article, paragraphs)
    answers: dict[int, Signature] = {}
    for answer in asked.answers if asked else ():
        for span in answer:
            at = bisect_right(paragraphs, span.start, key=lambda each: each.start) - 1
            answers[paragraphs[at].start] = Signature(None, None, -1 - answer[0].start)
    return {
        **answers,
        **signatures(article, paragraphs, regions),
        **{start: Signature(turn.source, turn.cue, -1) for start, turn in labelled.items()},
    }


def _read_given(paper: Paper, paragraph: Span, drafts: list[Draft], begun: dict[Signature, Draft]) -> _Carry:
    """Give a quoted paragraph to whom the layout says; those of one signature or turn are one quotation."""
    given = paper.given[paragraph.start]
    regions = regions_within(paper.regions, paragraph.start, paragraph.end)
    if not regions:
        return _Carry()
    content = Span(regions[0].span.start, regions[-1].span.end)
    draft = begun.get(given)
    if draft is None:
        draft = begun[given] = Draft(
            rule="colon" if given.at < 0 else "dash",
            content=[],
            cue=[] if given.cue is None else [given.cue],
            source=[] if given.source is None else [given.source],
            act=UNLISTED.act,
            medium="interview" if given.source is None else None,
        )
        drafts.append(draft)
    draft.content.append(content)
    return _Carry(last=draft if given.at == -1 else None)


def _read_paragraph(paper: Paper, paragraph: Span, drafts: list[Draft], carry: _Carry) -> _Carry:
    regions = regions_within(paper.regions, paragraph.start, paragraph.end)
    if (answer := answered(paper, carry.before, carry.last, paragraph)) is not None:
        drafts.append(answer)
        return _Carry(last=answer, before=paragraph)
    sentences = spans_within(paper.sentences, paragraph.start, paragraph.end)
    units = (
        units_of(paper.text, paragraph, sentences, regions)
        if regions or _leads_on(paper.text, paragraph)
        else _units_with_cues(paper, sentences)
    )
    while units and units[0] and units[0][0].low == ">":  # sets off what follows as marks would
        del units[0][0]
    while units and len(units[0]) > 1 and units[0][0].low in _BULLETS and _before_marks(units[0]):
        del units[0][0]  # a list of what somebody said
    units = [unit for unit in units if unit]
    if not units and paper.text[paragraph.start] == ">":
        return carry
    last: Draft | None = None
    said: Draft | None = None
    for number, unit in enumerate(units):
        found = read_unit(paper.text, unit, paper.lang)
        bare = bare_attribution(unit, paper.lang) if number and not found else None
        if bare is not None and (spoken := _attribute_before(paper, units, number, bare, drafts, carry.last)):
            last, said = spoken, None
            continue
        _adopt(paper, unit, found, carry if number == 0 else _Carry(said=said), last, drafts)
        said = leads(unit, found, paper.lang)
        made = [draft_of(unit, each, found, paper.lang) for each in found]
        drafts.extend(made)
        if number == 0 and made:
            _take_lines_before(unit, made, carry.last, drafts)
        if drafts and has_marks(unit):
            last = drafts[-1] if (found or last is None) and _is_quoted(drafts[-1], unit) else last
    intro = introduction(units[-1], paper.lang) if units and units[-1][-1].low == ":" else None
    return _Carry(last=last, intro=intro, before=paragraph, said=None if last else said)


def _before_marks(unit: Unit) -> bool:
    """Tell whether only bullets stand before the first words in marks, and these are no heading."""
    at = next((at for at, item in enumerate(unit) if item.low not in _BULLETS), 0)
    return unit[at].region is not None and (at + 1 == len(unit) or unit[at + 1].low != ":")


def _take_lines_before(unit: Unit, made: list[Draft], last: Draft | None, drafts: list[Draft]) -> None:
    """Give the lines before, of words that close in this one, to whom this line names: "…,” said Ford."."""
    region = unit[0].region
    if last is None or last.rule != "alone" or region is None or region.opened or not region.continued:
        return
    for draft in made:
        if draft.source and any(span.start == region.span.start for span in draft.content):
            draft.content[:0] = last.content
            _remove(drafts, last)
            return


def _remove(drafts: list[Draft], one: Draft) -> None:
    """Take out the draft itself, not one that is equal; it is one of the last."""
    del drafts[next(at for at in range(len(drafts) - 1, -1, -1) if drafts[at] is one)]


def _attribute_before(
    paper: Paper, units: Sequence[Unit], at: int, bare: Bare, drafts: list[Draft], carried: Draft | None
) -> Draft | None:
    """Give the quotation before unit ``at`` to whom it names: “It is over.” Smith said.

    None where the words before have an attribution of their own, or it rather leads up to what follows.
    """
    quoted = [item.region for item in units[at - 1] if item.region is not None]
    if any(item.is_word for item in units[at - 1]) or not quoted:
        return None
    span = Span(quoted[0].span.start, quoted[-1].span.end)
    owner = _owner(drafts, carried, span, units[0][0].start)
    follows = at + 1 < len(units) and units[at + 1][0].region is not None
    if owner is not None and owner.source:
        if span not in owner.content or owner.content[0] == span:
            return None  # its own
        here = owner.content[0].start >= units[0][0].start
        leads = bare.turns or here and follows and not _is_attributed_behind(units, at + 1, paper.lang)
        if leads and owner.rule != "full stop":
            return None  # it goes on, and the next one is led up to
        owner.content.remove(span)
    elif owner is not None:
        if bare.turns and follows or span not in owner.content:
            return None
        owner.content.remove(span)
    elif bare.turns and follows:
        return None
    if owner is not None and not owner.content:
        _remove(drafts, owner)
    unit = units[at]
    draft = Draft(
        rule="full stop",
        content=[span],
        cue=spans_of_run(unit, bare.cue_items),
        source=spans_of_run(unit, bare.source),
        act=bare.cue.act,
    )
    drafts.append(draft)
    return draft


def _owner(drafts: list[Draft], carried: Draft | None, span: Span, start: int) -> Draft | None:
    """Return the draft that holds ``span`` of the paragraph from ``start`` on: one of this paragraph, or
    ``carried`` on from one before.
    """
    for one in reversed(drafts):
        if one.content and one.content[-1].end <= start:
            break
        if _holds(one, span):
            return one
    return carried if carried is not None and _holds(carried, span) else None


def _is_attributed_behind(units: Sequence[Unit], at: int, lang: Language) -> bool:
    """Tell whether the quoted unit ``at`` has its own bare attribution behind it."""
    return at + 1 < len(units) and bare_attribution(units[at + 1], lang) is not None


def _leads_on(text: str, paragraph: Span) -> bool:
    """Tell whether a paragraph may introduce the one after it."""
    return text[paragraph.end - 1] == ":"


def _units_with_cues(paper: Paper, sentences: Sequence[Span]) -> list[Unit]:
    """Return the items of the sentences that hold a cue; the others, without marks, can hold no quotation."""
    units: list[Unit] = []
    for sentence in sentences:
        if may_hold_cue(paper.text, sentence, paper.lang):
            units += units_of(paper.text, sentence, [sentence], [])
    return units


def _is_quoted(draft: Draft, unit: Unit) -> bool:
    """Tell whether the last quoted region of the unit belongs to the draft."""
    spans = [item.region.span for item in unit if item.region is not None]
    return bool(spans) and _holds(draft, spans[-1])


def _holds(draft: Draft, span: Span) -> bool:
    """Tell whether a content of the draft holds ``span``; they stand in the order of the text."""
    at = bisect_right(draft.content, span.start, key=lambda content: content.start) - 1
    return at >= 0 and draft.content[at].contains(span)


def _adopt(
    paper: Paper,
    unit: Unit,
    found: list[Found],
    carry: _Carry | None,
    last: Draft | None,
    drafts: list[Draft],
) -> None:
    """Give regions that open the unit without an attribution to the quotation they go on from."""
    text = paper.text
    count = 0
    while count < len(unit) and unit[count].region is not None:
        count += 1
    if count == 0 or any(each.low < count for each in found):
        return
    first, final = unit[0].region, unit[count - 1].region
    assert first is not None and final is not None
    span = Span(unit[0].start, unit[count - 1].end)
    alone = all(not item.is_word for item in unit[count:])
    if not alone and not ends_sentence(text, final):
        return
    if last is not None and not _other_acts(text, carry, last, paper.lang):
        last.content.append(span)
    elif carry is not None and first.continued and carry.last is not None:
        carry.last.content.append(span)
    elif carry is not None and carry.intro is not None:
        intro = carry.intro
        drafts.append(Draft(rule="colon", content=[span], cue=intro.cue, source=intro.source, act=intro.act))
    elif carry is not None and is_set_off(first) and (led := led_up(paper, carry.before)) is not None:
        led.content.append(span)
        drafts.append(led)
    elif begins_sentence(text, first) and len(text[span.start : span.end].split()) >= paper.words_alone:
        speaking = carry.last if carry is not None and alone else None
        if speaking is not None and speaking.source and _may_go_on(text, speaking.content[-1]):
            speaking.content.append(span)
            return
        said = carry.said if carry is not None else None
        if said is None and alone and carry is not None and carry.last is None:
            said = spoke_before(paper, carry.before)
        said = said or Draft(rule="alone", content=[], cue=[], source=[], act=UNLISTED.act)
        said.content.append(span)
        drafts.append(said)


def _other_acts(text: str, carry: _Carry | None, last: Draft, lang: Language) -> bool:
    """Tell whether somebody else acts between two quotations: "“No,” Ford said. Lee shrugged. “So?”"."""
    if carry is None or carry.said is None or not carry.said.source or not last.source:
        return False
    name, speaking = (each.source[-1].of(text) for each in (carry.said, last))
    word = name.split()[-1]
    return word[0].isupper() and word.lower() not in lang.words.pronoun and word not in speaking


def _may_go_on(text: str, content: Span) -> bool:
    """Tell whether the same speaker goes on in the next quoted paragraph; a question asks for another's."""
    return "?" not in text[max(content.start, content.end - 3) : content.end]
