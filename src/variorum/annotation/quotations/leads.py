"""Sentences without a content that say who speaks next: "Ford puts it more simply.", "The mayor went on:"."""

from __future__ import annotations

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.cues import UNLISTED, CueAt, cues_in
from variorum.annotation.quotations.drafts import (
    Draft,
    Paper,
    has_marks,
    regions_within,
    span_of_run,
    spans_of_run,
    spans_within,
)
from variorum.annotation.quotations.items import Item, Unit, units_of
from variorum.annotation.quotations.view import Found
from variorum.language.language import Language
from variorum.language.tables import Cue
from variorum.model import Span
from variorum.settings import QUOTATIONS


def leads(unit: Unit, found: list[Found], lang: Language) -> Draft | None:
    """Return who goes on to speak in the quoted sentence that follows: "Ford bristles. “Who asked?”".

    It is the source of what the sentence reports last, or the person that begins a short one.
    """
    if found:
        source = found[-1].source
        spoke = found[-1].cue.act in ("speech", "writing") and source is not None
        return _lead(unit, source, None) if spoke and found[-1].rule != "phrase" else None
    if len(unit) > QUOTATIONS.lead_items or has_marks(unit):
        return None
    if (speaks := _speaks_out(unit, lang)) is not None:
        return _lead(unit, speaks, None)
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


def _speaks_out(unit: Unit, lang: Language) -> tuple[int, int] | None:
    """Return the subject of a sentence that only tells how one speaks: "Her rival did not hold back."."""
    words = [item.low for item in unit if item.is_word]
    if not words or lang.words.outspoken.isdisjoint({words[-1], " ".join(words[-2:])}):
        return None
    verb = next((at for at, item in enumerate(unit) if at and phrases.is_finite(item, lang)), 0)
    group = phrases.verb_group_start(unit, verb, lang)
    opens = lang.words.preposition | lang.words.boundary | lang.words.time
    named = group and unit[0].low not in opens and phrases.noun_phrase_left(unit, group, 0, lang) is not None
    return (0, group) if named else None


def answered(paper: Paper, before: Span | None, last: Draft | None, paragraph: Span) -> Draft | None:
    """Return the answer that a paragraph is to a short question: "The fort? “A ruin.”".

    Whoever gave the one before, in a paragraph of the same form, gives it. None where it is no such answer.
    """
    if before is None or last is None or not last.source:
        return None
    asked, words = _asked(paper, before), _asked(paper, paragraph)
    if asked is None or words is None or words.end < paragraph.end:
        return None
    if not any(span.start == asked.start for span in last.content):
        return None
    return Draft(rule="colon", content=[words], cue=last.cue, source=last.source, act=last.act)


def _asked(paper: Paper, paragraph: Span) -> Span | None:
    """Return the words in marks right behind the short question that begins a paragraph."""
    regions = regions_within(paper.regions, paragraph.start, paragraph.end)
    if not regions:
        return None
    question = paper.text[paragraph.start : regions[0].span.start].strip()
    short = 0 < len(question.split()) <= QUOTATIONS.lead_items
    return regions[0].span if short and question.endswith("?") else None


def _begins_with_person(unit: Unit, end: int, lang: Language) -> bool:
    """Tell whether the items before ``end`` can be a person's name, or "he" or "she"."""
    if end == 0 or end >= len(unit) or end == 1 and unit[0].low in lang.words.determiner:
        return False
    return unit[0].low not in lang.words.pronoun or unit[0].low in ("he", "she")


def _may_be_verb(item: Item, lang: Language) -> bool:
    low = item.low
    return (
        low.endswith(("s", "ed"))
        and len(low) > 3
        and (low not in lang.words.finite and low not in lang.words.preposition)
    )


def _lead(unit: Unit, source: tuple[int, int] | None, cue: tuple[int, int] | None) -> Draft:
    return Draft(
        rule="alone",
        content=[],
        cue=spans_of_run(unit, cue),
        source=spans_of_run(unit, source),
        act=UNLISTED.act,
    )


def introduction(unit: Unit, lang: Language) -> Draft | None:
    """Return cue and source of a sentence that introduces the next paragraph."""
    if len(unit) < 2:
        return None
    listed = cues_in(unit, lang)
    if listed and listed[0].start <= 1 and "a" in listed[0].cue.frames and len(listed) == 1:
        cue = listed[0]  # "According to Lind & Sons:", "Or, according to Lind:"
        whole = (cue.start, cue.end), (cue.end, len(unit) - 1)
        told = phrases.has_finite(unit, *whole[1], lang)
        if not told and cue.end < len(unit) - 1:
            act = cue.cue.act
            return Draft(rule="colon", content=[], cue=spans_of_run(unit, whole[0]),
                         source=spans_of_run(unit, whole[1]), act=act)  # fmt: skip
    cues = [cue for cue in listed if "q" in cue.cue.frames]
    row: Cue = cues[-1].cue if cues else UNLISTED
    cue_span = (
        span_of_run(unit, (cues[-1].start, cues[-1].end)) if cues else Span(unit[-1].start, unit[-1].end)
    )
    subject = _introducing_source(unit, cues, lang)
    source = [] if subject is None else [span_of_run(unit, subject)]
    return Draft(rule="colon", content=[], cue=[cue_span], source=source, act=row.act)


