"""Whom the labels of a transcript name: "ADA REYES, KTV ANCHOR:", then "REYES:", then "AR:" are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from variorum.annotation.layout.transcripts import Turn, speaker_key
from variorum.language.language import Language, language_of
from variorum.model import Annotation, Article, Entity, Quotation, Span, SpanIndex, content_id
from variorum.settings import SPEAKERS
from variorum.text.name_words import NameWords, name_words
from variorum.text.names import fold, parse_name, same_person

_NOBODY = ("the", "unidentified", "unknown", "q", "a", "q.", "a.", "question", "answer")


def with_label_names(article: Article, annotation: Annotation, turns: Iterable[Turn]) -> Annotation:
    """Return ``annotation`` with one entity for each speaker of a transcript, by the fullest of the labels.

    A name in capitals is written with small letters where no other form stands in the text. Initials mean the
    one speaker, or the one person of the article, that they fit.
    """
    sources, lang = sorted({turn.source for turn in turns}), language_of(article.lang)
    groups: dict[str, list[Span]] = {}
    for source in sources:
        words = source.of(article.text).lower().split()
        if words[0] not in _NOBODY:
            groups.setdefault(speaker_key(source.of(article.text), lang), []).append(source)
    entities = list(annotation.entities)
    for key, spans in _without_initials(article.text, groups, entities, lang).items():
        entities = _named(article, entities, spans, key)
    if not groups:
        return annotation
    return replace(
        annotation, entities=tuple(sorted(entities, key=lambda each: (each.mentions[0], each.name)))
    )


def _without_initials(
    text: str, groups: dict[str, list[Span]], entities: Sequence[Entity], lang: Language
) -> dict[str, list[Span]]:
    """Return the groups, those of initials ("MR:") joined to the speaker or person that they fit."""
    joined = {key: list(spans) for key, spans in groups.items()}
    for key, spans in groups.items():
        letters = spans[0].of(text).replace(".", "")
        if not (2 <= len(letters) <= 3 and letters.isupper()):
            continue
        here = SpanIndex(spans)
        fitting = [
            other
            for other in groups
            if other != key and any(_initials(span.of(text)) == letters for span in groups[other])
        ]
        people = [
            each
            for each in entities
            if " " in each.name
            and _initials(each.name) == letters
            and (each.kind in ("person", "other") or _touches(each, here))
        ]
        if len(fitting) == 1:
            joined[fitting[0]] += joined.pop(key)
        elif not fitting and len({each.name for each in people}) == 1:
            last = speaker_key(people[0].name, lang)
            own = joined.pop(key)
            joined.setdefault(last, [people[0].mentions[0]]).extend(own)
    return joined


def _named(article: Article, entities: list[Entity], spans: Sequence[Span], key: str) -> list[Entity]:
    """Return the entities with one for the speaker whose labels stand at ``spans``."""
    lang = language_of(article.lang)
    full = max(
        (_plain(span.of(article.text), lang) for span in spans), key=lambda name: (len(name.split()), name)
    )
    given = parse_name(full, lang).given[:1]
    called = [each for each in entities if given and fold(each.name) in given and each.kind == "person"]
    bearers = [
        each for each in entities if given and fold(each.name.split()[0]) in given and each.kind == "person"
    ]
    taken = SpanIndex(spans)
    same = [
        each
        for each in entities
        if _touches(each, taken)
        or each.kind == "person"
        and " " in full
        and same_person(each.name, full, lang) == "yes"
        or each in called
        and len([other for other in bearers if _last(other, lang) not in (key, _last(each, lang))]) == 0
    ]
    mixed = [
        each.name
        for each in same
        if " " in each.name and not each.name.split()[-1].isupper() and _last(each, lang) == key
    ]
    name = max(mixed, key=len) if mixed and len(max(mixed, key=len).split()) >= len(full.split()) else full
    kinds = [each.kind for each in same if each.kind in ("person", "organisation")]
    capitals = _is_last_name(article, spans)
    person = capitals or _is_no_body(article, full)
    kind = "person" if "person" in kinds or not kinds or person else kinds[0]
    mentions = {span for each in same for span in each.mentions if not taken.overlaps(span)}
    first = same[0].id if same else content_id("e", article.id, name, spans[0].start)
    roles = tuple(dict.fromkeys(role for each in same for role in each.roles))
    merged = Entity(id=first, name=name, kind=kind, mentions=tuple(sorted({*mentions, *spans})), roles=roles)
    return [*(each for each in entities if each not in same), merged]


def _touches(entity: Entity, spans: SpanIndex) -> bool:
    """Tell whether one of ``spans`` overlaps where an entity is named."""
    return any(map(spans.overlaps, entity.mentions))


def _is_last_name(article: Article, spans: Sequence[Span]) -> bool:
    """Tell whether labels are a word in capitals that is no abbreviation: "VANCE", not "KTV"."""
    known = name_words(language_of(article.lang)).known_bodies
    for span in spans:
        word, outlet = span.of(article.text), (article.outlet or "").lower().split()
        vowels = any(letter in "AEIOUY" for letter in word[1:])
        if len(word.split()) > 1 or not word.isupper() or len(word) < SPEAKERS.capitals_letters or not vowels:
            return False
        if word.lower() in known or word.lower() in outlet:
            return False
    return True


def _is_no_body(article: Article, name: str) -> bool:
    """Tell whether a full name has no word of a body or of the outlet: "Ada Lind", whom "AL:" stands for."""
    words = name.lower().split()
    outlet = (article.outlet or "").lower().split()
    bodies = name_words(language_of(article.lang)).organisation
    return len(words) > 1 and not (bodies | {*outlet, "the"}).intersection(words)


def _last(entity: Entity, lang: Language) -> str:
    return speaker_key(entity.name, lang)


def _plain(label: str, lang: Language) -> str:
    """Return a name without its titles, in small letters where it is all capitals: "REAR ADM. CLIFF HALL"."""
    words = label.split()
    while len(words) > 2 and words[0].strip(".").lower() in lang.words.label_title:
        words = words[1:]
    if not label.isupper() and not (
        len(words) > 1 and words[-1].isupper() and len(words[-1]) >= SPEAKERS.capitals_letters
    ):
        return " ".join(words)
    return " ".join(_cased(word, lang) for word in words)


def _cased(word: str, lang: Language) -> str:
    if (
        not word.isupper()
        or "." in word
        and len(word) <= 4
        and word.strip(".").lower() not in lang.words.label_title
    ):
        return word
    parts = word.replace("’", "'").split("'")
    cased = "'".join("-".join(part.capitalize() for part in each.split("-")) for each in parts)
    cased = cased if len(parts[-1]) > 1 else cased[:-1] + cased[-1].lower()
    if cased.startswith("Mc") and len(cased) > SPEAKERS.capitals_letters:
        cased = "Mc" + cased[2:].capitalize()
    return cased


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def with_signers(article: Article, annotation: Annotation) -> Annotation:
    """Return ``annotation`` with those as people who sign quoted words, or speak them in an office.

    Only full names that nothing else tells the kind of: "— Ada Lind", "the mayor, Ada Lind, put it so:".
    """
    words = name_words(language_of(article.lang))
    sources = [
        quotation.source[0]
        for quotation in annotation.quotations
        if quotation.source
        and quotation.kind == "direct"
        and (_signs(article.text, quotation) or _in_office(article.text, quotation.source[0], words))
    ]
    if not sources:
        return annotation
    entities = tuple(
        replace(each, kind="person")
        if each.kind == "other" and " " in each.name and _stands_in(each, sources)
        else each
        for each in annotation.entities
    )
    return replace(annotation, entities=entities)


def _stands_in(entity: Entity, sources: Sequence[Span]) -> bool:
    return any(source.contains(mention) for source in sources for mention in entity.mentions)


def _signs(text: str, quotation: Quotation) -> bool:
    dash = not quotation.cue or not any(map(str.isalnum, quotation.cue[0].of(text)))
    return dash and quotation.source[0].start > quotation.content[-1].end


def _in_office(text: str, source: Span, words: NameWords) -> bool:
    return any(words.is_role(word.strip(",.").lower()) for word in source.of(text).split())
