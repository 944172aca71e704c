"""Which of the names inside a source is its head: the one who speaks, not whom they serve or speak of."""

from __future__ import annotations

import re

from variorum.annotation.speakers.coreference import Cast
from variorum.annotation.speakers.phrases import read_phrase
from variorum.model import Span
from variorum.text.late import late
from variorum.text.name_words import NameWords

# Words after a name, up to a capital: in "Lind campaign spokesman Tom Reyes" Lind is silent.
_OFFICE_OF = late(r"((?:\s[A-Za-z][\w-]*){0,3}?\s[a-z][\w-]+)\s(?=[A-Z])")
# Small letters after a name: "the Lind [campaign]", "the Reyes [transition team]".
_NOUNS_AFTER = late(r"(?:\s[a-z][\w-]*){1,3}")
_OWN_WORD = late(r"[\w’'-]+")
_TITLED = late(r"\s([A-Z][a-z]{1,8})\.?\s(?=[A-Z])")
_APPOSED = late(r"\s*(?:$|[,;(])")
_OWNS = late(r"[’'](?:s\b|\s)\s*\w")


def named_head(cast: Cast, span: Span) -> str | None:
    """Return the entity whose name heads ``span``: no preposition before it and no possessive ending.

    "Marl police chief Tom Reyes" is Reyes; "the Lind campaign" is nobody of that name, but the campaign.
    """
    text, phrases = cast.text, cast.words.sources
    inside = _names_inside(cast, span)
    titled = _titled(cast, span, inside)
    if titled:
        return titled
    for other, mention, entity in sorted(inside):
        before, after = text[span.start : mention.start], text[mention.end : span.end]
        if _OWNS.match(after) and not phrases.account.match(after) or _serves(after, cast.words):
            continue
        if not other and (_is_prefixed(before, after) or _heads_title(after, cast.words)):
            continue
        if not other and (_names_what_follows(after, cast.words) or _is_before_title(after, cast.words)):
            continue
        if not other and phrases.whose.search(before) and _APPOSED.match(after):
            return entity  # "the union, whose secretary, Ada Lind,"
        if not other and before.endswith(", ") and _APPOSED.match(after) and _is_of_one(cast, span):
            return entity  # "an attorney for Ada Lind, Tom Reyes,"
        office = phrases.office_before.match(before)
        if not other and office and office[1].lower() in cast.words.people.honorifics:
            return entity
        near = before.rsplit(",", 1)[-1].lower()
        if phrases.speaks_for.search(before.lower()) or phrases.preposition.search(near):
            continue
        if other and (not phrases.rest_of_name.match(after) or phrases.workers.search(before)):
            continue
        return entity
    return None


def _names_inside(cast: Cast, span: Span) -> list[tuple[bool, Span, str]]:
    """Return the named ones inside ``span``: whether each is no person, where it stands, and who it is."""
    inside = []
    for mention, identifier in cast.names_within(span):
        known = cast.entities[identifier]
        short = "." in mention.of(cast.text) or cast.text.startswith(".", mention.end)
        if short and mention != span and known.name.lower().rstrip(".") in cast.words.place_abbreviations:
            continue  # "a docker from Selby, N.Y."
        if known.kind != "document" and known.name[:1].isupper():
            inside.append((known.kind != "person", mention, identifier))
    return inside


def _titled(cast: Cast, span: Span, inside: list[tuple[bool, Span, str]]) -> str | None:
    """Return the person whose full name ends the words of an office that ``span`` begins with; else None.

    Places and bodies in those words say where the office is: "Marl police Lt. Tom Reyes". With "for" or "of"
    before the title the office is another's: "the wife of President Tom Reyes".
    """
    text = cast.text
    for other, mention, entity in sorted(inside):
        before = text[span.start : mention.start]
        if other or " " not in mention.of(text) or not before.strip() or re.search(r"[,;:(\[—–\n]", before):
            continue
        if _OWNS.match(text, mention.end, span.end):
            continue
        bare = _without_bodies(before, span.start, inside, cast.words)
        if _ends_office(before, cast.words) or _ends_office(bare, cast.words):
            return entity
        if _is_office_with_rank(before, cast.words) or _is_office_of_body(before, cast.words):
            return entity
    return None


