"""The stem of an English word."""

from __future__ import annotations

from collections.abc import Mapping

# Endings with the fewest letters that must stay before them, longest first.
_ENDINGS = (
    ("ings", 3), ("ing", 3), ("edly", 3), ("ied", 2), ("ies", 2),
    ("ed", 3), ("ly", 3), ("es", 3), ("s", 3), ("e", 3),
)  # fmt: skip


def stem(word: str, irregular: Mapping[str, str]) -> str:
    """Return ``word`` without the commonest English endings, so that "gusts", "gusting" and "gusted" meet.

    Coarse on purpose (after the s-stemmer of Harman 1991, with -ed, -ing, -ly): it only has to bring forms
    of one word together, and is never shown. irregular: the base form of each form that has no such ending.
    """
    base = irregular.get(word)
    if base is not None:
        return stem(base, irregular)
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word[: -len(ending)]
            if ending in ("ied", "ies"):
                return word + "y"
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
                word = word[:-1]
            return word[:-1] if word.endswith("e") and len(word) > 3 else word
    return word
