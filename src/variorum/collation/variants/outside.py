"""Words of a quotation that a report gives in its own prose beside the marks."""

from __future__ import annotations

from variorum.collation.utterances.rendering import Rendering, content_cover, sentence_at, words_of
from variorum.collation.variants.changes import AlignedPair, Change
from variorum.language.lexicon import content_words
from variorum.model import Span


def standing_outside(pair: AlignedPair[Rendering], change: Change) -> bool:
    """Tell whether the words cut from the reading stand in its sentence, outside its quotation.

    Asks for every word that carries meaning in the sentence of the base that is cut; words without
    meaning of their own ("we are") prove nothing and do not count.
    """
    base = pair.base
    at_start = change.start == 0
    cuts = [cut for cut in base.read.sentences if change.base_start < cut < change.base_end]
    first = max(cuts, default=change.base_start) if at_start else change.base_start
    last = change.base_end if at_start else min(cuts, default=change.base_end)
    if last - first < change.base_end - change.base_start:
        return False  # whole sentences are missing besides
    found = _outside(pair)
    kept = list(range(first, last))
    if not base.lang.words.pronoun.isdisjoint(found):  # "he" beside the marks for the name
        kept = [at for at in kept if at in base.read.sentences or not base.words[at].capital]
    wanted = content_words([base.keys[at] for at in kept], base.lang)
    if not wanted:
        return set(base.keys[first:last]) <= set(found)
    return set(wanted) <= set(content_words(found, base.lang))


def turned_outside(pair: AlignedPair[Rendering]) -> bool:
    """Tell whether the report's own prose around the reading turns or limits it, as "he did not" does."""
    return not pair.reading.lists.turning.isdisjoint(_outside(pair))


def _outside(pair: AlignedPair[Rendering]) -> list[str]:
    """Return the keys of the words of the reading's sentence that are not its own."""
    source = pair.reading.source
    inside = content_cover(pair.reading)
    around = sentence_at(source, inside)
    outside = (Span(around.start, inside.start), Span(inside.end, around.end))
    found = words_of(source, [span for span in outside if span.end > span.start])
    return [word.key for word in found.words]
