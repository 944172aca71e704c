"""Plants one difference or one harmless change into a paragraph of a report, by rule.

Each rule takes a paragraph, the people whom the report names, and a random source; it returns the changed
paragraph, or None where it finds nothing to change. The rules read with patterns of their own; of Variorum
they take only its list of given names.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from variorum.language.language import language
from variorum.text.names import gender_of

Rule = Callable[[str, Sequence[str], random.Random], str | None]

_LISTS = tomllib.loads((Path(__file__).parent / "planting.toml").read_text(encoding="utf-8"))
DAYS, MONTHS, PLACES, SURNAMES = (_LISTS[name].split() for name in ("days", "months", "places", "surnames"))
NO_PEOPLE = frozenset(_LISTS["no_people"].split())
OTHER_WORDS: dict[str, str] = dict(_LISTS["other_words"])
OTHERWISE: dict[str, str] = dict(_LISTS["otherwise"])
SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
CUES = "said|says|told|added|wrote|argued|warned|explained|insisted|noted|declared|tweeted"
_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\. |(?:Senator|President|Governor|Secretary) )?"
    r"[A-Z][\w’'-]+(?: [A-Z]\.)?(?: [A-Z][\w’'-]+)*"
)
_SOURCE = re.compile(
    rf"(?P<before>\b(?:{_NAME}|[Hh]e|[Ss]he)) (?:{CUES})\b"
    rf"|(?<=[,?!][”\"] )(?:said|says|added|wrote) (?P<after>{_NAME}|he|she)"
    r"(?=[,.;\n]|$| (?:in|at|on|of|during|after|who)\b)(?!\. [A-Z])"
)
# A name after one of these words is a part of a longer description: "Chief of Staff Ada Lind".
_LED = re.compile(r"\b(?:a|an|the|of|in|at|on|for|from|by|to|with|and|[A-Z]\w+)\W+$")
_SAID = rf"((?:{_NAME}|[Hh]e|[Ss]he) said|said {_NAME})"
_PERSON = re.compile(
    rf"([A-Z][a-z]+(?: [A-Z]\.)? [A-Z][a-z]{{2,}}),? (?:{CUES})\b|\b(?:{CUES}) ([A-Z][a-z]+ [A-Z][a-z]{{2,}})"
)
_CURLY = re.compile(r"“([^“”\n]+)”")
_WORDS = 6  # words of a quotation that is changed, at least
_NUMBER = re.compile(
    r"(?<![\w.,:$€£/-])(?!(?:19|20)\d\d\b)\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w:/])(?!,\d)(?! (?:a|p)\.?m)"
)
_MONEY = re.compile(r"(?<=[$€£])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?=\s(?:million|billion|trillion)|[^\d.,])")
_DAY = re.compile(rf"\b(?:{'|'.join(DAYS)})\b(?! (?:Times|Night Football|Mirror))")
_MONTH_DAY = re.compile(rf"\b(?:{'|'.join(MONTHS)}) \d{{1,2}}\b")
_PLACE = re.compile(rf"\b(?:in|at|from|near|to|across|outside) ({'|'.join(PLACES)})\b(?!['’ ][A-Zs]|, [A-Z])")
_NAMED = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+ )([A-Z][a-z]{3,})(?=[ ,.][a-z ”\"])")


def people(text: str) -> list[str]:
    """Return the full names that stand by a cue and whose last name is told again, in order."""
    found = [first or second for first, second in _PERSON.findall(text)]
    first_words = ("The", "But", "And", "In", "On", "As", "President", "Senator", "Mr", "Ms", "House", "New")
    return [
        name
        for name in dict.fromkeys(found)
        if name.split()[0] not in first_words
        and NO_PEOPLE.isdisjoint(name.split())
        and gender_of(name, language("en")) is not None
        and len(re.findall(rf"\b{name.split()[-1]}\b", text)) > 1
    ]


def quoted(text: str) -> list[tuple[int, int]]:
    """Return where words between quotation marks stand, marks left out; none when straight marks are odd."""
    spans = [found.span(1) for found in _CURLY.finditer(text)]
    straight = [found.start() for found in re.finditer('"', text)]
    if len(straight) % 2 == 0:
        spans += [(start + 1, end) for start, end in zip(straight[::2], straight[1::2], strict=True)]
    return sorted(spans)


def _swap(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _quote(text: str, source: random.Random) -> tuple[int, int] | None:
    """Return where the words of a quotation stand, without its marks."""
    spans = [span for span in quoted(text) if len(text[slice(*span)].split()) >= _WORDS]
    return source.choice(spans) if spans else None


def _in_quote(text: str, pattern: re.Pattern[str], source: random.Random) -> re.Match[str] | None:
    place = _quote(text, source)
    found = list(pattern.finditer(text, *place)) if place else []
    return source.choice(found) if found else None


def _inside(found: re.Match[str], text: str) -> bool:
    odd = text.count('"') % 2 == 1
    return odd or any(start < found.end() and found.start() < end for start, end in quoted(text))


def _in_prose(text: str, pattern: re.Pattern[str], source: random.Random) -> re.Match[str] | None:
    found = [m for m in pattern.finditer(text) if not _inside(m, text)]
    return source.choice(found) if found else None


def _source(text: str) -> tuple[int, int] | None:
    """Return where the only source of the paragraph's quotation stands."""
    found = [m for m in _SOURCE.finditer(text) if not _inside(m, text)]
    if len(found) != 1 or not any(len(text[a:b].split()) >= _WORDS for a, b in quoted(text)):
        return None
    if not NO_PEOPLE.union(DAYS, MONTHS).isdisjoint(re.findall(r"\w+", found[0][0])):
        return None
    place = found[0].span("before" if found[0]["before"] else "after")
    return None if found[0]["before"] and _LED.search(text[: place[0]]) else place


