"""Resolve the source of each quotation to a speaker.

A person is given by the fullest name in the article. Groups and documents ("police", "the report") and
people without a name ("a witness") are sources in their own right: the speaker's name is the noun phrase
as printed without a leading article, and an entity of that kind is added. A joint source ("Reyes and Lind
said") has the names joined by " and " and no entity (see ``variorum.text.names.joint_names``). What cannot
be resolved stays None, never guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice, pairwise

from msgspec.structs import replace

from variorum.annotation.layout.interviews import interview
from variorum.annotation.layout.transcripts import turns_of
from variorum.annotation.markers import PRONOUNS, marked
from variorum.annotation.speakers.announced import name_announced
from variorum.annotation.speakers.bodies import resolve_body
from variorum.annotation.speakers.coreference import (
    Cast,
    gender_of_pronoun,
    named_after_clause,
    named_later,
    resolve_epithet,
    resolve_pronoun,
    resolve_relative,
    resolve_variation,
)
from variorum.annotation.speakers.documents import maker
from variorum.annotation.speakers.heads import named_head
from variorum.annotation.speakers.interviewee import interviewee
from variorum.annotation.speakers.joint import parts_of
from variorum.annotation.speakers.labels import with_label_names, with_signers
from variorum.annotation.speakers.listed import share_listed
from variorum.annotation.speakers.others import counted_out
from variorum.annotation.speakers.phrases import PRESENTED, Phrase, read_phrase
from variorum.annotation.speakers.together import pair_meant
from variorum.annotation.speakers.writers import with_first_persons
from variorum.language.language import language_of
from variorum.model import Annotation, Article, Quotation, Span, Speaker
from variorum.settings import SPEAKERS, AnnotateSettings
from variorum.text.late import late
from variorum.text.names import parse_name, same_person

# Where someone is from, between the name and the relative clause: "Ada Lind of Marl, who", "(D-Ohio)".
_OF_PLACE = late(
    r"\s*\([^()]{1,30}\)$|(?<=[a-z]),? (?:of|from) (?:[A-Z][\w.’'-]*\s?){1,3}(?:, [A-Z][\w.]*)?$"
    r"|, [A-Z]-[A-Z][\w.-]*$"
)
_SMALL_AFTER = late(r"\b(?:is|are|was|were|will|would|has|have|had|to|and|that|as)\b.*\b\w+s$")
_GENERATION = late(r"[Tt]he (younger|elder|older) ([A-Z][\w’'-]+)$")
_DESCRIBES = late(r"(?:the|an?|one of|his|her|their)\s")
_CUT_TITLE = late(r"(\s[a-z][\w-]+)?\s(?=[A-Z])")
_ABBREVIATED = late(r"[A-Z][\w’'”\"-]*\s(?:Jr|Sr)$")
_CONTINUES = late(r"\d{1,3},|who\b|whose\b|[A-Z]-[A-Z]")
# "Ada Lind's [tweet, which]"
_OWNED = late(r"(?:[A-Z][\w.-]*\s){0,3}[A-Z][\w.-]*[’']s?\s[\w-]+$")
_CHILDREN = late(r"\sof\s(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)$", re.IGNORECASE)
_FULL_NAME = late(r"[A-Z][a-z’'-]+(?:\s[A-Z]\.)?(?:\s[A-Z][\w’'-]+){1,2}")
# "“...,” the Gazette quoted [Ada Lind, a docker,] as saying"
_QUOTED_AS = late(
    r"\W{0,4}(?:[\w’'-]+\s){1,8}?quotes?d?\s([^.!?:;“”\"\n]{2,90}?),?\sas\s(?:saying|writing|telling)\b"
)
_QUESTION = late(r"^[^\S\n]*\W{0,4}Q(?:uestion)?\W{0,4}[.:]\W{0,4}\s", re.MULTILINE | re.IGNORECASE)
_IN_FULL = frozenset(["full", "entire", "whole", "complete"])
# "..., Lind said, [according to a transcript]": the cue of a document behind that of a person.
_SAID_BEFORE = late(r"\s(?:said|says|wrote|writes|told\s[^,.;]{2,40}|added|testified|tweeted|posted),?\s\Z")
# Nouns for a medium that is called otherwise (the language's ``media.toml``).
_MEDIA = {"tweet": "post", "e-mail": "email", "release": "statement", "filing": "court", "memoir": "book"}
_EDGES = " \t\n\"“”‘’'(),;:—–"


def assign_speakers(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with speakers on its quotations, and entities with the mentions this found."""
    labelled = turns_of(article, annotation.paragraphs, settings.transcript_labels)
    if labelled:
        annotation = with_label_names(article, annotation, labelled.values())
    annotation = with_signers(article, annotation)
    cast = Cast(article.id, article.text, annotation, settings, language_of(article.lang))
    speakers: dict[str, Speaker | None] = {}
    for at, quotation in _events(article.text, annotation, cast):
        if quotation is None:
            _note_pronoun(cast, at)
        else:
            speaker = speakers[quotation.id] = _speaker(cast, quotation)
            if speaker and quotation.medium:
                cast.issued.setdefault(quotation.medium, []).append((speaker, at.start))
    for quotation in annotation.quotations:
        if not quotation.source and quotation.medium == "post":
            speakers[quotation.id] = _author(cast, annotation, quotation)
        elif not quotation.source and quotation.kind == "direct":
            speakers[quotation.id] = _quoted(cast, quotation)
    name_announced(cast, annotation, speakers)
    _answering(article, annotation, cast, speakers)
    _run_on(article.text, annotation, speakers)
    share_listed(article.text, annotation, speakers, cast.lang)
    quotations = tuple(replace(q, speaker=speakers.get(q.id)) for q in annotation.quotations)
    resolved = replace(annotation, quotations=quotations, entities=cast.finished())
    return replace(resolved, quotations=with_first_persons(article, resolved))


