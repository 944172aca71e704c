"""Which parts a source has that are joined by "and", and whether they are two speakers or one."""

from __future__ import annotations

import re

from variorum.annotation.speakers.candidates import RELATIVE
from variorum.annotation.speakers.coreference import Cast
from variorum.annotation.speakers.heads import named_head
from variorum.annotation.speakers.phrases import kind_of, read_phrase
from variorum.model import Span
from variorum.text.name_words import NameWords
from variorum.text.names import fold


def parts_of(cast: Cast, source: Span) -> tuple[Span, ...]:
    """Return the parts of a joint source, each with one head; the source alone when it is none.

    Two people named in full are two whatever stands before the second: "Mayor Ada Lind and city clerk Tom
    Reyes". "Two aides, Ada Lind and Tom Reyes" are no third one. One who is told of by two offices is one:
    "Ada Lind, a docker and the first woman on the board", "union chief and former docker Ada Lind".
    """
    if cast.is_named(source):
        return (source,)
    both = cast.words.sources.both.match(cast.text, source.start, source.end)
    if both:
        source = Span(both.end(), source.end)
    parts = _merged(cast, split_joint(cast.text, source, cast.words))
    if len(parts) == 1:
        parts = _named_apart(cast, parts[0])
    if len(parts) > 1:
        parts = (*_split_list(cast.text, parts[0]), *parts[1:])
    if len(parts) == 2:
        named = next(
            (p.span for p in cast.places_between(parts[0].start, parts[0].end) if p.span.end == parts[0].end),
            None,
        )
        phrase = read_phrase(cast.text, parts[0], cast.lang)
        if named and phrase and phrase.plural and cast.text[named.start - 2 : named.start] == ", ":
            return named, parts[1]
    return parts


def _named_apart(cast: Cast, source: Span) -> tuple[Span, ...]:
    """Part a source at its "and" where a person's name ends before it and another's heads what follows."""
    joint = cast.text.find(" and ", source.start, source.end)
    if joint < 0:
        return (source,)
    left, right = Span(source.start, joint), Span(joint + len(" and "), source.end)
    heads = [named_head(cast, part) for part in (left, right)]
    two = (
        cast.ending_at(joint, people=True) == heads[0] and heads[1] in cast.profiles and heads[0] != heads[1]
    )
    if two and _two_offices(cast, left, right):
        return (right,)
    return (left, right) if two else (source,)


