"""Which police force "police" means: the one that the article names, where it names just one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from variorum.annotation.speakers.phrases import Phrase
from variorum.model import Span
from variorum.text.late import late
from variorum.text.name_words import NameWords
from variorum.text.names import fold

# "Marl police", "the Marl Police Department", "Port Lind Metropolitan Police"; "D.C." may stand before.
_NAMED = late(
    r"(?<![\w’'-])(?<![A-Z]\.)((?:(?:(?:[A-Z]\.)+|St\.|Ft\.|[A-Z][\w’'-]*)[^\S\n]){1,4})[Pp]olice\b"
    r"(?:[^\S\n](?:Department|Dept\b\.?|Force|Service|Constabulary|Bureau))?"
)


class Forces:
    """The police forces that a text names, looked for once."""

    def __init__(self, text: str, words: NameWords) -> None:
        self._text, self._words = text, words

    def meant(self, phrase: Phrase) -> Span | None:
        """Return the fullest form of the force that a phrase for the police means; None where none is sure.

        "Police", "officers" and a shorter form of its own name mean the one force of the article.
        """
        plain = phrase.determiner in ("none", "definite")
        if phrase.head not in self._words.police or not plain or self._one is None:
            return None
        own = self._place(phrase.words)
        return self._one if own <= self._place(fold(self._one.of(self._text)).split()) else None

    @cached_property
    def _one(self) -> Span | None:
        found: dict[frozenset[str], Span] = {}
        for match in _NAMED.finditer(self._text):
            span = self._without_leading(Span(*match.span()))
            place = self._place(fold(span.of(self._text)).split())
            if place and (place not in found or len(span) > len(found[place])):
                found[place] = span
        if not found:
            return None
        most = max(found, key=lambda place: (len(place), -found[place].start))
        return max((found[place] for place in found), key=len) if all(p <= most for p in found) else None

    def _without_leading(self, span: Span) -> Span:
        """Return a name without words before it that are no part of it: "Tuesday Marl police"."""
        start = span.start
        for word in re.finditer(r"\S+", span.of(self._text)):
            if word[0].lower() not in self._words.never:
                break
            start = span.start + word.end() + 1
        return Span(min(start, span.end), span.end)

    def _place(self, words: Iterable[str]) -> frozenset[str]:
        """Return what tells one force from another: the words of its name without the general ones."""
        return frozenset(word.replace(".", "") for word in words) - self._words.police - self._words.of_police