def _events(text: str, annotation: Annotation, cast: Cast) -> Iterator[tuple[Span, Quotation | None]]:
    """Yield sources and free pronouns in order of the text; pronouns in quoted words are left out."""
    sources = [(q.source[0], 1, q) for q in annotation.quotations if q.source]
    taken = {span.start for q in annotation.quotations for span in q.source[:1]}
    free = [Span(*match.span()) for match in marked(text, cast.lang).of(PRONOUNS, 0, len(text))]
    pronouns = [(span, 0, None) for span in free if span.start not in taken and not cast.is_quoted(span)]
    ordered = sorted(
        [*sources, *pronouns], key=lambda item: (item[0], item[1], item[2].id if item[2] else "")
    )
    for span, _, quotation in ordered:
        yield span, quotation


def _note_pronoun(cast: Cast, span: Span) -> None:
    gender = gender_of_pronoun(span.of(cast.text).lower(), cast.words)
    if gender is None:
        return
    entity = named_after_clause(cast, span, gender) or resolve_pronoun(cast, span, gender)
    if entity:
        cast.mention(entity, span)


def _speaker(cast: Cast, quotation: Quotation) -> Speaker | None:
    source = _with_name(cast, _trimmed(cast.text, quotation.source[0]))
    if not len(source):
        return None
    said = _said_before(cast, quotation)
    if said:
        return said
    parts = parts_of(cast, source)
    found = [_resolve(cast, _trimmed(cast.text, part), quotation) for part in parts]
    if len(found) == 1:
        if found[0] and found[0].entity:
            cast.spoken(found[0].entity, source.start)
        elif found[0] and " and " in found[0].name and source.of(cast.text).lower() in cast.words.pairs:
            cast.together.append((source.start, found[0]))
        return found[0]
    if any(speaker is None for speaker in found):
        return None
    names = list(dict.fromkeys(speaker.name for speaker in found if speaker))
    if len(names) < 2:
        return found[0]
    joint = Speaker(name=_joined(names))
    cast.together.append((source.start, joint))
    return joint


def _said_before(cast: Cast, quotation: Quotation) -> Speaker | None:
    """Return who said words that a document is the source of: "..., Lind said, according to a transcript"."""
    cue = quotation.cue[0] if quotation.cue else quotation.source[0]
    if cue.of(cast.text).lower() != "according to":
        return None
    verb = _SAID_BEFORE.search(cast.text, max(0, cue.start - 60), cue.start)
    phrase = read_phrase(cast.text, quotation.source[0], cast.lang)
    if verb is None or phrase is None or phrase.kind != "document":
        return None
    entity = cast.ending_at(verb.start(), people=True)
    return _as_speaker(cast, entity) if entity else None