def led_up(paper: Paper, before: Span | None) -> Draft | None:
    """Read "Ann Lee read from a sheet of paper." before words that the layout sets off."""
    unit = _last_unmarked(paper, before)
    if unit is None:
        return None
    leads = any(item.low in paper.lang.words.introduces for item in unit) or bool(cues_in(unit, paper.lang))
    return introduction(unit, paper.lang) if leads else None


def spoke_before(paper: Paper, before: Span | None) -> Draft | None:
    """Read "Ann Lee disagreed with them." before a paragraph of quoted words that nobody is named for."""
    unit = _last_unmarked(paper, before)
    if unit is None:
        return None
    if (speaks := _speaks_out(unit, paper.lang)) is not None:
        return _lead(unit, speaks, None)
    cues = [each for each in cues_in(unit, paper.lang) if not (each.ing or each.base)]
    if not cues or cues[-1].cue.act not in ("speech", "writing"):
        return None
    return _lead(unit, _introducing_source(unit, cues, paper.lang), None)


def _last_unmarked(paper: Paper, paragraph: Span | None) -> Unit | None:
    """Return the last sentence of a paragraph; None where it has words in marks."""
    if paragraph is None:
        return None
    sentences = spans_within(paper.sentences, paragraph.start, paragraph.end)[-1:]
    if not sentences or regions_within(paper.regions, sentences[0].start, paragraph.end):
        return None
    return units_of(paper.text, sentences[0], sentences, [])[0]


def _introducing_source(unit: Unit, cues: list[CueAt], lang: Language) -> tuple[int, int] | None:
    """Return who speaks in "The mayor went on:" and in "Added Smith:"."""
    if cues and cues[-1].start == 0:
        end = phrases.noun_phrase_right(unit, cues[-1].end, lang)
        return (cues[-1].end, end) if end > cues[-1].end else None
    if cues and not cues[-1].ing:
        group = phrases.verb_group_start(unit, cues[-1].start, lang)
        start = phrases.noun_phrase_left(unit, group, 0, lang)
        if start is not None:
            start = 0 if _is_named_first(unit, start, lang) else start
            return start, phrases.source_end(unit, start, group, lang)
    colon = len(unit) - 1
    froms = [at for at in range(min(colon - 1, QUOTATIONS.from_items)) if unit[at].low == "from"]
    if not cues and froms:  # "And from Mary Smith:", "Here's more from Mary Smith:"
        return froms[0] + 1, colon
    given = next((at for at in range(1, colon - 1) if _is_issued(unit, at, lang)), None)
    if given is not None and not any(cue.cue.act == "speech" for cue in cues):
        return given + 1, colon  # "Below is a statement by Mary Smith, the mayor:"
    told = any(item.low in lang.words.past for item in unit)  # "Mary Smith caught the train:"
    names = (
        not told
        and unit[0].capital
        and (
            unit[0].low not in lang.words.boundary
            and unit[0].low not in lang.words.preposition
            and unit[0].low not in lang.words.determiner
        )
    )
    if not cues and names and not phrases.has_finite(unit, 0, colon, lang):  # "Mary Smith, the mayor:"
        return 0, colon
    return phrases.nearest_subject(unit, colon, lang)


def _is_issued(unit: Unit, at: int, lang: Language) -> bool:
    """Tell whether "by" or "from" stands at ``at`` between a noun for somebody's words and a name."""
    issued = unit[at].low in ("by", "from") and unit[at - 1].low in lang.words.introduces
    return issued and (unit[at + 1].capital or unit[at + 1].low in lang.words.determiner)


def _is_named_first(unit: Unit, start: int, lang: Language) -> bool:
    """Tell whether what begins at ``start`` only says what the one named first is.

    "Ann Lee, the mayor of Marl, a port, agreed": what begins behind the last comma but one.
    """
    comma = next((at for at in range(start) if unit[at].low == ","), 0)
    closed = lang.words.boundary | lang.words.preposition | lang.words.determiner | lang.words.time
    named = comma > 1 and all(item.capital for item in unit[:comma]) and unit[0].low not in closed
    return named and unit[start - 1].low == "," and not phrases.has_finite(unit, 0, start, lang)
