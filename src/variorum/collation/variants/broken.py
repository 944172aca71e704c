"""Words that a line's end, a hyphen before it, or spaces between letters have broken: no other words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from variorum.language.language import Language
from variorum.settings import VARIANTS
from variorum.text.normalise import Word, fold, spelling_key

# A hyphen with white space behind it, a soft hyphen beside some, a space that no keyboard has: all from PDFs.
_BREAK = re.compile(r"[-\u2010\u2011]\s+|\s*\u00ad\s+|\s+\u00ad|[\u2000-\u200a\u202f\u205f]+")


def same_broken(text_a: str, a: Sequence[Word], text_b: str, b: Sequence[Word], lang: Language) -> bool:
    """Tell whether both are one run of letters that one side, or each, breaks as print does.

    A space alone breaks nothing: "any one" and "anyone" are different words.
    """
    if not a or not b or len(a) == len(b) == 1:
        return False
    broken = _is_broken(text_a, a, len(b)), _is_broken(text_b, b, len(a))
    joined = _joined(text_a, a, lang), _joined(text_b, b, lang)
    return any(broken) and joined[0].isalpha() and joined[0] == joined[1]


def _joined(text: str, words: Sequence[Word], lang: Language) -> str:
    """Return the letters as printed; of numbers in digits, which nobody breaks, the digits as well."""
    printed = "".join(fold(text[word.start : word.end]).text for word in words)
    return spelling_key("".join(sign for sign in printed if sign.isalnum()), lang)


def _is_broken(text: str, words: Sequence[Word], other: int) -> bool:
    """Tell whether every end of a word but those that the other side may share is a break."""
    ends = [text[one.end : two.start] for one, two in zip(words, words[1:], strict=False)]
    if ends and set(ends) == {"."}:  # "D.C" for "D.C."
        return all(word.end - word.start == 1 for word in words)
    broken = sum(_BREAK.fullmatch(end) is not None for end in ends)
    if broken and len(words) - broken <= other:
        return True
    single = len(words) >= VARIANTS.letters and all(word.end - word.start == 1 for word in words)
    return single and all(end.isspace() for end in ends) and other == 1
