"""Words of a text as terms to count and to compare: case, apostrophes and composition of accents ignored."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from variorum.language import language as spoken
from variorum.settings import TEXTS
from variorum.text.late import late
from variorum.text.seen import INVISIBLE, without_invisible

# Scripts written without spaces between words: each sign is a word of its own.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_IGNORED = late(f"['\u2018\u2019\u02bc{INVISIBLE}]")


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return ``word`` in lower case, accents composed, apostrophes and soft hyphens left out: ``dont``."""
    return unicodedata.normalize("NFC", _IGNORED.sub("", word).casefold())


# Letters and digits in a row, with a point or comma between two digits; apostrophes part words (O'Hara).
_TERM = late(r"[^\W_]+(?:(?<=\d)[.,](?=\d)[^\W_]+)*")
_UNSPACED_RUN = late(f"[{_UNSPACED}]+")


def terms(text: str, language: str | None = None) -> list[str]:
    """Return the words of ``text`` that say what it is about, folded, in its order; stop words left out.

    language: ISO 639-1; None, or one that is not known here, takes the one whose stop words come most often.
    Single letters are left out; a run of a script without spaces gives its overlapping pairs of signs. Module
    ``words`` does the same for many texts, several times as fast.
    """
    found = folded_words(folded(text))
    stop = stop_words(language) or stop_words(_language(found))
    return [word for word in found if word not in stop and (len(word) > 1 or word.isdigit())]


def folded(text: str) -> str:
    """Return ``text`` in lower case, accents composed, without signs that nobody sees."""
    text = without_invisible(text).casefold()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded_words(text: str) -> list[str]:
    """Return the words of a folded text, stop words too; of scripts without spaces, pairs of signs."""
    found: list[str] = _TERM.findall(text)
    if not text.isascii() and _UNSPACED_RUN.search(text):
        return [part for word in found for part in _sign_pairs(word)]
    return found


def is_unspaced(sign: str) -> bool:
    """Tell whether a sign is of a script that is written without spaces between words."""
    return _UNSPACED_RUN.fullmatch(sign) is not None


def languages() -> tuple[str, ...]:
    """Return the languages that have stop words here."""
    return tuple(spoken.stop_words())


def stop_words(language: str | None) -> frozenset[str]:
    """Return the words of a language (ISO 639-1, a region after it ignored) that say nothing by themselves.

    Empty for a language that is not known here.
    """
    return spoken.stop_words().get((language or "")[:2].casefold(), frozenset())


def _language(words: list[str]) -> str:
    """Return the language whose stop words are most of the first words; English where none is."""
    start = words[: TEXTS.telling]
    counts = {code: sum(map(stop.__contains__, start)) for code, stop in spoken.stop_words().items()}
    return max(counts, key=lambda code: (counts[code], code == "en"))


def _sign_pairs(word: str) -> list[str]:
    if not _UNSPACED_RUN.fullmatch(word):
        return [word]
    return [word[index : index + 2] for index in range(len(word) - 1)] or [word]
