"""Words of a text as terms to count and to compare: case, apostrophes and composition of accents ignored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Scripts written without spaces between words: each sign is a word of its own.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Letters and digits with the marks that combine with them; soft hyphens and joiners do not end a word.
_SIGN = f"(?:[^\\W_{_UNSPACED}]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])"
# An apostrophe joins (don't, l'eau), a point or comma joins digits (1,013 and 2.5).
_WORD = re.compile(
    f"[^\\W\\d_{_UNSPACED}]{_SIGN}*(?:['\u2018\u2019\u02bc]{_SIGN}+)*"
    f"|\\d(?:{_SIGN}|[.,](?=\\d))*(?:['\u2018\u2019\u02bc]{_SIGN}+)*"
    f"|[{_UNSPACED}]"
)
_IGNORED = re.compile("['\u2018\u2019\u02bc\u00ad\u200b-\u200d\u2060]")


def word_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield ``(word, start, end)`` for each word of ``text``, in its order; nothing for a text without words.

    word: folded (see ``fold``). start, end: code points into ``text``, end exclusive.
    """
    for match in _WORD.finditer(text):
        yield fold(match.group()), match.start(), match.end()


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return ``word`` in lower case, accents composed, apostrophes and soft hyphens left out: ``dont``."""
    return unicodedata.normalize("NFC", _IGNORED.sub("", word).casefold())


# A figure with its separators, or a run of letters and digits; apostrophes part words (O'Hara, l'eau).
_TERM = re.compile(r"\d[\d.,]*\d(?![^\W_])|[^\W_]+")
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_FIGURE = 1 << 31
_BELOW_FIGURES = _FIGURE - 1
# Words remembered with their hashes, for each language: about 100 MB where all are in use.
_MOST_HASHES = 1 << 20


def terms(text: str, language: str | None = None) -> list[str]:
    """Return the words of ``text`` that say what it is about, folded, in its order; stop words left out.

    language: ISO 639-1; None, or one that is not known here, takes the one whose stop words come most often.
    Single letters are left out; a run of a script without spaces gives its overlapping pairs of signs.
    """
    found = _found(text)
    stop = stop_words(language) or stop_words(_language(found))
    return [word for word in found if word not in stop and (len(word) > 1 or word.isdigit())]


def term_hashes(text: str, language: str | None = None) -> list[int]:
    """Return ``term_hash`` of each of ``terms(text, language)``, in order; several times as fast."""
    found = _found(text)
    known = _hashes(language if stop_words(language) else _language(found))
    return list(filter(None, map(known.__getitem__, found)))


def term_hash(term: str) -> int:
    """Return a number from 1 below 2**32 for a term, the same on every machine (31 bits of its CRC-32).

    The highest bit tells whether it begins with a digit (``is_figure``).
    """
    number = crc32(term.encode("utf-8", "surrogatepass")) & _BELOW_FIGURES or 1
    return number | _FIGURE if term[:1].isdigit() else number


def is_figure(hashes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which hashes are of terms that begin with a digit."""
    return hashes >= _FIGURE


class _Hashes(dict[str, int]):
    """Words to hashes, 0 for those that say nothing; filled as words come."""

    def __init__(self, stop: frozenset[str]) -> None:
        super().__init__()
        self._stop = stop

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_HASHES:
            self.clear()
        says = word not in self._stop and (len(word) > 1 or word.isdigit())
        number = self[word] = term_hash(word) if says else 0
        return number


@lru_cache(maxsize=32)
def _hashes(language: str | None) -> _Hashes:
    return _Hashes(stop_words(language))


def _found(text: str) -> list[str]:
    """Return the words of ``text``, stop words too; folded."""
    folded = text.casefold()
    if folded.isascii():
        return _TERM.findall(folded)
    folded = unicodedata.normalize("NFC", folded)
    found: list[str] = _TERM.findall(folded)
    if _UNSPACED_RUN.search(folded):
        return [part for word in found for part in _sign_pairs(word)]
    return found


def language_of(text: str) -> str:
    """Return the language (ISO 639-1) whose stop words are most of the first words of ``text``.

    One of those with stop words here; English where none is. 1,000 code points are read.
    """
    return _language(_TERM.findall(text[:1000].casefold()))


def stop_words(language: str | None) -> frozenset[str]:
    """Return the words of a language (ISO 639-1, a region after it ignored) that say nothing by themselves.

    Empty for a language that is not known here.
    """
    return _stop_words().get((language or "")[:2].casefold(), frozenset())


@lru_cache(maxsize=1)
def _stop_words() -> dict[str, frozenset[str]]:
    data = files("variorum.text").joinpath("data/stopwords.json").read_bytes()
    return {code: frozenset(words.split()) for code, words in msgspec.json.decode(data).items()}


def _language(words: list[str]) -> str:
    """Return the language whose stop words are most of the first words; English where none is."""
    start = words[:200]
    counts = {code: sum(map(stop.__contains__, start)) for code, stop in _stop_words().items()}
    return max(counts, key=lambda code: (counts[code], code == "en"))


def _sign_pairs(word: str) -> list[str]:
    if not _UNSPACED_RUN.fullmatch(word):
        return [word]
    return [word[index : index + 2] for index in range(len(word) - 1)] or [word]