def _with_name(cast: Cast, source: Span) -> Span:
    """Return a source that was cut after a title with the name: "President" of "President Ada Lind"."""
    if cast.text[source.end : source.end + 1] == "." and _ABBREVIATED.search(source.of(cast.text)):
        source = Span(source.start, source.end + 1)  # "Tom Lind Jr." at the end of a sentence
    gap = _CUT_TITLE.match(cast.text, source.end)
    last = (gap and gap[1] or cast.text[source.start : source.end]).split()[-1:]
    if gap is None or not last or not cast.words.is_role(last[0].lower()):
        return source
    named = next(iter(cast.places_between(gap.end(), gap.end() + 1)), None)
    return Span(source.start, named.span.end) if named else source


def _author(cast: Cast, annotation: Annotation, quotation: Quotation) -> Speaker | None:
    """Return the author of the post that a quotation without a printed source is."""
    post = next((p for p in annotation.posts if p.span.overlaps(quotation.content[0])), None)
    name = post.author or (f"@{post.handle}" if post.handle else None) if post else None
    if name is None:
        return None
    same = [e.id for e in cast.known.perhaps_same(name) if same_person(e.name, name, cast.lang) == "yes"]
    return _as_speaker(cast, same[0]) if len(same) == 1 else Speaker(name=name)


def _quoted(cast: Cast, quotation: Quotation) -> Speaker | None:
    """Return who is told to have said words right before: "“...,” the Gazette quoted Ada Lind as saying"."""
    told = _QUOTED_AS.match(cast.text, quotation.content[-1].end)
    span = _trimmed(cast.text, Span(*told.span(1))) if told else None
    named = named_head(cast, span) if span else None
    if span is None or named:
        return _as_speaker(cast, named) if named else None
    phrase = read_phrase(cast.text, span, cast.lang)
    return _from_phrase(cast, span) if phrase and phrase.determiner == "indefinite" else None


def _run_on(text: str, annotation: Annotation, speakers: dict[str, Speaker | None]) -> None:
    """Give a quoted paragraph that is not closed, and has no source, the speaker of the one it goes on in."""
    begun = {q.content[0].start: q for q in annotation.quotations if q.inside is None}
    following = {one.end: other.start for one, other in pairwise(annotation.paragraphs)}
    for quotation in reversed(annotation.quotations):
        end = quotation.content[-1].end
        if quotation.kind != "direct" or quotation.source or end not in following:
            continue
        later = begun.get(following[end])
        open_ended = text[end - 1] not in "”’\"'" and text[following[end]] in "“‘\"'"
        if open_ended and later is not None and speakers.get(quotation.id) is None:
            speakers[quotation.id] = speakers.get(later.id)


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    left = len(words) - len(words.lstrip(_EDGES))
    return Span(span.start + left, max(span.start + left, span.start + len(words.rstrip(_EDGES))))


def _resolve(cast: Cast, span: Span, quotation: Quotation) -> Speaker | None:
    """Return the speaker that one source, without joint parts, means."""
    words = span.of(cast.text).lower().split()
    if not words:
        return None
    if span.of(cast.text).rstrip(".").lower() in ("q", "a", "question", "answer"):
        return None
    together = pair_meant(cast, span, cast.words)
    if together:
        return together
    counted = counted_out(cast, span, quotation)
    if counted:
        return counted
    pronoun = words[0].strip(_EDGES)
    kind = cast.words.pronouns.get(pronoun)
    if kind and (len(words) == 1 or words[1] in ("both", "all", "himself", "herself", "also", "later")):
        return _from_pronoun(cast, Span(span.start, span.start + len(pronoun)), pronoun, kind, quotation)
    made_by = maker(cast, span)
    if made_by:
        return _made(cast, made_by)
    named = _by_generation(cast, span) or _named_in_full(cast, span)
    named = named or named_head(cast, span) or _named_before(cast, span)
    named = named or _presented(cast, span)
    if named:
        return _as_speaker(cast, named)
    return _from_phrase(cast, span)


