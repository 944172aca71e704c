"""A text without what nobody sees: the view that words are read from, with the way back to the text.

Signs without width are hidden in words by web pages (U+00AD, U+200B), by editors (U+FEFF), and to carry the
provenance of a text (C2PA 2.3, section A.7, variation selectors). Accents come decomposed from some file
systems, ligatures from PDFs. None of it makes another word. Kept is what a script or an emoji needs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from variorum.text.late import late
from variorum.text.view import Replaced, View

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0000-\U000e007f"
_DIRECTIONS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_JOINERS = "\u200c\u200d"
INVISIBLE = f"\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff{_JOINERS}{_DIRECTIONS}{_SELECTORS}{_TAGS}"
"""Signs without width, as the inside of a class of a regular expression."""

_INVISIBLE = late(f"[{INVISIBLE}]")
_COMBINING = "\u0300-\u0333\u0339-\u034e\u0350-\u036f"
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_PART = late(rf"[{INVISIBLE}]|[^\W\d_][{_COMBINING}]+|[\ufb00-\ufb06]")
_MAYBE = late(f"[{INVISIBLE}{_COMBINING}\ufb00-\ufb06]")
# Scripts that need a joiner, or are written from right to left, and ideographs that have variants.
_JOINING = late("[\u0620-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc](?<!\u180e)")
_RIGHT_TO_LEFT = late("[\u05be-\u0600\u0620-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_IDEOGRAPH = late("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FLAG, _KEYCAP = "\U0001f3f4", "\u20e3"


def seen(text: str) -> View | None:
    """Return the view of ``text`` without them; None when it is the text itself, as nearly always."""
    return View(text, replaced) if (replaced := unseen(text)) else None


def unseen(text: str) -> list[Replaced]:
    """Return what is left out or composed in ``text``, in order: (start, end, what a reader sees there)."""
    if text.isascii() or not _MAYBE.search(text):
        return []
    return list(_replaced(text))


def _replaced(text: str) -> Iterator[Replaced]:
    kept = -1
    for match in _PART.finditer(text):
        start, end = match.span()
        first = match[0][0]
        if _INVISIBLE.match(first):
            if _needed(text, start, kept):
                kept = end
            else:
                yield start, end, ""
        elif ord(first) in _LIGATURES:
            yield start, end, _LIGATURES[ord(first)]
        elif len(composed := unicodedata.normalize("NFC", match[0])) < end - start:
            yield start, end, composed


def _needed(text: str, at: int, kept: int) -> bool:
    """Tell whether a script or an emoji needs the invisible sign at ``at``; kept: end of the last needed."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign in "\u200c\u200d":
        return kept == at or _is_symbol(before) or bool(_JOINING.match(before) or _JOINING.match(after))
    if "\ufe00" <= sign <= "\ufe0f":
        return kept != at and (_is_symbol(before) or after == _KEYCAP or bool(_IDEOGRAPH.match(before)))
    if "\U000e0100" <= sign <= "\U000e01ef":
        return kept != at and bool(_IDEOGRAPH.match(before))
    if "\U000e0000" <= sign <= "\U000e007f":
        return before == _FLAG or kept == at
    if re.match(f"[{_DIRECTIONS}]", sign):
        return bool(_RIGHT_TO_LEFT.match(before) or _RIGHT_TO_LEFT.match(after))
    return False


def _is_symbol(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign) in ("So", "Sk", "Sm")


def invisible_signs(text: str) -> int:
    """Return how many signs without width ``text`` holds that no script and no emoji needs."""
    if text.isascii() or not _INVISIBLE.search(text):
        return 0
    count, kept = 0, -1
    for match in _INVISIBLE.finditer(text):
        if _needed(text, match.start(), kept):
            kept = match.end()
        else:
            count += 1
    return count


def without_invisible(text: str) -> str:
    """Return ``text`` as words of it are compared: see ``seen``."""
    view = seen(text)
    return text if view is None else view.text
