"""Tokens of printed speech, with offsets and classes of their own for what reporters put into quotes.

A general tokeniser takes ``sh*t``, ``[...]`` and ``don't`` apart or together as it happens; collation
needs to know that the first is a mask, the second a confessed gap and the third two words.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from variorum.model.span import Span
from variorum.text.late import late
from variorum.text.seen import seen
from variorum.text.view import View

TokenKind = Literal[
    "word",
    "number",
    "mask",
    "contraction",
    "ellipsis",
    "bracket",
    "quote",
    "hyphen",
    "dash",
    "symbol",
    "link",
    "punctuation",
]


class Token(Struct, frozen=True, gc=False):
    """One token; offsets are code points into the text it was cut from, end exclusive.

    kind: ``contraction`` is the clitic alone (``n't``, ``'re``); ``bracket`` one of ``[ ] ( )``;
        ``symbol`` a sign that is read as a word (``%``, ``&``, ``$``).
    """

    text: str
    start: int
    end: int
    kind: TokenKind


_LETTER = r"[^\W\d_][\u0300-\u036f\u00ad]*"
_APOSTROPHE = r"['\u2018\u2019\u02bc\u00b4`]"
_DASH = r"(?:[\u2014\u2013\u2015]|-{2,})"
# What is left of a masked word after its dash: never a word that could follow a real dash.
_MASK_TAIL = (
    r"(?:t|ts|ty|tty|ted|ting|k|ks|ck|cks|ked|cked|king|cking|ker|kers|cker|ckers|ing|er|ers|ed|h|hes|hed)"
)
_GAP = r"(?:\u2026|\.\s?\.\s?\.(?:\s?\.)*)"

# White space is passed over first: where it stands no row below would fit, and each would be tried.
_PATTERN = late(
    rf"""
    \s*+(?:
    # Most words: no row below fits better here, nor one that begins in the word.
    (?P<plain>[A-Za-z]++(?=[\s,;?!)\]"\u201d]|\Z)|[A-Za-z]{{2,}}+(?=\.(?:\s|\Z)))
  | (?P<link>https?://\S+ | pic\.twitter\.com/\w+ | \bt\.co/\w+)
  | (?P<ellipsis>\[\s*{_GAP}\s*\] | \(\s*{_GAP}\s*\) | \u2026(?:\s?\u2026)* | \.{{3,}}
      | \.(?:\s\.){{2,}} | \*(?:\s\*){{2,}} | (?<![\w*])\*{{3}}(?![\w*]))
  | (?P<mask>
        (?:[\[(](?:expletive(?:\sdeleted)?s?|censored|bleep(?:ed)?|redacted|obscenity|profanity|slur)[\])])
      | (?<![*\w])[^\W\d_]+\*+[^\W\d_]+(?:\*+[^\W\d_]*)*
      | (?<![*\w])[^\W\d_]{{1,6}}\*{{2,}}
      | (?<![*\w])\*+[^\W\d_]+\*+[^\W\d_]+
      | \*{{4,}}
      | (?=[#$%&@!*]*[#%&@*][#$%&@!*]*[$#!*@])[#$%&@!*]{{4,}}
      | \b[^\W\d_]{{1,2}}-{{3,}}(?:[^\W\d_]{{1,5}}\b|(?![\w-]))
      | \b[^\W\d_]{{3,8}}-{{3}}(?=[,.;:!?"'\u2019\u201d)\]]|$)
      | \b[^\W\d_]{{1,8}}-{{4,}}(?:[^\W\d_]{{1,5}}\b|(?![\w-]))
      | \b[b-hj-zB-HJ-Z](?:[\u2014\u2013]|--){_MASK_TAIL}?(?!\w)(?![\u2014\u2013-])
      | \b[^\W\d_]{{2,8}}{_DASH}{_MASK_TAIL}\b
      | \b[fFsS]-(?:ing|king|cking|ked|cked|er|ers|hole|holes|bomb|bombs)\b
    )
  | (?P<number>
        \d{{1,2}}:\d{{2}}(?!\d)
      | \d{{1,4}}(?:\.\d+)?(?=(?!st\b|nd\b|rd\b|th\b|bn\b|tn\b|mn\b|cr\b)[a-z]{{2,3}}\b)
      | (?:\d{{1,2}}(?:,\d{{2}})+,\d{{3}}(?!,?\d)|\d{{1,3}}(?:,\d{{3}})+
          |\d{{1,3}}(?:['\u2019]\d{{3}})+(?!\d)|[1-9]\d{{0,2}}(?:[\u00a0\u2009\u202f]\d{{3}})+(?!\d)
          |[1-9]\d{{0,2}}(?:(?:\x20\d{{3}}){{2,}}|(?:\x200\d{{2}})+)(?!\d)
          |\d+)(?:\.\d+)?(?:st|nd|rd|th|s|bn|m|k|tn|mn|cr)?(?![^\W_])
      | (?<![\w.])\.\d+(?:bn|m|k|tn|mn|cr)?(?![^\W_])
      | {_APOSTROPHE}\d0s\b
    )
  | (?P<handle>[@\#][^\W_][\w]*)
  | (?P<acronym>\b(?:[^\W\d_]\.){{2,}}(?:[^\W\d_]\b)?
      | \b(?:[A-Z]\.\x20)+[A-Z]\.(?!\w) | \b[ap]\.\x20m\.(?!\w))
  | (?P<bracketed>\[[^\W\d_]\][^\W\d_]+ | [^\W\d_]+\[[^\W\d_]{{1,3}}\])
  | (?P<elided>{_APOSTROPHE}(?:em|til|cause|tis|twas|bout|round)\b)
  | (?P<word>[^\W_]*(?:{_LETTER}|[^\W_])+(?:{_APOSTROPHE}(?:{_LETTER})+)*)
  | (?P<bracket>[\[\](){{}}])
  | (?P<quote>["\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u2018\u2019\u201a\u201b'`\u00b4]+)
  | (?P<dash>{_DASH})
  | (?P<hyphen>[-\u2010\u2011\u2212])
  | (?P<symbol>[%&$\u00a3\u20ac\u00a5\u20b9])
  | (?P<punctuation>\S)
  | (?P<end>\Z)  # white space at the end is not tried again from each of its signs
    )
    """,
    re.VERBOSE,
)
_CLITIC = late(rf"(n{_APOSTROPHE}t|{_APOSTROPHE}(?:s|re|ve|ll|d|m))$", re.IGNORECASE)
_WORDLIKE = {"handle", "acronym", "bracketed", "elided"}


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of ``text[start:end]`` in order; empty text gives an empty list.

    Offsets count into the whole of ``text``. White space and signs that nobody sees belong to no token,
    everything else to one. Words are those of the view that a reader has (see ``seen``): ``Token.text`` has
    composed accents and no ligatures.
    """
    end = len(text) if end is None else end
    part = text[start:end]
    if (view := seen(part)) is not None:
        return [_placed(token, view, start) for token in _tokens(view.text, 0, len(view.text))]
    return _tokens(text, start, end)


def _placed(token: Token, view: View, start: int) -> Token:
    """Return a token of the view of ``text[start:]`` where it stands in the text."""
    place = view.back(Span(token.start, token.end))
    return Token(token.text, start + place.start, start + place.end, token.kind)


def _tokens(text: str, start: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    for match in _PATTERN.finditer(text, start, end):
        kind = match.lastgroup or "punctuation"
        begin, stop = match.span(kind)
        if kind == "plain":
            tokens.append(Token(text[begin:stop], begin, stop, "word"))
            continue
        if kind == "word":
            _append_word(tokens, text[begin:stop], begin)
            continue
        if kind == "end":
            break
        kind = "word" if kind in _WORDLIKE else kind
        tokens.append(Token(text[begin:stop], begin, stop, kind))  # type: ignore[arg-type]
    return tokens


def _append_word(tokens: list[Token], surface: str, start: int) -> None:
    """Add a word, with its clitic as a token of its own: ``don't`` is ``do`` and ``n't``."""
    clitics: list[Token] = []
    end = start + len(surface)
    while match := _CLITIC.search(surface):
        if match.start() == 0:
            break
        clitics.append(Token(match.group(), start + match.start(), end, "contraction"))
        surface = surface[: match.start()]
        end = start + match.start()
    tokens.append(Token(surface, start, end, "word"))
    tokens.extend(reversed(clitics))
