"""Sources that were cut too short ("M.D." for a name), or taken from the wrong side of a passive."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from msgspec.structs import replace

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.cues import cues_in
from variorum.annotation.quotations.items import Unit, units_of
from variorum.annotation.quotations.passive import addressing, agent, cited, is_told
from variorum.language.language import Language
from variorum.model import Quotation, Span, Spans
from variorum.settings import QUOTATIONS
from variorum.text.late import late
from variorum.text.names import name_data

_WORD = r"(?:[A-Z][\w’'-]*|[A-Z][a-z]{0,3}\.)"  # "Prof." and "J.", not the last word of a sentence
_NAME_BEFORE = late(rf"(?:{_WORD}\s(?:(?:van|von|de|der|den|al|bin|la|le|y)\s)*)+[A-Z][\w’'-]+(?=,\s$)")
_GIVEN_BEFORE = late(r"[A-Z][\w.’'-]*\s(?:\([A-Z][\w’'-]+\)|[“\"‘'][A-Z][\w’'-]+[”\"’'])\s$")


def with_whole_names(text: str, quotations: Iterable[Quotation], lang: Language) -> tuple[Quotation, ...]:
    """Return the quotations with the name before letters after it, or before a nickname, in the source.

    "Grace Okafor, [M.D.], said" is Grace Okafor, "Elena (Lena) [Brodsky] said" Elena Brodsky. The verb
    behind a pronoun is none of its words ("[she] is expected to say"), and a number alone is no source
    ("Claim 2: …").
    """
    return tuple(
        each
        if len(each.source) != 1 or (sources := _mended(text, each.source[0], lang)) == each.source
        else replace(each, source=sources)
        for each in quotations
    )


def _mended(text: str, source: Span, lang: Language) -> Spans:
    if source.of(text).strip(" .").isdigit():
        return ()
    return (_without_verb(text, _whole_name(text, source, lang), lang),)


def _without_verb(text: str, source: Span, lang: Language) -> Span:
    """Return a pronoun without the auxiliary behind it: "[she is] expected to say"."""
    words = source.of(text).split()
    if (
        len(words) == 2
        and words[0].lower() in lang.words.pronoun
        and words[1].lower() in lang.words.auxiliary
    ):
        return Span(source.start, source.start + len(words[0]))
    return source


def _whole_name(text: str, source: Span, lang: Language) -> Span:
    words = [word.strip(".,").replace(".", "").lower() for word in source.of(text).split()]
    before = text[max(0, source.start - QUOTATIONS.whole_name) : source.start]
    letters = bool(words) and all(word in name_data(lang).suffixes for word in words)
    found = (_NAME_BEFORE if letters else _GIVEN_BEFORE).search(before) if before[-1:].isspace() else None
    if found is None:
        return source
    start = source.start - len(before)
    return Span(start + found.start(), start + found.end() if letters else source.end)


def whole_source(text: str, sentences: Spans, source: Spans, cue: Spans, lang: Language) -> Spans:
    """Return ``source``, or the noun phrase with its clause where it is that clause's pronoun alone.

    "Ada Lind, [who] finished last, said": the pronoun is the source only where it is the subject of the cue
    itself, as in PolNeAR (train part: 195 of 196 such pronouns).
    """
    if len(source) != 1 or not cue or source[0].of(text).lower() not in lang.words.relative_subject:
        return source
    pronoun = source[0]
    between = text[pronoun.end : cue[0].start]
    if cue[0].start < pronoun.end or not ("," in between or cue[0].of(text) == ":"):
        return source
    at = bisect_right(sentences, pronoun.start, key=lambda span: span.start) - 1
    if at < 0:
        return source
    for unit in units_of(text, sentences[at], sentences[at : at + 1], []):
        index = next((i for i, item in enumerate(unit) if item.start == pronoun.start), 0)
        if index > 1:
            comma = unit[index - 1].low == ","
            start = phrases.noun_phrase_left(unit, index - 1 if comma else index, 0, lang)
            if start is not None:
                end = pronoun.end + len(between.rstrip(" ,"))
                return (Span(unit[start].start, end),)
    return source


def speaking_source(text: str, sentences: Spans, source: Spans, cue: Spans, lang: Language) -> Spans:
    """Return ``source``, or who speaks to it where the cue is passive: "Ada Lind was told by [the judge]".

    Empty where nobody is said to speak.
    """
    if not source or not cue or source[0].start > cue[0].start:
        return source
    if addressing(lang).isdisjoint(word.lower() for span in cue for word in span.of(text).split()):
        return source
    at = bisect_right(sentences, cue[-1].start, key=lambda span: span.start) - 1
    if at < 0:
        return source
    for unit in units_of(text, sentences[at], sentences[at : at + 1], []):
        inside = [
            i for i, item in enumerate(unit) if any(span.start <= item.start < span.end for span in cue)
        ]
        verb = next((i for i in reversed(inside) if is_told(unit, i, lang)), None)
        if verb is not None:
            found = agent(unit, verb, len(unit), lang)
            return (Span(unit[found[0]].start, unit[found[1] - 1].end),) if found else ()
    return source


def cited_speaker(text: str, sentences: Spans, finding: Quotation, lang: Language) -> Quotation:
    """Return a finding with whom its source cites as who speaks: "the Post quoted [Ada Lind] as saying".

    The words by which the other one is cited leave the content.
    """
    cue = finding.cue
    if not cue or lang.words.cites.isdisjoint(word.lower() for span in cue for word in span.of(text).split()):
        return finding
    for unit in _around(text, sentences, cue):
        verbs = [i for i, item in enumerate(unit) if any(span.start <= item.start < span.end for span in cue)]
        found = next((each for i in verbs if (each := cited(unit, i, lang))), None)
        if found is None:
            continue
        source = Span(unit[found.speaker[0]].start, unit[found.speaker[1] - 1].end)
        saying = Span(unit[found.saying[0]].start, unit[found.saying[1] - 1].end)
        parts = [_behind(text, span, saying) if span.overlaps(saying) else span for span in finding.content]
        content = tuple(part for part in parts if part and not part.overlaps(source))
        if content:
            cues = tuple(sorted({*(span for span in cue if not span.overlaps(saying)), saying}))
            return replace(finding, source=(source,), cue=cues, content=content)
    return finding


def _around(text: str, sentences: Spans, cue: Spans) -> list[Unit]:
    """Return the sentence of a cue in items; of a very long one what stands near, nothing without cue."""
    at = bisect_right(sentences, cue[0].start, key=lambda span: span.start) - 1 if cue else -1
    if at < 0:
        return []
    reach = 10 * QUOTATIONS.whole_name
    low, high = max(sentences[at].start, cue[0].start - reach), min(sentences[at].end, cue[-1].end + reach)
    return units_of(text, Span(low, high), sentences[at : at + 1], []) if low < high else []


def _behind(text: str, span: Span, saying: Span) -> Span | None:
    """Return what of a content stands behind "as saying"."""
    rest = text[saying.end : span.end]
    start = span.end - len(rest.lstrip(" ,:"))
    return Span(start, span.end) if start < span.end else None


def joint_subject(text: str, sentences: Spans, finding: Quotation, lang: Language) -> Spans:
    """Return who says a finding without source: the subject before, "They left and [warned] that".

    Empty where the cue is no verb that goes on from another one.
    """
    cue = finding.cue
    found: Spans = ()
    for unit in _around(text, sentences, cue):
        for each in cues_in(unit, lang):
            item = unit[each.start]
            if each.base or each.cue.act not in ("speech", "writing"):
                continue
            if not cue[0].start <= item.start < min(cue[-1].end, finding.content[0].start):
                continue
            group = phrases.verb_group_start(unit, each.start, lang)
            spoken_of = any(word.low in lang.words.passive for word in unit[group : each.start])
            if group and unit[group - 1].low in (*lang.words.joiner, "then") and not spoken_of:
                run = phrases.nearest_subject(unit, group, lang)
                found = () if run is None else (Span(unit[run[0]].start, unit[run[1] - 1].end),)
    return () if any(found[0].overlaps(span) for span in finding.content if found) else found


def plain_subject(text: str, sentences: Spans, finding: Quotation, lang: Language) -> Quotation:
    """Return a finding without source with the subject right before its verb: "[Ada Lind] then denied that".

    A name or a pronoun, any phrase before "that"; what of it was taken for content leaves the content. The
    finding as it was where no such subject begins its clause.
    """
    for unit in _around(text, sentences, finding.cue):
        for each in cues_in(unit, lang):
            if each.base or each.ing or each.cue.act not in ("speech", "writing"):
                continue
            if not any(span.start <= unit[each.start].start < span.end for span in finding.cue):
                continue
            if any(item.low == "of" for item in unit[each.end : each.end + 1]):
                continue  # "accused of"
            run = _right_before(unit, each.start, lang)
            if run is None:
                continue
            source = Span(unit[run[0]].start, unit[run[1] - 1].end)
            content = tuple(span for span in finding.content if not source.contains(span))
            if not content or any(map(source.overlaps, content)) or content[0].start < source.end:
                continue
            begins = content[0].of(text).split(maxsplit=1)[0].lower()
            items = unit[slice(*run)]
            if len(items) == 1 and items[0].low.endswith("ing"):
                continue  # "Having said that"
            one = len(items) == 1 and items[0].low in lang.words.pronoun | lang.words.relative
            phrase = items[0].capital or items[0].low in lang.words.determiner
            if one or begins == "that" and phrase or all(item.capital for item in items):
                return replace(finding, source=(source,), content=content)
    return finding


def without_recipient(text: str, sentences: Spans, finding: Quotation, lang: Language) -> Spans:
    """Return the source of a finding, or who sent it: "[the dockers] have sent Lind a letter saying that".

    Whom a letter is sent to stands between the verb and the letter, which the cue begins with.
    """
    source, cue = finding.source, finding.cue
    if len(source) != 1 or not cue or not 0 < cue[0].start - source[0].end <= len(", "):
        return source
    if cue[0].of(text).split(maxsplit=1)[0].lower() not in lang.words.determiner:
        return source
    for unit in _around(text, sentences, cue):
        at = next((i for i, item in enumerate(unit) if item.start == source[0].start), 0)
        if at > 1 and unit[at - 1].low in lang.words.sends:
            end = phrases.verb_group_start(unit, at - 1, lang)
            if unit[end - 1].low == ",":
                run = phrases.nearest_subject(unit, at, lang)
                return () if run is None else (Span(unit[run[0]].start, unit[run[1] - 1].end),)
            start = phrases.noun_phrase_left(unit, end, 0, lang)
            return () if start is None else (Span(unit[start].start, unit[end - 1].end),)
    return source


def _right_before(unit: Unit, verb: int, lang: Language) -> tuple[int, int] | None:
    """Return the items of the noun phrase that begins a clause and stands right before an active verb."""
    end = phrases.verb_group_start(unit, verb, lang)
    if any(item.low in lang.words.passive for item in unit[end:verb]):
        return None
    if end > 2 and unit[end - 1].low in lang.words.time and unit[end - 2].low in lang.words.preposition:
        end -= 2  # "Ada Lind [on Monday] denied"
    start = phrases.noun_phrase_left(unit, end, 0, lang)
    bare = unit[end - 1].low in lang.names.described.plain_articles
    if start is None or start == end or unit[end - 1].low == "," or bare:
        return None
    relative = unit[start].low in lang.words.relative
    opens = not start or relative or unit[start - 1].low in lang.words.boundary or not unit[start - 1].is_word
    return (start, end) if opens else None
