"""People whom a report tells of without a name, and who are no source by those words: "one man saw the fire".

A pronoun after them may mean them. They are noun phrases with a determiner ("a neighbour", "the two boys",
"her son") or plural nouns without one ("deputies", "Republicans"), outside quoted words, whose head is a
listed noun for people. Phrases that only say more about somebody with a name ("Lund, a lawyer"; "she was a
teacher") are none, nor is one whose head the report says of somebody with a name ("the mayor").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache

from variorum.annotation.speakers.phrases import read_phrase
from variorum.language.language import Language
from variorum.model import Entity, Span, content_id
from variorum.settings import SPEAKERS
from variorum.text.name_words import NameWords, name_words

_NEXT = re.compile(r"[ -]([\w’'-]+)")
_PLURAL = re.compile(r"\b[A-Za-z]+\b(?:(?<=s)(?![’'-])|(?<=people)|(?<=[Mm]en))")
_OWNS = re.compile(r"[’'][sS](?= )")
_OWNER = re.compile(r"\b[A-Za-z][\w-]{0,30}\Z")
_WORD_BEFORE = re.compile(r"(\w+)\W$")


@cache
def _determiner(lang: Language) -> re.Pattern[str]:
    listed = name_words(lang)
    other = listed.pairs | lang.words.relative  # "both", "that", "whose": mostly something else
    # Letter by letter, as a pattern that ignores case tries every word in full wherever one may begin.
    words = "|".join(
        "".join(f"[{letter}{letter.upper()}]" if letter.islower() else re.escape(letter) for letter in word)
        for word in sorted(listed.determiners, key=len, reverse=True)
        if word not in other
    )
    return re.compile(rf"\b(?:{words})(?= )")


def unnamed(
    article: str,
    text: str,
    sentences: Sequence[int],
    entities: Sequence[Entity],
    lang: Language,
    *,
    quoted: Callable[[int], bool],
    taken: Collection[str],
) -> list[Entity]:
    """Return the people and groups without a name, with all places of each, in order of the text.

    article: its id. sentences: where they begin. entities: those that are known; their places are left out.
    quoted: tells of an offset whether it lies in quoted words. taken: nouns that mean somebody with a name.
    """
    listed = name_words(lang)
    named = sorted(span for each in entities for span in each.mentions)
    found: list[tuple[str, bool, Span, list[Span]]] = []
    last: dict[str, int] = {}
    for start, end in _phrases(text, sentences, listed, lang):
        if quoted(start) or _tells_of_other(text, Span(start, end), named, lang):
            continue
        phrase = read_phrase(text, Span(start, end), lang)
        if phrase is None or phrase.kind not in ("person", "group"):
            continue
        if phrase.determiner == "definite" and phrase.head in taken:
            continue
        again = last.get(phrase.head) if phrase.determiner != "indefinite" else None
        if again is None:
            last[phrase.head] = len(found)
            found.append((phrase.name, phrase.kind == "person", phrase.span, [Span(start, end)]))
        else:
            found[again][3].append(Span(start, end))
    return [
        Entity(
            id=content_id("e", article, name, span.start),
            name=name,
            kind="person" if person else "group",
            mentions=tuple(places),
        )
        for name, person, span, places in found
    ]


def _phrases(text: str, sentences: Sequence[int], listed: NameWords, lang: Language) -> list[tuple[int, int]]:
    """Return where phrases of people begin and their heads end, in order."""
    found = []
    for start, last in _begun(text, lang):
        end = _head_end(text, last, lang)
        if end is not None:
            found.append((start, end))
    firsts, held = frozenset(sentences), {end for _, end in found}
    for match in _PLURAL.finditer(text):
        word, first = match[0].lower(), match[0][0]
        if not _means_several(word, lang) or match.end() in held:
            continue
        if word[-1] == "s" and not match[0][1:].islower() or word.endswith("people") and match[0] != "people":
            continue
        if word in listed.origins or first.islower() or match.start() in firsts:
            found.append(match.span())
    return sorted(found)


def _begun(text: str, lang: Language) -> list[tuple[int, int]]:
    """Return the determiners and owners ("the", "Lind's") with a blank behind them, in order."""
    found = [match.span() for match in _determiner(lang).finditer(text)]
    for owns in _OWNS.finditer(text):
        owner = _OWNER.search(text, max(0, owns.start() - 31), owns.start())
        if owner is not None:
            found.append((owner.start(), owns.end()))
    return sorted(found)


@lru_cache(maxsize=2048)
def _means_several(word: str, lang: Language) -> bool:
    """Tell whether a word in small letters that is no determiner means several people."""
    listed = name_words(lang)
    return word not in listed.determiners and (word in listed.origins or _is_several(word, listed))


@lru_cache(maxsize=2048)
def _means_people(word: str, lang: Language) -> bool:
    """Tell whether a word in small letters is a noun for people, one or several."""
    listed = name_words(lang)
    people = listed.is_role(word) or _is_several(word, listed) or word in listed.body
    return people or word.endswith("-year-old")


def _head_end(text: str, at: int, lang: Language) -> int | None:
    """Return where the noun for people ends that a determiner before ``at`` leads up to; None for none."""
    end, listed = None, name_words(lang)
    for _ in range(SPEAKERS.unnamed_words):
        match = _NEXT.match(text, at)
        if match is None:
            break
        word = match[1].lower()
        if word in listed.phrases.ending or word in listed.determiners:
            break
        if word.endswith(("’s", "'s")):
            return None
        if not match[1][:1].isupper() and _means_people(word, lang):
            end = match.end()
        elif end is not None:
            break
        at = match.end()
    return end


def _is_several(word: str, listed: NameWords) -> bool:
    """Tell whether a word in small letters is a noun for several people."""
    endings = (("s", ""), ("ies", "y"), ("men", "man"))
    singles = (word[: -len(end)] + single for end, single in endings if word.endswith(end))
    return word in listed.plural or any(map(listed.is_role, singles))


def _tells_of_other(text: str, phrase: Span, named: Sequence[Span], lang: Language) -> bool:
    """Tell whether a phrase stands in a known place, or says who somebody with a name is."""
    at = bisect_left(named, phrase)
    for near in named[max(0, at - 2) : at + 2]:
        if near.overlaps(phrase):
            if text[near.end : near.end + 2] in ("’s", "'s") and near.end < phrase.end:
                continue  # "Lund’s neighbours"
            return True
        between = text[near.end : phrase.start] if near < phrase else text[phrase.end : near.start]
        if between in (", ", " ", " — ", " – ", " ("):
            return True
    before = _WORD_BEFORE.search(text, max(0, phrase.start - 12), phrase.start)
    described = lang.names.described
    return before is not None and before[1].lower() in {*described.being, *described.having_been, "as", "be"}
