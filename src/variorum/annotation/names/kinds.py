"""What a name names: points for person, organisation and place from the words around one mention."""

from __future__ import annotations

import re
from functools import lru_cache

from variorum.annotation.names.spans import NameMention
from variorum.language.language import Language
from variorum.model import EntityKind, Span
from variorum.settings import NAMES
from variorum.text.name_words import NameWords, name_words
from variorum.text.names import fold

_AGE = re.compile(r"\s?[,(]\s?(?:aged\s|age\s)?\d{1,3}(?:[,)]|\s(?:years|of|from)\b|\.)")
_WHO = re.compile(r",?\s(?:who|whose|whom)\b")
_WORD_AFTER = re.compile(r",?[”\"’']?\s(?:(?:has|have|had|also|later|then|who|\w+ly)\s)?([^\W\d_]+)")
_LAST_WORD = re.compile(r"[^\W\d_][\w’'-]*$")
_APPOSITION = re.compile(
    r",\s(?:the|a|an|his|her|their|its|one of the|then)?\s?((?:[\w’'-]+\s){0,5}?[\w’'-]+)"
    r"(?=[,.;]|\s(?:of|for|at|in|who|and|from)\b)"
)
# "Padraig Holm, coxswain of the lifeboat,": without an article it is an office, whatever the word.
_BARE_OFFICE = re.compile(r",\s[a-z]+(?:\s[a-z]+)?\s(?:of|at|for)\s")
# "Marl Ferries boss Tom Reyes": the office is one in the body named before it.
_OFFICE_AFTER = re.compile(r"\s([a-z]+)\s(?=[A-Z])")
# "WikiLeaks", "PayPal"; names of people that have one begin otherwise: "McDonald", "DeLuca", "LaBelle".
_INNER_CAPITAL = re.compile(r"(?!Ma?c|De|Di|Du|La|Le|Fitz|O)[A-Z][a-z]+[A-Z][a-z]+$")
_CITY_STATE = re.compile(r",\s([A-Z][\w.]*(?:\s[A-Z]\w*)?)\b")
_NUMERALS = frozenset(["i", "ii", "iii", "iv", "v"])
Points = dict[str, float]


def kind_points(text: str, mention: NameMention, lang: Language) -> Points:
    """Return points for ``person``, ``organisation`` and ``place``; larger is surer, zero says nothing."""
    marked, titled = mention.nickname or mention.suffix, bool(mention.titles)
    return dict(_points(text, mention.span, mention.words, lang, titled=titled, marked=marked))


# Asked of a mention up to three times: is it a name, is it another's, what does it name.
@lru_cache(maxsize=1024)
def _points(
    text: str, span: Span, name_parts: tuple[str, ...], lang: Language, *, titled: bool, marked: bool
) -> Points:
    person, body, place = _from_words(name_parts, lang, titled=titled, marked=marked)
    points: Points = {"person": person, "organisation": body, "place": place}
    _from_around(text, span, points, lang)
    return points


# One name is met again and again, within a report and across reports.
@lru_cache(maxsize=16384)
def _from_words(
    name_parts: tuple[str, ...], lang: Language, *, titled: bool, marked: bool
) -> tuple[float, float, float]:
    """Return what the words of a name by themselves tell: points for person, organisation, place."""
    words = name_words(lang)
    data = words.people
    points: Points = {"person": 0.0, "organisation": 0.0, "place": 0.0}
    lower = [word.lower().strip(".,’'\"“”()") for word in name_parts]
    _from_lists(lower, words, points)
    body = lower[-1] in words.organisation or any(
        w in words.organisation and after in words.connectors
        for w, after in zip(lower, lower[1:], strict=False)
    )
    if titled:
        points["person"] += 3
    if marked:
        points["person"] += 2
    if body:
        points["organisation"] += 3
    elif any(w in words.organisation for w in lower) and len(lower) > 1:
        points["organisation"] += 1.5
    first = fold(name_parts[0])
    given = first in data.given or first.split(" ")[0] in data.given
    if given:
        points["person"] += 2.5 if len(lower) > 1 else 1
    if len(lower) > 2 and (len(lower[1]) == 1 or any(w in words.particles for w in name_parts[1:-1])):
        points["person"] += 1.5
    name = name_parts[0]
    if _INNER_CAPITAL.match(name):
        points["organisation"] += 1.5
        points["person"] -= 1
    if len(lower) == 1 and name.isupper() and 2 <= len(name.replace(".", "")) <= 6:
        points["organisation"] += 3
    elif (
        len(lower) in (2, 3)
        and not body
        and all(w[0].isupper() for w in name_parts)
        and lower[-1] not in _NUMERALS  # "World War II"
    ):
        points["person"] += 0.5
    return points["person"], points["organisation"], points["place"]


