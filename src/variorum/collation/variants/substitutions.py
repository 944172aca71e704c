"""What it is when words stand for other words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.utterances.rendering import Stretch
from variorum.collation.variants.broken import same_broken
from variorum.collation.variants.exchanges import NameKind, turned
from variorum.collation.variants.losses import negation_count
from variorum.language.language import Language
from variorum.language.tables import Lexicon
from variorum.model import DifferenceType
from variorum.model.kinds import Circumstance
from variorum.settings import VARIANTS
from variorum.text.alignment import Operation
from variorum.text.normalise import Word

Found = tuple[DifferenceType, Circumstance, bool | None]

_DAYS_OF_MONTH = 31
_YEAR = re.compile(r"(?:19|20)\d\d$")
_DOUBLED = re.compile(r"([a-z])\1")
_MASK_SIGNS = re.compile(r"[*\-\u2014\u2013#$%&@!]+")


def substitution(base: Stretch, reading: Stretch, operation: Operation, name_kind: NameKind) -> list[Found]:
    """Return what the replacement is, gravest meaning first; nothing when only typography differs."""
    a = base.words[operation.a_start : operation.a_end]
    b = reading.words[operation.b_start : operation.b_end]
    keys_a, keys_b = [word.key for word in a], [word.key for word in b]
    words = base.lists
    if same_broken(base.source.article.text, a, reading.source.article.text, b, base.lang):
        return []
    if _same_letters(a, b, words):
        return [("form", "plain", None)]
    if sorted(keys_a) == sorted(keys_b):
        return [(*turned(base, reading, operation, name_kind), None)]
    if any(word.kind == "mask" for word in (*a, *b)) and _masked(a, b):
        return [("censoring", "plain", None)]
    negations = (
        negation_count(base, operation.a_start, operation.a_end),
        negation_count(reading, operation.b_start, operation.b_end),
    )
    in_a_word = _negates_in_a_word(negations, keys_a, keys_b, words)
    negated = (
        (negations[0] + negations[1]) % 2 and not in_a_word and max(len(a), len(b)) <= VARIANTS.negation_reach
    )
    if negated or _prefixed(keys_a, keys_b, words):
        return [("negation", "plain", None)]
    if any(word.inserted for word in a) != any(word.inserted for word in b):
        return [("insertion", "marked", True)]
    dated = _dates(keys_a, keys_b, words)
    if dated:
        return [dated]
    if _units_differ(base.words[: operation.a_start], keys_a, keys_b, base.lang):
        return [("figure", "plain", None)]
    if base.keys[operation.a_end : operation.a_end + 1] and base.keys[operation.a_end] in words.weekdays:
        return [("date", "plain", None)]  # Easter Monday, Whit Monday
    if _numbers_differ(a, b):
        day = _by_month(base.keys, operation.a_start, operation.a_end, words)
        return [("date" if day else "figure", "plain", None)]
    named = _names(base, reading, (a, b), name_kind)
    return [named] if named else [("wording", _wording(keys_a, keys_b, base.lang), None)]


def _same_letters(a: Sequence[Word], b: Sequence[Word], words: Lexicon) -> bool:
    """Tell whether both are the same words spelled or contracted differently."""
    keys_a, keys_b = [word.key for word in a], [word.key for word in b]
    if "".join(keys_a) == "".join(keys_b) or _initials(a, b) or _initials(b, a):
        return True
    return len(a) == len(b) and all(
        one == other
        or _dropped_g(one, other)
        or _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)
        or (one, other) in words.equal_verbs
        or (other, one) in words.equal_verbs
        for one, other in zip(keys_a, keys_b, strict=True)
    )


def _initials(short: Sequence[Word], long: Sequence[Word]) -> bool:
    """Tell whether one word in capitals stands for the first letters of several: US, United States."""
    if len(short) != 1 or len(long) < 2 or not (short[0].upper or short[0].capital):
        return False
    letters = short[0].key.casefold()
    return letters in (
        "".join(word.key[:1] for word in long).casefold(),
        "".join(word.key[:1] for word in long if word.capital).casefold(),
    )


def _dropped_g(one: str, other: str) -> bool:
    """Tell whether one is the other as spoken: goin, going."""
    short, long = sorted((one, other), key=len)
    return long == short + "g" and short.endswith("in") and len(short) > 3


def _masked(a: Sequence[Word], b: Sequence[Word]) -> bool:
    """Tell whether a mask may stand for the words of the other side."""
    if len(a) == len(b):
        return all(one.key == other.key or _covers(one, other) for one, other in zip(a, b, strict=True))
    masks = [word for word in (*a, *b) if word.kind == "mask"]
    return len(masks) == 1 and max(len(a), len(b)) <= 3


def _covers(one: Word, other: Word) -> bool:
    if one.kind != "mask" and other.kind != "mask":
        return False
    mask, word = (one, other) if one.kind == "mask" else (other, one)
    shown = _MASK_SIGNS.split(mask.key)
    if mask.key[:1] in "[(" or not any(shown) or word.kind == "number":  # numbers have other letters as keys
        return True
    if word.kind == "mask":
        return word.key[:1] == mask.key[:1] or word.key[:1] in "[(*"
    return word.key.startswith(shown[0]) and word.key.endswith(shown[-1])


def _negates_in_a_word(
    negations: tuple[int, int], a: Sequence[str], b: Sequence[str], words: Lexicon
) -> bool:
    """Tell whether one side negates by a word of its own and the other in one word: not known, unclear."""
    in_one = tuple(len(words.negated_words.intersection(keys)) for keys in (a, b))
    return (negations, in_one) in (((1, 0), (0, 1)), ((0, 1), (1, 0)))


def _prefixed(a: Sequence[str], b: Sequence[str], words: Lexicon) -> bool:
    """Tell whether a word meets its negated form: usual, unusual."""
    if len(a) != len(b):
        return False
    return any(
        one != other
        and any(prefix + one == other or prefix + other == one for prefix in words.negating_prefixes)
        for one, other in zip(a, b, strict=True)
        if min(len(one), len(other)) >= 4
    )


def _dates(a: Sequence[str], b: Sequence[str], words: Lexicon) -> Found | None:
    for group in (words.months, words.weekdays, words.day_words):
        if group.isdisjoint(a) or group.isdisjoint(b):
            continue
        if group.intersection(a) != group.intersection(b):
            return "date", "plain", None
    one, other = {key for key in a if _YEAR.match(key)}, {key for key in b if _YEAR.match(key)}
    return ("date", "plain", None) if one and other and one != other else None


def _units_differ(before: Sequence[Word], a: Sequence[str], b: Sequence[str], lang: Language) -> bool:
    """Tell whether a number before the place counts other units: three days, three weeks."""
    counted = bool(before) and before[-1].kind == "number"
    if not counted or len(a) != 1 or len(b) != 1:
        return False
    return {lang.stem(a[0]), lang.stem(b[0])} <= set(map(lang.stem, lang.collation.units))


def _by_month(keys: Sequence[str], start: int, end: int, words: Lexicon) -> bool:
    """Tell whether a month stands right before or after a number that can be a day of it: 4 May, May 4."""
    if not all(key.isdecimal() and len(key) <= 2 and int(key) <= _DAYS_OF_MONTH for key in keys[start:end]):
        return False
    return not words.months.isdisjoint((*keys[max(0, start - 1) : start], *keys[end : end + 1]))


def _numbers_differ(a: Sequence[Word], b: Sequence[Word]) -> bool:
    one = {word.key for word in a if word.kind == "number"}
    other = {word.key for word in b if word.kind == "number"}
    return bool(one and other and one != other)


def _names(
    base: Stretch, reading: Stretch, sides: tuple[Sequence[Word], Sequence[Word]], name_kind: NameKind
) -> Found | None:
    """Return a change of name or place when both sides name something and no word is shared."""
    titles, stem = base.lists.titles, base.lang.stem
    names = [
        [(word, kind) for word in side if (kind := name_kind(owner, word)) and word.key not in titles]
        for owner, side in zip((base, reading), sides, strict=True)
    ]
    if not names[0] or not names[1]:
        return None
    keys = [{word.key for word, _ in side} for side in names]
    if keys[0] & keys[1] or {stem(key) for key in keys[0]} == {stem(key) for key in keys[1]}:
        return None
    if any(spelled_alike(one, other) for one in keys[0] for other in keys[1]):
        return "name", "spelling", None
    kinds = {kind for side in names for _, kind in side}
    led = _locating(base, names[0][0][0]) and _locating(reading, names[1][0][0])
    places = led or "person" not in kinds if "place" in kinds else led and "person" not in kinds
    return ("place" if places else "name"), "plain", None


def _locating(rendering: Stretch, word: Word) -> bool:
    """Tell whether a preposition of place stands before the name, as in "in Harnow"."""
    index = next(at for at, other in enumerate(rendering.words) if other.start == word.start)
    before = rendering.keys[max(0, index - 2) : index]
    return bool(before) and (
        before[-1] in rendering.lists.locating
        or before[-1] == "the"
        and before[0] in rendering.lists.locating_the
    )


def spelled_alike(one: str, other: str) -> bool:
    """Tell whether two words are spellings of one name: two slips at most, or one goes on from the other."""
    if min(len(one), len(other)) < 4:
        return False
    framed = one[0] == other[0] and one[-1] == other[-1]  # Kiev, Kyiv
    slips = 2 if framed or min(len(one), len(other)) >= 6 else 1
    return one.startswith(other) or other.startswith(one) or DamerauLevenshtein.distance(one, other) <= slips


def _wording(a: Sequence[str], b: Sequence[str], lang: Language) -> Circumstance:
    """Return how much changed words weigh."""
    words, stem = lang.collation, lang.stem
    stems_a, stems_b = [stem(key) for key in a], [stem(key) for key in b]
    if stems_a == stems_b:
        return "function"
    only_a, only_b = set(a) - set(b), set(b) - set(a)
    if _classes(only_a, words.modals) != _classes(only_b, words.modals):
        return "sense"
    if only_a & words.conditions != only_b & words.conditions:
        return "sense"
    persons = _classes(only_a, words.persons), _classes(only_b, words.persons)
    if persons[0] and persons[1] and persons[0] != persons[1]:
        return "sense"
    content_a = {stem(key) for key in a if key not in words.function and key not in words.fillers}
    content_b = {stem(key) for key in b if key not in words.function and key not in words.fillers}
    return "content" if content_a != content_b else "function"


def _classes(keys: set[str], classes: dict[str, str]) -> set[str]:
    return {classes[key] for key in keys if key in classes}