def _merged(cast: Cast, parts: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the parts with those put together that tell of one."""
    found = list(parts[:1])
    for part in parts[1:]:
        left = found[-1]
        if _apposed(cast, left, part) or _one_name(cast, left, part):
            found[-1] = Span(left.start, part.end)
        elif _two_offices(cast, left, part):
            found[-1] = part
        else:
            found.append(part)
    return tuple(found)


def _apposed(cast: Cast, left: Span, right: Span) -> bool:
    """Tell whether "and" goes on with what is apposed to a name: "Ada Lind, a docker [and] mother of two".

    The only person named up to the last comma before it stands right before a comma; nobody right before it.
    """
    text = cast.text
    comma = text.rfind(",", left.start, left.end)
    if comma < 0 or text[left.end : left.end + 1] == "," or named_head(cast, right) in cast.profiles:
        return False
    people = [place.span for place in cast.places_between(left.start, left.end)]
    before = [span for span in people if span.start < comma]
    if len(before) != 1 or any(span.end == left.end for span in people):
        return False
    return text[before[0].end : before[0].end + 2] == ", " and _is_one(cast, right)


def _is_one(cast: Cast, part: Span) -> bool:
    """Tell whether a part describes one person, and no relative of somebody."""
    phrase = read_phrase(cast.text, part, cast.lang)
    if phrase is None or phrase.head in cast.words.relatives and phrase.determiner == "possessive":
        return False
    return phrase.kind in ("person", "other") and not phrase.plural or _is_of_origin(cast, part)


def _is_of_origin(cast: Cast, part: Span) -> bool:
    """Tell whether a part ends in the word for one of a party or a people: "Marl Democrat"."""
    last = part.of(cast.text).split(",")[0].split()[-1:]
    return bool(last) and last[0].lower() in cast.words.origins and not last[0].endswith("s")


def _two_offices(cast: Cast, left: Span, right: Span) -> bool:
    """Tell whether two offices stand before one full name: "union chief and former docker Ada Lind".

    So they do where the first has no article, or the second goes on under it: "the union's chief and current
    treasurer, Ada Lind". A body's name may be parted, too: "Fuel and Mines Secretary Ada Lind".
    """
    text, head = cast.text, named_head(cast, right)
    named = next((p.span for p in cast.places_between(right.start, right.end) if p.entity == head), None)
    if named is None or head not in cast.profiles or named.start == right.start or " " not in named.of(text):
        return False
    if named_head(cast, left) in cast.profiles or any(e in cast.profiles for e in cast.named_until(left.end)):
        return False
    phrase, first = read_phrase(text, left, cast.lang), right.of(text).split()[0]
    if left.of(text).lower() in cast.words.pronouns:
        return False
    goes_on = first[:1].islower() and first not in cast.words.determiners and first not in cast.words.pronouns
    if phrase and (phrase.kind == "person" and not phrase.plural or _is_of_origin(cast, left)):
        return phrase.determiner == "none" or goes_on
    titled = any(cast.words.is_role(w.strip(".,").lower()) for w in text[right.start : named.start].split())
    return titled and first[:1].isupper() and _is_part_of_name(cast, left)


def _is_part_of_name(cast: Cast, left: Span) -> bool:
    """Tell whether capitals before "and" name nobody by themselves: "Fuel [and Mines Secretary]"."""
    words = left.of(cast.text).split()
    if words and words[0].lower() in cast.words.determiners:
        words = words[1:]
    plain = bool(words) and all(word[:1].isupper() and word[-1:].isalpha() for word in words)
    return plain and not cast.named_until(left.end) and words[-1].lower() not in cast.words.organisation


def _one_name(cast: Cast, left: Span, right: Span) -> bool:
    """Tell whether both sides of "and" are one name of a body or an act: "the Harbour and Docks Act"."""
    words = right.of(cast.text).split(",")[0].split()
    ends = bool(words) and all(w[:1].isupper() for w in words) and words[-1].lower().strip(".’'”\"")
    known = ends in cast.words.organisation or ends in cast.words.documents
    return (
        bool(ends)
        and known
        and not cast.named_until(right.start + len(words[0]))
        and _is_part_of_name(cast, left)
    )


def split_joint(text: str, span: Span, words: NameWords) -> tuple[Span, ...]:
    """Return the parts of a source joined by "and" at its top level; the span alone when there is one.

    "Tom Reyes, the mayor of Marl, and Ada Lind" are two; "the mayor and owner of the inn" is one.
    """
    source = text[span.start : span.end]
    joints = words.sources.joint.finditer(source)
    clauses = [clause.span() for clause in words.sources.clause.finditer(source)]
    parts: list[Span] = []
    start = span.start
    for joint in joints:
        left, right = text[start : span.start + joint.start()], source[joint.end() :]
        if any(low <= joint.start() < high for low, high in clauses) or not _are_apart(left, right, words):
            continue
        if _stands_alone(right, words) and _stands_alone(left, words):
            parts.append(Span(start, span.start + joint.start()))
            start = span.start + joint.end()
    return (*parts, Span(start, span.end))


def _are_apart(left: str, right: str, words: NameWords) -> bool:
    """Tell whether "and" parts two sources, and not two things that a preposition or one name holds together.

    "the mayor of Marl and Ada Lind" are two, "the Ministry of Trade and Industry" is one, and so is
    "the Miners and Dockers Union".
    """
    names = [word.strip("’'.,\"“”") for word in right.split(",")[0].split()]
    given = bool(names) and fold(names[0]) in words.people.given
    if words.sources.governed.search(left):
        return given or bool(names) and words.is_role(names[0].lower())
    body = bool(names) and all(w[:1].isupper() for w in names) and names[-1].lower() in words.organisation
    first = left.split()
    opens = bool(first) and first[0].lower() == "the" and all(w[:1].isupper() for w in first[1:])
    ends = bool(first) and first[-1].lower() in words.organisation
    return not (body and opens and not ends and not given)


def _split_list(text: str, span: Span) -> list[Span]:
    """Part "Reyes, Lind" where all the parts are names; an apposition stays with its name."""
    pieces = [(m.start(), m.end()) for m in re.finditer(r"[^,]+", text[span.start : span.end])]
    spans = [Span(span.start + a, span.start + b) for a, b in pieces]
    names = all(re.fullmatch(r"\s*(?:[A-Z][\w.’'-]*\s?){1,4}", s.of(text)) for s in spans)
    if len(spans) < 2 or not names:
        return [span]
    return [Span(s.end - len(s.of(text).lstrip()), s.end) for s in spans]


def _stands_alone(part: str, listed: NameWords) -> bool:
    """Tell whether one side of "and" can be a source: a name, a pronoun, a phrase with a determiner."""
    words = part.split()
    if not words:
        return False
    first = words[0].lower().strip("“\"'")
    if first in RELATIVE:
        return False
    if first in listed.determiners or first in listed.pronouns:
        return True
    if words[0][:1].isupper():
        return True
    head = listed.sources.governing.split(part.strip(), maxsplit=1)[0].split()[-1]
    if words[-1] != head and listed.is_role(head.lower()):
        return False  # "the manager and father of two sons"
    last = re.sub(r"[^\w-]", "", words[-1].lower())
    kind, plural = kind_of(last, "none", listed)
    return plural or kind == "group" and first == last
