"""Normalised views of printed words that keep the way back to the text.

Two views. ``fold`` is for searching: one string with typography folded and an offset for every
character. ``read_words`` is for collation: the words alone, each with a key that is equal when a careful
editor would call two renderings the same words (five/5, %/per cent, colour/color), and a form that is
equal when nothing but typography differs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec import Struct

from variorum.language.language import Language
from variorum.model import Span
from variorum.settings import WORK
from variorum.text.numerals import may_begin, number_value
from variorum.text.ranges import is_range, last_number, tell_range
from variorum.text.seen import INVISIBLE
from variorum.text.tokens import Token, tokenise

_POINTED_TIME = re.compile(r"\d{1,2}\.[0-5]\d")
_TENS = re.compile(r"(?:1[5-9]|20)?\d0")
_DECADE = re.compile(r"19\d0s")

WordKind = Literal["word", "number", "mask"]


class FoldedText(Struct, frozen=True):
    """A folded view; ``offsets[i]`` is where folded character i stands in the text."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the original text behind folded ``start:end``; end exclusive, not empty."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


class Word(Struct, frozen=True, gc=False):
    """A word as collation sees it.

    key: equal for renderings that are the same word. form: differs where spelling or contraction do.
    start, end: code points of the text. inserted: printed inside brackets.
    upper: printed in capitals throughout. capital: printed with a capital first letter.
    """

    key: str
    form: str
    start: int
    end: int
    kind: WordKind = "word"
    inserted: bool = False
    capital: bool = False
    upper: bool = False


class Words(Struct, frozen=True):
    """The words of a quotation and what stood between them.

    Each set holds indices i of ``words``: ``gaps`` has an ellipsis before word i (``len(words)`` for one at
    the end), ``sentences`` a sentence end before word i, ``breaks`` the outlet's own words before word i.
    """

    words: tuple[Word, ...]
    gaps: frozenset[int] = frozenset()
    sentences: frozenset[int] = frozenset()
    breaks: frozenset[int] = frozenset()


_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`\u201b\u2032", "'"))
_FOLDED_CHARACTERS = {
    **{ord(mark): '"' for mark in "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"},
    **{ord(mark): "'" for mark in "\u2018\u2019\u201a\u201b\u2039\u203a\u02bc\u00b4`\u2032"},
    **{ord(mark): "-" for mark in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"},
    ord("\u2026"): "...",
}
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_SENTENCE_END = frozenset(".?!")


def fold(text: str) -> FoldedText:
    """Return ``text`` with typography folded: marks, dashes, spaces, ligatures, case, accents in one form.

    Runs of white space become one space; empty text gives an empty view.
    """
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character.isspace():
            folded = "" if characters and characters[-1] == " " else " "
        elif _INVISIBLE.match(character):
            continue
        elif (replacement := _FOLDED_CHARACTERS.get(ord(character))) is not None:
            folded = replacement
        else:
            folded = _without_accents(character)
        for part in folded:
            characters.append(part)
            offsets.append(offset)
    return FoldedText("".join(characters), tuple(offsets))


def _without_accents(text: str) -> str:
    """Return ``text`` case-folded, compatibility forms opened, accents dropped (agencies drop them)."""
    if text.isascii():
        return text.lower()
    opened = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in opened if not unicodedata.combining(mark) and mark != "\u00ad")


def read_words(text: str, spans: Iterable[Span], lang: Language) -> Words:
    """Return the words of the ``spans`` of ``text``; spans in order of the text, none gives no words."""
    if _kept is None:
        return _read(text, spans, lang)
    key = text, tuple(spans), lang
    found = _kept.get(key)
    if found is None:
        found = _read(text, key[1], lang)
        if len(_kept) < WORK.kept_readings:
            _kept[key] = found
    return found


def _read(text: str, spans: Iterable[Span], lang: Language) -> Words:
    reader = _Reader(lang)
    for span in spans:
        reader.read(tokenise(text, span.start, span.end))
    return reader.finish()


# What was read in the block of ``keeping_words``; None outside of one.
_kept: dict[tuple[str, tuple[Span, ...], Language], Words] | None = None