def _made(cast: Cast, makers: Span) -> Speaker | None:
    """Return who made a document, one or several: "a poll by Lund and the Marl Gazette"."""
    found = [_resolve_plain(cast, part) for part in parts_of(cast, makers)]
    names = list(dict.fromkeys(each.name for each in found if each))
    return found[0] if len(names) < 2 or None in found else Speaker(name=_joined(names))


def _by_generation(cast: Cast, span: Span) -> str | None:
    """Return which of two bearers of a last name "the younger Lind" or "the elder Lind" is; else None.

    By "Jr." and the like, else by the ages that the article gives.
    """
    found = _GENERATION.match(span.of(cast.text))
    if found is None:
        return None
    family = parse_name(found[2], cast.lang).family
    both = [
        p
        for p in cast.introduced(len(cast.text))
        if parse_name(p.entity.name, cast.lang).family == family and " " in p.entity.name
    ]
    if len(both) != 2:
        return None
    suffixes = [parse_name(p.entity.name, cast.lang).suffix not in (None, "sr", "senior") for p in both]
    ages = [p.age or 0 for p in both]
    if suffixes[0] == suffixes[1] and (not all(ages) or ages[0] == ages[1]):
        return None
    first = suffixes[0] if suffixes[0] != suffixes[1] else ages[0] < ages[1]
    return both[0 if first == (found[1] == "younger") else 1].entity.id


def _named_in_full(cast: Cast, span: Span) -> str | None:
    """Return who bears the full name that a source is, where only a part of it was read as a name there."""
    name = span.of(cast.text)
    if not _FULL_NAME.fullmatch(name) or cast.is_named(span):
        return None
    same = [
        each.id
        for each in cast.known.perhaps_same(name)
        if each.kind == "person" and same_person(each.name, name, cast.lang) == "yes"
    ]
    return same[0] if len(same) == 1 else None


def _presented(cast: Cast, span: Span) -> str | None:
    """Return who is presented by name: "a man identified as Tom Reyes", "a woman who goes by Ada"."""
    phrase = read_phrase(cast.text, span, cast.lang)
    if phrase is None or phrase.plural or phrase.kind not in ("person", "other"):
        return None
    told = PRESENTED.match(cast.text, phrase.span.end)
    named = next(iter(cast.places_between(told.end(), told.end() + 1)), None) if told else None
    return named.entity if named else None


def _named_before(cast: Cast, span: Span) -> str | None:
    """Return whose name stands right before a source that begins with an age, an apposition or a clause.

    "Ada Lind, [31, who keeps the inn,] said": the source was cut after the name.
    """
    if cast.text[span.start - 2 : span.start] != ", ":
        return None
    if _CONTINUES.match(cast.text, span.start):
        return next(iter(cast.named_until(span.start - 2)), None)
    # "[the retired judge who led the inquiry], said": apposed to the name that begins the sentence.
    before = cast.places_between(span.start - cast.longest - 2, span.start - 2)
    leads = [place for place in before if place.leads and place.span.end == span.start - 2]
    closed = cast.text[span.end : span.end + 1] == "," and _DESCRIBES.match(cast.text, span.start)
    return leads[0].entity if leads and closed else None


def _answering(
    article: Article, annotation: Annotation, cast: Cast, speakers: dict[str, Speaker | None]
) -> None:
    """Give the answers of an interview, "A." or set off by its questions, to the person who is asked."""
    text = article.text
    answers = [
        each
        for each in annotation.quotations
        if each.medium == "interview"
        and not each.source
        or each.source
        and each.source[0].of(text).rstrip(".").lower() in ("a", "answer")
    ]
    if not answers:
        return
    first = _QUESTION.search(text) if answers[0].source else None
    asked = None if answers[0].source else interview(article, annotation.paragraphs)
    start = first.start() if first else asked.first if asked else answers[0].content[0].start
    person = interviewee(article, annotation, start)
    for each in answers:
        speakers[each.id] = _as_speaker(cast, person.id) if person else None


