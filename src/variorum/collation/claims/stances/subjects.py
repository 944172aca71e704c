"""Of whom an answer is told: a person of the story, or the one whom both reports call "the boy"."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from variorum.collation.claims.stances.marks import Mark, Sentence
from variorum.language.language import language_of
from variorum.model import AnnotatedArticle, Collation, Span
from variorum.settings import CollateSettings

_POSSESSIVE = ("'s", "\u2019s")


class Subject(Struct, frozen=True):
    """key: the same in all reports that tell of the person. name: as the story calls him or her."""

    key: str
    name: str


class Described(Struct, frozen=True, kw_only=True):
    """A place where a report tells of somebody by age: "a 17-year-old boy", and who that is in the story.

    noun: "boy"; empty for "the 17-year-old". sex: what it shows, "male" or "female"; None for nothing.
    """

    span: Span
    noun: str
    sex: str | None
    subject: Subject


class People:
    """The people of a report, to be asked who is told of before a word.

    Who has no full name in the story is nobody: a last name alone may be anybody's. described: those whom
    the report tells by age.
    """

    def __init__(
        self,
        source: AnnotatedArticle,
        collation: Collation,
        settings: CollateSettings,
        described: Sequence[Described] = (),
    ) -> None:
        known = {
            member.entity: entity
            for entity in collation.entities
            for member in entity.members
            if member.article == source.article.id
        }
        self._mentions: list[tuple[Span, Subject]] = []
        for entity in source.annotation.entities:
            person = known.get(entity.id)
            if entity.kind == "person" and person is not None and " " in person.name.strip():
                self._mentions += [(span, Subject(person.id, person.name)) for span in entity.mentions]
        self._mentions += [(one.span, one.subject) for one in described]
        self._mentions.sort(key=lambda row: row[0])
        self._called = _by_noun(described)
        self._spoken = language_of(source.article.lang)
        self._reach, self._between = settings.stances.subject, settings.stances.between

    def subject(self, sentence: Sentence, mark: Mark) -> Subject | None:
        """Return of whom the answer is told, the nearest before it; None when nobody stands there."""
        first = max(0, mark.at - self._reach)
        noun = self._noun(sentence, first, mark.at)
        named = self._named(sentence, first, mark.at)
        if named is not None and (noun is None or self._is_nearer(sentence, named[0], noun)):
            return named[1]
        if noun is None or sentence.words[noun - 1 : noun] != ("the",):
            return None
        called = f"the {sentence.words[noun]}"
        return self._called.get(sentence.words[noun]) or Subject(called, called)

    def named_behind(self, sentence: Sentence, mark: Mark) -> Subject | None:
        """Return of whom a phrase before a name tells: "arrested 19-year-old suspect Ada Lind".

        Between them stand words for the person alone: "arrested the brother of Ada Lind" tells of him.
        """
        if mark.end >= len(sentence.spans):
            return None
        at = bisect_left(self._mentions, sentence.spans[mark.end].start, key=lambda row: row[0].start)
        last = sentence.spans[min(mark.end + self._between, len(sentence.spans) - 1)].start
        if at == len(self._mentions) or self._mentions[at][0].start > last:
            return None
        mention, subject = self._mentions[at]
        text = sentence.source.article.text
        between = text[sentence.spans[mark.end - 1].end : mention.start]
        owned = text[mention.end : mention.end + 2] in _POSSESSIVE
        plain = self._spoken.collation.function - self._spoken.names.described.articles
        words = between.casefold().split()
        called = between.rstrip().endswith(",") and words[-1].strip(",") in self._spoken.collation.attackers
        between = between.rstrip().rstrip(",") if called else between  # "searching for the gunman, Ada Lind"
        return None if owned or "," in between or not plain.isdisjoint(words) else subject

    def _named(self, sentence: Sentence, first: int, end: int) -> tuple[Span, Subject] | None:
        """Return the last mention of a person that begins among the words ``first`` to ``end``."""
        at = bisect_left(self._mentions, sentence.spans[end].start, key=lambda row: row[0].start) - 1
        if at < 0 or self._mentions[at][0].start < sentence.spans[first].start:
            return None
        mention = self._mentions[at][0]
        owned = sentence.source.article.text[mention.end : mention.end + 2] in _POSSESSIVE
        return None if owned else self._mentions[at]

    def _is_nearer(self, sentence: Sentence, name: Span, noun: int) -> bool:
        """Tell whether a name stands behind a noun, or the noun says who that is: "Ward, a father of two"."""
        between = sentence.source.article.text[name.end : sentence.spans[noun].start]
        return name.end > sentence.spans[noun].start or between.lstrip().startswith(",")

    def _noun(self, sentence: Sentence, first: int, end: int) -> int | None:
        """Return where the last noun for people stands before an answer."""
        roles, lists = self._spoken.names.roles, self._spoken.collation
        people = (roles.male, roles.female, roles.either, lists.attackers, lists.people)
        for at in range(end - 1, first - 1, -1):
            if any(sentence.words[at] in words for words in people):
                return at
        return None


def _by_noun(described: Sequence[Described]) -> Mapping[str, Subject]:
    """Return whom a report means by "the boy": the only one whom it tells by age and calls a boy."""
    found: dict[str, set[Subject]] = defaultdict(set)
    for one in described:
        found[one.noun].add(one.subject)
    return {noun: next(iter(people)) for noun, people in found.items() if noun and len(people) == 1}