@contextmanager
def keeping_words() -> Iterator[None]:
    """Let ``read_words`` read nothing twice in the block: stages of a story ask for the same sentences."""
    global _kept
    before, _kept = _kept, {}
    try:
        yield
    finally:
        _kept = before


def let_words_go() -> None:
    """Let go of what was read in the block so far, where hardly anybody will ask for the same again."""
    if _kept is not None:
        _kept.clear()


@lru_cache(maxsize=65536)
def spelling_key(word: str, lang: Language) -> str:
    """Return the one key of all spellings of a case-folded ``word`` (US and UK, short titles, months)."""
    same = _canonical_pairs(lang).get(word)
    if same is not None:
        return same
    if len(word) > 5 and word.endswith(_british_endings(lang)):  # most words end otherwise
        for british, american in lang.forms.endings:
            if word.endswith(british) and len(word) - len(british) >= 2:
                return word[: -len(british)] + american
    return word


@cache
def _british_endings(lang: Language) -> tuple[str, ...]:
    return tuple(british for british, _ in lang.forms.endings)


@cache
def _canonical_pairs(lang: Language) -> dict[str, str]:
    pairs = lang.forms.same
    return {**{target: target for target in pairs.values()}, **pairs}


class _Reader:
    """Turns tokens into words; holds what was seen between two words."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.forms = forms = lang.forms
        self.abbreviations = forms.abbreviations
        self.fractions = forms.fractions
        self.words: list[Word] = []
        self.gaps: set[int] = set()
        self.sentences: set[int] = set()
        self.breaks: set[int] = set()
        self.depth = 0
        self.unscaled: set[int] = set()

    def read(self, tokens: Sequence[Token]) -> None:
        if self.words:
            self.breaks.add(len(self.words))
        position, words = 0, self.words
        while position < len(tokens):
            token = tokens[position]
            plain = _plain(token.text, self.lang) if token.kind == "word" else None
            if plain is None:
                position += self._take(tokens, position)
                continue
            inside = self.depth > 0
            for one in plain:  # what is read alike wherever it stands: most words
                words.append(
                    Word(one.key, one.form, token.start, token.end, one.kind, inside, one.capital, one.upper)
                )
            position += 1
        self.depth = 0

    def finish(self) -> Words:
        return Words(
            tuple(self.words), frozenset(self.gaps), frozenset(self.sentences), frozenset(self.breaks)
        )

    def _take(self, tokens: Sequence[Token], position: int) -> int:
        """Read the token at ``position`` and return how many tokens were used."""
        token = tokens[position]
        match token.kind:
            case "word" | "number":
                used = (
                    self._numero(tokens, position)
                    or self._number(tokens, position)
                    or self._currency(tokens, position)
                )
                if used:
                    return used
                self._word(token)
            case "contraction":
                self._clitic(token)
            case "mask":
                self._add(token, token.text.casefold(), kind="mask")
            case "symbol":
                return self._symbol(tokens, position)
            case "hyphen" | "dash":
                self._dash(tokens, position)
            case "ellipsis":
                self.gaps.add(len(self.words))
            case "bracket":
                self.depth = max(0, self.depth + (1 if token.text in "[({" else -1))
            case "punctuation" if token.text in _SENTENCE_END and self.words:
                if not (token.text == "." and self._abbreviated(tokens, position)):
                    self.sentences.add(len(self.words))
        return 1

    def _abbreviated(self, tokens: Sequence[Token], position: int) -> bool:
        """Tell whether the full stop at ``position`` belongs to a short form or an initial before it."""
        before = tokens[position - 1] if position else None
        if before is None or before.end != tokens[position].start or position + 1 == len(tokens):
            return False
        initial = len(before.text) == 1 and before.text.isupper() and before.text != "I"
        return initial or before.text.lower() in self.abbreviations

    def _add(self, token: Token, key: str, *, form: str | None = None, end: int | None = None,
             kind: WordKind = "word") -> None:  # fmt: skip
        surface = token.text
        letters = surface.strip("[]@#")
        self.words.append(
            Word(
                key,
                key if form is None else form,
                token.start,
                token.end if end is None else end,
                kind,
                self.depth > 0,
                letters[:1].isupper(),
                len(letters) > 1 and letters.isupper(),
            )
        )

    def _word(self, token: Token) -> None:
        surface = token.text
        if surface in self.forms.roman and self.words and self.words[-1].capital:
            self._add(token, str(self.forms.roman[surface]), kind="number")
            return
        folded = (
            _without_accents(surface.translate(_APOSTROPHES)).strip("'@#").replace("[", "").replace("]", "")
        )
        if "." in folded:  # an acronym with stops; U.S. must not fall together with "us"
            folded = folded.replace(".", "").replace(" ", "")
            surface = surface.replace(".", "").replace(" ", "")
        if surface in self.forms.acronyms_kept_apart:
            self._add(token, surface)
            return
        parts = self.forms.joined.get(folded)
        if parts is None:
            unit = self.forms.units.get(folded, folded)
            kind: WordKind = "number" if unit in self.fractions else "word"
            self._add(token, spelling_key(unit, self.lang), form=unit, kind=kind)
            return
        for part in parts[:-1]:  # one printed word, several spoken: each shows the whole as its evidence
            self._add(token, part)
        self._add(token, parts[-1], form=folded)

    def _clitic(self, token: Token) -> None:
        clitic = token.text.translate(_APOSTROPHES).lower()
        key = self.forms.clitics.get(clitic, clitic)
        if key == "not" and self.words and self.words[-1].end == token.start:
            before = self.words[-1]
            stem = self.forms.stems_before_not.get(before.key)
            if stem is not None:
                self.words[-1] = msgspec.structs.replace(before, key=stem, form=stem)
        self._add(token, key, form=clitic)

    def _symbol(self, tokens: Sequence[Token], position: int) -> int:
        token = tokens[position]
        key = self.forms.symbols[token.text]
        used = 0
        if key not in ("percent", "and"):  # "$5" is read "5 dollar", and so is "$5 dollars"
            used = self._number(tokens, position + 1)
            following = position + 1 + used
            if (
                used
                and following < len(tokens)
                and self.forms.units.get(tokens[following].text.lower()) == key
            ):
                used += 1
        if not (used and self.words[-1].key == key):  # "$2 to $3 million": told once for both
            self._add(token, key)
        return used + 1

    def _currency(self, tokens: Sequence[Token], position: int) -> int:
        """Read "Rs. 40 lakh" and "INR 40 lakh" as "40 lakh rupees"; return how many tokens it takes."""
        key = self.forms.currency_codes.get(tokens[position].text.lower())
        if key is None:
            return 0
        after = position + 1 + (tokens[position + 1 : position + 2] == [] or tokens[position + 1].text == ".")
        if after >= len(tokens) or tokens[after].kind != "number":
            return 0
        used = self._number(tokens, after)
        if used and self.words[-1].key != key:
            self._add(tokens[position], key)
        return after - position + used if used else 0

    def _joins_range(self, tokens: Sequence[Token], position: int) -> bool:
        """Tell whether a dash is read "to": between two numbers of which the second is larger ("4-6")."""
        number = last_number(self.words, self.forms.symbols.values())
        if number is None or tokens[position].text == "\u2014" or number.end > tokens[position].start:
            return False
        following = tokens[position + 1 : position + 2]
        skip = bool(
            following and self.forms.symbols.get(following[0].text) in self.forms.currency_codes.values()
        )
        value, _, suffix, _ = number_value(tokens, position + 1 + skip, self.forms)
        if value is None or suffix or (number.key, value) in _NO_RANGES:
            return False
        return is_range(number.key, value)

    def _dash(self, tokens: Sequence[Token], position: int) -> None:
        """Read a dash as "to" or "minus" where it is read as a word."""
        minus = self.forms.symbols.get("-")
        if self._joins_range(tokens, position):
            self._add(tokens[position], "to")
        elif minus is not None and _is_minus(tokens, position):
            self._add(tokens[position], minus)

    def _numero(self, tokens: Sequence[Token], position: int) -> int:
        """Read "No. 1" as "number 1", never as a negation."""
        if tokens[position].text not in ("No", "no", "Nos"):
            return 0
        following = tokens[position + 1 : position + 3]
        if len(following) < 2:
            return 0
        if following[0].text != "." or following[1].kind != "number":
            return 0
        self._add(tokens[position], "number", end=following[0].end)
        return 2

    def _number(self, tokens: Sequence[Token], position: int) -> int:
        """Read a number in digits or words; return how many tokens it takes, 0 when there is none."""
        if _per_cent(tokens, position):
            self._add(tokens[position], "percent", end=tokens[position + 1].end)
            return 2
        value, used, suffix, scale = number_value(tokens, position, self.forms)
        if value is None:
            return 0
        following = tokens[position + used].text.lower() if position + used < len(tokens) else ""
        if used == 1 and _of_decade(tokens[position : position + 3], value):
            value, used = value + "s", 3
        if value[:1].isdigit() and used in (1, 3):
            value = _clock(value, tokens[position].text, following.replace(".", "") in self.forms.day_halves)
        if suffix == "th" and self._dated(following):
            suffix = ""
        self._add(tokens[position], value + suffix, end=tokens[position + used - 1].end, kind="number")
        if scale == 1:
            self.unscaled.add(len(self.words) - 1)
        marks = (self.gaps, self.sentences, self.breaks)
        tell_range(self.words, scale, self.unscaled, marks, self.forms.symbols.values())
        return used

    def _dated(self, following: str) -> bool:
        """Tell whether a month stands right before or after: "November 3rd", "the 3rd November"."""
        months = self.lang.collation.months
        before = self.words[-1].key if self.words else ""
        return before in months or self.forms.units.get(following, following) in months


def _of_decade(tokens: Sequence[Token], value: str) -> bool:
    """Tell whether a number is a decade as "the 1980's" prints it."""
    if len(tokens) < 3 or tokens[1].kind != "quote" or tokens[2].text != "s" or not _TENS.fullmatch(value):
        return False
    return tokens[0].end == tokens[1].start and tokens[1].end == tokens[2].start


def _clock(value: str, printed: str, in_half: bool) -> str:
    """Return a number as it is read of a clock: "6:00" as 6, "6.30 pm" as 6:30; a decade of this last
    century without it.
    """
    if in_half and _POINTED_TIME.fullmatch(printed):
        return printed.replace(".", ":")
    if value.endswith(":00"):
        return value.removesuffix(":00").lstrip("0") or "0"
    return value[2:] if _DECADE.fullmatch(value) else value


@lru_cache(maxsize=65536)
def _plain(surface: str, lang: Language) -> tuple[Word, ...] | None:
    """Return what a word token is read as, as if it stood at 0, where nothing beside it can change that; None
    for one that may begin a number, an amount or "No. 1", and for a Roman numeral.
    """
    reader, lower = _Reader(lang), surface.lower()
    forms = reader.forms
    token = Token(surface, 0, len(surface), "word")
    if (
        ":" in surface
        or lower.endswith("0s")
        or number_value([token], 0, forms)[0] is not None
        or may_begin(lower, forms)
        or lower in forms.currency_codes
        or surface in forms.roman
        or lower in ("per", "no", "nos")
    ):
        return None
    reader._word(token)
    return tuple(reader.words)


def _is_minus(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a hyphen makes the number after it negative: it touches that, and no word before it."""
    token, before = tokens[position], tokens[position - 1] if position else None
    number = tokens[position + 1] if position + 1 < len(tokens) else None
    if number is None or number.start != token.end or number.kind != "number" or token.text not in "-\u2212":
        return False
    if before is None or before.kind in ("bracket", "quote"):
        return True
    return before.kind != "number" and before.end < token.start


# The attacks and the shops of that name.
_NO_RANGES = frozenset([("9", "11"), ("7", "11")])


def _per_cent(tokens: Sequence[Token], position: int) -> bool:
    pair = tokens[position : position + 2]
    return (
        bool(pair)
        and pair[0].text.lower() == "per"
        and [token.text.lower() for token in pair] == ["per", "cent"]
    )


def surfaces(text: str, words: Sequence[Word]) -> str:
    """Return the stretch of ``text`` from the first to the last of ``words``; none gives an empty string."""
    if not words:
        return ""
    return text[min(word.start for word in words) : max(word.end for word in words)]


def repeats(words: Sequence[Word]) -> bool:
    """Tell whether two neighbours are the same word, as in a stammer ("the the")."""
    return any(first.key == second.key for first, second in pairwise(words))
