"""Quotations of an article by rules: content, cue, source.

A paragraph at a time: quotation marks are paired, the paragraph is cut into sentences whose quoted regions
stay whole, each sentence is read for attributions, and quoted sentences without one join the quotation
before them. Speakers are resolved by a later stage.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from variorum.annotation.posts.signatures import read_post
from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.attributions import read_unit
from variorum.annotation.quotations.bare import Bare, bare_attribution
from variorum.annotation.quotations.cues import UNLISTED, CueAt, cues_in, may_hold_cue
from variorum.annotation.quotations.interviews import interview
from variorum.annotation.quotations.items import Item, Unit, begins_sentence, ends_sentence, units_of
from variorum.annotation.quotations.media import medium_of
from variorum.annotation.quotations.regions import deeper, is_set_off, regions_of
from variorum.annotation.quotations.signatures import Signature, signatures
from variorum.annotation.quotations.sources import with_whole_names
from variorum.annotation.quotations.transcripts import turns_of
from variorum.annotation.quotations.view import Found
from variorum.language.language import Language, language_of
from variorum.language.tables import Cue
from variorum.model import Act, Annotation, Article, Quotation, QuotationKind, Span, Spans, content_id
from variorum.settings import AnnotateSettings
from variorum.text.marks import QuotedRegion

# By rule, the share of contents that PolNeAR's train part confirms (intersection over union of a half or
# more), rounded to a twentieth. "dash" stood there 8 times only, posts and "full stop" not at all: theirs
# is a guess.
_CONFIDENCE = {
    "content first": 0.95,
    "full stop": 0.8,
    "content last": 0.9,
    "according": 0.8,
    "clause": 0.8,
    "phrase": 0.75,
    "colon": 0.7,
    "dash": 0.85,
    "unlisted": 0.65,
    "alone": 0.55,
    "post": 0.8,
}


# Items of a sentence that only leads up to the next one: "Ford puts it more simply."
_SHORT = 9
_FROM = 5  # items before which "from" stands: "Here is some more from"


class _Draft(Struct, kw_only=True):
    """A quotation in the making; spans in the text."""

    rule: str
    content: list[Span]
    cue: list[Span]
    source: list[Span]
    act: Act
    medium: str | None = None


class _Carry(Struct, kw_only=True):
    """What one paragraph, or one sentence, hands to the next.

    last: the quotation it ends with; intro: an introduction that ends in a colon; before: the paragraph;
    said: who speaks or acts in the sentence before, without content.
    """

    last: _Draft | None = None
    intro: _Draft | None = None
    before: Span | None = None
    said: _Draft | None = None


class _Paper(Struct, frozen=True, kw_only=True):
    """The article as the rules see it; ``regions`` are the outermost ones, ``deeper`` the rest."""

    text: str
    lang: Language
    sentences: Spans
    regions: list[QuotedRegion]
    deeper: list[QuotedRegion]
    words_alone: int
    given: dict[int, Signature]


def assign_quotations(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the layer ``quotations``; empty for empty text.

    Content spans include the quotation marks as printed, are sorted, disjoint, trimmed and not empty.
    Furniture and captions hold none; an embedded post is one quotation of its author.
    """
    regions = regions_of(article, annotation.paragraphs, settings)
    paper = _Paper(
        text=article.text,
        lang=language_of(article.lang),
        sentences=annotation.sentences,
        regions=[region for region in regions if region.level == 0],
        deeper=[region for region in regions if region.level > 0],
        words_alone=settings.words_alone,
        given=_given(article, annotation, regions, settings),
    )
    drafts = _read_paragraphs(paper, annotation.paragraphs, _skipped(article, annotation))
    quotations = [_finish(article.id, paper, draft) for draft in drafts]
    quotations.extend(_nested(article.id, paper, quotations))
    posts = _posts(article, annotation, paper)
    quotations.extend(posts)
    quotations.extend(_nested(article.id, _in_posts(paper), posts))
    unique = {
        each.id: each for each in with_whole_names(article.text, quotations, paper.lang) if each.content
    }
    return replace(annotation, quotations=tuple(sorted(unique.values(), key=_place)))


def _place(quotation: Quotation) -> tuple[int, int, str]:
    return quotation.content[0].start, -quotation.content[-1].end, quotation.id