def _ends_office(before: str, lists: NameWords) -> bool:
    """Tell whether the words before a name are those of its bearer's office."""
    office = lists.sources.office_with.search(before)
    if office:
        words, head = [word.lower() for word in office[2].split()], office[1].lower()
        if lists.is_role(head) and head not in lists.relatives and not any(map(lists.is_role, words)):
            before = before[: office.end(1)]
    last = before.rstrip(" .").rsplit(" ", 1)[-1].lower()
    return lists.is_role(last) and not lists.sources.preposition.search(before.lower())


def _is_office_with_rank(before: str, lists: NameWords) -> bool:
    """Tell whether an office with "of" and a title stand before a name: "Chief of the Staff General"."""
    office = lists.sources.office_of_body.match(before)
    if office is None or office[2].lower() not in lists.people.honorifics:
        return False
    first = office[1].lower()
    return lists.is_role(first) and first not in lists.servants | lists.relatives


def _is_office_of_body(before: str, lists: NameWords) -> bool:
    """Tell whether an office in a body without a name stands before a name: "Head of the committee"."""
    office = lists.sources.office_in.match(before)
    if office is None or lists.is_role(office[2]):
        return False
    return lists.is_role(office[1].lower()) and office[1].lower() not in lists.servants | lists.relatives


def _without_bodies(before: str, start: int, inside: list[tuple[bool, Span, str]], lists: NameWords) -> str:
    """Return the words before a name with those of a body's name blanked: "Board of Trade" holds no "of".

    So are capitals that an office follows: "Walk for Life president".
    """
    led = lists.sources.body_with.match(before)
    if led and not lists.is_role(led[1].lower()):
        end = led.end()
        while lists.is_role(before[:end].rsplit(None, 1)[-1].lower()):
            end = len(before[:end].rsplit(None, 1)[0]) + 1
        before = " " * end + before[end:]
    for other, mention, _ in inside:
        if other and mention.end <= start + len(before):
            words = before[mention.start - start : mention.end - start]
            kept = words[words.rfind(" ") + 1 :]  # "Assistant Secretary" was taken for a body's name
            blank = " " * (len(words) - len(kept)) + kept
            before = before[: mention.start - start] + blank + before[mention.end - start :]
    return before


def _names_what_follows(after: str, listed: NameWords) -> bool:
    """Tell whether a person's name only says whose the noun after it is: "the Lind [campaign]"."""
    run = _NOUNS_AFTER.match(after)
    words = run[0].split() if run else []
    for word in words:
        if word in listed.body or word in listed.plural or word in listed.documents:
            return True
        if listed.sources.preposition.fullmatch(word) or word.endswith("ly"):
            return False
        if listed.is_role(word) or word.endswith("s") and listed.is_role(word[:-1]):
            return True
    return False


def _is_prefixed(before: str, after: str) -> bool:
    """Tell whether a name only says whom those after it are for or against: "an anti-[Lind] group"."""
    return before.endswith("-") and re.match(r"\s\w", after) is not None


def _heads_title(after: str, lists: NameWords) -> bool:
    """Tell whether an office in capitals ends a headline's words after a name: "[Lind] Docks Group Chief"."""
    words = after.split()
    if len(words) < 2 or not all(word[:1].isupper() for word in words):
        return False
    return after[:1] == " " and after.replace(" ", "").isalpha() and lists.is_role(words[-1].lower())


def _is_before_title(after: str, lists: NameWords) -> bool:
    """Tell whether the name of a person begins behind a word that was taken for one: "[Bemused] Mr Lind"."""
    title = _TITLED.match(after)
    return title is not None and title[1].lower() in lists.people.honorifics


def _serves(after: str, lists: NameWords) -> bool:
    """Tell whether the name before serves as that of an employer: "[Lind] spokesman Tom Reyes"."""
    office = _OFFICE_OF.match(after)
    return office is not None and any(lists.is_role(word.lower()) for word in _OWN_WORD.findall(office[1]))


def _is_of_one(cast: Cast, span: Span) -> bool:
    """Tell whether a source begins with a noun for one person: "the lawyer for ...", not "friends of ..."."""
    phrase = read_phrase(cast.text, span, cast.lang)
    return phrase is not None and phrase.kind == "person" and not phrase.name[:1].isupper()
