"""Which words of a quotation are parts of names, and of what."""

from __future__ import annotations

from variorum.collation.utterances.rendering import Stretch
from variorum.text.normalise import Word


def name_kind(rendering: Stretch, word: Word) -> str | None:
    """Return the kind of entity that ``word`` names: as the article has it, ``name`` for another capitalised
    word inside a sentence, None for all others.
    """
    if not word.capital or word.kind != "word":
        return None
    words = rendering.lists
    if word.key in words.persons:
        return None  # a pronoun stands for a name, and is none
    marked = rendering.names.get(word.start)
    if marked is not None:
        return marked
    if word.key in words.function or word.key in words.months | words.weekdays | words.titles:
        return None
    return None if _starts_sentence(rendering, word) else "name"


def _starts_sentence(rendering: Stretch, word: Word) -> bool:
    index = next(at for at, other in enumerate(rendering.words) if other.start == word.start)
    return index == 0 or index in rendering.read.sentences