def _as_speaker(cast: Cast, entity: str) -> Speaker:
    return Speaker(name=cast.entities[entity].name, entity=entity)


def _from_pronoun(cast: Cast, span: Span, pronoun: str, kind: str, quotation: Quotation) -> Speaker | None:
    if kind == "relative":
        return _antecedent(cast, span)
    gender = gender_of_pronoun(pronoun, cast.words)
    entity = None
    if gender:
        direct = quotation.content if quotation.kind != "indirect" else ()
        entity = named_after_clause(cast, span, gender) or resolve_pronoun(cast, span, gender, skip=direct)
        entity = entity or _coming(cast, span, gender)
    elif kind in ("plural", "thing"):
        entity = _last_body(cast, span, plural=kind == "plural")
    if entity is None:
        return None
    cast.mention(entity, span)
    return _as_speaker(cast, entity)


def _coming(cast: Cast, span: Span, gender: str) -> str | None:
    """Return the one person named later in the same sentence, when nobody was named before."""
    if cast.places and cast.places[0].span.start < span.start:
        return None
    following = bisect_right(cast.starts, span.start)
    end = cast.starts[following] if following < len(cast.starts) else len(cast.text)
    coming = {
        place.entity
        for place in cast.places_between(0, end)
        if cast.profiles[place.entity].gender in (gender, None)
    }
    return coming.pop() if len(coming) == 1 else None


def _last_body(cast: Cast, span: Span, *, plural: bool) -> str | None:
    """Return the body or document that spoke last, in this or one of the two paragraphs before."""
    kinds = ("group", "organisation") if plural else ("organisation", "document", "group")
    for trail in islice(reversed(cast.spoke), SPEAKERS.trails):
        if cast.paragraphs_between(trail.start, span.start) > 2:
            return None
        if cast.entities[trail.entity].kind in kinds:
            return trail.entity
    return None


def _antecedent(cast: Cast, span: Span) -> Speaker | None:
    """Return whom a relative pronoun goes back to: the name or noun phrase right before it."""
    floor = max(0, span.start - SPEAKERS.look_back)
    before = cast.text[floor : span.start].rstrip(" ,—–(")
    if not before or "\n" in cast.text[floor + len(before) : span.start]:
        return None
    placed = cast.ending_at(floor + len(_OF_PLACE.sub("", before)), people=True)
    named = placed or cast.ending_at(floor + len(before))
    if named:
        return _as_speaker(cast, named)
    start = (
        max(before.rfind(mark, len(before) - 80 if len(before) > 80 else 0) for mark in '.!?;:,\n“”"—–(') + 1
    )
    clause = before[start:]
    owned = _OWNED.search(clause)
    made_by = owned and maker(cast, Span(floor + start + owned.start(), floor + len(before)))
    if made_by:
        return _resolve_plain(cast, made_by)
    opening = list(
        re.finditer(
            r"\b(?:the|a|an|one|his|her|their|some|several|many|two|three|other)\s", clause, re.IGNORECASE
        )
    )
    if opening:
        apposed = before[: start + opening[-1].start()].rstrip(" ,—–")
        described = cast.ending_at(floor + len(apposed), people=True) if len(apposed) < start else None
        phrase = Span(floor + start + opening[-1].start(), floor + len(before))
        read = read_phrase(cast.text, phrase, cast.lang)
        if (
            described is None
            and len(apposed) < start
            and read is not None
            and read.determiner == "indefinite"
        ):
            described = _body_ending_at(cast, floor + len(apposed))
        if described:
            return _as_speaker(cast, described)
        # "the ruling will anger dockers, who": what begins with the article is not what stands before "who".
        if read is None or not _SMALL_AFTER.search(cast.text, read.span.end, phrase.end):
            return _resolve_plain(cast, phrase)
    last = re.search(r"[^\W\d_][\w’'-]*$", clause)
    return _resolve_plain(cast, Span(floor + start + last.start(), floor + len(before))) if last else None


def _body_ending_at(cast: Cast, end: int) -> str | None:
    """Return the body that is named up to an offset: "the Docks Trust[, a group of owners, which]"."""
    found = cast.ending_at(end)
    return found if found and cast.entities[found].kind in ("organisation", "group") else None


