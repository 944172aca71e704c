"""What an article says of each of its people: gender, roles, age; and their mentions as antecedents."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from variorum.language.language import Language
from variorum.model import Entity, Span
from variorum.settings import NAMES
from variorum.text.name_words import NameWords, name_words
from variorum.text.names import Gender, fold, gender_of

_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d+-year-old")
_MARK = re.compile(r"[”\"“\[\]]|[.!?]\s+(?=[A-Z])|\s[—–-]\s")


class DescriptionPatterns(Struct, frozen=True, eq=False):
    """Patterns of what describes somebody, in one language.

    after: ", the deputy chief of the port,"; ", who is a father of three"; "(mayor)"; " is the mayor". other:
    from there on somebody else is described ("the defendant and Ada Lind the victim", "accused her husband").
    object_before: what makes an object of the name behind it, and no subject.
    """

    after: re.Pattern[str]
    other: re.Pattern[str]
    age: re.Pattern[str]
    object_before: re.Pattern[str]


@cache
def _phrases(lang: Language) -> DescriptionPatterns:
    words = lang.names.described
    being, having_been, no_phrase = _any(words.being), _any(words.having_been), _any(words.no_phrase)
    articles, owners = _any(words.plain_articles), _any(lang.names.around.owners)
    spared = "".join(rf"(?<!{word})" for word in words.no_object)
    return DescriptionPatterns(
        after=re.compile(
            rf"(?:,\s(?:\d{{1,3}},\s)?(?:{words.relative}\s(?:{having_been})\s)?|\s(?:{being})\s|\s\()"
            rf"(?!(?:{no_phrase})\b)([^,.;:()\n“”\"]{{3,90}})"
        ),
        other=re.compile(
            rf"\s(?:{_any(words.joining)})\s(?=[A-Z])|(?<=\w)\s(?:{owners})\s|^\w+ed\s(?=(?:{articles})\s)"
        ),
        age=re.compile(
            rf",\s(?:(?:{_any(words.aged)})\s)?(\d{{1,3}})\b(?=[,.;]|\s(?:{_any(words.age_goes_on)})\b)"
            r"|\s\((\d{1,3})\)"
        ),
        object_before=re.compile(
            rf"\b(?:{_any(words.object_before)})\s(?:(?:{articles}|{owners}|[\w’'.-]+{spared})\s){{0,3}}$"
        ),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in words)


class Profile(Struct, kw_only=True):
    """What is known about one person of the article.

    roles: lower-case words that describe them; heads: the nouns among them; former: those borne no more.
    """

    entity: Entity
    gender: Gender | None = None
    roles: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()
    age: int | None = None


class MentionPlace(Struct, frozen=True, kw_only=True):
    """One mention of a person as a possible antecedent.

    quoted: in quotation marks; told: in what somebody else is reported to say. leads: its sentence begins
    with it, so that the sentence is about this person.
    """

    span: Span
    entity: str
    sentence: int
    subject: bool
    quoted: bool
    told: bool = False
    leads: bool = False


def profile(text: str, entity: Entity, lang: Language) -> Profile:
    """Return what the words around the mentions of ``entity`` tell about it."""
    roles: set[str] = set()
    heads: set[str] = set()
    past: dict[str, bool] = {}
    age: int | None = None
    for span in entity.mentions:
        for words, head in descriptions(text, span, lang):
            roles |= set(words)
            heads.add(head)
            past[head] = past.get(head, True) and not lang.names.described.former.isdisjoint(words)
        found = _phrases(lang).age.match(text, span.end, span.end + 12)
        if found and age is None:
            age = int(found[1] or found[2])
    return Profile(
        entity=entity,
        gender=_gender(entity, heads, lang),
        roles=frozenset(roles),
        heads=frozenset(heads),
        former=frozenset(head for head, gone in past.items() if gone),
        age=age,
    )


def _gender(entity: Entity, heads: set[str], lang: Language) -> Gender | None:
    # Who is only ever called by a given name shows it as much as by a full one.
    words = name_words(lang)
    shown = gender_of(entity.name, lang) or words.people.given.get(fold(entity.name))
    if shown:
        return shown
    genders = {words.role_gender.get(head) or words.people.honorifics.get(head) for head in heads} - {None}
    return genders.pop() if len(genders) == 1 else None


def descriptions(text: str, span: Span, lang: Language) -> list[tuple[list[str], str]]:
    """Return the role phrases before and after a name: their words in lower case, and their head noun."""
    words = name_words(lang)
    found = []
    line = text.rfind("\n", max(0, span.start - 70), span.start) + 1
    before = text[max(line, span.start - 70) : span.start]
    gap = before.rstrip(' "“')
    if not gap.endswith(",") and _ends_in_other(gap, words):
        return _phrases_after(text, span, lang)
    # What stands in marks or brackets, or in the sentence before, is said of somebody else.
    tokens = [token.lower() for token in _WORD.findall(_MARK.split(gap)[-1])]
    abbreviated = bool(tokens) and gap.endswith(".") and tokens[-1] in words.people.honorifics
    joined = bool(tokens) and (abbreviated or not gap.endswith((".", ":", ";", ")", "—", "–", "”")))
    if joined:
        found += _phrase_before(tokens, words, apposed=gap.endswith(","))
    return found + _phrases_after(text, span, lang)


def _ends_in_other(before: str, words: NameWords) -> bool:
    """Tell at a glance whether the last word is no noun for a person: it is so of most names."""
    last = before[before.rfind(" ") + 1 :]
    return last.isalpha() and not words.is_role(last.lower())


# Asked of each mention for who it is, and once more for what the report calls it.
@lru_cache(maxsize=2048)
def _phrases_after(text: str, span: Span, lang: Language) -> list[tuple[list[str], str]]:
    """Read ", the chief of the harbour," and "is the chief" after a name."""
    words, patterns = name_words(lang), _phrases(lang)
    after = patterns.after.match(text, span.end, min(len(text), span.end + 120))
    if after is None:
        return []
    phrase = [token.lower() for token in _WORD.findall(patterns.other.split(after[1], maxsplit=1)[0])]
    own = next((i for i, word in enumerate(phrase) if word in words.described.linking), len(phrase))
    heads = (w for i, w in enumerate(phrase[:own]) if words.is_role(w) and _ends_phrase(phrase, i, words))
    head = next(heads, None)
    if head is None or phrase.index(head) >= 8:
        return []
    if phrase[phrase.index(head) + 1 :][:1] and phrase[phrase.index(head) + 1] in words.speech:
        return []  # "At a meeting with Lund, the mayor said"
    return [(phrase[: phrase.index(head) + 6], head)]


def role_names(text: str, entity: Entity, lang: Language) -> tuple[str, ...]:
    """Return what the report calls an entity beside its name: "transport minister", in alphabetical order.

    Without what is no longer so, and without the words after the head noun.
    """
    found, lists, told_of = set(), name_words(lang), lang.names.described
    for span in entity.mentions:
        told = [words[: words.index(head) + 1] for words, head in _phrases_after(text, span, lang)]
        for phrase in [*told, _title_before(text, span, lists)]:
            own = [word for word in phrase if word not in told_of.articles]
            if own and told_of.former.isdisjoint(own) and own[-1] not in told_of.address:
                found.add(" ".join(own))
    return tuple(sorted(found))


def _title_before(text: str, span: Span, words: NameWords) -> list[str]:
    """Return the words of an office right before a name: capitals, or small letters from an article on."""
    line = text.rfind("\n", max(0, span.start - 70), span.start) + 1
    before = text[max(line, span.start - 70) : span.start].rstrip(' "“')
    if _ends_in_other(before, words):
        return []
    tokens = _WORD.findall(_MARK.split(before)[-1]) if not before.endswith((",", ".", ":", ";", ")")) else []
    if not tokens or not words.is_role(tokens[-1].lower()):
        return []
    start = len(tokens) - 1
    if tokens[-1][0].isupper():
        while start and tokens[start - 1][0].isupper():
            start -= 1
    else:
        while start and not _bounds(tokens[start - 1].lower(), words):
            start -= 1
        if len(tokens) - start > NAMES.office_words:
            start = len(tokens) - 1
    phrase = [token.lower() for token in tokens[start:]]
    while len(phrase) > 1 and phrase[0] in words.never:
        del phrase[0]  # "Under President Lind"
    return phrase


def _bounds(word: str, words: NameWords) -> bool:
    """Tell whether a word ends a role phrase to the left: an article, a possessive, a verb of speech."""
    owner, listed = word.endswith(("’s", "'s", "’", "'")), words.described
    return owner or word in listed.articles or word in listed.linking or word in words.speech


def _ends_phrase(phrase: list[str], index: int, words: NameWords) -> bool:
    """Tell whether the noun at ``index`` heads its phrase: nothing or a linking word follows."""
    following = phrase[index + 1 : index + 2]
    return not following or following[0] in words.described.linking or not words.is_role(following[0])


def _phrase_before(tokens: list[str], words: NameWords, *, apposed: bool) -> list[tuple[list[str], str]]:
    """Read "harbour chief" before a name, or "the chief of the harbour," when a comma parts them."""
    if words.is_role(tokens[-1]):
        start = len(tokens) - 1
        while (
            start > 0
            and len(tokens) - start < 5
            and tokens[start - 1] not in words.described.closing
            and not (tokens[start] == "of" and tokens[start - 1] in words.relatives)
        ):
            start -= 1
        return [(tokens[start:], tokens[-1])]
    if not apposed:
        return []
    for index in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
        if (
            words.is_role(tokens[index])
            and index + 1 < len(tokens)
            and tokens[index + 1] in words.described.of
        ):
            return [(tokens[max(0, index - 2) :], tokens[index])]
    return []


def sentence_index(starts: Sequence[int], at: int) -> int:
    """Return the index of the sentence that holds offset ``at``; -1 before the first."""
    return bisect_right(starts, at) - 1


def place_of(
    text: str, span: Span, entity: str, starts: Sequence[int], lang: Language, *, quoted: bool
) -> MentionPlace:
    """Return a mention with the features that tell how likely a pronoun refers back to it.

    quoted: whether it stands in quotation marks.
    """
    index = sentence_index(starts, span.start)
    begin = starts[index] if index >= 0 else 0
    before = text[max(begin, span.start - 60) : span.start]
    possessive = text[span.end : span.end + 2] in ("’s", "'s", "’ ", "' ")
    subject = not possessive and not _phrases(lang).object_before.search(_last_words(before))
    leads = subject and span.start - begin <= NAMES.leading_title and before.count(",") == 0
    return MentionPlace(span=span, entity=entity, sentence=index, subject=subject, quoted=quoted, leads=leads)


def _last_words(words: str) -> str:
    """Return as many words from the end as ``object_before`` can match: it looks for five at most."""
    cut = len(words)
    for _ in range(5):
        cut = words.rfind(" ", 0, cut)
        if cut < 0:
            return words
    return words[cut + 1 :]
