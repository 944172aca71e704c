"""Find capitalised names in a text: their words, the title before them, and what stands around.

No decision here on who is who; ``kinds`` weighs the evidence and ``stage`` merges the forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from msgspec import Struct

from variorum.annotation.names.parts import (
    after_particle,
    begins_capital,
    has_nickname,
    letters_after,
    nickname_after,
    within,
)
from variorum.language.language import Language
from variorum.model import Span
from variorum.settings import NAMES
from variorum.text.calendar import months, weekdays
from variorum.text.late import late
from variorum.text.name_words import NameWords, name_words
from variorum.text.names import fold

# Initials ("J.", "U.S."), words with inner apostrophes and hyphens, anything else as one character.
# A letter that was stored as two signs ("Ã¡" for "á") is one.
_TWO_SIGNS = r"(?:[ÃÂ][\x80-\x9f¡-¿])"
_TOKEN = (
    r"(?:[^\W\d_]\.){{1,4}}(?!\w)|[^\W\d_]{inner}(?:[’'‐‑-][^\W_]{inner})*+"
    r"|\d[\d,.]*|[^\w\s]|\n"
)
TOKEN = late(_TOKEN.format(inner=rf"(?:[^\WÃÂ]++|{_TWO_SIGNS}|\w)*+"))
# The same for texts without such letters.
_PLAIN_TOKEN = late(_TOKEN.format(inner=r"\w*+"))
_POSSESSIVE = ("’s", "'s", "’S", "'S")
_SUFFIX = late(r",?\s(?:(?:Jr|Sr)\b\.?|(?:II|III|IV)\b)")
_SENTENCE_END = late(r"[.!?…:;–—•*|\n][\"”’')\]]*\s*[\"“‘'(\[]*$|^[\"“‘'(\[\s]*$|[\"“‘]$")
# "(D-Marl)": party and state of an American politician.
_PARTY_STATE = late(r"[DRI]-[A-Z]")
# "Carlos Silva III." ends a sentence.
_NUMERALS = frozenset(["ii", "iii", "iv", "v"])
_WORD_BEFORE = late(r"([a-z]+)\s\Z")
_TITLE_OF = late(r"([^\W\d_]+) (?:of|for) (?:the )?$")
_NICKNAME_SIGNS = frozenset("\"“„«‘'(")  # see parts.NICKNAME
# The most common stretch: "The pier"; no token of it could be longer.
_PLAIN_PAIR = late(r"([A-Z][a-z]*+) ([a-z]++)(?![\w.’'‐‑-])")
# A letter that is none from a to z. What it can be is said first: a search skips to it in half the time.
NOT_SMALL = r"[^\x00-@\[-\x7f](?<![\W\d_])"
_NOT_SMALL = late(NOT_SMALL)
_SMALL_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@cache
def _inner_words(lang: Language) -> frozenset[str]:
    """Return the small words that may stand inside a name."""
    words = name_words(lang)
    return words.particles | words.connectors | {"und", "t", "in", "op", "aan"}


@cache
def _links(words: NameWords) -> frozenset[str]:
    """Return what may join a capital to those before it; nothing else is asked for what it leads to."""
    others = {"t", "und", "&", "'", "’", "de", "da", "ne", "in", "op", "van", "aan"}
    return words.particles | words.connectors | others


class CalendarWords(Struct, frozen=True, eq=False):
    """Days and months that end a name before them; months: those that people are called as well."""

    ends: frozenset[str]
    months: frozenset[str]


@cache
def _calendar(lang: Language) -> CalendarWords:
    both = lang.names.words.months
    days = {day for day in weekdays(lang) if len(day) > 5}
    return CalendarWords(frozenset(months(lang)) - both | days, both)


class NameToken(Struct, frozen=True, gc=False):
    """A word or mark of the text. capital: a name can begin with it."""

    text: str
    start: int
    end: int
    capital: bool


class NameMention(Struct, frozen=True, kw_only=True):
    """A place where a capitalised name stands.

    span: the name without title and without possessive ending. titles: lower-case words before it.
    initial: it begins a sentence, so that the capital proves nothing. particle: small words of the name's
    own stand inside.
    """

    span: Span
    words: tuple[str, ...]
    titles: tuple[str, ...] = ()
    possessive: bool = False
    initial: bool = False
    nickname: bool = False
    suffix: bool = False


def find_names(text: str, paragraphs: Iterable[Span], lang: Language) -> list[NameMention]:
    """Return the names in ``paragraphs``, in order; headlines are for ``headlines.find_again``."""
    found: list[NameMention] = []
    for paragraph in paragraphs:
        letters = letters_after(text, paragraph, lang)
        for tokens in _stretches(text, paragraph, lang):
            if letters:
                tokens = [token for token in tokens if not within(letters, token.start)]
            found += _names_of(text, tokens, paragraph.start, lang)
    return found


def _stretches(text: str, paragraph: Span, lang: Language) -> Iterator[list[NameToken]]:
    """Yield the tokens around capitals: from each to the first small word that no name goes on after.

    Nine words in ten of a report stand near no name, so they are never made tokens.
    """
    at, inner, words = paragraph.start, _inner_words(lang), name_words(lang)
    read = TOKEN if "Ã" in text or "Â" in text else _PLAIN_TOKEN
    while found := _NOT_SMALL.search(text, at, paragraph.end):
        start = found.start()
        # A capital behind an apostrophe or a hyphen is part of the word before: "anti-Marl", "d'Estaing".
        while start > at and (text[start - 1].isalnum() or text[start - 1] in "_’'‐‑-"):
            start -= 1
        plain = _PLAIN_PAIR.match(text, start, paragraph.end) if start == found.start() else None
        if plain is not None and _is_no_name(plain[1], plain[2], words):
            at = plain.end()
            continue
        tokens: list[NameToken] = []
        for match in read.finditer(text, start, paragraph.end):
            word = match[0]
            capital = word[0].isupper() or (
                len(word) > 1 and not word.isalnum() and begins_capital(word, words.particles)
            )
            tokens.append(NameToken(word, match.start(), match.end(), capital))
            if not capital and word[0] in _SMALL_LETTERS and word not in inner:
                break
        yield tokens
        at = max(tokens[-1].end if tokens else 0, found.end())


def _is_no_name(capital: str, small: str, words: NameWords) -> bool:
    """Tell whether a capital before a small word is no name, nor leads to one: "The pier", "She said"."""
    return small not in _links(words) and not _may_stand_alone(capital, words)


def _names_of(text: str, tokens: list[NameToken], floor: int, lang: Language) -> Iterator[NameMention]:
    words, calendar = name_words(lang), _calendar(lang)
    index = 0
    while index < len(tokens):
        if not tokens[index].capital:
            index += 1
            continue
        stop = _before_second(tokens, index, _run_end(text, tokens, index, words, calendar))
        yield from _mentions(text, tokens, index, stop, words, floor)
        index = stop


def _before_second(tokens: list[NameToken], start: int, stop: int) -> int:
    """Index where the second of two names with one last word begins: "Ada Lind Tom Lind" under a picture."""
    run = [token.text for token in tokens[start:stop]]
    two = len(run) == 4 and run[1] == run[3] and run[0] != run[2]
    return start + 2 if two else stop


def _is_capital(word: str, words: NameWords) -> bool:
    if word[0].isupper():
        return True
    if word.isalnum():
        return False
    return begins_capital(word, words.particles)  # "al-Sadr", "d'Estaing"


def _run_end(
    text: str, tokens: list[NameToken], start: int, words: NameWords, calendar: CalendarWords
) -> int:
    """Index after the last token of the run of capitals, with connectors, that begins at ``start``."""
    index = start + 1
    limit = min(len(tokens), start + NAMES.run)
    while index < limit:
        previous, token = tokens[index - 1], tokens[index]
        if previous.text.endswith(_POSSESSIVE) and not _is_of_office(previous.text, token.text, words):
            break
        gap = text[previous.end : token.start]
        if token.text == "." and not gap and _is_abbreviation(previous.text, words):
            index += 1
            continue
        if token.text in "’'" and not gap and _is_of_many(tokens[max(start, index - 2) : index + 2], words):
            index += 2
            continue
        if gap not in (" ", "\u00a0") and not (gap == "" and previous.text == "."):
            break
        if token.capital:
            if _breaks(token.text, tokens, index, words, calendar):
                break
            index += 1
        else:
            reach = _connector(text, tokens, start, index, words, calendar)
            reach = reach or _past_nickname(text, tokens, start, index, words, calendar)
            if not reach:
                break
            index = reach
    return index


def _past_nickname(
    text: str, tokens: list[NameToken], start: int, index: int, words: NameWords, calendar: CalendarWords
) -> int:
    """Index of the token where the run goes on behind a nickname at ``index``, or 0."""
    if tokens[index].text not in _NICKNAME_SIGNS:
        return 0
    nick = nickname_after(text, tokens[index - 1].end, [token.text for token in tokens[start:index]], words)
    if not nick:
        return 0
    # Behind the nickname may stand another stretch: the tokens end at a small word, or with the line.
    behind = next((i for i in range(index, len(tokens)) if tokens[i].start >= nick.end() - 1), 0)
    if behind and not tokens[behind].capital:
        return _connector(text, tokens, start, behind, words, calendar) or behind
    return behind


def _is_of_many(run: list[NameToken], words: NameWords) -> bool:
    """Tell whether an apostrophe parts a plural and the noun of its body: "Dock Workers’ Union"."""
    members, _, body = run[-3:] if len(run) > 2 else (run[0], run[0], run[0])
    return members.text.endswith("s") and body.capital and body.text.lower() in words.organisation


def _is_of_office(owner: str, word: str, words: NameWords) -> bool:
    """Tell whether a possessive and the noun behind it name a body: "Sheriff's Office", not "Lind's"."""
    return _is_capital(word, words) and word.lower() in words.organisation and words.is_role(_owner(owner))


def _is_abbreviation(word: str, words: NameWords) -> bool:
    lower = word.lower()
    return (
        lower in words.people.honorifics
        or lower in words.people.suffixes
        and lower not in _NUMERALS
        or lower in words.around.abbreviations
    )


def _breaks(
    word: str, tokens: list[NameToken], index: int, words: NameWords, calendar: CalendarWords
) -> bool:
    """Tell whether a capitalised word begins something else: a day or month after a name."""
    lower = word.lower().rstrip(".")
    if lower in calendar.ends:
        return True
    if len(lower) == 1 and word.endswith("."):
        return False  # "Robert A. Lind"
    if lower in calendar.months:
        # "Theresa May" is a name, "in Marl May 3" is not.
        return index + 1 < len(tokens) and tokens[index + 1].text[0].isdigit()
    return lower in words.never and lower not in words.around.compass and lower not in words.people.given


def _connector(
    text: str, tokens: list[NameToken], start: int, index: int, words: NameWords, calendar: CalendarWords
) -> int:
    """Index after a small word and the capital it leads to, when it belongs to the name; else 0."""
    token = tokens[index]
    if token.text not in _links(words):
        return 0
    reach = index + 1
    if end := after_particle(text, token.start, token.text):
        reach = next((i for i in range(reach, len(tokens)) if tokens[i].start >= end), reach)
    elif token.text in words.particles or token.text == "und" and _is_origin(tokens, reach):
        while reach < len(tokens) and (
            tokens[reach].text in words.particles
            or tokens[reach].text == "und"
            and tokens[reach - 1].text == "von"
        ):
            reach += 1
        if reach < len(tokens) and (end := after_particle(text, tokens[reach].start, tokens[reach].text)):
            reach = next((i for i in range(reach, len(tokens)) if tokens[i].start >= end), reach)
    elif token.text == "&":
        pass
    elif token.text in words.connectors:
        run = [t.text.lower() for t in tokens[start:index] if t.text != "The"]
        if not _is_body_so_far(run, words):
            return 0
        if token.text == "and" and not (run[0] in words.around.two_part and len(run) > 2):
            return 0
        if reach < len(tokens) and tokens[reach].text == "the":
            reach += 1
    else:
        return 0
    if reach < len(tokens) and tokens[reach].capital and "\n" not in text[token.start : tokens[reach].start]:
        lower = tokens[reach].text.lower()
        return 0 if lower in calendar.ends or lower in words.never else reach + 1
    return 0


def _is_body_so_far(run: list[str], words: NameWords) -> bool:
    """Tell whether a body's name may go on with "of": not behind an office, nor who holds one.

    "Senate Leader Tom Lind [of Marl]" ends with a person.
    """
    if words.organisation.isdisjoint(run) or run[-1] in words.office:
        return False
    return run[-1] in words.organisation or not any(map(words.is_role, run[:-1]))


def _is_origin(tokens: list[NameToken], at: int) -> bool:
    """Tell whether "zu" or "von" stands there: "Karl von Trask und zu Halm"."""
    return at < len(tokens) and tokens[at].text in ("zu", "von", "zum", "zur")


def _mentions(
    text: str, tokens: list[NameToken], start: int, stop: int, words: NameWords, floor: int
) -> Iterator[NameMention]:
    """Yield the name of a run of capitals, and a body or place that its title begins with."""
    start = _past_stops(tokens, start, stop)
    if stop - start == 1 and not _may_stand_alone(tokens[start].text, words):
        return
    initial = begins_sentence(text, tokens[start].start, floor)
    first = _after_leading(tokens, start, stop, words)
    if first >= stop:
        return
    initial = initial and first == start
    cut = _after_title(text, tokens, first, stop, words)
    if cut == first and stop - first > 2 and _ends_title(text, tokens[first : first + 2], words):
        cut = first + 1  # "Secretary of State Ada Lind"
        first = cut
    if cut > first:
        yield from _prefix(tokens, first, cut, words)
    run = _without_members(tokens[cut:stop], words)
    if not run:
        return
    owns = run[-1].text.endswith(_POSSESSIVE)
    possessive = owns or text[run[-1].end : run[-1].end + 2] in ("’ ", "' ")
    end = run[-1].end - 2 if owns else run[-1].end
    end += text[end : end + 1] == "." and run[-1].text.lower() in words.place_abbreviations
    suffix = _SUFFIX.match(text, end) if len(run) > 1 else None
    if suffix:
        end = suffix.end()
    span = Span(run[0].start, end)
    name = span.of(text)
    if len(run) == 1 and (cut == first and is_plain(run[0].text, words) or len(name) < 2):
        return
    yield NameMention(
        span=span,
        words=tuple(name.split()),
        titles=tuple(t.text.lower() for t in tokens[first:cut] if t.text != "."),
        possessive=possessive,
        initial=initial and cut == first,
        nickname=len(run) > 1 and has_nickname(text, run[0].start, run[-1].end),
        suffix=suffix is not None,
    )


# One word is met again and again, within a report and across reports.
@lru_cache(maxsize=16384)
def _may_stand_alone(word: str, words: NameWords) -> bool:
    """Tell whether a capitalised word without another beside it can be a name."""
    alone = [NameToken(word, 0, len(word), True)]
    return _after_leading(alone, 0, 1, words) == 0 and not is_plain(word, words)


def _without_members(run: list[NameToken], words: NameWords) -> list[NameToken]:
    """Return a run without the members that follow a body or place: "Senate Democrats", "Iowa Republican"."""
    stop = len(run)
    given = words.people.given
    while stop > 1 and _owner(run[stop - 1].text) in words.members and run[0].text.lower() not in given:
        stop -= 1
    return run[:stop]


def _ends_title(text: str, pair: list[NameToken], words: NameWords) -> bool:
    """Tell whether a title with "of" ends with the first of two capitalised words, and a name follows."""
    found = _TITLE_OF.search(text, max(0, pair[0].start - 24), pair[0].start)
    given = words.people.given
    return (
        found is not None
        and words.is_role(found[1].lower())
        and pair[0].text.lower() not in given
        and pair[1].text.lower() in given
    )


def begins_sentence(text: str, at: int, floor: int) -> bool:
    """Tell whether a sentence, a line or a quotation begins at ``at``; nothing before ``floor`` counts."""
    if at > floor + 1 and text[at - 1] == " " and (text[at - 2].isalnum() or text[at - 2] == ","):
        return False  # the common case, without a pattern
    return at <= floor or bool(_SENTENCE_END.search(text[max(0, at - 6) : at]))


def _owner(word: str) -> str:
    """Return a word in lower case without a possessive ending."""
    return (word[:-2] if word.endswith(_POSSESSIVE) else word).lower()


def is_plain(word: str, words: NameWords) -> bool:
    """Tell whether a lone capitalised word is no name."""
    lower = _owner(word)
    return (
        word[1:2] == "-"
        and _PARTY_STATE.match(word) is not None
        or lower in words.never
        or lower in words.origins
        or lower.removesuffix("s") in words.origins
        or lower.startswith(("i’", "i'"))
        or words.is_role(lower)
    )


def _is_contraction(word: str, words: NameWords) -> bool:
    """Tell whether a word in lower case is no name with something joined on: "he’ll", "it's"."""
    if "’" not in word and "'" not in word:
        return False
    return any(word.split(mark)[0] in words.never for mark in "’'" if mark in word)


def _describes(word: str, words: NameWords) -> bool:
    """Tell whether joined words are a description, capitalised as the sentence begins: "Mother-of-two"."""
    if "-" not in word:
        return False
    first, *rest = word.split("-")
    return all(map(str.islower, rest)) and any(map(words.is_role, [first.lower(), *rest]))


def _after_leading(tokens: list[NameToken], start: int, stop: int, words: NameWords) -> int:
    """Index after words that are capitalised for another reason than the name: "Yesterday Tom Reyes"."""
    given = words.people.given
    while start < stop:
        lower = _owner(tokens[start].text)
        if lower not in words.never and lower not in words.origins:
            if not _is_contraction(lower, words) and not _describes(tokens[start].text, words):
                return start
            start = _past_stops(tokens, start + 1, stop)
            continue
        rest = tokens[start + 1 : stop]
        if " ".join(_owner(token.text) for token in tokens[start:stop]) in words.known_places:
            return start  # "Long Island", "Saudi Arabia"
        if lower in words.never and not (lower in given and rest and not words.is_role(rest[0].text.lower())):
            if lower in words.people.honorifics or lower in words.around.compass and rest:
                return start
        elif lower in words.origins:
            following = {_owner(token.text) for token in rest}
            if following & words.organisation or following & words.place:
                return start
        elif not _is_contraction(lower, words) and not _describes(tokens[start].text, words):
            return start
        start = _past_stops(tokens, start + 1, stop)
    return start


def _past_stops(tokens: list[NameToken], start: int, stop: int) -> int:
    while start < stop and tokens[start].text == ".":
        start += 1
    return start


def _after_title(text: str, tokens: list[NameToken], start: int, stop: int, words: NameWords) -> int:
    """Index after the title that a run begins with: "Harbour Master Tom Reyes"; ``start`` when none."""
    honorifics = words.people.honorifics
    cut = start
    for index in range(start, stop - 1):
        lower = tokens[index].text.lower()
        if index > start and tokens[index].text in words.particles:
            continue  # "Marta del Río"; "Del." before a name is a delegate
        many = lower.endswith("s") and words.is_role(lower[:-1]) and not words.is_role(lower)
        if not many and not words.is_role(lower):
            continue
        rest = [token.text for token in tokens[index + 1 : stop] if token.text != "."]
        if not rest:
            continue
        if (
            rest[-1].lower() in words.organisation
            or rest[-1].lower() in words.place
            or not (_is_capital(rest[0], words) or rest[0] in words.particles)
        ):
            continue
        if lower in words.people.given and (
            lower not in honorifics
            or len(rest) == 1
            and (index > start or _role_before(text, tokens[index].start, words))
        ):
            continue  # "editor Dean Lind": the office is told already
        strong = fold(lower) in honorifics or len(rest) > 1 or index > start
        if many:  # "Brothers Ezra and Noam Lind", "Senators Ada Lind and ..."; "Actors Studio" is none
            strong = fold(rest[0]) in words.people.given or fold(rest[0]) in words.people.gender
        surname = bool(honorifics.get(lower)) and rest[-1].lower() not in words.around.addressed
        if strong and (surname or not words.is_role(rest[-1].lower())):
            cut = index + 1
    while cut > start and cut < stop - 1 and tokens[cut].text == ".":
        cut += 1
    return cut


def _role_before(text: str, at: int, words: NameWords) -> bool:
    """Tell whether the word right before ``at`` is an office in small letters."""
    before = _WORD_BEFORE.search(text, max(0, at - 24), at)
    return before is not None and words.is_role(before[1])


def _prefix(tokens: list[NameToken], start: int, cut: int, words: NameWords) -> Iterator[NameMention]:
    """Yield the body or place that stands before a title: "FBI Director", "Marl Council Leader"."""
    stop = start
    while stop < cut and not words.is_role(tokens[stop].text.lower()):
        stop += 1
    run = tokens[start:stop]
    if run and run[-1].text != "." and not is_plain(run[-1].text, words):
        known = any(t.text.lower() in words.known_places or t.text.lower() in words.organisation for t in run)
        if known or len(run) == 1 and run[0].text.isupper():
            yield NameMention(span=Span(run[0].start, run[-1].end), words=tuple(t.text for t in run))
