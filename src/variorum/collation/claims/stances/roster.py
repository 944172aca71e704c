"""The people of a story who are told by age and sex: "the 17-year-old boy", and who of the named that is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from variorum.collation.claims.ages import ages_told
from variorum.collation.claims.figures import Fact, of_then
from variorum.collation.claims.stances.subjects import Described, Subject
from variorum.collation.claims.story import StoryView
from variorum.language.language import Language
from variorum.model import Span

_BEHIND = re.compile(r"[\s-](?:[a-z][a-z-]*\s){0,2}?(?P<noun>[a-z]+)\b")


class _Told(Struct, frozen=True, kw_only=True):
    """Somebody of an age in one report, without a name. noun: what the report calls him or her; empty for
    "the 17-year-old" alone. sex: what the noun shows; None for nothing. office: it tells what one does.
    """

    article: str
    age: float
    span: Span
    noun: str
    sex: str | None
    office: bool


def roster(view: StoryView) -> Mapping[str, Sequence[Described]]:
    """Return by article id the places where somebody is told by age, and who that is in the story.

    Nobody is known by an age that a report gives to two, or that the story gives to two names, to a man and
    a woman, or to an officer and somebody who is called otherwise.
    """
    told = [one for of_article in view.facts for fact in of_article for one in _of(fact)]
    names: dict[float, set[str]] = defaultdict(set)
    sexes: dict[float, set[str]] = defaultdict(set)
    for name, group, _ in ages_told(view.facts, view.collation.entities):
        for fact in group:
            names[fact.low].add(name)
    nouns: dict[float, set[str]] = defaultdict(set)
    offices: set[float] = set()
    for one in told:
        sexes[one.age] |= {one.sex} if one.sex else set()
        nouns[one.age] |= {one.noun} if one.noun else set()
        offices |= {one.age} if one.office else set()
    several = {fact.low for of_article in view.facts for fact in of_article if _is_several(fact)}
    known = {entity.name: Subject(entity.id, entity.name) for entity in view.collation.entities}
    found: dict[str, list[Described]] = defaultdict(list)
    for one in told:
        named, own = names[one.age], sexes[one.age]
        if one.age in several or len(named) > 1 or len(own) > 1:
            continue
        if one.age in offices and len(nouns[one.age]) > 1:
            continue
        subject = known.get(next(iter(named), ""))
        if named and subject is None:
            continue
        called = f"the {one.age:g}-year-old"
        found[one.article].append(
            Described(span=one.span, noun=one.noun, sex=one.sex, subject=subject or Subject(called, called))
        )
    return found


def _of(fact: Fact) -> Iterator[_Told]:
    """Yield who is told by an age: "a 17-year-old boy", "a boy, 17,", "the 17-year-old"."""
    if fact.figure.kind != "age" or fact.figure.bound != "exact" or of_then(fact):
        return
    text, span = fact.source.article.text, fact.figure.span
    after, before = text[span.end : fact.sentence.end], text[fact.sentence.start : span.start]
    noun, place = "", span
    behind, ahead = _BEHIND.match(after), fact.phrases.ages.noun_before.search(before)
    if "-" in span.of(text):
        words = behind[0].replace("-", " ").split() if behind else []
        at = next((at for at, word in enumerate(words) if _is_noun(word, fact.lang)), None)
        if at is not None:
            noun, place = words[at], Span(span.start, span.end + after.index(words[at]) + len(words[at]))
        elif re.match(r"\s[A-Z]", after):
            return
    elif ahead and _is_noun(ahead["noun"], fact.lang):
        noun, place = ahead["noun"], Span(fact.sentence.start + ahead.start("noun"), span.end)
    else:
        return
    yield _Told(
        article=fact.source.article.id,
        age=fact.low,
        span=place,
        noun=noun,
        sex=_sex(noun, fact.lang),
        office=noun in fact.lang.names.roles.office,
    )


def _is_noun(word: str, lang: Language) -> bool:
    roles = lang.names.roles
    return word in roles.male or word in roles.female or word in roles.either or word in roles.office


def _sex(noun: str, lang: Language) -> str | None:
    roles = lang.names.roles
    return "male" if noun in roles.male else "female" if noun in roles.female else None


def _is_several(fact: Fact) -> bool:
    """Tell whether an age is given to several at once: "two 17-year-olds"."""
    if fact.figure.kind != "age":
        return False
    text, span = fact.source.article.text, fact.figure.span
    word = re.match(r"[\w-]*", text[span.end :])
    printed = span.of(text) + (word[0] if word else "")
    before = re.findall(r"[a-z]+", text[max(fact.sentence.start, span.start - 20) : span.start].casefold())
    plural = printed.casefold().endswith("olds")
    return plural or (bool(before) and fact.lists.counting.get(before[-1], 0) > 1)