def _resolve_plain(cast: Cast, span: Span) -> Speaker | None:
    span = _trimmed(cast.text, span)
    named = named_head(cast, span)
    return _as_speaker(cast, named) if named else _from_phrase(cast, span)


def _from_phrase(cast: Cast, span: Span) -> Speaker | None:
    """Return the speaker a noun phrase means: a person by role, else a source in its own right."""
    phrase = read_phrase(cast.text, span, cast.lang)
    if phrase is None:
        return None
    entity = None
    if phrase.kind == "person" and phrase.determiner != "indefinite":
        entity = (
            resolve_epithet(cast, phrase)
            or resolve_relative(cast, phrase)
            or _parent(cast, phrase)
            or resolve_variation(cast, phrase)
            or named_later(cast, phrase)
        )
    elif force := cast.forces.meant(phrase):
        entity = _force(cast, force)
    elif poll := cast.polls.meant(phrase):
        name = poll.of(cast.text)
        entity = next(iter(cast.known.called(name)), None) or cast.introduce(name, "document", poll)
    elif phrase.determiner == "definite" and phrase.kind in ("group", "other"):
        entity = resolve_body(cast, phrase)
    elif phrase.kind == "document" and (author := _issuer(cast, phrase)):
        return author
    entity = entity or _known_phrase(cast, phrase)
    if entity:
        cast.mention(entity, phrase.span)
    else:
        entity = cast.introduce(
            phrase.name, phrase.kind, phrase.span, cast.words.role_gender.get(phrase.head)
        )
    return _as_speaker(cast, entity)


def _force(cast: Cast, span: Span) -> str:
    """Return the entity of a police force, by where its fullest name stands; a new one for none."""
    name = span.of(cast.text)
    known = cast.ending_at(span.end) or next(iter(cast.known.called(name)), None)
    if known and not cast.words.police.isdisjoint(cast.entities[known].name.lower().split()):
        return known
    return cast.introduce(name, "group", span)


def _issuer(cast: Cast, phrase: Phrase) -> Speaker | None:
    """Return who said something in the statement or letter that "the statement" goes on with; else None."""
    here, medium = cast.sentence(phrase.span.start), _MEDIA.get(phrase.head, phrase.head)
    # Whom this sentence itself tells of is not told to have issued it: "Lind cheated, the statement said."
    issued = reversed(cast.issued.get(medium, ()))
    speaker, start = next((one for one in issued if cast.sentence(one[1]) < here), (None, 0))
    telling = phrase.words[: phrase.words.index(phrase.head)] if phrase.head in phrase.words else phrase.words
    if phrase.determiner != "definite" or not _IN_FULL.issuperset(telling):
        return None
    last = cast.last_spoken(phrase.span.start)
    if speaker is None and last is not None and phrase.head in cast.words.reports:
        # "wrote the Marl Post. The report added": what a paper is quoted with is its report.
        paper = cast.entities[last.entity].kind == "organisation"
        near = cast.paragraphs_between(last.start, phrase.span.start) <= 1
        return _as_speaker(cast, last.entity) if paper and near else None
    if speaker is None and telling and last is not None and last.entity in cast.profiles:
        # "Read the full text:" goes on with the words of whoever was quoted before.
        speaker, start = _as_speaker(cast, last.entity), last.start
    return speaker if cast.paragraphs_between(start, phrase.span.start) <= 2 else None


def _parent(cast: Cast, phrase: Phrase) -> str | None:
    """Return whom "the father of three" means: nobody else is called so but the one a pronoun would mean."""
    gender = cast.words.role_gender.get(phrase.head)
    if gender is None or phrase.determiner != "definite" or not _CHILDREN.search(phrase.span.of(cast.text)):
        return None
    return resolve_pronoun(cast, phrase.span, gender)


def _known_phrase(cast: Cast, phrase: Phrase) -> str | None:
    """Return the source of the same words before; each "a witness" is a new one."""
    if phrase.determiner == "indefinite" and phrase.kind == "person":
        return None
    same = cast.known.called(phrase.name)
    return same[0] if len(same) == 1 else None