def _skipped(article: Article, annotation: Annotation) -> list[Span]:
    captions = [block.span for block in article.blocks if block.kind == "caption"]
    return sorted([*annotation.furniture, *captions, *(post.span for post in annotation.posts)])


# ---- paragraphs ---------------------------------------------------------------------------------------


def _read_paragraphs(paper: _Paper, paragraphs: Spans, skipped: list[Span]) -> list[_Draft]:
    drafts: list[_Draft] = []
    carry = _Carry()
    at = 0
    signing = {each.at for each in paper.given.values() if each.cue is None or _is_sign(paper, each.cue)}
    begun: dict[Signature, _Draft] = {}
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


def _is_sign(paper: _Paper, cue: Span) -> bool:
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


def _read_given(
    paper: _Paper, paragraph: Span, drafts: list[_Draft], begun: dict[Signature, _Draft]
) -> _Carry:
    """Give a quoted paragraph to whom the layout says; those of one signature or turn are one quotation."""
    given = paper.given[paragraph.start]
    regions = _regions_within(paper.regions, paragraph.start, paragraph.end)
    if not regions:
        return _Carry()
    content = Span(regions[0].span.start, regions[-1].span.end)
    draft = begun.get(given)
    if draft is None:
        draft = begun[given] = _Draft(
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


def _within(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    low = bisect_left(spans, start, key=lambda span: span.start)
    return spans[low : bisect_left(spans, end, lo=low, key=lambda span: span.start)]


def _regions_within(regions: list[QuotedRegion], start: int, end: int) -> list[QuotedRegion]:
    low = bisect_left(regions, start, key=lambda region: region.span.start)
    return regions[low : bisect_left(regions, end, lo=low, key=lambda region: region.span.start)]


def _read_paragraph(paper: _Paper, paragraph: Span, drafts: list[_Draft], carry: _Carry) -> _Carry:
    regions = _regions_within(paper.regions, paragraph.start, paragraph.end)
    sentences = _within(paper.sentences, paragraph.start, paragraph.end)
    units = (
        units_of(paper.text, paragraph, sentences, regions)
        if regions or _leads_on(paper.text, paragraph)
        else _units_with_cues(paper, sentences)
    )
    while units and units[0] and units[0][0].low == ">":  # sets off what follows as marks would
        del units[0][0]
    units = [unit for unit in units if unit]
    if not units and paper.text[paragraph.start] == ">":
        return carry
    last: _Draft | None = None
    said: _Draft | None = None
    for number, unit in enumerate(units):
        found = read_unit(paper.text, unit, paper.lang)
        bare = bare_attribution(unit, paper.lang) if number and not found else None
        if bare is not None and (spoken := _attribute_before(paper, units, number, bare, drafts)):
            last, said = spoken, None
            continue
        _adopt(paper, unit, found, carry if number == 0 else _Carry(said=said), last, drafts)
        said = _leads(unit, found, paper.lang)
        drafts.extend(_draft(unit, each, found, paper.lang) for each in found)
        if drafts and _has_marks(unit):
            last = drafts[-1] if (found or last is None) and _is_quoted(drafts[-1], unit) else last
    intro = _introduction(units[-1], paper.lang) if units and units[-1][-1].low == ":" else None
    return _Carry(last=last, intro=intro, before=paragraph)


def _attribute_before(
    paper: _Paper, units: Sequence[Unit], at: int, bare: Bare, drafts: list[_Draft]
) -> _Draft | None:
    """Give the quotation before unit ``at`` to whom it names: “It is over.” Smith said.

    None where the words before have an attribution of their own, or it rather leads up to what follows.
    """
    quoted = [item.region for item in units[at - 1] if item.region is not None]
    if any(item.is_word for item in units[at - 1]) or not quoted:
        return None
    span = Span(quoted[0].span.start, quoted[-1].span.end)
    owner = next((one for one in reversed(drafts) if any(own.contains(span) for own in one.content)), None)
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
        drafts.remove(owner)
    unit = units[at]
    draft = _Draft(
        rule="full stop",
        content=[span],
        cue=_spans(unit, bare.cue_items),
        source=_spans(unit, bare.source),
        act=bare.cue.act,
    )
    drafts.append(draft)
    return draft


def _is_attributed_behind(units: Sequence[Unit], at: int, lang: Language) -> bool:
    """Tell whether the quoted unit ``at`` has its own bare attribution behind it."""
    return at + 1 < len(units) and bare_attribution(units[at + 1], lang) is not None


def _leads_on(text: str, paragraph: Span) -> bool:
    """Tell whether a paragraph may introduce the one after it."""
    return text[paragraph.end - 1] == ":"


def _units_with_cues(paper: _Paper, sentences: Sequence[Span]) -> list[Unit]:
    """Return the items of the sentences that hold a cue; the others, without marks, can hold no quotation."""
    units: list[Unit] = []
    for sentence in sentences:
        if may_hold_cue(sentence.of(paper.text), paper.lang):
            units += units_of(paper.text, sentence, [sentence], [])
    return units


def _has_marks(unit: Unit) -> bool:
    return any(item.region is not None for item in unit)


def _is_quoted(draft: _Draft, unit: Unit) -> bool:
    """Tell whether the last quoted region of the unit belongs to the draft."""
    spans = [item.region.span for item in unit if item.region is not None]
    return bool(spans) and any(content.contains(spans[-1]) for content in draft.content)


def _adopt(
    paper: _Paper,
    unit: Unit,
    found: list[Found],
    carry: _Carry | None,
    last: _Draft | None,
    drafts: list[_Draft],
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
        drafts.append(_Draft(rule="colon", content=[span], cue=intro.cue, source=intro.source, act=intro.act))
    elif carry is not None and is_set_off(first) and (led := _led_up(paper, carry.before)) is not None:
        led.content.append(span)
        drafts.append(led)
    elif begins_sentence(text, first) and len(text[span.start : span.end].split()) >= paper.words_alone:
        speaking = carry.last if carry is not None and alone else None
        if speaking is not None and speaking.source and _may_go_on(text, speaking.content[-1]):
            speaking.content.append(span)
            return
        said = carry.said if carry is not None else None
        said = said or _Draft(rule="alone", content=[], cue=[], source=[], act=UNLISTED.act)
        said.content.append(span)
        drafts.append(said)


def _other_acts(text: str, carry: _Carry | None, last: _Draft, lang: Language) -> bool:
    """Tell whether somebody else acts between two quotations: "“No,” Ford said. Lee shrugged. “So?”"."""
    if carry is None or carry.said is None or not carry.said.source or not last.source:
        return False
    name, speaking = (each.source[-1].of(text) for each in (carry.said, last))
    word = name.split()[-1]
    return word[0].isupper() and word.lower() not in lang.words.pronoun and word not in speaking


def _may_go_on(text: str, content: Span) -> bool:
    """Tell whether the same speaker goes on in the next quoted paragraph; a question asks for another's."""
    return "?" not in text[max(content.start, content.end - 3) : content.end]


def _leads(unit: Unit, found: list[Found], lang: Language) -> _Draft | None:
    """Return who goes on to speak in the quoted sentence that follows: "Ford bristles. “Who asked?”".

    It is the source of what the sentence reports last, or the person that begins a short one.
    """
    if found:
        source = found[-1].source
        spoke = found[-1].cue.act in ("speech", "writing") and source is not None
        return _lead(unit, source, None) if spoke and found[-1].rule != "phrase" else None
    if len(unit) > _SHORT or _has_marks(unit):
        return None
    verb = 0
    while verb < len(unit) and (unit[verb].capital or unit[verb].low == "."):
        verb += 1
    if _begins_with_person(unit, verb, lang) and _may_be_verb(unit[verb], lang):
        return _lead(unit, (0, verb), (verb, verb + 1))
    last = len(unit) - 2  # "Mention the crew and Ford bristles."
    if (
        last > 1
        and unit[last - 1].capital
        and unit[last - 2].low in lang.words.joiner
        and _may_be_verb(unit[last], lang)
    ):
        return _lead(unit, (last - 1, last), (last, last + 1))
    return None


def _begins_with_person(unit: Unit, end: int, lang: Language) -> bool:
    """Tell whether the items before ``end`` can be a person's name, or "he" or "she"."""
    if end == 0 or end >= len(unit) or end == 1 and unit[0].low in lang.words.determiner:
        return False
    return unit[0].low not in lang.words.pronoun or unit[0].low in ("he", "she")


def _may_be_verb(item: Item, lang: Language) -> bool:
    low = item.low
    return (
        low.endswith(("s", "ed")) and len(low) > 3 and low not in lang.words.finite | lang.words.preposition
    )


def _lead(unit: Unit, source: tuple[int, int] | None, cue: tuple[int, int] | None) -> _Draft:
    return _Draft(
        rule="alone", content=[], cue=_spans(unit, cue), source=_spans(unit, source), act=UNLISTED.act
    )


def _introduction(unit: Unit, lang: Language) -> _Draft | None:
    """Return cue and source of a sentence that introduces the next paragraph."""
    if len(unit) < 2:
        return None
    cues = [cue for cue in cues_in(unit, lang) if "q" in cue.cue.frames]
    row: Cue = cues[-1].cue if cues else UNLISTED
    cue_span = _span(unit, (cues[-1].start, cues[-1].end)) if cues else Span(unit[-1].start, unit[-1].end)
    subject = _introducing_source(unit, cues, lang)
    source = [] if subject is None else [_span(unit, subject)]
    return _Draft(rule="colon", content=[], cue=[cue_span], source=source, act=row.act)


def _led_up(paper: _Paper, before: Span | None) -> _Draft | None:
    """Read "Ann Lee read from a sheet of paper." before words that the layout sets off."""
    if before is None:
        return None
    sentences = _within(paper.sentences, before.start, before.end)[-1:]
    regions = _regions_within(paper.regions, sentences[0].start, before.end) if sentences else []
    if not sentences or regions:
        return None
    unit = units_of(paper.text, sentences[0], sentences, [])[0]
    leads = any(item.low in paper.lang.words.introduces for item in unit) or bool(cues_in(unit, paper.lang))
    return _introduction(unit, paper.lang) if leads else None


def _introducing_source(unit: Unit, cues: list[CueAt], lang: Language) -> tuple[int, int] | None:
    """Return who speaks in "The mayor went on:" and in "Added Smith:"."""
    if cues and cues[-1].start == 0:
        end = phrases.noun_phrase_right(unit, cues[-1].end, lang)
        return (cues[-1].end, end) if end > cues[-1].end else None
    if cues and not cues[-1].ing:
        group = phrases.verb_group_start(unit, cues[-1].start, lang)
        start = phrases.noun_phrase_left(unit, group, 0, lang)
        if start is not None:
            return start, phrases.source_end(unit, start, group, lang)
    colon = len(unit) - 1
    froms = [at for at in range(min(colon - 1, _FROM)) if unit[at].low == "from"]
    if not cues and froms:  # "And from Mary Smith:", "Here's more from Mary Smith:"
        return froms[0] + 1, colon
    told = any(item.low in lang.words.past for item in unit)  # "Mary Smith caught the train:"
    names = (
        not told
        and unit[0].capital
        and unit[0].low not in lang.words.boundary | lang.words.preposition | lang.words.determiner
    )
    if not cues and names and not phrases.has_finite(unit, 0, colon, lang):  # "Mary Smith, the mayor:"
        return 0, colon
    return phrases.nearest_subject(unit, colon, lang)


def _span(unit: Unit, run: tuple[int, int]) -> Span:
    return Span(unit[run[0]].start, unit[run[1] - 1].end)


def _spans(unit: Unit, run: tuple[int, int] | None) -> list[Span]:
    return [] if run is None or run[0] >= run[1] else [_span(unit, run)]


def _draft(unit: Unit, found: Found, beside: list[Found], lang: Language) -> _Draft:
    taken = [run for each in beside for run in each.content]
    medium, act = medium_of(unit, taken, found.cue.act, lang)
    return _Draft(
        rule=found.rule,
        content=[_span(unit, run) for run in found.content],
        cue=_spans(unit, found.cue_items),
        source=_spans(unit, found.source),
        act=act,
        medium=medium,
    )


# ---- results ------------------------------------------------------------------------------------------


def _finish(article: str, paper: _Paper, draft: _Draft, inside: Quotation | None = None) -> Quotation:
    content = _disjoint(draft.content)
    regions = paper.regions if inside is None else paper.deeper
    return Quotation(
        id=quotation_id(article, content),
        kind=kind_of(paper.text, content, regions),
        content=content,
        cue=tuple(draft.cue),
        source=tuple(draft.source),
        act=draft.act,
        medium=draft.medium,
        inside=None if inside is None else inside.id,
        confidence=_CONFIDENCE[draft.rule],
    )


def _disjoint(spans: list[Span]) -> Spans:
    """Return the spans sorted, those that overlap joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.start < span.end:
            joined.append(span)
    return tuple(joined)


def quotation_id(article: str, content: Spans) -> str:
    """Return the id: a hash over the article's id and the offsets of the content."""
    return content_id("q", article, *(offset for span in content for offset in (span.start, span.end)))


def kind_of(text: str, content: Spans, regions: list[QuotedRegion]) -> QuotationKind:
    """Return direct when all words of ``content`` stand in quotation marks, mixed when some do.

    regions: of one level, in order and disjoint.
    """
    quoted = unquoted = False
    for span in content:
        position = span.start
        at = max(0, bisect_left(regions, span.start, key=lambda region: region.span.start) - 1)
        while at < len(regions) and regions[at].span.start < span.end:
            region = regions[at].span
            if region.end > span.start:
                quoted = True
                unquoted = unquoted or any(map(str.isalnum, text[position : max(position, region.start)]))
                position = max(position, region.end)
            at += 1
        unquoted = unquoted or any(map(str.isalnum, text[position : span.end]))
    return "mixed" if quoted and unquoted else "direct" if quoted else "indirect"


# ---- quotations in quotations, posts --------------------------------------------------------------------


def _nested(article: str, paper: _Paper, quotations: list[Quotation]) -> list[Quotation]:
    """Return the quotations that stand, with an attribution of their own, in the words of others.

    Without marks of their own only what is said or written, by somebody who is named.
    """
    second = [region for region in paper.deeper if region.level == 1]
    nested: list[Quotation] = []
    for outer in quotations:
        for span in outer.content:
            regions = [
                each for each in _regions_within(second, span.start, span.end) if each.span.end <= span.end
            ]
            reported = outer.kind == "direct" and may_hold_cue(span.of(paper.text), paper.lang)
            if not regions and not reported:
                continue
            for unit in _inner_units(paper, span, regions):
                found = read_unit(paper.text, unit, paper.lang)
                found = [each for each in found if _quotes(unit, each) or _reports(unit, each)]
                drafts = [_draft(unit, each, found, paper.lang) for each in found if each.source is not None]
                nested.extend(_finish(article, paper, draft, outer) for draft in drafts)
    taken = {each.id for each in quotations}
    return [each for each in nested if each.id not in taken]


def _inner_units(paper: _Paper, span: Span, regions: list[QuotedRegion]) -> list[Unit]:
    """Return the sentences of a content without its outer marks."""
    outer = _regions_within(paper.regions, span.start, span.end)
    marks = {at for region in outer for at in (*range(region.span.start, region.inner.start),
             *range(region.inner.end, region.span.end))}  # fmt: skip
    units = units_of(paper.text, span, _within(paper.sentences, span.start, span.end), regions)
    kept = [[item for item in unit if item.start not in marks] for unit in units]
    return [unit for unit in kept if unit]


def _reports(unit: Unit, found: Found) -> bool:
    """Tell whether an attribution is plain indirect speech: "she told me it was over", not "you may say"."""
    if found.cue_items is None or found.rule not in ("content last", "clause"):
        return False
    verb = unit[found.cue_items[1] - 1]
    told = set("so") & set(found.cue.frames) and found.cue.act in ("speech", "writing")
    return bool(told) and verb.low != found.cue.forms[0] and not verb.low.endswith("ing")


def _quotes(unit: Unit, found: Found) -> bool:
    """Tell whether the content of an attribution holds words in marks."""
    items: list[Item] = [item for low, high in found.content for item in unit[low:high]]
    return any(item.region is not None for item in items)


def _in_posts(paper: _Paper) -> _Paper:
    """Return the article with all marks one level deeper: what is quoted in a post stands inside it."""
    return replace(paper, regions=[], deeper=[deeper(region) for region in [*paper.regions, *paper.deeper]])


def _posts(article: Article, annotation: Annotation, paper: _Paper) -> list[Quotation]:
    quotations = []
    for post in annotation.posts:
        content, source = read_post(article.text, post)
        draft = _Draft(rule="post", content=content, cue=[], source=source, act="writing", medium="post")
        # The layout sets a post off as marks would: its words are direct speech.
        quotations.append(replace(_finish(article.id, paper, draft), kind="direct"))
    return [each for each in quotations if each.content]