def attribution(text: str, named: Sequence[str], source: random.Random) -> str | None:
    place = _source(text)
    others = [name for name in named if name.split()[-1] not in text]
    if place is None or not others:
        return None
    return _swap(text, *place, source.choice(others))


_NEGATED = re.compile(
    r"\b(is|are|was|were|do|does|did|will|would|could|should|have|has|had)(?:n[’']t| not)\b"
    r"|\bcan[’']?(?:t| not)\b|\bcannot\b|\bwon[’']t\b|\bnever "
)
_POSITIVE = re.compile(r"\b(?:is|are|was|were|will|would|should|can|could)\b(?! not|n)(?= [a-z])")


def _negate(found: re.Match[str], text: str) -> str:
    words = found[0].casefold()
    if words.startswith("never"):
        return _swap(text, *found.span(), "")
    plain = "can" if words.startswith("can") else "will" if words.startswith("won") else found[1]
    return _swap(text, *found.span(), plain)


def negation(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _in_quote(text, _NEGATED, source)
    if found:
        return _negate(found, text)
    found = _in_quote(text, _POSITIVE, source)
    return _swap(text, found.end(), found.end(), " not") if found else None


def negation_prose(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _in_prose(text, _NEGATED, source)
    if found:
        return _negate(found, text)
    found = _in_prose(text, _POSITIVE, source)
    return _swap(text, found.end(), found.end(), " not") if found else None


def _other_number(printed: str, source: random.Random) -> str:
    value = float(printed.replace(",", ""))
    if value < 10:
        other = value + source.choice((2, 3, 4))
    else:
        other = value * source.choice((0.6, 0.75, 1.3, 1.7, 2))
    if "." in printed:
        return f"{other:,.{len(printed.split('.')[1])}f}"
    step = 100 if value >= 1000 and value % 100 == 0 else 10 if value >= 100 and value % 10 == 0 else 1
    return f"{round(other / step) * step + (step if round(other / step) * step == value else 0):,d}"


def _renumber(text: str, found: re.Match[str] | None, source: random.Random) -> str | None:
    if found is None or re.search(rf"(?:{'|'.join(MONTHS)}|[A-Z][a-z]{{2,3}}\.) $", text[: found.start()]):
        return None
    return _swap(text, *found.span(), _other_number(found[0], source))


def figure(text: str, named: Sequence[str], source: random.Random) -> str | None:
    return _renumber(text, _in_quote(text, source.choice((_NUMBER, _MONEY)), source), source)


def figure_prose(text: str, named: Sequence[str], source: random.Random) -> str | None:
    return _renumber(text, _in_prose(text, source.choice((_NUMBER, _MONEY)), source), source)


def _redate(text: str, found: re.Match[str] | None, source: random.Random) -> str | None:
    if found is None:
        return None
    if found[0] in DAYS:
        return _swap(text, *found.span(), DAYS[(DAYS.index(found[0]) + source.choice((2, 3, 5))) % 7])
    month, day = found[0].split()
    return _swap(text, *found.span(), f"{month} {(int(day) + source.choice((2, 4, 9)) - 1) % 28 + 1}")


def date(text: str, named: Sequence[str], source: random.Random) -> str | None:
    return _redate(text, _in_quote(text, source.choice((_DAY, _MONTH_DAY)), source), source)


def date_prose(text: str, named: Sequence[str], source: random.Random) -> str | None:
    return _redate(text, _in_prose(text, source.choice((_DAY, _DAY, _MONTH_DAY)), source), source)


def _rename(text: str, found: re.Match[str] | None, source: random.Random) -> str | None:
    if (
        found is None
        or found[1] in PLACES
        or text.count(found[1]) > 1
        or gender_of(found[0], language("en")) is None
    ):
        return None
    return _swap(text, *found.span(1), source.choice(SURNAMES))


def name(text: str, named: Sequence[str], source: random.Random) -> str | None:
    return _rename(text, _in_quote(text, _NAMED, source), source)


def _another_place(text: str, found: re.Match[str] | None, source: random.Random) -> str | None:
    if found is None:
        return None
    others = [place for place in PLACES if place not in text]
    return _swap(text, *found.span(1), source.choice(others))


def place(text: str, named: Sequence[str], source: random.Random) -> str | None:
    return _another_place(text, _in_quote(text, _PLACE, source), source)


def place_prose(text: str, named: Sequence[str], source: random.Random) -> str | None:
    return _another_place(text, _in_prose(text, _PLACE, source), source)


def wording(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _in_quote(text, re.compile(rf"\b(?:{'|'.join(OTHER_WORDS)})\b"), source)
    return _swap(text, *found.span(), OTHER_WORDS[found[0]]) if found else None


def _middle(text: str, source: random.Random) -> tuple[int, int] | None:
    """Return a stretch of three to six words inside one sentence of a quotation."""
    place = _quote(text, source)
    if place is None:
        return None
    words = list(re.finditer(r"\S+", text[place[0] : place[1]]))
    size = source.randint(3, 6)
    if len(words) < size + 7:
        return None
    first = source.randint(3, len(words) - size - 3)
    start, end = place[0] + words[first].start(), place[0] + words[first + size].start()
    lost = text[start:end]
    heavy = sum(len(word) > 4 for word in lost.split())
    return None if re.search(r"[.?!…]", text[start - 2 : end]) or heavy < 2 else (start, end)


def elision(text: str, named: Sequence[str], source: random.Random) -> str | None:
    place = _middle(text, source)
    return _swap(text, *place, "") if place else None


def elision_marked(text: str, named: Sequence[str], source: random.Random) -> str | None:
    place = _middle(text, source)
    return _swap(text, *place, source.choice(("… ", "... ", "[…] ", ". . . "))) if place else None


def splice(text: str, named: Sequence[str], source: random.Random) -> str | None:
    for start, end in quoted(text):
        stops = [m.end() for m in re.finditer(r"[a-z]{3}[.?!] (?=[A-Z])", text[start:end])]
        if len(stops) >= 2 and len(text[start + stops[0] : start + stops[1]].split()) >= 4:
            return _swap(text, start + stops[0], start + stops[1], "")
    return None


def insertion(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _in_quote(text, re.compile(r"(?<=[a-z]{4})(?= (?:and|to|for|in|that|with) [a-z])"), source)
    return (
        _swap(text, found.start(), found.start(), f" {source.choice(_LISTS['inserted'])}") if found else None
    )


def insertion_bracketed(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _in_quote(text, re.compile(r"(?<=[a-z]{4})(?= (?:and|to|for|in|that|with) [a-z])"), source)
    words = source.choice(("[the council]", "[in the capital]", "[sic]", "[the two parties]"))
    return _swap(text, found.start(), found.start(), f" {words}") if found else None


def censoring(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _in_quote(text, re.compile(r"(?<= )[a-z]{4,7}(?= [a-z])"), source)
    if found is None:
        return None
    word = found[0]
    masked = source.choice((word[0] + "*" * (len(word) - 1), word[0] + "---", word[0] + "**" + word[-1]))
    return _swap(text, *found.span(), masked)


def truncation(text: str, named: Sequence[str], source: random.Random) -> str | None:
    place = _quote(text, source)
    words = list(re.finditer(r"\S+", text[place[0] : place[1]])) if place else []
    if place is None or len(words) < 12:
        return None
    if source.random() < 0.3 and text[: place[0] - 1].rstrip().endswith((":", "said,", "that", "")):
        start = place[0] + words[5].start()
        return _swap(text, place[0], start, "")
    end = place[0] + words[-source.randint(4, 5)].start()
    return _swap(text, end, place[1], "," if text[place[1] - 1] == "," else ".")[:]


def status(text: str, named: Sequence[str], source: random.Random) -> str | None:
    for was, now in _LISTS["status"]:
        found = _in_prose(text, re.compile(re.escape(was)), source)
        if found:
            return _swap(text, *found.span(), now)
    return None


def marks(text: str, named: Sequence[str], source: random.Random) -> str | None:
    new = re.sub(r"[“”]", '"', text) if "“" in text else re.sub(r'"([^"\n]*)"', r"“\1”", text)
    new = new.replace("’", "'") if "“" in text else new.replace("'", "’")
    return new if new != text else None


def reworded(text: str, source: random.Random) -> str:
    """Return the paragraph with about half of the words of ``OTHERWISE`` in its prose told otherwise."""
    pattern = re.compile(rf"(?<=[a-z,] )(?:{'|'.join(OTHERWISE)})(?= [a-z])")
    for found in reversed(list(pattern.finditer(text))):
        if not _inside(found, text) and source.random() < 0.5:
            text = _swap(text, *found.span(), OTHERWISE[found[0]])
    return text


def dashes(text: str, named: Sequence[str], source: random.Random) -> str | None:
    new = text.replace("—", " – ") if "—" in text else text.replace(" – ", "—").replace("--", "—")
    return new if new != text else None


def spaces(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _quote(text, source)
    return _swap(text, *found, text[found[0] : found[1]].replace(" ", "\u00a0", 2)) if found else None


def digits(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = re.search(rf"(?<!-)\b(?:{'|'.join(SMALL[2:])})\b", text)
    return _swap(text, *found.span(), str(SMALL.index(found[0]))) if found else None


def percent(text: str, named: Sequence[str], source: random.Random) -> str | None:
    new = re.sub(r"(?<=\d)%", " per cent", text) if "%" in text else re.sub(r"(?<=\d) per ?cent\b", "%", text)
    return new if new != text else None


def rounding(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _in_prose(text, _NUMBER, source)
    if (
        not found
        or "." in found[0]
        or re.search(r"\b(?:than|about|least|nearly|almost|around|over) $", text[: found.start()])
    ):
        return None
    value = int(found[0].replace(",", ""))
    lower = (
        value // (10 ** (len(str(value)) - 1 - (value > 999))) * 10 ** (len(str(value)) - 1 - (value > 999))
    )
    if (
        value < 100
        or lower == value
        or text[found.end() :].startswith(("-", "–"))
        or re.search(r"(?:\.|[Nn]o|[A-Z]\w+) $", text[: found.start()])
    ):
        return None
    return _swap(text, *found.span(), f"{source.choice(('more than', 'over', 'at least'))} {lower:,d}")


def description(text: str, named: Sequence[str], source: random.Random) -> str | None:
    place = _source(text)
    if place is None or text[place[0] : place[1]].lower() in ("he", "she"):
        return None
    words = source.choice(("the official", "one of the speakers", "a lawmaker", "the leader"))
    return _swap(text, *place, words if place[0] else words.capitalize())


def order(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = re.search(rf"(?<=[”\"] )(?:(said) ({_NAME})|({_NAME}|he|she) (said))(?=[.\n]|$)", text)
    if found is None:
        return None
    turned = f"{found[2]} said" if found[1] else f"said {found[3]}"
    return (
        None
        if turned.startswith("said he") or turned.startswith("said she")
        else _swap(text, *found.span(), turned)
    )


def split(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = re.fullmatch(
        rf"([“\"])([^“”\"\n]{{20,}}?,) ([^“”\"\n]{{20,}}?),([”\"]) {_SAID}\.",
        text,
    )
    if found is None:
        return None
    opening, first, second, closing, said = found.groups()
    return f"{opening}{first}{closing} {said}, {opening}{second}.{closing}"


def titles(text: str, named: Sequence[str], source: random.Random) -> str | None:
    for was, now in _LISTS["titles"]:
        found = _in_prose(text, re.compile(rf"\b{re.escape(was)}(?=[A-Z])"), source)
        if found:
            return _swap(text, *found.span(), now)
    return None


def months(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _in_prose(text, re.compile(rf"\b({'|'.join(MONTHS)}) (?=\d)"), source)
    if found and len(found[1]) > 4:
        return _swap(text, *found.span(), f"{found[1][:3]}. ")
    found = _in_prose(text, re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})(?!\d|st|nd|rd|th)"), source)
    return _swap(text, *found.span(), f"{found[2]} {found[1]}") if found else None


def zone(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = re.search(
        r"(\d ?[ap])\.?m\.?(?: (?:ET|EST|EDT|Eastern(?: time)?|local time|GMT))?(?= [a-z])", text
    )
    return (
        _swap(text, *found.span(), f"{found[1]}.m. {source.choice(('Eastern time', 'local time', 'ET'))}")
        if found
        else None
    )


def weekday(text: str, named: Sequence[str], source: random.Random) -> str | None:
    found = _in_prose(text, re.compile(rf"\bon ({'|'.join(DAYS)})\b"), source)
    return _swap(text, *found.span(), found[1]) if found else None


def reported(text: str, named: Sequence[str], source: random.Random) -> str | None:
    """Cut the quotation in two: the report gives the beginning in its own words."""
    place = _source(text)
    found = re.fullmatch(rf"[“\"]([^“”\"\n]+),[”\"] {_SAID}\.", text)
    words = found[1].split() if found else []
    if place is None or found is None or len(words) < 10 or re.search(r"[.?!…“‘]|\b[Ii]|\b[Ww]e\b", found[1]):
        return None
    who = text[place[0] : place[1]]
    own = " ".join([words[0].lower(), *words[1:4]])
    return f"{who[0].upper()}{who[1:]} said that {own} “{' '.join(words[4:])}.”"


DIFFERENCES: dict[str, tuple[Rule, ...]] = {
    "attribution": (attribution,),
    "negation": (negation, negation_prose),
    "figure": (figure, figure_prose),
    "date": (date, date_prose),
    "name": (name,),
    "place": (place, place_prose),
    "status": (status,),
    "wording": (wording,),
    "elision": (elision, elision_marked),
    "splice": (splice,),
    "insertion": (insertion, insertion_bracketed),
    "censoring": (censoring,),
    "truncation": (truncation,),
}
HARMLESS: tuple[Rule, ...] = (
    marks, dashes, spaces, digits, percent, rounding, description, order, split, titles, months, zone,
    weekday, reported,
)  # fmt: skip
# Between two reports nobody can tell words left out from words put in.
ALSO = {"insertion": ("elision",), "elision": ("insertion",), "status": ("negation",), "name": ("place",)}