def _from_lists(lower: list[str], words: NameWords, points: Points) -> None:
    """Weigh what the lists of places and bodies have."""
    whole = " ".join(lower)
    if lower[-1] in words.place and len(lower) > 1:
        points["place"] += 2.5
    if whole in words.known_places or fold(whole) in words.known_places:
        points["place"] += 4
    if whole in words.known_bodies:
        points["organisation"] += 5


def _from_around(text: str, span: Span, points: Points, lang: Language) -> None:
    words = name_words(lang)
    after = text[span.end : span.end + NAMES.window]
    before = text[max(0, span.start - NAMES.window) : span.start]
    apart = after[:1] == ","
    if (apart or after[:1] == "(" or after[:1].isspace()) and _AGE.match(after):
        points["person"] += 3
    if "who" in after and _WHO.match(after):
        points["person"] += 2
    following = _WORD_AFTER.match(after)
    preceding = _word_before(before)
    if following and following[1] in words.speech or preceding in words.speech:
        points["person"] += 0.8
        points["organisation"] += 0.3
    if preceding in words.office or preceding in words.role_gender:
        points["person"] += 2
    if apart or after[:1].isspace():
        _from_office(after, words, points)
    if preceding == "the":
        points["organisation"] += 1
        points["person"] -= 1.5
    if preceding in words.place_prepositions:
        points["place"] += 1.2
        points["person"] -= 0.5
    city = _CITY_STATE.match(after) if apart else None
    if city and city[1].lower().rstrip(".") in words.known_places:
        points["place"] += 2


def is_speaking(text: str, mention: NameMention, lang: Language) -> bool:
    """Tell whether a verb of speech stands right after or before a mention."""
    words = name_words(lang)
    following = _WORD_AFTER.match(text, mention.span.end)
    before = text[max(0, mention.span.start - NAMES.window) : mention.span.start]
    return following is not None and following[1] in words.speech or _word_before(before) in words.speech


def _from_office(after: str, words: NameWords, points: Points) -> None:
    """Weigh an office that follows a name: in apposition it is that person's, else one in that body."""
    appositive = _APPOSITION.match(after) if after[0] == "," else None
    if appositive:
        heads = {word.lower() for word in appositive[1].split()}
        if any(head in words.office or head in words.role_gender for head in heads):
            points["person"] += 2
        elif any(head in words.body for head in heads):
            points["organisation"] += 1.5
        elif _BARE_OFFICE.match(after):
            points["person"] += 0.4
    office = _OFFICE_AFTER.match(after) if after[0] != "," else None
    if office and (office[1] in words.office or office[1] in words.role_gender):
        points["organisation"] += 2
        points["person"] -= 2


def _word_before(before: str) -> str:
    """Return the word that a blank, or a comma and a blank, parts from the end; empty when none does."""
    if before.endswith(('"', "“")):
        before = before[:-1]
    if not before[-1:].isspace():
        return ""
    before = before[:-1].removesuffix(",")
    if not before or before[-1].isspace():
        return ""
    found = _LAST_WORD.search(before.rsplit(None, 1)[-1])
    return found[0].lower() if found else ""


def best_kind(points: Points) -> EntityKind:
    """Return the kind with most points, from ``NAMES.enough`` on; ``other`` when nothing speaks clearly."""
    person, body, place = points["person"], points["organisation"], points["place"]
    most = max(person, body, place)
    kinds: list[EntityKind] = []
    if person == most:
        kinds.append("person")
    if body == most:
        kinds.append("organisation")
    if place == most:
        kinds.append("place")
    return kinds[0] if most >= NAMES.enough and len(kinds) == 1 else "other"
