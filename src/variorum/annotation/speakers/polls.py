"""Which poll "the poll", "a new survey" or "the results" mean: the one that the report names."""

from __future__ import annotations

import re
from functools import cache, cached_property

from variorum.annotation.speakers.phrases import Phrase
from variorum.language.language import Language
from variorum.model import Span
from variorum.settings import SPEAKERS
from variorum.text.name_words import NameWords, name_words

_WORD = re.compile(r"[\w’'/&.-]+")


@cache
def _named(lang: Language) -> re.Pattern[str]:
    """Return the pattern of a named poll: "the latest Marl Post-Selby News poll"."""
    nouns = "|".join(f"[{noun[0].upper()}{noun[0]}]{noun[1:]}" for noun in sorted(name_words(lang).polls))
    return re.compile(rf"((?:[A-Z][\w’'/&.-]*[^\S\n]){{1,6}})(?:{nouns})\b")


class Polls:
    """The polls that a text names, looked for once."""

    def __init__(self, text: str, words: NameWords, lang: Language) -> None:
        self._text, self._words, self._lang = text, words, lang

    def meant(self, phrase: Phrase) -> Span | None:
        """Return the fullest name of the one poll that a phrase without a name means; None where unsure."""
        of_poll, of_results = phrase.head in self._words.polls, phrase.head in self._words.results
        if of_poll:
            fits = not phrase.plural and phrase.determiner in ("none", "definite", "indefinite")
        else:
            fits = of_results and phrase.determiner == "definite"
        span = phrase.span
        if not fits or self._own(span):
            return None
        one = self._one
        told_of = span.of(self._text).lower().split() + (self._around(one) if one else [])
        another = len(phrase.words) == 1 or not self._words.further.isdisjoint(told_of)
        if phrase.determiner == "indefinite" and another:
            return None
        return one if len(span.of(self._text).split()) <= len(phrase.words) + 1 else None

    @cached_property
    def _one(self) -> Span | None:
        found: dict[frozenset[str], Span] = {}
        for match in _named(self._lang).finditer(self._text):
            own = self._own(Span(*match.span(1)))
            if own:
                found.setdefault(frozenset(self._text[a:b] for a, b in own), Span(own[0][0], match.end()))
        most = max(found, key=len, default=None)
        return found[most] if most and all(each <= most for each in found) else None

    def _around(self, name: Span) -> list[str]:
        """Return the words before a name in its sentence and the first behind it, in small letters."""
        before = self._text[max(0, name.start - SPEAKERS.before_poll) : name.start].rpartition(". ")[2]
        return _WORD.findall(f"{before} {self._text[name.end : name.end + SPEAKERS.behind_poll]}".lower())

    def _own(self, span: Span) -> list[tuple[int, int]]:
        """Return the words in capitals that are a name: not the first word of a sentence, not "New"."""
        words = [m.span() for m in _WORD.finditer(self._text, span.start, span.end)]
        listed = self._words
        general = listed.never | listed.around.compass | listed.polls | listed.results
        return [
            (a, b)
            for a, b in words
            if self._text[a].isupper() and self._text[a:b].lower() not in general and b - a > 1
        ]
